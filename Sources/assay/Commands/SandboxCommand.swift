import ArgumentParser
import Catalog
import Execution

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Check, show, extend or attack the sandbox.",
        subcommands: [
            SandboxCheckCommand.self, SandboxShowCommand.self, SandboxLearnCommand.self,
            SandboxAttackCommand.self,
        ])
}

struct SandboxCheckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Start each language's toolchain in its box.",
        discussion: """
            assay sandbox check
            assay sandbox check python cpp

            Exit status 0: all of them run here; 1: some do not.
            """)

    @Argument(
        help: "Languages; all if none is named.",
        completion: .custom { _, _, _ in Wiring.languageNames() })
    var languages: [String] = []

    @OptionGroup var strict: StrictOption
    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: OverlayOption
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let wiring = try Wiring.assemble(
            workspace: workspace.path, strict: strict.enabled, session: session)
        let names = languages.isEmpty ? wiring.profiles.keys.sorted() : languages
        let profiles = try names.map(wiring.profile)
        try await wiring.host.requireIsolation(strict: strict)
        var good = true
        var table = TextTable([
            .init("LANGUAGE"), .init("RUNS"), .init("TOOLCHAIN"), .init("PROFILE"),
            .init("MISSING"),
        ])
        for profile in profiles {
            let outcome = try await SandboxProbe.run(profile, wiring)
            good = good && outcome.fault == nil
            if json.enabled {
                try session.emit(outcome.json)
            } else {
                table.add(outcome.cells)
                if let fault = outcome.fault { session.err.show(fault) }
            }
        }
        if !json.enabled { try session.out.write(table.render(session.out)) }
        return exitZero.status(good)
    }
}

/// A toolchain's version command, run in the language's own box.
struct SandboxProbe {
    var profile: SandboxProfile
    var toolchain: Toolchain?
    var environment = BoxEnvironment()
    var fault: Diagnostic?

    static func run(
        _ profile: SandboxProfile, _ wiring: Wiring
    ) async throws(RunnerError) -> SandboxProbe {
        var probe = SandboxProbe(profile: profile)
        do {
            let toolchain = try await wiring.host.toolchain(for: profile)
            probe.toolchain = toolchain
            let program = Program(
                profile: profile,
                arguments: [toolchain.path] + profile.toolchain.versionArguments,
                environment: profile.environment, limits: profile.compileLimits)
            let results = try await wiring.runner.run(ExecutionStep(programs: [program]))
            guard let result = results.first else { return probe }
            probe.environment = result.environment
            if result.termination != .exited(code: 0) {
                let text = VisibleText.block(result.stderr.bytes)
                probe.fault = Diagnostic(
                    "the toolchain of `\(profile.language)` does not run in its box",
                    note: "\(result.termination)" + (text.isEmpty ? "" : "\n" + text))
            }
        } catch {
            if error.code == .cancelled || error.code == .cannotIsolate { throw error }
            probe.fault = Diagnostic(
                error.message, hint: error.hint ?? profile.toolchain.remedy)
        }
        return probe
    }

    var json: JSON {
        [
            "schema": "sandbox_check/1", "language": .string(profile.language),
            "runs": .bool(fault == nil), "toolchain": JSON(toolchain?.path),
            "toolchain_version": JSON(toolchain?.version),
            "toolchain_sha256": JSON(toolchain?.sha256),
            "profile_sha256": .string(profile.sha256),
            "isolation": .strings(environment.isolation.map(\.rawValue)),
            "missing": .strings(environment.missing.map(\.rawValue)),
            "message": JSON(fault?.message),
        ]
    }

    var cells: [String] {
        [
            profile.language, fault == nil ? "yes" : "no", toolchain?.version ?? "none",
            String(profile.sha256.prefix(12)),
            environment.missing.map(\.rawValue).joined(separator: ", "),
        ]
    }
}

struct SandboxShowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a language's box holds and allows, and why.",
        discussion: "assay sandbox show python")

    @Argument(
        help: "The language.",
        completion: .custom { _, _, _ in Wiring.languageNames() })
    var language: String

    @OptionGroup var workspace: OverlayOption
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let profile = try Wiring.assemble(workspace: workspace.path, session: session).profile(
            language)
        if json.enabled {
            try session.emit(profile.json)
        } else {
            try session.out.write(session.text(of: profile))
        }
        return .yes
    }
}

extension SandboxProfile {
    var json: JSON {
        [
            "schema": "sandbox/1", "language": .string(language), "title": .string(title),
            "sha256": .string(sha256), "candidates": .strings(toolchain.candidates),
            "version_arguments": .strings(toolchain.versionArguments),
            "source_path": .string(sourcePath),
            "compile": compile.map { JSON.strings($0) } ?? .null,
            "run": .strings(run), "output": JSON(output), "function": JSON(function),
            "reaper": .bool(reaper),
            "requires": .strings(requires.map(\.rawValue)),
            "environment": .object(
                JSONObject(
                    members: environment.sorted { $0.key < $1.key }
                        .map { .init(key: $0.key, value: .string($0.value)) })),
            "limits": limits.json, "compile_limits": compileLimits.json,
            "mounts": .array(mounts.map(\.json)), "syscalls": .array(syscalls.map(\.json)),
        ]
    }
}

extension JSON {
    fileprivate init(_ function: FunctionDriver?) {
        guard let function else {
            self = .null
            return
        }
        self = [
            "driver": .strings(function.files),
            "compile": function.compile.map { JSON.strings($0) } ?? .null,
            "run": .strings(function.run), "output": JSON(function.output),
            "signature": function.needsSignature ? "required" : "optional",
            "blurs": .strings(function.blurs.map(\.rawValue).sorted()),
        ]
    }
}

extension Limits {
    var json: JSON {
        .object(
            JSONObject(
                members: LimitName.allCases.map {
                    .init(key: $0.rawValue, value: .int(self[$0]))
                }
            ))
    }
}

extension Mount {
    var json: JSON {
        [
            "kind": .string(kind.rawValue), "source": .string(source), "at": .string(target),
            "optional": .bool(optional), "why": .string(why),
        ]
    }
}

extension SyscallGroup {
    var actionName: String {
        switch action {
        case .allow: "allow"
        case .errno(let name): name
        case .kill: "kill"
        }
    }

    var json: JSON {
        [
            "group": .string(name), "action": .string(actionName), "report": .bool(report),
            "calls": .strings(calls), "why": .string(why),
        ]
    }
}

extension Session {
    func text(of profile: SandboxProfile) -> String {
        var text = out.paint("\(profile.title) (\(profile.language))", .bold) + "\n"
        text += fields([
            ("profile sha256", profile.sha256),
            ("toolchain", profile.toolchain.candidates.joined(separator: " or ")),
            ("source", profile.sourcePath),
            ("compile", profile.compile?.joined(separator: " ") ?? "-"),
            ("run", profile.run.joined(separator: " ")),
            ("function tests", profile.function.map(words) ?? "-"),
            ("requires", profile.requires.map(\.rawValue).joined(separator: ", ")),
        ])
        text += "\n" + out.paint("limits", .cyan) + "\n"
        text += fields(LimitName.allCases.map { ($0.rawValue, "\(profile.limits[$0])") })
        var mounts = TextTable([.init("AT"), .init("KIND"), .init("FROM"), .init("WHY")])
        for mount in profile.mounts {
            let source = mount.kind == .file ? "(text)" : mount.source
            mounts.add([mount.target, mount.kind.rawValue, source, mount.why])
        }
        text += "\n" + mounts.render(out)
        for group in profile.syscalls {
            let title = VisibleText.line(
                "\(group.name): \(group.actionName)" + (group.report ? ", reported" : ""))
            text += "\n" + out.paint(title, .cyan) + "  " + VisibleText.line(group.why) + "\n"
            text += wrapped(group.calls.map(VisibleText.line), indent: 2)
        }
        return text
    }

    private func words(_ function: FunctionDriver) -> String {
        var text = function.run.joined(separator: " ")
        if let compile = function.compile { text = compile.joined(separator: " ") + "; " + text }
        if function.needsSignature { text += "; needs a signature" }
        if !function.blurs.isEmpty {
            text += "; blurs " + function.blurs.map(\.rawValue).sorted().joined(separator: ", ")
        }
        return text
    }

    /// Words in lines that fit; the first is indented, those after it by `hanging` more.
    func wrapped(_ words: [String], indent: Int, hanging: Int = 0) -> String {
        var lines: [String] = []
        var line = String(repeating: " ", count: indent)
        var isEmpty = true
        for word in words {
            if !isEmpty, line.count + 1 + word.count > out.columns {
                lines.append(line)
                line = String(repeating: " ", count: indent + hanging)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return (lines + [line]).map { $0 + "\n" }.joined()
    }
}
