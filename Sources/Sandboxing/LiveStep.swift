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
    /// Of ours; the box is of no more use then.
    var fault: RunnerError?

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
    let finished: @Sendable ([LiveProgram]) -> Void

    var isDone: Bool { programs.allSatisfy(\.isDone) }

    /// Asks the box to kill a program; the box answers when nothing of it is left.
    mutating func kill(_ index: Int, _ reason: KillReason) {
        guard !programs[index].isDone, programs[index].killed == nil else { return }
        programs[index].killed = reason
        let message = BoxMessages.bytes(of: BoxMessages.header(BOX_KILL, run: id))
        do {
            try Box.send(message, [], to: programs[index].box.socket)
        } catch {
            fail(index, error)
        }
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
}
