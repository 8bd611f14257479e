import Execution
import Glibc
import Synchronization

/// The boxes of a process: started when first needed, kept within a bound, used by one step at a
/// time.
final class BoxPool: Sendable {
    private struct Waiter {
        let id: UInt64
        let permits: Int
        let resume: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var waiters: [Waiter] = []
        var nextWaiter: UInt64 = 0
        var idle: [Box] = []
        var closed = false
    }

    private let program: String
    let groups: ControlGroups
    let patience: Patience
    private let state: Mutex<State>
    /// Of the whole process: an index stands for a host user and control groups.
    private static let indices = Mutex<Set<Int>>([])
    private let filters = Mutex<[String: [UInt8]]>([:])
    /// Beyond this many boxes, an idle one gives way to a new one.
    private let mostBoxes: Int
    // Apart, so that boxes end however long others take to start.
    private let starting = BoundedQueue("assay.start", width: 8)
    private let ending = BoundedQueue("assay.end", width: 8)

    private static let attempts = 3

    /// `program` is the path of `assay-box`, `capacity` how many programs may run at the same time;
    /// it is at least four, a step's most.
    init(program: String, capacity: Int, groups: ControlGroups, patience: Patience = Patience()) {
        self.program = program
        self.groups = groups
        self.patience = patience
        mostBoxes = max(200, capacity)
        state = Mutex(State(free: max(4, capacity)))
    }

    // MARK: - Turns

    /// Waits its turn for a whole step, so that two steps never hold what the other needs.
    func acquire(_ permits: Int) async throws(RunnerError) {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let granted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.closed || Task.isCancelled { return false }
                    if state.waiters.isEmpty, state.free >= permits {
                        state.free -= permits
                        return true
                    }
                    state.waiters.append(
                        Waiter(id: id, permits: permits, resume: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                    return nil
                }
                return state.waiters.remove(at: index)
            }
            waiter?.resume.resume(returning: false)
            // Those behind it may fit where it did not.
            release(0)
        }
        guard granted else { throw RunnerError(.cancelled, "cancelled before the run began") }
    }

    func release(_ permits: Int) {
        let granted = state.withLock { state in
            state.free += permits
            var granted: [Waiter] = []
            while let first = state.waiters.first, state.free >= first.permits {
                state.free -= first.permits
                granted.append(state.waiters.removeFirst())
            }
            return granted
        }
        for waiter in granted { waiter.resume.resume(returning: true) }
    }

    // MARK: - Boxes

    /// Those that serve no run at this moment.
    var idle: [Box] { state.withLock { $0.idle } }

    /// A box for a profile: an idle one, else a new one, begun anew where the host's state of the
    /// moment may be at fault.
    func take(_ profile: SandboxProfile) async throws(RunnerError) -> Box {
        let key = profile.language + " " + profile.sha256
        let idle = state.withLock { state -> Box? in
            guard let at = state.idle.lastIndex(where: { $0.key == key }) else { return nil }
            return state.idle.remove(at: at)
        }
        if let idle { return idle }
        let filter = try filter(of: profile, key: key)
        for attempt in 1... {
            let started = await start(profile, key: key, filter: filter)
            if case .success(let box) = started { return box }
            guard case .failure(let failure) = started else { break }
            if Task.isCancelled {
                throw RunnerError(.cancelled, "cancelled before the run began")
            }
            guard failure.isWorthRetry, attempt < Self.attempts else { throw failure.error }
            try? await Task.sleep(for: .milliseconds(50 * attempt))
        }
        throw RunnerError(.host, "no box could be started")
    }

    private func start(
        _ profile: SandboxProfile, key: String, filter: [UInt8]
    ) async -> Result<Box, Box.StartFailure> {
        guard let (index, evicted) = newIndex() else {
            let error = RunnerError(
                .host, "one process has at most \(HostUsers.blockSize) boxes",
                hint: "run fewer programs at the same time: `--jobs`")
            return .failure(Box.StartFailure(error: error, isWorthRetry: false))
        }
        for old in evicted { discard(old) }
        let isCancelled = Flag()
        let started: Result<Box, Box.StartFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                starting.async { [program, groups, patience] in
                    guard !isCancelled.isSet else {
                        let error = RunnerError(.cancelled, "cancelled before the run began")
                        return continuation.resume(
                            returning: .failure(
                                Box.StartFailure(error: error, isWorthRetry: false)))
                    }
                    do throws(Box.StartFailure) {
                        continuation.resume(
                            returning: .success(
                                try Box.start(
                                    program, index: index, key: key, profile: profile,
                                    filter: filter, groups: groups, patience: patience)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            }
        } onCancel: {
            isCancelled.set()
        }
        if case .failure = started {
            _ = Self.indices.withLock { $0.remove(index) }
        }
        return started
    }

    /// A free index, with the longest idle boxes if they must give way to a new one.
    private func newIndex() -> (Int, [Box])? {
        state.withLock { state in
            Self.indices.withLock { indices in
                let limit = Int(HostUsers.blockSize)
                guard let index = (0..<limit).first(where: { !indices.contains($0) }) else {
                    return nil
                }
                var evicted: [Box] = []
                while indices.count - evicted.count >= mostBoxes, !state.idle.isEmpty {
                    evicted.append(state.idle.removeFirst())
                }
                indices.insert(index)
                return (index, evicted)
            }
        }
    }

    private func filter(
        of profile: SandboxProfile, key: String
    ) throws(RunnerError) -> [UInt8] {
        if let open = LayerRemoval.filter { return open }
        if let known = filters.withLock({ $0[key] }) { return known }
        do throws(Diagnostic) {
            let made = try SeccompPolicy.boxFilter(
                groups.refusals + profile.syscalls, reportUnlisted: profile.reportUnlisted)
            filters.withLock { $0[key] = made }
            return made
        } catch {
            throw RunnerError(
                .host, "the profile of `\(profile.language)`: \(error.message)", hint: error.hint)
        }
    }

    // MARK: - Ends

    func giveBack(_ box: Box) {
        let keep = state.withLock { state in
            if !state.closed { state.idle.append(box) }
            return !state.closed
        }
        if !keep { discard(box) }
    }

    /// Ends a box that is of no more use.
    func discard(_ box: Box) {
        ending.async { self.end(box) }
    }

    /// Ends boxes in which something may still run, and waits until nothing of them is left.
    func discard(_ boxes: [Box]) async {
        for box in boxes {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                ending.async {
                    self.end(box)
                    continuation.resume()
                }
            }
        }
    }

    /// The index is free only when nothing of the box is left.
    private func end(_ box: Box) {
        guard box.end(groups, patience) else { return }
        _ = Self.indices.withLock { $0.remove(box.index) }
    }

    /// Ends every idle box and lets no more begin.
    func close() async {
        let (idle, waiters) = state.withLock { state in
            state.closed = true
            defer {
                state.idle = []
                state.waiters = []
            }
            return (state.idle, state.waiters)
        }
        for waiter in waiters { waiter.resume.resume(returning: false) }
        for box in idle { discard(box) }
        await starting.drain()
        await ending.drain()
    }
}

/// Said once, by one thread to another.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}
