import Execution
import Synchronization
import Testing

@testable import Judging

/// A value that several tasks change.
private final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value { state.withLock { $0 } }

    func change(_ edit: @Sendable (inout Value) -> Void) {
        state.withLock { edit(&$0) }
    }
}

private struct Crowd: Equatable {
    var running = 0
    var alone = 0
    /// How many ran beside one that was to be alone.
    var faults = 0
}

/// Which time limits are believed, and what limits relative to a reference come to.
struct TimingTests {
    private func request(_ cases: Int = 1, cpuMS: Int = 1000) -> JudgeRequest {
        let cases = (0..<cases).map { _ in StdioCase(input: [], output: []) }
        return JudgeRequest(
            language: "python", source: Array("main"), tests: .stdio(cases),
            limits: [.cpuMS: cpuMS, .wallMS: 8000])
    }

    private func run(
        _ termination: Termination = .exited(code: 0), cpu: Double, wall: Double? = nil
    ) -> RunResult {
        RunResult(termination: termination, usage: Usage(wallMS: wall ?? cpu, cpuMS: cpu))
    }

    private func breach(_ name: LimitName, _ limit: Int, _ measured: Double) -> Termination {
        .limitExceeded(LimitBreach(name: name, limit: limit, measured: measured))
    }

    @Test func `a run a little beyond its limit is judged again, alone and with the limit itself`()
        async
    {
        let runner = StubRunner(run(cpu: 1100), run(cpu: 900))
        let report = await Fixtures.judge(runner).judge(request())
        #expect(report.verdict == .accepted)
        #expect(report.timing == TimingEvidence(doubted: .timeLimitExceeded))
        #expect(runner.steps.map(\.programs[0].limits.cpuMS) == [1250, 1000])
        #expect(report.limits.cpuMS == 1000)
    }

    @Test func `what is too slow alone too is too slow`() async {
        let late = run(breach(.cpuMS, 1000, 1003), cpu: 1003)
        let report = await Fixtures.judge(StubRunner(run(cpu: 1100), late)).judge(request())
        #expect(report.verdict == .timeLimitExceeded)
        #expect(report.limit == LimitBreach(name: .cpuMS, limit: 1000, measured: 1003))
        #expect(report.timing?.doubted == .timeLimitExceeded)
    }

    @Test
    func `a run far beyond its limit is believed at once, and the limit told is the real one`()
        async
    {
        let runner = StubRunner(run(breach(.cpuMS, 1250, 1251), cpu: 1251))
        let report = await Fixtures.judge(runner).judge(request())
        #expect(report.verdict == .timeLimitExceeded && report.timing == nil)
        #expect(report.limit == LimitBreach(name: .cpuMS, limit: 1000, measured: 1251))
        #expect(runner.steps.count == 1)
    }

    @Test func `a run within its limit, and one without tests, is taken as it is`() async {
        let runner = StubRunner(run(cpu: 999))
        #expect(await Fixtures.judge(runner).judge(request()).timing == nil)
        #expect(runner.steps.count == 1)
        let plain = StubRunner(run(cpu: 999))
        _ = await Fixtures.judge(plain).judge(
            JudgeRequest(language: "python", source: [], limits: [.cpuMS: 500]))
        #expect(plain.steps.map(\.programs[0].limits.cpuMS) == [500])
    }

    @Test(arguments: [
        // Wall: doubtful if others ran, and it used what of the CPU there was to have.
        (LimitName.wallMS, 7000.0, 1, false), (.wallMS, 7000, 2, true), (.wallMS, 30, 2, false),
        (.wallMS, 900, 9, true), (.idleMS, 0, 1, false), (.idleMS, 0, 2, true),
        (.memoryBytes, 900, 9, false),
    ])
    func `whether other limits are doubtful depends on what else ran`(
        _ name: LimitName, _ cpu: Double, _ atOnce: Int, _ doubtful: Bool
    ) {
        var result = run(breach(name, 8000, 8001), cpu: cpu, wall: 8001)
        #expect(PatientRunner.read(&result, limit: 10_000, atOnce: atOnce) == doubtful)
        #expect(result.breach == LimitBreach(name: name, limit: 8000, measured: 8001))
    }

    @Test func `alone means that nothing else runs, and nobody waits for ever`() async {
        let gate = RunGate()
        let state = Shared(Crowd())
        await withTaskGroup { group in
            for index in 0..<200 {
                group.addTask {
                    if index % 10 == 0 {
                        await gate.alone {
                            state.change {
                                $0.alone += 1
                                $0.faults += $0.running
                            }
                            await Task.yield()
                            state.change { $0.faults += $0.running }
                        }
                    } else {
                        let ticket = await gate.enter()
                        state.change { $0.running += 1 }
                        await Task.yield()
                        state.change { $0.running -= 1 }
                        _ = await gate.leave(ticket)
                    }
                }
            }
        }
        #expect(state.value == Crowd(alone: 20))
    }

    @Test func `the gate counts what ran at the same time`() async {
        let gate = RunGate()
        let (first, second) = (await gate.enter(), await gate.enter())
        #expect(await gate.leave(first) == 2)
        #expect(await gate.leave(second) == 2)
        let third = await gate.enter()
        #expect(await gate.leave(third) == 1)
    }

    // MARK: - Limits relative to a reference

    private func relative(_ factor: Double, floor: Int = 200) -> JudgeRequest {
        var request = request(2)
        request.limits = [:]
        request.timeRatio = TimeRatio(
            factor: factor, reference: Array("reference"), floorMS: floor)
        return request
    }

    private static func source(_ step: ExecutionStep) -> String {
        String(decoding: step.programs[0].files[0].bytes, as: UTF8.self)
    }

    @Test func `the limit is k times the slowest case of the fastest run of the reference`() async {
        // Three runs of two cases: 150 and 300, 120 and 250, 130 and 280; then the candidate.
        let runner = StubRunner(
            run(cpu: 150), run(cpu: 300), run(cpu: 120), run(cpu: 250), run(cpu: 130),
            run(cpu: 280), run(cpu: 400))
        let report = await Fixtures.judge(runner).judge(relative(3))
        #expect(report.verdict == .accepted && report.limits.cpuMS == 750)
        #expect(
            report.timing?.reference == ReferenceTime(cpuMS: 250, runs: 3, factor: 3))
        #expect(runner.steps.map(Self.source).filter { $0 == "reference" }.count == 6)
        #expect(runner.steps.last?.programs[0].limits.cpuMS == 938)
        #expect(report.limits.wallMS == Limits.standard.wallMS)
    }

    @Test func `the floor holds, and saves further runs of the reference`() async {
        let runner = StubRunner(run(cpu: 20))
        let report = await Fixtures.judge(runner).judge(relative(5))
        #expect(report.limits.cpuMS == 200 && report.timing?.reference?.runs == 1)
        #expect(runner.steps.count == 4)
    }

    @Test func `a slow reference moves the wall limit with it, unless that is given`() async {
        let runner = StubRunner(run(cpu: 9000))
        let report = await Fixtures.judge(runner).judge(relative(4))
        #expect(report.limits.cpuMS == 36_000 && report.limits.wallMS == 72_000)
        var request = relative(4)
        request.limits[.wallMS] = 5000
        #expect(
            await Fixtures.judge(StubRunner(run(cpu: 9000))).judge(request).limits.wallMS == 5000)
    }

    @Test func `a reference that is not accepted is a judge error that names it`() async {
        let runner = StubRunner(.exited(0, "other"))
        let report = await Fixtures.judge(runner).judge(relative(5))
        #expect(report.verdict == .judgeError && report.error?.code == .badField)
        #expect(
            report.error?.message.hasPrefix(
                "the reference of `time_ratio` is not accepted but wrong_answer: test `1`: ")
                == true,
            "\(String(describing: report.error))")
        #expect(report.attempts == 1)
    }

    @Test func `a reference is measured once for all, and anew when it is old`() async {
        let runner = StubRunner(run(cpu: 20))
        var judge = Fixtures.judge(runner)
        let clock = Shared(ContinuousClock.now)
        judge.references = ReferenceTimes { clock.value }
        judge.fingerprint = { String(decoding: $0.source, as: UTF8.self) }
        let fixed = judge
        await withTaskGroup { group in
            for _ in 0..<5 { group.addTask { _ = await fixed.judge(relative(5)) } }
        }
        #expect(runner.steps.map(Self.source).count { $0 == "reference" } == 2)
        clock.change { $0 += .seconds(61) }
        _ = await judge.judge(relative(5))
        #expect(runner.steps.map(Self.source).count { $0 == "reference" } == 4)
    }
}
