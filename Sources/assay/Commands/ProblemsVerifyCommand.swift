import ArgumentParser
import Execution
import Judging
import Operations

struct ProblemsVerifyCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Run the references and flag problems that are not to be trusted.",
        discussion: """
            assay problems verify --repeat 20
            assay problems verify HumanEval/0 HumanEval/1 --again

            Flagged are problems whose reference is not accepted, flakes (its verdict
            differs between runs), is near a limit, cannot be judged here, or is not there.
            Exit status 1 if any is. What is found is stored as evidence about the
            problem's version, not as a verdict on a submission; killed at any moment, the
            next call goes on where this one was.
            """)

    @Argument(help: "Names of problems (default: all).")
    var problems: [String] = []

    @Option(help: ArgumentHelp("How often each reference runs.", valueName: "n"))
    var `repeat` = 3

    @Option(
        help: ArgumentHelp(
            "Near a limit is what uses this share of its CPU time or memory.",
            valueName: "share"))
    var near = 0.5

    @Flag(help: "Run again what has an equal check.")
    var again = false

    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...1000).contains(self.repeat) else {
            throw ValidationError("`--repeat` is a number from 1 to 1000")
        }
        guard near > 0, near <= 1 else {
            throw ValidationError("`--near` is a share above 0 and at most 1")
        }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let opened = try await workspace.open(session, jobs: jobs.count)
        try await opened.services.host.requireIsolation()
        let options = ProblemCheckOptions(
            problems: problems, repeats: self.repeat, near: near, jobs: jobs.count, again: again)
        var table = TextTable([
            .init("PROBLEM"), .init("FINDING"), .init("CPU", .right), .init("MEMORY", .right),
            .init("DETAIL"),
        ])
        var counts: [ProblemCheck.Finding: Int] = [:]
        let progress = session.progress("verifying")
        try await opened.verifyProblems(
            options, progress: { progress.update(done: $0.done, total: $0.total) }
        ) { check in
            counts[check.finding, default: 0] += 1
            if json.enabled { return try session.emit(check.json) }
            guard check.isFlagged else { return }
            table.add([
                check.problem, check.finding.rawValue, share(check.cpuShare),
                share(check.memoryShare), String(check.detail.prefix(160)),
            ])
        }
        progress.clear()
        let flagged = counts.filter { $0.key != .ok }.values.reduce(0, +)
        if !json.enabled {
            if flagged > 0 { try session.out.write(table.render(session.out) + "\n") }
            try session.out.line(summary(counts))
        }
        return exitZero.status(flagged == 0)
    }

    private func share(_ value: Double?) -> String {
        value.map { "\(Int(($0 * 100).rounded())) %" } ?? "-"
    }

    private func summary(_ counts: [ProblemCheck.Finding: Int]) -> String {
        let total = counts.values.reduce(0, +)
        let parts = ProblemCheck.Finding.allCases.compactMap { finding in
            counts[finding].map { "\($0) \(finding.rawValue)" }
        }
        return Quantities.count(total, "problem") + " checked"
            + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }
}

extension ProblemCheck {
    var json: JSON {
        [
            "schema": "problem_check/1", "problem": .string(problem),
            "language": .string(language), "version": .string(version),
            "finding": .string(finding.rawValue), "flagged": .bool(isFlagged),
            "detail": .string(detail), "verdicts": .strings(verdicts.map(\.rawValue)),
            "cpu_share": cpuShare.map(JSON.double) ?? .null,
            "memory_share": memoryShare.map(JSON.double) ?? .null,
            "cpu_ms": cpuMS.map(JSON.double) ?? .null,
            "memory_peak_bytes": memoryPeakBytes.map(JSON.int) ?? .null,
            "taken_over": .bool(takenOver),
        ]
    }
}
