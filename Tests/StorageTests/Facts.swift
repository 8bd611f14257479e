import Execution
import Grading
import Judging

@testable import Storage

/// Small facts for tests.
enum Facts {
    static func problem(_ name: String = "add", tests: String = "assert add(1, 2) == 3")
        -> NewProblem
    {
        let problem = Problem(
            name: name, prompt: [Message(role: "user", content: "Add two numbers.")],
            language: "python", entryPoint: "add",
            suite: .assertions(AssertionSuite(body: .code(Array(tests.utf8)))),
            reference: "def add(a, b): return a + b", licence: "MIT", source: "test")
        return NewProblem(problem: problem, content: Array("\(name)\n\(tests)".utf8))
    }

    static func submission(
        _ index: Int = 0, problem: String = "add", source: String? = nil,
        kind: Author.Kind = .model
    ) -> Submission {
        Submission(
            problem: problem, source: source ?? "def add(a, b): return a + b  # \(index)",
            language: "python", author: Author(kind: kind, name: "m", parameters: ["t": 1]),
            sampleIndex: index)
    }

    static func run(_ verdict: Verdict = .accepted) -> NewRun {
        let report = JudgeReport(
            verdict: verdict, integrity: .isolated, passed: verdict == .accepted ? 1 : 0, total: 1)
        return NewRun(report: report, result: Array("{\"verdict\":\"\(verdict.rawValue)\"}".utf8))
    }

    static func verdict(
        on item: QueueItem, _ verdict: Verdict = .accepted, key: String? = nil
    ) -> NewVerdict {
        NewVerdict(
            submissionID: item.submissionID, problemVersionID: item.problemVersionID,
            attempt: item.attempt,
            runKey: key ?? "\(item.problemVersionID)/\(item.submissionID)/\(item.attempt)",
            run: run(verdict))
    }

    static func grade(
        _ submission: String, score: Double, rater: String = "ada", comment: String = ""
    ) -> NewGrade {
        NewGrade(
            submissionID: submission,
            grade: Grade(
                rater: Rater(kind: .person, name: rater), rubricID: "r", rubricVersion: "1.0.0",
                rubricSHA256: Digest.sha256("r"),
                answers: [
                    "correctness": Answer(value: .number(3), rationale: "line 3"),
                    "claims": Answer(value: .bool(true)),
                    "surface": Answer(value: .text("web"), automatic: true),
                    "security": Answer(value: .notApplicable),
                ],
                score: score, gates: ["g"], flags: ["f"], confidence: 2, comment: comment,
                activeSeconds: 12.5))
    }

    /// A store with one problem and so many submissions.
    static func store(
        submissions: Int = 1, _ store: Store? = nil
    ) async throws -> Store {
        let store = try store ?? Store.inMemory()
        try await store.change { transaction in
            _ = try transaction.add(problem())
            for index in 0..<submissions { _ = try transaction.add(submission(index)) }
        }
        return store
    }
}
