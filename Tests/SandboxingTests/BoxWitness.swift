import Execution
import Foundation
import Testing

@testable import Sandboxing

/// The two processes of a box and what belongs to it, as the host sees them.
struct BoxWitness: Sendable, Hashable {
    enum Part: String, CaseIterable, Sendable { case box, keeper }

    let index: Int
    let keeper: Int32
    let box: Int32
    let groups: [String]

    init?(_ one: Box, of sandbox: LinuxSandbox) {
        index = one.index
        keeper = one.processes.keeper
        // The pidfd tells whom it stands for.
        let info = FileManager.default.contents(
            atPath: "/proc/self/fdinfo/\(one.processes.box)")
        let line = String(decoding: info ?? Data(), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("Pid:") }
        guard let pid = line.flatMap({ Int32($0.dropFirst(4).trimmingPrefix("\t")) }), pid > 1
        else { return nil }
        box = pid
        let groups = sandbox.pool.groups
        self.groups = groups.directories.keys.sorted().compactMap {
            groups.path($0, box: one.index)
        }
    }

    /// Starts a box, by a run that does nothing, and returns what it is.
    static func idle(_ sandbox: LinuxSandbox) async throws -> BoxWitness {
        let result = try await Boxes.run(Boxes.python("pass"), in: sandbox)
        #expect(result.termination == .exited(code: 0))
        let boxes = sandbox.pool.idle
        return try #require(boxes.last.flatMap { BoxWitness($0, of: sandbox) })
    }

    func pid(_ part: Part) -> Int32 { part == .box ? box : keeper }

    var isAlive: Bool { HostProcess.exists(box) || HostProcess.exists(keeper) }

    /// Waits for its end, at most a minute.
    func isGone() async throws -> Bool {
        for _ in 0..<3000 where isAlive {
            try await Task.sleep(for: .milliseconds(20))
        }
        return !isAlive
    }

    /// Open descriptors, of both processes.
    var descriptors: [Int] { [keeper, box].map { Self.entries("/proc/\($0)/fd") } }
    /// Mounts in the namespace of the box.
    var mounts: Int { Self.lines("/proc/\(box)/mountinfo") }
    /// Resident memory of both, in KiB.
    var residentKiB: Int { [keeper, box].map(Self.residentKiB).reduce(0, +) }

    static func entries(_ path: String) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: path).count) ?? -1
    }

    static func lines(_ path: String) -> Int {
        FileManager.default.contents(atPath: path)?.count { $0 == 10 } ?? -1
    }

    static func residentKiB(_ pid: Int32) -> Int {
        guard let text = FileManager.default.contents(atPath: "/proc/\(pid)/statm") else {
            return 0
        }
        let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(getpagesize()) / 1024
    }
}

/// Boxes that do not live up to what they should, for a test.
extension Boxes {
    /// Impatient enough for a test that loses boxes on purpose.
    static let impatient = Patience(
        ready: 5000, answer: 1500, kill: 1500, cancel: 1500, end: 1000, gone: 20_000)

    static func withImpatientSandbox<Answer>(
        slots: Int = 4, program: String = Boxes.program, patience: Patience = impatient,
        _ body: (LinuxSandbox) async throws -> Answer
    ) async throws -> Answer {
        try await withOwnSandbox(program: program, slots: slots, patience: patience, body)
    }
}
