import ArgumentParser
import Datasets
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

/// For sets that need nothing more.
struct NoExtras: ImportExtras {
    func add(to options: inout ProblemImportOptions) {}
}

/// An option of MBPP's.
struct ChallengeOption: ImportExtras {
    @ArgumentParser.Flag(help: "Add MBPP's challenge tests to the tests.")
    var challenge = false

    func add(to options: inout ProblemImportOptions) { options.challenge = challenge }
}

/// Where any set may come.
struct AllExtras: ImportExtras {
    @OptionGroup var programs: ProgramSetOptions
    @OptionGroup var challenge: ChallengeOption

    func add(to options: inout ProblemImportOptions) {
        programs.add(to: &options)
        challenge.add(to: &options)
    }
}

/// Options of sets of whole programs.
struct ProgramSetOptions: ImportExtras {
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

    func add(to options: inout ProblemImportOptions) {
        options.language = language
        options.samples = samples
    }
}
