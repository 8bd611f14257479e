import Execution
import Foundation
import TestSupport
import Testing

/// Whatever a command is doing when it is told to end, nothing of it is left on the host.
///
/// `ASSAY_KILL_MOMENTS` makes it more than the few that are quick enough for every run.
@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct InterruptTests {
    enum Command: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case exec, judge, run, check
        var testDescription: String { rawValue }
    }

    private static let moments =
        getenv("ASSAY_KILL_MOMENTS").flatMap { Int(String(cString: $0)) } ?? 4

    /// A command with more to do than it can have done by then.
    private static func start(_ command: Command, _ scratch: ScratchDirectory) throws -> Child {
        switch command {
        case .exec:
            let child = try Child(["exec", "--jobs", "4"])
            for number in 0..<40 {
                // Some end at once, some sleep, some must be killed for their time.
                let source = [
                    "print(1)", "import time; time.sleep(60)",
                    "import os, time\nos.fork()\nos.fork()\ntime.sleep(60)", "while True: pass",
                ][number % 4]
                child.write(jobLine("job-\(number)", source))
            }
            return child
        case .judge:
            let file = try scratch.file(
                "slow.jsonl",
                (0..<6).map { number in
                    #"{"task_id":"HumanEval/0","completion":"    import time; time.sleep(60 + "#
                        + #"\#(number))\n"}"# + "\n"
                }.joined())
            _ = try assay(["import", "submissions", file, "--model", "slow"], in: scratch)
            let child = try Child(
                ["judge", "--jobs", "3"], environment: ["ASSAY_WORKSPACE": "\(scratch.path)/w"])
            child.closeInput()
            return child
        case .run:
            let file = try scratch.file(
                "a.py", "import os, time\nos.fork()\nprint(1, flush=True)\ntime.sleep(60)\n")
            let child = try Child(["run", "python", file])
            child.closeInput()
            return child
        case .check:
            let child = try Child(["sandbox", "check"])
            child.closeInput()
            return child
        }
    }

    @Test(arguments: Command.allCases)
    func `a signal at any moment leaves nothing behind`(_ command: Command) throws {
        for moment in 0..<Self.moments {
            let scratch = try SmallProblemSet.workspace()
            var random = SeededRandom(seed: UInt64(moment) &* 7919 &+ 5)
            let child = try Self.start(command, scratch)
            var seen = Family(of: child.pid)
            // Before the handlers are there, while boxes start, run and are killed.
            let end = now() + Double(random.below(moment % 2 == 0 ? 300 : 1200)) / 1000
            while now() < end {
                seen.look()
                usleep(2000)
            }
            kill(child.pid, random.pick([SIGINT, SIGTERM]))
            let status = child.finish(withinSeconds: 60).status
            // A quick check is done by then; without its handler the process ends by the signal.
            let ends = [ExitCode.interrupted, 128 + SIGTERM] + (command == .check ? [0, 1] : [])
            #expect(ends.contains(status), "\(command) at moment \(moment): \(status)")
            #expect(seen.isGone(), "\(command) at moment \(moment)")
            if status == ExitCode.interrupted, seen.wasWorking {
                #expect(Family.groups(of: child.pid).isEmpty, "\(command) at moment \(moment)")
            }
        }
    }

    @Test func `a killed command takes boxes with it that cannot notice`() throws {
        let child = try Child(["exec", "--jobs", "2"])
        let marker = "unnoticing-\(getpid())"
        child.write(jobLine("a", "import time; time.sleep(60)", arguments: [marker]))
        #expect(Sandbox.waitUntil(marker, runs: true))
        var family = Family(of: child.pid)
        family.look()
        #expect(family.boxes.count >= 2)
        // Stopped, a box does not see its socket end; its keeper does that for it.
        for box in family.boxes where !family.isKeeper(box) { kill(box, SIGSTOP) }
        kill(child.pid, SIGKILL)
        _ = child.finish(withinSeconds: 30)
        #expect(family.isGone())
        #expect(Sandbox.waitUntil(marker, runs: false))
    }
}

/// The boxes of a command, as they were seen while it ran.
private struct Family {
    let root: pid_t
    private(set) var boxes: Set<pid_t> = []
    private var parents: [pid_t: pid_t] = [:]
    private(set) var wasWorking = false

    init(of root: pid_t) { self.root = root }

    func isKeeper(_ box: pid_t) -> Bool { parents[box] == root }

    mutating func look() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for pid in names.compactMap({ pid_t($0) }) where !boxes.contains(pid) {
            guard let parent = Self.parent(of: pid), parent == root || boxes.contains(parent)
            else { continue }
            boxes.insert(pid)
            parents[pid] = parent
        }
        wasWorking = wasWorking || boxes.count >= 2
    }

    /// Whether all that was seen is gone, within a minute, and what they had started too.
    func isGone() -> Bool {
        let end = now() + 60
        while now() < end {
            let left = boxes.filter { Self.parent(of: $0) != nil }
            if left.isEmpty { return true }
            usleep(10_000)
        }
        return false
    }

    /// `nil` once it is gone, or a zombie that only its parent can let go of.
    private static func parent(of pid: pid_t) -> pid_t? {
        guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else {
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[name...].split(separator: " ")
        guard fields.count > 2, fields[1] != "Z", fields[1] != "X" else { return nil }
        return pid_t(fields[2])
    }

    /// The control groups that carry the number of a command's process.
    static func groups(of pid: pid_t) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: "/sys/fs/cgroup") else { return [] }
        return walk.compactMap { $0 as? String }.filter {
            let name = $0.split(separator: "/").last ?? ""
            return name.hasPrefix("assay-") && name.split(separator: "-").contains("\(pid)")
        }
    }
}
