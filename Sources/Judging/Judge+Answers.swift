package import Execution

/// What a program answered to one call.
package enum CallAnswer: Sendable, Equatable {
    case value(Value)
    /// Type and message of what was raised.
    case raised(String)
    /// A value of this type, which is no plain data.
    case cannot(String)
    /// It did not live to answer: why, such as a limit.
    case nothing(String)
}

extension CallAnswer {
    var isNothing: Bool { if case .nothing = self { true } else { false } }
}

extension Judge {
    /// What a program answers to the calls of a `function` suite, whatever the suite expects.
    ///
    /// It is run in a box as any submission is, and its answers are not judged: this is how a
    /// reference solution tells the expected values.
    ///
    /// - Throws: `JudgeError` if it cannot be run, or answered none of the calls.
    package func answers(_ request: JudgeRequest) async throws -> [CallAnswer] {
        guard case .function(let suite)? = request.tests else {
            throw JudgeError(.badField, "only `function` tests have answers")
        }
        let witness = AnswerWitness(runner)
        let judge = Judge(runner: witness, host: host, profiles: profiles, version: version)
        let report = await judge.judge(request)
        if let error = report.error { throw error }
        let lines = await witness.lines
        let answers = suite.cases.indices.map { index -> CallAnswer in
            if let answer = lines[index + 1].flatMap(Self.answer) { return answer }
            let test = report.tests.indices.contains(index) ? report.tests[index] : nil
            return .nothing((test ?? report.tests.last)?.message ?? "no answer")
        }
        if case .nothing(let why)? = answers.first, answers.allSatisfy(\.isNothing) {
            throw JudgeError(.badField, "no call was answered: \(why)")
        }
        return answers
    }

    private static func answer(_ line: JSON) -> CallAnswer? {
        if let value = line["value"] { return (try? Value(value)).map(CallAnswer.value) }
        if let type = line["cannot"]?.string { return .cannot(Clip.text(type, to: 200)) }
        guard let raised = line["raised"] else { return nil }
        let type = (raised["types"]?.array ?? []).lazy.compactMap { $0.array?.last?.string }.first
        let message = raised["message"].flatMap { try? Value($0) }.map(\.plainText) ?? ""
        return .raised(Clip.text("\(type ?? "something"): \(message)", to: 500))
    }
}

/// Runs through another runner and keeps the answers that go by.
private actor AnswerWitness: Runner {
    private let runner: any Runner
    /// By the number of the call, from 1; the first answer to a call counts.
    private(set) var lines: [Int: JSON] = [:]

    init(_ runner: any Runner) { self.runner = runner }

    nonisolated func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult] {
        let results = try await runner.run(step)
        for result in results { await keep(result.stdout.bytes) }
        return results
    }

    private func keep(_ bytes: [UInt8]) {
        for line in bytes.split(separator: 10) {
            guard let json = try? JSON(parsing: line, maxDepth: 1024), let id = json["id"]?.int,
                id > 0, lines[id] == nil
            else { continue }
            lines[id] = json
        }
    }
}
