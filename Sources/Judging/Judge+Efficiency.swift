import Execution

extension Judge {
    /// Runs candidate, reference and a program that does nothing in turns on one core, nothing else
    /// beside them, and tells what each used; a candidate that fails, or prints what the checker
    /// does not take for the reference's output, is a failure in the result.
    ///
    /// - Throws: `JudgeError` for a request that cannot be measured, a reference that fails among
    ///   them; `RunnerError`.
    package func measure(_ request: EfficiencyRequest) async throws -> EfficiencyRuns {
        try Self.check(request)
        guard let profile = profiles[request.language] else {
            throw JudgeError(.unknownLanguage, "no profile for the language `\(request.language)`")
        }
        let toolchain = try await host.toolchain(for: profile)
        func contestant(_ source: [UInt8]) -> Trial {
            var own = JudgeRequest(language: request.language, source: source)
            own.limits = request.limits
            return Trial(
                planner: Planner(request: own, profile: profile, toolchain: toolchain),
                runner: gated, secret: secret, checkers: checkers)
        }
        var runs = EfficiencyRuns()
        let reference = contestant(request.reference)
        guard let rival = try await Self.ready(reference) else {
            throw JudgeError(.badField, "the reference does not compile")
        }
        let candidate = contestant(request.candidate)
        guard let own = try await Self.ready(candidate) else {
            runs.failure = .init(verdict: .compileError, message: "the candidate does not compile")
            return runs
        }
        var duel = Duel(
            candidate: Contestant(trial: candidate, executable: own),
            reference: Contestant(trial: reference, executable: rival))
        if let source = NullProgram.source(request.language) {
            let trial = contestant(source)
            if let ready = try await Self.ready(trial) {
                duel.null = Contestant(trial: trial, executable: ready)
            }
        }
        for input in request.inputs {
            try Task.checkCancellation()
            var point = EfficiencyRuns.Point(size: input.size, inputBytes: input.bytes.count)
            var right: [UInt8]?
            for round in 0..<request.rounds where runs.failure == nil {
                let fixed = duel
                // One round at a time, so that others need not wait for all.
                let outcome = try await gate.alone {
                    try await fixed.round(round, input.bytes, by: runner)
                }
                runs.environment = outcome.candidate.environment
                runs.failure = try await failure(
                    of: outcome, on: input, request.checker, unlike: right)
                right = outcome.candidate.stdout.bytes
                if runs.failure == nil { outcome.add(to: &point) }
            }
            if request.countsInstructions, runs.failure == nil {
                try await duel.count(input.bytes, &point)
            }
            guard runs.failure == nil else { break }
            runs.points.append(point)
        }
        return runs
    }

    /// Why a round tells nothing: the candidate failed, or its output, unless it is one that is
    /// known to be right, is not as good as the reference's.
    private func failure(
        of round: Duel.Round, on input: EfficiencyRequest.Input, _ checker: Checker,
        unlike right: [UInt8]?
    ) async throws -> EfficiencyRuns.Failure? {
        if let ending = Ending(round.candidate) {
            return .init(verdict: ending.verdict, message: ending.message)
        }
        let (own, rival) = (round.candidate.stdout, round.reference.stdout)
        guard own.bytes != rival.bytes, own.bytes != right else { return nil }
        guard !own.truncated else {
            return .init(
                verdict: .wrongAnswer,
                message: "prints \(own.totalBytes) bytes, too many to compare")
        }
        let item = StdioCase(input: input.bytes, output: rival.bytes, checker: checker)
        let test = try await check(own.bytes, against: item)
        guard test.verdict != .accepted else { return nil }
        let what =
            switch checker {
            case .lines: "prints other lines than the reference"
            case .program: "the checker refuses what it prints"
            default: "does not print what the reference does"
            }
        return .init(verdict: .wrongAnswer, message: Clip.text("\(what): \(test.message)"))
    }

    private static func check(_ request: EfficiencyRequest) throws(JudgeError) {
        if case .interactor = request.checker {
            throw JudgeError(
                .badField, "a program that talks with an interactor cannot be measured")
        }
        guard !request.inputs.isEmpty, request.inputs.count <= EfficiencyRequest.mostInputs else {
            throw JudgeError(
                .badField,
                "from 1 to \(EfficiencyRequest.mostInputs) inputs can be measured, "
                    + "not \(request.inputs.count)")
        }
        guard EfficiencyRequest.rounds.contains(request.rounds) else {
            throw JudgeError(
                .badField,
                "from \(EfficiencyRequest.rounds.lowerBound) to "
                    + "\(EfficiencyRequest.rounds.upperBound) rounds can be measured, "
                    + "not \(request.rounds)")
        }
        let compiledLate: Set = ["java", "javascript", "typescript", "csharp"]
        guard !request.countsInstructions || !compiledLate.contains(request.language) else {
            throw JudgeError(
                .badField, "instructions of `\(request.language)` cannot be counted",
                hint: "its compiler works while the program runs; compare CPU time")
        }
    }

    private static func ready(_ trial: Trial) async throws -> Planner.Executable? {
        guard case .ready(let executable, _) = try await trial.build() else { return nil }
        return executable
    }

    /// What a generator, told a size as its only argument, prints: one input for each size.
    ///
    /// - Throws: `JudgeError` if it fails or prints more than can be kept.
    package func generate(
        _ sizes: [Int], language: String, source: [UInt8]
    ) async throws(JudgeError) -> [EfficiencyRequest.Input] {
        var inputs: [EfficiencyRequest.Input] = []
        for size in sizes {
            let request = JudgeRequest(
                language: language, source: source, arguments: [String(size)],
                limits: [.outputBytes: 16 << 20, .keepBytes: 16 << 20])
            let report = await once(request)
            if let error = report.error { throw error }
            guard report.verdict == .accepted, let run = report.run else {
                let note = Clip.text(report.run?.stderr.bytes ?? [], to: 300)
                throw JudgeError(
                    .badField, "the generator of size \(size) ended as \(report.verdict.rawValue)",
                    hint: note.isEmpty ? nil : note)
            }
            inputs.append(.init(size: size, bytes: run.stdout.bytes))
        }
        return inputs
    }
}

/// One program, ready to run.
private struct Contestant: Sendable {
    let trial: Trial
    let executable: Planner.Executable

    /// On the core that all contestants have.
    func run(_ input: [UInt8], by runner: any Runner) async throws -> RunResult {
        var step = trial.planner.runStep(executable, input: input, keepAtLeast: 16 << 20)
        step.programs[0].onOneCore = true
        var trial = trial
        trial.runner = runner
        return try await trial.single(step)
    }

    private static let log = "counted"

    /// Instructions of the program, by cachegrind without its caches.
    func instructions(_ input: [UInt8]) async throws -> Int {
        var step = trial.planner.runStep(executable, input: input, collect: [Self.log])
        step.programs[0].arguments =
            [
                "/usr/bin/valgrind", "--tool=cachegrind", "--cache-sim=no", "-q",
                "--cachegrind-out-file=\(Self.log)",
            ] + step.programs[0].arguments
        // Otherwise Python's order of sets, and so its work, differs from run to run.
        step.programs[0].environment["PYTHONHASHSEED"] = "0"
        let slowdown = 100
        step.programs[0].limits.cpuMS *= slowdown
        step.programs[0].limits.wallMS *= slowdown
        step.programs[0].limits.memoryBytes += 1 << 30
        let run = try await trial.single(step)
        guard let counted = run.collected[Self.log].flatMap(Self.summary) else {
            let note = Clip.text(run.stderr.bytes, to: 300)
            throw JudgeError(
                .missingToolchain, "`/usr/bin/valgrind` counted no instructions",
                hint: note.isEmpty ? "apt-get install valgrind" : note)
        }
        return counted
    }

    /// The number after `summary:`, on the last line of cachegrind's file.
    static func summary(_ file: [UInt8]) -> Int? {
        let last = String(decoding: file.suffix(200), as: UTF8.self).split(separator: "\n").last
        guard let words = last?.split(separator: " "), words.first == "summary:" else { return nil }
        return words.dropFirst().first.flatMap { Int($0) }
    }
}

/// Candidate and reference, taking turns.
private struct Duel: Sendable {
    let candidate: Contestant
    let reference: Contestant
    var null: Contestant?

    struct Round: Sendable {
        var candidate: RunResult
        var reference: RunResult
        var null: RunResult?

        func add(to point: inout EfficiencyRuns.Point) {
            point.candidate.add(candidate)
            point.reference.add(reference)
            if let null { point.null.add(null) }
        }
    }

    /// Each once; every other round in the other order, so that a drift of the host's speed
    /// does not favour one.
    func round(_ number: Int, _ input: [UInt8], by runner: any Runner) async throws -> Round {
        let null = try await null?.run([], by: runner)
        let first = number.isMultiple(of: 2) ? candidate : reference
        let second = number.isMultiple(of: 2) ? reference : candidate
        let runs = (
            try await first.run(input, by: runner), try await second.run(input, by: runner)
        )
        let round =
            number.isMultiple(of: 2)
            ? Round(candidate: runs.0, reference: runs.1, null: null)
            : Round(candidate: runs.1, reference: runs.0, null: null)
        if let ending = Ending(round.reference) {
            throw JudgeError(.badField, "the reference \(ending.message)")
        }
        guard !round.reference.stdout.truncated else {
            throw JudgeError(.badField, "the reference printed more than can be compared")
        }
        return round
    }

    func count(_ input: [UInt8], _ point: inout EfficiencyRuns.Point) async throws {
        point.candidate.instructions = try await candidate.instructions(input)
        point.reference.instructions = try await reference.instructions(input)
        point.null.instructions = try await null?.instructions([])
    }
}

extension EfficiencyRuns.Side {
    fileprivate mutating func add(_ run: RunResult) {
        cpuMS.append(run.usage.cpuMS)
        memoryPeakBytes = max(memoryPeakBytes, run.usage.memoryPeakBytes)
    }
}
