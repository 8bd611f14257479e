import Execution
import Foundation
import Judging
import TestSupport
import Testing

/// Hostile programs against the judge, in real boxes.
@Suite(
    .serialized,
    .enabled(if: IntegrityCorpus.shared != nil, "no shared data beside the package"),
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct IntegrityTests {
    private static func judged(_ request: JudgeRequest) async throws -> JudgeReport {
        await (try RealBoxes.judge.get()).judge(request)
    }

    @Test(arguments: try IntegrityCorpus.rows(["python"]))
    func `a Python forgery is not accepted and its honest twin is`(
        row: IntegrityCorpus.Row
    ) async throws {
        let report = try await Self.judged(row.request)
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        #expect(report.integrity == .isolated)
        #expect(
            (report.verdict == .accepted) == (row.honest || row.isPassing),
            "\(report.verdict) \(report.tests.first?.message ?? "")")
        if let calls = row.calls {
            let report = try await Self.judged(calls)
            #expect(
                (report.verdict == .accepted) == row.honest,
                "\(report.verdict) \(report.tests.first?.message ?? "")")
        }
    }

    @Test(arguments: try IntegrityCorpus.rows(["javascript", "typescript"]))
    func `a JavaScript forgery is not accepted and its honest twin is`(
        row: IntegrityCorpus.Row
    ) async throws {
        let report = try await Self.judged(row.request)
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        #expect(report.integrity == .isolated, "\(report.integrityReason ?? "")")
        #expect(
            (report.verdict == .accepted) == row.honest,
            "\(report.verdict) \(report.tests.first?.message ?? "")")
    }

    @Test(arguments: try IntegrityCorpus.rows(["bash", "go", "java", "perl", "rust"]))
    func `a forgery that shares its process with the tests is not accepted`(
        row: IntegrityCorpus.Row
    ) async throws {
        let report = try await Self.judged(row.request)
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        #expect(report.integrity == .sealed)
        #expect(
            (report.verdict == .accepted) == row.honest,
            "\(report.verdict) \(report.tests.first?.message ?? "")")
    }

    @Test(arguments: try IntegrityCorpus.rows(["c", "cpp"]))
    func `a native forgery is not accepted and its honest twin is`(
        row: IntegrityCorpus.Row
    ) async throws {
        let report = try await Self.judged(row.request)
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        #expect(report.integrity == .sealed)
        #expect(
            (report.verdict == .accepted) == row.honest,
            "\(report.verdict) \(report.tests.first?.message ?? "")")
    }
}
