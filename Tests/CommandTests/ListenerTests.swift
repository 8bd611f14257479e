import Execution
import TestSupport
import Testing

/// Under a program that listens to system calls itself: the kernel has one listener for all.
@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct ListenerTests {
    private static let listening = """
        import ctypes, os, struct, sys
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(38, 1, 0, 0, 0)
        allow = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFF0000))
        program = ctypes.create_string_buffer(
            struct.pack("HxxxxxxQ", 1, ctypes.addressof(allow)))
        number = {"x86_64": 317, "aarch64": 277}[os.uname().machine]
        listener = libc.syscall(number, 1, 8, program)
        if listener < 0: sys.exit("no listener: errno %d" % ctypes.get_errno())
        os.set_inheritable(listener, True)
        os.execv(sys.argv[1], sys.argv[1:])
        """

    private func run(_ words: [String]) throws -> Outcome {
        let child = try Child(words, launcher: ["/usr/bin/python3", "-I", "-c", Self.listening])
        child.closeInput()
        return child.finish()
    }

    @Test func `without a listener the policy holds, and results say what is missing`() throws {
        let scratch = try ScratchDirectory()
        let code = """
            import socket
            try: socket.socket().connect(("127.0.0.1", 80))
            except OSError as error: print(error.errno)
            """
        let path = try scratch.file("a.py", code)
        let outcome = try run(["run", "--json", "python", path])
        #expect(outcome.status == ExitCode.yes, "\(outcome.err)")
        let result = try #require(jsonLines(outcome.out).first)
        #expect(result["run"]?["stdout"]?.string == "101\n")
        #expect(result["violations"]?.array?.isEmpty == true)
        let missing = result["environment"]?["missing"]?.array?.compactMap(\.string) ?? []
        #expect(missing.contains("attempted_calls"))
        let strict = try run(["run", "--strict", "python", path])
        #expect(strict.status == ExitCode.cannotIsolate)
        #expect(strict.err.contains("attempted_calls"))
    }
}
