/// Where a value probably lies, or why that cannot be told.
package enum Interval: Sendable, Equatable {
    package enum Method: String, Sendable {
        /// Bias-corrected and accelerated bootstrap.
        case bca
        /// Wilson's score interval of a proportion.
        case wilson
        /// By order statistics of the Walsh averages, as the signed-rank test orders them.
        case signedRank = "signed_rank"
    }

    case between(Double, Double, Method)
    /// Lower case, no full stop.
    case undefined(String)

    package var bounds: (low: Double, high: Double)? {
        if case .between(let low, let high, _) = self { (low, high) } else { nil }
    }

    package var method: Method? {
        if case .between(_, _, let method) = self { method } else { nil }
    }

    package var reason: String? {
        if case .undefined(let reason) = self { reason } else { nil }
    }
}

/// The score interval of a proportion, without continuity correction.
///
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
/// (1927) 209-212.
package enum WilsonInterval {
    package static func of(
        successes: Int, trials: Int, confidence: Double = 0.95
    ) -> Interval {
        guard trials > 0 else { return .undefined("there are no trials") }
        guard successes >= 0, successes <= trials else {
            return .undefined("\(successes) of \(trials) cannot be")
        }
        let n = Double(trials)
        let p = Double(successes) / n
        let z = Normal.quantile(0.5 + confidence / 2)
        let scale = 1 + z * z / n
        let middle = (p + z * z / (2 * n)) / scale
        let reach = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return .between(
            successes == 0 ? 0 : max(0, middle - reach),
            successes == trials ? 1 : min(1, middle + reach), .wilson)
    }
}

/// Bootstrap intervals of a mean: cases are drawn anew with replacement.
///
/// BCa rather than the percentile interval, because means of pass rates near 0 and 1 are skewed
/// and the percentile interval then misses on one side: B. Efron, "Better bootstrap confidence
/// intervals", JASA 82 (1987) 171-185; Efron and Tibshirani, "An introduction to the bootstrap",
/// 1993, chapter 14. The seed is fixed, so the same data give the same interval everywhere.
package enum Bootstrap {
    package static let resamples = 5000
    package static let seed: UInt64 = 20_261_121

    /// The interval of the mean of independent cases.
    ///
    /// Undefined for fewer than two cases, and when all are equal: then drawing anew shows nothing.
    package static func mean(
        _ values: [Double], confidence: Double = 0.95, resamples: Int = resamples,
        seed: UInt64 = seed
    ) -> Interval {
        guard let first = values.first else { return .undefined("there are no cases") }
        guard values.count >= 2 else { return .undefined("one case shows no spread") }
        guard values.contains(where: { $0 != first }) else {
            return .undefined("all \(values.count) cases have the same value")
        }
        var generator = SeededGenerator(seed: seed)
        let n = Double(values.count)
        var means: [Double] = []
        means.reserveCapacity(resamples)
        for _ in 0..<max(1, resamples) {
            var sum = 0.0
            for _ in values.indices { sum += values[generator.below(values.count)] }
            means.append(sum / n)
        }
        means.sort()
        return bca(of: values, means, confidence)
    }

    /// `means` are sorted.
    private static func bca(
        of values: [Double], _ means: [Double], _ confidence: Double
    ) -> Interval {
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        // Sums in another order may differ in the last bit.
        let hair = 1e-12 * max(1, abs(mean))
        let below = Double(means.count { $0 < mean - hair })
        let equal = Double(means.count { abs($0 - mean) <= hair })
        let count = Double(means.count)
        let share = min(max((below + equal / 2) / count, 0.5 / count), 1 - 0.5 / count)
        let bias = Normal.quantile(share)
        var squares = 0.0
        var cubes = 0.0
        for value in values {
            let deviation = value - mean
            squares += deviation * deviation
            cubes += deviation * deviation * deviation
        }
        // The jackknife's values of a mean are a multiple of these deviations.
        let acceleration = cubes / (6 * squares * squares.squareRoot())
        func bound(_ p: Double) -> Double {
            let z = bias + Normal.quantile(p)
            let corrected = Normal.cumulative(bias + z / (1 - acceleration * z))
            return Quantile.of(sorted: means, corrected)
        }
        let tail = (1 - confidence) / 2
        return .between(bound(tail), bound(1 - tail), .bca)
    }
}

/// Quantiles of samples.
package enum Quantile {
    /// By linear interpolation: type 7 of Hyndman and Fan, "Sample quantiles in statistical
    /// packages", The American Statistician 50 (1996); `values` are sorted and not empty.
    package static func of(sorted values: [Double], _ p: Double) -> Double {
        let position = min(max(p, 0), 1) * Double(values.count - 1)
        let lower = Int(position.rounded(.down))
        let upper = min(lower + 1, values.count - 1)
        let part = position - Double(lower)
        return values[lower] + part * (values[upper] - values[lower])
    }

    /// `nil` of nothing.
    package static func median(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : of(sorted: values.sorted(), 0.5)
    }
}
