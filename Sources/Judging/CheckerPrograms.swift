import Execution

/// Checkers and interactors, made ready to run once for all submissions they look at.
actor CheckerPrograms {
    /// A planner whose request is the checker, and what it starts.
    struct Ready: Sendable {
        var planner: Planner
        var executable: Planner.Executable
    }

    private static let mostKept = 64
    private static let mostSound = 4096

    private let runner: any Runner
    private let host: any Host
    private let profiles: [String: SandboxProfile]
    private let gate: RunGate
    private var known: [String: Task<Ready, any Error>] = [:]
    /// What has come of `known`, for those who may not wait.
    private var made: [String: Ready] = [:]
    private var order: [String] = []
    /// Interactors with cases in which they stand alone, and what came first of them.
    private var sound: Set<String> = []
    private var soundOrder: [String] = []

    init(
        runner: any Runner, host: any Host, profiles: [String: SandboxProfile],
        gate: RunGate = RunGate()
    ) {
        self.runner = runner
        self.host = host
        self.profiles = profiles
        self.gate = gate
    }

    /// Compiles beside other steps, but not while one runs alone.
    ///
    /// `alone`: whether it is asked by one that runs alone. That one waits for nobody: what others
    /// compile may be waiting for it.
    ///
    /// - Throws: `JudgeError` if the program cannot be judged with, `RunnerError` for a fault that
    ///   may be worth a retry.
    func ready(
        _ program: CheckerProgram, role: String, alone: Bool = false
    ) async throws -> Ready {
        guard let profile = profiles[program.language] else {
            throw JudgeError(
                .unknownLanguage, "no profile for the \(role)'s language `\(program.language)`",
                hint: "the languages are "
                    + profiles.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))
        }
        let toolchain = try await host.toolchain(for: profile)
        let planner = Planner(program, profile: profile, toolchain: toolchain)
        let key = planner.programKey
        if alone {
            if let ready = made[key] { return ready.with(program) }
            let ready = try await Self.made(planner, role: role, by: runner)
            keep(Task { ready }, key)
            made[key] = ready
            return ready
        }
        if let task = known[key] { return try await task.value.with(program) }
        let gated = GatedRunner(runner: runner, gate: gate)
        let task = Task { try await Self.made(planner, role: role, by: gated) }
        keep(task, key)
        do {
            let ready = try await task.value
            if known[key] != nil { made[key] = ready }
            return ready
        } catch {
            // One that ran alone may have come to it meanwhile.
            if made[key] == nil { forget(key) }
            throw error
        }
    }

    private func keep(_ task: Task<Ready, any Error>, _ key: String) {
        if known.updateValue(task, forKey: key) == nil { order.append(key) }
        if order.count > Self.mostKept { forget(order[0]) }
    }

    private func forget(_ key: String) {
        known[key] = nil
        made[key] = nil
        order.removeAll { $0 == key }
    }

    /// Whether it was found that an interactor stands in a case where nobody says anything.
    func isSound(_ key: String) -> Bool { sound.contains(key) }

    /// Keeps it for all submissions; that one does not stand may be the host's fault and is not
    /// kept.
    func keepSound(_ key: String) {
        guard sound.insert(key).inserted else { return }
        soundOrder.append(key)
        if soundOrder.count > Self.mostSound { sound.remove(soundOrder.removeFirst()) }
    }

    private static func made(
        _ planner: Planner, role: String, by runner: any Runner
    ) async throws -> Ready {
        guard let step = planner.compileStep() else {
            return Ready(planner: planner, executable: planner.interpreted)
        }
        let results = try await runner.run(step)
        guard let result = results.first, results.count == 1 else {
            throw RunnerError(.host, "the runner gave \(results.count) results for one program")
        }
        let name = planner.profile.output ?? ""
        if Ending(result) == nil, result.termination != .stopped,
            let output = result.collected[name]
        {
            return Ready(planner: planner, executable: planner.compiled(output))
        }
        let said = Clip.text(
            result.stderr.bytes.isEmpty ? result.stdout.bytes : result.stderr.bytes)
        throw JudgeError(
            .badField,
            "the \(role) in `\(planner.profile.language)` does not compile: "
                + "the compiler \(Ending(result)?.message ?? "left no `\(name)`")\n\(said)",
            hint: "what it includes goes into the checker's `files`")
    }
}

extension CheckerPrograms.Ready {
    /// The same program with the arguments and limits of another use.
    fileprivate func with(_ program: CheckerProgram) -> Self {
        var ready = self
        ready.planner = Planner(
            program, profile: planner.profile, toolchain: planner.toolchain)
        return ready
    }

    /// Equal where it does the same in a case if nobody says anything.
    func key(of item: StdioCase) -> String {
        let request = planner.request
        let limits = request.limits.map { "\($0.key.rawValue) \($0.value)" }.sorted()
        let parts = [planner.programKey, Digest.sha256(item.input), Digest.sha256(item.output)]
        return Digest.sha256((parts + limits + request.arguments).joined(separator: "\n"))
    }

    /// One run of it, with what it reads beside it.
    func step(
        input: [UInt8], output: [UInt8]?, answer: [UInt8]
    ) -> ExecutionStep {
        var files = [CheckerProgram.inputPath: input, CheckerProgram.answerPath: answer]
        if let output { files[CheckerProgram.outputPath] = output }
        var limits: [LimitName: Int] = [:]
        let size = files.values.reduce(0) { $0 + $1.count }
        // What it is given must not be what breaks its limits.
        limits[.diskBytes] = planner.limits.diskBytes + size + size / 8
        limits[.fileBytes] = max(planner.limits.fileBytes, size)
        return planner.runStep(executable, input: [], files: files, limits: limits)
    }

    /// What the checker says of an output.
    ///
    /// If it falls over the output, it is asked about the answer itself and then once more: where
    /// the one goes well and the other does not, what it falls over is the output.
    func answer(
        _ output: [UInt8], of item: StdioCase,
        run: (ExecutionStep) async throws -> RunResult
    ) async throws -> CheckerAnswer {
        let points = item.points ?? 1
        let step = step(input: item.input, output: output, answer: item.output)
        let answer = CheckerAnswer(try await run(step), points: points, about: output)
        guard case .crash = answer, output != item.output else { return answer }
        let other = self.step(input: item.input, output: item.output, answer: item.output)
        switch CheckerAnswer(try await run(other), points: points, about: item.output) {
        case .crash, .failure: return answer
        case .accepted, .partial, .wrong: break
        }
        let again = CheckerAnswer(try await run(step), points: points, about: output)
        guard case .crash(let what) = again else { return again }
        return .wrong("the checker fell over this output: it \(what)")
    }
}

extension Planner {
    /// A checker as a request of its own.
    init(_ program: CheckerProgram, profile: SandboxProfile, toolchain: Toolchain) {
        let request = JudgeRequest(
            language: program.language, source: program.source, files: program.files,
            arguments: CheckerProgram.paths + program.arguments, limits: program.limits)
        self.init(request: request, profile: profile, toolchain: toolchain)
    }

    /// Equal for checkers that are compiled to the same.
    fileprivate var programKey: String {
        let files = request.files.sorted { $0.key < $1.key }
            .map { $0.key + " " + Digest.sha256($0.value) }
        return
            ([
                request.language, profile.sha256, toolchain.path, toolchain.sha256,
                Digest.sha256(request.source),
            ] + files).joined(separator: "\n")
    }
}
