import Execution
import Glibc
import Testing

@testable import Judging

struct EfficiencyTests {
    private func request(_ rounds: Int = 6) -> EfficiencyRequest {
        EfficiencyRequest(
            language: "python", candidate: Array("own"), reference: Array("rival"),
            inputs: [.init(size: 1, bytes: Array("1"))], rounds: rounds)
    }

    private func run(_ cpu: Double, _ output: String = "4") -> RunResult {
        var run = RunResult.exited(0, output)
        run.usage = Usage(wallMS: cpu, cpuMS: cpu, memoryPeakBytes: Int(cpu) << 10)
        return run
    }

    private static func source(_ step: ExecutionStep) -> String {
        String(decoding: step.programs[0].files[0].bytes, as: UTF8.self)
    }

    @Test func `candidate and reference take turns, and change places each round`() async throws {
        let runner = StubRunner(run(10))
        let runs = try await Fixtures.judge(runner).measure(request())
        let order = runner.steps.map(Self.source)
        #expect(Array(order.prefix(6)) == ["\n", "own", "rival", "\n", "rival", "own"])
        #expect(order.count == 18 && runs.failure == nil)
        let point = try #require(runs.points.first)
        #expect(point.candidate.cpuMS.count == 6 && point.null.cpuMS.count == 6)
        #expect(point.reference.memoryPeakBytes == 10 << 10 && point.size == 1)
        #expect(runner.steps.allSatisfy { $0.programs[0].onOneCore })
    }

    @Test func `a checker program says which other outputs are right, once for each`() async throws
    {
        var asked = request()
        asked.checker = .program(CheckerProgram(language: "python", source: Array("judge")))
        // Null, candidate, reference, the checker; then the candidate prints the same again.
        var script = [run(1), run(10, "5"), run(10, "4"), .exited(0)]
        for round in 1..<6 {
            let turn = [run(10, "5"), run(10, "4")]
            script += [run(1)] + (round.isMultiple(of: 2) ? turn : turn.reversed())
        }
        let runner = StubRunner(script.map { .results([$0]) })
        let runs = try await Fixtures.judge(runner).measure(asked)
        #expect(runs.failure == nil && runs.points.first?.candidate.cpuMS.count == 6)
        let checks = runner.steps.filter { Self.source($0) == "judge" }
        #expect(checks.count == 1 && checks.first?.programs[0].onOneCore == false)
        let files = checks.first?.programs[0].files ?? []
        #expect(files.contains(BoxFile(path: "output.txt", bytes: Array("5"))))
        #expect(files.contains(BoxFile(path: "answer.txt", bytes: Array("4"))))

        let refuses = StubRunner(run(1), run(10, "5"), run(10, "4"), .exited(1))
        let refused = try await Fixtures.judge(refuses).measure(asked)
        #expect(refused.failure?.verdict == .wrongAnswer && refused.points.isEmpty)
        #expect(refused.failure?.message == "the checker refuses what it prints: wrong answer")
    }

    @Test func `what each used goes to its own side`() async throws {
        // Null, candidate, reference; null, reference, candidate; ...
        var script: [RunResult] = []
        for round in 0..<6 {
            script.append(run(1))
            script += round.isMultiple(of: 2) ? [run(30), run(10)] : [run(10), run(30)]
        }
        let judge = Fixtures.judge(StubRunner(script.map { .results([$0]) }))
        let point = try #require(try await judge.measure(request()).points.first)
        #expect(point.candidate.cpuMS == Array(repeating: 30, count: 6))
        #expect(point.reference.cpuMS == Array(repeating: 10, count: 6))
    }

    @Test func `a candidate that differs or fails has no figures`() async throws {
        let differs = StubRunner(run(1), run(10, "5"), run(10, "4"))
        let wrong = try await Fixtures.judge(differs).measure(request())
        #expect(wrong.failure?.verdict == .wrongAnswer && wrong.points.isEmpty)
        let crashes = StubRunner(run(1), .exited(1), run(10))
        let crashed = try await Fixtures.judge(crashes).measure(request())
        #expect(crashed.failure?.verdict == .runtimeError && crashed.points.isEmpty)
    }

    @Test func `a reference that fails, and a request out of bounds, are refused`() async {
        let fails = StubRunner(run(1), run(10), .exited(1))
        await #expect(throws: JudgeError.self) {
            try await Fixtures.judge(fails).measure(request())
        }
        let judge = Fixtures.judge(StubRunner(run(10)))
        await #expect(throws: JudgeError.self) { try await judge.measure(request(5)) }
        var none = request()
        none.inputs = []
        let empty = none
        await #expect(throws: JudgeError.self) { try await judge.measure(empty) }
        var talking = request()
        talking.checker = .interactor(CheckerProgram(language: "python", source: []))
        let interactive = talking
        await #expect(throws: JudgeError.self) { try await judge.measure(interactive) }
    }
}

/// A square and a straight way to one result, told apart by counting.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct RealEfficiencyTests {
    static let linear = """
        #include <stdio.h>
        int main() {
            long n, sum = 0;
            if (scanf("%ld", &n) != 1) return 1;
            for (volatile long i = 0; i < n; i++) sum += i % 7;
            printf("%ld\\n", sum);
        }

        """
    static let quadratic = """
        #include <stdio.h>
        int main() {
            long n, sum = 0;
            if (scanf("%ld", &n) != 1) return 1;
            for (long i = 0; i < n; i++) {
                volatile long rest = 0;
                for (long j = 0; j < i % 7; j++) sum++;
                for (long j = 0; j < n; j++) rest++;
            }
            printf("%ld\\n", sum);
        }

        """

    @Test(.enabled(if: hasValgrind, "valgrind is not installed"))
    func `a quadratic program is told from a linear one, by counted instructions`() async throws {
        let judge = try RealBoxes.judge.get()
        let inputs = [500, 1000, 2000].map { (size: Int) in
            EfficiencyRequest.Input(size: size, bytes: Array("\(size)\n".utf8))
        }
        let runs = try await judge.measure(
            EfficiencyRequest(
                language: "c", candidate: Array(Self.quadratic.utf8),
                reference: Array(Self.linear.utf8), inputs: inputs, rounds: 6,
                countsInstructions: true))
        #expect(runs.failure == nil && runs.points.count == 3)
        func counted(_ side: KeyPath<EfficiencyRuns.Point, EfficiencyRuns.Side>) -> [Int] {
            runs.points.map {
                ($0[keyPath: side].instructions ?? 0) - ($0.null.instructions ?? 0)
            }
        }
        let (own, rival) = (counted(\.candidate), counted(\.reference))
        for index in 1..<own.count {
            let growth = Double(own[index]) / Double(own[index - 1])
            #expect(growth > 3.6 && growth < 4.4, "\(own)")
            #expect(Double(rival[index]) / Double(rival[index - 1]) < 2.4, "\(rival)")
        }
        #expect(own[2] > 50 * rival[2])
    }

    @Test func `a generator's inputs have their sizes`() async throws {
        let judge = try RealBoxes.judge.get()
        let source = Array("import sys\nprint('x' * int(sys.argv[1]))\n".utf8)
        let inputs = try await judge.generate([3, 5], language: "python", source: source)
        #expect(inputs.map(\.size) == [3, 5])
        #expect(inputs.map(\.bytes) == [Array("xxx\n".utf8), Array("xxxxx\n".utf8)])
        await #expect(throws: JudgeError.self) {
            try await judge.generate([1], language: "python", source: Array("1/0".utf8))
        }
    }
}

private let hasValgrind = access("/usr/bin/valgrind", X_OK) == 0
