import Execution
import Foundation
import Storage

/// A directory of problems, submissions, verdicts and grades, and all one can do with them.
///
/// Every method is one thing a user can do; commands and pages decode, call one, and render.
/// What the user got wrong is thrown as a `Diagnostic`, what the host cannot as a `RunnerError`.
package final class Workspace: Sendable {
    /// As it was given.
    package let directory: String
    package let services: WorkspaceServices
    let store: Store

    init(directory: String, services: WorkspaceServices, store: Store) {
        self.directory = directory
        self.services = services
        self.store = store
    }

    /// Makes a workspace in a directory, which is made too if it is not there.
    ///
    /// - Throws: `Diagnostic` if there is a workspace already, or it cannot be written.
    package static func create(
        at directory: String, services: WorkspaceServices
    ) async throws -> Workspace {
        guard !exists(at: directory) else {
            throw Diagnostic("there is a workspace here already", path: directory)
        }
        do {
            for name in ["cache", "releases", "Rubrics", "Sandboxes"] {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
            }
            let configuration = """
                # The configuration of this workspace.
                schema: workspace/1

                """
            let path = "\(directory)/assay.yaml"
            if !FileManager.default.fileExists(atPath: path) {
                try Data(configuration.utf8).write(to: URL(filePath: path))
            }
        } catch {
            throw Diagnostic(
                "cannot make a workspace here", path: directory, note: FileFault.reason(error))
        }
        let store = try Store(path: database(directory), create: true)
        return Workspace(directory: directory, services: services, store: store)
    }

    /// Opens a workspace.
    ///
    /// - Throws: `Diagnostic` if there is none, a newer Assay made it, or it cannot be read.
    package static func open(
        at directory: String, services: WorkspaceServices
    ) async throws -> Workspace {
        guard exists(at: directory) else {
            throw Diagnostic(
                "there is no workspace here", path: directory, note: "it has no `assay.db`",
                hint: "`assay init` makes one; `--workspace` names another directory")
        }
        let store = try Store(path: database(directory), create: false)
        return Workspace(directory: directory, services: services, store: store)
    }

    /// Whether there is a workspace in a directory.
    package static func exists(at directory: String) -> Bool {
        FileManager.default.fileExists(atPath: database(directory))
    }

    private static func database(_ directory: String) -> String { "\(directory)/assay.db" }

    /// Counts of everything.
    package func summary() async throws -> WorkspaceSummary {
        let counts = try await store.counts()
        var summary = WorkspaceSummary(directory: directory)
        summary.problems = counts.problems
        summary.submissions = counts.submissions
        summary.authors = counts.authors
        summary.pending = counts.pending
        summary.verdicts = counts.verdicts
        summary.integrity = counts.integrity
        summary.integrityReasons = counts.integrityReasons
        summary.grades = counts.gradesByRubric.values.reduce(0, +)
        summary.gradesByRubric = counts.gradesByRubric
        summary.events = counts.events
        return summary
    }

    /// Checks the chain of the event log from its first event on, and the facts against it.
    ///
    /// - Returns: how many events there are.
    /// - Throws: `Diagnostic` naming the first event, or the fact, that does not fit.
    package func verifyEventLog() async throws -> Int {
        try await store.verifyEventLog()
    }

    /// Closes the database; nothing may be used afterwards.
    package func close() throws {
        try store.close()
    }
}
