import Execution
import Synchronization

/// A runner that tells what it runs, in which box, and how long that takes.
final class TracingRunner: Runner {
    private struct State {
        var steps = 0
        /// Of each profile, told once and again when it changes.
        var environments: [String: BoxEnvironment] = [:]
    }

    private let runner: any Runner
    private let session: Session
    private let state = Mutex(State())

    init(_ runner: any Runner, _ session: Session) {
        self.runner = runner
        self.session = session
    }

    func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult] {
        let number = state.withLock { state in
            state.steps += 1
            return state.steps
        }
        for program in step.programs {
            session.tell("step \(number): box `\(program.profile.language)`: \(Self.text(program))")
        }
        let start = ContinuousClock.now
        let results: [RunResult]
        do {
            results = try await runner.run(step)
        } catch {
            session.tell("step \(number): \(error.message)")
            throw error
        }
        let whole = Quantities.milliseconds(start.secondsSince * 1000)
        for (program, result) in zip(step.programs, results) {
            tell(result.environment, of: program.profile)
            let usage = result.usage
            var text = "\(result.termination.text), cpu \(Quantities.milliseconds(usage.cpuMS)), "
            text += "wall \(Quantities.milliseconds(usage.wallMS)), "
            text += "peak memory \(Quantities.bytes(usage.memoryPeakBytes))"
            if let kill = usage.killMS { text += ", killed in \(Quantities.milliseconds(kill))" }
            session.tell("step \(number): \(text); with its box \(whole)")
            for attempt in result.attempts {
                session.tell("step \(number): tried \(attempt.text)")
            }
        }
        return results
    }

    /// Its command, as far as it fits a line.
    private static func text(_ program: Program) -> String {
        let text = program.arguments.joined(separator: " ")
        return text.count > 200 ? text.prefix(197) + "..." : text
    }

    private func tell(_ environment: BoxEnvironment, of profile: SandboxProfile) {
        let isNew = state.withLock { state in
            state.environments.updateValue(environment, forKey: profile.language) != environment
        }
        guard isNew else { return }
        func names(_ layers: [Layer]) -> String {
            layers.isEmpty ? "none" : layers.map(\.rawValue).joined(separator: ", ")
        }
        session.tell("box `\(profile.language)`: layers \(names(environment.isolation))")
        session.tell(
            "box `\(profile.language)`: missing \(names(environment.missing)); "
                + "CPU by \(environment.cpuMethod), memory by \(environment.memoryMethod)")
    }
}

extension Termination {
    /// As people read it.
    var text: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signalled(let name): name
        case .limitExceeded(let breach):
            "\(breach.name.rawValue) is \(breach.limit), measured "
                + Quantities.rounded(breach.measured, places: breach.measured < 1e6 ? 1 : 0)
        case .stopped: "stopped with its step"
        case .violation: "killed for a forbidden call"
        }
    }
}
