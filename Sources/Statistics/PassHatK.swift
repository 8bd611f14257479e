/// The chance that all of k samples are right, estimated without bias from n samples of which c
/// are right: C(c, k) / C(n, k).
///
/// S. Yao et al., "tau-bench", arXiv 2406.12045 (2024), section 3: pass^k.
package enum PassHatK {
    /// The estimate for one problem; undefined with fewer than k samples.
    ///
    /// - Complexity: O(min(k, n - c)); no factorials, so nothing overflows.
    package static func estimate(_ tally: PassAtK.Tally, k: Int) -> Estimate {
        let (n, c) = (tally.samples, tally.correct)
        if let reason = PassAtK.estimate(tally, k: k).reason { return .undefined(reason) }
        guard c >= k else { return .value(0) }
        var share = 1.0
        for step in 0..<min(k, n - c) {
            share *= Double(n - max(k, n - c) - step) / Double(n - step)
        }
        return .value(share)
    }
}

/// The mean of one value a problem, and how sure it is: problems, not samples, are drawn anew,
/// because the next benchmark would bring other problems.
package struct ProblemMean: Sendable, Equatable {
    package var estimate: Estimate
    package var interval: Interval
    /// Problems that have a value; the mean is over these.
    package var defined: Int
    /// Problems without one; left out.
    package var undefined: Int

    /// The mean of the problems that have a value, each within 0 and 1.
    ///
    /// Where all are 0 or all are 1, the bootstrap shows no spread; the interval then is Wilson's,
    /// with problems as trials.
    package init(_ estimates: some Sequence<Estimate>, otherwise reason: String) {
        var values: [Double] = []
        var undefined = 0
        for estimate in estimates {
            if let value = estimate.value { values.append(value) } else { undefined += 1 }
        }
        defined = values.count
        self.undefined = undefined
        guard let first = values.first else {
            estimate = .undefined(undefined == 0 ? "there are no problems" : reason)
            interval = .undefined(undefined == 0 ? "there are no problems" : reason)
            return
        }
        estimate = .value(values.reduce(0, +) / Double(values.count))
        if first == 0 || first == 1, values.allSatisfy({ $0 == first }) {
            interval = WilsonInterval.of(
                successes: first == 1 ? values.count : 0, trials: values.count)
        } else {
            interval = Bootstrap.mean(values)
        }
    }

    /// pass@k: at least one of k samples is right.
    package static func passAtK(_ tallies: [PassAtK.Tally], k: Int) -> ProblemMean {
        ProblemMean(
            tallies.lazy.map { PassAtK.estimate($0, k: k) },
            otherwise: "no problem has \(k) samples")
    }

    /// pass^k: all of k samples are right.
    package static func passHatK(_ tallies: [PassAtK.Tally], k: Int) -> ProblemMean {
        ProblemMean(
            tallies.lazy.map { PassHatK.estimate($0, k: k) },
            otherwise: "no problem has \(k) samples")
    }
}
