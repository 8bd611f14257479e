@testable import Judging

extension ScriptProxyTests {
    static let uses: [Row] = [
        Row(
            "a store", .accepted, .sealed,
            source: """
                function createStore(r,s){const l=[]; return {getState:()=>s, dispatch(a){s=r(s,a);
                l.forEach(f=>f(s)); return a}, subscribe(f){l.push(f);
                return ()=>l.splice(l.indexOf(f),1)}}}
                """,
            tests: """
                const seen=[]; const st=createStore((s,a)=>a.type==='inc'?s+1:s,0);
                const off=st.subscribe(x=>seen.push(x)); st.dispatch({type:'inc'}); st.dispatch({
                type:'inc'}); off(); st.dispatch({type:'inc'}); assert.strictEqual(st.getState(),
                3); assert.deepStrictEqual(seen,[1,2])
                """),
        Row(
            "a namespace of functions", .accepted, .isolated,
            source: """
                const MathUtils={sum(...a){return a.reduce((x,y)=>x+y,0)}, stats:{mean(a){
                return MathUtils.sum(...a)/a.length}}, includes(a,x){return a.indexOf(x)>=0}}
                """,
            tests: """
                assert.strictEqual(MathUtils.sum(1,2),3);
                assert.strictEqual(MathUtils.stats.mean([1,3]),2); assert(MathUtils.includes([1],1))
                """),
        Row(
            "module of functions and classes", .accepted, .sealed,
            source: """
                class Stack{constructor(){this.a=[]} push(x){this.a.push(x); return this} peek(){
                return this.a.at(-1)} includes(x){return this.a.includes(x)}} function isEven(x){
                return x%2===0} module.exports={Stack,isEven,util:{double:x=>2*x, contains:(a,
                x)=>a.includes(x)}}
                """,
            tests: """
                const {Stack,isEven}=require('./main'); const m=require('./main.js');
                assert(isEven(2)); assert.strictEqual(m.util.double(2),4);
                assert(m.util.contains([1],1)); const s=new Stack(); s.push(1).push(2);
                assert.strictEqual(s.peek(),2); assert(s.includes(1));
                assert.strictEqual(new m.Stack().push(3).peek(),3); assert.strictEqual(m.isEven(3),
                false)
                """),
        Row(
            "classes from a module are frozen", .accepted, .sealed,
            source: """
                class Box{} module.exports={Box}
                """,
            tests: """
                const {Box}=require('./main'); Object.freeze(new Box()); class Mine extends Box{};
                assert(new Mine() instanceof Box)
                """),
        Row(
            "maybe", .accepted, .sealed,
            source: """
                class Maybe{constructor(v){this.v=v} static of(v){return new Maybe(v)} map(f){
                return this.v==null?this:Maybe.of(f(this.v))} getOrElse(d){
                return this.v==null?d:this.v}}
                """,
            tests: """
                assert.strictEqual(Maybe.of(2).map(x=>x*2).map(x=>x+1).getOrElse(0),5);
                assert.strictEqual(Maybe.of(null).map(x=>x.y).getOrElse(7),7)
                """),
        Row(
            "promise class of its own", .accepted, .sealed,
            source: """
                class MyPromise{constructor(ex){this.cb=[]; this.done=false; ex(v=>{this.done=true;
                this.v=v; queueMicrotask(()=>this.cb.forEach(f=>f(v)))})} then(f){
                return new MyPromise(r=>{const g=v=>r(f(v));
                this.done?queueMicrotask(()=>g(this.v)):this.cb.push(g)})}}
                """,
            tests: """
                (async()=>{const v=await new MyPromise(r=>setTimeout(()=>r(2),5)).then(x=>x+1);
                assert.strictEqual(v,3);
                const w=await new MyPromise(r=>r(1)).then(x=>x+1).then(x=>x*5);
                assert.strictEqual(w,10)})()
                """),
        Row(
            "a lazy thenable", .accepted, .sealed,
            source: """
                const query=t=>({t,n:0,limit(n){this.n=n; return this}, then(ok,no){
                return Promise.resolve(this.t+":"+this.n).then(ok,no)}})
                """,
            tests: """
                (async()=>{assert.strictEqual(await query('a').limit(3),'a:3')})();
                query('b').then(v=>assert.strictEqual(v,'b:0'))
                """),
        Row(
            "members mixed into the tests' objects", .accepted, .isolated,
            source: """
                const fly=o=>Object.assign(o,{fly(){return this.name+" flies"}, n:1})
                """,
            tests: """
                const d={name:'d'}; const r=fly(d); assert.strictEqual(r,d);
                assert.strictEqual(d.fly(),'d flies'); assert.strictEqual(d.n,1); class P{
                constructor(){this.name='p'}} const p=new P(); fly(p); assert.strictEqual(p.fly(),
                'p flies')
                """),
        Row(
            "a spy", .accepted, .sealed,
            source: """
                function spy(o,k){const f=o[k]; const calls=[]; o[k]=function(...a){calls.push(a);
                return f.apply(this,a)}; return calls}
                """,
            tests: """
                const o={add(a,b){return a+b}}; const c=spy(o,'add'); assert.strictEqual(o.add(1,2),
                3); assert.deepStrictEqual(c,[[1,2]])
                """),
        Row(
            "options with functions", .accepted, .isolated,
            source: """
                function run(items,{filter=()=>true,map=x=>x,sort}={}){
                let r=items.filter(filter).map(map); return sort?r.sort(sort):r}
                const withDefaults=o=>({filter:x=>x>0,...o})
                """,
            tests: """
                const opts={filter:x=>x>1,map:x=>x*2,sort:(a,b)=>b-a};
                assert.deepStrictEqual(run([1,2,3],opts),[6,4]); assert.deepStrictEqual(run([0,2],
                withDefaults({map:x=>-x})),[-2]); assert.strictEqual(run([1]).length,1)
                """),
        Row(
            "singleton", .accepted, .sealed,
            source: """
                class Config{static #i; static getInstance(){return Config.#i??=new Config()}
                constructor(){this.m={}} set(k,v){this.m[k]=v; return this} get(k){
                return this.m[k]}}
                """,
            tests: """
                const c=Config.getInstance(); c.set('a',1); assert.strictEqual(Config.getInstance(),
                c); assert.strictEqual(Config.getInstance().get('a'),1)
                """),
        Row(
            "a linked list with a class of its own", .accepted, .isolated,
            source: """
                class Node{constructor(v,n=null){this.value=v;this.next=n}} class List{
                constructor(){this.head=null;this.size=0} append(v){const n=new Node(v);
                this.size++; if(!this.head){this.head=n} else {let c=this.head;
                while(c.next)c=c.next; c.next=n} return this} find(v){let c=this.head;
                while(c&&c.value!==v)c=c.next; return c} indexOf(v){let i=0; for(let c=this.head;c;
                c=c.next,i++) if(c.value===v) return i; return -1} toArray(){const r=[];
                for(let c=this.head;c;c=c.next) r.push(c.value); return r} *[Symbol.iterator](){
                yield* this.toArray()}}
                """,
            tests: """
                const l=new List(); l.append(1).append(2); l.append(3);
                assert.strictEqual(l.find(2).value,2); assert.strictEqual(l.find(9),null);
                assert.strictEqual(l.indexOf(3),2); assert.deepStrictEqual(l.toArray(),[1,2,3]);
                assert.deepStrictEqual([...l],[1,2,3]); assert.strictEqual(l.head.next.value,2);
                assert.strictEqual(l.size,3)
                """),
        Row(
            "a variable that the tests set", .accepted, .isolated,
            source: """
                let counter=0; function inc(){return ++counter}
                """,
            tests: """
                counter=5; inc(); assert.strictEqual(counter,6)
                """),
        Row(
            "a clone of an instance of the tests'", .accepted, .isolated,
            source: """
                function clone(o){const r=Object.create(Object.getPrototypeOf(o));
                for(const k of Object.keys(o)) r[k]=o[k]; return r}
                """,
            tests: """
                class P{constructor(){this.x=1} hi(){return 'hi'+this.x}} const p=clone(new P());
                assert(p instanceof P); assert.strictEqual(p.x,1)
                """),
        Row(
            "an instance that a method gave back is asked", .accepted, .sealed,
            source: """
                class C{items(){return this} includes(){return true}}
                """,
            tests: """
                const c=new C(); assert(c.items().includes(7))
                """),
        Row(
            "an object that tells its length and its items", .accepted, .sealed,
            source: """
                class R{constructor(){this.length=2} *[Symbol.iterator](){yield 1; yield 2}}
                function f(x){return new R()}
                """,
            tests: """
                const r=f(1); assert.strictEqual(r.length,2); assert.deepStrictEqual([...r],[1,2])
                """),
    ]
}
