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
        return JudgeReport(repetitions: reports)
    }
}

extension JudgeReport {
    /// The report on several runs: a test is accepted only if it is in each of them, else it has
    /// the first verdict that it got otherwise; the submission's verdict follows from these as
    /// ever, so disagreement is never accepted.
    init(repetitions reports: [JudgeReport]) {
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
        report.attempts = reports.map(\.attempts).max() ?? 1
        let repetition = Repetition(
            runs: reports.count, verdicts: verdicts, tests: tests.disagreeing)
        report.repetition = repetition
        report.flaky = repetition.isFlaky
        self = report
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
