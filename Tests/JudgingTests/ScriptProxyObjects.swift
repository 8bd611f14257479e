@testable import Judging

extension ScriptProxyTests {
    static let objects: [Row] = [
        Row(
            "a class, its instances, statics, accessors and private members", .accepted, .isolated,
            source: """
                class Account{ #p=1; static n=0; constructor(b){this.balance=b;
                Account.n++} deposit(n){this.balance+=n; return this} get double(){
                return this.balance*2} set double(v){this.balance=v/2} p(){
                return this.#p} static make(b){return new Account(b)} }
                """,
            tests: """
                const a=new Account(5); a.deposit(3); assert.equal(a.balance,8);
                assert.equal(a.double,16); a.double=10; assert.strictEqual(a.balance,5);
                assert(a instanceof Account); assert.strictEqual(a.deposit(1),a);
                assert.strictEqual(a.p(),1); assert.strictEqual(Account.n,1);
                const b=Account.make(2); assert.strictEqual(Account.n,2);
                assert(b instanceof Account); assert.strictEqual(b.constructor,Account);
                assert.strictEqual(b.constructor.name,'Account');
                assert.strictEqual(Object.getPrototypeOf(b),Account.prototype);
                assert(!(({}) instanceof Account)); assert('balance' in a);
                assert.deepStrictEqual(Object.keys(a),['balance'])
                """),
        Row(
            "an instance is looked at as plain data", .accepted, .isolated,
            source: """
                class P{constructor(x){this.x=x}}
                """,
            tests: """
                assert.deepEqual(new P(1),{x:1});
                assert.throws(()=>assert.deepStrictEqual(new P(1),{x:1}))
                """),
        Row(
            "closures and objects that close over state", .accepted, .isolated,
            source: """
                function counter(){let n=0; return {inc(){return ++n}, get value(){
                return n}, n0:5}} const adder=a=>b=>a+b
                """,
            tests: """
                const c=counter(); c.inc(); c.inc(); assert.strictEqual(c.value,2);
                assert.strictEqual(adder(2)(3),5); assert.strictEqual(c.n0,5)
                """),
        Row(
            "methods of a plain object", .accepted, .isolated,
            source: """
                const mk=()=>({n:0, inc(){this.n++; return this}})
                """,
            tests: """
                const c=mk(); assert.strictEqual(c.inc().inc(),c);
                assert.strictEqual(c.n,2)
                """),
        Row(
            "callbacks of the tests'", .accepted, .isolated,
            source: """
                const map=(a,f)=>a.map(x=>f(x)); function each(a,cb){for(const x of a)
                cb(x)} const once=f=>{let d=false,r; return (...a)=>{ if(!d){d=true;
                r=f(...a)} return r}}
                """,
            tests: """
                assert.deepStrictEqual(map([1,2],x=>x*2),[2,4]); const s=[]; each([1,2],
                x=>s.push(x)); assert.deepStrictEqual(s,[1,2]); let n=0;
                const o=once(()=>++n); o();o(); assert.strictEqual(n,1);
                assert.deepStrictEqual(map([1,4],Math.sqrt),[1,2])
                """),
        Row(
            "generators and iterables", .accepted, .isolated,
            source: """
                function* g(n){for(let i=0;i<n;i++) yield i} class It{constructor(n){
                this.n=n} *[Symbol.iterator](){yield* g(this.n)}} const it2={
                [Symbol.iterator](){let i=0; return {next:()=>({value:i,done:i++>=2})}}}
                """,
            tests: """
                assert.deepStrictEqual([...g(3)],[0,1,2]);
                assert.deepStrictEqual([...new It(2)],[0,1]); const x=g(5);
                assert.deepStrictEqual(x.next(),{value:0,done:false}); let t=0;
                for(const v of it2) t+=v; assert.strictEqual(t,1); const [p,q]=g(9);
                assert.strictEqual(q,1); assert.strictEqual(Math.max(...g(4)),3)
                """),
        Row(
            "iterables of the tests'", .accepted, .isolated,
            source: """
                const sum=it=>{let t=0; for(const x of it) t+=x; return t}
                """,
            tests: """
                function* g(){yield 1; yield 2} assert.strictEqual(sum(g()),3);
                assert.strictEqual(sum(new Set([1,2,3])),6); class C{
                *[Symbol.iterator](){yield 5}} assert.strictEqual(sum(new C()),5);
                assert.strictEqual(sum([1].values()),1)
                """),
        Row(
            "exceptions by class, name and message", .accepted, .isolated,
            source: """
                class MyErr extends Error{constructor(m,c){super(m);this.name='MyErr';
                this.code=c} detail(){return 'd'+this.code}} function f(x){ if(x==1)
                throw new TypeError('bad x'); if(x==2) throw new MyErr('mine',7);
                if(x==3) throw 'str'; const e=new Error('own'); e.name='Own';
                e.extra=[1]; throw e}
                """,
            tests: """
                assert.throws(()=>f(1),TypeError); assert.throws(()=>f(1),/bad/);
                assert.throws(()=>f(1),{name:'TypeError',message:'bad x'});
                assert.throws(()=>f(2),MyErr); assert.throws(()=>f(2),Error);
                assert.throws(()=>f(2),{name:'MyErr',code:7}); assert.throws(()=>f(2),
                /^MyErr: mine$/); assert.throws(()=>f(2),
                e=>e instanceof MyErr && e.detail()==='d7'); try{f(3);assert.fail()}
                catch(e){assert.strictEqual(e,'str')} assert.throws(()=>f(4),{
                name:'Own',extra:[1]}); assert.throws(()=>assert.throws(()=>f(1),
                MyErr)); assert.throws(()=>f(2),(e)=>e.stack.length>0)
                """),
        Row(
            "an exception that no test expects", .runtimeError, .isolated,
            source: """
                function f(x){ throw new TypeError('bad x')}
                """,
            tests: """
                f(1)
                """),
        Row(
            "an exception of a callback's comes back as itself", .accepted, .isolated,
            source: """
                const call=f=>f(); const safe=f=>{try{f()}catch(e){return e}}
                """,
            tests: """
                const e=new Error('q'); assert.throws(()=>call(()=>{throw e}),x=>x===e);
                assert.strictEqual(safe(()=>{throw e}),e); class T extends Error{}
                assert.throws(()=>call(()=>{throw new T('a')}),T)
                """),
        Row(
            "recursion without an end", .accepted, .isolated,
            source: """
                function r(n){return r(n+1)}
                """,
            tests: """
                assert.throws(()=>r(0),RangeError)
                """),
        Row(
            "calls that go back and forth", .accepted, .isolated,
            source: """
                const memo=f=>{const m=new Map(); return n=>{if(!m.has(n))m.set(n,f(n));
                return m.get(n)}}
                """,
            tests: """
                const fib=memo(n=>n<2?n:fib(n-1)+fib(n-2)); assert.strictEqual(fib(80),
                23416728348467685)
                """),
        Row(
            "a linked list", .accepted, .isolated,
            source: """
                class Node{constructor(v){this.val=v;this.next=null}} function rev(h){
                let p=null; while(h){const n=h.next;h.next=p;p=h;h=n} return p}
                """,
            tests: """
                const a=new Node(1); a.next=new Node(2); a.next.next=new Node(3);
                let r=rev(a), o=[]; while(r){o.push(r.val); r=r.next}
                assert.deepStrictEqual(o,[3,2,1])
                """),
        Row(
            "instances of the tests' own class", .accepted, .isolated,
            source: """
                function rev(h){let p=null; while(h){const n=h.next;h.next=p;p=h;h=n}
                return p} const isN=(x,C)=>x instanceof C
                """,
            tests: """
                class Node{constructor(v){this.val=v;this.next=null} hi(){
                return 'hi'+this.val}} const a=new Node(1); a.next=new Node(2);
                let r=rev(a); assert.strictEqual(r.val,2); assert.strictEqual(r.next,a);
                assert.strictEqual(r.hi(),'hi2'); assert(isN(a,Node))
                """),
        Row(
            "what an object holds stays its own", .accepted, .isolated,
            source: """
                class St{constructor(){this.items=[]} push(x){this.items.push(x)}}
                """,
            tests: """
                const s=new St(); const it=s.items; s.push(1);
                assert.deepStrictEqual(it,[1]); s.items.push(2);
                assert.strictEqual(s.items.length,2); assert.strictEqual(s.items,it);
                s.items=[9]; s.push(3); assert.deepStrictEqual(s.items,[9,3])
                """),
        Row(
            "a subclass of Node's", .accepted, .isolated,
            source: """
                const {EventEmitter}=require('events'); class B extends EventEmitter{
                go(x){this.emit('a',x)}}
                """,
            tests: """
                const b=new B(); const l=[]; b.on('a',x=>l.push(x)); b.go(4);
                assert.deepStrictEqual(l,[4])
                """),
        Row(
            "a subclass of Map", .accepted, .isolated,
            source: """
                class M extends Map{getOr(k,d){return this.has(k)?this.get(k):d}}
                """,
            tests: """
                const m=new M(); m.set('a',1); assert.strictEqual(m.getOr('b',2),2);
                assert.strictEqual(m.size,1); assert(m instanceof Map);
                assert.deepStrictEqual([...m],[['a',1]]);
                assert.deepStrictEqual([...m.keys()],['a'])
                """),
        Row(
            "a subclass of Array", .accepted, .isolated,
            source: """
                class St extends Array{peek(){return this[this.length-1]}}
                """,
            tests: """
                const m=new St(); m.push(1,2); assert.strictEqual(m.peek(),2);
                assert.strictEqual(m.length,2); assert(Array.isArray(m));
                assert.deepStrictEqual([...m],[1,2])
                """),
        Row(
            "call, apply and bind", .accepted, .isolated,
            source: """
                function who(){return this.n} function add(a,b){return a+b}
                """,
            tests: """
                assert.strictEqual(who.call({n:4}),4); assert.strictEqual(add.bind(null,
                1)(2),3); assert.strictEqual(add.apply(null,[1,5]),6);
                assert.strictEqual(add.length,2); assert.strictEqual(add.name,'add')
                """),
        Row(
            "a Proxy of the source's", .accepted, .isolated,
            source: """
                function reactive(o){return new Proxy(o,{get:(t,k)=>t[k],set:(t,k,v)=>{
                t[k]=v;return true}})}
                """,
            tests: """
                const r=reactive({a:1}); r.a=2; assert.strictEqual(r.a,2);
                assert.deepEqual(reactive({a:1}),{a:1});
                assert.deepEqual(Object.keys(r),['a'])
                """),
        Row(
            "an object that says what it has", .accepted, .sealed,
            source: """
                function mkSet(){const s=[]; return {add(x){s.push(x)},has(x){
                return s.includes(x)}}}
                """,
            tests: """
                const s=mkSet(); s.add(1); assert(s.has(1)); assert(!s.has(2))
                """),
        Row(
            "a cache with its Map", .accepted, .isolated,
            source: """
                class LRU{constructor(n){this.n=n;this.m=new Map()} get(k){
                if(!this.m.has(k))return -1; const v=this.m.get(k); this.m.delete(k);
                this.m.set(k,v); return v} put(k,v){this.m.delete(k); this.m.set(k,v);
                if(this.m.size>this.n) this.m.delete(this.m.keys().next().value)}}
                """,
            tests: """
                const c=new LRU(2); c.put(1,1);c.put(2,2); assert.strictEqual(c.get(1),
                1); c.put(3,3); assert.strictEqual(c.get(2),-1);
                assert.strictEqual(c.m.size,2); assert(c.m.has(3))
                """),
        Row(
            "an emitter of events", .accepted, .isolated,
            source: """
                class E{constructor(){this.h={}} on(e,f){
                (this.h[e]=this.h[e]||[]).push(f); return this} off(e,f){
                this.h[e]=(this.h[e]||[]).filter(x=>x!==f)} emit(e,...a){
                (this.h[e]||[]).forEach(f=>f(...a))}}
                """,
            tests: """
                const e=new E(); let n=0; const f=x=>{n+=x}; e.on('a',f); e.emit('a',2);
                e.off('a',f); e.emit('a',2); assert.strictEqual(n,2)
                """),
        Row(
            "currying", .accepted, .isolated,
            source: """
                const curry=f=>function c(...a){
                return a.length>=f.length?f(...a):(...b)=>c(...a,...b)}
                """,
            tests: """
                const add=curry((a,b,c)=>a+b+c); assert.strictEqual(add(1)(2)(3),6);
                assert.strictEqual(add(1,2)(3),6)
                """),
        Row(
            "functions in a row", .accepted, .isolated,
            source: """
                const pipe=(...fs)=>x=>fs.reduce((a,f)=>f(a),x)
                """,
            tests: """
                assert.strictEqual(pipe(x=>x+1,String,s=>s.length)(99),3);
                assert.strictEqual(pipe(Math.abs,parseInt)(-5.5),5)
                """),
        Row(
            "a class that cannot be made, and its subclass", .accepted, .isolated,
            source: """
                class Shape{constructor(){if(new.target===Shape)
                throw new TypeError('abstract')}} class Sq extends Shape{constructor(s){
                super();this.s=s} area(){return this.s**2}}
                """,
            tests: """
                assert.throws(()=>new Shape(),TypeError); const q=new Sq(3);
                assert.strictEqual(q.area(),9); assert(q instanceof Shape);
                assert(Object.getPrototypeOf(Sq)===Shape);
                assert(Sq.prototype instanceof Shape)
                """),
        Row(
            "a text that an object makes of itself", .accepted, .isolated,
            source: """
                class F{constructor(a,b){this.a=a;this.b=b} toString(){
                return this.a+'/'+this.b} add(o){return new F(this.a*o.b+o.a*this.b,
                this.b*o.b)}}
                """,
            tests: """
                const f=new F(1,2).add(new F(1,3)); assert.strictEqual(f.toString(),
                '5/6'); assert.strictEqual(`${new F(1,2)}`,'1/2')
                """),
        Row(
            "static accessors", .accepted, .isolated,
            source: """
                class T{static #c=0; static inc(){return ++T.#c} static get c(){
                return T.#c}}
                """,
            tests: """
                T.inc(); T.inc(); assert.strictEqual(T.c,2)
                """),
        Row(
            "objects that are compared as numbers", .accepted, .sealed,
            source: """
                class M{constructor(v){this.v=v} valueOf(){return this.v}}
                """,
            tests: """
                assert(new M(3)>new M(2)); assert.equal(new M(1)+1,2)
                """),
        Row(
            "toJSON of an object of the tests'", .accepted, .isolated,
            source: """
                class D{constructor(){this.a=1} toJSON(){return {z:this.a}}}
                """,
            tests: """
                assert.strictEqual(JSON.stringify(new D()),'{"z":1}')
                """),
        Row(
            "a callback with members", .accepted, .isolated,
            source: """
                function spyCalls(f){f(1);f(2);return f.calls.length}
                """,
            tests: """
                const spy=(x)=>{spy.calls.push(x)}; spy.calls=[];
                assert.strictEqual(spyCalls(spy),2)
                """),
        Row(
            "two instances of the source's are compared", .accepted, .sealed,
            source: """
                class P{constructor(x){this.x=x} add(o){return new P(this.x+o.x)}}
                """,
            tests: """
                assert.deepStrictEqual(new P(1).add(new P(2)),new P(3));
                """),
    ]
}
