import Execution
import Judging
import Synchronization
import Testing

@testable import Operations

/// What `--repeat` and `--time-ratio` ask the judge for, and what is told of the answers.
struct JudgeTimingTests {
    private final class Asked: Sendable {
        let requests = Mutex<[JudgeRequest]>([])
    }

    private func report(_ request: JudgeRequest) -> JudgeReport {
        var report = Bench.report(request)
        guard request.repeats > 1 else { return report }
        let isFlaky = String(decoding: request.source, as: UTF8.self).contains("COIN")
        report.flaky = isFlaky
        report.repetition = Repetition(
            runs: request.repeats,
            verdicts: isFlaky ? [.accepted: 1, .wrongAnswer: 2] : [.accepted: 3], tests: [])
        if isFlaky {
            report.verdict = .wrongAnswer
            report.timing = TimingEvidence(doubted: .timeLimitExceeded)
        }
        return report
    }

    @Test func `each is judged so often and by the reference, and the flaky ones are named`()
        async throws
    {
        let asked = Asked()
        let bench = try await Bench { request in
            asked.requests.withLock { $0.append(request) }
            return report(request)
        }
        _ = try await bench.importProblems()
        _ = try await bench.importSamples(["", "COIN"])
        let summary = try await bench.workspace.judge(
            JudgeOptions(jobs: 1, repeats: 3, timeRatio: 5))
        #expect(summary.flaky == 1 && summary.confirmedAlone == 1)
        let requests = asked.requests.withLock { $0 }
        #expect(requests.map(\.repeats) == [3, 3])
        let ratios = requests.compactMap(\.timeRatio)
        #expect(ratios.map(\.factor) == [5, 5] && ratios.map(\.floorMS) == [200, 200])
        #expect(
            ratios.allSatisfy {
                String(decoding: $0.reference, as: UTF8.self).contains("y = x + 0")
            })
        let flaky = try #require(summary.flakyIDs.first)
        let detail = try await bench.workspace.submission(flaky)
        #expect(detail.report?.flaky == true && detail.report?.repetition?.runs == 3)
        #expect(detail.report?.timing?.doubted == .timeLimitExceeded)
    }
}
