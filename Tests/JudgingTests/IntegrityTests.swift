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

    /// What is accepted although it solves nothing, where tests and source share an interpreter.
    @Test(arguments: try IntegrityCorpus.rows(["python", "javascript"]))
    func `of the corpus judged sealed only what SECURITY.md names is accepted`(
        row: IntegrityCorpus.Row
    ) async throws {
        guard case .assertions = row.request.tests else { return }
        let text = try String(
            contentsOf: Fixtures.root.appending(path: "SECURITY.md"), encoding: .utf8)
        let report = await (try RealBoxes.sealedJudge.get()).judge(row.request)
        #expect(report.integrity == .sealed, "\(String(describing: report.error))")
        if row.honest || row.isPassing {
            #expect(report.verdict == .accepted, "\(report.tests.first?.message ?? "")")
        } else {
            #expect(
                (report.verdict == .accepted) == text.contains("`\(row.id)`"),
                "\(report.verdict) \(report.tests.first?.message ?? "")")
        }
    }
}
