import Execution
import Foundation
import GRDB
package import Judging

/// A change under way: all of it becomes visible at once, or nothing.
package struct StoreTransaction {
    let db: Database
    let store: Store

    /// A problem's id and current version, by name.
    package func problem(named name: String) throws -> ProblemReference? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT p.id, p.current_version, v.sha256 FROM problem p
                    JOIN problem_version v ON v.id = p.current_version WHERE p.name = ?
                    """), arguments: [name]
        ).map { ProblemReference(id: $0[0], versionID: $0[1], sha256: $0[2]) }
    }

    package struct ProblemReference: Sendable, Equatable {
        package var id: String
        package var versionID: String
        package var sha256: String
    }

    package func blob(_ sha256: String) throws -> [UInt8] {
        try Store.blob(db, sha256)
    }

    /// Adds a problem, or a new version of it; then its submissions wait for a new verdict.
    package func add(_ new: NewProblem) throws -> Addition {
        let sha256 = try insertBlob(new.content)
        let old = try problem(named: new.problem.name)
        if old?.sha256 == sha256 { return .unchanged }
        let problemID = old?.id ?? store.ids.next()
        let known: String? = try String.fetchOne(
            db, sql: "SELECT id FROM problem_version WHERE problem_id = ? AND sha256 = ?",
            arguments: [problemID, sha256])
        let versionID = known ?? store.ids.next()
        if old == nil {
            try db.execute(
                sql: """
                    INSERT INTO problem (id, name, current_version, created_at)
                    VALUES (?, ?, ?, ?)
                    """,
                arguments: [problemID, new.problem.name, versionID, store.clock()])
        } else {
            try db.execute(
                sql: "UPDATE problem SET current_version = ? WHERE id = ?",
                arguments: [versionID, problemID])
        }
        if known == nil { try insertVersion(new, versionID, problemID, sha256) }
        try store.log(
            db, old == nil ? .problemAdded : .problemChanged, problemID,
            [
                "name": .string(new.problem.name), "version": .string(versionID),
                "sha256": .string(sha256),
            ])
        guard old != nil else { return .added }
        try enqueue(problemID: problemID, versionID: versionID)
        return .changed
    }

    private func insertVersion(
        _ new: NewProblem, _ id: String, _ problemID: String, _ sha256: String
    ) throws {
        let problem = new.problem
        try db.execute(
            sql: """
                INSERT INTO problem_version (id, problem_id, number, sha256, language, entry_point,
                    style, licence, source, family, tags, has_reference, created_at)
                VALUES (?, ?, (SELECT coalesce(max(number), 0) + 1 FROM problem_version
                    WHERE problem_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, problemID, problemID, sha256, problem.language, problem.entryPoint, new.style,
                problem.licence, problem.source, problem.family, JSON.strings(problem.tags).text,
                problem.reference != nil, store.clock(),
            ])
    }

    /// Adds a submission, and puts it into the queue; one that is there already stays as it is.
    ///
    /// - Returns: its id, and whether it was added.
    package func add(_ submission: Submission) throws -> (id: String, addition: Addition) {
        guard let problem = try problem(named: submission.problem) else {
            throw Diagnostic(
                "there is no problem `\(submission.problem)`", hint: "import its problems first")
        }
        let source = try insertBlob(Array(submission.source.utf8))
        let response = try insertBlob(Array(submission.response.utf8))
        let author = submission.author
        let parameters = JSON.object(author.parameters).canonical
        let key = Digest.sha256(
            JSON.array([
                .string(problem.id), .string(author.kind.rawValue), .string(author.name),
                .string(String(decoding: parameters, as: UTF8.self)), .int(submission.sampleIndex),
                .string(submission.language), .string(source), .string(response),
            ]).canonical)
        if let id = try String.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM submission WHERE key = ?"), arguments: [key])
        {
            return (id, .unchanged)
        }
        let id = store.ids.next()
        try db.cachedStatement(
            sql: """
                INSERT INTO submission (id, problem_id, key, language, source_sha256,
                    response_sha256, author_kind, author_name, parameters, sample_index, licence,
                    consent, created_at, extraction)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'unstated', ?, ?)
                """
        ).execute(arguments: [
            id, problem.id, key, submission.language, source, response, author.kind.rawValue,
            author.name, String(decoding: parameters, as: UTF8.self), submission.sampleIndex,
            submission.licence, store.clock(), submission.extraction.map(Self.text),
        ])
        try db.cachedStatement(
            sql: "INSERT INTO queue (submission_id, problem_id, attempt) VALUES (?, ?, 1)"
        ).execute(arguments: [id, problem.id])
        try store.log(
            db, .submissionAdded, id,
            [
                "problem": .string(submission.problem), "key": .string(key),
                "source_sha256": .string(source),
            ])
        return (id, .added)
    }

    /// Puts all submissions of a problem (of all, if `nil`) into the queue for a further attempt.
    package func enqueue(problemID: String?, versionID: String? = nil) throws {
        try db.execute(
            sql: """
                INSERT INTO queue (submission_id, problem_id, attempt)
                SELECT s.id, s.problem_id, 1 + coalesce((SELECT max(v.attempt) FROM verdict v
                    WHERE v.submission_id = s.id AND v.problem_version_id = p.current_version), 0)
                FROM submission s JOIN problem p ON p.id = s.problem_id
                WHERE s.withdrawn_at IS NULL AND (?1 IS NULL OR s.problem_id = ?1)
                ON CONFLICT (submission_id) DO UPDATE
                    SET attempt = excluded.attempt, failures = 0
                """, arguments: [problemID])
    }

    func insertBlob(_ bytes: [UInt8]) throws -> String {
        let sha256 = Digest.sha256(bytes)
        try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO blob (sha256, size, bytes) VALUES (?, ?, ?)"
        ).execute(arguments: [sha256, bytes.count, Data(bytes)])
        return sha256
    }
}

extension Store {
    /// Makes a change of several parts; whatever `body` throws undoes all of it.
    ///
    /// A `durable` change survives a loss of power, not only the end of the process.
    package func change<Value: Sendable>(
        durable: Bool = false, _ body: @escaping @Sendable (StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await write(durable: durable) { db in
            try body(StoreTransaction(db: db, store: self))
        }
    }

    /// The content with a hash; to be had is what a stored fact points at.
    package func blob(_ sha256: String) async throws -> [UInt8] {
        try await read { try Store.blob($0, sha256) }
    }

    static func blob(_ db: Database, _ sha256: String) throws -> [UInt8] {
        let bytes = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT bytes FROM blob WHERE sha256 = ?"),
            arguments: [sha256])
        guard let bytes else { throw RunnerError(.host, "the store has no content `\(sha256)`") }
        return Array(bytes)
    }
}
