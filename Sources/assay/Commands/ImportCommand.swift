import ArgumentParser
import Datasets
import Execution
import Operations

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add problems or submissions from a file.",
        discussion: """
            assay import auto humanevalx_cpp.jsonl
            assay import submissions samples.jsonl --model my-model

            `assay help imports` lists the fields that each problem set has, and what
            becomes of them.
            """,
        subcommands: [
            ImportSetCommand<AnySet>.self, ImportHumanEvalCommand.self,
            ImportSetCommand<EvalPlusSet>.self, ImportSetCommand<MBPPSet>.self,
            ImportSetCommand<HumanEvalXSet>.self, ImportSetCommand<MultiPLESet>.self,
            ImportSetCommand<MXEvalSet>.self, ImportSetCommand<APPSSet>.self,
            ImportSetCommand<CodeContestsSet>.self, ImportSetCommand<LiveCodeBenchSet>.self,
            ImportSubmissionsCommand.self,
        ])
}

struct ImportHumanEvalCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "humaneval",
        abstract: "Import a HumanEval problem file.",
        discussion: """
            assay import humaneval HumanEval.jsonl.gz

            A problem that changed becomes a new version and its submissions wait for a
            new verdict. Importing the same file again changes nothing.
            """)

    @Argument(
        help: "JSON Lines, gzipped or not.", completion: .file(extensions: ["jsonl", "gz"]))
    var file: String

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let summary = try await workspace.open(session).importHumanEval(file)
        return try session.show(summary, json: json.enabled)
    }
}

struct ImportSubmissionsCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "submissions",
        abstract: "Import submissions to problems that are there.",
        discussion: """
            assay import submissions samples.jsonl --model my-model

            A line is a HumanEval sample (`task_id` with `completion`, `solution` or
            `response`) or has the native form with model, sampling parameters and licence.
            All lines are stored or none: every line that cannot be used is reported.
            Importing the same file again changes nothing.

            A program is taken from a reply by the rule `extract/1`: the last code block in
            the problem's language that defines the entry point. What was taken and added
            is stored, and `assay show submission` shows it.
            """)

    @Argument(
        help: "JSON Lines, gzipped or not.", completion: .file(extensions: ["jsonl", "gz"]))
    var file: String

    @Option(help: ArgumentHelp("The author of lines that name none.", valueName: "name"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "What `completion` holds: what follows the starter code, a whole program, or a "
                + "model's reply.", valueName: "form"))
    var completions: SamplesImporter.Completion = .body

    @Option(
        help: ArgumentHelp("Which code block of a reply holds the program.", valueName: "which"))
    var block: ExtractionOptions.Pick = .defining

    @Option(
        help: ArgumentHelp(
            "What a reply's code is: a whole program, or what follows the starter code.",
            valueName: "form"))
    var code: ExtractionOptions.Form = .auto

    @Option(
        help: ArgumentHelp(
            "What the problems' names start with, before a `/`.", valueName: "name"))
    var set: String?

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let summary = try await workspace.open(session).importSubmissions(
            file, model: model, set: set, completion: completions,
            extraction: ExtractionOptions(pick: block, form: code))
        return try session.show(summary, json: json.enabled)
    }
}

extension Session {
    /// Shows what was added; no when lines had to be left out.
    func show(_ summary: ImportSummary, json: Bool) throws -> ExitStatus {
        show(summary.diagnostics)
        if !summary.untranslated.isEmpty {
            remark(
                "\(Quantities.count(summary.untranslated.count, "problem")) with test programs "
                    + "that are no plain calls: judged as written (`--verbose` says why)")
            for line in summary.untranslated { tell(line) }
        }
        if !quiet { for remark in summary.remarks.prefix(50) { err.show(remark, as: .warning) } }
        if json {
            try emit([
                "schema": "import/1", "problems_added": .int(summary.problemsAdded),
                "problems_changed": .int(summary.problemsChanged),
                "submissions_added": .int(summary.submissionsAdded),
                "unchanged": .int(summary.unchanged),
                "refused": .int(summary.diagnostics.count + summary.omitted),
                "not_translated": .int(summary.untranslated.count),
            ])
        } else {
            var parts: [String] = []
            if summary.problemsAdded > 0 {
                parts.append(Quantities.count(summary.problemsAdded, "problem") + " added")
            }
            if summary.problemsChanged > 0 {
                parts.append(Quantities.count(summary.problemsChanged, "problem") + " changed")
            }
            if summary.submissionsAdded > 0 {
                parts.append(Quantities.count(summary.submissionsAdded, "submission") + " added")
            }
            if summary.unchanged > 0 { parts.append("\(summary.unchanged) unchanged") }
            if !summary.diagnostics.isEmpty {
                let refused = summary.diagnostics.count + summary.omitted
                parts.append(Quantities.count(refused, "record") + " not used")
            }
            try out.line(parts.isEmpty ? "nothing to add" : parts.joined(separator: ", "))
        }
        return ExitStatus(summary.diagnostics.isEmpty)
    }

    /// Shows faults of the user's input, of a long list only the beginning.
    func show(_ diagnostics: [Diagnostic]) {
        let shown = 50
        for diagnostic in diagnostics.prefix(shown) { err.show(diagnostic) }
        if diagnostics.count > shown {
            err.show(Diagnostic("\(diagnostics.count - shown) more of these"), as: .note)
        }
    }
}

extension SamplesImporter.Completion: ExpressibleByArgument {}
extension ExtractionOptions.Pick: ExpressibleByArgument {}
extension ExtractionOptions.Form: ExpressibleByArgument {}
