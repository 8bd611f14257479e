@testable import Judging

extension ScriptProxyTests {
    static let intruders: [Row] = [
        Row(
            "an object whose length changes", .wrongAnswer, .isolated,
            source: """
                let n=0; class R{get length(){return n++?0:2}} function f(x){return new R()}
                """,
            tests: """
                const r=f(1); assert.strictEqual(r.length,2); for(let i=0;i<r.length;
                i++) assert.strictEqual(r[i],3)
                """),
        Row(
            "a Proxy whose length changes", .wrongAnswer, .isolated,
            source: """
                let n=0; function f(x){return new Proxy([],{get:(t,
                k)=>k==="length"?(n++?0:2):t[k]})}
                """,
            tests: """
                const r=f(1); assert.strictEqual(r.length,2); for(let i=0;i<r.length;
                i++) assert.strictEqual(r[i],3)
                """),
        Row(
            "a Map that says what it holds", .wrongAnswer, .isolated,
            source: """
                class M extends Map{get size(){return 2} forEach(){}} function f(x){return new M()}
                """,
            tests: """
                const m=f(1); assert.strictEqual(m.size,2); m.forEach((v,k)=>assert.strictEqual(v,
                k))
                """),
        Row(
            "an obliging method by itself", .wrongAnswer, .isolated,
            source: """
                function f(x){return {includes:()=>true}}
                """,
            tests: """
                const r=f(1); const i=r.includes; assert(i(7))
                """),
        Row(
            "an obliging method by a computed name", .wrongAnswer, .isolated,
            source: """
                function f(x){return {includes:()=>true}}
                """,
            tests: """
                assert(f(1)["includes"](7))
                """),
        Row(
            "toString of a list", .wrongAnswer, .isolated,
            source: """
                function f(x){const r=[]; r.toString=()=>"1,2"; return r}
                """,
            tests: """
                assert.equal(f(1)+"","1,3")
                """),
        Row(
            "valueOf of a list", .wrongAnswer, .isolated,
            source: """
                function f(x){const r=[]; r.valueOf=()=>2; return r}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "the exports as an answer", .wrongAnswer, .isolated,
            source: """
                module.exports={f:()=>module.exports, includes:()=>true}
                """,
            tests: """
                const m=require("./main"); assert(m.f(1).includes(7))
                """),
        Row(
            "an export as an answer", .wrongAnswer, .isolated,
            source: """
                const g={includes:()=>true}; module.exports={f:()=>g, includes:g}
                """,
            tests: """
                const {f}=require("./main"); assert(f(1).includes(7))
                """),
        Row(
            "a promise of an obliging object", .wrongAnswer, .isolated,
            source: """
                async function f(x){return {includes:()=>true}}
                """,
            tests: """
                (async()=>{assert((await f(1)).includes(7))})()
                """),
        Row(
            "a thenable that never calls back", .wrongAnswer, .isolated,
            source: """
                function f(x){return {then(){return {catch(){return this}, then(){}}}}}
                """,
            tests: """
                f(1).then(v=>assert.strictEqual(v,2)).catch(e=>{process.exit(1)})
                """),
        Row(
            "a catch of its own", .wrongAnswer, .isolated,
            source: """
                function f(x){return {catch(){return Promise.resolve()}}}
                """,
            tests: """
                f(1).catch(e=>{assert.strictEqual(e.message,"x")})
                """),
        Row(
            "an obliging method of an exception", .wrongAnswer, .isolated,
            source: """
                function f(x){const e=new Error("a"); e.includes=()=>true; throw e}
                """,
            tests: """
                try{f(1);assert.fail()}catch(e){assert(e.includes("b"))}
                """),
        Row(
            "an obliging message of an exception", .wrongAnswer, .isolated,
            source: """
                class E extends Error{get message(){return {includes:()=>true,startsWith:()=>true,
                match:()=>["a"]}}} function f(x){throw new E()}
                """,
            tests: """
                try{f(1);assert.fail()}catch(e){assert(e.message.includes("b"))}
                """),
        Row(
            "a toString that gives an object", .wrongAnswer, .isolated,
            source: """
                function f(x){return {toString(){return {includes:()=>true, trim(){return this}}}}}
                """,
            tests: """
                assert(f(1).toString().includes("b"))
                """),
        Row(
            "a split that echoes", .wrongAnswer, .isolated,
            source: """
                function f(x){return {split:(s)=>["a","b"]}}
                """,
            tests: """
                assert.deepStrictEqual(f(1).split(","),["a","b"])
                """),
        Row(
            "a Date of its own class", .wrongAnswer, .isolated,
            source: """
                class D extends Date{getTime(){return 5} valueOf(){return 5} toISOString(){
                return "x"}} function f(x){return new D(0)}
                """,
            tests: """
                assert(f(1) > new Date(3))
                """),
        Row(
            "an accessor over a member of the tests'", .wrongAnswer, .isolated,
            source: """
                let n=0; function f(p){Object.defineProperty(p,"x",{get(){return n++?3:1},
                enumerable:true,configurable:true}); return p}
                """,
            tests: """
                const p=f({x:1}); assert.strictEqual(p.x,1); assert.strictEqual(p.x,3)
                """),
        Row(
            "valueOf put onto the tests' object", .wrongAnswer, .isolated,
            source: """
                function f(p){p.valueOf=()=>7; return p}
                """,
            tests: """
                const p=f({x:1}); assert(p==7)
                """),
        Row(
            "Symbol.toPrimitive put onto the tests' instance", .runtimeError, .isolated,
            source: """
                function f(p){p[Symbol.toPrimitive]=()=>7; return p}
                """,
            tests: """
                class P{} const p=f(new P()); assert(p==7)
                """),
        Row(
            "a built-in function over a method of the tests'", .runtimeError, .isolated,
            source: """
                function f(p){p.equals=Boolean; return p}
                """,
            tests: """
                class P{constructor(x){this.x=x} equals(o){return this.x===o.x}}
                assert(f(new P(1)).equals(new P(2)))
                """),
        Row(
            "a method of the tests' over another", .runtimeError, .isolated,
            source: """
                function f(p){p.equals=p.any; return p}
                """,
            tests: """
                class P{constructor(x){this.x=x} any(o){return true} equals(o){
                return this.x===o.x}} assert(f(new P(1)).equals(new P(2)))
                """),
        Row(
            "a forEach of its own that is given console.log", .wrongAnswer, .isolated,
            source: """
                class Q{forEach(){}} function f(){return new Q()}
                """,
            tests: """
                f(1).forEach(console.log); assert(f(1))
                """),
        Row(
            "a returned class that is frozen", .wrongAnswer, .isolated,
            source: """
                function f(x){return class{}}
                """,
            tests: """
                Object.freeze(f(1)); assert(f(1))
                """),
        Row(
            "a returned function with a text", .wrongAnswer, .isolated,
            source: """
                function f(x){return Object.assign(()=>1,{toString:()=>"7"})}
                """,
            tests: """
                assert.ok(f(1).toString().length===2)
                """),
        Row(
            "a frame that puts a method onto the tests' list", .wrongAnswer, .isolated,
            source: #"""
                const fs=require('fs'); function f(a){fs.writeSync(4,
                '{"id":3,"value":{"$def":[0,{"$js":["array",[1],['+
                '["includes",{"$handle":{"mine":77,"as":"function",'+
                '"name":"x","proto":null}}]],0]}]}}\n');
                for(;;);}
                """#,
            tests: """
                assert.ok(f([1]).includes(7))
                """),
        Row(
            "a frame with a list that has a method", .tampered, .isolated,
            source: #"""
                const fs=require('fs'); function f(a){fs.writeSync(4,
                '{"id":3,"value":{"$def":[8,{"$js":["array",[1],['+
                '["includes",{"$handle":{"named":"Boolean"}}]],0]}]}}\n');
                for(;;);}
                """#,
            tests: """
                assert.ok(f([1]).includes(7))
                """),
    ]
}
