import ArgumentParser
import Catalog
import Execution
import Judging

struct SandboxLearnCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Propose the system calls that a language's samples need.",
        discussion: """
            assay sandbox learn ruby samples/*.rb
            assay sandbox learn ruby a.rb >> Sandboxes/ruby.yaml

            Runs each sample in its box, as tight as ever, and tells every call that was
            refused. Prints groups for those that no group names, as YAML to paste; the
            file is valid only when each `why:` says a reason. What was refused may have
            kept a program from its next call: paste, and learn again.

            Exit status 0: no sample tried a call that no group names; 1: some did.
            """)

    @Argument(
        help: "The language, such as python.",
        completion: .custom { _, _, _ in Wiring.languageNames() })
    var language: String

    @Argument(help: "Programs that use what the toolchain offers.", completion: .file())
    var files: [String]

    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: OverlayOption
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let sources = try files.map {
            ($0, try InputFile.read($0, maxBytes: RunCommand.maxInputBytes))
        }
        var wiring = try Wiring.assemble(workspace: workspace.path, session: session)
        let profile = try wiring.profile(language)
        wiring.profiles[language] = profile.learning
        try await wiring.host.requireIsolation()
        try await wiring.host.require(.attemptedCalls, to: "learn what samples try")
        var learned = LearnedCalls(profile: profile)
        for (file, source) in sources {
            let report = await wiring.judge.judge(
                JudgeRequest(language: language, source: source, limits: limits.overrides))
            try Task.checkCancellation()
            if let error = report.error {
                throw Diagnostic("`\(file)` cannot be run: \(error.message)", hint: error.hint)
            }
            for run in [report.compile, report.run].compactMap({ $0 }) {
                learned.add(run, sample: file)
            }
            session.remark("\(VisibleText.line(file)): \(session.verdictLine(report))")
        }
        try show(learned, session)
        return exitZero.status(!learned.hasProposal)
    }

    private func show(_ learned: LearnedCalls, _ session: Session) throws {
        for sample in learned.overflowed {
            session.warn(
                "`\(sample)` tried more than is listed: calls may be missing",
                hint: "split it into smaller samples")
        }
        if json.enabled {
            for call in learned.calls { try session.emit(call.json) }
            return
        }
        if learned.calls.isEmpty {
            return session.remark("nothing was refused")
        }
        var table = TextTable([
            .init("REFUSED"), .init("COUNT", .right), .init("SAMPLES", .right), .init("BECAUSE"),
        ])
        for call in learned.calls {
            table.add([
                call.name, "\(call.count)", "\(call.samples.count)",
                call.cause.text + (call.danger.map { "; mind: \($0)" } ?? ""),
            ])
        }
        session.remark("\n" + table.render(session.err).dropLast())
        if learned.hasProposal {
            session.remark("")
            try session.out.write(learned.yaml)
        }
    }
}

extension Host {
    /// - Throws: `RunnerError` if this host has not got the layer.
    fileprivate func require(_ layer: Layer, to purpose: String) async throws {
        guard let check = await isolation().first(where: { $0.name == layer.rawValue }),
            check.status != .pass
        else { return }
        throw RunnerError(
            .cannotIsolate, "cannot \(purpose): `\(layer.rawValue)`: \(check.detail)",
            hint: check.remedy)
    }
}

extension LearnedCalls.Cause {
    fileprivate var text: String {
        switch self {
        case .unlisted: "no group names it"
        case .otherArguments(let group): "`\(group)` allows it with other arguments"
        case .refused(let group, let why): "`\(group)` refuses it: \(why)"
        case .unknown: "it has no name here"
        }
    }

    fileprivate var kind: String {
        switch self {
        case .unlisted: "unlisted"
        case .otherArguments: "other_arguments"
        case .refused: "refused"
        case .unknown: "unknown"
        }
    }

    fileprivate var group: String? {
        switch self {
        case .unlisted(let name), .otherArguments(let name), .refused(let name, _): name
        case .unknown: nil
        }
    }
}

extension LearnedCalls.Call {
    fileprivate var json: JSON {
        [
            "schema": "learned_call/1", "syscall": .string(name), "count": .int(count),
            "samples": .strings(samples), "details": .strings(details),
            "danger": JSON(danger),
            "cause": .string(cause.kind), "group": JSON(cause.group),
        ]
    }
}
