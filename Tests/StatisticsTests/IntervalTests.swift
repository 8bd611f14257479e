import Testing

@testable import Statistics

@Suite struct IntervalTests {
    /// Of scipy 1.17, `norm.ppf`.
    @Test(arguments: [
        (0.001, -3.090232306167813), (0.025, -1.9599639845400545), (0.3, -0.5244005127080409),
        (0.5, 0.0), (0.9, 1.2815515655446004), (1e-10, -6.361340902404056),
    ])
    func `the normal quantile has its value, and the share below it is p`(
        _ p: Double, _ value: Double
    ) {
        #expect(abs(Normal.quantile(p) - value) < 1e-12 * max(1, abs(value)))
        #expect(abs(Normal.cumulative(value) - p) < 1e-15 + 1e-12 * p)
    }

    /// Newcombe 1998, method 3: `wilson_interval` of the known answers.
    @Test(arguments: [
        (15, 148, 0.06238639953073628, 0.16048724172330803),
        (9, 10, 0.5958499732047614, 0.982123786904927), (0, 10, 0, 0.27753279986288926),
    ])
    func `Wilson's interval has the published ends`(
        _ successes: Int, _ trials: Int, _ low: Double, _ high: Double
    ) throws {
        let interval = WilsonInterval.of(successes: successes, trials: trials)
        let bounds = try #require(interval.bounds)
        #expect(abs(bounds.low - low) < 1e-10 && abs(bounds.high - high) < 1e-10)
    }

    /// Ends of `scipy.stats.bootstrap(method="BCa")` with 400,000 resamples; ours differ by what
    /// 5,000 draws leave to chance.
    @Test(arguments: [
        (
            [0, 0, 0, 0, 0, 0, 0.1, 0.3, 0.5, 0.9, 1, 1, 0.25, 0.75],
            0.16428571428571428, 0.575, 0.02
        ),
        ([0, 0, 0, 0, 1, 0, 0, 0, 0, 1], 0, 0.5, 0.1001),
        (
            [1, 1, 1, 0.9, 1, 1, 0.2, 1, 1, 1, 1, 1, 1, 0.95, 1],
            0.7200000000000001, 0.9933333333333334, 0.02
        ),
    ])
    func `the bootstrap's ends are those of another implementation`(
        _ values: [Double], _ low: Double, _ high: Double, _ tolerance: Double
    ) throws {
        let interval = Bootstrap.mean(values)
        let bounds = try #require(interval.bounds)
        #expect(abs(bounds.low - low) <= tolerance, "\(bounds)")
        #expect(abs(bounds.high - high) <= tolerance, "\(bounds)")
        #expect(interval == Bootstrap.mean(values) && interval.method == .bca)
    }

    @Test func `19 of 20 intervals hold the true mean, or nearly so`() {
        var generator = SeededGenerator(seed: 7)
        var hits = 0
        for _ in 0..<300 {
            let values = (0..<60).map { _ in generator.below(10) < 3 ? 1.0 : 0.0 }
            let bounds = Bootstrap.mean(values, resamples: 800).bounds
            if let bounds, bounds.low <= 0.3, bounds.high >= 0.3 { hits += 1 }
        }
        // 285 expected; the bootstrap of 60 cases covers a little less.
        #expect(hits >= 270 && hits <= 298, "\(hits) of 300")
    }

    @Test func `what shows no spread has no interval, and says why`() {
        #expect(Bootstrap.mean([]) == .undefined("there are no cases"))
        #expect(Bootstrap.mean([0.5]) == .undefined("one case shows no spread"))
        #expect(
            Bootstrap.mean([0.5, 0.5, 0.5]) == .undefined("all 3 cases have the same value"))
        #expect(WilsonInterval.of(successes: 0, trials: 0).reason == "there are no trials")
    }
}
