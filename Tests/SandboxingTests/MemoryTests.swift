import Execution
import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// What one run leaves behind for a moment is neither hidden nor held against the next.
@Suite(.serialized, .realBoxes)
struct MemoryTests {
    /// Ends while much of its memory is held by what the kernel frees late.
    private static let greedy = """
        import ctypes, os, socket
        libc = ctypes.CDLL(None, use_errno=True)
        libc.shmat.restype = ctypes.c_void_p
        segment = libc.shmget(0, 96 << 20, 0o1600)
        at = libc.shmat(segment, None, 0)
        ctypes.memset(at, 1, 96 << 20)
        kept = []
        for _ in range(8):
            kept.append(socket.socketpair())
            left = kept[-1][0]
            left.setblocking(False)
            try:
                while True: left.send(b"x" * 65536)
            except BlockingIOError: pass
        os._exit(0)
        """

    private static let honest = """
        block = bytearray(b"x") * (64 << 20)
        print(len(block))
        """

    @Test func `after a greedy run the next one's memory is neither hidden nor taken away`()
        async throws
    {
        try await Boxes.withOwnSandbox { sandbox in
            for _ in 0..<12 {
                let first = try await Boxes.run(
                    Boxes.python(Self.greedy, [.memoryBytes: 256 << 20]), in: sandbox)
                #expect(first.termination == .exited(code: 0), "\(first.stderr.text)")
                // Enough for the program, not for what the one before left as well.
                let next = try await Boxes.run(
                    Boxes.python(Self.honest, [.memoryBytes: 100 << 20]), in: sandbox)
                #expect(next.stdout.text == "\(64 << 20)\n", "\(next.termination)")
                #expect(next.termination == .exited(code: 0))
                #expect((64 << 20...100 << 20).contains(next.usage.memoryPeakBytes))
            }
        }
    }

    /// Waits for the signal that lets it go on, then ends by having too much memory.
    private static let hog = """
        import signal, time
        went = []
        signal.signal(signal.SIGUSR1, lambda *_: went.append(1))
        while not went: time.sleep(0.01)
        block = bytearray(b"x") * (256 << 20)
        """

    /// The box is stopped, so that it learns of the end and of the memory at the same instant.
    @Test func `an event that comes with the end of a run does not end the next`() async throws {
        try await Boxes.withOwnSandbox { sandbox in
            // Without groups nothing but a look ends it.
            guard sandbox.pool.groups.places[.memory] != nil else { return }
            let word = HostProcess.word()
            async let outcome = Boxes.run(
                Boxes.python(Self.hog, [.memoryBytes: 64 << 20], words: [word]), in: sandbox)
            let process = try #require(try await HostProcess.waitForHandler(word))
            let boxes = process.boxes
            try #require(boxes.count == 3, "reaper, box and its keeper")
            let (reaper, box) = (boxes[0], boxes[1])
            kill(box.pid, SIGSTOP)
            kill(process.pid, SIGUSR1)
            for _ in 0..<500 where HostProcess.exists(reaper.pid) {
                try await Task.sleep(for: .milliseconds(10))
            }
            kill(box.pid, SIGCONT)
            #expect(try await outcome.breach?.name == .memoryBytes)
            let next = try await Boxes.run(Boxes.python("print('well')"), in: sandbox)
            #expect(next.termination == .exited(code: 0))
            #expect(next.stdout.text == "well\n")
        }
    }

    @Test func `a run beyond its memory leaves its box alive`() async throws {
        try await Boxes.withOwnSandbox { sandbox in
            guard sandbox.pool.groups.places[.memory] != nil else { return }
            let hog = "block = bytearray(b'x') * (256 << 20)"
            var boxes: [Int32] = []
            for _ in 0..<5 {
                let result = try await Boxes.run(
                    Boxes.python(hog, [.memoryBytes: 64 << 20]), in: sandbox)
                #expect(result.breach?.name == .memoryBytes)
                boxes += sandbox.pool.idle.map(\.processes.keeper)
            }
            #expect(Set(boxes).count == 1)
        }
    }
}
