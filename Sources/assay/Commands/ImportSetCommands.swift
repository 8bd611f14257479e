import ArgumentParser
import Datasets
import Operations

/// What tells the commands that import problem sets apart.
protocol ImportableSet {
    associatedtype Extras: ImportExtras

    static var name: String { get }
    static var example: String { get }
    /// `nil`: found by the fields.
    static var format: ProblemFormat? { get }
}

/// Options that only some sets have.
protocol ImportExtras: ParsableArguments, Sendable {
    func add(to options: inout ProblemImportOptions)
}

/// `assay import SET`, for each set whose problems are told by their fields alone.
struct ImportSetCommand<Imported: ImportableSet>: Verb {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Imported.name,
            abstract: Imported.format.map { "Import problems of \($0.title)." }
                ?? "Import problems of any known set, told by its fields.",
            discussion: Imported.example + "\n\n" + """
                Fields and what becomes of them: `assay help imports`. Importing the same
                file again changes nothing; a problem that changed becomes a new version,
                and its submissions wait for a new verdict.
                """)
    }

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var extras: Imported.Extras
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        var options = ProblemImportOptions(
            set: input.set, licence: input.licence, asWritten: input.asWritten)
        extras.add(to: &options)
        let opened = try await workspace.open(session, jobs: jobs.count)
        let progress = session.progress("importing")
        let summary = try await opened.importProblems(
            input.file, format: Imported.format, options: options, jobs: jobs.count
        ) { progress.update(done: $0.done, total: $0.total) }
        progress.clear()
        return try session.show(summary, json: json.enabled)
    }
}

// MARK: - The sets

enum AnySet: ImportableSet {
    typealias Extras = AllExtras
    static let name = "auto"
    static let example = "assay import auto humanevalx_cpp.jsonl"
    static let format: ProblemFormat? = nil
}

enum EvalPlusSet: ImportableSet {
    typealias Extras = NoExtras
    static let name = "evalplus"
    static let example = "assay import evalplus HumanEvalPlus.jsonl.gz"
    static let format: ProblemFormat? = .evalPlus
}

enum MBPPSet: ImportableSet {
    typealias Extras = ChallengeOption
    static let name = "mbpp"
    static let example = "assay import mbpp mbpp.jsonl"
    static let format: ProblemFormat? = .mbpp
}

enum HumanEvalXSet: ImportableSet {
    typealias Extras = NoExtras
    static let name = "humaneval-x"
    static let example = "assay import humaneval-x humanevalx_cpp.jsonl"
    static let format: ProblemFormat? = .humanEvalX
}

enum MultiPLESet: ImportableSet {
    typealias Extras = NoExtras
    static let name = "multipl-e"
    static let example = "assay import multipl-e humaneval-lua.jsonl"
    static let format: ProblemFormat? = .multiPLE
}

enum MXEvalSet: ImportableSet {
    typealias Extras = NoExtras
    static let name = "mxeval"
    static let example = "assay import mxeval mbjp_release_v1.jsonl"
    static let format: ProblemFormat? = .mxeval
}

enum APPSSet: ImportableSet {
    typealias Extras = ProgramSetOptions
    static let name = "apps"
    static let example = "assay import apps APPS/test --set APPS-test"
    static let format: ProblemFormat? = .apps
}

enum CodeContestsSet: ImportableSet {
    typealias Extras = ProgramSetOptions
    static let name = "code-contests"
    static let example = "assay import code-contests valid.jsonl --samples 3"
    static let format: ProblemFormat? = .codeContests
}

enum LiveCodeBenchSet: ImportableSet {
    typealias Extras = ProgramSetOptions
    static let name = "livecodebench"
    static let example = "assay import livecodebench test.jsonl"
    static let format: ProblemFormat? = .liveCodeBench
}
