import ArgumentParser
import Datasets
import Execution
import Operations

/// What every command that imports problems is given.
struct ProblemFileOptions: ParsableArguments {
    @Argument(
        help: "JSON Lines or one JSON list, gzipped or not.",
        completion: .file(extensions: ["jsonl", "json", "gz"]))
    var file: String

    @Option(
        help: ArgumentHelp(
            "What names start with, before a `/`, in place of the usual.", valueName: "name"))
    var set: String?

    @Option(help: ArgumentHelp("The licence, where it is not the usual.", valueName: "spdx"))
    var licence: String?

    @ArgumentParser.Flag(
        help: "Keep test programs as written, even if they are plain calls.")
    var asWritten = false

    func validate() throws {
        let isPlain = set?.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        if set?.isEmpty == true || isPlain == false {
            throw ValidationError("`--set` is a word without white space")
        }
    }
}

/// Options of sets of whole programs.
struct ProgramSetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The language that is asked for, and of the reference.", valueName: "language"))
    var language = "python"

    @Option(
        help: ArgumentHelp(
            "Right and wrong solutions to keep as submissions, of each kind.", valueName: "n"))
    var samples = 0

    func validate() throws {
        guard samples >= 0 else { throw ValidationError("`--samples` must not be negative") }
    }
}

/// A command that imports one problem set's format.
protocol ProblemImportVerb: Verb {
    /// `nil`: found by the fields.
    static var format: ProblemFormat? { get }
    var input: ProblemFileOptions { get }
    var jobs: JobsOption { get }
    var workspace: WorkspaceOptions { get }
    var json: JSONOption { get }

    var options: ProblemImportOptions { get }
}

extension ProblemImportVerb {
    var options: ProblemImportOptions {
        ProblemImportOptions(
            set: input.set, licence: input.licence, asWritten: input.asWritten)
    }

    static func described(_ name: String, _ example: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name,
            abstract: format.map { "Import problems of \($0.title)." }
                ?? "Import problems of any known set, told by its fields.",
            discussion: example + "\n\n" + """
                Fields and what becomes of them: `assay help imports`. Importing the same
                file again changes nothing; a problem that changed becomes a new version,
                and its submissions wait for a new verdict.
                """)
    }

    func perform(_ session: Session) async throws -> ExitStatus {
        let opened = try await workspace.open(session, jobs: jobs.count)
        let progress = session.progress("importing")
        let summary = try await opened.importProblems(
            input.file, format: Self.format, options: options, jobs: jobs.count
        ) { progress.update(done: $0.done, total: $0.total) }
        progress.clear()
        return try session.show(summary, json: json.enabled)
    }
}
