import Execution

/// What scoring and hiding know of a case, of whatever style.
struct CaseMarks {
    var points: Double?
    var group: String?
    var hidden: Bool

    init(_ item: StdioCase) {
        points = item.points
        group = item.group
        hidden = item.hidden
    }

    init(_ item: FunctionCase) {
        points = item.points
        group = item.group
        hidden = item.hidden
    }
}

extension SuiteRules {
    /// Throws the `JudgeError` of rules that cannot be.
    func checked(_ named: [String?]) throws(JudgeError) {
        do throws(Fault) {
            try check(named)
        } catch {
            throw JudgeError(.badField, "`tests.groups`: \(error.message)", hint: error.hint)
        }
    }

    func stops(_ group: String) -> Bool {
        groups.contains { $0.name == group && $0.stop == .firstFailure }
    }
}

extension JudgeReport {
    /// With the points of tests and groups, and without what hidden tests do not show.
    ///
    /// `ran` are the places, among the cases, of the tests that the report has.
    func scored(_ rules: SuiteRules, _ cases: [CaseMarks], ran: [Int]) -> JudgeReport {
        var report = self
        if !rules.groups.isEmpty || cases.contains(where: { $0.points != nil }) {
            var scored = cases.map {
                ScoredCase(group: $0.group, points: $0.points, share: nil, passed: false)
            }
            for (place, test) in zip(ran, tests) {
                let isAccepted = test.verdict == .accepted
                scored[place].share = isAccepted ? 1 : test.share ?? 0
                scored[place].passed = isAccepted
            }
            let sum = rules.score(scored)
            report.points = sum.points
            report.pointsPossible = sum.possible
            report.groups = sum.groups
        }
        for at in report.tests.indices { report.tests[at].share = nil }
        guard cases.contains(where: \.hidden) else { return report }
        for (at, place) in ran.enumerated() where cases[place].hidden { report.tests[at].hide() }
        // One process that all share tells of the hidden as much as of the others.
        report.run?.hideStreams()
        return report
    }
}

extension TestResult {
    private static let telling: Set<Verdict> = [
        .timeLimitExceeded, .memoryLimitExceeded, .outputLimitExceeded, .compileError,
        .securityViolation,
    ]

    /// Leaves the verdict, the points and what the kernel measured.
    mutating func hide() {
        if !Self.telling.contains(verdict) { message = "" }
        expected = ""
        actual = ""
        run?.hideStreams()
    }
}

extension RunResult {
    mutating func hideStreams() {
        stdout = CapturedOutput()
        stderr = CapturedOutput()
    }
}

extension Trial {
    /// Function tests under the rules of their suite: order, groups, what is hidden.
    func ruled(_ suite: FunctionSuite) async throws -> JudgeReport {
        try suite.rules.checked(suite.cases.map(\.group))
        let order = order(of: suite.cases.count, suite.rules)
        var shuffled = suite
        for (place, index) in order.enumerated() {
            shuffled.cases[place] = suite.cases[index]
            shuffled.cases[place].name = suite.cases[index].name ?? String(index + 1)
        }
        var report = try await function(shuffled)
        let ran = Array(zip(order, report.tests)).sorted { $0.0 < $1.0 }
        report.tests = ran.map(\.1)
        return report.scored(
            suite.rules, suite.cases.map(CaseMarks.init), ran: ran.map(\.0))
    }
}
