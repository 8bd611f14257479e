/// Lets steps run side by side, or one alone, in the order in which they came.
///
/// Whoever wants to be alone waits for what runs, and what comes later waits for it.
actor RunGate {
    /// What runs, each with the most that ran at the same time since it began.
    private var running: [Int: Int] = [:]
    private var isTaken = false
    private var lastTicket = 0
    private var waiting: [Waiter] = []

    private struct Waiter {
        var alone: Bool
        var admit: CheckedContinuation<Int, Never>
    }

    /// Waits for admission; the ticket is given back to `leave`.
    func enter() async -> Int {
        await withCheckedContinuation { admission in
            waiting.append(Waiter(alone: false, admit: admission))
            admit()
        }
    }

    /// - Returns: how many, this one counted, ran at the same time at most.
    func leave(_ ticket: Int) -> Int {
        let most = running.removeValue(forKey: ticket) ?? 1
        admit()
        return most
    }

    /// Does `body` while nothing that entered this gate runs.
    nonisolated func alone<Value: Sendable, Fault: Error>(
        _ body: @Sendable () async throws(Fault) -> Value
    ) async throws(Fault) -> Value {
        await enterAlone()
        do {
            let value = try await body()
            await leaveAlone()
            return value
        } catch {
            await leaveAlone()
            throw error
        }
    }

    private func enterAlone() async {
        _ = await withCheckedContinuation { admission in
            waiting.append(Waiter(alone: true, admit: admission))
            admit()
        }
    }

    private func leaveAlone() {
        isTaken = false
        admit()
    }

    private func admit() {
        while let first = waiting.first, !isTaken {
            guard !first.alone || running.isEmpty else { return }
            waiting.removeFirst()
            lastTicket += 1
            if first.alone {
                isTaken = true
            } else {
                running[lastTicket] = 1
                for ticket in running.keys {
                    running[ticket] = max(running[ticket] ?? 1, running.count)
                }
            }
            first.admit.resume(returning: lastTicket)
        }
    }
}
