package import Judging
import Statistics

/// A value with what is known of its precision.
package struct Measured: Sendable, Equatable {
    /// `nil` with the reason in `note`.
    package var value: Double?
    /// The ends of the 95 % interval; `nil` with the reason in `note`.
    package var low: Double?
    package var high: Double?
    /// How the interval was made, such as `bca`.
    package var interval: String?
    package var note: String?

    init(_ estimate: Estimate, _ interval: Interval) {
        value = estimate.value
        low = interval.bounds?.low
        high = interval.bounds?.high
        self.interval = interval.method?.rawValue
        note = estimate.reason ?? interval.reason
    }
}

/// pass@k and its kin, of one author on all problems or on those with one tag.
package struct PassAtKRow: Sendable, Equatable {
    package var author: Author
    /// `nil` for all problems together, and for those without a tag.
    package var tag: String?
    /// Problems with at least one counted sample.
    package var problems = 0
    /// Samples with a verdict; judge errors do not count.
    package var samples = 0
    package var accepted = 0
    /// Samples without a verdict on the current version of their problem.
    package var pending = 0
    /// Samples left out because their verdict is judge_error.
    package var judgeErrors = 0
    /// The first names of problems with pending samples; at most `mostNamed`.
    package var pendingProblems: [String] = []
    /// The share of tests passed, averaged over samples, then over problems.
    package var testFraction: Measured
    package var values: [Value] = []

    package static let mostNamed = 5

    /// Left out because their verdict is judge_error or missing.
    package var notCounted: Int { pending + judgeErrors }

    package struct Value: Sendable, Equatable {
        package var k: Int
        /// At least one of k samples is right.
        package var passAtK: Measured
        /// All of k samples are right.
        package var passHatK: Measured
        /// Problems that had at least k samples; both are means over these.
        package var problems: Int
    }
}

/// Two authors on the problems that both answered.
package struct ModelComparison: Sendable, Equatable {
    package var first: Author
    package var second: Author
    package var k: Int
    /// Problems with at least k judged samples of both.
    package var problems = 0
    /// Problems that only one has judged samples for.
    package var onlyFirst = 0
    package var onlySecond = 0
    /// Problems that both have samples for, but not k.
    package var tooFew = 0
    package var pending = 0
    package var judgeErrors = 0
    /// pass@k of each over `problems`.
    package var firstValue: Measured
    package var secondValue: Measured
    /// First less second.
    package var difference: Measured
    /// Problems on which the first does better, the second does, and neither.
    package var wins: Int
    package var losses: Int
    package var ties: Int
    /// Two-sided, that neither is better; `nil` with the reason in `testNote`.
    package var p: Double?
    /// `binomial` (McNemar's exact test), `exact` or `drawn`.
    package var test: String?
    package var testNote: String?
}
