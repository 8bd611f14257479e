import Execution
import Testing

@testable import Judging

/// Limits relative to a reference, and repetition, in real boxes.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct RealTimingTests {
    private func request(_ source: String) -> JudgeRequest {
        JudgeRequest(
            language: "python", source: Array(source.utf8),
            tests: .stdio([StdioCase(input: Array("3\n".utf8), output: Array("9\n".utf8))]))
    }

    private static let square = "x = int(input())\nprint(x * x)\n"

    @Test func `an endless loop exceeds a limit that the reference set, and is believed at once`()
        async throws
    {
        var request = request("while True: pass\n")
        request.timeRatio = TimeRatio(factor: 2, reference: Array(Self.square.utf8), floorMS: 300)
        let report = try await RealBoxes.judge.get().judge(request)
        #expect(report.verdict == .timeLimitExceeded, "\(String(describing: report.error))")
        #expect(report.limit?.name == .cpuMS && report.limit?.limit == report.limits.cpuMS)
        #expect(report.limits.cpuMS >= 300)
        let reference = try #require(report.timing?.reference)
        #expect(reference.cpuMS > 0 && report.timing?.doubted == nil)
        request.source = Array(Self.square.utf8)
        #expect(try await RealBoxes.judge.get().judge(request).verdict == .accepted)
    }

    @Test func `a program that tosses a coin is flaky and not accepted`() async throws {
        // All of 24 tosses alike: once in 8 million times.
        var request = request("import os\nprint(9 if os.urandom(1)[0] & 1 else 8)\n")
        request.repeats = 24
        let report = try await RealBoxes.judge.get().judge(request)
        #expect(report.verdict == .wrongAnswer && report.flaky == true)
        let test = try #require(report.repetition?.tests.first)
        #expect(test.verdicts.values.reduce(0, +) == 24 && test.verdicts.count == 2)
        request.source = Array(Self.square.utf8)
        request.repeats = 3
        let steady = try await RealBoxes.judge.get().judge(request)
        #expect(steady.verdict == .accepted && steady.flaky == false)
    }
}
