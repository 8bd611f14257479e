@testable import Judging

extension ScriptProxyTests {
    static let shared: [Row] = [
        Row(
            "console.log replaced by the tests", .accepted, .isolated,
            source: """
                function hi(n){console.log('hi',n)}
                """,
            tests: """
                const logs=[]; const old=console.log;
                console.log=(...a)=>logs.push(a.join(' ')); hi('x'); console.log=old;
                hi('y'); assert.deepStrictEqual(logs,['hi x'])
                """),
        Row(
            "module.exports, and require of the source", .accepted, .isolated,
            source: """
                module.exports={add:(a,b)=>a+b}
                """,
            tests: """
                const {add}=require('./main'); assert.strictEqual(add(1,2),3);
                assert.strictEqual(module.exports.add(1,1),2)
                """),
        Row(
            "a function as module.exports", .accepted, .isolated,
            source: """
                module.exports=function(a){return a+1}
                """,
            tests: """
                const f=require('./main.js'); assert.strictEqual(f(1),2)
                """),
        Row(
            "an ES module", .accepted, .isolated,
            source: """
                export const add=(a,b)=>a+b; export default class Z{v(){return 1}}
                """,
            tests: """
                assert.strictEqual(add(1,2),3); assert.strictEqual(new Z().v(),1)
                """),
        Row(
            "tests that run as the main module", .wrongAnswer, .isolated,
            source: """
                const f=()=>3
                """,
            tests: """
                function run(){assert.strictEqual(f(),4)} if (require.main===module)
                run()
                """),
        Row(
            "tests that exit with 1", .wrongAnswer, .isolated,
            source: """
                const f=()=>3
                """,
            tests: """
                if(f()!==4){console.error('x');process.exit(1)}
                """),
        Row(
            "tests that exit with 0", .accepted, .isolated,
            source: """
                const f=()=>3
                """,
            tests: """
                if(f()!==3){process.exit(1)} process.exit(0)
                """),
        Row(
            "a strict source", .accepted, .isolated,
            source: """
                'use strict'; const f=function(){return this===undefined}
                """,
            tests: """
                assert.strictEqual(f(),true)
                """),
        Row(
            "built-ins that the source changed", .accepted, .isolated,
            source: """
                Array.prototype.map=function(){throw 1}; Array.prototype.push=null;
                Object.prototype.zz=1; const f=x=>({a:x,l:[x]})
                """,
            tests: """
                assert.strictEqual(f(1).a,1); assert.strictEqual(f(1).l[0],1)
                """),
        Row(
            "a variable that the source changes", .accepted, .isolated,
            source: """
                let counter=0; function inc(){counter++}
                """,
            tests: """
                inc(); inc(); assert.strictEqual(counter,2)
                """),
        Row(
            "a global that a function makes", .accepted, .isolated,
            source: """
                function f(){gl=5}
                """,
            tests: """
                f(); assert.strictEqual(gl,5)
                """),
        Row(
            "names that are not there", .accepted, .isolated,
            source: """
                function f(){}
                """,
            tests: """
                assert.strictEqual(typeof f,'function');
                assert.strictEqual(typeof nothere,'undefined')
                """),
        Row(
            "assert/strict by its functions", .accepted, .isolated,
            source: """
                function f(){return 2}
                """,
            tests: """
                const {strictEqual, deepStrictEqual:d}=require('node:assert/strict');
                strictEqual(f(),2); d([f()],[2])
                """),
        Row(
            "a source that does not compile", .runtimeError, .isolated,
            source: """
                syntax error here
                """,
            tests: """
                assert(true)
                """),
        Row(
            "an exit that the tests would catch", .runtimeError, .isolated,
            source: """
                function f(){process.exit(0)}
                """,
            tests: """
                try{f()}catch(e){}
                """),
        Row(
            "methods added to built-in types", .accepted, .isolated,
            source: """
                Array.prototype.last=function(){return this[this.length-1]};
                String.prototype.shout=function(){return this+'!'}
                """,
            tests: """
                assert.strictEqual([1,2].last(),2); assert.strictEqual('a'.shout(),'a!')
                """),
        Row(
            "methods added to functions and lists", .accepted, .isolated,
            source: """
                Function.prototype.twice=function(x){return this(this(x))};
                Array.prototype.addOne=function(){this.push(1)}
                """,
            tests: """
                assert.strictEqual((x=>x+1).twice(3),5); const a=[]; a.addOne();
                assert.deepStrictEqual(a,[1])
                """),
        Row(
            "tests that import", .accepted, .isolated,
            source: """
                export const f=()=>3; export default ()=>4
                """,
            tests: """
                import {deepEqual as d} from 'node:assert';
                import g, {f} from './main.js';
                import * as m from './main.js';
                assert.equal(f(),3); d(g(),4); assert.equal(m.f(),3)
                """),
        Row(
            "util.inspect", .accepted, .isolated,
            source: """
                class P{constructor(){this.x=1}}
                """,
            tests: """
                const {inspect}=require('util'); assert.strictEqual(inspect([1,'a']),
                "[ 1, 'a' ]"); assert.strictEqual(inspect(new P()),'P { x: 1 }')
                """),
        Row(
            "a returned object that is frozen", .wrongAnswer, .isolated,
            source: """
                function f(){return {toString(){return '2'}}}
                """,
            tests: """
                Object.freeze(f())
                """),
        Row(
            "tests that set the exit code", .wrongAnswer, .isolated,
            source: """
                function f(){return 3}
                """,
            tests: """
                if(f()!==2) process.exitCode=1
                """),
        Row(
            "util.promisify of a timer", .accepted, .isolated,
            source: """
                async function slow(){await new Promise(r=>setTimeout(r,5)); return 1}
                """,
            tests: """
                const sleep=require('util').promisify(setTimeout); (async()=>{
                await sleep(10); assert.strictEqual(await slow(),1)})()
                """),
        Row(
            "microtasks of the source's", .accepted, .isolated,
            source: """
                function f(cb){process.nextTick(()=>cb(1))} function q(cb){
                queueMicrotask(()=>cb(2))}
                """,
            tests: """
                const l=[]; f(x=>l.push(x)); q(x=>l.push(x));
                setTimeout(()=>assert.deepStrictEqual(l.sort(),[1,2]),500)
                """),
        Row(
            "tests that return", .accepted, .isolated,
            source: """
                function f(){return 1}
                """,
            tests: """
                if (f()===1) return; throw 1
                """),
        Row(
            "a member added to lists that tests look for", .wrongAnswer, .isolated,
            source: """
                Array.prototype.skip=function(){}; function f(){return 3}
                """,
            tests: """
                for(const c of [[1,2]]){ if(c.skip) continue; assert.equal(f(c[0]),c[1])
                }
                """),
        Row(
            "names of the examiner's own", .wrongAnswer, .isolated,
            source: """
                const assayText='1', assayScope={}; const assayMark=1; function f(){
                return 3}
                """,
            tests: """
                assert.equal(f(),2)
                """),
        Row(
            "TypeScript", .accepted, .isolated,
            source: """
                export function twice(n: number): number { return n * 2; }
                export class Box<T> {
                    constructor(private item: T) {}
                    get(): T { return this.item; }
                }
                """,
            tests: """
                let candidate: (n: number) => number = twice;
                assert.deepEqual(candidate(2), 4);
                const box: any = new Box<number>(3);
                assert.strictEqual(box.get(), 3);
                """, language: "typescript"),
        Row(
            "TypeScript that is wrong", .wrongAnswer, .isolated,
            source: "function twice(n: number): number { return n; }",
            tests: "assert.deepEqual(twice(2) as number, 4);", language: "typescript"),
        Row(
            "TypeScript that does not compile", .compileError, .isolated,
            source: "function twice(n: number): number { return ''; }",
            tests: "assert.deepEqual(twice(2), 4);", language: "typescript"),
    ]
}
