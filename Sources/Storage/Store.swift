import Execution
import Foundation
import GRDB

/// The database of a workspace: SQLite in write-ahead mode, one writer, any number of readers.
///
/// Facts are only added. Each change is one transaction together with its events. What the user
/// can mend is thrown as a `Diagnostic`, a failing disk as a `RunnerError`.
package final class Store: Sendable {
    /// Where a test may make a write fail, as a crash would.
    enum Step: Sendable { case runInserted, verdictInserted, eventInserted, beforeCommit }

    let writer: any DatabaseWriter
    let ids: UUIDv7Generator
    /// Milliseconds since 1970.
    let clock: @Sendable () -> Int
    let interrupt: @Sendable (Step) throws -> Void

    init(
        writer: any DatabaseWriter, clock: @escaping @Sendable () -> Int = Store.now,
        interrupt: @escaping @Sendable (Step) throws -> Void = { _ in }
    ) {
        self.writer = writer
        self.clock = clock
        self.interrupt = interrupt
        ids = UUIDv7Generator(clock: clock)
    }

    /// Opens the database at a path and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: of the database file.
    ///   - create: make it if it is not there.
    ///   - patience: seconds to wait for another process that is writing.
    /// - Throws: `Diagnostic` if it is not there, is no workspace of Assay, or is a newer one's.
    package convenience init(path: String, create: Bool, patience: Double = 5) throws {
        guard create || FileManager.default.fileExists(atPath: path) else {
            throw Diagnostic("there is no `assay.db` here", path: path)
        }
        try self.init(writer: Store.openPool(path, patience))
        do {
            let migrator = Schema.migrator
            guard try writer.read({ try !migrator.hasBeenSuperseded($0) }) else {
                throw Diagnostic(
                    "a newer assay made this workspace", path: path, hint: "use that version")
            }
            if try writer.read({ try !migrator.hasCompletedMigrations($0) }) {
                try migrator.migrate(writer)
            }
        } catch let error as DatabaseError {
            throw Store.explained(error, path: path)
        }
    }

    private static func openPool(_ path: String, _ patience: Double) throws -> DatabasePool {
        var configuration = GRDB.Configuration()
        configuration.label = "assay"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(patience)
        configuration.maximumReaderCount = 8
        do {
            return try DatabasePool(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw explained(error, path: path)
        }
    }

    /// A store that lives as long as the object; for tests.
    package static func inMemory() throws -> Store {
        let store = Store(writer: try DatabaseQueue())
        try Schema.migrator.migrate(store.writer)
        return store
    }

    package static let now: @Sendable () -> Int = {
        Int(Date().timeIntervalSince1970 * 1000)
    }

    /// Reads one state of the store.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await writer.read(body)
        } catch let error as DatabaseError {
            throw Store.explained(error, path: writer.path)
        }
    }

    /// Does all of `body` or nothing of it.
    ///
    /// Cancelling the task does not interrupt it: what has been measured is stored. A `durable`
    /// change survives a loss of power, not only the end of the process. `body` logs its events.
    func write<Value: Sendable>(
        durable: Bool = false, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let writer = writer
        let interrupt = interrupt
        do {
            return try await Task {
                try await writer.writeWithoutTransaction { db in
                    if durable { try db.execute(sql: "PRAGMA synchronous = FULL") }
                    defer { if durable { try? db.execute(sql: "PRAGMA synchronous = NORMAL") } }
                    var value: Value?
                    try db.inTransaction(.immediate) {
                        value = try body(db)
                        try interrupt(.beforeCommit)
                        return .commit
                    }
                    guard let value else { throw RunnerError(.host, "the store lost a value") }
                    return value
                }
            }.value
        } catch let error as DatabaseError {
            throw Store.explained(error, path: writer.path)
        }
    }

    /// Writes the log into the database file and closes it; nothing may be used afterwards.
    package func close() throws {
        do { try writer.close() } catch let error as DatabaseError {
            throw Store.explained(error, path: writer.path)
        }
    }

    /// What a failure of SQLite means for the person in front of it.
    static func explained(_ error: DatabaseError, path: String) -> any Error {
        let note = error.message
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return Diagnostic(
                "another process is writing to this workspace", path: path, note: note,
                hint: "wait until it has ended, then try again")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return Diagnostic(
                "the workspace's database cannot be written", path: path, note: note,
                hint: "check the permissions of the directory")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return Diagnostic(
                "this is not a database that can be read", path: path, note: note,
                hint: "restore it from a backup")
        default:
            return RunnerError(.host, "the database failed: \(note ?? "\(error)")")
        }
    }
}
