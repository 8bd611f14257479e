/// What is known of suites that were run with stubs.
///
/// A suite that fails with a stub is fine for all submissions. One that passes is at fault, but
/// where the stub was made of a submission that is told to this one alone: a source made for it
/// must not spoil the tests for others.
actor StubCensus {
    enum Outcome: Sendable, Equatable {
        /// The tests fail with a stub, as they should.
        case looks
        /// They pass with both stubs.
        case accepts
        /// No stub could be made.
        case unmade
    }

    /// How often a stub is tried to be made for a suite.
    static let mostTries = 3
    private static let mostKnown = 16_384

    /// How many suites came to which end.
    struct Counts: Sendable, Equatable {
        var looking = 0
        var accepting = 0
        var unmade = 0
    }

    private(set) var counts = Counts()
    private var known: [String: Outcome] = [:]
    private var tries: [String: Int] = [:]
    private var busy: Set<String> = []
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// What is known of a suite, and of one source with it.
    ///
    /// `nil`: the caller is to find out, and says what it found to `settle`. Who asks meanwhile
    /// waits.
    func claim(_ suite: String, source: String) async -> Outcome? {
        while busy.contains(suite) {
            await withCheckedContinuation { waiting[suite, default: []].append($0) }
        }
        if let outcome = known[suite] ?? known["\(suite) \(source)"] { return outcome }
        if tries[suite, default: 0] >= Self.mostTries { return .unmade }
        busy.insert(suite)
        return nil
    }

    /// `nil`: it could not be found out, by a fault of ours.
    func settle(_ suite: String, source: String, _ outcome: Outcome?) {
        if known.count > Self.mostKnown || tries.count > Self.mostKnown {
            (known, tries) = ([:], [:])
        }
        switch outcome {
        case .looks:
            known[suite] = outcome
            counts.looking += 1
        case .accepts:
            known["\(suite) \(source)"] = outcome
            counts.accepting += 1
        case .unmade:
            known["\(suite) \(source)"] = outcome
            tries[suite, default: 0] += 1
            if tries[suite] == 1 { counts.unmade += 1 }
        case nil: break
        }
        busy.remove(suite)
        for caller in waiting.removeValue(forKey: suite) ?? [] { caller.resume() }
    }
}
