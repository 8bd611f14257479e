/// What references used lately; each is measured once, however many ask.
actor ReferenceTimes {
    typealias Outcome = Result<ReferenceTime, JudgeError>

    /// Another minute may find the host faster or slower.
    static let lifetime = Duration.seconds(60)
    private static let mostKept = 256

    private struct Known {
        var outcome: Outcome
        var at: ContinuousClock.Instant
    }

    private var known: [String: Known] = [:]
    private var asked: [String: [CheckedContinuation<Void, Never>]] = [:]
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }) {
        self.now = now
    }

    /// The known outcome, or that of `measure`; a fault that is thrown is not kept.
    func outcome(
        _ key: String, measure: @Sendable () async throws -> Outcome
    ) async throws -> Outcome {
        while true {
            if let found = known[key], now() - found.at < Self.lifetime { return found.outcome }
            guard asked[key] != nil else { break }
            await withCheckedContinuation { asked[key, default: []].append($0) }
        }
        asked[key] = []
        defer { for waiter in asked.removeValue(forKey: key) ?? [] { waiter.resume() } }
        let outcome = try await measure()
        if known.count >= Self.mostKept {
            known = known.filter { now() - $0.value.at < Self.lifetime }
            if known.count >= Self.mostKept { known.removeAll() }
        }
        known[key] = Known(outcome: outcome, at: now())
        return outcome
    }
}
