import Execution
import Testing
import TestSupport

@testable import Sandboxing

/// Steps of several programs, files that come back, and starts that fail.
@Suite(.realBoxes)
struct StepTests {
    private static let asking = """
        import os
        with os.fdopen(5, "w") as questions, os.fdopen(3) as answers:
            for number in range(100):
                print(number, file=questions, flush=True)
                assert int(answers.readline()) == number * number
        print("all right", sorted(int(name) for name in os.listdir("/proc/self/fd")))
        """
    private static let answering = """
        import os
        with os.fdopen(3) as questions, os.fdopen(4, "w") as answers:
            for line in questions: print(int(line) ** 2, file=answers, flush=True)
        print("no more questions")
        """

    private func pair(lead: Int? = nil, answering: String? = nil) throws -> ExecutionStep {
        ExecutionStep(
            programs: [
                try Boxes.python(Self.asking), try Boxes.python(answering ?? Self.answering),
            ],
            pipes: [
                PipeLink(
                    writer: .init(program: 0, descriptor: 5),
                    reader: .init(program: 1, descriptor: 3)),
                PipeLink(
                    writer: .init(program: 1, descriptor: 4),
                    reader: .init(program: 0, descriptor: 3)),
            ], lead: lead)
    }

    @Test func `two programs talk over their pipes and see each other's end`() async throws {
        let results = try await Boxes.sandbox.get().run(pair())
        #expect(results.map(\.termination) == [.exited(code: 0), .exited(code: 0)])
        #expect(results[0].stdout.text == "all right [0, 1, 2, 3]\n", "\(results[0].stderr.text)")
        #expect(results[1].stdout.text == "no more questions\n", "\(results[1].stderr.text)")
    }

    @Test func `the lead's end stops the other`() async throws {
        let lingering = Self.answering + "\nimport time\ntime.sleep(60)"
        let results = try await Boxes.sandbox.get().run(pair(lead: 0, answering: lingering))
        #expect(results.map(\.termination) == [.exited(code: 0), .stopped])
    }

    @Test func `a program that is stopped after its limit keeps the limit's name`() async throws {
        let results = try await Boxes.sandbox.get().run(
            ExecutionStep(
                programs: [
                    try Boxes.python("import time; time.sleep(2)"),
                    try Boxes.python("import time; time.sleep(60)", [.wallMS: 300]),
                ], lead: 0))
        #expect(results[0].termination == .exited(code: 0))
        #expect(results[1].breach?.name == .wallMS)
    }

    @Test func `a program that cannot start fails the step by name, and ends the others`()
        async throws
    {
        var missing = try Boxes.python("pass")
        missing.arguments = ["/usr/bin/no-such-program"]
        let step = ExecutionStep(
            programs: [try Boxes.python("import time; time.sleep(60)"), missing])
        let error = await #expect(throws: RunnerError.self) {
            try await Boxes.sandbox.get().run(step)
        }
        #expect(error?.code == .host)
        let message = error?.message ?? ""
        #expect(message.hasPrefix("cannot start `/usr/bin/no-such-program` in the box (step "))
        #expect(message.hasSuffix("no such file or directory"))
    }

    @Test func `files that do not fit are told by their path`() async throws {
        var program = try Boxes.python("pass", [.diskBytes: 1 << 20])
        program.files.append(
            BoxFile(path: "data/big", bytes: [UInt8](repeating: 0, count: 2 << 20)))
        // They are the submission's own: a result, and no fault of ours.
        let result = try await Boxes.run(program)
        #expect(result.termination == .exited(code: 126))
        #expect(result.limitsHit == [.diskBytes])
        #expect(result.stderr.text.contains("cannot write `data/big` in the box"))
    }

    @Test func `a profile whose layer is missing refuses to run`() async throws {
        var program = try Boxes.python("pass")
        program.profile.requires = [.cgroupMemory, .seccomp]
        program.profile.sha256 += "requires"
        let error = await #expect(throws: RunnerError.self) {
            try await Boxes.run(program, in: try Boxes.sampling.get())
        }
        #expect(error?.code == .cannotIsolate)
        #expect(error?.message == "the profile `python` requires `cgroup_memory`")
    }

    @Test func `a host path that is not there is told by its name`() async throws {
        var program = try Boxes.python("pass")
        program.profile.mounts.append(
            Mount(kind: .bind, source: "/no/such/path", target: "/opt/x", why: "a test"))
        program.profile.sha256 += "mounts"
        let error = await #expect(throws: RunnerError.self) { try await Boxes.run(program) }
        #expect(error?.code == .host)
        #expect(error?.message.hasPrefix("cannot mount `/opt/x` in the box (step ") == true)
    }

    @Test func `regular files come back, and nothing that leads elsewhere`() async throws {
        let code = """
            import os
            open("plain", "wb").write(b"\\x00bytes\\xff")
            open("empty", "w").close()
            os.makedirs("deep/er")
            open("deep/er/file", "w").write("deep")
            os.symlink("/etc/passwd", "symlink")
            os.symlink("plain", "near")
            os.symlink("/etc", "folder")
            os.symlink("deep", "shallow")
            os.mkfifo("fifo")
            os.mkdir("directory")
            for target in ("/etc/passwd", "/usr/bin/env"):
                try: os.link(target, "hardlink")
                except OSError: pass
            open("secret", "w").write("mine")
            os.chmod("secret", 0)
            open("holes", "w").truncate(3 << 20)
            """
        let paths = [
            "plain", "empty", "deep/er/file", "symlink", "near", "folder/passwd", "shallow/er/file",
            "fifo", "directory", "hardlink", "absent", "holes",
        ]
        let result = try await Boxes.run(Boxes.python(code, collect: paths))
        #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
        #expect(
            result.collected.keys.sorted() == ["deep/er/file", "empty", "holes", "plain"])
        #expect(result.collected["plain"] == [0] + Array("bytes".utf8) + [0xFF])
        #expect(result.collected["deep/er/file"] == Array("deep".utf8))
        #expect(result.collected["holes"]?.count == 3 << 20)
    }

    @Test func `files are read back after a kill, too`() async throws {
        let code = "import time; open('kept', 'w').write('until now'); time.sleep(60)"
        let result = try await Boxes.run(Boxes.python(code, [.wallMS: 700], collect: ["kept"]))
        #expect(result.breach?.name == .wallMS)
        #expect(result.collected["kept"] == Array("until now".utf8))
    }

    @Test(arguments: [0, 1, 90_000, 5 << 20])
    func `input and files of any size arrive whole`(_ size: Int) async throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let code = """
            import hashlib, sys
            for source in (sys.stdin.buffer, open("data/in", "rb")):
                print(hashlib.sha256(source.read()).hexdigest())
            """
        var program = try Boxes.python(code)
        program.standardInput = bytes
        program.files.append(BoxFile(path: "data/in", bytes: bytes))
        let digest = Digest.sha256(bytes)
        #expect(try await Boxes.run(program).stdout.lines == [digest, digest])
    }
}
