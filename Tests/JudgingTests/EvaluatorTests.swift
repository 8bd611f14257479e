import Catalog
import Execution
import Foundation
import TestSupport
import Testing

@testable import Judging

/// The evaluators of `Sandboxes/evaluators/` in real boxes; a row whose tool is missing says so.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct EvaluatorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String { evaluator }
        var evaluator: String
        var language: String
        var source: String
        var rule: String
        var line: Int
        var cwe: Int?
    }

    static let rows = [
        Row(
            evaluator: "ruff", language: "python",
            source: "import subprocess\nsubprocess.run('ls', shell=True)  # noqa\n",
            rule: "S602", line: 2, cwe: 78),
        Row(
            evaluator: "bandit", language: "python",
            source: "def f(x):\n    return eval(x)  # nosec\n", rule: "B307", line: 2, cwe: 78),
        Row(
            evaluator: "lizard", language: "python",
            source: "def f(x):\n    return 1 if x else 2\n", rule: "function", line: 1),
        Row(
            evaluator: "cppcheck", language: "c",
            source: "int main(void) {\n    int a[2];\n    a[2] = 1;\n    return a[0];\n}\n",
            rule: "arrayIndexOutOfBounds", line: 3, cwe: 788),
        Row(
            evaluator: "gcc-warnings", language: "c",
            source: "int main(void) {\n    int x;\n}\n", rule: "-Wunused-variable", line: 2),
        Row(
            evaluator: "gxx-warnings", language: "cpp",
            source: "int main() {\n    int x;\n}\n", rule: "-Wunused-variable", line: 2),
        Row(
            evaluator: "shellcheck", language: "bash", source: "x=$1\necho $x\n", rule: "SC2086",
            line: 2),
    ]

    private static let evaluators = Result {
        try EvaluatorCatalog.load(
            directories: [Fixtures.root.appending(path: "Sandboxes").path])
    }

    @Test(arguments: rows)
    func `a static tool finds what is there, and its verdict is its own`(_ row: Row) async throws {
        var judge = try RealBoxes.judge.get()
        judge.evaluators = try Self.evaluators.get()
        var request = JudgeRequest(language: row.language, source: Array(row.source.utf8))
        request.evidence = [row.evaluator]
        let report = await judge.judge(request)
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        let evaluation = try #require(report.evaluations.first)
        if evaluation.status == .missing {
            try Test.cancel("\(evaluation.message)")
        }
        #expect(evaluation.status == .done, "\(evaluation.message)")
        let finding = try #require(
            report.findings.first { $0.rule == row.rule && $0.line == row.line },
            "\(report.findings)")
        #expect(finding.evaluator == row.evaluator)
        if let cwe = row.cwe { #expect(finding.cwe == cwe) }
    }

    @Test func `an evaluator for another language says so, and one that there is not is refused`()
        async throws
    {
        var judge = try RealBoxes.judge.get()
        judge.evaluators = try Self.evaluators.get()
        var request = JudgeRequest(language: "python", source: Array("print(1)\n".utf8))
        request.evidence = ["shellcheck"]
        let other = await judge.judge(request)
        #expect(other.verdict == .accepted)
        #expect(other.evaluations.map(\.status) == [.notApplicable])
        request.evidence = ["ruf"]
        let unknown = await judge.judge(request)
        #expect(unknown.verdict == .judgeError)
        #expect(unknown.error?.message == "no evaluator `ruf`")
    }
}
