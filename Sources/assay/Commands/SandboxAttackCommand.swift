import ArgumentParser
import Catalog
import Execution
import Sandboxing
import Synchronization

struct SandboxAttackCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "attack",
        abstract: "Try to break out of this host's boxes.",
        discussion: """
            assay sandbox attack
            assay sandbox attack fork_bomb.py mount_fsopen.c --json

            Runs hostile programs in boxes and looks at four things after each: it was
            contained, the verdict is the right one, the next run in its box finds nothing
            of it, and the host is unharmed. A minute or two in all.

            Exit status 0: all of this holds for every attack; 1: it does not; 69: this
            host cannot isolate.
            """)

    @Argument(
        help: "Attacks by their names; all if none is named.",
        completion: .custom { _, _, _ in Self.names() })
    var names: [String] = []

    @Option(help: ArgumentHelp("How many at the same time, 1 to 64.", valueName: "n"))
    var jobs = 1

    /// Leaves layers out, to see that attacks then succeed; only inside a guard.
    @Option(help: .hidden)
    var without: String?

    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...64).contains(jobs) else {
            throw ValidationError("`--jobs` must be 1 to 64, not \(jobs)")
        }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let catalog = try AttackCatalog.load(directory: Self.directory())
        let attacks = try chosen(from: catalog.attacks)
        try LayerRemoval.leaveOut(leftOut())
        var suites: [AttackSuite] = []
        defer { for suite in suites { suite.close() } }
        for number in 0..<min(jobs, attacks.count) {
            let wiring = try Wiring.assemble(workspace: nil)
            if number == 0 { try await wiring.host.requireIsolation() }
            suites.append(
                try AttackSuite(
                    sandbox: wiring.sandbox, profiles: wiring.profiles, probe: catalog.probe,
                    alone: jobs == 1))
        }
        let progress = session.progress("attacks")
        let reports = try await run(attacks, suites, progress)
        progress.clear()
        try show(reports, session)
        return ExitStatus(reports.allSatisfy(\.isGood))
    }

    private static func directory() throws -> String {
        try Wiring.resources().sandboxes + "/attacks"
    }

    /// For completion: nothing is said if it cannot be known.
    private static func names() -> [String] {
        let directory = try? directory()
        return directory.map { AttackCatalog.read(directory: $0).attacks.map(\.name) } ?? []
    }

    private func chosen(from attacks: [Attack]) throws -> [Attack] {
        guard !names.isEmpty else { return attacks }
        return try names.map { name in
            guard let attack = attacks.first(where: { $0.name == name }) else {
                throw UsageError(
                    "unknown attack: `\(name)`",
                    hint: Suggestion.hint(for: name, among: attacks.map(\.name)))
            }
            return attack
        }
    }

    private func leftOut() throws -> [Attack.Barrier] {
        try (without ?? "").split(separator: ",").map { name in
            guard let barrier = Attack.Barrier(name: String(name)) else {
                throw UsageError(
                    "unknown layer: `\(name)`",
                    hint: Suggestion.hint(
                        for: String(name), among: Attack.Barrier.all.map(\.name)))
            }
            return barrier
        }
    }

    /// Reports in the order of the attacks.
    private func run(
        _ attacks: [Attack], _ suites: [AttackSuite], _ progress: ProgressLine
    ) async throws -> [AttackSuite.Report] {
        let queue = AttackQueue(attacks)
        return try await withThrowingTaskGroup(of: [(Int, AttackSuite.Report)].self) { group in
            for suite in suites {
                group.addTask {
                    var reports: [(Int, AttackSuite.Report)] = []
                    while let (index, attack) = queue.next() {
                        reports.append((index, try await suite.run(attack)))
                        progress.update(done: index + 1, total: attacks.count)
                    }
                    return reports
                }
            }
            var all: [(Int, AttackSuite.Report)] = []
            for try await reports in group { all += reports }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func show(_ reports: [AttackSuite.Report], _ session: Session) throws {
        guard !json.enabled else {
            for report in reports { try session.emit(report.json) }
            return
        }
        var table = TextTable([
            .init("ATTACK"), .init("STOPPED BY"), .init("VERDICT"), .init("NEXT RUN"),
            .init("HOST"),
        ])
        for report in reports { table.add(report.cells) }
        try session.out.write(table.render(session.out))
        for report in reports where !report.isGood { session.err.show(report.diagnostic) }
        let bad = reports.filter { !$0.isGood }.count
        session.remark(
            "\(reports.count) attacks, "
                + (bad == 0 ? "all contained" : "\(bad) of them not as they should be"))
    }
}

/// Gives each suite the next attack when it is free.
private final class AttackQueue: Sendable {
    private let attacks: [Attack]
    private let index = Mutex(0)

    init(_ attacks: [Attack]) { self.attacks = attacks }

    func next() -> (Int, Attack)? {
        index.withLock { index in
            guard index < attacks.count else { return nil }
            defer { index += 1 }
            return (index, attacks[index])
        }
    }
}

extension AttackSuite.Report {
    fileprivate var cells: [String] {
        func word(_ faults: [String], _ good: String, _ bad: String) -> String {
            notRun != nil ? "-" : faults.isEmpty ? good : bad
        }
        var verdict = notRun == nil ? self.verdict : "not run"
        if !escapes.isEmpty { verdict += ", escaped" }
        if !wrongVerdict.isEmpty { verdict += ", wrong" }
        return [
            attack.name, attack.barriers.map(\.name).joined(separator: ", "), verdict,
            word(nextRun, "clean", "not clean"), word(host, "unharmed", "harmed"),
        ]
    }

    fileprivate var diagnostic: Diagnostic {
        if let notRun {
            return Diagnostic("`\(attack.name)` was not run: \(notRun.message)", hint: notRun.hint)
        }
        return Diagnostic(
            "`\(attack.name)`: not so: \(attack.denies)",
            note: faults.joined(separator: "\n"))
    }

    fileprivate var json: JSON {
        [
            "schema": "sandbox_attack/1", "attack": .string(attack.name),
            "denies": .string(attack.denies), "language": .string(attack.language),
            "stage": .string(attack.stage.rawValue),
            "layers": .strings(attack.barriers.map(\.name)), "verdict": .string(verdict),
            "contained": .bool(notRun == nil && escapes.isEmpty),
            "verdict_right": .bool(notRun == nil && wrongVerdict.isEmpty),
            "next_run_clean": .bool(notRun == nil && nextRun.isEmpty),
            "host_unharmed": .bool(notRun == nil && host.isEmpty),
            "faults": .strings(faults), "message": JSON(notRun?.message),
            "missing": .strings(missing.map(\.rawValue)),
            "wall_ms": .double(usage.wallMS), "cpu_ms": .double(usage.cpuMS),
            "memory_peak_bytes": .int(usage.memoryPeakBytes),
        ]
    }
}
