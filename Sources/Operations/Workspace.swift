package import Execution
package import Judging

/// A directory of problems, submissions, verdicts and grades, and all one can do with them.
///
/// Every method is one thing a user can do; commands and pages decode, call one, and render.
/// What the user got wrong is thrown as a `Diagnostic`, what the host cannot as a `RunnerError`.
package final class Workspace: Sendable {
    /// As it was given.
    package let directory: String
    package let services: WorkspaceServices

    init(directory: String, services: WorkspaceServices) {
        self.directory = directory
        self.services = services
    }

    /// Makes a workspace in a directory, which is made too if it is not there.
    ///
    /// - Throws: `Diagnostic` if there is a workspace already, or it cannot be written.
    package static func create(
        at directory: String, services: WorkspaceServices
    ) async throws -> Workspace {
        throw Diagnostic("not built yet")
    }

    /// Opens a workspace.
    ///
    /// - Throws: `Diagnostic` if there is none, a newer Assay made it, or it cannot be read.
    package static func open(
        at directory: String, services: WorkspaceServices
    ) async throws -> Workspace {
        throw Diagnostic("not built yet")
    }

    /// Counts of everything.
    package func summary() async throws -> WorkspaceSummary {
        throw Diagnostic("not built yet")
    }

    /// Checks the chain of the event log from its first event on.
    ///
    /// - Returns: how many events there are.
    /// - Throws: `Diagnostic` naming the first event that does not fit.
    package func verifyEventLog() async throws -> Int {
        throw Diagnostic("not built yet")
    }
}
