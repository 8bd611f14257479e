import Execution
import Testing

@testable import Judging

struct RepeatTests {
    private func judged(_ runs: [RunResult], cases: Int = 2, repeats: Int = 3) async -> JudgeReport
    {
        var request = JudgeRequest(
            language: "python", source: [],
            tests: .stdio((0..<cases).map { _ in StdioCase(input: [], output: [], points: 1) }))
        request.repeats = repeats
        return await Fixtures.judge(StubRunner(runs.map { .results([$0]) })).judge(request)
    }

    private let right = RunResult.exited()
    private let wrong = RunResult.exited(0, "x")

    @Test func `what is always right is accepted and not flaky`() async {
        let report = await judged([right])
        #expect(report.verdict == .accepted && report.flaky == false)
        #expect(report.repetition == Repetition(runs: 3, verdicts: [.accepted: 3], tests: []))
        #expect(report.passed == 2 && report.points == 2)
    }

    @Test func `what is once wrong is wrong and flaky, and the test is named with its counts`()
        async
    {
        let report = await judged([right, right, right, wrong, right, right])
        #expect(report.verdict == .wrongAnswer && report.flaky == true)
        #expect(report.passed == 1 && report.total == 2 && report.points == 1)
        #expect(report.tests.map(\.verdict) == [.accepted, .wrongAnswer])
        let test = Repetition.Test(name: "2", verdicts: [.accepted: 2, .wrongAnswer: 1])
        #expect(
            report.repetition
                == Repetition(runs: 3, verdicts: [.accepted: 2, .wrongAnswer: 1], tests: [test]))
    }

    @Test func `tests that fail in turns all fail, in their order`() async {
        let crashed = RunResult.exited(3)
        let report = await judged([right, wrong, crashed, right, right, right])
        #expect(report.verdict == .runtimeError && report.flaky == true && report.passed == 0)
        #expect(report.tests.map(\.verdict) == [.runtimeError, .wrongAnswer])
    }

    @Test func `a group that needs all of its cases is empty if they fail in turns`() async {
        var request = JudgeRequest(
            language: "python", source: [],
            tests: .stdio(
                StdioSuite(
                    (0..<2).map { _ in
                        StdioCase(input: [], output: [], points: 1, group: "g")
                    }, rules: SuiteRules(groups: [TestGroup(name: "g", points: 10)]))))
        request.repeats = 2
        let runner = StubRunner(right, wrong, wrong, right)
        let report = await Fixtures.judge(runner).judge(request)
        // Each run alone would have had half of the points.
        #expect(report.points == 0 && report.pointsPossible == 10)
        #expect(report.groups.map(\.points) == [0] && report.groups.map(\.passed) == [0])
    }

    @Test func `what is always wrong in the same way is wrong and not flaky`() async {
        let report = await judged([right, wrong, right, wrong, right, wrong])
        #expect(report.verdict == .wrongAnswer && report.flaky == false)
        #expect(report.repetition?.verdicts == [.wrongAnswer: 3])
    }

    @Test func `a fault of ours in any run is told as that`() async {
        let report = await judged([right, right, .ended(.stopped)])
        #expect(report.verdict == .judgeError && report.flaky == nil)
    }

    @Test func `judged once, nothing is said of flakiness`() async {
        let report = await judged([right], repeats: 1)
        #expect(report.flaky == nil && report.repetition == nil)
    }

    @Test func `without tests the ends are compared`() async {
        var request = JudgeRequest(language: "python", source: [])
        request.repeats = 2
        let report = await Fixtures.judge(StubRunner(.exited(), .exited(1))).judge(request)
        #expect(report.verdict == .runtimeError && report.flaky == true && report.tests.isEmpty)
    }
}
