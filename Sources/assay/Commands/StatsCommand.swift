import ArgumentParser
import Execution
import Judging
import Operations

struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count and compare what the workspace holds.",
        subcommands: [StatsSummaryCommand.self, StatsPassAtKCommand.self])
}

struct StatsSummaryCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Count problems, submissions, verdicts and grades.",
        discussion: "assay stats summary --json | jq .verdicts")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let summary = try await workspace.open(session).summary()
        if json.enabled {
            try session.emit(summary.json)
        } else {
            try session.out.write(session.text(of: summary))
        }
        return .yes
    }
}

struct StatsPassAtKCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pass-at-k",
        abstract: "pass@k by the unbiased estimator, for each author.",
        discussion: """
            assay stats pass-at-k --k 1,10,100

            Submissions whose verdict is judge_error, or is still to come, do not count
            and are shown as such.
            """)

    @Option(help: ArgumentHelp("The values of k, with commas between.", valueName: "list"))
    var k = "1,10"

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws { _ = try values() }

    func perform(_ session: Session) async throws -> ExitStatus {
        let ks = try values()
        let rows = try await workspace.open(session).passAtK(ks)
        if json.enabled {
            for row in rows { try session.emit(row.json) }
            return .yes
        }
        var table = TextTable(
            [
                .init("AUTHOR"), .init("PROBLEMS", .right), .init("SAMPLES", .right),
                .init("ACCEPTED", .right), .init("NOT COUNTED", .right),
            ] + ks.map { TextTable.Column("PASS@\($0)", .right) })
        for row in rows {
            let values = row.values.map { value in
                value.value.map { Quantities.rounded($0 * 100, places: 1) + " %" } ?? "-"
            }
            table.add(
                [
                    row.author.label, "\(row.problems)", "\(row.samples)", "\(row.accepted)",
                    "\(row.notCounted)",
                ] + values)
        }
        try session.out.write(table.render(session.out))
        for row in rows {
            for value in row.values where value.value == nil {
                session.remark(
                    VisibleText.line("\(row.author.label), k = \(value.k): \(value.note ?? "")"))
            }
        }
        return .yes
    }

    private func values() throws -> [Int] {
        let numbers = k.split(separator: ",").map { Int($0) }
        let valid = numbers.compactMap { $0 }
        guard !valid.isEmpty, valid.count == numbers.count, valid.allSatisfy({ $0 >= 1 }) else {
            throw ValidationError("`--k` must be positive numbers with commas between, not `\(k)`")
        }
        return valid
    }
}

extension PassAtKRow {
    var json: JSON {
        [
            "schema": "pass_at_k/1", "author": author.json, "problems": .int(problems),
            "samples": .int(samples), "accepted": .int(accepted),
            "not_counted": .int(notCounted),
            "values": .array(
                values.map {
                    [
                        "k": .int($0.k), "value": JSON($0.value), "problems": .int($0.problems),
                        "note": JSON($0.note),
                    ]
                }),
        ]
    }
}

extension WorkspaceSummary {
    var json: JSON {
        [
            "schema": "summary/1", "workspace": .string(directory), "problems": .int(problems),
            "submissions": .int(submissions), "authors": JSON(counts: authors.named),
            "pending": .int(pending), "verdicts": JSON(counts: verdicts.named),
            "integrity": JSON(counts: integrity.named),
            "integrity_reasons": JSON(counts: integrityReasons), "grades": .int(grades),
            "grades_by_rubric": JSON(counts: gradesByRubric), "events": .int(events),
        ]
    }
}

extension Session {
    func text(of summary: WorkspaceSummary) -> String {
        let authors = summary.authors.named.sorted { $0.key < $1.key }
            .map { "\($0.value) \($0.key)" }
        let rubrics = summary.gradesByRubric.sorted { $0.key < $1.key }
            .map { "\($0.value) \($0.key)" }
        var text = fields([
            ("workspace", summary.directory), ("problems", "\(summary.problems)"),
            ("submissions", list(summary.submissions, authors)),
            ("waiting", "\(summary.pending)"), ("grades", list(summary.grades, rubrics)),
        ])
        if !summary.verdicts.isEmpty {
            text +=
                "\n"
                + verdictTable(
                    summary.verdicts, integrity: summary.integrity,
                    reasons: summary.integrityReasons)
        }
        return text
    }

    private func list(_ total: Int, _ parts: [String]) -> String {
        parts.isEmpty ? "\(total)" : "\(total) (\(parts.joined(separator: ", ")))"
    }
}
