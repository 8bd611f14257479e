import Execution

/// Runs steps with a margin beyond `cpu_ms`, so that a program that is nearly too slow shows how
/// slow it is; what comes of it says whether a time limit can be believed.
struct PatientRunner: Runner {
    let runner: any Runner
    let gate: RunGate
    let doubt: TimingDoubt

    /// A program that uses more than this times its `cpu_ms` is too slow beyond doubt.
    static let margin = 1.25

    func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult] {
        var wider = step
        for index in wider.programs.indices {
            let limit = wider.programs[index].limits.cpuMS
            wider.programs[index].limits.cpuMS = Int((Double(limit) * Self.margin).rounded(.up))
        }
        let ticket = await gate.enter()
        var results: [RunResult]
        do throws(RunnerError) {
            results = try await runner.run(wider)
        } catch {
            _ = await gate.leave(ticket)
            throw error
        }
        let most = await gate.leave(ticket)
        var doubted = false
        for (index, program) in step.programs.enumerated() where index < results.count {
            if Self.read(&results[index], limit: program.limits.cpuMS, atOnce: most) {
                doubted = true
            }
        }
        if doubted { await doubt.arise() }
        return results
    }

    /// Reads a run that had the margin as one that had not; whether its time limit is doubtful.
    static func read(_ run: inout RunResult, limit: Int, atOnce: Int) -> Bool {
        switch run.termination {
        case .limitExceeded(var breach) where breach.name == .cpuMS:
            breach.limit = limit
            run.termination = .limitExceeded(breach)
            return false
        case .limitExceeded(let breach) where breach.name == .wallMS:
            return atOnce > 1 && !waited(run.usage, atOnce: atOnce)
        case .limitExceeded(let breach) where breach.name == .idleMS:
            return atOnce > 1
        case .exited, .signalled, .stopped:
            guard run.usage.cpuMS > Double(limit) else { return false }
            run.termination = .limitExceeded(
                LimitBreach(name: .cpuMS, limit: limit, measured: run.usage.cpuMS))
            return true
        case .limitExceeded, .violation: return false
        }
    }

    /// Whether it used so little CPU that it must have waited by itself: among so many at once, one
    /// that wanted to run would have had a larger share of a processor.
    private static func waited(_ usage: Usage, atOnce: Int) -> Bool {
        usage.cpuMS < usage.wallMS * 0.2 / Double(atOnce)
    }
}

/// Whether any run's time limit was doubtful.
actor TimingDoubt {
    private(set) var arose = false

    func arise() { arose = true }
}
