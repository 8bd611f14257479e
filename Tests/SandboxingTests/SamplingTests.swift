import Execution
import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// What is counted where there are no control groups.
@Suite(.serialized, .realBoxes)
struct SamplingTests {
    /// Neither groups nor the kernel's clock for ordinary users: processes are looked at.
    private static let looking = Result {
        var groups = ControlGroups.none
        groups.countsByEvent = false
        return try LinuxSandbox(boxProgram: Boxes.program, slots: 4, groups: groups)
    }

    /// Burns processor time in children that nobody waits for.
    private static func unwaited(_ each: Double) -> String {
        """
        import os, signal, time
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            if os.fork() == 0:
                end = time.process_time() + \(each)
                while time.process_time() < end: pass
                os._exit(0)
            time.sleep(\(each) * 1.2)
        """
    }

    @Test func `children that nobody waits for count by the kernel's own clock`() async throws {
        // Too short to be looked at, one by one.
        let code = """
            import os, signal, time
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            for _ in range(200):
                if os.fork() == 0:
                    end = time.process_time() + 0.003
                    while time.process_time() < end: pass
                    os._exit(0)
                time.sleep(0.004)
            """
        let sandbox = try Boxes.sampling.get()
        let result = try await Boxes.run(Boxes.python(code, [.cpuMS: 20_000]), in: sandbox)
        #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
        // A host that keeps that clock from ordinary users counts what it sees.
        guard result.environment.cpuMethod == "perf" else { return }
        let counted = try await Boxes.run(Boxes.python(code, [.cpuMS: 20_000]))
        if counted.environment.cpuMethod == "cgroup" {
            #expect(result.usage.cpuMS >= counted.usage.cpuMS * 0.85)
            #expect(result.usage.cpuMS <= counted.usage.cpuMS * 1.3)
        }
        let breach = try await Boxes.run(Boxes.python(code, [.cpuMS: 300]), in: sandbox).breach
        #expect(breach?.name == .cpuMS)
    }

    @Test func `children that nobody waits for count as far as they were seen`() async throws {
        let result = try await Boxes.run(
            Boxes.python(Self.unwaited(0.15), [.cpuMS: 900, .wallMS: 20_000]),
            in: Self.looking.get())
        #expect(result.environment.cpuMethod == "sampled")
        let breach = try #require(result.breach, "\(result.termination) \(result.stderr.text)")
        #expect(breach.name == .cpuMS)
        #expect(breach.measured < 4000)
    }

    /// Grandchildren that outlive their parents a little, children waited for in turn, and many.
    private static let families = """
        import os, time
        def burn(ms):
            end = time.process_time() + ms / 1000
            while time.process_time() < end: pass
        for _ in range(40):
            child = os.fork()
            if child == 0:
                if os.fork() == 0:
                    burn(18)
                    os._exit(0)
                burn(16)
                os._exit(0)
            os.waitpid(child, 0)
        for _ in range(40):
            child = os.fork()
            if child == 0:
                grandchild = os.fork()
                if grandchild == 0:
                    burn(12)
                    os._exit(0)
                os.waitpid(grandchild, 0)
                os._exit(0)
            os.waitpid(child, 0)
        children = []
        for _ in range(6):
            child = os.fork()
            if child == 0:
                burn(40)
                os._exit(0)
            children.append(child)
        for child in children: os.waitpid(child, 0)
        time.sleep(0.2)
        """

    @Test func `nothing counts twice`() async throws {
        func used(_ sandbox: LinuxSandbox) async throws -> (ms: Double, method: String) {
            let result = try await Boxes.run(
                Boxes.python(Self.families, [.cpuMS: 30_000]), in: sandbox)
            #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
            return (result.usage.cpuMS, result.environment.cpuMethod)
        }
        let counted = try await used(Boxes.sandbox.get())
        let looked = try await used(Self.looking.get())
        #expect(looked.method == "sampled")
        #expect(looked.ms >= 1500)
        guard counted.method == "cgroup" else { return }
        // Ticks are coarse; what counts twice would be hundreds.
        #expect(looked.ms <= counted.ms * 1.1 + 60, "\(counted.ms)")
    }

    struct Holding: CustomTestStringConvertible {
        let testDescription: String
        let code: String
    }

    private static let holdings = [
        Holding(
            testDescription: "shared memory without a file",
            code: """
                import mmap, time
                block = mmap.mmap(-1, 160 << 20)
                for at in range(0, 160 << 20, 4096): block[at] = 1
                time.sleep(30)
                """),
        Holding(
            testDescription: "a segment that is not attached any more",
            code: """
                import ctypes, time
                libc = ctypes.CDLL(None)
                libc.shmat.restype = ctypes.c_void_p
                libc.shmdt.argtypes = [ctypes.c_void_p]
                at = libc.shmat(libc.shmget(0, 160 << 20, 0o1600), None, 0)
                ctypes.memset(at, 1, 160 << 20)
                libc.shmdt(at)
                time.sleep(30)
                """),
        Holding(
            testDescription: "a file in the working directory",
            code: """
                import time
                with open("big", "wb") as file:
                    for _ in range(160): file.write(b"x" * (1 << 20))
                time.sleep(30)
                """),
    ]

    @Test(arguments: holdings, [true, false])
    func `memory is seen wherever it is held`(_ holding: Holding, _ reaper: Bool) async throws {
        var program = try Boxes.python(
            holding.code,
            [
                .memoryBytes: 96 << 20, .diskBytes: 256 << 20, .fileBytes: 256 << 20,
                .wallMS: 20_000,
            ])
        program.profile.reaper = reaper
        program.profile.sha256 += reaper ? "" : "alone"
        let result = try await Boxes.run(program, in: Boxes.sampling.get())
        let breach = try #require(result.breach, "\(result.termination) \(result.stderr.text)")
        #expect(breach.name == .memoryBytes)
        #expect(breach.measured <= Double(240 << 20))
    }

    @Test func `memory that processes share counts once`() async throws {
        let code = """
            import mmap, os, time
            block = mmap.mmap(-1, 60 << 20)
            for _ in range(4):
                if os.fork() == 0:
                    for at in range(0, 60 << 20, 4096): block[at] = 1
                    time.sleep(1.5)
                    os._exit(0)
            for _ in range(4): os.wait()
            """
        let result = try await Boxes.run(
            Boxes.python(code, [.memoryBytes: 160 << 20]), in: Boxes.sampling.get())
        #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
        #expect(result.usage.memoryPeakBytes >= 60 << 20)
    }

    @Test func `memory that cannot be seen cannot be had`() async throws {
        let code = """
            import os
            try: os.memfd_create("hidden")
            except OSError as error: print(error.strerror)
            """
        let refused = try await Boxes.run(Boxes.python(code), in: Boxes.sampling.get())
        #expect(refused.stdout.text == "Function not implemented\n", "\(refused.stderr.text)")
        guard try Boxes.sandbox.get().pool.groups.places[.memory] != nil else { return }
        #expect(try await Boxes.run(Boxes.python(code)).stdout.text == "")
    }

    /// Also with the fewest calls a profile can allow, those of the doctor's own probe.
    @Test func `looking leaves nothing open in the box`() async throws {
        var groups = ControlGroups.none
        groups.countsByEvent = false
        let sandbox = try LinuxSandbox(boxProgram: Boxes.program, slots: 4, groups: groups)
        for _ in 0..<3 {
            let result = try await sandbox.run(AccountingProbe.hog(of: 128, limit: 48))
            #expect(result.breach?.name == .memoryBytes)
        }
        let python = try Boxes.python("import time; time.sleep(0.3)")
        for _ in 0..<2 { _ = try await Boxes.run(python, in: sandbox) }
        let boxes = sandbox.pool.idle
        #expect(boxes.count == 2)
        for box in boxes {
            let witness = try #require(BoxWitness(box, of: sandbox))
            let open = ControlGroups.names(in: "/proc/\(witness.box)/fd").count
            // Its own: no more than a look or two could add.
            if open > 0 { #expect(open < 20) }
        }
        await sandbox.shutdown()
    }

    // MARK: - One controller alone

    /// Version 2 counts processor time in every group, without a controller.
    @Test func `a real group of version 2 counts processor time`() async throws {
        let mounted = (readSmallFile("/proc/self/mounts") ?? "").split(separator: "\n")
            .map { $0.split(separator: " ") }.first { $0.count > 2 && $0[2] == "cgroup2" }
        guard let mounted, unsafe access(String(mounted[1]), W_OK) == 0 else { return }
        let place = GroupPlace(version: .v2, directory: String(mounted[1]))
        let groups = ControlGroups(
            places: [.cpu: place], prefix: ProcessIdentity.own.name("assaytest"))
        let sandbox = try LinuxSandbox(boxProgram: Boxes.program, slots: 4, groups: groups)
        let result = try await Boxes.run(
            Boxes.python(Self.unwaited(0.004), [.cpuMS: 500, .wallMS: 20_000]), in: sandbox)
        await sandbox.shutdown()
        #expect(result.environment.cpuMethod == "cgroup")
        #expect(result.environment.memoryMethod == "sampled")
        #expect(result.breach?.name == .cpuMS)
        let left = ControlGroups.names(in: place.directory).filter { $0.hasPrefix("assaytest-") }
        #expect(left.isEmpty)
    }
}
