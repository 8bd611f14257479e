import ArgumentParser
import Datasets

// One command for each problem set; `ImportProblemsCommand.swift` says what they have in common.

struct ImportAutoCommand: ProblemImportVerb {
    static let format: ProblemFormat? = nil
    static let configuration: CommandConfiguration = described(
        "auto", "assay import auto humanevalx_cpp.jsonl")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var programs: ProgramSetOptions

    @Flag(help: "Add MBPP's challenge tests to the tests.")
    var challenge = false

    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    var options: ProblemImportOptions {
        ProblemImportOptions(
            set: input.set, language: programs.language, challenge: challenge,
            samples: programs.samples, licence: input.licence, asWritten: input.asWritten)
    }
}

struct ImportEvalPlusCommand: ProblemImportVerb {
    static let format: ProblemFormat? = .evalPlus
    static let configuration: CommandConfiguration = described(
        "evalplus", "assay import evalplus HumanEvalPlus.jsonl.gz")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions
}

struct ImportMBPPCommand: ProblemImportVerb {
    static let format: ProblemFormat? = .mbpp
    static let configuration: CommandConfiguration = described(
        "mbpp", "assay import mbpp mbpp.jsonl")

    @OptionGroup var input: ProblemFileOptions

    @Flag(help: "Add MBPP's challenge tests to the tests.")
    var challenge = false

    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    var options: ProblemImportOptions {
        ProblemImportOptions(
            set: input.set, challenge: challenge, licence: input.licence, asWritten: input.asWritten
        )
    }
}

struct ImportHumanEvalXCommand: ProblemImportVerb {
    static let format: ProblemFormat? = .humanEvalX
    static let configuration: CommandConfiguration = described(
        "humaneval-x", "assay import humaneval-x humanevalx_cpp.jsonl")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions
}

struct ImportMultiPLECommand: ProblemImportVerb {
    static let format: ProblemFormat? = .multiPLE
    static let configuration: CommandConfiguration = described(
        "multipl-e", "assay import multipl-e humaneval-lua.jsonl")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions
}

struct ImportMXEvalCommand: ProblemImportVerb {
    static let format: ProblemFormat? = .mxeval
    static let configuration: CommandConfiguration = described(
        "mxeval", "assay import mxeval mbjp_release_v1.jsonl")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions
}

struct ImportAPPSCommand: ProblemImportVerb {
    static let format: ProblemFormat? = .apps
    static let configuration: CommandConfiguration = described(
        "apps", "assay import apps APPS/test --set APPS-test")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var programs: ProgramSetOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    var options: ProblemImportOptions {
        ProblemImportOptions(
            set: input.set, language: programs.language, samples: programs.samples,
            licence: input.licence, asWritten: input.asWritten)
    }
}

struct ImportCodeContestsCommand: ProblemImportVerb {
    static let format: ProblemFormat? = .codeContests
    static let configuration: CommandConfiguration = described(
        "code-contests", "assay import code-contests valid.jsonl --samples 3")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var programs: ProgramSetOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    var options: ProblemImportOptions {
        ProblemImportOptions(
            set: input.set, language: programs.language, samples: programs.samples,
            licence: input.licence, asWritten: input.asWritten)
    }
}

struct ImportLiveCodeBenchCommand: ProblemImportVerb {
    static let format: ProblemFormat? = .liveCodeBench
    static let configuration: CommandConfiguration = described(
        "livecodebench", "assay import livecodebench test.jsonl")

    @OptionGroup var input: ProblemFileOptions
    @OptionGroup var programs: ProgramSetOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    var options: ProblemImportOptions {
        ProblemImportOptions(
            set: input.set, language: programs.language, samples: programs.samples,
            licence: input.licence, asWritten: input.asWritten)
    }
}
