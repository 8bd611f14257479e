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
        Row(
            "a Proxy that has every member", .wrongAnswer, .isolated,
            source: """
                function f(){return new Proxy({},{has:()=>true})}
                """,
            tests: """
                assert('a' in f(1))
                """),
        Row(
            "a Proxy that gives every member", .wrongAnswer, .isolated,
            source: """
                function f(){return new Proxy({},{get:()=>true})}
                """,
            tests: """
                assert(f(1).apple)
                """),
        Row(
            "a Proxy that owns every member", .wrongAnswer, .isolated,
            source: """
                function f(){return new Proxy({},{getOwnPropertyDescriptor:()=>({
                value:1,configurable:true,enumerable:true})})}
                """,
            tests: """
                assert(Object.hasOwn(f(1),'a'))
                """),
        Row(
            "a Proxy with an obliging hasOwnProperty", .wrongAnswer, .isolated,
            source: """
                function f(){return new Proxy({},{get:()=>()=>true, has:()=>true})}
                """,
            tests: """
                assert(f(1).hasOwnProperty('a'))
                """),
    ]
}
