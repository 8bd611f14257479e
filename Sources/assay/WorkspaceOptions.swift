import ArgumentParser
import Execution
import Operations

/// Which workspace a command works in.
struct WorkspaceOptions: ParsableArguments {
    @Option(
        name: [.customLong("workspace"), .customShort("w")],
        help: ArgumentHelp(
            "The workspace (default: $ASSAY_WORKSPACE, else the current directory).",
            valueName: "dir"),
        completion: .directory)
    var directory: String?

    var path: String { directory ?? Environment.variable("ASSAY_WORKSPACE") ?? "." }

    func open(
        _ session: Session, jobs: Int = 1, sealed: Bool = false, strict: Bool = false
    ) async throws -> Workspace {
        try await Wiring.openWorkspace(
            path, jobs: jobs, sealed: sealed, strict: strict, session: session)
    }
}
