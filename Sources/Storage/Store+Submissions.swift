import Execution
import GRDB
package import Judging

/// Which submissions a list shows, and from where on.
package struct SubmissionQuery: Sendable, Equatable {
    package var problemID: String?
    package var verdict: Verdict?
    package var authorKind: Author.Kind?
    /// Only those that wait for a verdict.
    package var pending = false
    /// The id to go on after, or before if `backwards`; `nil` starts at the end there is.
    package var after: String?
    package var backwards = false
    package var limit = 50

    package init() {}
}

extension Store {
    /// Submissions in the order of import; reads no content.
    package func submissions(_ query: SubmissionQuery) async throws -> [SubmissionRecord] {
        try await read { db in
            let (sql, arguments) = Self.submissionList(query)
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map(Self.submission)
        }
    }

    /// Submissions whose id starts so, at most two: enough to tell whether it is unambiguous.
    package func submissions(idPrefix prefix: String) async throws -> [SubmissionRecord] {
        try await read { db in
            let sql = """
                SELECT \(Self.submissionColumns) FROM submission s \(Self.submissionJoins)
                WHERE s.id >= ? AND s.id < ? ORDER BY s.id LIMIT 2
                """
            return try Row.fetchAll(db, sql: sql, arguments: [prefix, prefix + "~"])
                .map(Self.submission)
        }
    }

    /// The verdicts of a submission, oldest first.
    package func verdicts(submissionID: String) async throws -> [VerdictRecord] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT v.id, v.verdict, r.integrity, v.attempt, r.run_key, v.cached, p.sha256,
                        v.live, v.created_at
                    FROM verdict v CROSS JOIN run r ON r.id = v.run_id
                    CROSS JOIN problem_version p ON p.id = v.problem_version_id
                    WHERE v.submission_id = ? ORDER BY v.id
                    """, arguments: [submissionID]
            ).map { row in
                VerdictRecord(
                    id: row[0], verdict: Verdict(rawValue: row[1]) ?? .judgeError,
                    integrity: (row[2] as String?).flatMap(Integrity.init), attempt: row[3],
                    runKey: row[4], cached: row[5], problemVersion: row[6], live: row[7],
                    createdAt: row[8])
            }
        }
    }

    static let submissionColumns = """
        s.id, p.name, p.current_version, s.language, s.source_sha256, s.response_sha256,
        s.author_kind, s.author_name, s.parameters, s.sample_index, s.licence, s.created_at,
        (SELECT count(*) FROM grade g WHERE g.submission_id = s.id AND g.live = 1),
        v.id, v.verdict, r.integrity, r.integrity_reason, r.passed, r.total, r.cpu_ms, r.wall_ms,
        r.result_sha256, r.flaky
        """

    /// A verdict on an older version of the problem is none.
    static let submissionJoins = """
        CROSS JOIN problem p ON p.id = s.problem_id
        LEFT JOIN verdict v ON v.submission_id = s.id AND v.live = 1
            AND v.problem_version_id = p.current_version
        LEFT JOIN run r ON r.id = v.run_id
        """

    /// One page of a list: each filter starts at the index that serves it, and seeks by id.
    static func submissionList(_ query: SubmissionQuery) -> (String, StatementArguments) {
        var conditions: [String] = ["s.withdrawn_at IS NULL"]
        var arguments: StatementArguments = []
        var tables = "submission s \(submissionJoins)"
        var key = "s.id"
        if let verdict = query.verdict {
            key = "v.submission_id"
            conditions.append("v.live = 1 AND v.verdict = ?")
            arguments += [verdict.rawValue]
            var index = "verdict_live_by_verdict"
            if let problemID = query.problemID {
                index = "verdict_live_by_problem"
                conditions.append(
                    "v.problem_version_id = (SELECT current_version FROM problem WHERE id = ?)")
                arguments += [problemID]
            }
            tables = """
                verdict v INDEXED BY \(index)
                CROSS JOIN submission s ON s.id = v.submission_id
                CROSS JOIN problem p ON p.id = s.problem_id
                    AND p.current_version = v.problem_version_id
                CROSS JOIN run r ON r.id = v.run_id
                """
        } else if query.pending {
            key = "q.submission_id"
            tables = "queue q CROSS JOIN submission s ON s.id = q.submission_id \(submissionJoins)"
        }
        if let problemID = query.problemID, query.verdict == nil {
            conditions.append(query.pending ? "q.problem_id = ?" : "s.problem_id = ?")
            arguments += [problemID]
        }
        if let kind = query.authorKind {
            conditions.append("s.author_kind = ?")
            arguments += [kind.rawValue]
        }
        if let after = query.after {
            conditions.append("\(key) \(query.backwards ? "<" : ">") ?")
            arguments += [after]
        }
        arguments += [query.limit]
        let sql = """
            SELECT \(submissionColumns) FROM \(tables)
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(key) \(query.backwards ? "DESC" : "ASC") LIMIT ?
            """
        return (sql, arguments)
    }

    static func submission(_ row: Row) throws -> SubmissionRecord {
        let parameters: String = row[8]
        let author = Author(
            kind: Author.Kind(rawValue: row[6]) ?? .unknown, name: row[7],
            parameters: try JSON(parsing: parameters).object ?? [:])
        var record = SubmissionRecord(
            id: row[0], problem: row[1], problemVersionID: row[2], language: row[3],
            sourceSHA256: row[4], responseSHA256: row[5], author: author, sampleIndex: row[9],
            licence: row[10], createdAt: row[11], grades: row[12], verdict: nil)
        record.verdict = liveVerdict(row)
        return record
    }

    private static func liveVerdict(_ row: Row) -> SubmissionRecord.LiveVerdict? {
        let id: String? = row[13]
        let verdict: String? = row[14]
        let result: String? = row[21]
        guard let id, let verdict, let result else { return nil }
        let integrity: String? = row[15]
        let passed: Int? = row[17]
        let total: Int? = row[18]
        return SubmissionRecord.LiveVerdict(
            id: id, verdict: Verdict(rawValue: verdict) ?? .judgeError,
            integrity: integrity.flatMap(Integrity.init), integrityReason: row[16],
            passed: passed ?? 0, total: total ?? 0, cpuMS: row[19], wallMS: row[20],
            resultSHA256: result, flaky: row[22])
    }
}
