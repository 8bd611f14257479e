import CBox
import Dispatch
import Execution
import Glibc
import Synchronization

/// One thread that watches every run of a sandbox: no run has a thread of its own.
///
/// A box keeps the limits of its run. Whether the box itself still lives and works is watched here:
/// one that does not answer in time is killed, and its run is lost.
final class EventLoop: Sendable {
    private enum Source: UInt64 {
        case box = 0
        case stdout
        case stderr
    }

    private struct State {
        var live: [UInt64: LiveStep] = [:]
        /// The thread sleeps until it is woken, since nothing lives.
        var sleeps = false
        var closing = false
    }

    private let epoll: Int32
    private let wake: Int32
    private let patience: Patience
    private let state = Mutex(State())
    private let nextID = Atomic<UInt64>(1)

    /// How often the clock is looked at while something lives, in milliseconds.
    private static let tick = 250
    /// After so many ticks with nothing alive the thread sleeps.
    private static let quietTicks = 40
    private static let wakeToken = UInt64.max

    init(patience: Patience = Patience()) throws(RunnerError) {
        self.patience = patience
        epoll = cbox_epoll()
        guard epoll >= 0 else { throw .host("cannot make an epoll", error: -epoll) }
        wake = cbox_eventfd()
        guard wake >= 0 else {
            Glibc.close(epoll)
            throw .host("cannot make an eventfd", error: -wake)
        }
        let added = cbox_epoll_add(epoll, wake, Self.wakeToken)
        guard added == 0 else {
            Glibc.close(epoll)
            Glibc.close(wake)
            throw .host("cannot watch an eventfd", error: -added)
        }
        DispatchQueue(label: "assay.boxes", qos: .userInitiated).async { self.watch() }
    }

    func newID() -> UInt64 { nextID.add(1, ordering: .relaxed).oldValue }

    /// Takes over a step, sends its messages and watches it to its end.
    func begin(_ step: LiveStep, messages: [(bytes: [UInt8], descriptors: [Int32])]) {
        var complete: LiveStep?
        let sleeps = state.withLock { state in
            state.live[step.id] = step
            for (index, message) in messages.enumerated() {
                do throws(RunnerError) {
                    try Box.send(
                        message.bytes, message.descriptors, to: step.programs[index].box.socket)
                } catch {
                    state.live[step.id]?.fail(index, error)
                }
            }
            // The boxes work meanwhile; what is there already is told as well.
            for (index, program) in step.programs.enumerated() {
                let added =
                    add(program.box.socket, step.id, index, .box)
                    && add(program.stdout.reader, step.id, index, .stdout)
                    && add(program.stderr.reader, step.id, index, .stderr)
                if !added {
                    state.live[step.id]?.lose(
                        index, RunnerError(.host, "cannot watch the box"))
                }
            }
            complete = takeIfDone(step.id, &state)
            defer { state.sleeps = false }
            return state.sleeps
        }
        if sleeps { _ = cbox_signal_event(wake) }
        finish(complete)
    }

    func cancel(_ id: UInt64) {
        var complete: LiveStep?
        state.withLock { state in
            state.live[id]?.killAll(.cancelled)
            complete = takeIfDone(id, &state)
        }
        finish(complete)
    }

    /// Ends the thread as soon as nothing lives any more; nothing may begin from now on.
    func close() {
        state.withLock { $0.closing = true }
        _ = cbox_signal_event(wake)
    }

    private func add(_ descriptor: Int32, _ id: UInt64, _ index: Int, _ source: Source) -> Bool {
        let token = id << 4 | UInt64(index) << 2 | source.rawValue
        return cbox_epoll_add(epoll, descriptor, token) == 0
    }

    private func takeIfDone(_ id: UInt64, _ state: inout State) -> LiveStep? {
        guard let step = state.live[id], step.isDone else { return nil }
        state.live[id] = nil
        for program in step.programs { _ = cbox_epoll_remove(epoll, program.box.socket) }
        return step
    }

    private func finish(_ step: LiveStep?) {
        guard var step else { return }
        for index in step.programs.indices {
            // A fault may have left a stream open.
            step.programs[index].stdout.close()
            step.programs[index].stderr.close()
        }
        step.finished(step.programs)
    }

    // MARK: - The thread

    private func watch() {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var events = [cbox_event](repeating: cbox_event(), count: 64)
        var quiet = 0
        var lastLook = cbox_now()
        while let wait = nextWait(quiet) {
            let count = unsafe cbox_epoll_wait(epoll, &events, Int32(events.count), wait)
            guard count >= 0 else { break }
            for event in events[..<Int(count)] {
                if event.token == Self.wakeToken {
                    clearWake()
                } else {
                    handle(event.token, &chunk)
                }
            }
            let now = cbox_now()
            guard wait < 0 || now - lastLook >= UInt64(Self.tick) * 1_000_000 else { continue }
            lastLook = now
            quiet = look(now, &chunk) ? 0 : quiet + 1
        }
        Glibc.close(epoll)
        Glibc.close(wake)
    }

    /// In milliseconds, negative for as long as it takes; `nil` when the thread may end.
    private func nextWait(_ quiet: Int) -> Int32? {
        state.withLock { state in
            guard state.live.isEmpty else { return Int32(Self.tick) }
            if state.closing { return nil }
            guard quiet >= Self.quietTicks else { return Int32(Self.tick) }
            state.sleeps = true
            return -1
        }
    }

    private func clearWake() {
        var count: UInt64 = 0
        _ = unsafe Glibc.read(wake, &count, MemoryLayout<UInt64>.size)
    }

    private func handle(_ token: UInt64, _ chunk: inout [UInt8]) {
        let id = token >> 4
        let index = Int(token >> 2 & 3)
        var complete: LiveStep?
        state.withLock { state in
            // Ends that come after the step was taken are nobody's business any more.
            guard state.live[id] != nil else { return }
            switch Source(rawValue: token & 3) {
            case .box: state.live[id]?.hear(index, into: &chunk)
            default: state.live[id]?.drain(index, into: &chunk)
            }
            complete = takeIfDone(id, &state)
        }
        finish(complete)
    }

    /// Loses the runs whose time is over; whether anything lives.
    private func look(_ now: UInt64, _ chunk: inout [UInt8]) -> Bool {
        var complete: [LiveStep] = []
        let isAlive = state.withLock { state in
            for id in state.live.keys.filter({ state.live[$0]?.isOverdue(now) ?? false }) {
                state.live[id]?.loseOverdue(now, into: &chunk)
                if let step = takeIfDone(id, &state) { complete.append(step) }
            }
            return !state.live.isEmpty
        }
        for step in complete { finish(step) }
        return isAlive
    }
}
