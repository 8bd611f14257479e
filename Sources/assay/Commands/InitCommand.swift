import ArgumentParser
import Operations

struct InitCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a workspace.",
        discussion: """
            assay init
            assay init humaneval-2026
            """)

    @Argument(
        help: ArgumentHelp("The directory, made if it is not there.", valueName: "dir"),
        completion: .directory)
    var directory: String?

    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let path = directory ?? Environment.variable("ASSAY_WORKSPACE") ?? "."
        let workspace = try await Wiring.createWorkspace(path)
        session.remark("made the workspace `\(VisibleText.line(workspace.directory))`")
        session.remark("next: `assay import humaneval HumanEval.jsonl.gz`")
        return .yes
    }
}
