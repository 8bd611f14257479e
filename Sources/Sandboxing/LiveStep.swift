import CBox
import Execution
import Glibc

/// Why we end a program before it ends itself.
enum KillReason: Sendable {
    case leadEnded
    case output(LimitBreach)
    case cancelled
    case peerFailed
}

/// One program of a step while it runs.
struct LiveProgram {
    let box: Box
    let limits: Limits
    var stdout: OutputDrain
    var stderr: OutputDrain
    var killed: KillReason?
    var ended: box_ended?
    /// The descriptors of the files asked for, in the order of their bits; then the directory.
    var files: [Int32] = []
    var attempts: [box_attempt] = []
    /// The box is lost, through no fault of the program: it ended, or it does not answer.
    var fault: RunnerError?
    /// When the box counts as lost, on the monotonic clock in nanoseconds.
    var deadline = UInt64.max

    var isDone: Bool { ended != nil || fault != nil }

    /// A step of starting the program that failed.
    var failure: box_failure? {
        guard let ended, ended.failure.step != 0 else { return nil }
        return ended.failure
    }

    /// Whether what failed is of the program's own making: a result, not a fault of ours.
    ///
    /// A file of its own that does not fit, or a compiled program that the kernel does not take.
    func failedByItself(_ program: Program) -> Bool {
        guard let failure else { return false }
        switch box_step(rawValue: UInt32(failure.step)) {
        case BOX_STEP_FILE: return true
        case BOX_STEP_EXECUTE: return program.arguments.first?.hasPrefix("/work/") ?? false
        default: return false
        }
    }
}

/// A step while it runs: a state machine fed by the event loop.
struct LiveStep {
    let id: UInt64
    let lead: Int?
    var programs: [LiveProgram]
    private let patience: Patience
    let finished: @Sendable ([LiveProgram]) -> Void

    init(
        id: UInt64, lead: Int?, programs: [LiveProgram], patience: Patience,
        finished: @escaping @Sendable ([LiveProgram]) -> Void
    ) {
        self.id = id
        self.lead = lead
        self.programs = programs
        self.patience = patience
        self.finished = finished
        for index in programs.indices {
            let time = patience.answer(wallMS: programs[index].limits.wallMS)
            self.programs[index].deadline = Self.fromNow(time)
        }
    }

    private static func fromNow(_ milliseconds: Int) -> UInt64 {
        cbox_now() + UInt64(max(0, milliseconds)) * 1_000_000
    }

    var isDone: Bool { programs.allSatisfy(\.isDone) }

    func isOverdue(_ now: UInt64) -> Bool {
        programs.contains { !$0.isDone && $0.deadline < now }
    }

    /// Asks the box to kill a program; the box answers when nothing of it is left.
    mutating func kill(_ index: Int, _ reason: KillReason) {
        guard !programs[index].isDone else { return }
        hurry(index, reason)
        guard programs[index].killed == nil else { return }
        programs[index].killed = reason
        let message = BoxMessages.bytes(of: BoxMessages.header(BOX_KILL, run: id))
        do {
            try Box.send(message, [], to: programs[index].box.socket)
        } catch {
            fail(index, error)
        }
    }

    private mutating func hurry(_ index: Int, _ reason: KillReason) {
        let isCancelled = if case .cancelled = reason { true } else { false }
        let bound = Self.fromNow(isCancelled ? patience.cancel : patience.kill)
        programs[index].deadline = min(programs[index].deadline, bound)
    }

    mutating func killAll(_ reason: KillReason) {
        for index in programs.indices { kill(index, reason) }
    }

    /// Drains both streams, for good once the program has ended.
    mutating func drain(_ index: Int, into chunk: inout [UInt8]) {
        let rounds = programs[index].isDone ? Int.max : 16
        programs[index].stdout.read(into: &chunk, rounds: rounds)
        programs[index].stderr.read(into: &chunk, rounds: rounds)
        if programs[index].isDone {
            programs[index].stdout.close()
            programs[index].stderr.close()
        } else if let breach = programs[index].stdout.breach ?? programs[index].stderr.breach {
            kill(index, .output(breach))
        }
    }

    /// Takes what the box says of a program: that it ended, or by its own end that it is lost.
    mutating func hear(_ index: Int, into chunk: inout [UInt8]) {
        guard !programs[index].isDone else { return }
        var descriptors = [Int32](repeating: -1, count: Int(BOX_DESCRIPTORS_MAX))
        var count = 0
        let size = unsafe cbox_receive(
            programs[index].box.socket, &chunk, chunk.count, &descriptors,
            &count, 0)
        if size == -Int(EAGAIN) { return }
        programs[index].files = Array(descriptors[..<count])
        guard let (ended, attempts) = BoxAnswer.read(chunk, size), ended.header.run == id else {
            fail(index, RunnerError(.host, "the box ended in the middle of a run"))
            drain(index, into: &chunk)
            return
        }
        programs[index].ended = ended
        programs[index].attempts = attempts
        drain(index, into: &chunk)
        if ended.failure.step != 0 { killAll(.peerFailed) }
        if index == lead { killAll(.leadEnded) }
    }

    mutating func fail(_ index: Int, _ error: RunnerError) {
        guard !programs[index].isDone else { return }
        programs[index].fault = error
        killAll(.peerFailed)
    }

    /// Kills the box as well, which may still work.
    mutating func lose(_ index: Int, _ error: RunnerError) {
        guard !programs[index].isDone else { return }
        programs[index].box.processes.kill()
        fail(index, error)
    }

    /// Gives up the boxes that have not answered in time.
    mutating func loseOverdue(_ now: UInt64, into chunk: inout [UInt8]) {
        for index in programs.indices where programs[index].deadline < now {
            // It is we who may have slept: an answer that waits is as good as one in time.
            hear(index, into: &chunk)
            lose(index, RunnerError(.host, "the box does not answer"))
        }
    }
}
