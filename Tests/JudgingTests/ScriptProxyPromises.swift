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
                assert.strictEqual(n,1)},1500)
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
                /timeout/); assert.strictEqual(await timeout(Promise.resolve(4),2000),4)}
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
        Row(
            "a callback that is never called, and awaited", .wrongAnswer, .isolated,
            source: """
                function f(cb){}
                """,
            tests: """
                (async()=>{ await new Promise(r=>f(r)); assert(true)})()
                """),
        Row(
            "a main function that never ends", .wrongAnswer, .isolated,
            source: """
                function f(cb){}
                """,
            tests: """
                async function main(){ const v=await new Promise(r=>f(r));
                assert.equal(v,1)}
                main().catch(e=>{console.error(e); process.exit(1)});
                """),
        Row(
            "a main function that fails", .wrongAnswer, .isolated,
            source: """
                async function f(){return 2}
                """,
            tests: """
                async function main(){ const v=await f(); assert.equal(v,1)}
                main().catch(e=>{console.error(e); process.exit(1)});
                """),
        Row(
            "a main function that passes", .accepted, .isolated,
            source: """
                async function f(){return 1}
                """,
            tests: """
                async function main(){ const v=await f(); assert.equal(v,1)}
                main().catch(e=>{console.error(e); process.exit(1)});
                """),
    ]
}
