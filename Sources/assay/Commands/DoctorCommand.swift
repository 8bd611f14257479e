import ArgumentParser
import Execution
import Judging

struct DoctorCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this host can isolate and which toolchains it has.",
        discussion: """
            assay doctor
            assay doctor --json | jq 'select(.status != "pass")'

            Each line is PASS, CAUTION or FAIL, with what mends it. Each language that is
            installed compiles and runs its profile's self-test in a box; one that is not is
            a CAUTION. Exit status 0: nothing fails; 1: a language's self-test fails; 69: this
            host cannot isolate.
            """)

    @Flag(help: "Ask each toolchain for its version only; run no self-test.")
    var quick = false

    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: OverlayOption
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let width = JobsOption.processors
        let wiring = try Wiring.assemble(
            workspace: workspace.path, jobs: width, session: session)
        let host = await wiring.host.report()
        let isolates = !host.contains { $0.status == .fail }
        let languages = await LanguageCheck.all(
            wiring, selfTests: isolates && !quick, width: width)
        for check in host {
            if json.enabled { try session.emit(check.json) } else { try session.show(check) }
        }
        for check in languages {
            if json.enabled {
                try session.emit(check.json)
            } else {
                try session.show(check.hostCheck)
            }
        }
        for evaluator in wiring.evaluators.values.sorted(by: { $0.name < $1.name }) {
            let check = await self.check(evaluator, wiring)
            if json.enabled { try session.emit(check.json) } else { try session.show(check) }
        }
        guard isolates else { return .cannotIsolate }
        return exitZero.status(!languages.contains { $0.hostCheck.status == .fail })
    }

    /// A static tool that is missing only means less evidence: a caution.
    private func check(_ evaluator: Evaluator, _ wiring: Wiring) async -> HostCheck {
        let name = "evaluator_\(evaluator.name)"
        do {
            let toolchain = try await wiring.host.toolchain(for: evaluator.profile)
            return HostCheck(
                name: name, status: .pass, detail: "\(toolchain.path), \(toolchain.version)")
        } catch {
            return HostCheck(
                name: name, status: .caution, detail: error.message,
                remedy: error.hint ?? evaluator.profile.toolchain.remedy)
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
