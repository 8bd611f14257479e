import Execution

/// One attempt at judging a request.
struct Trial: Sendable {
    let planner: Planner
    var runner: any Runner
    let secret: @Sendable () -> String
    /// `nil`: no checker programs.
    var checkers: CheckerPrograms?
    /// Whether nothing else of this process runs meanwhile, and nothing can be waited for.
    var isAlone = false

    var request: JudgeRequest { planner.request }
    var profile: SandboxProfile { planner.profile }

    /// - Throws: `RunnerError` for a fault that may be worth a retry, `JudgeError` for a request
    ///   that cannot be judged.
    func report() async throws -> JudgeReport {
        try checkPaths()
        return switch request.tests {
        case nil: try await runOnly()
        case .stdio(let suite): try await stdio(suite)
        case .function(let suite): try await ruled(suite)
        case .assertions(let suite): try await assertions(suite)
        case .unit(let suite): try await unit(suite)
        }
    }

    /// The source's own place belongs to the source, and the guest code's to us.
    private func checkPaths() throws {
        var named = request.files.keys.map { ("files", $0) }
        if case .stdio(let cases) = request.tests {
            for (index, item) in cases.enumerated() {
                named += item.files.keys.map { ("tests.cases[\(index)].files", $0) }
            }
        }
        if case .unit(let suite) = request.tests {
            named += suite.files.keys.map { ("tests.files", $0) }
        }
        for (field, path) in named.sorted(by: { $0 < $1 }) {
            guard path != planner.sourcePath, path.split(separator: "/").first != ".assay" else {
                throw JudgeError(
                    .badField, "`\(field)` holds `\(path)`, which is taken",
                    hint: "name the file otherwise; the source is `\(planner.sourcePath)`")
            }
        }
    }

    /// Runs a step of one program.
    func single(_ step: ExecutionStep) async throws -> RunResult {
        let results = try await runner.run(step)
        guard results.count == 1, results[0].termination != .stopped else {
            throw RunnerError(.host, "the runner gave \(results.count) results for one program")
        }
        return results[0]
    }

    /// What is ready to run, or the report on why it does not compile.
    enum Build {
        case ready(Planner.Executable, compile: RunResult?)
        case failed(JudgeReport)
    }

    func build(
        source: [UInt8]? = nil, guest: [BoxFile] = [], native: String? = nil,
        tests names: [String] = [], integrity: Integrity? = nil
    ) async throws -> Build {
        guard let step = planner.compileStep(source: source, guest: guest, native: native) else {
            return .ready(planner.interpreted, compile: nil)
        }
        return try await built(by: step, tests: names, integrity: integrity) {
            planner.compiled($0)
        }
    }

    /// What one compiling step leaves; what it collects is what is run.
    func built(
        by step: ExecutionStep, tests names: [String], integrity: Integrity?,
        saying clean: ([UInt8]) -> [UInt8] = { $0 },
        _ executable: ([UInt8]) -> Planner.Executable
    ) async throws -> Build {
        let wanted = step.programs[0].collect.first
        var result = try await single(step)
        let output = wanted.flatMap { result.collected[$0] }
        result.collected = [:]
        var message: String?
        if let ending = Ending(result) {
            message = "the compiler \(ending.message)"
        } else if output == nil {
            message = "the compiler left no `\(wanted ?? "")`"
        }
        guard let message else { return .ready(executable(output ?? []), compile: result) }
        let first = result.stderr.bytes.isEmpty ? result.stdout.bytes : result.stderr.bytes
        let detail = Clip.text(clean(first))
        let tests = names.map {
            TestResult(
                name: $0, verdict: .compileError,
                message: detail.isEmpty ? message : message + "\n" + detail)
        }
        return .failed(
            JudgeReport(
                verdict: .compileError, integrity: integrity, total: names.count,
                limit: result.breach, limitsHit: result.limitsHit, tests: tests, compile: result,
                environment: JudgeEnvironment(box: result.environment)))
    }

    private func runOnly() async throws -> JudgeReport {
        let executable: Planner.Executable
        let compile: RunResult?
        switch try await build() {
        case .failed(let report): return report
        case .ready(let ready, let result): (executable, compile) = (ready, result)
        }
        var step = planner.runStep(executable, input: request.standardInput)
        step.programs[0].keepWork = request.keepWork
        let run = try await single(step)
        var report = JudgeReport(
            verdict: Ending(run)?.verdict ?? .accepted, limit: run.breach,
            limitsHit: run.limitsHit, compile: compile, run: run.keeping(planner.limits.keepBytes),
            environment: JudgeEnvironment(box: run.environment))
        report.addAttempts(of: [run])
        return report
    }

    // MARK: - Summing up

    /// Sums up tests: `run` is the process that all tests share, if one is; `runs` are all runs of
    /// the candidate, for limits and environment.
    func summary(
        _ tests: [TestResult], total: Int, possiblePoints: Bool = false, integrity: Integrity,
        reason: String? = nil, compile: RunResult? = nil, run: RunResult?, runs: [RunResult]
    ) -> JudgeReport {
        var hit: [LimitName] = []
        for name in runs.flatMap(\.limitsHit) where !hit.contains(name) { hit.append(name) }
        var report = JudgeReport(
            verdict: Verdict.overall(tests.map(\.verdict)), integrity: integrity,
            integrityReason: reason, passed: tests.count { $0.verdict == .accepted },
            total: total,
            points: possiblePoints ? tests.reduce(0) { $0 + ($1.points ?? 0) } : nil,
            limit: runs.compactMap(\.breach).first, limitsHit: hit, tests: tests,
            compile: compile, run: run?.keeping(planner.limits.keepBytes),
            environment: JudgeEnvironment(box: runs.last?.environment ?? .init()))
        report.addAttempts(of: runs)
        return report
    }
}
