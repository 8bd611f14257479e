import Execution
import Foundation
import Judging
import Testing

/// Hostile programs against the judge; each runs only in a real box.
///
/// `ASSAY_TESTS_CONFINED=1` says that the whole test process is in namespaces that are thrown away.
@Suite(
    .serialized,
    .enabled(if: IntegrityCorpus.shared != nil, "no shared data beside the package"),
    .enabled(
        if: ProcessInfo.processInfo.environment["ASSAY_TESTS_CONFINED"] == "1",
        "these tests run hostile programs: set ASSAY_TESTS_CONFINED=1 inside namespaces"))
struct IntegrityTests {
    private static let judge = Fixtures.judge(ProcessRunner())

    @Test(arguments: try IntegrityCorpus.rows(["python"]))
    func `a Python forgery is not accepted and its honest twin is`(
        row: IntegrityCorpus.Row
    ) async {
        let report = await Self.judge.judge(row.request)
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        #expect(report.integrity == .isolated)
        #expect(
            (report.verdict == .accepted) == (row.honest || row.isPassing),
            "\(report.verdict) \(report.tests.first?.message ?? "")")
        if let calls = row.calls {
            let report = await Self.judge.judge(calls)
            #expect(
                (report.verdict == .accepted) == row.honest,
                "\(report.verdict) \(report.tests.first?.message ?? "")")
        }
    }

    @Test(arguments: try IntegrityCorpus.rows(["c", "cpp"]))
    func `a native forgery is not accepted and its honest twin is`(
        row: IntegrityCorpus.Row
    ) async {
        let report = await Self.judge.judge(row.request)
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        #expect(report.integrity == .sealed)
        withKnownIssue("a sealed judge takes the source's word for `==`") {
            #expect(
                (report.verdict == .accepted) == row.honest,
                "\(report.verdict) \(report.tests.first?.message ?? "")")
        } when: {
            row.beatsSealed
        }
    }
}
