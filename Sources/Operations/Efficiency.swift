package import Execution
package import Judging
import Statistics

/// How efficient a candidate is beside a reference: evidence, not a verdict.
package struct EfficiencyReport: Sendable, Equatable {
    /// What was measured on one input; what a program that does nothing costs is taken off CPU
    /// times and instructions, but not off memory.
    package struct Point: Sendable, Equatable {
        package var size: Int?
        package var inputBytes: Int
        /// Medians; `nil` if nothing was measured.
        package var candidateMS: Double?
        package var referenceMS: Double?
        package var nullMS: Double?
        package var ratio: Measured
        /// `faster`, `comparable`, `slower` or `inconclusive`.
        package var band: String
        package var candidateMemoryBytes: Int
        package var referenceMemoryBytes: Int
        package var candidateInstructions: Int?
        package var referenceInstructions: Int?
    }

    /// How a program's cost grows with the size of its input.
    package struct GrowthRow: Sendable, Equatable {
        package var slope: Double?
        package var low: Double?
        package var high: Double?
        /// `sublinear`, `linear` (n log n too), `quadratic`, `cubic`, `steeper`, `inconclusive`.
        package var kind: String
        package var note: String?
    }

    /// Costs below these, beyond a program that does nothing, are not told from noise.
    static let leastMS = 5.0
    static let leastInstructions = 20_000.0

    package var points: [Point]
    /// Of the last input, the largest; `nil` if nothing was measured.
    package var ratio: Measured?
    package var band: String
    /// Candidate to reference, on the last input; `nil` if they were not counted.
    package var instructionRatio: Double?
    /// `nil` without sizes.
    package var candidateGrowth: GrowthRow?
    package var referenceGrowth: GrowthRow?
    /// `cpu_ms` or `instructions`.
    package var growthOf: String
    package var failure: EfficiencyRuns.Failure?
    package var environment: BoxEnvironment

    package init(_ runs: EfficiencyRuns) {
        points = runs.points.map(Self.point)
        ratio = points.last?.ratio
        band = points.last?.band ?? CostRatio.Band.inconclusive.rawValue
        failure = runs.failure
        environment = runs.environment
        if let last = points.last, let own = last.candidateInstructions,
            let rival = last.referenceInstructions, own > 0, rival > 0
        {
            instructionRatio = Double(own) / Double(rival)
        }
        let counted = points.contains { $0.candidateInstructions != nil }
        growthOf = counted ? "instructions" : "cpu_ms"
        guard !points.isEmpty, points.allSatisfy({ $0.size != nil }) else { return }
        let least = counted ? Self.leastInstructions : Self.leastMS
        candidateGrowth = Self.growth(points, least) {
            counted ? $0.candidateInstructions.map(Double.init) : $0.candidateMS
        }
        referenceGrowth = Self.growth(points, least) {
            counted ? $0.referenceInstructions.map(Double.init) : $0.referenceMS
        }
    }

    private static func point(_ point: EfficiencyRuns.Point) -> Point {
        let null = Quantile.median(point.null.cpuMS)
        let ratio = CostRatio(
            candidate: point.candidate.cpuMS, reference: point.reference.cpuMS, null: null ?? 0,
            least: leastMS)
        func net(_ side: EfficiencyRuns.Side) -> Double? {
            Quantile.median(side.cpuMS).map { max(0, $0 - (null ?? 0)) }
        }
        func counted(_ side: EfficiencyRuns.Side) -> Int? {
            side.instructions.map { max(0, $0 - (point.null.instructions ?? 0)) }
        }
        var measured = Measured(ratio.ratio, ratio.interval)
        measured.note = ratio.note
        return Point(
            size: point.size, inputBytes: point.inputBytes, candidateMS: net(point.candidate),
            referenceMS: net(point.reference), nullMS: null, ratio: measured,
            band: ratio.band.rawValue, candidateMemoryBytes: point.candidate.memoryPeakBytes,
            referenceMemoryBytes: point.reference.memoryPeakBytes,
            candidateInstructions: counted(point.candidate),
            referenceInstructions: counted(point.reference))
    }

    private static func growth(
        _ points: [Point], _ least: Double, _ cost: (Point) -> Double?
    ) -> GrowthRow {
        let growth = Growth(
            points.compactMap { point in
                guard let size = point.size, let cost = cost(point) else { return nil }
                return Growth.Point(size: Double(size), cost: cost)
            }, least: least)
        return GrowthRow(
            slope: growth.slope.value, low: growth.range?.lowerBound,
            high: growth.range?.upperBound, kind: growth.kind.rawValue, note: growth.note)
    }
}
