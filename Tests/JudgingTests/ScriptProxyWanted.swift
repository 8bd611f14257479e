@testable import Judging

extension ScriptProxyTests {
    static let wanted: [Row] = [
        Row(
            "stack by factory", .accepted, .isolated,
            source: """
                function createStack(){const a=[]; return {push(x){a.push(x); return a.length},
                pop(){return a.pop()}, size(){return a.length}}}
                """,
            tests: """
                const s=createStack(); s.push(1); s.push(2); assert.strictEqual(s.size(),2);
                assert.strictEqual(s.pop(),2); assert.strictEqual(s.pop(),1);
                assert.strictEqual(s.pop(),undefined)
                """),
        Row(
            "Map and Set results", .accepted, .isolated,
            source: """
                function count(s){const m=new Map(); for(const c of s) m.set(c,(m.get(c)||0)+1);
                return m} const uniq=a=>new Set(a)
                """,
            tests: """
                const m=count('aab'); assert.strictEqual(m.get('a'),2); assert(m.has('b'));
                assert.deepStrictEqual([...m.keys()],['a','b']); assert(uniq([1,1]).has(1));
                assert.strictEqual(uniq([1,1,2]).size,2); assert.deepStrictEqual([...uniq([3,
                3])].map(x=>x+1),[4])
                """),
        Row(
            "cache by factory", .accepted, .sealed,
            source: """
                function createCache(n){const m=new Map(); return {get(k){
                return m.has(k)?m.get(k):null}, set(k,v){m.set(k,v);
                if(m.size>n) m.delete(m.keys().next().value)}, get size(){return m.size}}}
                """,
            tests: """
                const c=createCache(1); c.set('a',1); assert.strictEqual(c.get('a'),1); c.set('b',
                2); assert.strictEqual(c.get('a'),null); assert.strictEqual(c.size,1)
                """),
        Row(
            "chained builder", .accepted, .isolated,
            source: """
                class QB{constructor(){this.p=[]} select(x){this.p.push("S "+x); return this}
                from(t){this.p.push("F "+t); return this} where(w){const q=new QB(); q.p=[...this.p,
                "W "+w]; return q} build(){return this.p.join(" ")}}
                """,
            tests: """
                assert.strictEqual(new QB().select('a').from('t').where('x').where('y').build(),
                'S a F t W x W y')
                """),
        Row(
            "vectors that do not change", .accepted, .isolated,
            source: """
                class V{constructor(x,y){this.x=x;this.y=y} add(o){return new V(this.x+o.x,
                this.y+o.y)} scale(k){return new V(this.x*k,this.y*k)} equals(o){
                return this.x===o.x&&this.y===o.y} toString(){return `(${this.x}, ${this.y})`}}
                """,
            tests: """
                assert.strictEqual(new V(1,2).add(new V(1,1)).scale(2).x,4);
                assert.strictEqual(String(new V(1,2)),'(1, 2)'); assert(new V(1,2).equals(new V(1,
                2)))
                """),
        Row(
            "a generator that is talked to", .accepted, .isolated,
            source: """
                function* fib(){let [a,b]=[0,1]; for(;;){const r=yield a; if(r){a=0;b=1} else [a,
                b]=[b,a+b]}} const take=(n,it)=>{const o=[]; for(const x of it){
                if(o.length>=n)break; o.push(x)} return o}
                """,
            tests: """
                const g=fib(); assert.strictEqual(g.next().value,0); g.next();
                assert.strictEqual(g.next().value,1); assert.strictEqual(g.next(true).value,0);
                assert.deepStrictEqual(take(5,fib()),[0,1,1,2,3]);
                assert.strictEqual(g.return(7).value,7)
                """),
        Row(
            "iterator class", .accepted, .isolated,
            source: """
                class Range{constructor(a,b){this.a=a;this.b=b} [Symbol.iterator](){let i=this.a;
                const b=this.b; return {next:()=>i<b?{value:i++,done:false}:{value:undefined,
                done:true}}} includes(x){return x>=this.a&&x<this.b} map(f){
                return [...this].map(f)} get length(){return this.b-this.a}} const range=(a,
                b)=>new Range(a,b)
                """,
            tests: """
                const r=new Range(1,4); assert.deepStrictEqual([...r],[1,2,3]);
                assert(r.includes(2)); assert.deepStrictEqual(r.map(x=>x*2),[2,4,6]);
                assert.strictEqual(r.length,3)
                """),
        Row(
            "dates", .accepted, .isolated,
            source: """
                const addDays=(d,n)=>{const r=new Date(d); r.setUTCDate(r.getUTCDate()+n); return r}
                """,
            tests: """
                const d=addDays(new Date('2024-02-28T00:00:00Z'),2);
                assert.strictEqual(d.toISOString(),'2024-03-01T00:00:00.000Z');
                assert(d instanceof Date); assert.strictEqual(d.getTime(),Date.UTC(2024,2,1));
                assert(d > new Date(0))
                """),
        Row(
            "errors with fields", .accepted, .isolated,
            source: """
                class ValidationError extends Error{constructor(m,field){super(m);
                this.name="ValidationError"; this.field=field; this.details=[{field}]} toJSON(){
                return {m:this.message}}}
                function check(x){ if(!x) throw new ValidationError("bad "+x,"x"); return true}
                """,
            tests: """
                assert.throws(()=>check(0),ValidationError); try{check(0); assert.fail()}catch(e){
                assert.strictEqual(e.field,'x'); assert(e.message.includes('bad'));
                assert.strictEqual(e.name,'ValidationError'); assert.deepStrictEqual(e.details,[{
                field:'x'}]); assert.strictEqual(e.details.map(d=>d.field).join(),'x')}
                assert.throws(()=>check(0),
                e=>e instanceof ValidationError && /bad/.test(e.message) &&
                e.details.some(d=>d.field==='x'))
                """),
        Row(
            "async functions", .accepted, .isolated,
            source: """
                const sleep=ms=>new Promise(r=>setTimeout(r,ms)); async function get(id){
                await sleep(1); if(id<0) throw new Error("no "+id); return {id,tags:["a"]}}
                class Api{async list(){return Promise.all([1,2].map(get))}}
                """,
            tests: """
                (async()=>{const r=await get(1); assert.strictEqual(r.id,1);
                assert(r.tags.includes('a')); await assert.rejects(get(-1),/no -1/);
                assert.deepStrictEqual((await new Api().list()).map(x=>x.id),[1,2]);
                get(3).then(v=>assert.strictEqual(v.id,3));
                await get(-2).catch(e=>assert(e.message.startsWith('no')))})()
                """),
        Row(
            "subclass of Array returned", .accepted, .sealed,
            source: """
                class Coll extends Array{last(){return this[this.length-1]} pluck(k){
                return this.map(x=>x[k])}} function coll(...a){return Coll.from(a)}
                """,
            tests: """
                const c=coll({a:1},{a:2}); assert.strictEqual(c.last().a,2);
                assert.deepStrictEqual([...c.pluck('a')],[1,2]); assert.strictEqual(c.length,2);
                assert(Array.isArray(c));
                assert.deepStrictEqual(c.map(x=>x.a).filter(x=>x>1).length,1)
                """),
        Row(
            "subclass of Array used as an array", .accepted, .isolated,
            source: """
                class Coll extends Array{last(){return this[this.length-1]}} function evens(a){
                return Coll.from(a).filter(x=>x%2===0)}
                """,
            tests: """
                const c=evens([1,2,4]); assert.strictEqual(c.length,2); assert(c.includes(4));
                assert.strictEqual(c.indexOf(2),0); assert.deepStrictEqual([...c],[2,4]);
                assert.deepStrictEqual(c.map(x=>x*2),[4,8]); assert.strictEqual(c.join('-'),'2-4');
                assert.strictEqual(c[1],4)
                """),
        Row(
            "subclass of Map used as a Map", .accepted, .isolated,
            source: """
                class Counter extends Map{inc(k){this.set(k,(this.get(k)||0)+1)}} function count(s){
                const c=new Counter(); for(const x of s) c.inc(x); return c}
                """,
            tests: """
                const c=count('aab'); assert.strictEqual(c.get('a'),2); assert(c.has('b'));
                assert.strictEqual(c.size,2); assert.deepStrictEqual([...c],[['a',2],['b',1]]);
                assert(c instanceof Map); let n=0; c.forEach(v=>{n+=v}); assert.strictEqual(n,3)
                """),
        Row(
            "subclass of Map made by tests", .accepted, .isolated,
            source: """
                class DefaultMap extends Map{constructor(d){super(); this.d=d} get(k){
                if(!this.has(k)) this.set(k,this.d()); return super.get(k)}}
                """,
            tests: """
                const m=new DefaultMap(()=>[]); m.get('a').push(1);
                assert.deepStrictEqual(m.get('a'),[1]); assert(m.has('a'));
                assert.strictEqual(m.size,1)
                """),
        Row(
            "returned closures with properties", .accepted, .isolated,
            source: """
                function memoize(f){const c=new Map(); const g=(...a)=>{const k=JSON.stringify(a);
                if(!c.has(k)){g.misses++; c.set(k,f(...a))} return c.get(k)}; g.misses=0;
                g.cache=c; g.clear=()=>c.clear(); return g}
                """,
            tests: """
                const m=memoize((a,b)=>a+b); assert.strictEqual(m(1,2),3); assert.strictEqual(m(1,
                2),3); assert.strictEqual(m.misses,1); assert(m.cache.has('[1,2]')); m.clear();
                assert.strictEqual(m.cache.size,0)
                """),
        Row(
            "toString and valueOf of a returned object", .accepted, .isolated,
            source: """
                const money=(n,c)=>({n,c,toString(){return n+" "+c}, valueOf(){return n}})
                """,
            tests: """
                assert.strictEqual(money(5,'EUR').toString(),'5 EUR'); assert.strictEqual(money(5,
                'EUR').valueOf(),5); assert.strictEqual(money(5,'EUR').n,5)
                """),
        Row(
            "toJSON of a returned object", .accepted, .sealed,
            source: """
                class User{constructor(n,p){this.n=n;this.p=p} toJSON(){return {n:this.n}}}
                const make=(n,p)=>new User(n,p)
                """,
            tests: """
                assert.strictEqual(JSON.stringify(make('a','x')),'{"n":"a"}');
                assert.deepStrictEqual(JSON.parse(JSON.stringify([make('b')])),[{n:'b'}])
                """),
    ]
}
