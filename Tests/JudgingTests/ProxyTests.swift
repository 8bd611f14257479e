import Execution
import TestSupport
import Testing

@testable import Judging

/// Objects that tests and source use of each other, each side in a box of its own.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct ProxyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var verdict: Verdict
        var integrity: Integrity
        var source: String
        var asserts: [String]

        init(
            _ title: String, _ verdict: Verdict, _ integrity: Integrity, source: String,
            asserts: [String]
        ) {
            testDescription = title
            self.verdict = verdict
            self.integrity = integrity
            self.source = source
            self.asserts = asserts
        }
    }

    @Test(
        arguments: calls + objects + values + dishonest + mistakes + believed + exceptions
            + extended + managed)
    func `what cannot cross as data is used where it is`(_ row: Row) async throws {
        let request = JudgeRequest(
            language: "python", source: Array(row.source.utf8),
            tests: .assertions(
                AssertionSuite(body: .asserts(row.asserts.map { Array($0.utf8) }))))
        let report = await (try RealBoxes.judge.get()).judge(request)
        #expect(report.verdict == row.verdict, "\(report.tests.map(\.message))")
        #expect(report.integrity == row.integrity, "\(report.integrityReason ?? "")")
    }

    @Test(arguments: [
        "", "def test_one():\n    assert f(1) == 2\n", "assert 1 + 1 == 2\n",
        "import unittest\nclass T(unittest.TestCase):\n    def test_one(self): assert f(1) == 2\n",
    ])
    func `tests that call nothing of the source's are a fault of the tests`(
        _ tests: String
    ) async throws {
        let request = JudgeRequest(
            language: "python", source: Array("def f(x): return 9".utf8),
            tests: .assertions(AssertionSuite(body: .code(Array(tests.utf8)))))
        let report = await (try RealBoxes.judge.get()).judge(request)
        #expect(report.verdict == .judgeError)
        #expect(report.error?.message.hasPrefix("the tests accept a stub") == true)
    }

    @Test func `numbers and texts of enumerations are data, and what is shared may nest`()
        async throws
    {
        let source = """
            from enum import Enum, IntEnum
            class N(IntEnum):
                ONE = 1
            class S(str, Enum):
                A = "a"
            class E(Enum):
                B = 1
            def go(what):
                if what == "members": return [N.ONE, S.A]
                if what == "plain": return E.B
                deep = [1]
                for _ in range(150):
                    deep = [deep]
                    deep.append(deep)
                return deep
            """
        try await CallTable.expect(
            "python", "go", source,
            [
                .init("[\"members\"]", "[1,\"a\"]"),
                .init("[\"members\"]", "[2,\"a\"]", .wrongAnswer),
                .init("[\"plain\"]", "1", .wrongAnswer), .init("[\"deep\"]", "[1]", .wrongAnswer),
            ])
    }

    @Test func `an answer too large to be read says so`() async throws {
        let request = JudgeRequest(
            language: "python", source: Array("def f(n): return 'x' * n".utf8),
            tests: .assertions(
                AssertionSuite(
                    body: .asserts([Array("assert len(f(20 << 20)) == 20 << 20".utf8)]))))
        let report = await (try RealBoxes.judge.get()).judge(request)
        #expect(report.verdict == .outputLimitExceeded)
        #expect(report.integrity == .isolated)
    }
}
