import Execution
import Synchronization

/// A program that tells what a run sees of its box, run before and after attacks.
final class AttackProbe: Sendable {
    /// What the first run of a box saw, and what that took.
    struct View: Sendable, Equatable {
        var lines: [String]
        var memoryPeak: Int
        var cpuMS: Double
    }

    private let source: String
    private let sandbox: LinuxSandbox
    private let baselines = Mutex<[String: View]>([:])

    init(source: String, sandbox: LinuxSandbox) {
        self.source = source
        self.sandbox = sandbox
    }

    /// What a run in this profile's box sees when nothing has happened yet.
    func baseline(_ profile: SandboxProfile) async throws(RunnerError) -> View {
        if let known = baselines.withLock({ $0[profile.language] }) { return known }
        let view = try await look(profile)
        let faults = LayerRemoval.isActive ? [] : Self.empty.filter { !view.lines.contains($0) }
        guard faults.isEmpty else {
            throw RunnerError(
                .host, "a fresh box is not empty",
                hint: "expected: " + faults.joined(separator: "; "))
        }
        baselines.withLock { $0[profile.language] = view }
        return view
    }

    /// What must be so in a fresh box, whatever the host.
    private static let empty = [
        "processes [1, 2]", "segments 0 00000000", "semaphores 0 00000000",
        "descriptors ['0', '1', '2', '3']", "status NoNewPrivs: 1", "status Seccomp: 2",
        "status CapEff: 0000000000000000", "limit RLIMIT_CORE 0 0",
    ]

    /// What the next run sees that the first did not, as sentences.
    func faults(
        _ profile: SandboxProfile, since fresh: View
    ) async throws(RunnerError) -> [String] {
        let now = try await look(profile)
        var faults = now.lines.filter { !fresh.lines.contains($0) }.map { "sees `\($0)`" }
        faults += fresh.lines.filter { !now.lines.contains($0) }.map { "misses `\($0)`" }
        if now.memoryPeak > fresh.memoryPeak + (24 << 20) {
            faults.append("is charged with \(now.memoryPeak) bytes, not \(fresh.memoryPeak)")
        }
        if now.cpuMS > fresh.cpuMS * 4 + 400 {
            faults.append("is charged with \(Int(now.cpuMS)) ms of CPU time")
        }
        return Array(faults.prefix(6))
    }

    private func look(_ profile: SandboxProfile) async throws(RunnerError) -> View {
        // By its argument: not even a file of its own is in the box.
        let program = Program(
            profile: profile, arguments: ["/usr/bin/python3", "-I", "-S", "-c", source],
            environment: ["LANG": "C.UTF-8"], limits: profile.limits)
        let results = try await sandbox.run(ExecutionStep(programs: [program]))
        guard let result = results.first, result.termination == .exited(code: 0) else {
            let said = String(decoding: results.first?.stderr.bytes ?? [], as: UTF8.self)
            throw RunnerError(
                .host, "the probe of a box does not end well",
                hint: said.isEmpty ? nil : said)
        }
        let text = String(decoding: result.stdout.bytes, as: UTF8.self)
        return View(
            lines: text.split(separator: "\n").map(String.init),
            memoryPeak: result.usage.memoryPeakBytes, cpuMS: result.usage.cpuMS)
    }
}
