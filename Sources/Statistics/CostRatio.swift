import Glibc

/// How many times a reference's cost a candidate's is, from runs that took turns.
package struct CostRatio: Sendable, Equatable {
    /// What may be said of a candidate.
    package enum Band: String, Sendable {
        case faster
        case comparable
        case slower
        /// The interval holds a boundary, or there is none.
        case inconclusive
    }

    /// Below the first it is faster, above the second slower.
    package static let boundaries = (low: 0.8, high: 1.25)

    package var ratio: Estimate
    package var interval: Interval
    package var band: Band
    /// Why it is inconclusive, or anything is undefined.
    package var note: String?

    /// Of pairs of one run each; `null` is what starting and ending cost, taken off both.
    ///
    /// Ratios are compared as logarithms, so that candidate and reference may change places. What
    /// the reference costs beyond `null` has to be at least `least`.
    package init(candidate: [Double], reference: [Double], null: Double, least: Double = 0) {
        let pairs = zip(candidate, reference).map { (own: $0 - null, rival: $1 - null) }
        let middle = Quantile.median(pairs.map(\.rival)) ?? 0
        var reason: String?
        if pairs.isEmpty {
            reason = "there are no measurements"
        } else if middle < least || middle <= 0 {
            reason = "the reference costs hardly more than a program that does nothing"
        } else if pairs.contains(where: { $0.rival <= 0 || $0.own <= 0 }) {
            reason = "a run cost no more than a program that does nothing"
        }
        if let reason {
            (ratio, interval) = (.undefined(reason), .undefined(reason))
            (band, note) = (.inconclusive, reason)
            return
        }
        let location = HodgesLehmann(pairs.map { log($0.own / $0.rival) })
        ratio = location.estimate.value.map { .value(exp($0)) } ?? location.estimate
        interval = location.interval
        if case .between(let low, let high, let method) = location.interval {
            interval = .between(exp(low), exp(high), method)
        }
        band = Self.band(interval)
        guard band == .inconclusive else { return }
        note = interval.reason ?? "the interval holds a boundary"
    }

    /// The band that the whole interval lies in.
    package static func band(_ interval: Interval) -> Band {
        guard let (low, high) = interval.bounds else { return .inconclusive }
        if high < boundaries.low { return .faster }
        if low > boundaries.high { return .slower }
        return low >= boundaries.low && high <= boundaries.high ? .comparable : .inconclusive
    }
}

/// How cost grows with the size of the input: the slope of log cost over log size.
package struct Growth: Sendable, Equatable {
    package enum Class: String, CaseIterable, Sendable {
        /// Constant, logarithmic, or the square root.
        case sublinear
        /// n log n too: over the sizes that one can measure its slope is below 1.3.
        case linear
        case quadratic
        case cubic
        case steeper
        case inconclusive

        /// The slopes that are read as this; what lies between is inconclusive.
        package var slopes: ClosedRange<Double>? {
            switch self {
            case .sublinear: -0.4...0.6
            case .linear: 0.75...1.4
            case .quadratic: 1.6...2.4
            case .cubic: 2.6...3.4
            case .steeper: 3.6...(.infinity)
            case .inconclusive: nil
            }
        }
    }

    /// One size, and what it cost beyond a program that does nothing.
    package struct Point: Sendable, Equatable {
        package var size: Double
        package var cost: Double

        package init(size: Double, cost: Double) {
            self.size = size
            self.cost = cost
        }
    }

    /// The median slope of all pairs of points.
    package var slope: Estimate
    /// The least and the greatest slope between neighbours.
    package var range: ClosedRange<Double>?
    package var kind: Class
    package var note: String?

    /// At least three sizes whose cost is at least `least`; smaller costs say nothing.
    ///
    /// Theil's slope: H. Theil, "A rank-invariant method of linear and polynomial regression
    /// analysis", 1950. A class is told only if every slope between neighbours lies in it: few
    /// points give no honest interval, and a curve that bends has no one slope.
    package init(_ points: [Point], least: Double = 0) {
        let usable = points.filter { $0.size > 0 && $0.cost > 0 && $0.cost >= least }
            .sorted { $0.size < $1.size }
        let sizes = Set(usable.map(\.size)).count
        guard sizes == usable.count, sizes >= 3 else {
            let reason =
                sizes == usable.count
                ? "only \(sizes) of \(points.count) sizes cost enough to tell; three are needed"
                : "two points have the same size"
            (slope, kind, note) = (.undefined(reason), .inconclusive, reason)
            return
        }
        func steepness(_ first: Point, _ second: Point) -> Double {
            log(second.cost / first.cost) / log(second.size / first.size)
        }
        var slopes: [Double] = []
        for (index, point) in usable.enumerated() {
            for later in usable[(index + 1)...] { slopes.append(steepness(point, later)) }
        }
        let steps = zip(usable, usable.dropFirst()).map(steepness)
        let range = (steps.min() ?? 0)...(steps.max() ?? 0)
        self.range = range
        slope = .value(Quantile.median(slopes) ?? 0)
        let found = Class.allCases.first { kind in
            guard let slopes = kind.slopes else { return false }
            return slopes.contains(range.lowerBound) && slopes.contains(range.upperBound)
        }
        kind = found ?? .inconclusive
        if found == nil { note = "slopes between neighbouring sizes lie in no one class" }
    }
}
