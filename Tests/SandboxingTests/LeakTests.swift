import Execution
import Foundation
import TestSupport
import Testing

@testable import Sandboxing

/// What many runs of every kind leave behind: nothing.
///
/// 300 runs always; `ASSAY_LEAK_RUNS=20000` makes it as many, best alone, by `--filter LeakTests`.
@Suite(.serialized, .realBoxes)
struct LeakTests {
    /// Everything that a run could leave on the host or in its box.
    struct Count: Sendable, CustomStringConvertible {
        var descriptors = BoxWitness.entries("/proc/self/fd")
        var mounts = BoxWitness.lines("/proc/self/mountinfo")
        var temporary = BoxWitness.entries(FileManager.default.temporaryDirectory.path)
        var shared = BoxWitness.entries("/dev/shm")
        var residentKiB = BoxWitness.residentKiB(getpid())
        var groups: Int
        /// By a host user of this process; as an ordinary user all boxes have our own.
        var processes = geteuid() == 0 ? LeakTests.processesOfOurBoxes() : 0
        var boxes: [BoxWitness: BoxCount] = [:]

        init(_ sandbox: LinuxSandbox, prefix: String) {
            groups = LeakTests.groups(prefix, of: sandbox)
            for box in sandbox.pool.idle {
                guard let witness = BoxWitness(box, of: sandbox) else { continue }
                boxes[witness] = BoxCount(witness)
            }
        }

        var description: String {
            let mine =
                "ours: \(descriptors) descriptors, \(mounts) mounts, \(groups) control groups, "
                + "\(temporary) temporary files, \(shared) in shared memory, "
                + "\(processes) processes of our boxes, \(residentKiB) KiB resident"
            let theirs = boxes.values.map(\.description).sorted()
            return mine + theirs.map { "\n  a box: " + $0 }.joined()
        }
    }

    struct BoxCount: Sendable, CustomStringConvertible {
        var descriptors: [Int]
        var mounts: Int
        var residentKiB: Int

        init(_ witness: BoxWitness) {
            descriptors = witness.descriptors
            mounts = witness.mounts
            residentKiB = witness.residentKiB
        }

        var description: String {
            "\(descriptors) descriptors of keeper and box, \(mounts) mounts, "
                + "\(residentKiB) KiB resident"
        }
    }

    static func processesOfOurBoxes() -> Int {
        let first = HostUsers.user(ofBox: 0)
        let users = first..<(first + HostUsers.blockSize)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { HostProcess($0) }
            .count { $0.user.map(users.contains) ?? false }
    }

    static func groups(_ prefix: String, of sandbox: LinuxSandbox) -> Int {
        sandbox.pool.groups.directories.values.map { directory in
            ControlGroups.names(in: directory).count { $0.hasPrefix(prefix + "-") }
        }.reduce(0, +)
    }

    @Test(.timeLimit(.minutes(60)))
    func `runs of every kind leave nothing behind`() async throws {
        let runs =
            ProcessInfo.processInfo.environment["ASSAY_LEAK_RUNS"].flatMap { Int($0) } ?? 300
        let isLong = runs > 300
        let prefix = "leak\(getpid())"
        let kinds = try await MixedRun.kinds()
        let others = Self.processesOfOurBoxes()
        let sandbox = try LinuxSandbox(
            boxProgram: Boxes.program, slots: 4, groups: ControlGroups(named: prefix))
        // The first runs make the boxes, load code and fill what is kept for good.
        try await Self.perform(60, of: kinds, in: sandbox)
        let before = Count(sandbox, prefix: prefix)
        try await Self.perform(runs, of: kinds, in: sandbox)
        let after = Count(sandbox, prefix: prefix)
        await sandbox.shutdown()
        let end = Count(sandbox, prefix: prefix)
        if isLong { print("before: \(before)\nafter \(runs) runs: \(after)\nat the end: \(end)") }
        // Beside the short test, other suites of this process open hundreds for a moment.
        if isLong { #expect(abs(after.descriptors - before.descriptors) <= 8) }
        #expect(after.mounts == before.mounts)
        // What other programs keep there is none of ours.
        #expect(after.temporary - before.temporary <= 100)
        if isLong { #expect(after.residentKiB - before.residentKiB < 48 << 10) }
        #expect(!before.boxes.isEmpty && after.boxes.count <= 8)
        for (witness, then) in before.boxes {
            guard let now = after.boxes[witness] else { continue }
            #expect(now.descriptors == then.descriptors)
            #expect(now.mounts == then.mounts)
            #expect(now.residentKiB - then.residentKiB < 1 << 10)
        }
        #expect(end.groups == 0)
        if isLong { #expect(end.processes == others) }
        for witness in Set(before.boxes.keys).union(after.boxes.keys) {
            #expect(try await witness.isGone())
        }
    }

    private static func perform(
        _ count: Int, of kinds: [MixedRun], in sandbox: LinuxSandbox
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var random = SeededRandom(seed: UInt64(worker))
                    for number in stride(from: worker, to: count, by: 4) {
                        try await kinds[number % kinds.count].check(in: sandbox, &random)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// One kind of run, and what must come of it.
struct MixedRun: Sendable {
    enum Expected: Sendable {
        case result(@Sendable ([RunResult]) -> Bool)
        case refused
        /// After so many milliseconds at most; it may have ended by then.
        case cancelled(Int)
    }

    let name: String
    let step: ExecutionStep
    let expected: Expected

    func check(in sandbox: LinuxSandbox, _ random: inout SeededRandom) async throws {
        switch expected {
        case .result(let isRight):
            let results = try await sandbox.run(step)
            #expect(isRight(results), "\(name): \(results.map(\.termination))")
        case .refused:
            let error = await #expect(throws: RunnerError.self) { try await sandbox.run(step) }
            #expect(error?.code == .host, "\(name)")
        case .cancelled(let milliseconds):
            let wait = random.below(milliseconds + 1)
            let run = Task { try await sandbox.run(step) }
            if wait > 0 { try await Task.sleep(for: .milliseconds(wait)) }
            run.cancel()
            do {
                _ = try await run.value
            } catch let error as RunnerError {
                #expect(error.code == .cancelled, "\(name): \(error.message)")
            }
        }
    }

    /// All that can become of a run, half of them good ones.
    static func kinds() async throws -> [MixedRun] {
        let good = try goodOnes()
        let bad = try await overruns() + faults()
        return zip(0..., bad).flatMap { [good[$0 % good.count], $1] }
    }

    private static func shell(
        _ arguments: [String], _ limits: [LimitName: Int] = [:]
    ) throws -> Program {
        let profile = try Boxes.profile("c")
        return Program(
            profile: profile, arguments: arguments, limits: profile.limits.applying(limits))
    }

    private static func one(
        _ name: String, _ program: Program, _ expected: Expected
    ) -> MixedRun {
        MixedRun(name: name, step: ExecutionStep(programs: [program]), expected: expected)
    }

    private static func goodOnes() throws -> [MixedRun] {
        var files = try shell(["/usr/bin/cat", "a/b", "large"])
        files.files = [
            BoxFile(path: "a/b", bytes: [65]),
            BoxFile(path: "large", bytes: [UInt8](repeating: 66, count: 200_000)),
        ]
        files.collect = ["a/b", "absent"]
        var echo = try shell(["/usr/bin/cat"])
        echo.standardInput = Array("input".utf8)
        let writer = try shell(["/bin/sh", "-c", "printf 'through a pipe' >&4"])
        let reader = try shell(["/bin/sh", "-c", "cat <&3"])
        let pipe = PipeLink(
            writer: PipeLink.End(program: 0, descriptor: 4),
            reader: PipeLink.End(program: 1, descriptor: 3))
        return [
            one("true", try shell(["/usr/bin/true"]), .result { $0[0].isGood }),
            one("files", files, .result { $0[0].isGood && $0[0].collected == ["a/b": [65]] }),
            one("input", echo, .result { $0[0].isGood && $0[0].stdout.text == "input" }),
            MixedRun(
                name: "pipe", step: ExecutionStep(programs: [writer, reader], pipes: [pipe]),
                expected: .result { $0.count == 2 && $0[1].stdout.text == "through a pipe" }),
        ]
    }

    private static func overruns() async throws -> [MixedRun] {
        func breach(_ name: LimitName) -> Expected { .result { $0[0].breach?.name == name } }
        let hog = try await Boxes.c(
            """
            #include <stdlib.h>
            #include <string.h>
            int main() { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }
            """, [.memoryBytes: 32 << 20])
        return [
            one("wall", try shell(["/usr/bin/sleep", "60"], [.wallMS: 30]), breach(.wallMS)),
            one(
                "idle", try shell(["/usr/bin/sleep", "60"], [.idleMS: 30]), breach(.idleMS)),
            one(
                "cpu", try await Boxes.c("int main() { for (;;); }", [.cpuMS: 30]), breach(.cpuMS)),
            one("memory", hog, breach(.memoryBytes)),
            one(
                "output", try shell(["/usr/bin/yes"], [.outputBytes: 100_000]),
                breach(.outputBytes)),
            one(
                "daemon",
                try shell(["/bin/sh", "-c", "sleep 60 & sleep 60 & exit 3"]),
                .result { $0[0].termination == .exited(code: 3) }),
            one(
                "signal", try shell(["/bin/sh", "-c", "kill -SEGV $$"]),
                .result { $0[0].termination == .signalled("SIGSEGV") }),
        ]
    }

    private static func faults() async throws -> [MixedRun] {
        var tooLarge = try shell(["/usr/bin/true"], [.diskBytes: 4096])
        tooLarge.files = [BoxFile(path: "large", bytes: [UInt8](repeating: 1, count: 100_000))]
        let sleeper = try shell(["/usr/bin/sleep", "60"])
        return [
            one("not there", try shell(["/usr/bin/absent"]), .refused),
            one("no path", try shell(["true"]), .refused),
            one("does not fit", tooLarge, .result { $0[0].limitsHit == [.diskBytes] }),
            one("cancelled at once", sleeper, .cancelled(0)),
            one("cancelled", sleeper, .cancelled(20)),
            MixedRun(
                name: "led",
                step: ExecutionStep(
                    programs: [sleeper, try shell(["/usr/bin/true"])], lead: 1),
                expected: .result { $0[0].termination == .stopped && $0[1].isGood }),
        ]
    }
}

extension RunResult {
    fileprivate var isGood: Bool { termination == .exited(code: 0) }
}
