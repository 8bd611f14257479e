@testable import Execution
@testable import Judging
import TestSupport
import Testing

/// Points, groups, what is hidden, and in which order cases run.
struct ScoringTests {
    private func score(
        _ groups: [TestGroup], _ cases: [(String?, Double?, Double?)]
    ) -> (Double, Double, [GroupResult]) {
        SuiteRules(groups: groups).score(
            cases.map {
                ScoredCase(group: $0.0, points: $0.1, share: $0.2, passed: $0.2 == 1)
            })
    }

    @Test func `a group is its sum or its worst case`() {
        let sum = TestGroup(name: "g", points: 30)
        let worst = TestGroup(name: "g", points: 30, policy: .min)
        let half: [(String?, Double?, Double?)] = [("g", nil, 1), ("g", nil, 0)]
        #expect(score([sum], half).0 == 15)
        #expect(score([worst], half).0 == 0)
        #expect(score([worst], [("g", nil, 1), ("g", nil, 0.5)]).0 == 15)
        #expect(score([worst], [("g", nil, 1), ("g", nil, 1)]).0 == 30)
        #expect(score([worst], [("g", nil, 1), ("g", nil, nil)]).0 == 0)
        #expect(score([sum], [("g", 1, 1), ("g", 3, 0)]).0 == 7.5)
        #expect(score([TestGroup(name: "g")], [("g", 1, 1), ("g", 3, 0)]).0 == 1)
        let (points, possible, groups) = score([sum], half + [(nil, 5, 1), (nil, nil, 1)])
        #expect(points == 20 && possible == 35)
        #expect(
            groups == [GroupResult(name: "g", points: 15, possible: 30, passed: 1, total: 2)])
    }

    @Test func `a group counts only if all that it needs is full`() {
        let groups = [
            TestGroup(name: "c", points: 50, needs: ["b"]),
            TestGroup(name: "b", points: 30, needs: ["a"]), TestGroup(name: "a", points: 20),
        ]
        func points(_ a: Double, _ b: Double, _ c: Double) -> Double {
            score(groups, [("a", nil, a), ("b", nil, b), ("c", nil, c)]).0
        }
        #expect(points(1, 1, 1) == 100)
        #expect(points(1, 0, 1) == 20)
        // `b` passes, yet counts nothing without `a`: nor does `c`.
        #expect(points(0, 1, 1) == 0)
        let results = score(groups, [("a", nil, 0), ("b", nil, 1), ("c", nil, 1)]).2
        #expect(results.map(\.name) == ["c", "b", "a"])
        #expect(results.map(\.missing) == [["b"], ["a"], []])
    }

    @Test(arguments: [
        ([TestGroup(name: "a"), TestGroup(name: "a")], ["a"], "two groups `a`"),
        ([TestGroup(name: "a", needs: ["x"])], ["a"], "`a` needs `x`, which is no group"),
        ([TestGroup(name: "a")], ["a", "b"], "there is no group `b`"),
        ([TestGroup(name: "a"), TestGroup(name: "b")], ["a"], "no case is in the group `b`"),
        ([TestGroup(name: "a", needs: ["a"])], ["a"], "in a circle: `a`"),
        (
            [
                TestGroup(name: "z"), TestGroup(name: "a", needs: ["b"]),
                TestGroup(name: "b", needs: ["c", "z"]), TestGroup(name: "c", needs: ["a"]),
            ], ["a", "b", "c", "z"], "in a circle: `a`, `b`, `c`"
        ),
    ])
    func `groups that cannot be are refused by name`(
        groups: [TestGroup], cases: [String], says: String
    ) {
        let rules = SuiteRules(groups: groups)
        let fault = #expect(throws: SuiteRules.Fault.self) { try rules.check(cases) }
        #expect(fault?.message.contains(says) == true, "\(fault?.message ?? "")")
    }

    @Test func `points never exceed what is possible, whatever the groups`() throws {
        var random = SeededRandom(seed: 61)
        for _ in 0..<300 {
            let names = (0..<(1 + random.below(5))).map { "g\($0)" }
            let groups = names.enumerated().map { index, name in
                TestGroup(
                    name: name, points: random.chance(2) ? Double(random.below(50)) : nil,
                    policy: random.pick([.sum, .min]),
                    needs: names[..<index].filter { _ in random.chance(3) })
            }
            let cases = names.flatMap { name in
                (0...random.below(3)).map { _ -> (String?, Double?, Double?) in
                    (
                        name, random.chance(2) ? Double(random.below(9)) : nil,
                        random.pick([nil, 0, 0.5, 1])
                    )
                }
            }
            let rules = SuiteRules(groups: groups.shuffled(using: &random))
            try rules.check(cases.map(\.0))
            let (points, possible, results) = score(rules.groups, cases)
            #expect(points >= 0 && points <= possible + 1e-9)
            for result in results {
                #expect(result.missing.isEmpty || result.points == 0)
                #expect(result.points <= result.possible)
            }
            let perfect = score(rules.groups, cases.map { ($0.0, $0.1, 1) })
            #expect(abs(perfect.0 - perfect.1) < 1e-9)
        }
    }

    // MARK: - Through the judge

    private func judged(
        _ suite: StdioSuite, stop: JudgeRequest.StopRule = .all, seed: String? = nil,
        _ outputs: String...
    ) async -> (report: JudgeReport, inputs: [[UInt8]]) {
        let runner = StubRunner(outputs.map { .results([.exited(0, $0)]) })
        var request = JudgeRequest(
            language: "python", source: [], tests: .stdio(suite), stop: stop)
        request.orderSeed = seed
        let report = await Fixtures.judge(runner).judge(request)
        return (report, runner.steps.map { $0.programs[0].standardInput })
    }

    private func item(_ input: String, _ group: String? = nil, hidden: Bool = false) -> StdioCase {
        StdioCase(input: Array(input), output: Array("x"), group: group, hidden: hidden)
    }

    @Test func `a group stops at its first failure, and the others go on`() async {
        let rules = SuiteRules(groups: [
            TestGroup(name: "a", points: 40, policy: .min, stop: .firstFailure),
            TestGroup(name: "b", points: 60),
        ])
        let cases = [item("1", "a"), item("2", "a"), item("3", "b"), item("4", "a")]
        let (report, inputs) = await judged(
            StdioSuite(cases, rules: rules), "y", "x", "x", "x")
        #expect(inputs == [Array("1"), Array("3")])
        #expect(report.tests.map(\.name) == ["1", "3"])
        #expect(report.verdict == .wrongAnswer)
        #expect(report.points == 60 && report.pointsPossible == 100)
        #expect(report.groups.map(\.points) == [0, 60])
        #expect(report.passed == 1 && report.total == 4)
    }

    @Test func `shuffled cases run in an order of the key and are told in their own`() async {
        let cases = (0..<12).map { StdioCase(input: [UInt8($0)], output: Array("x")) }
        let suite = StdioSuite(cases, rules: SuiteRules(shuffle: true))
        let first = await judged(suite, seed: "key", "x")
        let again = await judged(suite, seed: "key", "x")
        let other = await judged(suite, seed: "another", "x")
        #expect(first.inputs == again.inputs)
        #expect(first.inputs != other.inputs)
        #expect(first.inputs != cases.map(\.input))
        #expect(Set(first.inputs) == Set(cases.map(\.input)))
        #expect(first.report.tests.map(\.name) == (1...12).map(String.init))
        let stopped = await judged(suite, stop: .firstFailure, seed: "key", "x")
        #expect(stopped.inputs == cases.map(\.input))
    }

    @Test func `hidden tests show neither what was expected nor what came`() async {
        let cases = [item("1", hidden: true), item("2")]
        let (report, _) = await judged(StdioSuite(cases), "secret", "open")
        #expect(report.tests.map(\.verdict) == [.wrongAnswer, .wrongAnswer])
        #expect(report.tests[0].message.isEmpty && report.tests[0].expected.isEmpty)
        #expect(report.tests[0].actual.isEmpty && report.tests[0].run?.stdout.bytes == [])
        #expect(report.tests[1].actual == "open" && report.tests[1].expected == "x")
        let late = await Fixtures.judge(StubRunner(.exceeded(.cpuMS))).judge(
            JudgeRequest(language: "python", source: [], tests: .stdio([cases[0]])))
        #expect(late.tests[0].message.contains("cpu_ms"))
    }

    @Test func `groups that cannot be are no verdict`() async {
        let rules = SuiteRules(groups: [TestGroup(name: "a", needs: ["b"])])
        let (report, inputs) = await judged(StdioSuite([item("1", "a")], rules: rules), "x")
        #expect(report.verdict == .judgeError && inputs.isEmpty)
        #expect(report.error?.message.contains("`a` needs `b`") == true)
    }
}
