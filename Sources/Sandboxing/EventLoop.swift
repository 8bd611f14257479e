import CBox
import Dispatch
import Execution
import Glibc
import Synchronization

/// One thread that watches every run of a process: no run has a thread of its own.
final class EventLoop: Sendable {
    private enum Source: UInt64 {
        case box = 0
        case stdout
        case stderr
    }

    private let epoll: Int32
    private let live = Mutex<[UInt64: LiveStep]>([:])
    private let nextID = Atomic<UInt64>(1)

    init() throws(RunnerError) {
        epoll = cbox_epoll()
        guard epoll >= 0 else { throw .host("cannot make an epoll", error: -epoll) }
        let loop = self
        DispatchQueue(label: "assay.boxes", qos: .userInitiated).async { loop.watch() }
    }

    func newID() -> UInt64 { nextID.add(1, ordering: .relaxed).oldValue }

    /// Takes over a step, sends its messages and watches it to its end.
    func begin(_ step: LiveStep, messages: [(bytes: [UInt8], descriptors: [Int32])]) {
        var complete: LiveStep?
        live.withLock { live in
            live[step.id] = step
            for (index, message) in messages.enumerated() {
                do throws(RunnerError) {
                    try Box.send(
                        message.bytes, message.descriptors, to: step.programs[index].box.socket)
                } catch {
                    live[step.id]?.fail(index, error)
                }
            }
            // The boxes work meanwhile; what is there already is told as well.
            for (index, program) in step.programs.enumerated() {
                add(program.box.socket, step.id, index, .box)
                add(program.stdout.reader, step.id, index, .stdout)
                add(program.stderr.reader, step.id, index, .stderr)
            }
            complete = takeIfDone(step.id, &live)
        }
        finish(complete)
    }

    func cancel(_ id: UInt64) {
        var complete: LiveStep?
        live.withLock { live in
            live[id]?.killAll(.cancelled)
            complete = takeIfDone(id, &live)
        }
        finish(complete)
    }

    private func add(_ descriptor: Int32, _ id: UInt64, _ index: Int, _ source: Source) {
        _ = cbox_epoll_add(epoll, descriptor, id << 4 | UInt64(index) << 2 | source.rawValue)
    }

    private func takeIfDone(_ id: UInt64, _ live: inout [UInt64: LiveStep]) -> LiveStep? {
        guard let step = live[id], step.isDone else { return nil }
        live[id] = nil
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

    private func watch() {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var events = [cbox_event](repeating: cbox_event(), count: 64)
        while true {
            let count = unsafe cbox_epoll_wait(epoll, &events, Int32(events.count), -1)
            guard count >= 0 else { return }
            for event in events[..<Int(count)] { handle(event.token, &chunk) }
        }
    }

    private func handle(_ token: UInt64, _ chunk: inout [UInt8]) {
        let id = token >> 4
        let index = Int(token >> 2 & 3)
        var complete: LiveStep?
        live.withLock { live in
            // Ends that come after the step was taken are nobody's business any more.
            guard live[id] != nil else { return }
            switch Source(rawValue: token & 3) {
            case .box: live[id]?.hear(index, into: &chunk)
            default: live[id]?.drain(index, into: &chunk)
            }
            complete = takeIfDone(id, &live)
        }
        finish(complete)
    }
}
