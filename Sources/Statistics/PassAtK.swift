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

    /// The mean over problems, and how many there were to take it over.
    package struct Mean: Sendable, Equatable {
        package var estimate: Estimate
        /// Problems with enough samples; the mean is over these.
        package var defined: Int
        /// Problems with fewer than k samples; left out.
        package var undefined: Int
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

    /// The mean over the problems that have at least k samples.
    package static func mean(_ tallies: some Sequence<Tally>, k: Int) -> Mean {
        var sum = 0.0
        var defined = 0
        var undefined = 0
        for tally in tallies {
            if let value = estimate(tally, k: k).value {
                sum += value
                defined += 1
            } else {
                undefined += 1
            }
        }
        let estimate: Estimate
        if defined > 0 {
            estimate = .value(sum / Double(defined))
        } else if undefined == 0 {
            estimate = .undefined("there are no problems")
        } else {
            estimate = .undefined("no problem has \(k) samples")
        }
        return Mean(estimate: estimate, defined: defined, undefined: undefined)
    }
}
