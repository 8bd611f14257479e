import Testing

@testable import Statistics

@Suite struct HodgesLehmannTests {
    /// Of R's `wilcox.test(x, conf.int = TRUE, exact = TRUE)`.
    static let known: [(values: [Double], estimate: Double, low: Double, high: Double)] = [
        ([1.1, 1.3, 0.9, 1.25, 1.4, 1.05, 1.2, 1.6, 1.15], 1.2, 1.05, 1.40),
        ([0.1, 0.35, -0.2, 0.5, 0.62, 0.44, 0.81], 0.41, 0.075, 0.655),
        ([0.11, 0.23, 0.37, 0.41, 0.59, 0.63], 0.39, 0.11, 0.63),
        (
            [
                -0.326, 0.484, -0.536, 1.895, 0.63, -0.52, 0.787, 1.038, 0.876, -0.005, 1.812,
                0.69, -0.321, -1.915, 1.425, 0.255, 0.284, 1.244, 1.121, 0.894, 1.219, 1.082,
                0.375, -1.689, 0.92, 0.244, 0.144, -1.171, -0.178, 0.718, 1.659, 0.197, 0.688,
                0.246, -1.077, -0.115, -0.094, 0.241, 1.4, 1.063,
            ], 0.45725, 0.1700, 0.7085
        ),
    ]

    @Test(arguments: known.indices)
    func `estimate and interval are those of R`(_ index: Int) throws {
        let known = Self.known[index]
        let found = HodgesLehmann(known.values)
        let bounds = try #require(found.interval.bounds)
        #expect(abs(try #require(found.estimate.value) - known.estimate) < 1e-12)
        #expect(abs(bounds.low - known.low) < 1e-12 && abs(bounds.high - known.high) < 1e-12)
        #expect(found.interval.method == .signedRank)
    }

    @Test func `the cut is that of all sign patterns, counted one by one`() {
        for count in 1...12 {
            let sums = (0..<1 << count).map { signs in
                (0..<count).reduce(0) { $0 + (signs >> $1 & 1) * ($1 + 1) }
            }
            for tail in [0.005, 0.025, 0.05, 0.1] {
                let limit = tail * Double(1 << count)
                let cut = (0...count * (count + 1) / 4).last { cut in
                    Double(sums.count { $0 < cut }) <= limit
                }
                #expect(HodgesLehmann.cut(count, tail: tail) == cut, "\(count) at \(tail)")
            }
        }
    }

    @Test func `five measurements are too few, and say so`() {
        let found = HodgesLehmann([1, 2, 3, 4, 5])
        #expect(found.estimate == .value(3))
        #expect(
            found.interval == .undefined("5 measurements are too few for 95 % confidence"))
        #expect(HodgesLehmann([]).estimate == .undefined("there are no measurements"))
    }
}
