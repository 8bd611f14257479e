import Execution
import Judging
import TestSupport
import Testing

/// Files of test frameworks, in real boxes.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct UnitTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var framework: String
        var language: String?
        var about: String
        var source: String
        var path: String?
        var files: [String: String] = [:]
        /// The tests' files; absent: the framework's own below.
        var tests: [String: String]?
        var expected: [String]?
        var verdict: Verdict
        /// What is said of the first test that did not pass.
        var says = ""

        var testDescription: String { "\(framework): \(about)" }
    }

    static let languages = [
        "pytest": "python", "unittest": "python", "node": "javascript", "go": "go",
        "rust": "rust", "junit": "java", "xctest": "swift",
    ]

    static func judged(_ item: Case) async throws -> JudgeReport {
        func bytes(_ files: [String: String]) -> [String: [UInt8]] {
            files.mapValues { Array($0.utf8) }
        }
        let request = JudgeRequest(
            language: item.language ?? languages[item.framework] ?? "",
            source: Array(item.source.utf8),
            sourcePath: item.path, files: bytes(item.files),
            tests: .unit(
                UnitSuite(
                    framework: item.framework,
                    files: bytes(item.tests ?? UnitExamples.tests[item.framework] ?? [:]),
                    expected: item.expected)))
        return await (try RealBoxes.judge.get()).judge(request)
    }

    @Test(arguments: UnitExamples.cases)
    func `tests of a framework give the verdict, and each its reason`(
        item: Case
    ) async throws {
        let report = try await Self.judged(item)
        let first = report.tests.first { $0.verdict != .accepted }
        let said = [first?.message, first?.expected, first?.actual].compactMap { $0 }
        #expect(
            report.verdict == item.verdict,
            "\(said) \(String(describing: report.error)) \(report.tests.map(\.name))")
        #expect(report.integrity == (report.verdict == .judgeError ? nil : .sealed))
        let all = said.joined(separator: "|") + (report.error?.message ?? "")
        #expect(item.says.isEmpty || all.contains(item.says), "\(all)")
    }

    @Test(arguments: languages.keys.sorted())
    func `each test has a result, a time and what was compared`(
        framework: String
    ) async throws {
        let report = try await Self.judged(
            Case(
                framework: framework, about: "", source: UnitExamples.wrong[framework] ?? "",
                path: UnitExamples.path[framework], verdict: .wrongAnswer))
        #expect(report.verdict == .wrongAnswer, "\(String(describing: report.error))")
        #expect(report.tests.map(\.verdict) == [.accepted, .wrongAnswer], "\(report.tests)")
        #expect(report.passed == 1)
        #expect(report.tests.allSatisfy { $0.milliseconds != nil })
        let failed = report.tests.last
        if framework != "go" {
            #expect(failed?.expected == "3")
            #expect(failed?.actual == "30")
        }
    }
}
