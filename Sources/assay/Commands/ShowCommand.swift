import ArgumentParser
import Execution
import Grading
import Judging
import Operations

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a problem or a submission with its evidence.",
        subcommands: [ShowProblemCommand.self, ShowSubmissionCommand.self])
}

struct ShowProblemCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "problem", abstract: "Show one problem.",
        discussion: "assay show problem HumanEval/0")

    @Argument(help: "Its name or id.")
    var name: String

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        try await session.show(problem: name, of: workspace.open(session), json: json.enabled)
    }
}

struct ShowSubmissionCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "submission",
        abstract: "Show one submission: its code, the verdict with evidence, its grades.",
        discussion: "assay show submission 0199a7b2")

    @Argument(help: "Its id, or the beginning of it.")
    var id: String

    @ArgumentParser.Flag(help: "Show what was written too, before the program was taken from it.")
    var response = false

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let detail = try await workspace.open(session).submission(id)
        if json.enabled {
            try session.emit(detail.json)
        } else {
            try session.out.write(session.text(of: detail, response: response))
        }
        return .yes
    }
}

extension SubmissionDetail {
    var json: JSON {
        guard case .object(var object) = item.json else { return item.json }
        object.append("source", .string(submission.source))
        object.append(
            "extraction", submission.extraction.map { .object($0.json) } ?? .null)
        object.append("response", .string(submission.response))
        object.append("result", resultJSON ?? .null)
        object.append("verdicts", .array(verdicts.map(\.json)))
        object.append("grade_list", .array(grades.map(\.json)))
        return .object(object)
    }
}

extension VerdictItem {
    var json: JSON {
        [
            "id": .string(id), "verdict": .string(verdict.rawValue),
            "integrity": JSON(integrity?.rawValue), "attempt": .int(attempt),
            "run_key": .string(runKey), "cached": .bool(cached),
            "problem_version": .string(problemVersion), "superseded": .bool(superseded),
            "created_at_ms": .int(createdAt),
        ]
    }
}

extension Session {
    func text(of detail: SubmissionDetail, response: Bool = false) -> String {
        let item = detail.item
        var text = out.paint(VisibleText.line(item.problem), .bold) + "\n"
        text += fields([
            ("id", item.id), ("author", item.author.label), ("sample", "\(item.sampleIndex)"),
            ("language", item.language), ("licence", item.licence),
            ("added", Moment.text(milliseconds: item.createdAt) + " UTC"),
        ])
        if let extraction = detail.submission.extraction {
            text += fields([("extraction", extraction.text)])
        }
        if response {
            text += "\n" + out.paint("response", .cyan) + "\n"
            text += numbered(detail.submission.response)
        }
        text += "\n" + out.paint("source, as it runs", .cyan) + "\n"
        text += numbered(detail.submission.source)
        guard let report = detail.report else { return text + "\nwaiting for a verdict\n" }
        text += "\n" + evidence(report)
        for grade in detail.grades { text += "\n" + self.text(of: grade) }
        return text
    }

    private func numbered(_ source: String) -> String {
        var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        let width = String(lines.count).count
        return lines.enumerated().map { index, line in
            let number = String(index + 1)
            let space = String(repeating: " ", count: width - number.count)
            return out.paint(space + number, .faint) + "  " + VisibleText.block(String(line)) + "\n"
        }.joined()
    }

    /// The verdict and what was measured.
    func evidence(_ report: JudgeReport) -> String {
        var text = verdictLine(report) + "\n"
        if let reason = report.integrityReason {
            text += fields([("integrity", "\(report.integrity?.rawValue ?? "none"), \(reason)")])
        } else if let integrity = report.integrity {
            text += fields([("integrity", integrity.rawValue)])
        }
        text += fields(timing(report) + points(report))
        if !report.violations.isEmpty { text += "\n" + attempts(report) }
        guard !report.tests.isEmpty else { return text }
        var table = TextTable([.init("TEST"), .init("VERDICT"), .init("MESSAGE")])
        for test in report.tests { table.add([test.name, test.verdict.rawValue, test.message]) }
        return text + "\n" + table.render(out)
    }

    /// What it earned, in all and by group.
    private func points(_ report: JudgeReport) -> [(String, String)] {
        guard let points = report.points, let possible = report.pointsPossible else { return [] }
        return [("points", "\(points) of \(possible)")]
            + report.groups.map { group in
                let missing =
                    group.missing.isEmpty
                    ? "" : ", needs " + group.missing.joined(separator: ", ")
                return (
                    VisibleText.line(group.name),
                    "\(group.points) of \(group.possible)\(missing)"
                )
            }
    }

    /// How its limit came about, and what repeated runs disagree on.
    private func timing(_ report: JudgeReport) -> [(String, String)] {
        var lines: [(String, String)] = []
        if let reference = report.timing?.reference {
            let used = Quantities.milliseconds(reference.cpuMS)
            lines.append(
                (
                    "cpu limit",
                    "\(Quantities.milliseconds(Double(report.limits.cpuMS))): "
                        + "\(reference.factor) times the reference's \(used), or the floor"
                ))
        }
        if let doubted = report.timing?.doubted {
            lines.append(("confirmed", "alone, after \(doubted.rawValue) beside other runs"))
        }
        guard let repetition = report.repetition else { return lines }
        func counts(_ verdicts: [Verdict: Int]) -> String {
            Verdict.allCases.reversed().compactMap { verdict in
                verdicts[verdict].map { "\($0) \(verdict.rawValue)" }
            }.joined(separator: ", ")
        }
        let word = repetition.isFlaky ? "flaky" : "repeated"
        lines.append((word, "\(repetition.runs) runs: \(counts(repetition.verdicts))"))
        for test in repetition.tests.prefix(20) {
            lines.append((VisibleText.line("test \(test.name)"), counts(test.verdicts)))
        }
        return lines
    }

    /// What it tried and the profile reports.
    private func attempts(_ report: JudgeReport) -> String {
        var table = TextTable([
            .init("TRIED"), .init("WITH"), .init("COUNT", .right), .init("OUTCOME"),
        ])
        for attempt in report.violations {
            table.add([attempt.call, attempt.detail, "\(attempt.count)", attempt.outcome.text])
        }
        guard report.violationsDropped > 0 else { return table.render(out) }
        let more = Quantities.count(report.violationsDropped, "more call")
        return table.render(out) + "\(more) not listed\n"
    }

    private func text(of stored: StoredGrade) -> String {
        let grade = stored.grade
        let score = grade.score.map { Quantities.rounded($0, places: 3) } ?? "none"
        let mark = stored.superseded ? " (superseded)" : ""
        var text =
            out.paint("grade by \(VisibleText.line(grade.rater.name))\(mark)", .cyan) + "\n"
        text += fields([
            ("rubric", "\(grade.rubricID) \(grade.rubricVersion)"), ("score", score),
            ("gates", grade.gates.joined(separator: ", ")),
            ("flags", grade.flags.joined(separator: ", ")),
        ])
        for (id, answer) in grade.answers.sorted(by: { $0.key < $1.key }) {
            let rationale = answer.rationale.isEmpty ? "" : "  \(answer.rationale)"
            text += "  " + VisibleText.line("\(id) = \(answer.value.name)\(rationale)") + "\n"
        }
        return text
    }
}
