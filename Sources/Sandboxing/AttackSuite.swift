package import Execution
import Glibc
import Synchronization

/// Runs attacks in boxes and looks at four things after each: that it was contained, that the
/// verdict is the right one, that the next run in its box finds nothing, and that the host is
/// unharmed.
///
/// One attack runs at a time; for more, make more suites, each with a sandbox of its own.
package final class AttackSuite: Sendable {
    /// What was found after one attack.
    package struct Report: Sendable {
        package var attack: Attack
        /// How it ended, in a few words; empty if it could not be run.
        package var verdict = ""
        package var usage = Usage()
        /// Layers that this host lacks.
        package var missing: [Layer] = []
        /// What is wrong, as sentences.
        package var escapes: [String] = []
        package var wrongVerdict: [String] = []
        package var nextRun: [String] = []
        package var host: [String] = []
        /// Why it could not be run, such as a toolchain that is not installed.
        package var notRun: RunnerError?

        package var isGood: Bool { faults.isEmpty && notRun == nil }
        package var faults: [String] { escapes + wrongVerdict + nextRun + host }
    }

    private let sandbox: LinuxSandbox
    private let profiles: [String: SandboxProfile]
    private let host: AttackHost
    private let probe: AttackProbe
    private let alone: Bool

    /// A suite over a sandbox of its own; `probe` tells what a run sees of its box.
    ///
    /// `alone` says that nothing else goes on in this process: its descriptors can be counted.
    package init(
        sandbox: LinuxSandbox, profiles: [String: SandboxProfile], probe: [UInt8], alone: Bool
    ) throws(RunnerError) {
        self.sandbox = sandbox
        self.profiles = profiles
        self.alone = alone
        self.probe = AttackProbe(source: String(decoding: probe, as: UTF8.self), sandbox: sandbox)
        host = try AttackHost()
    }

    /// Removes what was put on the host.
    package func close() { host.remove() }

    /// Runs one attack; throws only if cancelled or if this host cannot isolate.
    package func run(_ attack: Attack) async throws(RunnerError) -> Report {
        var report = Report(attack: attack)
        do throws(RunnerError) {
            guard let profile = profiles[attack.language] else {
                throw RunnerError(.unknownLanguage, "there is no profile `\(attack.language)`")
            }
            let toolchain = try await sandbox.toolchain(for: profile)
            try await attempt(attack, profile, toolchain, &report)
        } catch {
            switch error.code {
            case .cancelled, .cannotIsolate: throw error
            case .missingToolchain, .unknownLanguage, .host: report.notRun = error
            }
        }
        return report
    }

    private func attempt(
        _ attack: Attack, _ profile: SandboxProfile, _ toolchain: Toolchain, _ report: inout Report
    ) async throws(RunnerError) {
        let fresh = try await probe.baseline(profile)
        let mark = "mark-" + String(SystemRandomNumberGenerator.random(), radix: 16)
        let before = host.state(alone: alone)
        let program = try await program(attack, profile, toolchain, mark: mark)
        var bounded = program
        bounded.limits = LayerRemoval.left(of: program.limits)
        let results = try await sandbox.run(ExecutionStep(programs: [bounded]))
        guard let result = results.first else { return }
        report.verdict = describe(result.termination)
        report.usage = result.usage
        report.missing = result.environment.missing
        report.escapes = escapes(attack, result)
        report.wrongVerdict = wrongVerdict(attack, result, limits: program.limits)
        report.nextRun = try await probe.faults(profile, since: fresh)
        report.host = host.faults(since: before, mark: mark, alone: alone)
    }

    // MARK: - What runs

    private func program(
        _ attack: Attack, _ profile: SandboxProfile, _ toolchain: Toolchain, mark: String
    ) async throws(RunnerError) -> Program {
        let source = BoxFile(path: profile.sourcePath, bytes: attack.source)
        let files = [source] + attack.files + (attack.stage == .compile ? [host.header] : [])
        func expanded(_ words: [String]) -> [String] {
            words.map {
                $0.replacing("{toolchain}", with: toolchain.path)
                    .replacing("{source}", with: profile.sourcePath)
                    .replacing("{output}", with: profile.output ?? "")
            }
        }
        var environment = profile.environment
        environment["HOST_MARK"] = mark
        guard let compile = profile.compile else {
            return running(attack, profile, expanded(profile.run), files, environment)
        }
        let compiler = Program(
            profile: profile, arguments: expanded(compile), environment: environment,
            limits: profile.compileLimits, files: files,
            collect: profile.output.map { [$0] } ?? [])
        if attack.stage == .compile {
            var compiler = compiler
            compiler.limits = limits(attack, over: profile.compileLimits)
            return compiler
        }
        let results = try await sandbox.run(ExecutionStep(programs: [compiler]))
        guard let output = profile.output, let made = results.first?.collected[output] else {
            let said = String(decoding: results.first?.stderr.bytes ?? [], as: UTF8.self)
            throw RunnerError(.host, "`\(attack.name)` does not compile", hint: said)
        }
        let binary = BoxFile(path: output, bytes: made, executable: true)
        return running(attack, profile, expanded(profile.run), [binary], environment)
    }

    private func running(
        _ attack: Attack, _ profile: SandboxProfile, _ words: [String], _ files: [BoxFile],
        _ environment: [String: String]
    ) -> Program {
        let limits = limits(attack, over: profile.limits)
        var environment = environment.merging(host.variables) { $1 }
        for name in LimitName.allCases {
            environment["LIMIT_" + name.rawValue.uppercased()] = "\(limits[name])"
        }
        return Program(
            profile: profile, arguments: words, environment: environment, limits: limits,
            files: files, collect: attack.collect)
    }

    private func limits(_ attack: Attack, over base: Limits) -> Limits {
        var limits = base
        if attack.stage == .compile {
            // A compiler needs what it needs; only what the attack is about is made small.
            limits = base.applying(attack.limits.filter { Self.compilerLimits.contains($0.key) })
        } else {
            limits = base.applying(attack.limits)
        }
        limits.keepBytes = limits.outputBytes
        return limits
    }

    private static let compilerLimits: Set<LimitName> = [
        .cpuMS, .wallMS, .memoryBytes, .outputBytes, .diskBytes, .fileBytes,
    ]

    // MARK: - What is found

    /// Text of the box's own `/etc/passwd`: read back, it says that a link was followed.
    private static let boxText = "coder:x:"

    private func escapes(_ attack: Attack, _ result: RunResult) -> [String] {
        var found: [String] = []
        let streams = [result.stdout.bytes, result.stderr.bytes]
        for stream in streams {
            let lines = String(decoding: stream, as: UTF8.self).split(separator: "\n")
            found += lines.filter { $0.hasPrefix("ESCAPED") }.prefix(4).map(String.init)
        }
        let files = result.collected.sorted { $0.key < $1.key }
        if (streams + files.map(\.value)).contains(where: host.isRevealed) {
            found.append("what came out of the box holds the host's secret")
        }
        for file in files
        where String(decoding: file.value, as: UTF8.self).contains(Self.boxText) {
            found.append("`\(file.key)` was read through a link")
        }
        if let returns = attack.returns {
            let came = files.map(\.key)
            if came != returns.sorted() {
                found.append("read back: \(came.joined(separator: ", "))")
            }
        }
        return found
    }

    private func wrongVerdict(
        _ attack: Attack, _ result: RunResult, limits: Limits
    ) -> [String] {
        let sampled = result.environment.memoryMethod != "cgroup"
        let right = sampled ? attack.endsSampled : attack.ends
        var faults: [String] = []
        if !right.contains(where: { matches($0, result) }) {
            let wanted = right.map(\.name).joined(separator: " or ")
            let said = String(decoding: result.stderr.bytes.suffix(300), as: UTF8.self)
            faults.append(
                "ended as \(describe(result.termination)), not \(wanted)"
                    + (said.isEmpty ? "" : ": " + said))
        }
        for name in attack.hits where !result.limitsHit.contains(name) {
            // Without a group that counts, nobody can see who was refused.
            if name == .processes, result.environment.missing.contains(.cgroupPids) { continue }
            faults.append("`limits_hit` does not name `\(name.rawValue)`")
        }
        if case .limitExceeded(let breach) = result.termination,
            breach.limit != limits[breach.name] || breach.measured <= 0
        {
            faults.append("the breach tells \(breach.measured) of \(breach.limit)")
        }
        if result.usage.wallMS > Double(limits.wallMS) + 5000 {
            faults.append("it took \(Int(result.usage.wallMS)) ms")
        }
        return faults
    }

    private func matches(_ ending: Attack.Ending, _ result: RunResult) -> Bool {
        switch (ending, result.termination) {
        case (.contained, .exited(code: 0)):
            String(decoding: result.stdout.bytes, as: UTF8.self).contains("CONTAINED")
        case (.compiled, .exited(code: 0)), (.violation, .violation): true
        case (.refused, .exited(let code)): code != 0
        case (.limit(let name), .limitExceeded(let breach)): breach.name == name
        case (.signal(let name), .signalled(let found)): name == found
        default: false
        }
    }

    private func describe(_ termination: Termination) -> String {
        switch termination {
        case .exited(let code): "exit \(code)"
        case .signalled(let name): name
        case .limitExceeded(let breach): breach.name.rawValue
        case .stopped: "stopped"
        case .violation: "violation"
        }
    }
}

extension SystemRandomNumberGenerator {
    fileprivate static func random() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
