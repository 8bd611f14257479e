import Execution

extension Trial {
    func stdio(_ suite: StdioSuite) async throws -> JudgeReport {
        guard !suite.isEmpty else { throw JudgeError(.badField, "`tests` has no case") }
        try suite.rules.checked(suite.map(\.group))
        let names = suite.enumerated().map { $1.name ?? String($0 + 1) }
        let executable: Planner.Executable
        let compile: RunResult?
        switch try await build(tests: names, integrity: .isolated) {
        case .failed(let report):
            return report.scored(suite.rules, suite.cases.map(CaseMarks.init), ran: [])
        case .ready(let ready, let result): (executable, compile) = (ready, result)
        }
        var tests: [Int: TestResult] = [:]
        var runs: [RunResult] = []
        var failed: Set<String> = []
        for index in order(of: suite.count, suite.rules) {
            let item = suite[index]
            if let group = item.group, failed.contains(group) { continue }
            let test = try await stdioTest(item, name: names[index], executable)
            tests[index] = test
            if let run = test.run { runs.append(run) }
            guard test.verdict != .accepted else { continue }
            if request.stop == .firstFailure { break }
            if let group = item.group, suite.rules.stops(group) { failed.insert(group) }
        }
        let ran = tests.keys.sorted()
        return summary(
            ran.compactMap { tests[$0] }, total: suite.count, integrity: .isolated,
            compile: compile, run: nil, runs: ran.compactMap { tests[$0]?.run }
        ).scored(suite.rules, suite.cases.map(CaseMarks.init), ran: ran)
    }

    /// The order in which cases run: their own, or one that the source cannot foresee.
    func order(of count: Int, _ rules: SuiteRules) -> [Int] {
        let all = Array(0..<count)
        guard rules.shuffle, request.stop == .all else { return all }
        var generator = OrderGenerator(seed: request.orderSeed ?? Digest.sha256(request.source))
        return all.shuffled(using: &generator)
    }

    private func stdioTest(
        _ item: StdioCase, name: String, _ executable: Planner.Executable
    ) async throws -> TestResult {
        if case .interactor(let program) = item.checker {
            return try await interaction(item, with: program, name: name, executable)
        }
        let longest = item.alternatives.map(\.count).reduce(item.output.count, max)
        let step = planner.runStep(
            executable, input: item.input, files: item.files, limits: item.limits,
            keepAtLeast: item.checker.bytesNeeded(for: longest))
        let run = try await single(step)
        var test = TestResult(
            name: name, verdict: .accepted, group: item.group,
            run: run.keeping(planner.limits.applying(item.limits).keepBytes))
        var share: Double?
        if let ending = Ending(run) {
            test.verdict = ending.verdict
            test.message = ending.message
        } else if run.stdout.truncated {
            test.verdict = .wrongAnswer
            test.message = "\(run.stdout.totalBytes) bytes of output"
            test.expected = "\(item.output.count) bytes"
        } else if case .program(let program) = item.checker {
            let answer = try await checked(run.stdout.bytes, item, by: program, name: name)
            share = try test.take(answer, "checker", program, name)
            if test.verdict != .accepted {
                test.expected = Clip.text(item.output)
                test.actual = Clip.text(run.stdout.bytes)
            }
        } else if let difference = item.checker.difference(
            actual: run.stdout.bytes, expected: item.output, alternatives: item.alternatives)
        {
            test.verdict = .wrongAnswer
            test.message = difference.message
            test.expected = difference.expected
            test.actual = difference.actual
        }
        test.score(item.points, share: share)
        return test
    }

    /// Asks a checker program, in a box of its own, about an output.
    private func checked(
        _ output: [UInt8], _ item: StdioCase, by program: CheckerProgram, name: String
    ) async throws -> CheckerAnswer {
        guard let checkers else { throw JudgeError(.host, "no checker can be run here") }
        let ready = try await checkers.ready(program, role: "checker", alone: isAlone)
        return try await ready.answer(output, of: item) { try await single($0) }
    }
}

extension TestResult {
    /// Takes a checker's answer over; gives the share of a partial one.
    ///
    /// - Throws: `JudgeError` that names the checker if it failed itself.
    mutating func take(
        _ answer: CheckerAnswer, _ role: String, _ program: CheckerProgram, _ name: String
    ) throws(JudgeError) -> Double? {
        switch answer {
        case .accepted(let said):
            verdict = .accepted
            message = said
            return nil
        case .wrong(let said):
            verdict = .wrongAnswer
            message = said
            return nil
        case .partial(let share, let said):
            verdict = .wrongAnswer
            message = said
            return share
        case .failure(let what), .crash(let what):
            throw JudgeError(
                .badField,
                Clip.text("the \(role) in `\(program.language)` of the case `\(name)` \(what)"),
                hint: "a \(role) ends with 0, 1, 2 or 7 whatever it reads; "
                    + "see Documentation/Checkers.md")
        }
    }

    /// Sets what the test earned of `points`.
    mutating func score(_ points: Double?, share: Double?) {
        let earned = verdict == .accepted ? 1 : share ?? 0
        self.points = points.map { $0 * earned }
        self.share = earned
    }
}

/// Numbers that depend on a text alone.
struct OrderGenerator: RandomNumberGenerator {
    private var state: UInt64 = 0

    init(seed: String) {
        // FNV-1a, then a generator with 64 bits of state.
        state = 0xCBF2_9CE4_8422_2325
        for byte in seed.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
