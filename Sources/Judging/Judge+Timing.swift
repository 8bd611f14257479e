import Execution

extension Judge {
    /// One attempt; if a time limit was doubtful, the second run, alone, is what is told.
    func timed(_ planner: Planner) async throws -> JudgeReport {
        guard planner.request.tests != nil else {
            return try await Trial(
                planner: planner, runner: gated, secret: secret, checkers: checkers
            ).report()
        }
        let doubt = TimingDoubt()
        let patient = PatientRunner(runner: runner, gate: gate, doubt: doubt)
        let first = try await Trial(
            planner: planner, runner: patient, secret: secret, checkers: checkers
        ).report()
        guard await doubt.arose else { return first }
        let trial = Trial(
            planner: planner, runner: runner, secret: secret, checkers: checkers, isAlone: true)
        var second = try await gate.alone { try await trial.report() }
        second.timing = TimingEvidence(doubted: first.verdict)
        return second
    }

    /// The request with the limit that its `time_ratio` comes to here and now.
    ///
    /// - Throws: `JudgeError` that names the reference if it is not accepted.
    func resolved(
        _ request: JudgeRequest, _ profile: SandboxProfile
    ) async throws -> (JudgeRequest, ReferenceTime?) {
        guard let ratio = request.timeRatio else { return (request, nil) }
        var resolved = request
        resolved.timeRatio = nil
        var own = resolved
        own.source = ratio.reference
        own.files = [:]
        own.repeats = 1
        own.stop = .all
        let asked = own
        let outcome =
            if let fingerprint {
                try await references.outcome(
                    "\(fingerprint(asked)) \(ratio.factor) \(ratio.floorMS)"
                ) {
                    try await measured(asked, ratio)
                }
            } else {
                try await measured(asked, ratio)
            }
        let time = try outcome.get()
        let limit = ratio.limit(referenceMS: time.cpuMS)
        resolved.limits[.cpuMS] = limit
        if request.limits[.wallMS] == nil {
            // A backstop only.
            resolved.limits[.wallMS] = max(profile.limits.wallMS, 2 * limit)
        }
        return (resolved, time)
    }

    /// How often a reference is run whose time sets the limit.
    private static let referenceRuns = 3

    private func measured(
        _ request: JudgeRequest, _ ratio: TimeRatio
    ) async throws -> ReferenceTimes.Outcome {
        var least = Double.infinity
        for run in 1...Self.referenceRuns {
            let report = await once(request)
            try Task.checkCancellation()
            if let error = report.error, error.code == .host {
                throw RunnerError(.host, error.message, hint: error.hint)
            }
            guard report.verdict == .accepted, let used = report.slowestMS else {
                return .failure(Self.failing(report))
            }
            least = min(least, used)
            // Other runs could only lower what the floor raises again.
            if run == Self.referenceRuns || ratio.factor * least <= Double(ratio.floorMS) {
                return .success(
                    ReferenceTime(cpuMS: least, runs: run, factor: ratio.factor))
            }
        }
        return .failure(JudgeError(.host, "the reference was not run"))
    }

    private static func failing(_ report: JudgeReport) -> JudgeError {
        var message = "the reference of `time_ratio` is not accepted but \(report.verdict.rawValue)"
        if let error = report.error { message += ": \(error.message)" }
        if let test = report.tests.first(where: { $0.verdict != .accepted }) {
            message +=
                ": test `\(Clip.text(test.name, to: 100))`: \(Clip.text(test.message, to: 300))"
        }
        return JudgeError(
            .badField, message, hint: "mend the reference or the tests, or give `cpu_ms`")
    }
}

/// Runs steps beside others, but not while one runs alone.
struct GatedRunner: Runner {
    let runner: any Runner
    let gate: RunGate

    func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult] {
        let ticket = await gate.enter()
        do throws(RunnerError) {
            let results = try await runner.run(step)
            _ = await gate.leave(ticket)
            return results
        } catch {
            _ = await gate.leave(ticket)
            throw error
        }
    }
}
