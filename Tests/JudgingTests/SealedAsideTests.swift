import Execution
import Judging
import TestSupport
import Testing

/// What tests in the source's own process say later, or by way of the library that both share.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct SealedAsideTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var language: String
        var about: String
        var tests: String
        var source: String
        var verdict: Verdict

        var testDescription: String { "\(language): \(about)" }

        init(
            _ language: String, _ about: String, _ verdict: Verdict, _ tests: String,
            _ source: String
        ) {
            (self.language, self.about, self.verdict) = (language, about, verdict)
            (self.tests, self.source) = (tests, source)
        }
    }

    private static let five = "async function half(n) { return 5; }"
    private static let later = """
        const assert = require('assert');
        (async () => { assert.strictEqual(await half(8), 4); })();
        """

    private static let javaScript: [Row] = [
        Row("javascript", "an assertion after an await", .wrongAnswer, later, five),
        Row(
            "javascript", "an assertion after an await, kept", .accepted, later,
            """
            const half = (n) => new Promise((done) => setTimeout(done, 20, n / 2));
            process.on("unhandledRejection", () => {});
            """),
        Row(
            "javascript", "exceptions that the source takes away", .wrongAnswer, later,
            """
            process.on("uncaughtException", () => {});
            process.on("unhandledRejection", () => {});
            setImmediate(() => { process.removeAllListeners(); process.emit = () => true; });
            const half = (n) => new Promise((done) => setTimeout(done, 20, 5));
            """),
        Row(
            "javascript", "a promise that is never settled", .wrongAnswer, later,
            "function half(n) { return new Promise(() => {}); }"),
        Row(
            "javascript", "what the source waits for in vain", .accepted, later,
            """
            (async () => { for (;;) await new Promise(() => {}); })();
            async function half(n) { return n / 2; }
            """),
        Row(
            "javascript", "an assertion in a timer", .wrongAnswer,
            "setTimeout(() => console.assert(half(8) === 4), 5);",
            "const half = (n) => 5;"),
        Row(
            "javascript", "a timer that never fires", .tampered,
            "setTimeout(() => console.assert(half(8) === 4), 5);",
            "globalThis.setTimeout = () => 1; const half = (n) => 5;"),
        Row(
            "javascript", "an assertion at the end", .wrongAnswer,
            "process.on('exit', () => console.assert(half(8) === 4));", "const half = (n) => 5;"),
        Row(
            "javascript", "tests that leave", .accepted,
            "if (half(8) !== 4) process.exit(1);\nprocess.exit(0);", "const half = (n) => n / 2;"),
        Row(
            "javascript", "a source that leaves", .runtimeError,
            "if (half(8) !== 4) throw 1;\nprocess.exit(0);",
            "function half(n) { half.caller?.arguments[2]?.exit(0); process.exit(0); }"),
        Row(
            "javascript", "words of modules", .accepted,
            "const n = await half(8);\nrequire('assert').equal(n, 4);",
            "export async function half(n) { return n / 2; }"),
        Row(
            "javascript", "an instance of another class", .wrongAnswer,
            "require('assert').deepStrictEqual([half(8)], [new Half(4)]);",
            "class Half { constructor(n) { this.n = n; } }\nconst half = (n) => ({ n: n / 2 });"),
        Row(
            "javascript", "the digest that programs name `js-md5`", .accepted,
            "require('assert').equal(half('abc'), '900150983cd24fb0');",
            "const half = (text) => require('js-md5')(text).slice(0, 16);"),
        Row(
            "typescript", "an assertion after an await", .wrongAnswer,
            "half(8).then((n: number) => console.assert(n === 4));",
            "async function half(n: number): Promise<number> { return 5; }"),
    ]

    private static let java = """
        import java.util.*;
        public class Main {
            public static void main(String[] args) {
                Solution s = new Solution();
                if (!Objects.equals(s.half(8), 4)) throw new AssertionError("one");
                if (!java.util.Arrays.equals(s.all(8), new Integer[] {4}))
                    throw new AssertionError("all");
                if (!Arrays.equals(new int[] {4}, new int[] {4})) throw new AssertionError("ours");
                if (!Arrays.deepEquals(new Object[] {s.all(8)}, new Object[] {new Integer[] {4}}))
                    throw new AssertionError("deep");
            }
        }
        """

    private static let compiled: [Row] = [
        Row(
            "java", "the library's own comparisons", .accepted, java,
            """
            class Solution {
                int half(int n) { return n / 2; }
                Integer[] all(int n) { return new Integer[] {n / 2}; }
            }
            """),
        Row(
            "java", "the library asks the source", .wrongAnswer, java,
            """
            class Any { public boolean equals(Object other) { return true; } }
            class Solution {
                Any half(int n) { return new Any(); }
                Any[] all(int n) { return new Any[] {new Any()}; }
            }
            """),
        Row(
            "go", "a test that says it when it has ended", .wrongAnswer,
            """
            package main
            import "testing"
            func TestHalf(t *testing.T) {
                t.Cleanup(func() { if Half(8) != 4 { t.Errorf("no") } })
            }
            func TestLater(t *testing.T) {
                t.Run("parallel", func(t *testing.T) { t.Parallel(); if Half(2) != 1 { t.Fail() } })
            }
            """, "package main\nfunc Half(n int) int { return 5 }\n"),
    ]

    private static let interpreted: [Row] = [
        Row(
            "php", "assertions switched off", .wrongAnswer, "assert(half(8) === 4);",
            """
            <?php ini_set('zend.assertions', '0'); @assert_options(ASSERT_ACTIVE, 0);
            ini_set('assert.exception', '0'); function half($n) { return 5; }
            """),
        Row(
            "php", "assertions switched off in a test", .tampered, "assert(half(8) === 4);",
            "<?php function half($n) { ini_set('zend.assertions', '0'); return 5; }"),
        Row(
            "php", "tests that leave", .accepted, "assert(half(8) === 4);\nexit(0);",
            "<?php function half($n) { return intdiv($n, 2); }"),
        Row(
            "php", "a source that leaves", .runtimeError, "assert(half(8) === 4);\nexit(0);",
            "<?php function half($n) { exit(0); }"),
        Row(
            "lua", "a walk that the source took away", .wrongAnswer,
            "for i, n in ipairs({4}) do assert(math.abs(half(8)[i] - n) < 1) end",
            """
            local ipairs = function() return function() end end
            math.abs = function() return 0 end
            function half(n) return {5} end
            """),
        Row(
            "lua", "names that the source looks up itself", .wrongAnswer, "assert(half(8) == 4)",
            """
            function half(n) return 5 end
            local _ENV = setmetatable({}, {__index = function() return function() end end})
            """),
        Row(
            "lua", "a method of texts", .tampered, "assert(half(8):rep(2) == ('4'):rep(2))",
            "string.rep = function() return '' end\nfunction half(n) return '5' end"),
        Row(
            "lua", "what the source adds to a library", .accepted,
            "assert(table.has({half(8)}, 4) and ('a'):twice() == 'aa')\nos.exit(0)",
            """
            function table.has(list, one)
                for _, n in ipairs(list) do if n == one then return true end end
            end
            function string:twice() return self:rep(2) end
            function half(n) return n // 2 end
            """),
    ]

    @Test(
        arguments: javaScript + compiled + interpreted + bash + ruby + perl + operators + chains
            + late)
    func `what is said aside counts, and who may say it is fixed`(row: Row) async throws {
        let report = await (try RealBoxes.sealedJudge.get()).judge(
            JudgeRequest(
                language: row.language, source: Array(row.source.utf8),
                tests: .assertions(AssertionSuite(body: .code(Array(row.tests.utf8))))))
        #expect(
            report.verdict == row.verdict,
            "\(report.tests.first?.message ?? "") \(String(describing: report.error))")
        #expect(report.integrity == .sealed)
    }
}
