import Execution
import GRDB

/// What happened, in a chain: each event's hash covers the hash of the one before it.
enum EventLog {
    /// What stands before the first event.
    static let root = String(repeating: "0", count: 64)

    enum Kind: String {
        case problemAdded = "problem.added"
        case problemChanged = "problem.changed"
        case problemChecked = "problem.checked"
        case submissionAdded = "submission.added"
        case rejudgeAsked = "rejudge.asked"
        case verdictGiven = "verdict.given"
        case gradeGiven = "grade.given"
        case exported = "export.made"
    }

    static func hash(
        previous: String, seq: Int, id: String, at: Int, kind: String, subject: String,
        payload: String
    ) -> String {
        let fields: [JSON] = [
            .string(previous), .int(seq), .string(id), .int(at), .string(kind), .string(subject),
            .string(payload),
        ]
        return Digest.sha256(JSON.array(fields).canonical)
    }
}

extension Store {
    /// Adds an event to the chain, in the transaction of the change it tells of.
    func log(
        _ db: Database, _ kind: EventLog.Kind, _ subject: String, _ payload: JSONObject
    ) throws {
        let last = try Row.fetchOne(
            db, sql: "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
        let seq: Int = (last?["seq"] ?? 0) + 1
        let previous: String = last?["hash"] ?? EventLog.root
        let id = ids.next()
        let at = clock()
        let payload = String(decoding: JSON.object(payload).canonical, as: UTF8.self)
        let hash = EventLog.hash(
            previous: previous, seq: seq, id: id, at: at, kind: kind.rawValue, subject: subject,
            payload: payload)
        try db.cachedStatement(
            sql: """
                INSERT INTO event (seq, id, at, kind, subject, payload, previous, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [seq, id, at, kind.rawValue, subject, payload, previous, hash])
        try interrupt(.eventInserted)
    }

    /// Checks the chain from its first event on, and every verdict and grade against its event.
    ///
    /// - Returns: how many events there are.
    /// - Throws: `Diagnostic` naming the first event, or the fact, that does not fit.
    package func verifyEventLog() async throws -> Int {
        let path = writer.path
        return try await read { db in
            let count = try Self.verifyChain(db, path: path)
            try Self.verifyFacts(db, path: path)
            try Self.verifyGrades(db, path: path)
            return count
        }
    }

    private static func verifyChain(_ db: Database, path: String) throws -> Int {
        var previous = EventLog.root
        var count = 0
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM event ORDER BY seq")
        while let row = try rows.next() {
            count += 1
            let expected = EventLog.hash(
                previous: previous, seq: count, id: row["id"], at: row["at"], kind: row["kind"],
                subject: row["subject"], payload: row["payload"])
            guard row["seq"] == count, row["previous"] == previous, row["hash"] == expected else {
                throw Diagnostic(
                    "event \(count) of the log does not fit the one before it", path: path,
                    note: "it was changed, or one before it was removed",
                    hint: "restore the workspace from a backup")
            }
            previous = expected
        }
        return count
    }

    /// Finds a verdict or a grade that was changed behind the log's back, or whose event is gone.
    private static func verifyFacts(_ db: Database, path: String) throws {
        for (table, kind, value) in [
            ("verdict", "verdict.given", "verdict"), ("grade", "grade.given", "score"),
        ] {
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT f.id, f.\(value) AS value, e.payload FROM \(table) f
                    LEFT JOIN event e ON e.subject = f.id AND e.kind = '\(kind)'
                    """)
            while let row = try rows.next() {
                let payload: String = row["payload"] ?? "null"
                let told = try? JSON(parsing: payload)[value]
                guard told == Self.json(row["value"]) else {
                    let id: String = row["id"]
                    throw Diagnostic(
                        "\(table) `\(id)` is not what the event log says", path: path,
                        hint: "restore the workspace from a backup")
                }
            }
        }
    }

    /// Finds a grade whose answers, or what else it says, were changed.
    private static func verifyGrades(_ db: Database, path: String) throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT subject, payload FROM event WHERE kind = 'grade.given'")
        while let row = try rows.next() {
            let id: String = row["subject"]
            let told = try? JSON(parsing: row["payload"] as String)["content_sha256"]?.string
            let grade = try Store.grades(db, where: "g.id = ?", [id]).first?.grade
            guard let told, let grade, StoreTransaction.digest(grade) == told else {
                throw Diagnostic(
                    "grade `\(id)` is not what the event log says", path: path,
                    hint: "restore the workspace from a backup")
            }
        }
    }

    private static func json(_ value: DatabaseValue) -> JSON {
        switch value.storage {
        case .string(let text): .string(text)
        case .double(let number): .double(number)
        case .int64(let number): .int(Int(number))
        case .null, .blob: .null
        }
    }

    package func eventCount() async throws -> Int {
        try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event") ?? 0 }
    }
}
