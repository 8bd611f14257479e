import Execution
import Judging
import Testing

@testable import Operations

struct EfficiencyReportTests {
    /// Costs in milliseconds for sizes, three per mille apart from round to round.
    private func runs(
        _ candidate: (Double) -> Double, _ reference: (Double) -> Double
    ) -> EfficiencyRuns {
        var runs = EfficiencyRuns()
        for size in [1000, 2000, 4000, 8000] {
            var point = EfficiencyRuns.Point(size: size, inputBytes: size * 5)
            for round in 0..<9 {
                let noise = 1 + Double(round * 7 % 9 - 4) * 0.003
                point.null.cpuMS.append(10 * noise)
                point.candidate.cpuMS.append((10 + candidate(Double(size))) * noise)
                point.reference.cpuMS.append((10 + reference(Double(size))) * (2 - noise))
            }
            point.candidate.memoryPeakBytes = size
            runs.points.append(point)
        }
        return runs
    }

    @Test func `a quadratic candidate is slower, and both growths are told`() throws {
        let report = EfficiencyReport(runs({ $0 * $0 / 10_000 }, { $0 / 20 }))
        #expect(report.band == "slower" && report.growthOf == "cpu_ms")
        #expect(report.candidateGrowth?.kind == "quadratic")
        #expect(report.referenceGrowth?.kind == "linear")
        let last = try #require(report.points.last)
        #expect(abs(try #require(last.ratio.value) - 16) < 0.5 && last.ratio.interval != nil)
        #expect(abs(try #require(last.candidateMS) - 6400) < 5 && last.nullMS == 10)
    }

    @Test func `alike is comparable, and what needs no time is inconclusive`() {
        let alike = EfficiencyReport(runs({ $0 / 20 }, { $0 / 20 }))
        #expect(alike.band == "comparable" && alike.ratio?.note == nil)
        let tiny = EfficiencyReport(runs({ _ in 1 }, { _ in 1 }))
        #expect(tiny.band == "inconclusive")
        #expect(
            tiny.ratio?.note
                == "the reference costs hardly more than a program that does nothing")
        #expect(tiny.candidateGrowth?.kind == "inconclusive")
    }

    @Test func `counted instructions decide the growth, less what nothing costs`() {
        var runs = runs({ $0 / 20 }, { $0 / 20 })
        for index in runs.points.indices {
            let size = 1000 << index
            runs.points[index].null.instructions = 100_000
            runs.points[index].candidate.instructions = 100_000 + size * size
            runs.points[index].reference.instructions = 100_000 + size * 50
        }
        let report = EfficiencyReport(runs)
        #expect(report.growthOf == "instructions")
        #expect(report.candidateGrowth?.kind == "quadratic")
        #expect(report.referenceGrowth?.kind == "linear")
        #expect(report.instructionRatio == 160)
    }

    @Test func `nothing measured has no figures but its failure`() {
        var runs = EfficiencyRuns()
        runs.failure = .init(verdict: .wrongAnswer, message: "prints other lines")
        let report = EfficiencyReport(runs)
        #expect(report.ratio == nil && report.points.isEmpty && report.band == "inconclusive")
        #expect(report.failure?.verdict == .wrongAnswer && report.candidateGrowth == nil)
    }
}
