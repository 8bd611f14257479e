import Execution

extension Trial {
    /// Calls in a box of their own; arguments go in, answers come out, and what was expected
    /// stays here.
    func function(_ suite: FunctionSuite) async throws -> JudgeReport {
        try planner.check(suite)
        let blurs = profile.function?.blurs ?? []
        let calls = try suite.cases.enumerated().map { index, item in
            try FunctionCall(
                item, number: index + 1, entryPoint: suite.entryPoint, blurs: blurs)
        }
        var executable = planner.interpreted
        var compile: RunResult?
        if let step = planner.functionCompileStep(suite) {
            let built = try await built(
                by: step, tests: calls.map(\.name), integrity: .isolated,
                saying: DriverMessages.withoutDriver
            ) { planner.functionExecutable($0) }
            switch built {
            case .failed(let report): return report
            case .ready(let ready, let result): (executable, compile) = (ready, result)
            }
        }
        var tests: [TestResult] = []
        var runs: [RunResult] = []
        while tests.count < calls.count {
            let pending = calls[tests.count...]
            let run = planner.withoutDriversStart(
                try await single(
                    planner.calledStep(
                        executable, suite, calls: FunctionCall.frames(Array(pending)))))
            runs.append(run)
            let before = tests.count
            tests += FunctionAnswers(run).tests(of: Array(pending))
            if request.stop == .firstFailure,
                let failure = tests.firstIndex(where: { $0.verdict != .accepted })
            {
                tests.removeSubrange((failure + 1)...)
                break
            }
            guard tests.count > before else {
                throw RunnerError(.host, "a run of \(pending.count) calls judged none")
            }
        }
        var last = runs[runs.count - 1]
        // Standard output carried the answers; what was printed is in standard error.
        last.stdout = CapturedOutput()
        return summary(
            tests, total: calls.count, possiblePoints: suite.cases.contains { $0.points != nil },
            integrity: .isolated, compile: compile, run: last, runs: runs)
    }
}

/// One call of the candidate, and how its answer is compared.
struct FunctionCall {
    let item: FunctionCase
    let name: String
    let frame: JSON
    let expected: [Value]
    let blurs: Set<Blur>

    init(
        _ item: FunctionCase, number: Int, entryPoint: String, blurs: Set<Blur> = []
    ) throws(JudgeError) {
        self.item = item
        self.blurs = blurs
        let name = item.name ?? String(number)
        self.name = name
        func value(_ json: JSON, _ field: String) throws(JudgeError) -> Value {
            do {
                return try Value(json)
            } catch {
                throw JudgeError(.badField, "case `\(name)`: `\(field)`: \(error.message)")
            }
        }
        // Each argument was numbered for itself.
        var offset = 0
        func argument(_ json: JSON) throws(JudgeError) -> JSON {
            defer { offset += 1_000_000 }
            return try value(json, "args").renumbered(by: offset).json
        }
        var arguments: [JSON] = []
        for json in item.arguments { arguments.append(try argument(json)) }
        var keywords = JSONObject()
        for (key, json) in item.keywordArguments.sorted(by: { $0.key < $1.key }) {
            keywords.append(key, try argument(json))
        }
        var frame: JSONObject = [
            "id": .int(number), "name": .string(entryPoint),
            "args": ["$tuple": .array([.array(arguments), .object(keywords)])],
        ]
        if case .argument(let index) = item.observation { frame.append("observe", .int(index)) }
        self.frame = .object(frame)
        var expected: [Value] = []
        switch item.expectation {
        case .value(let json): expected = [try value(json, "expected")]
        case .anyOf(let all): for json in all { expected.append(try value(json, "any_of")) }
        case .raises: break
        }
        self.expected = expected
    }

    /// What the candidate reads: the start, then one call a line.
    static func frames(_ calls: [FunctionCall]) -> [UInt8] {
        var bytes = (["id": 0, "prelude": ""] as JSON).utf8 + [10]
        for call in calls { bytes += call.frame.utf8 + [10] }
        return bytes
    }

    private var comparison: ValueComparison {
        switch item.comparison {
        case .equal: .equal
        case .exact: .exact
        case .unordered: .unordered
        case .set: .set
        case .close(let absolute, let relative): .close(absolute: absolute, relative: relative)
        }
    }

    private func read(_ value: Value, _ expected: Value) -> Value {
        value.read(as: expected, blurs, for: comparison)
    }

    private func matches(_ value: Value, _ expected: Value) -> Bool {
        read(value, expected).matches(expected, comparison)
    }

    /// The judge's reading of one answer.
    func test(_ answer: JSON) -> TestResult {
        var test = TestResult(name: name, verdict: .wrongAnswer, group: item.group)
        test.expected = Clip.text(wanted)
        if let raised = answer["raised"] {
            read(raised: raised, into: &test)
        } else if let what = answer["unfit"]?.string {
            test.verdict = .runtimeError
            test.message = Clip.text(what, to: 500)
        } else if let what = answer["cannot"]?.string {
            test.message =
                "returned a value of type `\(Clip.text(what, to: 200))`, "
                + "which is no plain data"
        } else if let json = answer["value"] {
            do {
                let value = try Value(json)
                test.actual = Clip.text((expected.first.map { read(value, $0) } ?? value).text)
                if expected.contains(where: { matches(value, $0) }) {
                    test.verdict = .accepted
                } else if case .raises = item.expectation {
                    test.message = "nothing was raised"
                } else {
                    test.message = "returned another value"
                }
            } catch {
                test.verdict = .tampered
                test.message = "the answer is malformed: \(error.message)"
            }
        } else {
            test.verdict = .tampered
            test.message = "the answer is malformed"
        }
        test.points = item.points.map { test.verdict == .accepted ? $0 : 0 }
        return test
    }

    private var wanted: String {
        switch item.expectation {
        case .raises(let type, let message): message.map { "\(type): \($0)" } ?? type
        case .value, .anyOf: expected.map(\.text).joined(separator: " or ")
        }
    }

    private func read(raised: JSON, into test: inout TestResult) {
        let types = (raised["types"]?.array ?? []).compactMap { $0.array?.last?.string }
        let message = raised["message"].flatMap { try? Value($0) }.map(\.plainText) ?? ""
        test.actual = Clip.text(types.first.map { "\($0): \(message)" } ?? message)
        guard case .raises(let type, let wanted) = item.expectation else {
            test.verdict = .runtimeError
            test.message = "raised \(test.actual)"
            if let line = raised["line"]?.int { test.message += " (line \(line) of the source)" }
            return
        }
        if types.contains(type), wanted == nil || wanted == message {
            test.verdict = .accepted
        } else {
            test.message = "raised another exception"
        }
    }
}

extension Value {
    var plainText: String {
        if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { text }
    }
}
