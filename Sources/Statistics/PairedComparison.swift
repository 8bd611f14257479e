import Glibc

/// Two models on the same problems: one difference a problem.
package struct PairedComparison: Sendable, Equatable {
    /// Problems where the first does better, the second does, and neither.
    package var wins = 0
    package var losses = 0
    package var ties = 0
    /// The mean of the differences, first less second.
    package var difference: Estimate
    /// Problems are drawn anew, each with both its values.
    package var interval: Interval
    /// The primary test: that neither model is better.
    package var test: SignFlipTest

    /// The values of both models on each problem, within 0 and 1.
    package init(_ pairs: [(first: Double, second: Double)]) {
        let differences = pairs.map { $0.first - $0.second }
        wins = differences.count { $0 > 0 }
        losses = differences.count { $0 < 0 }
        ties = differences.count { $0 == 0 }
        test = SignFlipTest(differences)
        interval = Bootstrap.mean(differences)
        if differences.isEmpty {
            let reason = "no problem has enough samples of both"
            difference = .undefined(reason)
            interval = .undefined(reason)
        } else {
            difference = .value(differences.reduce(0, +) / Double(differences.count))
        }
    }
}

/// Whether differences lie around 0: were the two models alike, each difference might as well have
/// the other sign.
///
/// R. A. Fisher, "The design of experiments", 1935, section 21; two-sided, on the mean. It is the
/// primary test because it needs no distribution, takes fractions (pass@k of many samples) as well
/// as plain right and wrong, and for those is McNemar's exact test.
package struct SignFlipTest: Sendable, Equatable {
    package enum Method: String, Sendable {
        /// All differences that are not 0 are of one size: the binomial distribution, which is
        /// McNemar's exact test.
        case binomial
        /// All combinations of signs.
        case exact
        /// Combinations drawn at random with a fixed seed; (b + 1) / (m + 1), after Phipson and
        /// Smyth, "Permutation p-values should never be zero", 2010.
        case drawn
    }

    /// The probability of a mean at least as far from 0 if the models were alike.
    package var p: Estimate
    package var method: Method?

    package static let draws = 20_000
    /// With more differences than this, signs are drawn.
    package static let mostExact = 30

    package init(_ differences: [Double], seed: UInt64 = Bootstrap.seed) {
        let sizes = differences.filter { $0 != 0 }.map(abs)
        guard !differences.isEmpty else {
            p = .undefined("no problem has enough samples of both")
            return
        }
        guard let largest = sizes.max() else {
            // No sign changes anything.
            (p, method) = (.value(1), .exact)
            return
        }
        let sum = abs(differences.reduce(0, +))
        // What rounding makes of equal sums.
        let hair = 1e-9 * sizes.reduce(0, +)
        if sizes.allSatisfy({ largest - $0 <= 1e-12 * largest }) {
            let positive = differences.count { $0 > 0 }
            (p, method) = (.value(Self.binomial(positive, sizes.count)), .binomial)
        } else if sizes.count <= Self.mostExact {
            (p, method) = (.value(Self.exact(sizes, beyond: sum - hair)), .exact)
        } else {
            (p, method) = (.value(Self.drawn(sizes, beyond: sum - hair, seed)), .drawn)
        }
    }

    /// Two-sided, for `count` of `total` at even odds.
    private static func binomial(_ count: Int, _ total: Int) -> Double {
        let few = min(count, total - count)
        guard 2 * few < total else { return 1 }
        // From the largest term down, so that nothing overflows: C(n, i-1) = C(n, i) i / (n-i+1).
        var logarithm = -Double(total) * log(2)
        for index in 0..<few {
            logarithm += log(Double(total - index)) - log(Double(index + 1))
        }
        var term = exp(logarithm)
        var sum = 0.0
        for index in stride(from: few, through: 0, by: -1) {
            sum += term
            term *= Double(index) / Double(total - index + 1)
        }
        return min(1, 2 * sum)
    }

    /// The share of sign combinations whose sum is at least `threshold` away from 0.
    ///
    /// Sums of either half, sorted: each sum of one half finds its partners by one walk over the
    /// other, so 30 differences take 32,768 sums twice.
    private static func exact(_ sizes: [Double], beyond threshold: Double) -> Double {
        let middle = sizes.count / 2
        let left = sums(sizes[..<middle])
        let right = sums(sizes[middle...])
        guard threshold > 0 else { return 1 }
        // Both tails are alike, since every combination has its opposite.
        var partners = right.count
        var extreme = 0
        for sum in left {
            while partners > 0, sum + right[partners - 1] >= threshold { partners -= 1 }
            extreme += right.count - partners
        }
        return min(1, 2 * Double(extreme) / (Double(left.count) * Double(right.count)))
    }

    /// All sums with either sign, sorted.
    private static func sums(_ sizes: ArraySlice<Double>) -> [Double] {
        var sums = [0.0]
        for size in sizes { sums = sums.map { $0 - size } + sums.map { $0 + size } }
        return sums.sorted()
    }

    private static func drawn(
        _ sizes: [Double], beyond threshold: Double, _ seed: UInt64
    ) -> Double {
        var generator = SeededGenerator(seed: seed)
        var extreme = 0
        for _ in 0..<draws {
            var sum = 0.0
            var bits: UInt64 = 0
            for (index, size) in sizes.enumerated() {
                if index % 64 == 0 { bits = generator.next() }
                sum += bits & 1 == 1 ? size : -size
                bits >>= 1
            }
            if abs(sum) >= threshold { extreme += 1 }
        }
        return Double(extreme + 1) / Double(draws + 1)
    }
}
