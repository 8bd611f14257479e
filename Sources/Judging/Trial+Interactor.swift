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
        return ExecutionStep(
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
        let own = ready.step(input: item.input, output: nil, answer: item.output).programs[0]
        let results = try await runner.run(
            planner.interactiveStep(executable, item, interactor: own))
        guard results.count == 2 else {
            throw RunnerError(.host, "the runner gave \(results.count) results for two programs")
        }
        let (run, other) = (results[0], results[1])
        var test = TestResult(
            name: name, verdict: .accepted, group: item.group,
            run: run.keeping(planner.limits.applying(item.limits).keepBytes))
        let outcome = Interaction(candidate: run, interactor: other, points: item.points ?? 1)
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
