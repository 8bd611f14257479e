import Execution
import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// Runs in real boxes whose control groups are recorded files of version 2: what the box writes to
/// them, and what it makes of them.
@Suite(.serialized, .realBoxes)
struct RecordedRunTests {
    private static let directory = "/sys/fs/cgroup"
    private static let leaf = "\(directory)/\(RecordedHost.prefix)0"

    /// Waits for a signal, which the test sends when the files are as it wants them.
    private static let patient = """
        import signal, time
        went = []
        signal.signal(signal.SIGUSR1, lambda *_: went.append(1))
        while not went: time.sleep(0.01)
        print("went on")
        """

    /// Runs a program, with the files changed while it waits.
    private func run(
        release: String = "6.12", _ limits: [LimitName: Int] = [:],
        changing changes: [String: String], goOn: Bool = true
    ) async throws -> (result: RunResult, host: RecordedHost) {
        // Other boxes of this process have indices too: whichever this one gets is recorded.
        var files: [String: String] = [:]
        for index in 0..<RecordedHost.mostBoxes {
            let leaf = "\(Self.directory)/\(RecordedHost.prefix)\(index)"
            files.merge(RecordedHost.leaf(leaf, ["memory", "pids"], release: release)) { $1 }
        }
        let host = try RecordedHost(files)
        for index in 0..<RecordedHost.mostBoxes where release == "6.1" {
            host.setMode("\(Self.directory)/\(RecordedHost.prefix)\(index)/memory.peak", 0o444)
        }
        let place = GroupPlace(version: .v2, directory: host.root + Self.directory)
        let groups = ControlGroups(
            places: [.memory: place, .pids: place, .cpu: place], prefix: RecordedHost.prefix)
        let sandbox = try LinuxSandbox(boxProgram: Boxes.program, slots: 4, groups: groups)
        let word = HostProcess.word()
        async let outcome = Boxes.run(
            Boxes.python(Self.patient, limits, words: [word]), in: sandbox)
        let process = try #require(try await HostProcess.waitForHandler(word))
        let leaf = try #require(host.joined(in: Self.directory))
        for (file, text) in changes { try host.replace("\(leaf)/\(file)", text) }
        if goOn { kill(process.pid, SIGUSR1) }
        let result = try await outcome
        await sandbox.shutdown()
        return (result, host)
    }

    @Test func `limits are written above the box at rest, and the peak is told above it`()
        async throws
    {
        let (result, host) = try await run(
            [.memoryBytes: 64 << 20, .processes: 10],
            changing: [
                "memory.peak": "\(1_953_792 + 5_000_000)\n",
                "cpu.stat": "usage_usec 398210\nuser_usec 1\nsystem_usec 1\n",
                "pids.events": "max 3\n",
            ])
        #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
        #expect(result.environment.memoryMethod == "cgroup")
        #expect(result.environment.cpuMethod == "cgroup")
        #expect(!result.environment.missing.contains(.cgroupMemory))
        #expect(result.usage.memoryPeakBytes == 5_000_000)
        #expect(result.usage.cpuMS == 250)
        #expect(result.limitsHit == [.processes])
        let leaf = try #require(host.joined(in: Self.directory))
        #expect(host.text(leaf + "/memory.max") == "\(1_953_792 + 64 << 20)")
        // The box, its keeper and the reaper are not the run's.
        #expect(host.text(leaf + "/pids.max")?.hasPrefix("13") == true)
        #expect(host.text(leaf + "/cgroup.procs") == "0")
    }

    @Test func `processor time of version 2 is compared to the limit`() async throws {
        let (result, _) = try await run(
            [.cpuMS: 400, .wallMS: 60_000],
            changing: ["cpu.stat": "usage_usec 648210\n"], goOn: false)
        #expect(result.breach == LimitBreach(name: .cpuMS, limit: 400, measured: 500))
    }

    @Test func `a kill for memory is told from a crash by version 2's events`() async throws {
        let (result, _) = try await run(
            [.memoryBytes: 64 << 20],
            changing: [
                "memory.peak": "\(1_953_792 + 64 << 20)\n",
                "memory.events": "low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\noom_group_kill 0\n",
            ])
        #expect(result.breach?.name == .memoryBytes)
        #expect(result.breach?.measured == Double(64 << 20))
    }

    @Test func `brushing the limit without a kill is no breach`() async throws {
        let (result, _) = try await run(
            changing: ["memory.events": "low 0\nhigh 7\nmax 9\noom 0\noom_kill 0\n"])
        #expect(result.termination == .exited(code: 0))
    }

    @Test(arguments: ["6.1", "5.15"])
    func `without a peak that begins anew the use is looked at`(_ release: String) async throws {
        let (result, _) = try await run(
            release: release, [.wallMS: 1500, .memoryBytes: 64 << 20],
            changing: ["memory.current": "\(1_953_792 + 7_000_000)\n"], goOn: false)
        #expect(result.environment.memoryMethod == "cgroup2_sampled")
        #expect(!result.environment.missing.contains(.cgroupMemory))
        #expect(result.breach?.name == .wallMS)
        #expect(result.usage.memoryPeakBytes == 7_000_000)
    }

    @Test func `a peak of the group's whole life counts when it rose`() async throws {
        let (result, _) = try await run(
            release: "6.1", changing: ["memory.peak": "\(1_953_792 + 9_000_000)\n"])
        #expect(result.usage.memoryPeakBytes == 9_000_000)
    }
}

extension HostProcess {
    /// A process that holds a word, once it can take the signal.
    static func waitForHandler(_ word: String) async throws -> HostProcess? {
        for _ in 0..<1500 {
            let found = holding(word).first { process in
                let mask = process.status["SigCgt"].flatMap { UInt64($0, radix: 16) } ?? 0
                return mask & (1 << UInt64(SIGUSR1 - 1)) != 0
            }
            if let found { return found }
            try await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }
}

extension RecordedHost {
    /// More than all tests of a process have at a time, the idle ones among them.
    static let mostBoxes = 256

    /// The group that a box joined: it wrote itself into it.
    func joined(in directory: String) -> String? {
        (0..<Self.mostBoxes).map { "\(directory)/\(Self.prefix)\($0)" }
            .first { text($0 + "/cgroup.procs") == "0" }
    }

    /// Changes a file in place, for whoever has it open.
    func replace(_ path: String, _ text: String) throws {
        // As the kernel, which needs no leave.
        setMode(path, 0o644)
        let file = try FileHandle(forUpdating: URL(filePath: root + path))
        // First the new text, then the end: a reader never sees an empty file.
        try file.write(contentsOf: Data(text.utf8))
        try file.truncate(atOffset: UInt64(text.utf8.count))
        try file.close()
    }
}
