import CBox
import Execution
import Glibc
import Synchronization

/// What starting a step needs: pipes, memory files and one message for each box.
///
/// The descriptors that go to the boxes are closed by `close`, once.
final class Launch: Sendable {
    let programs: [LiveProgram]
    let messages: [(bytes: [UInt8], descriptors: [Int32])]
    private let outgoing: Mutex<[Int32]>
    /// Ends of pipes that stay open until the step is over.
    private let held: Mutex<[Int32]>

    init(_ step: ExecutionStep, boxes: [Box], id: UInt64) throws(RunnerError) {
        var opened: [Int32] = []
        var kept: [Int32] = []
        var held: [Int32] = []
        do throws(RunnerError) {
            var links = [[(target: Int, descriptor: Int32)]](
                repeating: [], count: step.programs.count)
            for pipe in step.pipes {
                let ends = try PipeEnds(nonblockingReader: false)
                for (side, end) in [(PipeLink.Side.reader, ends.reader), (.writer, ends.writer)] {
                    if pipe.held == side { held.append(end) } else { opened.append(end) }
                }
                for end in [pipe.writer, pipe.reader]
                where !links.indices.contains(end.program) || !(0..<64).contains(end.descriptor) {
                    throw RunnerError(.host, "a pipe leads to program \(end.program)")
                }
                links[pipe.writer.program].append((pipe.writer.descriptor, ends.writer))
                links[pipe.reader.program].append((pipe.reader.descriptor, ends.reader))
            }
            var programs: [LiveProgram] = []
            var messages: [(bytes: [UInt8], descriptors: [Int32])] = []
            for (index, program) in step.programs.enumerated() {
                let run = try BoxMessages.run(program, id: id, links: links[index].map(\.target))
                var descriptors: [Int32] = []
                if let payload = run.payload { descriptors.append(try sealedMemory(payload)) }
                if !program.standardInput.isEmpty {
                    descriptors.append(try sealedMemory(program.standardInput))
                }
                opened += descriptors
                let output = try PipeEnds(nonblockingReader: true)
                kept.append(output.reader)
                let error = try PipeEnds(nonblockingReader: true)
                kept.append(error.reader)
                opened += [output.writer, error.writer]
                descriptors += [output.writer, error.writer]
                descriptors += links[index].map(\.descriptor)
                messages.append((run.message, descriptors))
                programs.append(
                    LiveProgram(
                        box: boxes[index], limits: program.limits,
                        stdout: OutputDrain(reader: output.reader, limits: program.limits),
                        stderr: OutputDrain(reader: error.reader, limits: program.limits)))
            }
            self.programs = programs
            self.messages = messages
            outgoing = Mutex(opened)
            self.held = Mutex(held)
        } catch {
            for descriptor in opened + kept + held { Glibc.close(descriptor) }
            throw error
        }
    }

    /// Closes our copies of what the boxes have by now, but for what is held.
    func close() { Self.close(outgoing) }

    /// Closes all that is left when the step is over.
    func finish() {
        Self.close(outgoing)
        Self.close(held)
    }

    private static func close(_ descriptors: borrowing Mutex<[Int32]>) {
        let all = descriptors.withLock { descriptors in
            defer { descriptors = [] }
            return descriptors
        }
        for descriptor in all { Glibc.close(descriptor) }
    }
}
