import Execution

extension Trial {
    /// Assertions that are joined with the source as the profile says.
    func joined(
        _ suite: AssertionSuite, _ harness: TestHarness, reason: String? = nil
    ) async throws -> JudgeReport {
        let program = JoinedProgram(
            language: profile.language, harness: harness, parts: profile.harness,
            sourcePath: planner.sourcePath,
            source: request.source, prelude: suite.prelude, tests: suite.text,
            key: secret() + secret(), mark: secret())
        return try await sealed(
            program, expected: program.assertionNames(),
            reason: reason ?? planner.assertionsReason)
    }

    /// Builds and runs a joined program, and reads what its harness wrote down.
    func sealed(
        _ program: JoinedProgram, expected: [String], reason: String, input: [UInt8]? = nil
    ) async throws -> JudgeReport {
        if let message = program.oversize(files: request.files) {
            return unrun(expected, .compileError, message, reason: reason)
        }
        if let evidence = program.tampering(files: request.files) {
            return unrun(expected, .tampered, evidence, reason: reason)
        }
        var output: [UInt8]?
        var compile: RunResult?
        if let step = planner.sealedCompileStep(program) {
            switch try await sealedBuild(step, tests: expected) {
            case .failed(var report):
                report.integrityReason = reason
                return report
            case .ready(let executable, let result):
                output = executable.files.first?.bytes
                compile = result
            }
        }
        let run = try await single(
            planner.sealedRunStep(program, output: output, input: input))
        let report = SealedReport(run.collected[SealedReport.path] ?? [], key: program.key)
        let tests = report.tests(expected: expected, run)
        return summary(
            tests, total: expected.count, integrity: .sealed, reason: reason, compile: compile,
            run: run, runs: [run])
    }

    /// What is known of a submission before anything of it is run.
    func unrun(
        _ names: [String], _ verdict: Verdict, _ message: String, reason: String
    ) -> JudgeReport {
        let tests = names.map { TestResult(name: $0, verdict: verdict, message: message) }
        return summary(
            tests, total: names.count, integrity: .sealed, reason: reason, run: nil, runs: [])
    }

    private func sealedBuild(_ step: ExecutionStep, tests names: [String]) async throws -> Build {
        var result = try await single(step)
        let output = profile.output.flatMap { result.collected[$0] }
        result.collected = [:]
        var message: String?
        if let ending = Ending(result) {
            message = "the compiler \(ending.message)"
        } else if output == nil {
            message = "the compiler left no `\(profile.output ?? "")`"
        }
        guard let message else {
            let file = BoxFile(path: profile.output ?? "", bytes: output ?? [], executable: true)
            return .ready(Planner.Executable(files: [file]), compile: result)
        }
        let first = result.stderr.bytes.isEmpty ? result.stdout.bytes : result.stderr.bytes
        let detail = Clip.text(first)
        let tests = names.map {
            TestResult(
                name: $0, verdict: .compileError,
                message: detail.isEmpty ? message : message + "\n" + detail)
        }
        return .failed(
            JudgeReport(
                verdict: .compileError, integrity: .sealed, total: names.count,
                limit: result.breach, limitsHit: result.limitsHit, tests: tests, compile: result,
                environment: JudgeEnvironment(box: result.environment)))
    }
}
