import ArgumentParser
import Execution

/// A command that does something: decode, one call, render.
protocol Verb: AsyncParsableCommand, Sendable {
    var common: CommonOptions { get }

    /// True where a signal is the usual end, not an interruption.
    static var endsBySignal: Bool { get }

    /// Does it.
    ///
    /// - Throws: `Diagnostic` for input of the user's, `RunnerError` for faults of ours.
    func perform(_ session: Session) async throws -> ExitStatus
}

extension Verb {
    static var endsBySignal: Bool { false }
}

/// The options of every command.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When to colour.", valueName: "when"))
    var color: ColorChoice = .auto

    @Flag(name: .shortAndLong, help: "Print results and errors only.")
    var quiet = false

    @Flag(
        name: .shortAndLong,
        help: "Tell on standard error what is done, and how long it takes.")
    var verbose = false

    @Flag(name: .long, help: "No progress line, even on a terminal.")
    var noProgress = false

    func validate() throws {
        if quiet, verbose {
            throw ValidationError("`--quiet` and `--verbose` exclude each other")
        }
    }
}

extension ColorChoice: ExpressibleByArgument {}

/// Where a command prints.
struct Session: Sendable {
    let out: TextStream
    let err: TextStream
    let quiet: Bool
    let verbose: Bool
    let showsProgress: Bool

    init(color: ColorChoice, quiet: Bool, verbose: Bool = false, showsProgress: Bool) {
        out = TextStream(1, color: color)
        err = TextStream(2, color: color)
        self.quiet = quiet
        self.verbose = verbose
        self.showsProgress = showsProgress
    }

    init(_ options: CommonOptions) {
        self.init(
            color: options.color, quiet: options.quiet, verbose: options.verbose,
            // What is told would tear the progress line apart.
            showsProgress: !options.noProgress && !options.quiet && !options.verbose)
    }

    /// One JSON object and a line feed on standard output.
    func emit(_ value: JSON) throws { try out.write(value.utf8 + [UInt8(ascii: "\n")]) }

    /// A remark on standard error that `--quiet` silences.
    func remark(_ text: String) {
        if !quiet { try? err.line(text) }
    }

    /// A remark on standard error for `--verbose` alone, which may quote anybody.
    func tell(_ text: @autoclosure () -> String) {
        if verbose { try? err.line(err.paint(VisibleText.line(text()), .faint)) }
    }

    func warn(_ message: String, hint: String? = nil) {
        if !quiet { err.show(Diagnostic(message, hint: hint), as: .warning) }
    }

    func progress(_ label: String) -> ProgressLine {
        ProgressLine(label, on: err, enabled: showsProgress)
    }
}

/// `--strict`, for commands that start boxes.
struct StrictOption: ParsableArguments {
    @Flag(
        name: .customLong("strict"),
        help: "Refuse, with exit status 69, unless every layer of the sandbox is in force.")
    var enabled = false
}

/// `--sealed`, for commands that judge.
struct SealedOption: ParsableArguments {
    @Flag(
        name: .customLong("sealed"),
        help: """
            Judge assertions in one process: faster, but such a verdict can be forged.
            """)
    var enabled = false
}

/// `--exit-zero`, for commands whose answer can be no.
struct ExitZeroOption: ParsableArguments {
    @Flag(name: .customLong("exit-zero"), help: "Exit with 0 also when the answer is no.")
    var enabled = false

    func status(_ answer: Bool) -> ExitStatus { ExitStatus(answer || enabled) }
}

/// `--json`, for commands that read.
struct JSONOption: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print JSON, one object a line (`help formats`).")
    var enabled = false
}
