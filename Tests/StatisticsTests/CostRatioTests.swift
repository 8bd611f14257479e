import Testing

@testable import Statistics

@Suite struct CostRatioTests {
    /// Costs around `cost`, up to 8 % off, as on a busy host.
    private func noisy(_ cost: Double, _ seed: UInt64, _ count: Int = 9) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in cost * (1 + Double(generator.below(1600)) / 10_000 - 0.08) }
    }

    @Test(arguments: [
        (200.0, CostRatio.Band.comparable), (600, .slower), (60, .faster), (240, .inconclusive),
    ])
    func `the band is told where noise leaves no doubt`(_ cost: Double, _ band: CostRatio.Band)
        throws
    {
        let ratio = CostRatio(
            candidate: noisy(cost + 10, 1), reference: noisy(210, 2), null: 10, least: 5)
        #expect(ratio.band == band, "\(ratio)")
        let bounds = try #require(ratio.interval.bounds)
        #expect(bounds.low <= cost / 200 * 1.06 && bounds.high >= cost / 200 * 0.94)
        #expect((ratio.note != nil) == (band == .inconclusive))
    }

    @Test func `candidate and reference may change places`() throws {
        let (own, rival) = (noisy(300, 5), noisy(100, 6))
        let there = CostRatio(candidate: own, reference: rival, null: 10)
        let back = CostRatio(candidate: rival, reference: own, null: 10)
        #expect(
            abs(try #require(there.ratio.value) * #require(back.ratio.value) - 1) < 1e-9)
        #expect(there.band == .slower && back.band == .faster)
    }

    @Test(
        arguments: [
            ([], [], 0, "there are no measurements"),
            (
                [50, 50, 50], [12, 11, 12], 10,
                "the reference costs hardly more than a program that does nothing"
            ),
            (
                [9, 50, 50], [60, 61, 62], 10, "a run cost no more than a program that does nothing"
            ),
            ([50, 51, 52], [60, 61, 62], 10, "3 measurements are too few for 95 % confidence"),
        ] as [([Double], [Double], Double, String)])
    func `what cannot be told says why`(
        _ candidate: [Double], _ reference: [Double], _ null: Double, _ reason: String
    ) {
        let ratio = CostRatio(candidate: candidate, reference: reference, null: null, least: 5)
        #expect(ratio.band == .inconclusive && ratio.note == reason)
        #expect(ratio.interval.reason == reason)
    }

    private func growth(_ cost: (Double) -> Double) -> Growth {
        Growth([1000, 2000, 4000, 8000, 16_000].map { .init(size: $0, cost: cost($0)) })
    }

    @Test func `each growth has its class`() throws {
        #expect(growth { $0 * 0.01 }.kind == .linear)
        #expect(growth { $0 * 0.001 * Double(($0 / 1000).exponent + 10) }.kind == .linear)
        #expect(growth { $0 * $0 }.kind == .quadratic)
        #expect(growth { $0 * $0 * $0 }.kind == .cubic)
        #expect(growth { $0.squareRoot() }.kind == .sublinear)
        #expect(growth { _ in 5 }.kind == .sublinear)
        #expect(growth { $0 * $0 * $0 * $0 }.kind == .steeper)
        #expect(abs(try #require(growth { $0 * $0 }.slope.value) - 2) < 1e-12)
    }

    @Test func `what bends, lies between classes or is too little is inconclusive`() {
        // Linear at first, quadratic later.
        let bent = growth { $0 + $0 * $0 / 4000 }
        #expect(bent.kind == .inconclusive)
        #expect(bent.note == "slopes between neighbouring sizes lie in no one class")
        #expect(growth { $0 * $0.squareRoot() }.kind == .inconclusive)
        let points = [100.0, 200, 400].map { Growth.Point(size: $0, cost: $0 / 100) }
        #expect(
            Growth(points, least: 2).note
                == "only 2 of 3 sizes cost enough to tell; three are needed")
        #expect(Growth(points).kind == .linear)
        #expect(Growth(points + points).note == "two points have the same size")
    }
}
