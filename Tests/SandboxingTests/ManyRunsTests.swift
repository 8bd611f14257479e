import Execution
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Sandboxing

/// Many runs at the same time, and runs that are given up at any moment.
@Suite(.serialized, .realBoxes)
struct ManyRunsTests {
    private static func sleeper(_ number: Int, seconds: Double) throws -> Program {
        var profile = try Boxes.profile("c")
        profile.reaper = false
        profile.sha256 += " without reaper"
        let script = "sleep \(seconds); echo \(number)"
        return Program(
            profile: profile, arguments: ["/bin/sh", "-c", script],
            limits: profile.limits.applying([.wallMS: 300_000]))
    }

    /// What this process has used of the processor, in milliseconds.
    private static func ownCPU() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    private static func threads() -> Int { BoxWitness.entries("/proc/self/task") }

    /// 1000 where the host lets us, by `ASSAY_MANY_RUNS`; else as many as show the same in less
    /// time.
    @Test(.timeLimit(.minutes(10)))
    func `many runs at the same time end as they should`() async throws {
        let asked = ProcessInfo.processInfo.environment["ASSAY_MANY_RUNS"].flatMap { Int($0) }
        let count = asked ?? 120
        let before = Self.threads()
        try await Boxes.withImpatientSandbox(slots: count, patience: Patience()) { sandbox in
            func wave() async throws -> (right: Int, threads: Int) {
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<count {
                        group.addTask {
                            let program = try Self.sleeper(number, seconds: 2)
                            let result = try await Boxes.run(program, in: sandbox)
                            return result.stdout.text == "\(number)\n"
                        }
                    }
                    var (right, most) = (0, 0)
                    for try await isRight in group {
                        most = max(most, Self.threads())
                        right += isRight ? 1 : 0
                    }
                    return (right, most)
                }
            }
            var times: [(wall: Double, cpu: Double)] = []
            for _ in 0..<2 {
                let (began, cpu) = (Date(), Self.ownCPU())
                let (right, threads) = try await wave()
                #expect(right == count)
                // Others' threads too; a thread each would be as many as there are runs.
                #expect(threads - before < 100)
                times.append((Date().timeIntervalSince(began), Self.ownCPU() - cpu))
            }
            if asked != nil {
                let boxes = sandbox.pool.idle.count
                for (name, time) in zip(["starting the boxes", "with the boxes"], times) {
                    let perRun = time.cpu / Double(count)
                    print("\(count) runs, \(name): \(time.wall) s, \(perRun) ms of CPU a run")
                }
                print("\(boxes) boxes, \(BoxWitness.entries("/proc/self/fd")) descriptors")
            }
        }
    }

    @Test func `more slots than descriptors allow are refused clearly`() {
        let error = #expect(throws: RunnerError.self) {
            try LinuxSandbox(boxProgram: Boxes.program, slots: 500_000_000)
        }
        #expect(error?.code == .host)
        #expect(error?.message.contains("open files; this process may have") == true)
        #expect(error?.hint?.contains("ulimit -Hn") == true)
    }

    @Test func `every box has a host user of its own`() {
        let users = Set((0..<Int(HostUsers.blockSize)).map { HostUsers.user(ofBox: $0) })
        #expect(users.count == Int(HostUsers.blockSize))
        #expect(users.allSatisfy { (0x7000_0000..<0x7800_0000).contains($0) })
    }

    @Test func `a run that is given up at any moment leaves nothing`() async throws {
        let prefix = "given\(getpid())"
        let sandbox = try LinuxSandbox(
            boxProgram: Boxes.program, slots: 4, groups: ControlGroups(named: prefix))
        let word = HostProcess.word()
        let code = """
            import os, sys, time
            if os.fork() == 0: time.sleep(60)
            sys.stdout.write("x" * 100_000)
            sys.stdout.flush()
            time.sleep(60)
            """
        // Eight want four slots: some are given up while they wait, others while a box starts.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 as Range<UInt64> {
                group.addTask {
                    var random = SeededRandom(seed: worker)
                    for _ in 0..<12 {
                        let moment = random.below(4) == 0 ? 0 : random.below(60)
                        let run = Task {
                            try await Boxes.run(Boxes.python(code, words: [word]), in: sandbox)
                        }
                        if moment > 0 { try await Task.sleep(for: .milliseconds(moment)) }
                        run.cancel()
                        let error = await #expect(throws: RunnerError.self) { try await run.value }
                        #expect(error?.code == .cancelled, "\(error?.message ?? "")")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(HostProcess.holding(word).isEmpty)
        let boxes = sandbox.pool.idle.compactMap { BoxWitness($0, of: sandbox) }
        #expect(boxes.count == sandbox.pool.idle.count)
        let next = try await Boxes.run(Boxes.python("print('well')"), in: sandbox)
        #expect(next.stdout.text == "well\n")
        await sandbox.shutdown()
        for box in boxes { #expect(try await box.isGone()) }
        #expect(LeakTests.groups(prefix, of: sandbox) == 0)
    }
}
