import ArgumentParser
import Execution
import Judging
import Operations

struct ProblemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "problems",
        abstract: "List problems, check them, make submissions from their references.",
        subcommands: [
            ProblemsListCommand.self, ProblemsShowCommand.self, ProblemsVerifyCommand.self,
            ProblemsReferencesCommand.self, ProblemsMutantsCommand.self,
        ])
}

struct ProblemsListCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the problems.",
        discussion: "assay problems list --json | jq -r .name")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let opened = try await workspace.open(session)
        var table = TextTable([
            .init("NAME"), .init("LANGUAGE"), .init("TESTS"), .init("SUBMISSIONS", .right),
            .init("ACCEPTED", .right), .init("WAITING", .right), .init("LICENCE"),
        ])
        try await forEachPage {
            try await opened.problems($0)
        } item: { item in
            if json.enabled { return try session.emit(item.json) }
            table.add([
                item.name, item.language, item.style, "\(item.submissions)", "\(item.accepted)",
                "\(item.pending)", item.licence,
            ])
        }
        if !json.enabled { try session.out.write(table.render(session.out)) }
        return .yes
    }
}

struct ProblemsShowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one problem.",
        discussion: "assay problems show HumanEval/0")

    @Argument(help: "Its name or id.")
    var name: String

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        try await session.show(problem: name, of: workspace.open(session), json: json.enabled)
    }
}

struct ProblemsReferencesCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "references",
        abstract: "Add each problem's reference solution as a submission.",
        discussion: "assay problems references && assay judge")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        try session.show(try await workspace.open(session).addReferences(), json: json.enabled)
    }
}

struct ProblemsMutantsCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "mutants",
        abstract: "Add broken variants of the references that the tests find out.",
        discussion: """
            assay problems mutants --keep 2 --tries 20

            Each mutant is judged; those that the tests kill become submissions, those
            that survive are listed: the tests may be weak, or the mutant equivalent.
            """)

    @Option(help: ArgumentHelp("Mutants to keep for each problem.", valueName: "n"))
    var keep = 2

    @Option(help: ArgumentHelp("Mutants to try for each problem, at most.", valueName: "n"))
    var tries = 20

    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard keep >= 1, tries >= 1 else {
            throw ValidationError("`--keep` and `--tries` must be positive")
        }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let opened = try await workspace.open(session, jobs: jobs.count)
        try await opened.services.host.requireIsolation()
        let progress = session.progress("mutating")
        let summary = try await opened.addMutants(keep: keep, tries: tries, jobs: jobs.count) {
            progress.update(done: $0.done, total: $0.total)
        }
        progress.clear()
        if json.enabled {
            try session.emit(summary.json)
        } else {
            try session.show(summary, seconds: progress.elapsedSeconds)
        }
        return .yes
    }
}

extension MutantSummary {
    var json: JSON {
        [
            "schema": "mutants/1", "killed": .int(killed), "tried": .int(tried),
            "survivors": .array(
                survivors.map {
                    ["problem": .string($0.problem), "change": .string($0.change)]
                }),
            "short": .strings(short), "skipped": .strings(skipped),
        ]
    }
}

extension Session {
    func show(_ summary: MutantSummary, seconds: Double) throws {
        try out.line(
            "\(Quantities.count(summary.killed, "killed mutant")) added, "
                + "\(summary.tried) tried, \(summary.survivors.count) survived, in "
                + Quantities.seconds(seconds))
        if !summary.survivors.isEmpty {
            var table = TextTable([.init("SURVIVOR OF"), .init("CHANGE")])
            for survivor in summary.survivors { table.add([survivor.problem, survivor.change]) }
            try out.write("\n" + table.render(out))
        }
        if !summary.short.isEmpty {
            remark("too few killed mutants: " + names(summary.short))
        }
        if !summary.skipped.isEmpty {
            remark("left alone, no accepted reference: " + names(summary.skipped))
        }
    }

    private func names(_ names: [String]) -> String {
        let shown = names.prefix(20).map(VisibleText.line).joined(separator: ", ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }

    func show(problem name: String, of workspace: Workspace, json: Bool) async throws -> ExitStatus
    {
        let detail = try await workspace.problem(name)
        return try show(detail, check: try await workspace.lastCheck(of: detail), json: json)
    }

    func show(_ detail: ProblemDetail, check: ProblemCheck?, json: Bool) throws -> ExitStatus {
        let item = detail.item
        let problem = detail.problem
        if json {
            guard case .object(var object) = item.json else { return .yes }
            object.append(
                "prompt",
                .array(
                    problem.prompt.map {
                        ["role": .string($0.role), "content": .string($0.content)]
                    }))
            object.append("starter_code", .string(problem.starterCode))
            object.append("reference", JSON(problem.reference))
            object.append("tags", .strings(problem.tags))
            object.append("limits", JSON(counts: problem.limits.named))
            object.append("check", check?.json ?? .null)
            try emit(.object(object))
            return .yes
        }
        var text = out.paint(VisibleText.line(item.name), .bold) + "\n"
        let version = "\(item.versionNumber) (\(item.version.prefix(12)))"
        text += fields([
            ("language", item.language), ("tests", item.style),
            ("entry point", item.entryPoint ?? "-"), ("version", version),
            ("source", item.source), ("licence", item.licence), ("family", item.family),
            (
                "submissions",
                "\(item.submissions), \(item.accepted) accepted, \(item.pending) waiting"
            ),
            ("checked", check?.text ?? ""),
        ])
        for message in problem.prompt {
            text += "\n" + out.paint(VisibleText.line(message.role), .cyan) + "\n"
            text += VisibleText.block(message.content) + "\n"
        }
        if let reference = problem.reference {
            text +=
                "\n" + out.paint("reference", .cyan) + "\n" + VisibleText.block(reference) + "\n"
        }
        try out.write(text)
        return .yes
    }

    /// Lines of a name and a value; what has no value is left out.
    func fields(_ pairs: [(String, String)]) -> String {
        let pairs = pairs.filter { !$0.1.isEmpty }
        let width = pairs.map(\.0.count).max() ?? 0
        return pairs.map { name, value in
            let space = String(repeating: " ", count: width - name.count)
            return out.paint(name, .faint) + space + "  " + VisibleText.line(value) + "\n"
        }.joined()
    }
}

extension ProblemItem {
    var json: JSON {
        [
            "schema": "problem/1", "id": .string(id), "name": .string(name),
            "language": .string(language), "entry_point": JSON(entryPoint),
            "style": .string(style), "version": .string(version),
            "version_number": .int(versionNumber), "licence": .string(licence),
            "source": .string(source), "family": .string(family),
            "has_reference": .bool(hasReference), "submissions": .int(submissions),
            "accepted": .int(accepted), "pending": .int(pending),
        ]
    }
}
