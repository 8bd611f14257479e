import Testing

@testable import Statistics

@Suite struct PassHatKTests {
    /// C(c, k) / C(n, k), computed with Python's fractions.
    @Test(arguments: [
        (5, 2, 1, 0.4), (5, 4, 2, 0.6), (10, 9, 5, 0.5), (8, 8, 8, 1.0), (8, 7, 8, 0.0),
        (200, 187, 13, 0.4057351331838206), (1000, 990, 100, 0.34692771479200596),
    ])
    func `pass^k has the exact value`(_ n: Int, _ c: Int, _ k: Int, _ exact: Double) throws {
        let value = try #require(PassHatK.estimate(.init(samples: n, correct: c), k: k).value)
        #expect(abs(value - exact) < 1e-13)
    }

    @Test func `pass^k is the share of all choices of k samples that hold no wrong one`() throws {
        for n in 1...9 {
            for c in 0...n {
                for k in 1...n {
                    // Samples 0..<c are right; every choice of k counted one by one.
                    let choices = (0..<1 << n).filter { $0.nonzeroBitCount == k }
                    let right = choices.count { $0 >> c == 0 }
                    let value = try #require(
                        PassHatK.estimate(.init(samples: n, correct: c), k: k).value)
                    #expect(abs(value - Double(right) / Double(choices.count)) < 1e-14)
                }
            }
        }
    }

    @Test(arguments: [
        (3, 1, 5, "only 3 of the 5 samples needed"), (3, 1, 0, "k is 0; it must be at least 1"),
        (3, 4, 1, "4 correct of 3 samples cannot be"),
    ])
    func `what has no value says why`(_ n: Int, _ c: Int, _ k: Int, _ reason: String) {
        #expect(PassHatK.estimate(.init(samples: n, correct: c), k: k) == .undefined(reason))
    }
}
