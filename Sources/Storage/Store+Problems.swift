import GRDB

extension Store {
    /// Problems in the order of import.
    ///
    /// `after` is the id to go on after, empty for the first page.
    package func problems(after: String = "", limit: Int) async throws -> [ProblemRecord] {
        try await read { db in
            try Self.problems(
                db, "WHERE p.withdrawn_at IS NULL AND p.id > ? ORDER BY p.id LIMIT ?",
                [after, limit])
        }
    }

    /// The problem with a name or an id.
    package func problem(_ name: String) async throws -> ProblemRecord? {
        try await read { db in
            try Self.problems(db, "WHERE p.name = ?", [name]).first
                ?? Self.problems(db, "WHERE p.id = ?", [name]).first
        }
    }

    /// Names of problems that start or end like one that is not there, at most five.
    package func problemNames(like name: String) async throws -> [String] {
        try await read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM problem
                    WHERE instr(lower(name), lower(?1)) > 0 OR instr(lower(?1), lower(name)) > 0
                    ORDER BY length(name), name LIMIT 5
                    """, arguments: [name])
        }
    }

    static func problems(
        _ db: Database, _ tail: String, _ arguments: StatementArguments
    ) throws -> [ProblemRecord] {
        let sql = problemList + tail
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
            ProblemRecord(
                id: row[0], name: row[1], versionID: row[2], sha256: row[3], number: row[4],
                language: row[5], entryPoint: row[6], style: row[7], licence: row[8],
                source: row[9], family: row[10], hasReference: row[11], submissions: row[12],
                accepted: row[13], pending: row[14])
        }
    }

    static let problemList = """
        SELECT p.id, p.name, v.id, v.sha256, v.number, v.language, v.entry_point, v.style,
            v.licence, v.source, v.family, v.has_reference,
            t.submissions, t.accepted, t.pending
        FROM problem p CROSS JOIN problem_version v ON v.id = p.current_version
        CROSS JOIN problem_tally t ON t.problem_id = p.id

        """
}
