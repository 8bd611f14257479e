import Execution

extension JudgeRequest {
    /// The languages of its checker programs and interactors, in the order of their names.
    package var checkerLanguages: [String] {
        guard case .stdio(let suite)? = tests else { return [] }
        return Set(suite.compactMap { $0.checker.program?.language }).sorted()
    }
}

extension Judge {
    /// What a request's checkers run on, as far as it is there: what is not fails by itself.
    func checkerVersions(of request: JudgeRequest) async -> [JudgeEnvironment.CheckerVersion] {
        var versions: [JudgeEnvironment.CheckerVersion] = []
        for language in request.checkerLanguages {
            guard let profile = profiles[language],
                let toolchain = try? await host.toolchain(for: profile)
            else { continue }
            versions.append(
                .init(
                    language: language, profileSHA256: profile.sha256,
                    toolchain: toolchain.version, toolchainSHA256: toolchain.sha256))
        }
        return versions
    }

    /// What a case's checker says of an output, with no candidate: for trying a checker out.
    ///
    /// Interactors have nobody to talk with and are refused.
    ///
    /// - Throws: `JudgeError` that names the checker if it fails, `RunnerError` for faults of ours.
    package func check(_ output: [UInt8], against item: StdioCase) async throws -> TestResult {
        let name = item.name ?? "1"
        var test = TestResult(name: name, verdict: .accepted)
        switch item.checker {
        case .interactor:
            throw JudgeError(
                .badField, "an interactor needs a program to talk with",
                hint: "judge a submission with it")
        case .program(let program):
            let ready = try await checkers.ready(program, role: "checker")
            let answer = try await ready.answer(output, of: item) { step in
                let results = try await gated.run(step)
                guard let run = results.first, results.count == 1 else {
                    throw RunnerError(.host, "the runner gave \(results.count) results")
                }
                return run
            }
            let share = try test.take(answer, "checker", program, name)
            test.score(item.points ?? 1, share: share)
        default:
            if let difference = item.checker.difference(
                actual: output, expected: item.output, alternatives: item.alternatives)
            {
                test.verdict = .wrongAnswer
                test.message = difference.message
                test.expected = difference.expected
                test.actual = difference.actual
            }
            test.score(item.points ?? 1, share: nil)
        }
        return test
    }
}
