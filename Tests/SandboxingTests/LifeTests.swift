import Execution
import Foundation
import Testing
import TestSupport

@testable import Sandboxing

/// Nothing of a run outlives it, nothing of it meets the next, and boxes end with their owner.
@Suite(.serialized, .realBoxes)
struct LifeTests {
    private static let daemon = """
        import os, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for number in range(3): os.close(number)
                time.sleep(600)
            os._exit(0)
        os.wait()
        time.sleep(2.5)
        """

    @Test func `a daemon ends with its run`() async throws {
        let word = HostProcess.word()
        async let result = Boxes.run(Boxes.python(Self.daemon, words: [word]))
        // The first and the daemon are seen from here while they live.
        #expect(try await HostProcess.waitFor(word, count: 2).count == 2)
        #expect(try await result.termination == .exited(code: 0))
        #expect(HostProcess.holding(word).isEmpty)
    }

    @Test(arguments: ["python", "c"])
    func `the next run in a box finds nothing of the last`(_ language: String) async throws {
        let leave = """
            import os, sys
            for folder in ("/work", "/tmp", "/dev/shm"):
                os.makedirs(folder + "/deep/er")
                open(folder + "/deep/er/left", "w").write("secret")
            import ctypes
            libc = ctypes.CDLL(None, use_errno=True)
            print(libc.shmget(4711, 4096, 0o1666) >= 0, libc.semget(4712, 1, 0o1666) >= 0)
            """ + "\n" + Self.daemon
        let look = """
            import ctypes, os, socket
            libc = ctypes.CDLL(None, use_errno=True)
            print(os.listdir("/work"), os.listdir("/tmp"), os.listdir("/dev/shm"))
            print(libc.shmget(4711, 4096, 0o600), libc.semget(4712, 1, 0o600))
            print(sum(name.isdigit() for name in os.listdir("/proc")) <= 2, socket.gethostname())
            """
        try await Boxes.withOwnSandbox { sandbox in
            var profile = try Boxes.profile("python")
            profile.reaper = language == "c"
            profile.sha256 += language
            var first = try Boxes.python(leave)
            var second = try Boxes.python(look)
            first.profile = profile
            second.profile = profile
            #expect(try await Boxes.run(first, in: sandbox).stdout.text == "True True\n")
            let seen = try await Boxes.run(second, in: sandbox)
            #expect(seen.stdout.text == "['main.py'] [] []\n-1 -1\nTrue box\n", "\(seen.stderr)")
        }
    }

    @Test func `two sandboxes of a process share neither users nor groups`() async throws {
        let (one, two) = (HostProcess.word(), HostProcess.word())
        func sleeper(_ word: String, _ sandbox: LinuxSandbox) async throws -> RunResult {
            try await Boxes.run(
                Boxes.python("import time; time.sleep(5)", words: [word]), in: sandbox)
        }
        try await Boxes.withOwnSandbox { first in
            try await Boxes.withOwnSandbox { second in
                async let a = sleeper(one, first)
                async let b = sleeper(two, second)
                let left = try #require(try await HostProcess.waitFor(one).first)
                let right = try #require(try await HostProcess.waitFor(two).first)
                if geteuid() == 0 { #expect(left.user != right.user) }
                for (controller, group) in left.groups where group.contains("assay-") {
                    #expect(right.groups[controller] != group)
                }
                _ = try await (a, b)
            }
        }
    }

    @Test func `shutdown leaves no box and no control group`() async throws {
        let word = HostProcess.word()
        let sandbox = try LinuxSandbox(boxProgram: Boxes.program, slots: 4)
        async let result = Boxes.run(
            Boxes.python("import time; time.sleep(1)", words: [word]), in: sandbox)
        let process = try #require(try await HostProcess.waitFor(word).first)
        let boxes = process.boxes.map(\.pid)
        #expect(boxes.count >= 2)
        let paths = process.groups.compactMap { controller, group -> String? in
            guard let base = sandbox.pool.groups.directories[controller],
                let name = group.split(separator: "/").last
            else { return nil }
            return "\(base)/\(name)"
        }
        #expect(paths.count == sandbox.pool.groups.directories.count)
        #expect(paths.allSatisfy { exists($0) })
        #expect(try await result.termination == .exited(code: 0))
        await sandbox.shutdown()
        #expect(boxes.filter(HostProcess.exists).isEmpty)
        #expect(paths.filter { exists($0) }.isEmpty)
        await #expect(throws: RunnerError.self) {
            try await Boxes.run(Boxes.python("pass"), in: sandbox)
        }
    }

    @Test func `whoever kills the reaper has ended the run`() async throws {
        try await Boxes.withOwnSandbox { sandbox in
            let word = HostProcess.word()
            let run = Task {
                try await Boxes.run(
                    Boxes.python("import time; time.sleep(60)", words: [word]), in: sandbox)
            }
            let process = try #require(try await HostProcess.waitFor(word).first)
            let boxes = process.boxes
            #expect(boxes.count == 3, "reaper, box and its keeper")
            if let reaper = boxes.first { kill(reaper.pid, SIGKILL) }
            #expect(try await run.value.termination == .signalled("SIGKILL"))
            #expect(try await HostProcess.waitFor(word, count: 0).isEmpty)
            let next = try await Boxes.run(Boxes.python("print('well')"), in: sandbox)
            #expect(next.stdout.text == "well\n")
        }
    }

    @Test func `cancelling a run ends it`() async throws {
        let word = HostProcess.word()
        let run = Task {
            try await Boxes.run(Boxes.python(Self.daemon + "\ntime.sleep(60)", words: [word]))
        }
        #expect(try await HostProcess.waitFor(word, count: 2).count == 2)
        run.cancel()
        let error = await #expect(throws: RunnerError.self) { try await run.value }
        #expect(error?.code == .cancelled)
        #expect(HostProcess.holding(word).isEmpty)
    }

    @Test func `a thousand runs, two hundred at once, leave no descriptor behind`() async throws {
        try await Boxes.withOwnSandbox { sandbox in
            let profile = try Boxes.profile("c")
            @Sendable func once(_ number: Int) async throws -> Bool {
                let program = Program(
                    profile: profile, arguments: ["/usr/bin/echo", "\(number)"],
                    limits: profile.limits, standardInput: [UInt8](repeating: 1, count: number),
                    files: [BoxFile(path: "a/b", bytes: [1, 2, 3])], collect: ["a/b", "absent"])
                let result = try await Boxes.run(program, in: sandbox)
                return result.stdout.text == "\(number)\n"
                    && result.collected == ["a/b": [1, 2, 3]]
            }
            func wave() async throws -> Int {
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<200 { group.addTask { try await once(number) } }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
            }
            #expect(try await wave() == 200)
            let before = try descriptors()
            for _ in 0..<4 { #expect(try await wave() == 200) }
            // Other suites open some for a moment.
            #expect(try descriptors() - before < 60)
        }
    }

    private func descriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
