/// What came of judging one submission several times.
package struct Repetition: Sendable, Equatable {
    /// One test on which the runs disagree.
    package struct Test: Sendable, Equatable {
        package var name: String
        package var verdicts: [Verdict: Int]

        package init(name: String, verdicts: [Verdict: Int]) {
            self.name = name
            self.verdicts = verdicts
        }
    }

    package static let mostRuns = 100
    static let mostTests = 256

    package var runs: Int
    /// Of the submission.
    package var verdicts: [Verdict: Int]
    /// The tests on which the runs disagree, in order; at most 256.
    package var tests: [Test]

    package init(runs: Int, verdicts: [Verdict: Int], tests: [Test]) {
        self.runs = runs
        self.verdicts = verdicts
        self.tests = tests
    }

    package var isFlaky: Bool { verdicts.count > 1 || !tests.isEmpty }
}

extension Judge {
    /// Judges as often as the request asks, one run after the other.
    func repeated(_ request: JudgeRequest, attempts: Int) async -> JudgeReport {
        var reports: [JudgeReport] = []
        for _ in 0..<min(request.repeats, Repetition.mostRuns) {
            let report = await once(request, attempts: attempts)
            // A fault of ours says nothing of the submission, however the other runs ended.
            if report.verdict == .judgeError { return report }
            reports.append(report)
        }
        return JudgeReport(repetitions: reports, of: request.tests)
    }
}

extension JudgeReport {
    /// The report on several runs: a test is accepted only if it is in each of them, else it has
    /// the first verdict that it got otherwise; the submission's verdict follows from these as
    /// ever, so disagreement is never accepted.
    init(repetitions reports: [JudgeReport], of suite: TestSuite?) {
        let first = reports.first { $0.verdict != .accepted } ?? reports.first
        let overall = Verdict.overall(reports.map(\.verdict))
        guard var report = reports.first(where: { $0.verdict == overall }) ?? first else {
            self = JudgeReport(
                verdict: .judgeError, error: JudgeError(.host, "nothing was judged"))
            return
        }
        var verdicts: [Verdict: Int] = [:]
        for report in reports { verdicts[report.verdict, default: 0] += 1 }
        let tests = RepeatedTests(reports)
        report.tests = tests.merged
        if !tests.merged.isEmpty, overall != .compileError {
            report.verdict = Verdict.overall(tests.merged.map(\.verdict))
            report.passed = tests.merged.count { $0.verdict == .accepted }
        }
        report.points = reports.compactMap(\.points).min()
        if let suite { report.rescore(suite) }
        report.attempts = reports.map(\.attempts).max() ?? 1
        let repetition = Repetition(
            runs: reports.count, verdicts: verdicts, tests: tests.disagreeing)
        report.repetition = repetition
        report.flaky = repetition.isFlaky
        self = report
    }
}

extension JudgeReport {
    /// Scores tests that were put together from several runs, as the suite's rules have it.
    fileprivate mutating func rescore(_ suite: TestSuite) {
        let names: [String?]
        let cases: [CaseMarks]
        let rules: SuiteRules
        switch suite {
        case .stdio(let suite):
            (names, cases) = (suite.cases.map(\.name), suite.cases.map(CaseMarks.init))
            rules = suite.rules
        case .function(let suite):
            (names, cases) = (suite.cases.map(\.name), suite.cases.map(CaseMarks.init))
            rules = suite.rules
        default: return
        }
        guard points != nil else { return }
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() { places[name ?? String(place + 1)] = place }
        // Of two cases with one name nobody can tell which a test is.
        guard places.count == cases.count else { return }
        var scored = cases.map {
            ScoredCase(group: $0.group, points: $0.points, share: nil, passed: false)
        }
        for test in tests {
            guard let place = places[test.name] else { continue }
            scored[place].passed = test.verdict == .accepted
            let worth = cases[place].points ?? 0
            let part = worth > 0 ? (test.points ?? 0) / worth : 0
            scored[place].share = scored[place].passed ? 1 : part
        }
        let sum = rules.score(scored)
        (points, groups) = (sum.points, sum.groups)
    }
}

/// The tests of several runs, matched by name.
private struct RepeatedTests {
    private struct Key: Hashable {
        var name: String
        /// Of several tests with one name.
        var number: Int
    }

    private(set) var merged: [TestResult] = []
    private var counts: [[Verdict: Int]] = []

    init(_ reports: [JudgeReport]) {
        var places: [Key: Int] = [:]
        for report in reports {
            var seen: [String: Int] = [:]
            for test in report.tests {
                let key = Key(name: test.name, number: seen[test.name, default: 0])
                seen[test.name, default: 0] += 1
                add(test, key, &places)
            }
        }
    }

    private mutating func add(_ test: TestResult, _ key: Key, _ places: inout [Key: Int]) {
        guard let place = places[key] else {
            places[key] = merged.count
            merged.append(test)
            counts.append([test.verdict: 1])
            return
        }
        counts[place][test.verdict, default: 0] += 1
        let points = [merged[place].points, test.points].compactMap(\.self).min()
        if merged[place].verdict == .accepted, test.verdict != .accepted { merged[place] = test }
        merged[place].points = points
    }

    var disagreeing: [Repetition.Test] {
        Array(
            zip(merged, counts).filter { $1.count > 1 }.prefix(Repetition.mostTests)
                .map { Repetition.Test(name: $0.name, verdicts: $1) })
    }
}
