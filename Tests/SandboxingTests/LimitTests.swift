import Execution
import Glibc
import Testing
import TestSupport

@testable import Sandboxing

/// Limits that kill, each by its own name; once with control groups and once as if there were none.
@Suite(.serialized, .realBoxes)
struct LimitTests {
    enum Accounting: String, CaseIterable, CustomTestStringConvertible {
        case groups, samples
        var testDescription: String { rawValue }

        var sandbox: LinuxSandbox {
            get throws {
                try self == .groups ? Boxes.sandbox.get() : Boxes.sampling.get()
            }
        }
    }

    /// A program that must be ended, and the limit that does it.
    struct Overrun: CustomTestStringConvertible {
        let testDescription: String
        let name: LimitName
        let limit: Int
        var code: String
        /// What is measured may be that many times the limit: machines are busy.
        var slack = 6.0
    }

    static let overruns = [
        Overrun(
            testDescription: "a busy loop", name: .cpuMS, limit: 400, code: "while True: pass"),
        Overrun(
            testDescription: "busy children", name: .cpuMS, limit: 600,
            code: """
                import os
                for _ in range(3):
                    if os.fork() == 0:
                        while True: pass
                os.wait()
                """),
        Overrun(
            testDescription: "a busy orphan", name: .cpuMS, limit: 400,
            code: """
                import os, time
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        while True: pass
                    os._exit(0)
                os.wait()
                time.sleep(60)
                """),
        Overrun(
            testDescription: "many busy children, one after the other", name: .cpuMS, limit: 600,
            code: """
                import os, time
                while True:
                    if os.fork() == 0:
                        end = time.process_time() + 0.1
                        while time.process_time() < end: pass
                        os._exit(0)
                    os.wait()
                """),
        Overrun(
            testDescription: "sleep", name: .wallMS, limit: 400, code: "import time; time.sleep(60)"
        ),
        Overrun(
            testDescription: "waiting after work", name: .idleMS, limit: 500,
            code: """
                import time
                end = time.process_time() + 0.3
                while time.process_time() < end: pass
                print("worked", flush=True)
                time.sleep(60)
                """),
        Overrun(
            testDescription: "one large allocation", name: .memoryBytes, limit: 96 << 20,
            code: """
                import time
                block = bytearray(b"x") * (160 << 20)
                time.sleep(60)
                """, slack: 2.5),
        Overrun(
            testDescription: "memory of four children", name: .memoryBytes, limit: 160 << 20,
            code: """
                import os, time
                for _ in range(4):
                    if os.fork() == 0:
                        block = bytearray(b"x") * (60 << 20)
                        time.sleep(60)
                        os._exit(0)
                os.wait()
                time.sleep(60)
                """, slack: 2.5),
        Overrun(
            testDescription: "a flood of output", name: .outputBytes, limit: 1 << 20,
            code: """
                import os
                while True: os.write(1, b"o" * 65536)
                """, slack: 64),
        Overrun(
            testDescription: "a flood of messages", name: .outputBytes, limit: 1 << 20,
            code: """
                import os
                while True: os.write(2, b"e" * 65536)
                """, slack: 64),
    ]

    @Test(arguments: overruns, Accounting.allCases)
    func `what goes beyond a limit is ended by that limit's name`(
        _ overrun: Overrun, _ accounting: Accounting
    ) async throws {
        // Generous for all but the one limit.
        var limits: [LimitName: Int] = [.cpuMS: 20_000, .wallMS: 30_000, .memoryBytes: 1 << 30]
        limits[overrun.name] = overrun.limit
        let result = try await Boxes.run(
            Boxes.python(overrun.code, limits), in: accounting.sandbox)
        let breach = try #require(result.breach, "\(result.termination) \(result.stderr.text)")
        #expect(breach.name == overrun.name)
        #expect(breach.limit == overrun.limit)
        // The kernel keeps memory at the limit; every other measure is beyond it.
        let least = overrun.name == .memoryBytes ? 0.95 : 1.0
        #expect(breach.measured >= least * Double(overrun.limit))
        #expect(breach.measured <= overrun.slack * Double(overrun.limit))
        let kill = try #require(result.usage.killMS ?? (overrun.name == .memoryBytes ? 0 : nil))
        #expect(kill < 5000)
        if getenv("ASSAY_SHOW_MEASURES") != nil {
            print("measure", overrun, accounting, breach.measured, "kill_ms", kill, result.usage)
        }
    }

    @Test(arguments: Accounting.allCases)
    func `within its limits a program ends by itself, and what it used is told`(
        _ accounting: Accounting
    ) async throws {
        let code = """
            import time
            block = bytearray(b"x") * (64 << 20)
            end = time.process_time() + 0.4
            while time.process_time() < end: pass
            """
        let result = try await Boxes.run(
            Boxes.python(code, [.idleMS: 3000]), in: accounting.sandbox)
        #expect(result.termination == .exited(code: 0))
        #expect(result.usage.killMS == nil)
        #expect(result.limitsHit.isEmpty)
        #expect((350...3000).contains(result.usage.cpuMS))
        #expect(result.usage.wallMS >= 350)
        #expect((64 << 20...160 << 20).contains(result.usage.memoryPeakBytes))
        let exact = try Boxes.sandbox.get().pool.groups.places[.memory] != nil
        let method = accounting == .groups && exact ? "cgroup" : "sampled"
        #expect(result.environment.memoryMethod == method)
        #expect(result.environment.missing.contains(.cgroupMemory) == (method == "sampled"))
    }

    @Test func `what was written before a kill is kept, and a flood is counted beyond it`()
        async throws
    {
        let code = """
            import os
            os.write(1, b"first words\\n")
            os.write(2, b"a message\\n")
            while True: os.write(1, b"o" * 4096)
            """
        let limits: [LimitName: Int] = [.outputBytes: 1 << 20, .keepBytes: 1000]
        let result = try await Boxes.run(Boxes.python(code, limits))
        #expect(result.breach?.name == .outputBytes)
        #expect(result.stdout.bytes.count == 1000)
        #expect(result.stdout.text.hasPrefix("first words\noooo"))
        #expect(result.stdout.totalBytes > 1 << 20)
        #expect(result.stdout.truncated)
        #expect(result.stderr.text == "a message\n")
        #expect(!result.stderr.truncated)
    }

    @Test func `output up to the limit is no breach, and one byte more is`() async throws {
        func write(_ count: Int) async throws -> RunResult {
            try await Boxes.run(
                Boxes.python("import os; os.write(1, b'x' * \(count))", [.outputBytes: 20_000]))
        }
        let within = try await write(20_000)
        #expect(within.termination == .exited(code: 0))
        #expect(within.stdout.totalBytes == 20_000)
        #expect(try await write(20_001).breach?.measured == 20_001)
    }

    @Test(arguments: [true, false])
    func `a program that is to run on one core sees one, and so does what it starts`(
        reaper: Bool
    ) async throws {
        let count = "import os; print(len(os.sched_getaffinity(0)), *os.sched_getaffinity(0))"
        var program = try Boxes.python(
            "import subprocess, sys\nsubprocess.run([sys.executable, '-I', '-c', '\(count)'])")
        program.profile.reaper = reaper
        program.profile.sha256 += "\(reaper)"
        let free = try await Boxes.run(program)
        let processors = try #require(Int(free.stdout.text.split(separator: " ").first ?? ""))
        #expect(free.environment.core == nil)
        program.onOneCore = true
        let kept = try await Boxes.run(program)
        let core = try #require(kept.environment.core)
        #expect(kept.stdout.text == "1 \(core)\n", "\(kept.stderr.text)")
        #expect(free.stdout.text.split(separator: " ").count == processors + 1)
        // The box and its next runs are where they were.
        #expect(try await Boxes.run(program).stdout == kept.stdout)
        program.onOneCore = false
        #expect(try await Boxes.run(program).stdout == free.stdout)
    }

    @Test(arguments: Accounting.allCases)
    func `a tree of 64 processes is gone soon after its limit`(_ accounting: Accounting)
        async throws
    {
        let code = """
            import os, time
            for _ in range(63):
                if os.fork() == 0:
                    time.sleep(60)
                    os._exit(0)
            print("made", flush=True)
            time.sleep(60)
            """
        let result = try await Boxes.run(
            Boxes.python(code, [.wallMS: 3000, .processes: 64]), in: accounting.sandbox)
        #expect(result.breach?.name == .wallMS)
        #expect(result.stdout.text == "made\n", "\(result.stderr.text)")
        #expect(try #require(result.usage.killMS) < 3000)
        if getenv("ASSAY_SHOW_MEASURES") != nil {
            print("measure 64 processes", accounting, result.usage)
        }
    }
}
