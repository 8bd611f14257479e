import Execution
import Judging
import TestSupport
import Testing

/// Tests that a source without any content passes are no tests.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct StubTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var language: String
        var source: String
        var tests: String
        var entryPoint: String? = "twice"
        var accepts: Bool

        var testDescription: String { "\(language): \(tests)" }
    }

    private static let sources = [
        "python": "def twice(n): return 2 * n", "javascript": "const twice = (n) => 2 * n;",
        "typescript": "function twice(n: number): number { return 2 * n; }",
        "ruby": "def twice(n) 2 * n end", "php": "<?php function twice($n) { return 2 * $n; }",
        "perl": "sub twice { 2 * $_[0] }", "lua": "function twice(n) return 2 * n end",
        "bash": "twice() { echo $((2 * $1)); }",
    ]

    private static func row(_ language: String, _ tests: String, accepts: Bool) -> Row {
        Row(
            language: language, source: sources[language] ?? "", tests: tests, accepts: accepts)
    }

    /// Tests that ask for the function and look at nothing, and those that look.
    static let rows: [Row] = [
        row("python", "def check(candidate): candidate(2)", accepts: true),
        row("python", "def check(candidate): assert candidate(2) == 4", accepts: false),
        row("javascript", "twice(2);", accepts: true),
        row("javascript", "require('assert').equal(twice(2), 4);", accepts: false),
        row("typescript", "twice(2);", accepts: true),
        row("typescript", "console.assert(twice(2) === 4);", accepts: false),
        row("ruby", "twice(2)", accepts: true),
        row("ruby", "raise 'no' unless twice(2) == 4", accepts: false),
        row("php", "twice(2);", accepts: true),
        row("php", "assert(twice(2) === 4);", accepts: false),
        row("perl", "use Test::More; ok(1); twice(2); done_testing();", accepts: true),
        row("perl", "use Test::More; is(twice(2), 4); done_testing();", accepts: false),
        row("lua", "twice(2)", accepts: true),
        row("lua", "assert(twice(2) == 4)", accepts: false),
        row("bash", "twice 2", accepts: true),
        row("bash", "set -e\n[[ $(twice 2) = 4 ]]", accepts: false),
    ]

    private static func judged(_ row: Row) async throws -> JudgeReport {
        await (try RealBoxes.judge.get()).judge(
            JudgeRequest(
                language: row.language, source: Array(row.source.utf8),
                tests: .assertions(
                    AssertionSuite(
                        body: .code(Array(row.tests.utf8)), entryPoint: row.entryPoint))))
    }

    @Test(arguments: rows)
    func `tests that a stub passes are at fault, not the submission`(row: Row) async throws {
        let report = try await Self.judged(row)
        #expect(report.verdict == (row.accepts ? .judgeError : .accepted), "\(report.tests)")
        #expect(
            report.error?.message
                == (row.accepts
                    ? "the tests accept a stub: a `twice` that does nothing passes them all"
                    : nil))
    }

    /// Right answers that are the language's nothing: a stub that gives something else fails.
    static let empty: [(language: String, source: String, tests: String)] = [
        ("python", "def twice(n): return None", "def check(f): assert f(2) is None"),
        ("javascript", "const twice = (n) => {};", "require('assert').equal(twice(2), undefined);"),
        (
            "typescript", "function twice(n: number): void {}",
            "console.assert(twice(2) === undefined);"
        ),
        ("ruby", "def twice(n) nil end", "raise 'no' unless twice(2).nil?"),
        ("php", "<?php function twice($n) { return null; }", "assert(twice(2) === null);"),
        (
            "perl", "sub twice { return }",
            "use Test::More; is(twice(2), undef); done_testing();"
        ),
        ("lua", "function twice(n) end", "assert(twice(2) == nil)"),
        ("bash", "twice() { :; }", "set -e\n[[ $(twice 2) = '' ]]"),
    ]

    @Test(
        arguments: empty.map { Self.Row(language: $0.0, source: $0.1, tests: $0.2, accepts: false) }
    )
    func `tests whose right answer is always nothing are no fault`(row: Row) async throws {
        let report = try await Self.judged(row)
        #expect(report.verdict == .accepted, "\(report.error?.message ?? "") \(report.tests)")
    }

    @Test func `an empty source is the stub where no entry point is named`() async throws {
        func judged(_ tests: [String]) async throws -> JudgeReport {
            await (try RealBoxes.judge.get()).judge(
                JudgeRequest(
                    language: "python", source: Array("x = 2".utf8),
                    tests: .assertions(
                        AssertionSuite(body: .asserts(tests.map { Array($0.utf8) })))))
        }
        #expect(try await judged(["assert x == 2", "assert True"]).verdict == .accepted)
        let report = try await judged(["assert 1 == 1", "assert True"])
        #expect(report.verdict == .judgeError)
        #expect(
            report.error?.message == "the tests accept a stub: an empty source passes them all")
    }

    @Test func `a submission that fails is told so, whatever the tests are`() async throws {
        var row = Self.row("python", "def check(candidate): candidate(2)", accepts: true)
        row.source = "def twice(n): return 1 / 0"
        #expect(try await Self.judged(row).verdict == .runtimeError)
    }
}
