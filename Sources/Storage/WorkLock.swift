import Execution
import GRDB

/// Keeps a second process, or a second task, from doing the same work in a workspace.
///
/// It is SQLite's own file lock on a file of nothing else, so it ends with the process that holds
/// it, however that ends.
package final class WorkLock: Sendable {
    private let queue: DatabaseQueue

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - path: of the file, which is made.
    ///   - work: what it is for, as in ``another process `work` this workspace``.
    /// - Throws: `Diagnostic` if another one holds it.
    package init(path: String, work: String) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .immediateError
        // The lock is a transaction that stays open.
        configuration.allowsUnsafeTransactions = true
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { db in
                try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
                try db.execute(sql: "BEGIN EXCLUSIVE")
            }
        } catch let error as DatabaseError {
            guard error.resultCode == .SQLITE_BUSY else {
                throw Store.explained(error, path: path)
            }
            throw Diagnostic(
                "another process \(work) this workspace", path: path,
                hint: "wait until it has ended")
        }
    }

    /// Gives the lock back.
    package func release() {
        try? queue.close()
    }
}
