import Dispatch
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
    private let state: Mutex<State>
    /// Of the whole process: an index stands for a host user and control groups.
    private static let indices = Mutex<Set<Int>>([])
    private let filters = Mutex<[String: [UInt8]]>([:])
    private let starting = DispatchQueue(label: "assay.start", attributes: .concurrent)

    /// `program` is the path of `assay-box`, `capacity` how many programs may run at the same time;
    /// it is at least four, a step's most.
    init(program: String, capacity: Int, groups: ControlGroups) {
        self.program = program
        self.groups = groups
        state = Mutex(State(free: max(4, capacity)))
    }

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

    /// A box for a profile: an idle one, else a new one.
    func take(_ profile: SandboxProfile) async throws(RunnerError) -> Box {
        let key = profile.language + " " + profile.sha256
        let (box, evicted, index) = state.withLock { state -> (Box?, [Box], Int) in
            if let at = state.idle.lastIndex(where: { $0.key == key }) {
                return (state.idle.remove(at: at), [], 0)
            }
            // The longest idle box gives way.
            var evicted: [Box] = []
            let index = Self.indices.withLock { indices in
                while indices.count - evicted.count >= Self.mostBoxes, !state.idle.isEmpty {
                    evicted.append(state.idle.removeFirst())
                }
                let index = (0...).first { !indices.contains($0) } ?? 0
                indices.insert(index)
                return index
            }
            return (nil, evicted, index)
        }
        if let box { return box }
        let filter = try filter(of: profile, key: key)
        let (program, groups) = (self.program, self.groups)
        let started: Result<Box, RunnerError> = await withCheckedContinuation { continuation in
            starting.async {
                for old in evicted { self.end(old) }
                do throws(RunnerError) {
                    continuation.resume(
                        returning: .success(
                            try Box.start(
                                program, index: index, key: key, profile: profile,
                                filter: filter, groups: groups)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        if case .failure = started {
            _ = Self.indices.withLock { $0.remove(index) }
        }
        return try started.get()
    }

    private static let mostBoxes = 200

    private func filter(
        of profile: SandboxProfile, key: String
    ) throws(RunnerError) -> [UInt8] {
        if let known = filters.withLock({ $0[key] }) { return known }
        do throws(Diagnostic) {
            let made = try SeccompPolicy.boxFilter(
                profile.syscalls, reportUnlisted: profile.reportUnlisted)
            filters.withLock { $0[key] = made }
            return made
        } catch {
            throw RunnerError(
                .host, "the profile of `\(profile.language)`: \(error.message)", hint: error.hint)
        }
    }

    func giveBack(_ box: Box) {
        let keep = state.withLock { state in
            if !state.closed { state.idle.append(box) }
            return !state.closed
        }
        if !keep { discard(box) }
    }

    /// Ends a box that is of no more use.
    func discard(_ box: Box) {
        starting.async { self.end(box) }
    }

    /// The index is free only when nothing of the box is left.
    private func end(_ box: Box) {
        box.end(groups)
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
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            starting.async(flags: .barrier) {
                for box in idle { self.end(box) }
                continuation.resume()
            }
        }
    }
}
