import ArgumentParser
import Execution
import Glibc
import Judging
import WorkerProtocol

struct RunCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run one program in a sandbox.",
        discussion: """
            assay run python solution.py < input.txt
            assay run cpp a.cpp --cpu-ms 1000 --json
            assay run python tool.py -- --an-option of-the-program
            assay run python plot.py --keep-box

            Its output is passed through; the verdict, CPU time, wall time, peak memory and
            what it tried and may not (connecting, mounting) are on standard error. Limits
            that are not given are the language's own, as `assay sandbox show` tells them.
            Exit status 0: accepted, that is, it ended with exit code 0.
            """)

    @Argument(
        help: "Its language, such as python; see `assay sandbox check`.",
        completion: .custom { _, _, _ in Wiring.languageNames() })
    var language: String

    @Argument(help: "Its source; `-` is standard input.", completion: .file())
    var file: String

    @Argument(help: "Arguments of the program; after `--` if they start with a dash.")
    var args: [String] = []

    @Flag(help: "Pass control characters through even to a terminal.")
    var raw = false

    @Flag(
        help: """
            Keep what is in /work when the program has ended, in a new directory of \
            $TMPDIR (default: /tmp).
            """)
    var keepBox = false

    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup var strict: StrictOption
    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: OverlayOption
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    /// A program's source, and what it reads on standard input, are no longer than this.
    static let maxInputBytes = 64 << 20

    func perform(_ session: Session) async throws -> ExitStatus {
        let wiring = try Wiring.assemble(
            workspace: workspace.path, strict: strict.enabled, session: session)
        let profile = try wiring.profile(language)
        let request = try request(profile)
        try await wiring.host.requireIsolation(strict: strict)
        let report = await wiring.judge.judge(request)
        try Task.checkCancellation()
        if json.enabled {
            let key = try? await wiring.runKeys.key(for: request)
            try session.emit(ResultWriter.json(report, id: nil, line: nil, runKey: key))
        } else {
            try pass(report, session)
        }
        if keepBox {
            if let run = report.run {
                session.show(try KeptBox.write(run.work))
            } else {
                session.warn("there is no box to keep: the program was not started")
            }
        }
        if report.verdict == .judgeError { return .couldNot }
        return exitZero.status(report.verdict == .accepted)
    }

    private func request(_ profile: SandboxProfile) throws -> JudgeRequest {
        let source = try InputFile.read(file, maxBytes: Self.maxInputBytes)
        var input: [UInt8] = []
        if file != "-", isatty(STDIN_FILENO) == 0 {
            input = try InputFile.read("-", maxBytes: Self.maxInputBytes)
        }
        var overrides = limits.overrides
        if overrides[.keepBytes] == nil {
            // Passed through whole: what is not kept could not be.
            overrides[.keepBytes] = overrides[.outputBytes] ?? profile.limits.outputBytes
        }
        return JudgeRequest(
            language: language, source: source, arguments: args, standardInput: input,
            limits: overrides, keepWork: keepBox)
    }

    private func pass(_ report: JudgeReport, _ session: Session) throws {
        if report.verdict == .compileError, let compile = report.compile {
            try session.err.write(shown(compile.stderr, session.err))
            try session.err.write(shown(compile.stdout, session.err))
        }
        if let run = report.run {
            try session.out.write(shown(run.stdout, session.out))
            try session.err.write(shown(run.stderr, session.err))
        }
        if report.verdict == .judgeError, let error = report.error {
            session.err.show(
                Diagnostic(error.message, hint: error.hint ?? "run `assay doctor`"))
        } else {
            session.remark(session.verdictLine(report))
            remark(report.violations, dropped: report.violationsDropped, session)
        }
    }

    private static let shownViolations = 10

    private func remark(_ violations: [AttemptedCall], dropped: Int, _ session: Session) {
        for attempt in violations.prefix(Self.shownViolations) {
            session.remark("tried \(attempt.text)")
        }
        let hidden = violations.dropFirst(Self.shownViolations).reduce(dropped) { $0 + $1.count }
        if hidden > 0 {
            session.remark("tried \(Quantities.count(hidden, "more call")); `--json` has more")
        }
    }

    /// As it is, but on a terminal made visible.
    private func shown(_ output: CapturedOutput, _ stream: TextStream) -> [UInt8] {
        guard stream.isTerminal, !raw else { return output.bytes }
        return Array(VisibleText.block(output.bytes).utf8)
    }
}

/// A workspace whose own profiles count too, for commands that need none.
struct OverlayOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Use this workspace's own profiles too (default: $ASSAY_WORKSPACE).",
            valueName: "dir"),
        completion: .directory)
    var workspace: String?

    var path: String? { workspace ?? Environment.variable("ASSAY_WORKSPACE") }
}

extension Wiring {
    /// For completion: nothing is said if it cannot be known.
    static func languageNames() -> [String] {
        let wiring = try? assemble(workspace: Environment.variable("ASSAY_WORKSPACE"))
        return wiring?.profiles.keys.sorted() ?? []
    }
}
