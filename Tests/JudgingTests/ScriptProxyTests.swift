import Execution
import TestSupport
import Testing

@testable import Judging

/// JavaScript's objects, each side in a box of its own.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct ScriptProxyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var verdict: Verdict
        var integrity: Integrity
        var source: String
        var tests: String
        var language = "javascript"

        init(
            _ title: String, _ verdict: Verdict, _ integrity: Integrity, source: String,
            tests: String, language: String = "javascript"
        ) {
            testDescription = title
            self.verdict = verdict
            self.integrity = integrity
            self.source = source
            self.tests = tests
            self.language = language
        }
    }

    private static func judged(_ row: Row) async throws -> JudgeReport {
        let code = "const assert = require('assert');\n" + row.tests
        return await (try RealBoxes.judge.get()).judge(
            JudgeRequest(
                language: row.language, source: Array(row.source.utf8),
                tests: .assertions(AssertionSuite(body: .code(Array(code.utf8))))))
    }

    @Test(arguments: values + objects + asynchronous + shared)
    func `what tests and source have of each other behaves as in one process`(
        _ row: Row
    ) async throws {
        let report = try await Self.judged(row)
        #expect(report.verdict == row.verdict, "\(report.tests.map(\.message))")
        #expect(report.integrity == row.integrity, "\(report.integrityReason ?? "")")
    }

    @Test(arguments: dishonest + forgedFrames)
    func `an object or a frame that claims to be right is not believed`(
        _ row: Row
    ) async throws {
        let report = try await Self.judged(row)
        #expect(report.verdict == row.verdict, "\(report.tests.map(\.message))")
        #expect(report.integrity == .isolated, "\(report.integrityReason ?? "")")
    }
}
