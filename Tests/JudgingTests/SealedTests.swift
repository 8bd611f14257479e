import Execution
import Judging
import TestSupport
import Testing

/// Small forgeries of our own against assertions that share the source's process, in real boxes.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct SealedTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var language: String
        var about: String
        var source: String
        var verdict: Verdict

        var testDescription: String { "\(language): \(about)" }
    }

    private static let tests = [
        "javascript":
            "const a = require('assert'); a.equal(twice(2), 4); console.assert(twice(3) === 6);",
        "typescript": "declare var require: any;\nrequire('node:assert').deepEqual(twice(2), 4);",
        "java": """
        public class Main {
            public static void main(String[] args) {
                assert new Solution().twice(2).equals(4);
                if (Arrays.asList(new Solution().twice(3).equals(6)).contains(false))
                    throw new AssertionError();
            }
        }
        """,
        "go": """
        package main
        import ("testing"; "github.com/stretchr/testify/assert")
        func TestTwice(t *testing.T) { assert.New(t).Equal(4, Twice(2)) }
        """,
        "rust": "fn main() { assert_eq!(twice(2), 4); assert!(twice(3) == 6); }",
        "ruby": """
        require 'test/unit'
        class T < Test::Unit::TestCase
          def test_twice() assert_equal(4, twice(2)) end
        end
        """,
        "php": "if (twice(2) !== 4) { throw new Exception('no'); } assert(twice(3) === 6);",
        "perl": "use Test::More tests => 2; is(twice(2), 4); is(twice(3), 6);",
        "lua": """
        lu = require('luaunit')
        function test_twice() lu.assertEquals(twice(2), 4) end
        os.exit(lu.LuaUnit.run())
        """,
        "swift": """
        import Foundation
        precondition(twice(2) == 4)
        assert(twice(3) == 6, "three")
        """,
        "bash": "set -e\nrun_test() { [[ $(twice 2) = 4 ]]; [[ $(twice 3) = 6 ]]; }\nrun_test",
        "c":
            "#include <assert.h>\nint main(void) { assert(twice(2) == 4); assert(twice(3) == 6); }",
        "cpp": "#include <cassert>\nint main() { assert(twice(2) == 4); }",
    ]

    static let rows: [Row] = [
        Row(
            language: "javascript", about: "honest", source: "const twice = (n) => n * 2;",
            verdict: .accepted),
        Row(
            language: "javascript", about: "an object with a value", verdict: .wrongAnswer,
            source: "const twice = (n) => ({ valueOf: () => n === 2 ? 4 : 6 });"),
        Row(
            language: "javascript", about: "a built-in replaced", verdict: .tampered,
            source: "JSON.stringify = () => ''; const twice = (n) => n * 2;"),
        Row(
            language: "typescript", about: "honest", verdict: .accepted,
            source: "function twice(n: number): number { return n * 2; }"),
        Row(
            language: "java", about: "honest", verdict: .accepted,
            source: "import java.util.*;\nclass Solution { Integer twice(int n) { return n * 2; } }"
        ),
        Row(
            language: "java", about: "equal to everything", verdict: .wrongAnswer,
            source: """
                class Any { public boolean equals(Object o) { return true; } }
                class Solution { Any twice(int n) { return new Any(); } }
                """),
        Row(
            language: "java", about: "an AssertionError of its own", verdict: .wrongAnswer,
            source: """
                class AssertionError extends RuntimeException {
                    AssertionError() { System.exit(0); }
                }
                class Solution { Integer twice(int n) { return 5; } }
                """),
        Row(
            language: "go", about: "honest", verdict: .accepted,
            source: "package main\nfunc Twice(n int) int { return n * 2 }\nfunc main() {}\n"),
        Row(
            language: "go", about: "a TestMain of its own", verdict: .tampered,
            source: """
                package main
                import "testing"
                func TestMain(m *testing.M) {}
                func Twice(n int) int { return 0 }
                """),
        Row(
            language: "rust", about: "honest", verdict: .accepted,
            source: "fn twice(n: i32) -> i32 { n * 2 }"),
        Row(
            language: "rust", about: "equal to everything", verdict: .wrongAnswer,
            source: """
                #[derive(Debug)] struct Any;
                impl PartialEq<i32> for Any { fn eq(&self, _: &i32) -> bool { true } }
                fn twice(_: i32) -> Any { Any }
                """),
        Row(
            language: "ruby", about: "honest", verdict: .accepted,
            source: "def twice(n) n * 2 end"),
        Row(
            language: "ruby", about: "numbers that are all equal", verdict: .tampered,
            source: "class Integer; def ==(other) true end end\ndef twice(n) 5 end"),
        Row(
            language: "php", about: "honest", verdict: .accepted,
            source: "<?php function twice($n) { return $n * 2; }"),
        Row(
            language: "php", about: "exit 0 early", verdict: .runtimeError,
            source: "<?php exit(0);"),
        Row(
            language: "perl", about: "honest", verdict: .accepted, source: "sub twice { $_[0] * 2 }"
        ),
        Row(
            language: "perl", about: "an assertion replaced in a test", verdict: .tampered,
            source: "sub twice { no warnings; *main::is = sub { 1 }; 5 }"),
        Row(
            language: "lua", about: "honest", verdict: .accepted,
            source:
                "local function twice(n) return n * 2 end\nfunction other() return twice(1) end\n"),
        Row(
            language: "lua", about: "the rest commented out", verdict: .runtimeError,
            source: "do return end --[["),
        Row(
            language: "swift", about: "honest", verdict: .accepted,
            source: "func twice(_ n: Int) -> Int { n * 2 }\nprint(twice(1))"),
        Row(
            language: "swift", about: "asserts of its own", verdict: .wrongAnswer,
            source: """
                func assert(_ good: Bool, _ text: String = "") {}
                func precondition(_ good: Bool, _ text: String = "") {}
                func twice(_ n: Int) -> Int { 5 }
                """),
        Row(
            language: "swift", about: "exit 0 early", verdict: .runtimeError,
            source: "import Foundation\nexit(0)\nfunc twice(_ n: Int) -> Int { 5 }"),
        Row(
            language: "swift", about: "equal to everything", verdict: .tampered,
            source: """
                struct Four: Equatable, ExpressibleByIntegerLiteral {
                    init(integerLiteral value: Int) {}
                    static func == (a: Four, b: Four) -> Bool { true }
                }
                func twice(_ n: Int) -> Four { 0 }
                """),
        Row(
            language: "swift", about: "a number of its own", verdict: .tampered,
            source: "struct Four: Swift.Numeric { }\nfunc twice(_ n: Int) -> Four { 0 }"),
        Row(
            language: "swift", about: "generic over numbers", verdict: .accepted,
            source: """
                struct Sum<T: Numeric> { var all: [T]; var sum: T { all.reduce(0, +) } }
                extension Array where Element: Numeric { var total: Element { reduce(0, +) } }
                func doubled<T: Numeric>(_ n: T) -> T { n + n }
                func twice(_ n: Int) -> Int { doubled(n) }
                """),
        Row(
            language: "swift", about: "another equality of numbers", verdict: .tampered,
            source: "func == (a: Int, b: Int) -> Bool { true }\nfunc twice(_ n: Int) -> Int { 5 }"),
        Row(
            language: "swift", about: "the C library's own words", verdict: .wrongAnswer,
            source: """
                func write(_ file: Int32, _ text: UnsafeRawPointer, _ count: Int) -> Int { 0 }
                func read(_ file: Int32, _ text: UnsafeMutableRawPointer, _ count: Int) -> Int { 0 }
                func _exit(_ status: Int32) -> Never { while true {} }
                func twice(_ n: Int) -> Int { 5 }
                """),
        Row(
            language: "bash", about: "honest", verdict: .accepted,
            source: "twice() { echo $(($1 * 2)); }"),
        Row(
            language: "bash", about: "set without its meaning", verdict: .wrongAnswer,
            source: "twice() { echo 5; }\nset() { :; }\nshopt -s expand_aliases; alias [[=true"),
        Row(
            language: "cpp", about: "equal to everything", verdict: .wrongAnswer,
            source: """
                struct Any {};
                bool operator==(const Any &, int) { return true; }
                Any twice(int) { return {}; }
                """),
        Row(
            language: "cpp", about: "honest", verdict: .accepted,
            source: "int twice(int n) { return n * 2; }"),
    ]

    static func judged(
        _ language: String, _ source: String, tests: String? = nil
    ) async throws -> JudgeReport {
        let text = tests ?? Self.tests[language] ?? ""
        return await (try RealBoxes.sealedJudge.get()).judge(
            JudgeRequest(
                language: language, source: Array(source.utf8),
                tests: .assertions(AssertionSuite(body: .code(Array(text.utf8))))))
    }

    @Test(arguments: rows + native)
    func `a forgery is not accepted and its honest twin is`(row: Row) async throws {
        let report = try await Self.judged(row.language, row.source)
        #expect(
            report.verdict == row.verdict,
            "\(report.tests.first?.message ?? "") \(String(describing: report.error))")
        #expect(report.integrity == .sealed)
    }

    @Test(arguments: [
        ("python", "def twice(n):\n    return n * 2\n"),
        ("javascript", "function twice(n) { return n * 2; }\n"),
        ("typescript", "function twice(n: number): number { return n * 2; }\n"),
    ])
    func `calls are isolated where sealed judging was asked for`(
        language: String, source: String
    ) async throws {
        let cases = [FunctionCase(arguments: [4], expectation: .value(8))]
        let report = await (try RealBoxes.sealedJudge.get()).judge(
            JudgeRequest(
                language: language, source: Array(source.utf8),
                tests: .function(FunctionSuite(entryPoint: "twice", cases: cases))))
        #expect(report.verdict == .accepted, "\(String(describing: report.tests.first))")
        #expect(report.integrity == .isolated)
    }

    @Test(arguments: ["python", "javascript"])
    func `asserts that a choice has sealed say so`(language: String) async throws {
        let asserts = [
            "python": "assert twice(2) == 4", "javascript": "if (twice(2) != 4) throw 1",
        ]
        let sources = [
            "python": "def twice(n):\n    return n * 2\n",
            "javascript": "function twice(n) { return n * 2; }\n",
        ]
        let report = try await Self.judged(
            language, sources[language] ?? "", tests: asserts[language] ?? "")
        #expect(report.integrityReason == "sealed judging was asked for")
    }
}

extension SealedTests.Row {
    init(language: String, about: String, verdict: Verdict, source: String) {
        self.init(language: language, about: about, source: source, verdict: verdict)
    }
}
