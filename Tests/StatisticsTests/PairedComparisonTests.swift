import Testing

@testable import Statistics

@Suite struct PairedComparisonTests {
    private static func ofPlainAnswers(_ wins: Int, _ losses: Int, _ ties: Int) -> SignFlipTest {
        SignFlipTest(
            Array(repeating: 1, count: wins) + Array(repeating: -1, count: losses)
                + Array(repeating: 0, count: ties))
    }

    /// `binom_position_bias` of the known answers, then scipy's `binomtest`.
    @Test(arguments: [
        (60, 40, 0.056887933640980784), (260, 220, 0.07495011782468586), (7, 2, 0.1796875),
        (1, 9, 0.021484375), (480, 520, 0.2174482932041415), (5, 5, 1.0),
    ])
    func `with one sample a problem it is McNemar's exact test`(
        _ wins: Int, _ losses: Int, _ exact: Double
    ) throws {
        for ties in [0, 11] {
            let test = Self.ofPlainAnswers(wins, losses, ties)
            #expect(test.method == .binomial)
            #expect(abs(try #require(test.p.value) - exact) < 1e-12)
        }
    }

    @Test func `few differences are tested by all combinations of signs`() throws {
        // 0.140625 by enumeration in Python, and by scipy's permutation_test.
        let test = SignFlipTest([0.5, -0.25, 1, 0.75, 0, -0.1, 0.3, 0.2, 0.9, -0.6])
        let p = try #require(test.p.value)
        #expect(test.method == .exact && abs(p - 0.140625) < 1e-15)
    }

    @Test func `all combinations are counted as one by one`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<60 {
            let differences = (0..<generator.below(9) + 2).map { _ in
                Double(generator.below(9) - 4) / 4
            }
            let sum = abs(differences.reduce(0, +))
            let all = (0..<1 << differences.count).count { signs in
                let flipped = differences.enumerated().reduce(0.0) {
                    $0 + (signs >> $1.offset & 1 == 1 ? $1.element : -$1.element)
                }
                return abs(flipped) >= sum - 1e-9
            }
            let p = try #require(SignFlipTest(differences).p.value)
            #expect(abs(p - Double(all) / Double(1 << differences.count)) < 1e-12)
        }
    }

    @Test func `many differences are tested by drawn signs, the same each time`() throws {
        // scipy's permutation_test with 2,000,000 resamples gives 0.69729.
        let differences: [Double] = [
            -0.191, -0.347, -0.025, 0.176, 0.391, 0.083, -0.116, -0.185, 0.275, 0.54, 0.132,
            -0.32, -0.237, 0.53, 0.111, -0.47, 0.025, -0.299, -0.139, -0.096, -0.164, 0.216, 0.031,
            -0.127, 0.173, 0.299, -0.443, -0.027, -0.244, -0.002, -0.337, 0.056, 0.039, -0.041,
            -0.264, -0.069, -0.277, -0.357, 0.117, -0.283, 0.401, 0.265, -0.549, 0.132, -0.281,
            0.06, 0.063, -0.547, -0.02, -0.027, 0.339, -0.304, 0.271, -0.28, -0.049, -0.202, 0.485,
            0.22, 0.78, 0.243,
        ]
        let test = SignFlipTest(differences)
        #expect(test.method == .drawn && test == SignFlipTest(differences))
        #expect(abs(try #require(test.p.value) - 0.69729) < 0.015)
    }

    @Test func `a clear difference is found, and never has probability 0`() throws {
        let pairs = (0..<80).map { (first: 0.5 + Double($0 % 7) / 20, second: 0.2) }
        let comparison = PairedComparison(pairs)
        #expect(comparison.wins == 80 && comparison.losses == 0 && comparison.ties == 0)
        let p = try #require(comparison.test.p.value)
        #expect(p > 0 && p < 0.001)
        let bounds = try #require(comparison.interval.bounds)
        let difference = try #require(comparison.difference.value)
        #expect(bounds.low > 0.3 && bounds.low < difference && difference < bounds.high)
    }

    @Test func `no pairs, and pairs without a difference, are told apart`() {
        let none = PairedComparison([])
        #expect(none.difference.reason == "no problem has enough samples of both")
        #expect(none.test.p.reason == "no problem has enough samples of both")
        let alike = PairedComparison([(0.5, 0.5), (1, 1)])
        #expect(alike.difference == .value(0) && alike.test.p == .value(1))
        #expect(alike.ties == 2 && alike.interval.reason == "all 2 cases have the same value")
    }
}
