import Execution
import Testing

@testable import Judging

/// When checkers are compiled, beside what runs alone.
struct CheckerGateTests {
    private let program = CheckerProgram(language: "c", source: Array("int main(){}"))

    private static let compiled: RunResult = {
        var result = RunResult.exited()
        result.collected = ["main": [1]]
        return result
    }()

    private func checkers(_ runner: StubRunner, _ gate: RunGate) -> CheckerPrograms {
        CheckerPrograms(
            runner: runner, host: PlainHost(), profiles: Fixtures.profiles, gate: gate)
    }

    @Test func `a checker is not compiled while a program runs alone`() async throws {
        let runner = StubRunner(Self.compiled)
        let gate = RunGate()
        let checkers = checkers(runner, gate)
        let program = program
        let waiting = await gate.alone {
            let waiting = Task { try await checkers.ready(program, role: "checker") }
            for _ in 0..<50 { await Task.yield() }
            #expect(runner.steps.isEmpty)
            return waiting
        }
        _ = try await waiting.value
        #expect(runner.steps.count == 1)
    }

    @Test func `what runs alone compiles its checker once, for all`() async throws {
        let runner = StubRunner(Self.compiled)
        let gate = RunGate()
        let checkers = checkers(runner, gate)
        let program = program
        try await gate.alone { () async throws in
            for _ in 0..<3 {
                _ = try await checkers.ready(program, role: "checker", alone: true)
            }
        }
        _ = try await checkers.ready(program, role: "checker")
        #expect(runner.steps.count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `what runs alone gets its checker though others wait for theirs`() async throws {
        let runner = StubRunner(Self.compiled)
        let gate = RunGate()
        let checkers = checkers(runner, gate)
        let program = program
        let waiting = try await gate.alone { () async throws in
            let waiting = Task { try await checkers.ready(program, role: "checker") }
            for _ in 0..<50 { await Task.yield() }
            _ = try await checkers.ready(program, role: "checker", alone: true)
            #expect(runner.steps.count == 1)
            return waiting
        }
        _ = try await waiting.value
        // Known by now: nobody compiles it again.
        _ = try await checkers.ready(program, role: "checker", alone: true)
        _ = try await checkers.ready(program, role: "checker")
        #expect(runner.steps.count == 2)
    }
}
