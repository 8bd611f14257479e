/// The middle of a few measurements, and where it probably lies: the median of all means of two
/// (Walsh averages), with the interval that the signed-rank test does not reject.
///
/// J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of
/// Mathematical Statistics 34 (1963) 598-611; the interval after E. L. Lehmann, "Nonparametrics",
/// 1975, section 4.3. One wild measurement in ten moves neither much, and no distribution is
/// assumed but a symmetric one.
package struct HodgesLehmann: Sendable, Equatable {
    package var estimate: Estimate
    package var interval: Interval

    /// The Walsh averages grow with the square of the count.
    package static let mostValues = 1000

    package init(_ values: [Double], confidence: Double = 0.95) {
        guard !values.isEmpty else {
            estimate = .undefined("there are no measurements")
            interval = .undefined("there are no measurements")
            return
        }
        guard values.count <= Self.mostValues else {
            estimate = .undefined("more than \(Self.mostValues) measurements")
            interval = .undefined("more than \(Self.mostValues) measurements")
            return
        }
        var walsh: [Double] = []
        walsh.reserveCapacity(values.count * (values.count + 1) / 2)
        for (index, value) in values.enumerated() {
            for other in values[index...] { walsh.append((value + other) / 2) }
        }
        walsh.sort()
        estimate = .value(Quantile.of(sorted: walsh, 0.5))
        let cut = Self.cut(values.count, tail: (1 - confidence) / 2)
        if cut > 0 {
            interval = .between(walsh[cut - 1], walsh[walsh.count - cut], .signedRank)
        } else {
            let share = Quantile.percent(confidence)
            interval = .undefined(
                "\(values.count) measurements are too few for \(share) confidence")
        }
    }

    /// The greatest c with P(T < c) at most `tail`, where T is the signed-rank statistic of `count`
    /// measurements: how many Walsh averages stay out at either end; 0 if none may.
    static func cut(_ count: Int, tail: Double) -> Int {
        // The ways to reach each rank sum, as shares of all 2^count.
        var shares = [1.0]
        for rank in 1...count {
            var next = [Double](repeating: 0, count: shares.count + rank)
            for (sum, share) in shares.enumerated() {
                next[sum] += share / 2
                next[sum + rank] += share / 2
            }
            // Only the lower tail is asked for.
            shares = Array(next.prefix(count * (count + 1) / 4 + 1))
        }
        var below = 0.0
        for (sum, share) in shares.enumerated() {
            below += share
            if below > tail { return sum }
        }
        return shares.count
    }
}

extension Quantile {
    /// As in `95 %`.
    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
