@testable import Judging

extension ScriptProxyTests {
    static let dishonest: [Row] = [
        Row(
            "valueOf of a plain object", .wrongAnswer, .isolated,
            source: """
                function f(){return {valueOf(){return 2},toString(){return '2'}}}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "valueOf of a class", .wrongAnswer, .isolated,
            source: """
                class A{valueOf(){return 2}} function f(){return new A()}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "Symbol.toPrimitive", .wrongAnswer, .isolated,
            source: """
                function f(){return {[Symbol.toPrimitive]:()=>2}}
                """,
            tests: """
                assert(f(1)==2)
                """),
        Row(
            "an object within all bounds", .wrongAnswer, .isolated,
            source: """
                function f(){return {[Symbol.toPrimitive]:()=>2}}
                """,
            tests: """
                assert(f(1)>1 && f(1)<3)
                """),
        Row(
            "an object with obliging arithmetic", .wrongAnswer, .isolated,
            source: """
                function f(){return {valueOf(){return 1.5}}}
                """,
            tests: """
                assert(Math.abs(f(1)-1.5)<1e-6)
                """),
        Row(
            "an object that console.assert compares", .wrongAnswer, .isolated,
            source: """
                function f(){return {valueOf(){return 2}}}
                """,
            tests: """
                console.assert(f(1)==2)
                """),
        Row(
            "a Proxy with every member", .wrongAnswer, .isolated,
            source: """
                function f(){return new Proxy({},{get:(t,k)=>k==='length'?0:()=>true,
                ownKeys:()=>['a'],getOwnPropertyDescriptor:()=>({value:2,
                enumerable:true,configurable:true})})}
                """,
            tests: """
                assert.deepEqual(f(1),{a:1})
                """),
        Row(
            "Symbol.hasInstance", .wrongAnswer, .isolated,
            source: """
                class C{static [Symbol.hasInstance](){return true}} function f(){
                return {}}
                """,
            tests: """
                assert(f(1) instanceof C)
                """),
        Row(
            "Symbol.hasInstance of an exception's class", .wrongAnswer, .isolated,
            source: """
                class C extends Error{static [Symbol.hasInstance](){return true}}
                function f(){throw 1}
                """,
            tests: """
                assert.throws(()=>f(1),C)
                """),
        Row(
            "a class of exceptions that says yes", .wrongAnswer, .isolated,
            source: """
                function C(){return true} function f(){throw 1}
                """,
            tests: """
                assert.throws(()=>f(1),C)
                """),
        Row(
            "an obliging method", .wrongAnswer, .isolated,
            source: """
                function f(){return {startsWith:()=>true}}
                """,
            tests: """
                assert(f(1).startsWith('a'))
                """),
        Row(
            "an early exit", .runtimeError, .isolated,
            source: """
                process.exit(0); function f(){}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "an exit within a call", .runtimeError, .isolated,
            source: """
                function f(){process.reallyExit(0)}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "the assertion module patched", .wrongAnswer, .isolated,
            source: """
                {const a=require('assert'); for(const k of Object.keys(a)) a[k]=()=>{}}
                function f(){return 3}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "console.assert replaced", .wrongAnswer, .isolated,
            source: """
                console.assert=()=>{}; function f(){return 3}
                """,
            tests: """
                console.assert(f(1)===2)
                """),
        Row(
            "a JSON of its own", .wrongAnswer, .isolated,
            source: """
                const JSON={stringify:()=>'x'}; function f(){return 3}
                """,
            tests: """
                assert(JSON.stringify(f(1))===JSON.stringify(2))
                """),
        Row(
            "an Object of its own", .wrongAnswer, .isolated,
            source: """
                class Object{static is(){return true}}; function f(){return 3}
                """,
            tests: """
                assert(Object.is(f(1),2))
                """),
        Row(
            "an assert of its own", .wrongAnswer, .isolated,
            source: """
                function assert(){}; assert.equal=()=>{}; function f(){return 3}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "a console of its own", .wrongAnswer, .isolated,
            source: """
                const console={assert(){}, error(){}}; function f(){return 3}
                """,
            tests: """
                console.assert(f(1)===2)
                """),
        Row(
            "built-in types patched", .wrongAnswer, .isolated,
            source: """
                Array.prototype.every=()=>true; Object.is=()=>true;
                JSON.stringify=()=>'x'; Number.isInteger=()=>true; function f(){
                return 3}
                """,
            tests: """
                assert([f(1)].every(x=>x===2));
                """),
        Row(
            "a failed assertion of a callback's swallowed", .wrongAnswer, .isolated,
            source: """
                function f(cb){try{cb(3)}catch(e){}}
                """,
            tests: """
                f(x=>{assert.equal(x,2)})
                """),
        Row(
            "a callback's constructor", .runtimeError, .isolated,
            source: """
                function f(cb){ try{ cb.constructor('process.exit(0)')() }catch(e){}
                return 3}
                """,
            tests: """
                assert.equal(f(()=>1),2)
                """),
        Row(
            "a callback's caller", .runtimeError, .isolated,
            source: """
                function f(cb){ return cb.caller||cb.arguments }
                """,
            tests: """
                function cb(){} assert.equal(typeof f(cb),'function')
                """),
        Row(
            "the process behind an object of the tests'", .runtimeError, .isolated,
            source: """
                function f(o){ return o.constructor.constructor('return secret')() }
                """,
            tests: """
                secret=42; class N{} assert.equal(f(new N()),42)
                """),
        Row(
            "a callback's prototype patched", .wrongAnswer, .isolated,
            source: """
                function f(cb){ cb.prototype; Object.prototype.x=1;
                cb.__proto__.call=()=>2; return 3}
                """,
            tests: """
                assert.equal(f(function(){}),2)
                """),
        Row(
            "a getter that counts", .wrongAnswer, .isolated,
            source: """
                let n=0; function f(){return {get a(){return n++}}}
                """,
            tests: """
                const r=f(1); assert.deepEqual(r,{a:0}); assert.deepEqual(r,{a:0})
                """),
        Row(
            "an obliging object in a list", .wrongAnswer, .isolated,
            source: """
                function f(){return [{valueOf(){return 2}}]}
                """,
            tests: """
                assert.deepEqual(f(1),[2])
                """),
        Row(
            "a boxed number", .wrongAnswer, .isolated,
            source: """
                function f(){return new Number(2)}
                """,
            tests: """
                assert.strictEqual(f(1),2)
                """),
        Row(
            "a Proxy for a list", .wrongAnswer, .isolated,
            source: """
                function f(){return new Proxy([],{get:(t,k)=>k==='length'?2:1})}
                """,
            tests: """
                assert.deepEqual(f(1),[1,1])
                """),
        Row(
            "an object that is NaN", .wrongAnswer, .isolated,
            source: """
                function f(){return {valueOf(){return NaN}}}
                """,
            tests: """
                assert.equal(f(1),NaN)
                """),
        Row(
            "a prototype set on an argument", .wrongAnswer, .isolated,
            source: """
                function f(o){Object.setPrototypeOf(o,{isGood:true}); o.__proto__={
                isGood:true}; return 1}
                """,
            tests: """
                const o={}; f(o); assert(o.isGood)
                """),
    ]

    static let forgedFrames: [Row] = [
        Row(
            "answers before the calls", .tampered, .isolated,
            source: #"""
                require('fs').writeSync(4,
                '{"id":0,"ready":true}\n{"id":1,"value":true}\n{"id":2,"value":2}\n');
                function f(){return 3}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "an answer too many", .tampered, .isolated,
            source: #"""
                function f(){require('fs').writeSync(4,'{"id":3,"value":2}\n');
                return 3}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "an answer to a later call", .tampered, .isolated,
            source: #"""
                function f(){require('fs').writeSync(4,'{"id":5,"value":2}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "no frame at all", .tampered, .isolated,
            source: #"""
                function f(){require('fs').writeSync(4,'hello\n')}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "a frame too large", .tampered, .isolated,
            source: """
                function f(){const b=Buffer.alloc(1<<20,97); for(let i=0;i<60;i++)
                require('fs').writeSync(4,b)}
                """,
            tests: """
                assert.equal(f(1),2)
                """),
        Row(
            "Function by its name", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":{"$handle":{"named":"Function"}}}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                f(1)('return 2')
                """#),
        Row(
            "eval by its name", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":{"$handle":{"named":"eval"}}}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                f(1)('return 2')
                """#),
        Row(
            "Object.prototype as a value", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":{"$handle":{"named":"Object.prototype"}}}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                f(1).x=5; assert.equal(({}).x,undefined); assert.equal(1,2)
                """#),
        Row(
            "a request for an unknown handle", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"ask":1,"do":"apply","of":7,"args":[null]}\n')}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
        Row(
            "a request to set a callback's member", .runtimeError, .isolated,
            source: #"""
                function f(cb){const fs=require('fs'); fs.writeSync(4,
                '{"ask":1,"do":"set","of":0,"args":["x",1]}\n'); process.reallyExit(0)}
                """#,
            tests: #"""
                assert.equal(f(()=>1),2)
                """#),
        Row(
            "a frame nested too deep", .tampered, .isolated,
            source: #"""
                function f(){const fs=require('fs'); fs.writeSync(4,
                '{"id":3,"value":'+'{"$def":[1,['.repeat(9000)+']]}'.repeat(9000)+'}\n');
                process.reallyExit(0)}
                """#,
            tests: #"""
                assert.equal(f(1),2)
                """#),
    ]
}
