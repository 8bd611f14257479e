import Execution
import Judging
import TestSupport
import WorkerProtocol

/// Random requests and reports: everything that can stand in a line of the protocol.
extension SeededRandom {
    mutating func maybe<T>(_ make: (inout SeededRandom) -> T) -> T? {
        chance(2) ? make(&self) : nil
    }

    mutating func limits() -> [LimitName: Int] {
        var limits: [LimitName: Int] = [:]
        for name in LimitName.allCases where chance(4) { limits[name] = 1 + below(30_000) }
        return limits
    }

    mutating func files(_ prefix: String) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for index in 0..<below(3) { files["\(prefix)\(index)/é \(index)"] = bytes() }
        return files
    }

    mutating func points() -> Double? { maybe { Double($0.below(100)) / 8 } }

    mutating func suite() -> TestSuite {
        switch below(3) {
        case 0:
            return .stdio(stdioSuite())
        case 1:
            return .function(
                FunctionSuite(
                    entryPoint: pick(["f", "Klasse.größe", "_"]),
                    signature: maybe {
                        .init(parameters: [$0.text(), "int"], returns: $0.text())
                    },
                    cases: (0...below(3)).map { _ in functionCase() },
                    rules: SuiteRules(shuffle: chance(3))))
        default:
            return .assertions(
                AssertionSuite(
                    prelude: bytes(),
                    body: chance(2) ? .code(bytes()) : .asserts([bytes(), bytes()]),
                    entryPoint: maybe { _ in "f" }))
        }
    }

    mutating func stdioSuite() -> StdioSuite {
        let names = ["first", "é", "3"]
        var rules = SuiteRules(shuffle: chance(4))
        if chance(2) {
            rules.groups = names.enumerated().map { index, name in
                TestGroup(
                    name: name, points: points(), policy: pick([.sum, .min]),
                    needs: names[..<index].filter { _ in chance(2) },
                    stop: rules.shuffle ? .all : pick([.all, .firstFailure]))
            }
        }
        let suiteChecker = chance(2) ? Checker.lines : checker()
        let cases = (0...(2 + below(2))).map { index in
            let checker = chance(2) ? suiteChecker : checker()
            let compares = checker.comparesWithOutput
            let isJSON = if case .json = checker { true } else { false }
            return StdioCase(
                name: maybe { $0.text() }, input: bytes(),
                output: isJSON ? json(depth: 1).utf8 : compares || chance(2) ? bytes() : [],
                alternatives: compares && !isJSON && chance(3) ? [bytes(), bytes()] : [],
                files: files("case"), checker: checker, points: points(),
                group: rules.groups.isEmpty ? maybe { $0.text() } : names[index % 3],
                hidden: chance(4), limits: limits())
        }
        return StdioSuite(cases, checker: suiteChecker, rules: rules)
    }

    private mutating func checker() -> Checker {
        let pattern = (try? Pattern("(a|b)*c{2,3}")).map(Checker.regex) ?? .exact
        let program = CheckerProgram(
            language: pick(["python", "cpp"]), source: bytes(), files: files("checker"),
            arguments: chance(2) ? [] : ["-v"], limits: limits())
        return pick([
            .exact, .lines, .tokens, .floats(absolute: 1e-9, relative: 0.25), .unorderedLines,
            .unordered(.tokens, countingRepeats: false), pattern,
            .unordered(.lines, countingRepeats: false), .json(absolute: 0, relative: 0),
            .json(absolute: 0.5, relative: 0), .program(program), .interactor(program),
        ])
    }

    /// JSON that is a VALUE: no key starts with `$`.
    mutating func value() -> JSON {
        while true {
            let json = json(depth: 2)
            if (try? Value(json)) != nil { return json }
        }
    }

    private mutating func functionCase() -> FunctionCase {
        let arguments = (0..<below(3)).map { _ in value() }
        let expectation: FunctionCase.Expectation
        switch below(3) {
        case 0: expectation = .value(value())
        case 1: expectation = .anyOf([value(), value()])
        default: expectation = .raises(type: text(), message: maybe { $0.text() })
        }
        return FunctionCase(
            name: maybe { $0.text() }, arguments: arguments,
            keywordArguments: chance(2) ? [:] : ["k": value(), "l": value()],
            expectation: expectation,
            comparison: pick([
                .equal, .exact, .unordered, .set, .close(absolute: 0.5, relative: 0),
            ]),
            observation: arguments.isEmpty || chance(2)
                ? .returned : .argument(below(arguments.count)),
            points: points(), group: maybe { $0.text() }, hidden: chance(4))
    }

    mutating func request() -> JudgeRequest {
        var request = JudgeRequest(language: pick(["python", "c", "x"]), source: bytes())
        request.sourcePath = maybe { _ in "src/main.x" }
        request.files = files("own")
        request.arguments = (0..<below(3)).map { _ in text().filter { $0 != "\0" } }
        if chance(2) { request.environment = ["A": "1", "Ä": "x=y"] }
        request.limits = limits()
        request.compileLimits = limits()
        request.stop = pick([.all, .firstFailure])
        request.repeats = chance(3) ? 1 + below(100) : 1
        if chance(4) {
            request.limits[.cpuMS] = nil
            request.timeRatio = TimeRatio(
                factor: Double(2 + below(40)) / 2, reference: bytes(), floorMS: 1 + below(900))
        }
        if chance(4) { request.standardInput = bytes() } else { request.tests = suite() }
        return request
    }

    mutating func report() -> JudgeReport {
        let verdict = pick(Verdict.allCases)
        let box = BoxEnvironment(
            isolation: Layer.allCases.filter { _ in chance(2) },
            missing: Layer.allCases.filter { _ in chance(4) }, cpuMethod: "sampled",
            memoryMethod: "cgroup")
        let breach = maybe {
            LimitBreach(
                name: $0.pick(LimitName.allCases), limit: $0.below(1000),
                measured: Double($0.below(1 << 40)) / 1000)
        }
        var report = JudgeReport(verdict: verdict)
        report.integrity = maybe { $0.pick([.isolated, .sealed]) }
        report.integrityReason = maybe { $0.text() }
        report.total = below(5)
        report.passed = below(report.total + 1)
        report.points = points()
        report.pointsPossible = points()
        report.groups = (0..<below(3)).map { _ in
            GroupResult(
                name: text(), points: Double(below(9)) / 2, possible: 5, passed: below(3),
                total: 3, missing: chance(2) ? [] : [text()])
        }
        report.attempts = 1 + below(3)
        report.limits = Limits.standard.applying(limits())
        report.limit = breach
        report.limitsHit = LimitName.allCases.filter { _ in chance(5) }
        report.violations = (0..<below(3)).map { _ in
            AttemptedCall(
                call: "connect", detail: text(), count: 1 + below(9),
                outcome: pick([.refused("EPERM"), .wentOn, .fatal]))
        }
        report.violationsDropped = below(3)
        report.tests = (0..<below(4)).map { _ in
            let verdict = pick(Verdict.allCases)
            return TestResult(
                name: text(), verdict: verdict, message: text(), expected: text(), actual: text(),
                points: points(), group: maybe { $0.text() },
                run: maybe { $0.run(verdict, breach, box) })
        }
        report.compile = maybe { $0.run(verdict, breach, box) }
        report.run = maybe { $0.run(verdict, breach, box) }
        report.environment = JudgeEnvironment(
            assay: "0.1", profile: "python", profileSHA256: text(), harnessSHA256: text(),
            toolchain: text(), toolchainSHA256: text(), box: box)
        report.environment.checkers = (0..<below(3)).map { _ in
            .init(
                language: text(), profileSHA256: text(), toolchain: text(), toolchainSHA256: text())
        }
        if chance(4) {
            report.flaky = chance(2)
            report.repetition = Repetition(
                runs: 1 + below(9), verdicts: [pick(Verdict.allCases): 1 + below(9)],
                tests: (0..<below(3)).map { _ in
                    .init(name: text(), verdicts: [pick(Verdict.allCases): 1 + below(9)])
                })
        }
        if chance(4) {
            report.timing = TimingEvidence(
                doubted: maybe { $0.pick(Verdict.allCases) },
                reference: maybe {
                    ReferenceTime(
                        cpuMS: Double($0.below(9000)) / 8, runs: 1 + $0.below(3), factor: 2.5)
                })
        }
        report.error = maybe { JudgeError(.host, $0.text(), hint: $0.maybe { $0.text() }) }
        return report
    }

    /// Only what a result can tell: see `ResultReader`.
    private mutating func run(
        _ verdict: Verdict, _ breach: LimitBreach?, _ box: BoxEnvironment
    ) -> RunResult {
        var endings: [Termination] = [.exited(code: below(256)), .signalled("SIGSEGV")]
        if let breach, Self.kills(verdict, breach.name) {
            endings.append(.limitExceeded(breach))
        } else {
            endings.append(verdict == .securityViolation ? .violation : .stopped)
        }
        let stdout = bytes(upTo: 40)
        return RunResult(
            termination: pick(endings),
            usage: Usage(
                wallMS: Double(below(1 << 30)) / 1000, cpuMS: Double(below(1 << 30)) / 1000,
                memoryPeakBytes: below(1 << 40), killMS: maybe { Double($0.below(1000)) / 10 }),
            stdout: CapturedOutput(bytes: stdout, totalBytes: stdout.count + below(3)),
            stderr: CapturedOutput(bytes: bytes(upTo: 40)), environment: box)
    }

    private static func kills(_ verdict: Verdict, _ limit: LimitName) -> Bool {
        switch (verdict, limit) {
        case (.compileError, .cpuMS), (.compileError, .wallMS), (.compileError, .idleMS),
            (.compileError, .memoryBytes), (.compileError, .outputBytes),
            (.timeLimitExceeded, .cpuMS), (.timeLimitExceeded, .wallMS),
            (.timeLimitExceeded, .idleMS), (.memoryLimitExceeded, .memoryBytes),
            (.outputLimitExceeded, .outputBytes):
            true
        default: false
        }
    }
}
