import Dispatch
import Synchronization

/// Work that blocks, on as many threads as are allowed and no more.
final class BoundedQueue: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
        var drained: [CheckedContinuation<Void, Never>] = []
    }

    private let width: Int
    private let queue: DispatchQueue
    private let state = Mutex(State())

    /// At most `width` pieces of work run at the same time.
    init(_ label: String, width: Int) {
        self.width = width
        queue = DispatchQueue(label: label, attributes: .concurrent)
    }

    func async(_ work: @escaping @Sendable () -> Void) {
        let begins = state.withLock { state in
            state.waiting.append(work)
            guard state.running < width else { return false }
            state.running += 1
            return true
        }
        if begins { queue.async { self.work() } }
    }

    /// Takes piece after piece until none is left.
    private func work() {
        while true {
            let (next, drained) = state.withLock {
                state -> ((@Sendable () -> Void)?, [CheckedContinuation<Void, Never>]) in
                if !state.waiting.isEmpty { return (state.waiting.removeFirst(), []) }
                state.running -= 1
                guard state.running == 0 else { return (nil, []) }
                defer { state.drained = [] }
                return (nil, state.drained)
            }
            for continuation in drained { continuation.resume() }
            guard let next else { return }
            next()
        }
    }

    /// Waits until nothing runs or waits any more.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                if state.running == 0, state.waiting.isEmpty { return true }
                state.drained.append(continuation)
                return false
            }
            if isDrained { continuation.resume() }
        }
    }
}
