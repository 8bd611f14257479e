import ArgumentParser
import Execution
import Judging
import Operations

struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count and compare what the workspace holds.",
        subcommands: [
            StatsSummaryCommand.self, StatsPassAtKCommand.self, StatsModelsCommand.self,
        ])
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
