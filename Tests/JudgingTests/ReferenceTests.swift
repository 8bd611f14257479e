import Execution
import Foundation
import Judging
import Testing

/// Reference solutions, which are known and trusted, must be accepted.
@Suite(.enabled(if: IntegrityCorpus.shared != nil, "no shared data beside the package"))
struct ReferenceTests {
    private func problems(_ name: String) throws -> [JSON] {
        guard let shared = IntegrityCorpus.shared else { return [] }
        let file = shared.appending(path: "data/humaneval-x/humanevalx_\(name).jsonl")
        return try Data(contentsOf: file).split(separator: 10).map {
            try JSON(parsing: Array($0))
        }
    }

    private let judge = Fixtures.judge(ProcessRunner())

    private func judged(_ problem: JSON, _ language: String) async -> JudgeReport {
        func text(_ key: String) -> String { problem[key]?.string ?? "" }
        let head = language == "python" ? text("prompt") : text("declaration")
        return await judge.judge(
            JudgeRequest(
                language: language, source: Array(head + text("canonical_solution")),
                tests: .assertions(AssertionSuite(body: .code(Array(text("test")))))))
    }

    @Test func `every Python reference of HumanEval-X is accepted, isolated`() async throws {
        let problems = try problems("python")
        #expect(problems.count == 164)
        for problem in problems {
            let report = await judged(problem, "python")
            let id = problem["task_id"]?.string ?? ""
            #expect(report.verdict == .accepted, "\(id): \(report.tests.first?.message ?? "")")
            #expect(report.integrity == .isolated, "\(id): \(report.integrityReason ?? "")")
        }
    }

    @Test(arguments: [0, 23, 53, 100, 160])
    func `C++ references of HumanEval-X are accepted, sealed`(index: Int) async throws {
        let report = await judged(try problems("cpp")[index], "cpp")
        #expect(report.verdict == .accepted, "\(report.tests.first?.message ?? "")")
        #expect(report.integrity == .sealed)
    }
}
