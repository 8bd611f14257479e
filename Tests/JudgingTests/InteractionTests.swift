import Execution
@testable import Judging
import Testing

/// Readings of what checkers and interactors say and how they end, with nothing run.
struct InteractionTests {
    private func answer(
        _ code: Int, _ said: String = "", points: Double = 10
    ) -> CheckerAnswer {
        var run = RunResult.exited(code)
        run.stderr = CapturedOutput(bytes: Array(said))
        return CheckerAnswer(run, points: points)
    }

    @Test func `testlib's statuses are read`() {
        #expect(answer(0, "ok 3 numbers\n") == .accepted("ok 3 numbers"))
        #expect(answer(1, "wrong answer 1st") == .wrong("wrong answer 1st"))
        #expect(answer(1) == .wrong("wrong answer"))
        #expect(answer(2, "wrong output format x") == .wrong("wrong output format x"))
        #expect(answer(4) == .wrong("wrong output format"))
        #expect(answer(8) == .wrong("unexpected end of the output"))
        #expect(answer(7, "points 2.5 half") == .partial(share: 0.25, "points 2.5 half"))
        #expect(answer(7, "points 0") == .partial(share: 0, "points 0"))
        #expect(answer(7, "points 0", points: 0) == .partial(share: 0, "points 0"))
        #expect(answer(7, "points 10") == .accepted("points 10"))
        #expect(answer(7, "points 11") == .accepted("points 11"))
        #expect(answer(7, "points -1") == .partial(share: 0, "points -1"))
        #expect(answer(250, "partially correct (200)") == .accepted("partially correct (200)"))
    }

    @Test func `a partial answer is not taken for another, whatever base it was built with`() {
        for n in [0, 1, 2, 3, 4, 7, 8] {
            let said = "partially correct (\(n)) so so"
            #expect(answer(n, said) == .partial(share: Double(n) / 200, said))
            #expect(answer(50 + n, said) == .partial(share: Double(n) / 200, said))
        }
        #expect(answer(1, "partially correct (5)") == .wrong("partially correct (5)"))
    }

    @Test func `a partial answer is not taken from the output that a checker repeats`() {
        let said = "partially correct (1) hm"
        func reading(_ code: Int, _ output: String, onError: Bool = true) -> CheckerAnswer {
            var run = RunResult.exited(code)
            if onError { run.stderr = CapturedOutput(bytes: Array(said)) }
            run.stdout = CapturedOutput(bytes: Array(said))
            return CheckerAnswer(run, points: 1, about: Array(output))
        }
        #expect(reading(1, "7\n") == .partial(share: 1.0 / 200, said))
        #expect(reading(1, "7\n \(said)\r\n8") == .wrong(said))
        #expect(reading(1, "7", onError: false) == .wrong(said))
        // A status of partial answers alone says it as well.
        #expect(reading(51, "\(said)\n") == .partial(share: 1.0 / 200, said))
    }

    @Test func `only the status for it says that a checker has failed by its own word`() {
        #expect(answer(3, "FAIL x") == .failure("failed: FAIL x"))
        #expect(answer(9) == .crash("ended with the status 9, which says nothing"))
        #expect(
            answer(1, "Traceback (most recent call last):\nValueError: x")
                == .crash("crashed: ValueError: x"))
    }

    @Test(arguments: [
        (3, "FAIL no answer"), (7, "no number"), (7, "points nan"), (7, ""), (5, ""), (127, ""),
        (255, ""), (52, ""), (150, "partially correct (99)"),
        (1, "Traceback (most recent call last):\n  File\nValueError: x"),
        (1, "note\nException in thread \"main\" java.lang.Error"), (101, "panicked"),
    ])
    func `a checker's own failure is no answer`(code: Int, said: String) {
        guard answer(code, said).isFailure else {
            Issue.record("\(answer(code, said))")
            return
        }
    }

    @Test(arguments: [
        RunResult.ended(.signalled("SIGSEGV")), .exceeded(.cpuMS), .exceeded(.memoryBytes),
        .ended(.violation), .ended(.stopped),
    ])
    func `a checker that does not end by itself has failed`(run: RunResult) {
        guard case .crash = CheckerAnswer(run, points: 1) else {
            Issue.record("\(run.termination)")
            return
        }
    }

    private func read(_ candidate: RunResult, _ interactor: RunResult) -> String {
        switch Interaction(candidate: candidate, interactor: interactor, points: 1) {
        case .ending(let ending): return ending.verdict.rawValue
        case .answer(.accepted): return "accepted"
        case .answer(.wrong): return "wrong_answer"
        case .answer(.partial): return "partial"
        case .answer(.failure), .answer(.crash): return "failure"
        }
    }

    private let stopped = RunResult.ended(.stopped)
    private let brokenPipe = RunResult.ended(.signalled("SIGPIPE"))

    @Test func `an interactor's word holds where the candidate lived or ended well`() {
        for candidate in [RunResult.exited(), stopped] {
            #expect(read(candidate, .exited(0)) == "accepted")
            #expect(read(candidate, .exited(1)) == "wrong_answer")
            #expect(read(candidate, .exited(3)) == "failure")
            #expect(read(candidate, .ended(.signalled("SIGSEGV"))) == "failure")
        }
    }

    @Test func `a candidate that fails by itself is not excused by what the interactor says`() {
        for candidate in [RunResult.exited(1), .ended(.signalled("SIGSEGV")), brokenPipe] {
            for code in [0, 1, 3] {
                #expect(read(candidate, .exited(code)) == "runtime_error")
            }
        }
    }

    @Test func `a limit or a forbidden call of the candidate counts, whatever was said`() {
        #expect(read(.exceeded(.wallMS), .exited(1)) == "time_limit_exceeded")
        #expect(read(.exceeded(.idleMS), .exited(0)) == "time_limit_exceeded")
        #expect(read(.exceeded(.memoryBytes), .exited(3)) == "memory_limit_exceeded")
        #expect(read(.ended(.violation), .exited(0)) == "security_violation")
    }

    @Test func `a flood is the candidate's, a hang after its end the interactor's`() {
        #expect(read(stopped, .exceeded(.memoryBytes)) == "memory_limit_exceeded")
        #expect(read(stopped, .exceeded(.cpuMS)) == "time_limit_exceeded")
        #expect(read(.exited(), .exceeded(.wallMS)) == "failure")
        #expect(read(.exited(2), .exceeded(.wallMS)) == "runtime_error")
    }

    @Test func `an interactor that writes to a program that has gone is no failure`() {
        #expect(read(.exited(), brokenPipe) == "wrong_answer")
        var python = RunResult.exited(1)
        python.stderr = CapturedOutput(
            bytes: Array("Traceback (most recent call last):\nBrokenPipeError: x"))
        #expect(read(.exited(), python) == "wrong_answer")
        #expect(read(stopped, python) == "failure")
    }
}
