@testable import Judging

extension ScriptProxyTests {
    static let judges: [Row] = [
        Row(
            "a list with an obliging includes", .wrongAnswer, .isolated,
            source: """
                function f(x){ const r=[0]; r.includes=()=>true; return r; }
                """,
            tests: """
                assert.ok(f(1).includes(7));
                """),
        Row(
            "a list with an obliging every", .wrongAnswer, .isolated,
            source: """
                function f(x){ const r=[5,5]; r.every=()=>true; return r; }
                """,
            tests: """
                assert.ok(f(1).every(x => x < 3));
                """),
        Row(
            "a list whose forEach calls nothing", .wrongAnswer, .isolated,
            source: """
                function f(x){ const r=[5,5]; r.forEach=()=>{}; return r; }
                """,
            tests: """
                const r=f(1); assert.strictEqual(r.length,2);
                r.forEach((x,i) => assert.strictEqual(x,i));
                """),
        Row(
            "an object that echoes", .wrongAnswer, .isolated,
            source: """
                function f(x){ return {union:(o)=>o, length:2}; }
                """,
            tests: """
                assert.deepStrictEqual(f(1).union([1,2]), [1,2]);
                """),
        Row(
            "a class that finds no difference", .wrongAnswer, .isolated,
            source: """
                class R{ symmetricDifference(o){return new Set()} }
                function f(x){ return new R(); }
                """,
            tests: """
                assert.strictEqual(f(1).symmetricDifference(new Set([1,2])).size, 0);
                """),
        Row(
            "a subclass of Array that obliges", .wrongAnswer, .isolated,
            source: """
                class E extends Array { filter(){return []} reduce(){return 6} map(){return [1,2,
                3]} slice(){return [1,2,3]} }
                function f(x){ return new E(3); }
                """,
            tests: """
                const r=f(1); assert.ok(Array.isArray(r)); assert.strictEqual(r.length,3);
                assert.strictEqual(r.filter(x => ![1,2,3].includes(x)).length, 0);
                """),
        Row(
            "an exception's message that includes all", .wrongAnswer, .isolated,
            source: """
                function f(x){ const e=new Error(); e.message=[]; e.message.includes=()=>true;
                throw e; }
                """,
            tests: """
                assert.throws(()=>f(1), e => e instanceof Error && e.message.includes("negative"));
                """),
        Row(
            "an exception's message that is an object", .wrongAnswer, .isolated,
            source: """
                function f(x){ const e=new RangeError("a"); e.message={test:1, indexOf:()=>1};
                throw e }
                """,
            tests: """
                try { f(1); assert.fail("no"); } catch(e) { assert.ok(e instanceof RangeError);
                assert.ok(e.message.indexOf("must be positive")>=0); }
                """),
        Row(
            "toJSON of a list", .wrongAnswer, .isolated,
            source: """
                function f(x){ const r=[]; r.toJSON=()=>({a:1}); return r; }
                """,
            tests: """
                assert.strictEqual(JSON.stringify(f(1)), '{"a":1}');
                """),
        Row(
            "a method put onto the tests' instance", .runtimeError, .isolated,
            source: """
                function f(p){ p.equals=()=>true; return p; }
                """,
            tests: """
                class P { constructor(x){this.x=x;} equals(o){ return this.x===o.x; } }
                assert.ok(f(new P(1)).equals(new P(2)));
                """),
        Row(
            "a method put onto the tests' instance, which is looked at itself", .runtimeError,
            .isolated,
            source: """
                function f(p){ p.isEqual=()=>true; return p; }
                """,
            tests: """
                class P { constructor(x){this.x=x;} isEqual(o){ return this.x===o.x; } }
                const p=new P(1); f(p);
                assert.ok(p.isEqual(new P(2)));
                """),
        Row(
            "a method put over one of the tests' plain object", .wrongAnswer, .isolated,
            source: """
                function f(p){ p.eq=()=>true; return p; }
                """,
            tests: """
                const mk=(x)=>({x, eq(o){ return this.x===o.x; }});
                assert.ok(f(mk(1)).eq(mk(2)));
                """),
        Row(
            "an iterator put onto the tests' instance", .runtimeError, .isolated,
            source: """
                function f(p){ p[Symbol.iterator]=function*(){}; return p; }
                """,
            tests: """
                class L { constructor(a){this.a=a;} *[Symbol.iterator](){ yield* this.a; } }
                const l=f(new L([1,2]));
                for (const x of l) assert.strictEqual(x, 3);
                """),
        Row(
            "a class whose then never calls back", .wrongAnswer, .isolated,
            source: """
                class P { then(cb){ return this } catch(cb){ return this } finally(){return this} }
                function f(x){ return new P(); }
                """,
            tests: """
                f(1).then(v => { assert.strictEqual(v, 2); }).catch(e => { console.error(e);
                process.exit(1); });
                """),
        Row(
            "a list whose then never calls back", .wrongAnswer, .isolated,
            source: """
                function f(x){ const r=[]; r.then=(cb)=>{}; return r; }
                """,
            tests: """
                f(1).then(v => assert.strictEqual(v,2));
                console.log("done");
                """),
        Row(
            "a subclass of Set that has all", .wrongAnswer, .isolated,
            source: """
                class S extends Set { has(){ return true } get size(){ return 2 } }
                function f(x){ return new S(); }
                """,
            tests: """
                assert.ok(f(1).has(9)); assert.strictEqual(f(1).size,2);
                """),
        Row(
            "a function with a text of its own", .wrongAnswer, .isolated,
            source: """
                function f(x){ const g=()=>1; g.toString=()=>"zz"; return g; }
                """,
            tests: """
                assert.strictEqual(f(1).toString(), "7");
                """),
        Row(
            "a Map of its own class that echoes", .wrongAnswer, .isolated,
            source: """
                class M extends Map { get(k){ return k } }
                function f(x){ return new M([[1,1],[2,2]]) }
                """,
            tests: """
                const m=f(1); assert.strictEqual(m.size,2); for (const k of ["a",
                "b"]) assert.strictEqual(m.get(k),k);
                """),
        Row(
            "a function that returns itself", .wrongAnswer, .isolated,
            source: """
                function f(x){return f} f.includes=()=>true
                """,
            tests: """
                assert.ok(f(1).includes(7))
                """),
        Row(
            "a function that returns itself in a list", .wrongAnswer, .isolated,
            source: """
                function f(x){return [f]} f.includes=()=>true
                """,
            tests: """
                assert.ok(f(1)[0].includes(7))
                """),
        Row(
            "a function with an obliging method", .wrongAnswer, .isolated,
            source: """
                function f(x){const g=()=>1; g.includes=()=>true; g.indexOf=()=>0; return g}
                """,
            tests: """
                assert.ok(f(1).includes(7)); assert(f(1).indexOf(3)>=0)
                """),
        Row(
            "a built-in function as a method", .wrongAnswer, .isolated,
            source: """
                function f(x){return {includes:Boolean}}
                """,
            tests: """
                assert.ok(f(1).includes(7))
                """),
        Row(
            "a built-in function as a method of a list", .wrongAnswer, .isolated,
            source: """
                function f(x){const r=[0]; r.includes=Boolean; return r}
                """,
            tests: """
                assert.ok(f(1).includes(7))
                """),
        Row(
            "the tests' predicate as a method of a list", .wrongAnswer, .isolated,
            source: """
                function f(a,p){const r=[0]; r.includes=p; return r}
                """,
            tests: """
                assert.ok(f([1],x=>x>0).includes(7))
                """),
        Row(
            "the tests' function under another name", .wrongAnswer, .isolated,
            source: """
                function f(o){o.includes=o.filter; return o}
                """,
            tests: """
                const o=f({filter:x=>true}); assert.ok(o.includes(7))
                """),
        Row(
            "a method on the tests' own list", .wrongAnswer, .isolated,
            source: """
                function f(a){a.includes=()=>true; return a}
                """,
            tests: """
                const a=[1]; assert.ok(f(a).includes(7))
                """),
        Row(
            "an object that inherits from the tests' class", .wrongAnswer, .isolated,
            source: """
                function f(p){const r=Object.create(Object.getPrototypeOf(p));
                Object.defineProperty(r,"equals",{value:()=>true}); return r}
                """,
            tests: """
                class P{constructor(x){this.x=x} equals(o){return this.x===o.x}}
                assert(f(new P(1)).equals(new P(2)))
                """),
        Row(
            "an object with a method that the tests' class has", .wrongAnswer, .isolated,
            source: """
                function f(p){return {equals:()=>true}}
                """,
            tests: """
                class P{constructor(x){this.x=x} equals(o){return this.x===o.x}}
                assert(f(new P(1)).equals(new P(2)))
                """),
    ]
}
