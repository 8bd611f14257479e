@testable import Judging

extension ScriptProxyTests {
    static let values: [Row] = [
        Row(
            "MultiPL-E's form", .accepted, .isolated,
            source: """
                function strlen(s){return s.length}
                """,
            tests: """
                (function(){const candidate=strlen; assert.deepEqual(candidate('abc'),
                3)})();
                """),
        Row(
            "MultiPL-E's form, wrong", .wrongAnswer, .isolated,
            source: """
                function strlen(s){return s.length+1}
                """,
            tests: """
                (function(){const candidate=strlen; assert.deepEqual(candidate('abc'),
                3)})();
                """),
        Row(
            "HumanEval-X's form", .accepted, .isolated,
            source: """
                const strlen = (s)=>s.length
                """,
            tests: """
                const testStrlen = () => {
                 console.assert(strlen('') === 0)
                 console.assert(strlen('x') === 1)}
                testStrlen()
                """),
        Row(
            "HumanEval-X's form, wrong", .wrongAnswer, .isolated,
            source: """
                const strlen = (s)=>s.length+1
                """,
            tests: """
                const testStrlen = () => {
                 console.assert(strlen('') === 0)
                }
                testStrlen()
                """),
        Row(
            "plain values keep their kinds", .accepted, .isolated,
            source: #"""
                const id=x=>x, mk=()=>[undefined,null,-0,NaN,1/0,10n,new Map([[1,{a:2}
                ]]),new Set([3]),new Date(5),/x/g,new Uint8Array([1,2]),
                Buffer.from('hi'),'\ud800',[,1],Object.create(null)]
                """#,
            tests: #"""
                const v=mk(); assert.deepStrictEqual(v,[undefined,null,-0,NaN,1/0,10n,
                new Map([[1,{a:2}]]),new Set([3]),new Date(5),/x/g,new Uint8Array([1,
                2]),Buffer.from('hi'),'\ud800',[,1],Object.create(null)]);
                assert(Object.is(v[2],-0)); const o={a:[1,2]}; assert.strictEqual(id(o),
                o); assert.deepStrictEqual(id(new Map([['k',o]])),new Map([['k',o]]));
                assert.strictEqual(id(5n),5n); assert.strictEqual(id(undefined),
                undefined)
                """#),
        Row(
            "arguments changed in place", .accepted, .isolated,
            source: """
                function sortIt(a){a.sort((x,y)=>x-y)} function add(o){o.n=(o.n||0)+1;
                delete o.z}
                """,
            tests: """
                const a=[3,1,2]; sortIt(a); assert.deepStrictEqual(a,[1,2,3]); const o={
                z:1}; add(o); add(o); assert.deepStrictEqual(o,{n:2})
                """),
        Row(
            "members swapped", .accepted, .isolated,
            source: """
                function swap(o){[o.a,o.b]=[o.b,o.a]; return o}
                """,
            tests: """
                const o={a:{x:1},b:{y:2}}; const a0=o.a; swap(o);
                assert.strictEqual(o.b,a0); assert.deepStrictEqual(o,{a:{y:2},b:{x:1}})
                """),
        Row(
            "a typed array filled", .accepted, .isolated,
            source: """
                function fill(t){t.fill(7)}
                """,
            tests: """
                const t=new Uint8Array(3); fill(t); assert.deepStrictEqual([...t],[7,7,
                7])
                """),
        Row(
            "a Map and a Set changed", .accepted, .isolated,
            source: """
                function add(m){m.set('x',1)} function sadd(s){s.add(2)}
                """,
            tests: """
                const m=new Map(); add(m); assert.strictEqual(m.get('x'),1);
                const s=new Set([1]); sadd(s); assert(s.has(2))
                """),
        Row(
            "objects that hold themselves", .accepted, .isolated,
            source: """
                function mk(){const a={}; a.self=a; return a} function isc(o){
                return o.self===o}
                """,
            tests: """
                const a=mk(); assert.strictEqual(a.self,a); const b={}; b.self=b;
                assert(isc(b))
                """),
        Row(
            "a copy is another object", .accepted, .isolated,
            source: """
                function clone(o){ if(o===null||typeof o!=='object') return o;
                if(Array.isArray(o)) return o.map(clone); if(o instanceof Date)
                return new Date(o); const r={}; for(const k in o) r[k]=clone(o[k]);
                return r}
                """,
            tests: """
                const o={a:[1,{b:2}],d:new Date(4)}; const c=clone(o);
                assert.deepStrictEqual(c,o); assert.notStrictEqual(c,o);
                assert.notStrictEqual(c.a,o.a); c.a[1].b=9; assert.strictEqual(o.a[1].b,
                2)
                """),
        Row(
            "a frozen object", .accepted, .isolated,
            source: """
                const f=()=>Object.freeze({a:1})
                """,
            tests: """
                'use strict'; const o=f(); assert(Object.isFrozen(o));
                assert.strictEqual(o.a,1)
                """),
        Row(
            "matches of a pattern", .accepted, .isolated,
            source: #"""
                function f(s){return s.match(/(\d)(\w)/)} function g(s){
                return [...s.matchAll(/\d/g)].map(m=>m[0])}
                """#,
            tests: #"""
                assert.strictEqual(f('a1b')[1],'1'); assert.strictEqual(f('a1b').index,
                1); assert.deepStrictEqual(g('1 2'),['1','2'])
                """#),
        Row(
            "bytes and typed arrays", .accepted, .isolated,
            source: """
                function f(){return Buffer.from('abc')} function g(){
                return new Float64Array([1.5])}
                """,
            tests: """
                assert.strictEqual(f().toString('hex'),'616263');
                assert.deepStrictEqual(g(),new Float64Array([1.5]));
                assert(Buffer.isBuffer(f()))
                """),
        Row(
            "symbols", .accepted, .isolated,
            source: """
                const K=Symbol('k'); function tag(o){o2={[K]:1}; return K} class S{
                get [Symbol.toStringTag](){return 'S!'}}
                """,
            tests: """
                assert.strictEqual(typeof tag({}),'symbol'); assert.strictEqual(K,tag({}
                )); assert.strictEqual(K.description,'k');
                assert.strictEqual(Object.prototype.toString.call(new S()),
                '[object S!]')
                """),
        Row(
            "a deep value", .accepted, .isolated,
            source: """
                function depth(n){return n?{n:depth(n-1)}:null}
                """,
            tests: """
                let o=depth(450),c=0; while(o){o=o.n;c++} assert.strictEqual(c,450)
                """),
        Row(
            "a value nested too deep", .wrongAnswer, .isolated,
            source: """
                function depth(n){let o=null; for(let i=0;i<n;i++)o={n:o}; return o}
                """,
            tests: """
                let o=depth(5000),c=0; while(o){o=o.n;c++} assert.strictEqual(c,5000)
                """),
        Row(
            "large arrays", .accepted, .isolated,
            source: """
                const big=n=>Array.from({length:n},(_, i)=>i)
                """,
            tests: """
                assert.strictEqual(big(200000).length,200000); const a=big(100000);
                assert.strictEqual(a[99999],99999)
                """),
        Row(
            "a list's own methods", .accepted, .isolated,
            source: """
                function f(){return [1,2]}
                """,
            tests: """
                assert.deepEqual(f(),[1,2]); assert.deepEqual(f().concat([3]),[1,2,3]);
                assert.ok(f().includes(2))
                """),
        Row(
            "an object of options with a callback", .accepted, .isolated,
            source: """
                function go({a=1,cb}={}){cb&&cb(a); return a}
                """,
            tests: """
                let s=0; assert.strictEqual(go({a:3,cb:x=>{s=x}}),3);
                assert.strictEqual(s,3); assert.strictEqual(go(),1)
                """),
        Row(
            "a callback with its this", .accepted, .isolated,
            source: """
                function each(a,f,t){a.forEach(f,t)}
                """,
            tests: """
                const o={s:0}; each([1,2],function(x){this.s+=x},o);
                assert.strictEqual(o.s,3)
                """),
        Row(
            "nothing, and functions", .accepted, .isolated,
            source: """
                function f(){return null} function g(){return undefined} function h(){
                return function named(a,b){}}
                """,
            tests: """
                assert.strictEqual(f(),null); assert.strictEqual(g(),undefined);
                assert.strictEqual(h().name,'named'); assert.strictEqual(typeof h(),
                'function')
                """),
        Row(
            "an exception with a cause", .accepted, .isolated,
            source: """
                function f(){throw new Error('a',{cause:new TypeError('b')})}
                """,
            tests: """
                try{f()}catch(e){assert(e.cause instanceof TypeError);
                assert.strictEqual(e.cause.message,'b')}
                """),
        Row(
            "an exception of several", .accepted, .isolated,
            source: """
                function f(){throw new AggregateError([new Error('1')],'agg')}
                """,
            tests: """
                try{f();assert.fail()}catch(e){assert(e instanceof AggregateError);
                assert.strictEqual(e.errors.length,1);
                assert.strictEqual(e.errors[0].message,'1')}
                """),
    ]
}
