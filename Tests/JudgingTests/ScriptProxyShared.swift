@testable import Judging

extension ScriptProxyTests {
    static let asynchronous: [Row] = [
        Row(
            "promises and async functions", .accepted, .isolated,
            source: """
                const wait=ms=>new Promise(r=>setTimeout(()=>r('done'),ms));
                async function dbl(x){await null; return x*2} async function bad(){
                throw new RangeError('no')} const all=fs=>Promise.all(fs.map(f=>f()))
                """,
            tests: """
                (async()=>{ assert.strictEqual(await dbl(4),8);
                assert.strictEqual(await wait(20),'done'); await assert.rejects(bad(),
                RangeError); await assert.rejects(bad,/no/);
                assert.deepStrictEqual(await all([async()=>1,
                ()=>new Promise(r=>setTimeout(()=>r(2),5))]),[1,2]); assert(dbl(1)
                instanceof Promise) })()
                """),
        Row(
            "an async function that is wrong", .wrongAnswer, .isolated,
            source: """
                async function dbl(x){await null; return x*3}
                """,
            tests: """
                (async()=>{ assert.strictEqual(await dbl(4),8)})()
                """),
        Row(
            "a promise that is never settled", .wrongAnswer, .isolated,
            source: """
                function never(){return new Promise(()=>{})}
                """,
            tests: """
                (async()=>{ await never(); })()
                """),
        Row(
            "a debounced function", .accepted, .isolated,
            source: """
                function debounce(f,ms){let t; return (...a)=>{clearTimeout(t);
                t=setTimeout(()=>f(...a),ms)}}
                """,
            tests: """
                let n=0; const d=debounce(()=>n++,20); d();d(); setTimeout(()=>{
                assert.strictEqual(n,1)},80)
                """),
        Row(
            "a function that is not debounced", .wrongAnswer, .isolated,
            source: """
                function debounce(f,ms){return f}
                """,
            tests: """
                let n=0; const d=debounce(()=>n++,20); d();d(); setTimeout(()=>{
                assert.strictEqual(n,1)},50)
                """),
        Row(
            "a late callback with another value", .wrongAnswer, .isolated,
            source: """
                function later(cb){setTimeout(()=>cb(null,5),10)}
                """,
            tests: """
                later((e,v)=>{assert.strictEqual(v,6)})
                """),
        Row(
            "a late callback", .accepted, .isolated,
            source: """
                function later(cb){setTimeout(()=>cb(null,5),10)}
                """,
            tests: """
                later((e,v)=>{assert.strictEqual(v,5)})
                """),
        Row(
            "an async generator", .accepted, .isolated,
            source: """
                async function* ag(){yield 1; await null; yield 2}
                """,
            tests: """
                (async()=>{const r=[]; for await(const x of ag()) r.push(x);
                assert.deepStrictEqual(r,[1,2])})()
                """),
        Row(
            "await at the top", .accepted, .isolated,
            source: """
                const f=async()=>3
                """,
            tests: """
                assert.strictEqual(await f(),3)
                """),
        Row(
            "async callbacks, two at a time", .accepted, .isolated,
            source: """
                async function pool(fs,n){const r=[]; let i=0; async function w(){
                while(i<fs.length){const k=i++; r[k]=await fs[k]()}}
                await Promise.all(Array.from({length:n},w)); return r}
                """,
            tests: """
                (async()=>{let act=0,max=0; const mk=v=>async()=>{act++;
                max=Math.max(max,act); await new Promise(r=>setTimeout(r,5)); act--;
                return v}; const r=await pool([1,2,3,4].map(mk),2);
                assert.deepStrictEqual(r,[1,2,3,4]); assert.strictEqual(max,2)})()
                """),
        Row(
            "an async callback that fails twice", .accepted, .isolated,
            source: """
                async function retry(f,n){for(let i=0;;i++){try{return await f()}
                catch(e){if(i+1>=n) throw e}}}
                """,
            tests: """
                (async()=>{let n=0; assert.strictEqual(await retry(async()=>{if(++n<3)
                throw new Error('x'); return 'ok'},5),'ok');
                await assert.rejects(retry(async()=>{throw new Error('no')},2),/no/)})()
                """),
        Row(
            "a promise that is late", .accepted, .isolated,
            source: """
                const timeout=(p,ms)=>Promise.race([p,new Promise((_,
                r)=>setTimeout(()=>r(new Error('timeout')),ms))])
                """,
            tests: """
                (async()=>{await assert.rejects(timeout(new Promise(()=>{}),10),
                /timeout/); assert.strictEqual(await timeout(Promise.resolve(4),50),4)}
                )()
                """),
        Row(
            "an instance that a promise gives", .accepted, .isolated,
            source: """
                class Q{async get(x){return new Q2(x)}} class Q2{constructor(x){
                this.x=x}}
                """,
            tests: """
                (async()=>{const r=await new Q().get(3); assert.strictEqual(r.x,3);
                assert(r instanceof Q2)})()
                """),
    ]

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
    ]
}
