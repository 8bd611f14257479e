import Execution

/// What a harness that shares its process with a submission has written down.
///
/// Lines of fields parted by tabs: `S id` and `F id outcome ms message expected actual` for each
/// test, `T evidence` for what was tampered with, `C note` of a file that cannot be loaded,
/// `J fault` for tests that cannot be run, and at last `E word total passed` with the one-time
/// word. Each ends in a field that seals it and all before it (`EventSeal`). Anything else is
/// evidence of tampering.
struct SealedReport {
    enum Outcome: String {
        case passed, failed, error, skipped, xfailed, xpassed
    }

    struct Finish {
        var outcome: Outcome
        var milliseconds: Double?
        var message: String
        var expected: String
        var actual: String
    }

    static let path = "\(Planner.guestDirectory)/report"
    static let mustPass = "assay: must pass"
    static let mustFail = "assay: must fail"
    static let maxTests = 20_000

    /// In the order of their start.
    private(set) var started: [String] = []
    private(set) var finished: [String: Finish] = [:]
    private(set) var tampering: [String] = []
    /// Why tests could not be started.
    private(set) var notes: [String] = []
    /// Why the tests themselves cannot be run.
    private(set) var fault: String?
    /// Whether the one-time word was there, with counts that are those of the lines.
    private(set) var isComplete = false

    init(_ bytes: [UInt8], key: String) {
        var seal = EventSeal(key)
        let word = String(key.dropFirst(EventSeal.keyCount))
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        // What follows the last line end was cut off.
        if !lines.isEmpty { lines.removeLast() }
        var seen: Set<String> = []
        for (index, sealed) in lines.enumerated() {
            let line = sealed.dropLast(17)
            guard sealed.count > 17, sealed.suffix(17) == [9] + seal.next(line) else {
                blame("the log of the tests holds a line that is not the judge's")
                return
            }
            let fields = line.split(separator: 9, omittingEmptySubsequences: false)
                .map(Self.plain)
            switch (fields[0], fields.count) {
            case ("S", 2):
                guard started.count < Self.maxTests else {
                    blame("there is no end of tests")
                    return
                }
                if !seen.insert(fields[1]).inserted {
                    blame("the test `\(fields[1])` was started twice")
                }
                started.append(fields[1])
            case ("F", 7): finish(fields, seen)
            case ("T", 2): blame(fields[1])
            case ("C", 2): if notes.count < 20 { notes.append(fields[1]) }
            case ("J", 2):
                fault = fields[1]
                notes.append(fields[1])
            case ("E", 4): end(fields, word: word, isLast: index == lines.count - 1)
            default: blame("the log of the tests holds a line that is not the judge's")
            }
            if tampering.count > 8 { return }
        }
        if let outcome = finished[Self.mustPass]?.outcome, outcome != .passed {
            blame("a test of the judge's that must pass did not")
        }
        if let outcome = finished[Self.mustFail]?.outcome, outcome != .failed {
            blame("a test of the judge's that must fail did not")
        }
    }

    private mutating func blame(_ evidence: String) {
        tampering.append(Clip.text(evidence, to: 300))
    }

    private mutating func finish(_ fields: [String], _ seen: Set<String>) {
        guard let outcome = Outcome(rawValue: fields[2]), seen.contains(fields[1]) else {
            return blame("the test `\(fields[1])` ended without a start")
        }
        let finish = Finish(
            outcome: outcome, milliseconds: Double(fields[3]), message: fields[4],
            expected: fields[5], actual: fields[6])
        if finished.updateValue(finish, forKey: fields[1]) != nil {
            blame("the test `\(fields[1])` ended twice")
        }
    }

    private mutating func end(_ fields: [String], word: String, isLast: Bool) {
        guard fields[1] == word else { return blame("the log of the tests ends with a wrong word") }
        guard isLast, !isComplete else {
            return blame("the log of the tests goes on after its end")
        }
        guard Int(fields[2]) == finished.count, started.count == finished.count,
            Int(fields[3]) == finished.values.count(where: { $0.outcome == .passed })
        else { return blame("the log of the tests has other counts than the harness") }
        isComplete = true
        if finished[Self.mustPass] == nil || finished[Self.mustFail] == nil {
            blame("the judge's own tests were not run")
        }
    }

    /// The ids of the suite's own tests.
    var ids: [String] { started.filter { $0 != Self.mustPass && $0 != Self.mustFail } }

    private static func plain(_ field: ArraySlice<UInt8>) -> String {
        guard field.contains(92) else { return Clip.text(field) }
        var bytes: [UInt8] = []
        var rest = field[...]
        while let byte = rest.popFirst() {
            guard byte == 92, let next = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            bytes.append(next == 110 ? 10 : next == 116 ? 9 : next == 114 ? 13 : next)
        }
        return Clip.text(bytes)
    }
}

extension SealedReport {
    /// One result for each expected test, and one for each that should not be there.
    func tests(expected: [String], _ run: RunResult) -> [TestResult] {
        let ending = Ending(run)
        var tests = expected.map { test($0, ending) }
        let known = Set(expected)
        for id in ids where !known.contains(id) {
            tests.append(
                TestResult(
                    name: Clip.text(id, to: 300), verdict: .tampered,
                    message: "the suite has no such test"))
        }
        if !tampering.isEmpty {
            let note = tampering.joined(separator: "; ")
            for index in tests.indices where tests[index].verdict == .accepted || index == 0 {
                tests[index].verdict = .tampered
                tests[index].message = note
            }
        } else if tests.allSatisfy({ $0.verdict == .accepted }), let last = tests.indices.last,
            ending != nil || !isComplete
        {
            // Whatever the log says: exit status and log must agree.
            tests[last].verdict = ending?.verdict ?? .runtimeError
            tests[last].message =
                ending?.message ?? "exited with status 0 before the tests had ended"
        }
        return tests
    }

    private func test(_ id: String, _ ending: Ending?) -> TestResult {
        var test = TestResult(name: id, verdict: .runtimeError)
        guard let finish = finished[id] else {
            let how = ending?.message ?? "exited with status 0"
            if let ending { test.verdict = ending.verdict }
            if isComplete {
                test.verdict = .wrongAnswer
                test.message = "the test was not run"
                if let note = notes.first {
                    test.verdict = .runtimeError
                    test.message += ": \(note)"
                }
            } else {
                test.message =
                    how + (started.contains(id) ? " during the test" : " before the test")
            }
            return test
        }
        test.expected = finish.expected
        test.actual = finish.actual
        test.message = finish.message
        test.milliseconds = finish.milliseconds
        switch finish.outcome {
        case .passed: test.verdict = .accepted
        case .failed: test.verdict = .wrongAnswer
        case .error: test.verdict = .runtimeError
        case .skipped, .xfailed, .xpassed:
            test.verdict = .wrongAnswer
            test.message =
                "\(finish.outcome.rawValue), which is no pass"
                + (finish.message.isEmpty ? "" : ": \(finish.message)")
        }
        return test
    }
}
