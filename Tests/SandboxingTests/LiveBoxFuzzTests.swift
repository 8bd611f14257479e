import CBox
import Execution
import Foundation
import TestSupport
import Testing

@testable import Sandboxing

/// A box that is told nonsense answers or ends: it never hangs, and nothing of it stays.
///
/// 60 boxes always; `ASSAY_FUZZ_BOXES` for more.
@Suite(.serialized, .realBoxes)
struct LiveBoxFuzzTests {
    private static let mutation = Mutation(
        words: [[0], [0, 0, 0, 0], Array("/usr\0".utf8), Array("/\0".utf8), [1, 0, 0, 0]],
        maxBytes: Int(BOX_MESSAGE_MAX))

    /// The box's end of the conversation, over the real program.
    private final class Talk {
        let socket: Int32
        let pid: pid_t

        init() throws {
            var ends: [Int32] = [-1, -1]
            var pid: pid_t = 0
            guard cbox_socketpair(&ends) == 0 else { throw Diagnostic("no socket") }
            let started = cbox_spawn(Boxes.program, ends[1], &pid)
            close(ends[1])
            guard started == 0 else { throw Diagnostic("no box: \(started)") }
            (socket, self.pid) = (ends[0], pid)
        }

        func send(_ message: [UInt8], _ descriptors: [Int32]) -> Bool {
            cbox_send(socket, message, message.count, descriptors, descriptors.count) >= 0
        }

        enum Heard { case answer(step: Int32), end, nothing }

        /// Waits for one message; the time is a bound, not a measure.
        func hear(seconds: Int32 = 60) -> Heard {
            guard cbox_wait_readable(socket, seconds * 1000) == 1 else { return .nothing }
            var bytes = [UInt8](repeating: 0, count: 1024)
            var descriptors = [Int32](repeating: -1, count: Int(BOX_DESCRIPTORS_MAX))
            var count = 0
            let size = cbox_receive(socket, &bytes, bytes.count, &descriptors, &count, 1)
            for descriptor in descriptors[..<count] { close(descriptor) }
            guard size >= 20 else { return .end }
            // After the header, both answers tell of the failed step.
            return .answer(
                step: bytes.withUnsafeBytes {
                    $0.loadUnaligned(fromByteOffset: 16, as: Int32.self)
                })
        }

        /// Closes the conversation; true if the keeper ends by itself.
        func end() -> Bool {
            close(socket)
            let keeper = cbox_pidfd(pid)
            defer { close(keeper) }
            let ended = cbox_wait_readable(keeper, 60_000) == 1
            if !ended { kill(pid, SIGKILL) }
            waitpid(pid, nil, 0)
            return ended
        }
    }

    private static func configuration(
        _ profile: SandboxProfile, filter: [UInt8], _ random: inout SeededRandom
    ) throws -> [UInt8] {
        var group = BoxGroup()
        group.mask = 0
        let user: BoxUser = geteuid() == 0 ? .host(HostUsers.user(ofBox: 2000)) : .caller
        let whole = try BoxMessages.configuration(
            profile, filter: filter, user: user, group: group)
        guard random.chance(2) else { return whole }
        var bytes = mutation.damage(whole, &random)
        // Whom the code is on the host stays as it was: this is not about being believed in that.
        if bytes.count >= 28 { bytes.replaceSubrange(16..<28, with: whole[16..<28]) }
        return bytes
    }

    @Test(.timeLimit(.minutes(60)))
    func `a box that is told nonsense answers or ends`() async throws {
        let boxes = Mutation.count("ASSAY_FUZZ_BOXES", short: 60)
        let profile = try Boxes.profile("c")
        let filter = try SeccompPolicy.filter(profile.syscalls)
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let before = BoxWitness.lines("/proc/self/mountinfo")
        var (ready, answers, ends) = (0, 0, 0)
        for number in 0..<boxes {
            var random = SeededRandom(seed: UInt64(number))
            let talk = try Talk()
            let message = try Self.configuration(profile, filter: filter, &random)
            let extra = random.chance(4) ? random.below(4) : 0
            _ = talk.send(message, [Int32](repeating: null, count: extra))
            guard case .answer(step: 0) = talk.hear() else {
                ends += 1
                #expect(talk.end(), "box \(number)")
                continue
            }
            ready += 1
            conversation: for _ in 0..<20 {
                switch try Self.ask(talk, null, &random) {
                case .answer: answers += 1
                case .nothing: Issue.record("box \(number) hangs")
                case .end:
                    ends += 1
                    break conversation
                }
            }
            #expect(talk.end(), "box \(number)")
        }
        #expect(BoxWitness.lines("/proc/self/mountinfo") == before)
        #expect(ready > boxes / 4 && answers > boxes)
        print("\(boxes) boxes: \(ready) got ready, \(answers) runs answered, \(ends) ends")
    }

    /// Sends a request, damaged or not, and what may come at any time; waits for the answer.
    private static func ask(
        _ talk: Talk, _ null: Int32, _ random: inout SeededRandom
    ) throws -> Talk.Heard {
        let valid = try RequestFuzzTests.valid(&random)
        var message = valid.message
        let isDamaged = !random.chance(3)
        if isDamaged {
            message = mutation.damage(message, &random)
            // The kind and the number of the run; a box need not answer what is no request.
            let head = min(16, message.count)
            message.replaceSubrange(0..<head, with: valid.message[0..<head])
        }
        var descriptors: [Int32] = []
        if let payload = valid.payload { descriptors.append(try sealedMemory(payload)) }
        defer { if valid.payload != nil, let memory = descriptors.first { close(memory) } }
        while descriptors.count < valid.descriptors { descriptors.append(null) }
        if random.chance(10), let last = descriptors.last { descriptors.append(last) }
        guard talk.send(message, descriptors) else { return .end }
        if random.chance(16) {
            let noise = mutation.damage(
                BoxMessages.bytes(of: BoxMessages.header(BOX_KILL, run: 1)), &random)
            _ = talk.send(noise, random.chance(3) ? [null] : [])
        }
        guard case .nothing = talk.hear(seconds: 5) else { return .answer(step: 0) }
        // What was asked for may be a long run; it must end when told to.
        _ = talk.send(BoxMessages.bytes(of: BoxMessages.header(BOX_KILL, run: 1)), [])
        return talk.hear()
    }
}
