/// A statistic that may be undefined; then it says why.
package enum Estimate: Sendable, Equatable {
    case value(Double)
    /// Lower case, no full stop.
    case undefined(String)

    package var value: Double? {
        if case .value(let value) = self { value } else { nil }
    }

    package var reason: String? {
        if case .undefined(let reason) = self { reason } else { nil }
    }
}

/// The chance that at least one of k samples is right, estimated without bias from n samples of
/// which c are right: 1 - C(n-c, k) / C(n, k).
package enum PassAtK {
    /// How one problem was answered.
    package struct Tally: Sendable, Equatable {
        /// Samples that were judged; judge errors are none of them.
        package var samples: Int
        package var correct: Int

        package init(samples: Int, correct: Int) {
            self.samples = samples
            self.correct = correct
        }
    }

    /// The estimate for one problem; undefined with fewer than k samples.
    ///
    /// - Complexity: O(min(k, correct)); no factorials, so nothing overflows.
    package static func estimate(_ tally: Tally, k: Int) -> Estimate {
        let (n, c) = (tally.samples, tally.correct)
        guard k >= 1 else { return .undefined("k is \(k); it must be at least 1") }
        guard c >= 0, c <= n else { return .undefined("\(c) correct of \(n) samples cannot be") }
        guard n >= k else {
            return .undefined("only \(n) of the \(k) samples needed")
        }
        guard n - c >= k else { return .value(1) }
        // The ratio of binomials as a product; it is symmetric in k and c, so the shorter one.
        var missing = 1.0
        for step in 0..<min(k, c) {
            missing *= Double(n - max(k, c) - step) / Double(n - step)
        }
        return .value(1 - missing)
    }
}
