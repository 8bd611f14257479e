import Execution

extension Planner {
    /// The candidate (program 0) and its interactor (program 1, leading), each in a box of its own;
    /// the standard output of each is the standard input of the other.
    ///
    /// The interactor's ends are held: the candidate never sees it go, it is stopped instead. What
    /// it does of itself is therefore never an answer to the interactor's end.
    func interactiveStep(
        _ executable: Executable, _ item: StdioCase, interactor: Program
    ) -> ExecutionStep {
        let candidate = runStep(
            executable, input: [], files: item.files, limits: item.limits
        ).programs[0]
        var interactor = interactor
        // It waits for the candidate, whose own limits come first.
        interactor.limits.wallMS += candidate.limits.wallMS
        interactor.limits.idleMS = 0
        return Self.talk(candidate, interactor)
    }

    /// An interactor whose partner says nothing and does not end; it is stopped when it waits.
    func silentStep(interactor: Program) -> ExecutionStep {
        var interactor = interactor
        interactor.limits.idleMS = Self.silence
        var limits = interactor.limits
        limits.wallMS += 60_000
        limits.idleMS = 0
        return Self.talk(
            Program(
                profile: interactor.profile, arguments: ["/usr/bin/sleep", "86400"],
                limits: limits), interactor)
    }

    /// How long an interactor does nothing until it is said to wait, in milliseconds.
    private static let silence = 2000

    private static func talk(_ candidate: Program, _ interactor: Program) -> ExecutionStep {
        ExecutionStep(
            programs: [candidate, interactor],
            pipes: [
                PipeLink(
                    writer: .init(program: 0, descriptor: 1),
                    reader: .init(program: 1, descriptor: 0), held: .reader),
                PipeLink(
                    writer: .init(program: 1, descriptor: 1),
                    reader: .init(program: 0, descriptor: 0), held: .writer),
            ],
            lead: 1)
    }
}

extension Trial {
    /// The candidate talks with an interactor.
    func interaction(
        _ item: StdioCase, with program: CheckerProgram, name: String,
        _ executable: Planner.Executable
    ) async throws -> TestResult {
        guard let checkers else { throw JudgeError(.host, "no interactor can be run here") }
        let ready = try await checkers.ready(program, role: "interactor", alone: isAlone)
        var (run, outcome) = try await conversation(item, ready, executable)
        if case .answer(.crash) = outcome, try await isSound(ready, item, checkers) {
            // It can hear nothing and stand: what it fell over is what the candidate said.
            (run, outcome) = try await conversation(item, ready, executable)
            if case .answer(.crash(let what)) = outcome {
                outcome = .answer(.wrong("the interactor fell over what the program said: \(what)"))
            }
        }
        var test = TestResult(
            name: name, verdict: .accepted, group: item.group,
            run: run.keeping(planner.limits.applying(item.limits).keepBytes))
        let share: Double?
        switch outcome {
        case .ending(let ending):
            test.verdict = ending.verdict
            test.message = ending.message
            share = nil
        case .answer(let answer): share = try test.take(answer, "interactor", program, name)
        }
        test.score(item.points, share: share)
        return test
    }

    /// One talk: how the candidate ended, and what is to be made of it.
    private func conversation(
        _ item: StdioCase, _ ready: CheckerPrograms.Ready, _ executable: Planner.Executable
    ) async throws -> (RunResult, Interaction) {
        let own = ready.step(input: item.input, output: nil, answer: item.output).programs[0]
        let (run, other) = try await both(
            planner.interactiveStep(executable, item, interactor: own))
        return (run, Interaction(candidate: run, interactor: other, points: item.points ?? 1))
    }

    private func both(_ step: ExecutionStep) async throws -> (RunResult, RunResult) {
        let results = try await runner.run(step)
        guard results.count == 2 else {
            throw RunnerError(.host, "the runner gave \(results.count) results for two programs")
        }
        return (results[0], results[1])
    }

    /// Whether an interactor is sound in a case, which no submission has a part in: found once.
    private func isSound(
        _ ready: CheckerPrograms.Ready, _ item: StdioCase, _ checkers: CheckerPrograms
    ) async throws -> Bool {
        let key = ready.key(of: item)
        if await checkers.isSound(key) { return true }
        guard try await standsAlone(ready, item) else { return false }
        await checkers.keepSound(key)
        return true
    }

    /// Whether an interactor ends well that has no partner, or waits for one that is silent.
    private func standsAlone(_ ready: CheckerPrograms.Ready, _ item: StdioCase) async throws -> Bool
    {
        let step = ready.step(input: item.input, output: nil, answer: item.output)
        if !CheckerAnswer(try await single(step), points: 1).isFailure { return true }
        let (_, other) = try await both(planner.silentStep(interactor: step.programs[0]))
        switch other.breach?.name {
        case .idleMS, .wallMS: return true
        case .some: return false
        case nil: return !CheckerAnswer(other, points: 1).isFailure
        }
    }
}

/// The judge's reading of two programs that talked with each other.
enum Interaction: Equatable {
    /// How the candidate ended decides.
    case ending(Ending)
    /// What the interactor said decides.
    case answer(CheckerAnswer)

    private static let early = "the program ended before the interaction was over"

    init(candidate: RunResult, interactor: RunResult, points: Double) {
        let ending = Ending(candidate)
        if let ending, candidate.breach != nil || ending.verdict == .securityViolation {
            self = .ending(ending)
            return
        }
        // It cannot see the interactor end, and is stopped then: any other ending is its own.
        if let breach = interactor.breach {
            self = Self.reading(breach, candidate, ending)
            return
        }
        let answer = CheckerAnswer(interactor, points: points)
        if let ending {
            self = .ending(ending)
        } else if answer.isFailure, candidate.termination == .exited(code: 0),
            Self.isBrokenPipe(interactor)
        {
            self = .answer(.wrong(Self.early))
        } else {
            self = .answer(answer)
        }
    }

    /// An interactor beyond a limit: while the candidate lived, only what it sent can have kept it
    /// so busy.
    private static func reading(
        _ breach: LimitBreach, _ candidate: RunResult, _ ending: Ending?
    ) -> Interaction {
        if let ending { return .ending(ending) }
        let read = Ending(breach)
        guard candidate.termination == .stopped else {
            return .answer(.crash(read.message))
        }
        return .ending(
            Ending(
                verdict: read.verdict,
                message: "reading what the program sent, the interactor \(read.message)"))
    }

    /// Whether it wrote to a program that had gone.
    private static func isBrokenPipe(_ run: RunResult) -> Bool {
        if run.termination == .signalled("SIGPIPE") { return true }
        let said = String(decoding: run.stderr.bytes, as: UTF8.self)
        return ["BrokenPipeError", "EPIPE", "Broken pipe", "EOFError"].contains {
            said.contains($0)
        }
    }
}
