import Testing

@testable import Statistics

@Suite struct PassAtKTests {
    /// Exact values of 1 - C(n-c, k) / C(n, k), computed with rational numbers.
    struct Known: Sendable, CustomTestStringConvertible {
        var n: Int
        var c: Int
        var k: Int
        var value: Double
        var testDescription: String { "n=\(n) c=\(c) k=\(k)" }
    }

    static let known = [
        Known(n: 1, c: 0, k: 1, value: 0.0),
        Known(n: 1, c: 1, k: 1, value: 1.0),
        Known(n: 5, c: 2, k: 1, value: 0.4),
        Known(n: 5, c: 2, k: 3, value: 0.9),
        Known(n: 10, c: 0, k: 10, value: 0.0),
        Known(n: 10, c: 1, k: 10, value: 1.0),
        Known(n: 10, c: 1, k: 1, value: 0.1),
        Known(n: 10, c: 5, k: 5, value: 0.996031746031746),
        Known(n: 10, c: 6, k: 5, value: 1.0),
        Known(n: 20, c: 3, k: 10, value: 0.8947368421052632),
        Known(n: 100, c: 1, k: 10, value: 0.1),
        Known(n: 100, c: 37, k: 1, value: 0.37),
        Known(n: 100, c: 37, k: 10, value: 0.992616797214249),
        Known(n: 200, c: 13, k: 1, value: 0.065),
        Known(n: 200, c: 13, k: 10, value: 0.49755111473060615),
        Known(n: 200, c: 13, k: 100, value: 0.9999194971988055),
        Known(n: 200, c: 187, k: 13, value: 1.0),
        Known(n: 200, c: 188, k: 13, value: 1.0),
        Known(n: 1000, c: 500, k: 10, value: 0.9990668121978155),
        Known(n: 1000, c: 3, k: 500, value: 0.8753753753753754),
        Known(n: 10000, c: 7, k: 1000, value: 0.5218147406528013),
    ]

    @Test(arguments: known)
    func `pass@k has the exact value`(_ known: Known) throws {
        let estimate = PassAtK.estimate(.init(samples: known.n, correct: known.c), k: known.k)
        let value = try #require(estimate.value)
        #expect(abs(value - known.value) <= 1e-13 * max(1, Double(known.c)))
    }

    @Test func `pass@1 is the share of correct samples`() throws {
        for n in 1...60 {
            for c in 0...n {
                let value = try #require(
                    PassAtK.estimate(.init(samples: n, correct: c), k: 1).value)
                #expect(abs(value - Double(c) / Double(n)) < 1e-15)
            }
        }
    }

    @Test func `pass@k grows with k and with the correct samples and stays within 0 and 1`() throws
    {
        for n in 1...40 {
            for c in 0...n {
                var last = 0.0
                for k in 1...n {
                    let value = try #require(
                        PassAtK.estimate(.init(samples: n, correct: c), k: k).value)
                    #expect(value >= last - 1e-15 && value >= 0 && value <= 1)
                    last = value
                    guard c < n else { continue }
                    let more = PassAtK.estimate(.init(samples: n, correct: c + 1), k: k).value
                    #expect(try #require(more) >= value - 1e-15)
                }
                #expect(last == (c > 0 ? 1 : 0))
            }
        }
    }

    @Test func `many samples neither overflow nor become NaN`() throws {
        let value = try #require(
            PassAtK.estimate(.init(samples: 1_000_000, correct: 10), k: 100_000).value)
        // 1 - 0.9^10, but for drawing without replacement.
        #expect(abs(value - 0.651_325_3) < 1e-5)
    }

    @Test(arguments: [
        (3, 1, 5, "only 3 of the 5 samples needed"),
        (0, 0, 1, "only 0 of the 1 samples needed"),
        (3, 1, 0, "k is 0; it must be at least 1"),
        (3, 4, 1, "4 correct of 3 samples cannot be"),
    ])
    func `what has no value says why`(_ n: Int, _ c: Int, _ k: Int, _ reason: String) {
        let estimate = PassAtK.estimate(.init(samples: n, correct: c), k: k)
        #expect(estimate == .undefined(reason))
        #expect(estimate.value == nil)
    }

    @Test func `the mean is over the problems with enough samples and counts the others`() {
        let tallies = [
            PassAtK.Tally(samples: 10, correct: 5), .init(samples: 10, correct: 0),
            .init(samples: 2, correct: 2),
        ]
        let one = ProblemMean.passAtK(tallies, k: 1)
        #expect(one.estimate == .value(0.5) && one.defined == 3 && one.undefined == 0)
        let three = ProblemMean.passAtK(tallies, k: 3)
        #expect(three.defined == 2 && three.undefined == 1)
        #expect(abs((three.estimate.value ?? 0) - (1 - 10.0 / 120) / 2) < 1e-15)
    }

    @Test func `a mean of nothing says why`() {
        #expect(ProblemMean.passAtK([], k: 1).estimate == .undefined("there are no problems"))
        let few = ProblemMean.passHatK([.init(samples: 2, correct: 1)], k: 10)
        #expect(few.estimate == .undefined("no problem has 10 samples"))
        #expect(few.interval == .undefined("no problem has 10 samples") && few.undefined == 1)
    }

    @Test func `one problem has a mean but no interval`() {
        let mean = ProblemMean.passAtK([.init(samples: 4, correct: 1)], k: 1)
        #expect(mean.estimate == .value(0.25))
        #expect(mean.interval == .undefined("one case shows no spread"))
    }

    @Test func `where every problem passes, the interval still has a width`() throws {
        let tallies = Array(repeating: PassAtK.Tally(samples: 1, correct: 1), count: 10)
        let mean = ProblemMean.passAtK(tallies, k: 1)
        #expect(mean.estimate == .value(1) && mean.interval.method == .wilson)
        let bounds = try #require(mean.interval.bounds)
        // 0 of 10 in the known answers, seen from the other side.
        #expect(abs(bounds.low - (1 - 0.27753279986288926)) < 1e-9 && bounds.high == 1)
    }
}
