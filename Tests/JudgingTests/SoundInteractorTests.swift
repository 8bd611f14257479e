import Execution
import Testing

@testable import Judging

/// How often it is asked whether an interactor stands alone.
struct SoundInteractorTests {
    private static let conversation = StubRunner.Answer.results([
        .ended(.stopped), .exited(9),
    ])
    private static let alone = StubRunner.Answer.results([.exited(9)])
    private static let silent = StubRunner.Answer.results([.ended(.stopped), .exceeded(.idleMS)])
    private static let broken = StubRunner.Answer.results([.ended(.stopped), .exited(9)])

    private func judged(
        _ judge: Judge, _ source: String, input: String = "1", arguments: [String] = []
    ) async -> Verdict {
        let program = CheckerProgram(
            language: "python", source: Array("pass"), arguments: arguments)
        let item = StdioCase(input: Array(input), output: [], checker: .interactor(program))
        let report = await judge.judge(
            JudgeRequest(language: "python", source: Array(source), tests: .stdio([item])))
        return report.verdict
    }

    @Test func `a sound interactor is found to be so once for each case`() async {
        let asked = [Self.conversation, Self.alone, Self.silent, Self.conversation]
        let known = [Self.conversation, Self.conversation]
        let runner = StubRunner(asked + known + known + asked + asked)
        let judge = Fixtures.judge(runner)
        var counts: [Int] = []
        for (source, input, arguments) in [
            ("a", "1", []), ("b", "1", []), ("c", "1", []), ("c", "2", []), ("c", "2", ["x"]),
        ] {
            let before = runner.steps.count
            let verdict = await judged(judge, source, input: input, arguments: arguments)
            #expect(verdict == .wrongAnswer)
            counts.append(runner.steps.count - before)
        }
        #expect(counts == [4, 2, 2, 4, 4])
    }

    @Test func `one that falls by itself is asked again`() async {
        let broken = [Self.conversation, Self.alone, Self.broken]
        let runner = StubRunner(broken + broken)
        let judge = Fixtures.judge(runner)
        for source in ["a", "b"] {
            #expect(await judged(judge, source) == .judgeError)
        }
        #expect(runner.steps.count == 6)
    }
}
