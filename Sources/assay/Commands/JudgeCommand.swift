import ArgumentParser
import Execution
import Judging
import Operations

struct JudgeCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judge the submissions that wait for a verdict.",
        discussion: """
            assay judge
            assay judge --rejudge --problem HumanEval/0
            assay judge --rejudge --repeat 10
            assay judge --rejudge --time-ratio 5
            assay judge --dry-run

            Verdicts are stored as they come; killed at any moment, the next call goes on
            where this one was. Exit status 0: everything has a verdict, whichever it is;
            1: some are judge_error, a fault of Assay or the host, and will be tried
            again. With `--dry-run`: 1 if some cannot be judged here.
            """)

    @Flag(help: "Judge again what has a verdict; the new one supersedes it.")
    var rejudge = false

    @Option(help: ArgumentHelp("Only submissions to this problem.", valueName: "name"))
    var problem: String?

    @Flag(help: "Run again even what is equal to a run that is stored.")
    var noReuse = false

    @OptionGroup var sealed: SealedOption

    @Flag(
        help: """
            Show what would be judged, how and with which limits; run and store nothing.
            """)
    var dryRun = false

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp(
            "Judge each so often; what disagrees with itself is flaky, and not accepted.",
            valueName: "times"))
    var repeats = 1

    @Option(
        help: ArgumentHelp(
            "Limit CPU time to k times what the problem's reference needs here.", valueName: "k"))
    var timeRatio: Double?

    @Option(
        help: ArgumentHelp(
            "Add what a static tool finds, such as `ruff`; may be repeated.",
            valueName: "tool"))
    var evidence: [String] = []

    @OptionGroup var strict: StrictOption
    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...Repetition.mostRuns).contains(repeats) else {
            throw ValidationError(
                "`--repeat` must be from 1 to \(Repetition.mostRuns), not \(repeats)")
        }
        if let timeRatio, !TimeRatio.factors.contains(timeRatio) {
            throw ValidationError("`--time-ratio` must be from 1 to 1000, not \(timeRatio)")
        }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let opened = try await workspace.open(
            session, jobs: jobs.count, sealed: sealed.enabled, strict: strict.enabled)
        let options = JudgeOptions(
            jobs: jobs.count, rejudge: rejudge, problem: problem, reuse: !noReuse,
            repeats: repeats, timeRatio: timeRatio, evidence: evidence)
        let tools = opened.services.evaluators
        if let name = evidence.first(where: { tools[$0] == nil }) {
            throw UsageError(
                "unknown static tool: `\(name)`",
                hint: Suggestion.hint(for: name, among: Array(tools.keys)))
        }
        if dryRun { return try await plan(opened, options, session) }
        try await opened.services.host.requireIsolation(strict: strict)
        let progress = session.progress("judging")
        let summary = try await opened.judge(options) {
            progress.update(done: $0.done, total: $0.total)
        }
        progress.clear()
        if json.enabled {
            try session.emit(summary.json)
        } else {
            try session.show(summary)
        }
        if summary.cancelled { return .interrupted }
        return exitZero.status(summary.verdicts[.judgeError, default: 0] == 0)
    }

    private func plan(
        _ opened: Workspace, _ options: JudgeOptions, _ session: Session
    ) async throws -> ExitStatus {
        var dryRun = DryRun()
        let summary = try await opened.planJudging(options) { planned in
            if json.enabled { return try session.emit(planned.json) }
            dryRun.add(planned)
        }
        if json.enabled {
            try session.emit(summary.json)
        } else {
            try session.out.write(dryRun.text(session))
            session.show(dryRun.faults)
            try session.show(summary)
        }
        return exitZero.status(summary.impossible == 0)
    }
}

extension JudgeSummary {
    var json: JSON {
        [
            "schema": "judge_summary/1", "judged": .int(judged), "cached": .int(cached),
            "verdicts": JSON(counts: verdicts.named), "integrity": JSON(counts: integrity.named),
            "integrity_reasons": JSON(counts: integrityReasons), "errors": .strings(errors),
            "elapsed_ms": .double(elapsedSeconds * 1000), "verdicts_per_second": .double(rate),
            "pending": .int(pending), "cancelled": .bool(cancelled), "flaky": .int(flaky),
            "flaky_ids": .strings(flakyIDs), "confirmed_alone": .int(confirmedAlone),
        ]
    }
}

extension Session {
    func show(_ summary: JudgeSummary) throws {
        guard summary.judged > 0 else {
            try out.line(summary.cancelled ? "nothing was judged" : "nothing waits for a verdict")
            return
        }
        try out.write(
            verdictTable(
                summary.verdicts, integrity: summary.integrity, reasons: summary.integrityReasons))
        let cached = summary.cached > 0 ? ", \(summary.cached) of them taken over" : ""
        let rate = Quantities.rounded(summary.rate, places: 1)
        try out.line(
            "\n\(Quantities.count(summary.judged, "verdict"))\(cached) in "
                + "\(Quantities.seconds(summary.elapsedSeconds)) (\(rate)/s), "
                + "\(summary.pending) still waiting")
        if summary.confirmedAlone > 0 {
            remark("\(summary.confirmedAlone) nearly too slow, so run again alone")
        }
        if summary.flaky > 0 {
            let more = summary.flaky > summary.flakyIDs.count ? ", ..." : ""
            remark(
                "\(summary.flaky) flaky: " + summary.flakyIDs.joined(separator: ", ") + more
                    + "; `assay show submission` tells on which tests")
        }
        for message in summary.errors { warn("judge_error: " + message) }
    }

    /// Verdicts by count, then how many are isolated or sealed, and why.
    func verdictTable(
        _ verdicts: [Verdict: Int], integrity: [Integrity: Int], reasons: [String: Int]
    ) -> String {
        var table = TextTable([.init("VERDICT"), .init("COUNT", .right)])
        for verdict in Verdict.allCases.reversed() {
            if let count = verdicts[verdict], count > 0 {
                table.add([verdict.rawValue, "\(count)"])
            }
        }
        var text = table.render(out)
        guard !integrity.isEmpty else { return text }
        var trust = TextTable([.init("INTEGRITY"), .init("COUNT", .right), .init("REASON")])
        if let count = integrity[.isolated] { trust.add(["isolated", "\(count)", ""]) }
        if let count = integrity[.sealed] {
            let ranked = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            if ranked.isEmpty { trust.add(["sealed", "\(count)", ""]) }
            for (reason, count) in ranked { trust.add(["sealed", "\(count)", reason]) }
        }
        text += "\n" + trust.render(out)
        return text
    }
}
