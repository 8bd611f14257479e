import ArgumentParser
import Execution

struct DoctorCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this host can isolate and which toolchains it has.",
        discussion: """
            assay doctor
            assay doctor --json | jq 'select(.status != "pass")'

            Each line is PASS, CAUTION or FAIL, with what mends it. Exit status 0: nothing
            fails; 1: something a language needs is missing; 69: this host cannot isolate.
            """)

    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: OverlayOption
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let wiring = try Wiring.assemble(workspace: workspace.path, session: session)
        let host = await wiring.host.report()
        var toolchains: [HostCheck] = []
        for profile in wiring.profiles.values.sorted(by: { $0.language < $1.language }) {
            toolchains.append(await check(profile, wiring))
        }
        for check in host + toolchains {
            if json.enabled { try session.emit(check.json) } else { try session.show(check) }
        }
        if host.contains(where: { $0.status == .fail }) { return .cannotIsolate }
        return exitZero.status(!toolchains.contains { $0.status == .fail })
    }

    /// A language whose toolchain is missing can simply not be used: a caution.
    private func check(_ profile: SandboxProfile, _ wiring: Wiring) async -> HostCheck {
        let name = "toolchain_\(profile.language)"
        do {
            let toolchain = try await wiring.host.toolchain(for: profile)
            return HostCheck(
                name: name, status: .pass, detail: "\(toolchain.path), \(toolchain.version)")
        } catch {
            return HostCheck(
                name: name, status: error.code == .missingToolchain ? .caution : .fail,
                detail: error.message, remedy: error.hint ?? profile.toolchain.remedy)
        }
    }
}

extension HostCheck {
    var json: JSON {
        [
            "schema": "doctor/1", "name": .string(name), "status": .string(status.rawValue),
            "detail": .string(detail), "remedy": JSON(remedy),
        ]
    }
}

extension Session {
    func show(_ check: HostCheck) throws {
        let colour: Colour =
            switch check.status {
            case .pass: .green
            case .caution: .yellow
            case .fail: .red
            }
        let word = check.status.rawValue.uppercased()
        let space = String(repeating: " ", count: 7 - word.count)
        let name = check.name + String(repeating: " ", count: max(0, 20 - check.name.count))
        try out.line(
            out.paint(word, colour) + space + "  \(name)  " + VisibleText.line(check.detail))
        if check.status != .pass, let remedy = check.remedy {
            try out.line("         mend it: " + VisibleText.line(remedy))
        }
    }
}
