import ArgumentParser
import Execution
import Judging
import Operations

struct SubmissionsCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "submissions",
        abstract: "List submissions with their verdicts.",
        discussion: """
            assay submissions --verdict wrong_answer
            assay submissions --json --author mutant | jq -r .id
            """)

    @Option(
        help: ArgumentHelp("Only with this verdict.", valueName: "verdict"),
        completion: .list(Verdict.allCases.map(\.rawValue)))
    var verdict: String?

    @Flag(help: "Only those that wait for a verdict.")
    var waiting = false

    @Option(help: ArgumentHelp("Only to this problem.", valueName: "name"))
    var problem: String?

    @Option(
        help: ArgumentHelp(
            "Only by: model, person, reference, mutant, unknown.", valueName: "kind"))
    var author: AuthorKind?

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if waiting, verdict != nil {
            throw ValidationError("`--waiting` and `--verdict` exclude each other")
        }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let filter = SubmissionFilter(
            problem: problem, verdict: try verdict.map(Self.verdict(named:)),
            authorKind: author.flatMap { Author.Kind(rawValue: $0.rawValue) }, pending: waiting)
        let opened = try await workspace.open(session)
        var table = TextTable([
            .init("ID"), .init("PROBLEM"), .init("AUTHOR"), .init("VERDICT"), .init("INTEGRITY"),
            .init("FLAKY"), .init("TESTS", .right), .init("CPU", .right), .init("GRADES", .right),
        ])
        try await forEachPage {
            try await opened.submissions(filter, page: $0)
        } item: { item in
            if json.enabled { return try session.emit(item.json) }
            table.add(item.cells)
        }
        if !json.enabled { try session.out.write(table.render(session.out)) }
        return .yes
    }

    static func verdict(named name: String) throws -> Verdict {
        guard let verdict = Verdict(rawValue: name) else {
            throw UsageError(
                "no such verdict: `\(name)`",
                hint: Suggestion.hint(for: name, among: Verdict.allCases.map(\.rawValue)))
        }
        return verdict
    }
}

/// The kinds of author as an option's value.
enum AuthorKind: String, ExpressibleByArgument, CaseIterable {
    case model, person, reference, mutant, unknown
}

extension SubmissionItem {
    var json: JSON {
        [
            "schema": "submission/1", "id": .string(id), "problem": .string(problem),
            "language": .string(language), "author": author.json,
            "sample_index": .int(sampleIndex), "licence": .string(licence),
            "verdict": JSON(verdict?.rawValue), "integrity": JSON(integrity?.rawValue),
            "integrity_reason": JSON(integrityReason), "passed": JSON(passed),
            "total": JSON(total), "flaky": flaky.map(JSON.bool) ?? .null, "cpu_ms": JSON(cpuMS),
            "wall_ms": JSON(wallMS),
            "grades": .int(grades), "created_at_ms": .int(createdAt),
        ]
    }

    var cells: [String] {
        var tests = ""
        if let passed, let total { tests = "\(passed)/\(total)" }
        return [
            id, problem, author.label, verdict?.rawValue ?? "waiting", integrity?.rawValue ?? "",
            flaky.map { $0 ? "yes" : "no" } ?? "", tests, cpuMS.map(Quantities.milliseconds) ?? "",
            "\(grades)",
        ]
    }
}
