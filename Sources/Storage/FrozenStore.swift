package import Execution
import GRDB
package import Judging

/// One state of a store, that stays as it is while others write.
///
/// The write-ahead log grows as long as this lives.
package struct FrozenStore: Sendable {
    let reader: any DatabaseReader

    /// A problem's current version.
    package struct Problem: Sendable, Equatable {
        package var id: String
        package var name: String
        package var versionID: String
        package var sha256: String
        package var content: [UInt8]
    }

    /// A submission with all that a dataset says of it.
    package struct Example: Sendable, Equatable {
        package var id: String
        package var submission: Submission
        /// The live verdict's `result/1`; `nil` if there is none on the current version.
        package var result: [UInt8]?
        /// Live ones, oldest first.
        package var grades: [GradeRecord]
    }

    /// The next problem in the order of the names' bytes; `nil` after the last one.
    package func problem(afterName name: String) async throws -> Problem? {
        try await read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT p.id, p.name, v.id, v.sha256 FROM problem p
                        CROSS JOIN problem_version v ON v.id = p.current_version
                        WHERE p.name > ? AND p.withdrawn_at IS NULL ORDER BY p.name LIMIT 1
                        """), arguments: [name])
            return try row.map {
                Problem(
                    id: $0[0], name: $0[1], versionID: $0[2], sha256: $0[3],
                    content: try Store.blob(db, $0[3]))
            }
        }
    }

    /// Submissions of a problem in the order of import, but withdrawn and refused ones.
    ///
    /// `problem` is an id; `after` is the submission id to go on after, empty for the first ones.
    package func examples(
        problem: String, after: String = "", limit: Int
    ) async throws -> [Example] {
        try await read { db in
            let sql = """
                SELECT \(Store.submissionColumns) FROM submission s \(Store.submissionJoins)
                WHERE s.problem_id = ? AND s.id > ? AND s.withdrawn_at IS NULL
                    AND s.consent <> 'refused'
                ORDER BY s.id LIMIT ?
                """
            let rows = try Row.fetchAll(
                db.cachedStatement(sql: sql), arguments: [problem, after, limit])
            return try rows.map { try Self.example(db, Store.submission($0)) }
        }
    }

    private static func example(_ db: Database, _ record: SubmissionRecord) throws -> Example {
        Example(
            id: record.id,
            submission: Submission(
                problem: record.problem, source: try text(db, record.sourceSHA256),
                language: record.language, author: record.author, sampleIndex: record.sampleIndex,
                response: try text(db, record.responseSHA256), licence: record.licence),
            result: try record.verdict.map { try Store.blob(db, $0.resultSHA256) },
            grades: record.grades == 0
                ? []
                : try Store.grades(
                    db, where: "g.submission_id = ? AND g.live = 1 AND g.withdrawn_at IS NULL",
                    [record.id]))
    }

    private static func text(_ db: Database, _ sha256: String) throws -> String {
        String(decoding: try Store.blob(db, sha256), as: UTF8.self)
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await reader.read(body) } catch let error as DatabaseError {
            throw Store.explained(error, path: "")
        }
    }
}

extension Store {
    /// The state of now, for long readers.
    package func frozen() throws -> FrozenStore {
        guard let pool = writer as? DatabasePool else { return FrozenStore(reader: writer) }
        do { return FrozenStore(reader: try pool.makeSnapshot()) } catch let error as DatabaseError
        {
            throw Store.explained(error, path: pool.path)
        }
    }

    /// Notes in the event log that a dataset was written.
    package func logExport(_ payload: JSONObject) async throws {
        try await write { db in try self.log(db, .exported, "", payload) }
    }
}
