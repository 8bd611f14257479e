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

    @Test(arguments: calls + objects + dishonest)
    func `what cannot cross as data is used where it is`(_ row: Row) async throws {
        let request = JudgeRequest(
            language: "python", source: Array(row.source.utf8),
            tests: .assertions(
                AssertionSuite(body: .asserts(row.asserts.map { Array($0.utf8) }))))
        let report = await (try RealBoxes.judge.get()).judge(request)
        #expect(report.verdict == row.verdict, "\(report.tests.map(\.message))")
        #expect(report.integrity == row.integrity, "\(report.integrityReason ?? "")")
    }
}
