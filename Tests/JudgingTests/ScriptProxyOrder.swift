@testable import Judging

extension ScriptProxyTests {
    static let order: [Row] = [
        Row(
            "items that come after the promise", .wrongAnswer, .isolated,
            source: """
                async function f(xs){ const r=[];
                xs.forEach(async x=>{ await new Promise(q=>setTimeout(q,5)); r.push(x) });
                return r }
                """,
            tests: """
                (async()=>{ const r=await f([1,2]); assert.deepStrictEqual(r,[1,2]); })();
                """),
        Row(
            "promises that nobody waits for", .wrongAnswer, .isolated,
            source: """
                async function f(xs){ const r=[];
                xs.forEach(async x=>{ await new Promise(q=>setTimeout(q,5)); r.push(x) });
                return r }
                """,
            tests: """
                (async()=>{ const r=await f([1,2]); assert.deepStrictEqual(r,[1,2]); })();
                """),
        Row(
            "immediates that nobody waits for", .wrongAnswer, .isolated,
            source: """
                async function f(xs){ const r=[];
                xs.forEach(async x=>{ await new Promise(q=>setImmediate(q)); r.push(x) });
                return r }
                """,
            tests: """
                (async()=>{ const r=await f([1,2]); assert.deepStrictEqual(r,[1,2]); })();
                """),
        Row(
            "a member set by a timer that nobody waits for", .wrongAnswer, .isolated,
            source: """
                async function f(o){ setTimeout(()=>{ o.done=true },1); }
                """,
            tests: """
                (async()=>{ const o={done:false}; await f(o); assert.strictEqual(o.done,true); })();
                """),
        Row(
            "microtasks that come before the answer", .accepted, .isolated,
            source: """
                async function f(xs){const r=[]; xs.forEach(async x=>{await null; r.push(x)});
                await null; await null; return r}
                """,
            tests: """
                (async()=>{assert.deepStrictEqual(await f([1,2]),[1,2])})()
                """),
        Row(
            "a view of an argument", .wrongAnswer, .isolated,
            source: """
                function f(u){ return u.subarray(1) }
                """,
            tests: """
                const u=new Uint8Array([1,2,3]); const r=f(u); r[0]=9; assert.strictEqual(u[1],2);
                """),
        Row(
            "rows of one buffer", .wrongAnswer, .isolated,
            source: """
                function f(n){ const b=new ArrayBuffer(2); return [new Uint8Array(b),
                new Uint8Array(b)] }
                """,
            tests: """
                const r=f(2); r[0][0]=1; assert.strictEqual(r[1][0],0);
                """),
        Row(
            "holes of a long list", .wrongAnswer, .isolated,
            source: """
                function f(n){ return new Array(n) }
                """,
            tests: """
                const r=f(20000); assert.strictEqual(Object.keys(r).length,20000);
                """),
        Row(
            "where a regular expression goes on", .wrongAnswer, .isolated,
            source: """
                const re=/a/g;
                function f(s){ return re }
                """,
            tests: """
                const r=f(); assert.ok(r.test("a")); assert.strictEqual(f().lastIndex,0);
                """),
        Row(
            "a buffer written to", .accepted, .isolated,
            source: """
                function f(b){ new DataView(b).setInt16(0,258) }
                """,
            tests: """
                const b=new ArrayBuffer(4); f(b); assert.deepStrictEqual([...new Uint8Array(b)],[1,
                2,0,0]);
                """),
        Row(
            "two views of a buffer", .accepted, .isolated,
            source: """
                function f(b){const v=new DataView(b); v.setUint16(0,258); return new Uint8Array(b,
                1,2)}
                """,
            tests: """
                const b=new ArrayBuffer(4); const r=f(b); assert.strictEqual(r[0],2); r[1]=7;
                assert.deepStrictEqual([...new Uint8Array(b)],[1,2,7,0]);
                assert.strictEqual(r.buffer,b)
                """),
        Row(
            "a name that the tests set, and the source has", .wrongAnswer, .isolated,
            source: """
                let result=0;
                function f(x){ return {includes:()=>true} }
                """,
            tests: """
                result = f(1);
                assert.ok(result.includes(3));
                """),
        Row(
            "TypeScript that calls with types", .accepted, .isolated,
            source: """
                interface Shape { area(): number }
                export class Sq implements Shape { constructor(private readonly a: number) {}
                area(): number { return this.a**2 } }
                export enum Color { Red, Blue="b" }
                export function total(s: Shape[]): number { return s.reduce((t,x)=>t+x.area(),0) }
                export type P<T> = { value: T };
                export const wrap = <T>(v: T): P<T> => ({ value: v });
                """,
            tests: """
                import { Sq, Color, total, wrap } from "./main";
                assert.strictEqual(total([new Sq(2),new Sq(3)]),13);
                assert.strictEqual(Color.Red,0); assert.strictEqual(Color[0],"Red");
                assert.strictEqual(Color.Blue,"b");
                assert.deepStrictEqual(wrap<number>(3),{value:3});
                assert.strictEqual(total([{ area: () => 5 }]),5);
                """, language: "typescript"),
        Row(
            "TypeScript that imports", .accepted, .isolated,
            source: """
                export class Stack<T> { private items: T[] = [];
                push(x: T): void { this.items.push(x) }
                pop(): T | undefined { return this.items.pop() }
                get size(): number { return this.items.length } }
                export abstract class Base { abstract name(): string;
                hi(): string { return "hi "+this.name() } }
                export class A extends Base { name() { return "a" } }
                """,
            tests: """
                import { Stack, A, Base } from "./main";
                const s = new Stack<number>(); s.push(1); assert.strictEqual(s.size,1);
                assert.strictEqual(s.pop(),1); assert.strictEqual(s.pop(),undefined);
                const x: Base = new A(); assert.strictEqual(x.hi(),"hi a");
                assert.ok(x instanceof Base);
                """, language: "typescript"),
    ]
}
