import Execution
@testable import Judging
import Testing

/// The judge's reading of what a runner says, with nothing run.
struct JudgeTests {
    private let code = "def check(f): pass"

    private func judged(_ request: JudgeRequest, _ results: RunResult...) async -> JudgeReport {
        await Fixtures.judge(StubRunner(results.map { .results([$0]) })).judge(request)
    }

    private var runOnly: JudgeRequest { JudgeRequest(language: "python", source: []) }

    @Test(arguments: [
        (RunResult.exited(), Verdict.accepted), (.exited(1), .runtimeError),
        (.ended(.signalled("SIGSEGV")), .runtimeError),
        (.ended(.signalled("SIGSYS")), .securityViolation),
        (.exceeded(.cpuMS), .timeLimitExceeded), (.exceeded(.wallMS), .timeLimitExceeded),
        (.exceeded(.idleMS), .timeLimitExceeded), (.exceeded(.memoryBytes), .memoryLimitExceeded),
        (.exceeded(.outputBytes), .outputLimitExceeded), (.ended(.stopped), .judgeError),
    ])
    func `how a program ends is its verdict`(run: RunResult, verdict: Verdict) async {
        let report = await judged(runOnly, run)
        #expect(report.verdict == verdict)
        #expect(report.limit == run.breach)
        let tested = await judged(
            JudgeRequest(
                language: "python", source: [], tests: .stdio([StdioCase(input: [], output: [])])),
            run)
        #expect(tested.verdict == verdict)
    }

    @Test(arguments: [
        (RunnerError.Code.host, 3, JudgeError.Code.host), (.cannotIsolate, 1, .host),
        (.missingToolchain, 1, .missingToolchain), (.unknownLanguage, 1, .unknownLanguage),
        (.cancelled, 1, .host),
    ])
    func `a fault of ours is retried if that can help, and never a verdict`(
        code: RunnerError.Code, attempts: Int, said: JudgeError.Code
    ) async {
        let runner = StubRunner([.fault(RunnerError(code, "why", hint: "what to do"))])
        let report = await Fixtures.judge(runner).judge(runOnly)
        #expect(report.verdict == .judgeError)
        #expect(report.attempts == attempts)
        #expect(runner.steps.count == attempts)
        #expect(report.error == JudgeError(said, "why", hint: "what to do"))
    }

    @Test func `a fault that passes is forgotten`() async {
        let runner = StubRunner([.fault(RunnerError(.host, "busy")), .results([.exited()])])
        let report = await Fixtures.judge(runner).judge(runOnly)
        #expect(report.verdict == .accepted)
        #expect(report.attempts == 2)
    }

    @Test func `a language without a profile is named`() async {
        let report = await judged(JudgeRequest(language: "cobol", source: []))
        #expect(report.error?.code == .unknownLanguage)
        #expect(report.error?.hint == "the languages are `c`, `cpp`, `python`")
    }

    @Test func `a compiler that fails is a compile error with its message`() async {
        var failed = RunResult.exited(1)
        failed.stderr = CapturedOutput(bytes: Array("main.c:1: error"))
        let request = JudgeRequest(
            language: "c", source: [], tests: .stdio([StdioCase(input: [], output: [])]))
        let report = await judged(request, failed)
        #expect(report.verdict == .compileError)
        #expect(
            report.tests.map(\.message) == ["the compiler exited with status 1\nmain.c:1: error"])
        #expect(await judged(request, .exceeded(.wallMS)).verdict == .compileError)
        #expect(await judged(request, .exited()).verdict == .compileError)
    }

    @Test func `first_failure stops at the first failure`() async {
        let cases = (0..<3).map { _ in StdioCase(input: [], output: Array("x"), points: 1) }
        let request = JudgeRequest(
            language: "python", source: [], tests: .stdio(cases), stop: .firstFailure)
        let report = await judged(request, .exited(0, "x\n"), .exited(0, "y"))
        #expect(report.tests.map(\.verdict) == [.accepted, .wrongAnswer])
        #expect(report.passed == 1)
        #expect(report.total == 3)
        #expect(report.points == 1)
    }

    @Test func `a security violation stands above an earlier wrong answer`() async {
        let cases = (0..<2).map { _ in StdioCase(input: [], output: Array("x")) }
        let request = JudgeRequest(language: "python", source: [], tests: .stdio(cases))
        let report = await judged(request, .exited(), .ended(.signalled("SIGSYS")))
        #expect(report.verdict == .securityViolation)
    }

    private func examined(_ candidate: RunResult, _ examiner: RunResult) async -> JudgeReport {
        let suite = AssertionSuite(body: .code(Array(code)), entryPoint: "f")
        let request = JudgeRequest(language: "python", source: [], tests: .assertions(suite))
        var judge = Fixtures.judge(StubRunner([.results([candidate, examiner])]))
        judge.secret = { "secret" }
        return await judge.judge(request)
    }

    private func saying(_ verdict: String, key: String = "secret") -> RunResult {
        .exited(
            0,
            "{\"key\":\"\(key)\",\"tests\":[{\"verdict\":\"\(verdict)\",\"message\":\"\","
                + "\"expected\":\"\",\"actual\":\"\"}],\"fallback\":null,\"relied\":[]}\n")
    }

    @Test func `only the examiner's own report accepts`() async {
        let stopped = RunResult.ended(.stopped)
        #expect(await examined(stopped, saying("accepted")).verdict == .accepted)
        #expect(await examined(stopped, saying("wrong_answer")).verdict == .wrongAnswer)
        #expect(await examined(.exited(), saying("gone")).verdict == .runtimeError)
        #expect(await examined(.exceeded(.cpuMS), saying("gone")).verdict == .timeLimitExceeded)
        for wrong in [
            saying("accepted", key: "guess"), .exited(), .exited(0, "passed\n"), .exited(1),
            .ended(.signalled("SIGKILL")),
        ] {
            let report = await examined(saying("accepted"), wrong)
            #expect(report.verdict == .judgeError)
        }
    }

    @Test func `a limit or a forbidden call counts even after the last answer`() async {
        #expect(
            await examined(.exceeded(.memoryBytes), saying("accepted")).verdict
                == .memoryLimitExceeded)
        #expect(
            await examined(.ended(.signalled("SIGSYS")), saying("accepted")).verdict
                == .securityViolation)
    }

    @Test func `an examiner that answers keep busy is the candidate's time`() async {
        #expect(
            await examined(.ended(.stopped), .exceeded(.cpuMS)).verdict == .timeLimitExceeded)
    }
}

/// Guest code that is compiled once.
struct GuestCodeTests {
    @Test func `guest code is compiled once, and its source serves where that fails`() async {
        let suite = AssertionSuite(body: .code([]), entryPoint: "f")
        let request = JudgeRequest(language: "python", source: [], tests: .assertions(suite))
        var made = RunResult.exited()
        made.collected = [".assay/candidate.pyc": [1], ".assay/examiner.pyc": [2]]
        for (first, names) in [
            (made, [".assay/candidate.pyc", ".assay/examiner.pyc"]),
            (RunResult.exited(1), [".assay/candidate.py", ".assay/examiner.py"]),
        ] {
            let runner = StubRunner([.results([first]), .results([])])
            var judge = Fixtures.judge(runner)
            judge.guestCode = GuestCode()
            _ = await judge.judge(request, attempts: 1)
            _ = await judge.judge(request, attempts: 1)
            #expect(runner.steps.map(\.programs.count) == [1, 2, 2])
            #expect(runner.steps[1].programs.map { $0.arguments[3] } == names)
        }
    }
}
