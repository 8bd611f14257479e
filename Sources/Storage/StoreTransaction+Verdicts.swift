import Execution
import GRDB
package import Judging

extension StoreTransaction {
    /// How often a submission may end in a judge_error before it waits no more.
    package static let maximumFailures = 3

    /// Stores a verdict, and its run unless an equal one is stored.
    ///
    /// Does nothing if it is stale: the submission does not wait for this attempt on this version
    /// any more, because another process stored it or the problem changed.
    ///
    /// - Returns: what was stored; `nil` if nothing was.
    package func add(_ new: NewVerdict) throws -> StoredVerdict? {
        let waiting = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT q.failures FROM queue q JOIN problem p ON p.id = q.problem_id
                    WHERE q.submission_id = ? AND q.attempt = ? AND p.current_version = ?
                    """), arguments: [new.submissionID, new.attempt, new.problemVersionID])
        guard let waiting else { return nil }
        let run = try insertRun(new)
        try store.interrupt(.runInserted)
        let failed = run.verdict == Verdict.judgeError.rawValue
        try insertVerdict(new, run: run, failed: failed)
        try store.interrupt(.verdictInserted)
        let failures = waiting[0] + 1
        if failed, failures < Self.maximumFailures {
            try db.cachedStatement(
                sql: "UPDATE queue SET attempt = attempt + 1, failures = ? WHERE submission_id = ?"
            ).execute(arguments: [failures, new.submissionID])
        } else {
            try db.cachedStatement(sql: "DELETE FROM queue WHERE submission_id = ?")
                .execute(arguments: [new.submissionID])
        }
        return StoredVerdict(
            verdict: Verdict(rawValue: run.verdict) ?? .judgeError, cached: run.cached)
    }

    private struct RunReference {
        var id: String
        var verdict: String
        var cached: Bool
    }

    private func insertRun(_ new: NewVerdict) throws -> RunReference {
        if let known = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, verdict FROM run WHERE run_key = ?"),
            arguments: [new.runKey])
        {
            return RunReference(id: known[0], verdict: known[1], cached: true)
        }
        guard let run = new.run else {
            throw RunnerError(.host, "the store has no run `\(new.runKey)`")
        }
        let id = store.ids.next()
        let report = run.report
        let usage = Self.usage(report)
        let environment = report.environment
        let result = try insertBlob(run.result)
        try db.cachedStatement(
            sql: """
                INSERT INTO run (id, run_key, verdict, integrity, integrity_reason, passed, total,
                    points, cpu_ms, wall_ms, memory_peak_bytes, result_sha256, assay, profile,
                    profile_sha256, harness_sha256, toolchain, toolchain_sha256, flaky, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            id, new.runKey, report.verdict.rawValue, report.integrity?.rawValue,
            report.integrityReason, report.passed, report.total, report.points, usage?.cpuMS,
            usage?.wallMS, usage?.memoryPeakBytes, result, environment.assay, environment.profile,
            environment.profileSHA256, environment.harnessSHA256, environment.toolchain,
            environment.toolchainSHA256, report.flaky, store.clock(),
        ])
        return RunReference(id: id, verdict: report.verdict.rawValue, cached: false)
    }

    /// What the candidate used: its one process, or all of its processes together.
    static func usage(_ report: JudgeReport) -> Usage? {
        if let run = report.run { return run.usage }
        let runs = report.tests.compactMap(\.run)
        guard !runs.isEmpty else { return nil }
        return runs.reduce(into: Usage()) { sum, run in
            sum.cpuMS += run.usage.cpuMS
            sum.wallMS += run.usage.wallMS
            sum.memoryPeakBytes = max(sum.memoryPeakBytes, run.usage.memoryPeakBytes)
        }
    }

    private func insertVerdict(_ new: NewVerdict, run: RunReference, failed: Bool) throws {
        let old = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id, verdict, problem_version_id FROM verdict
                    WHERE submission_id = ? AND live = 1
                    """), arguments: [new.submissionID])
        let oldID: String? = old?["id"]
        // A fault of ours never takes the place of a verdict on the same version.
        let keepsOld =
            failed && old?["problem_version_id"] == new.problemVersionID
            && old?["verdict"] != Verdict.judgeError.rawValue
        let supersedes = keepsOld ? nil : oldID
        if let supersedes {
            try db.cachedStatement(sql: "UPDATE verdict SET live = 0 WHERE id = ?")
                .execute(arguments: [supersedes])
        }
        let id = store.ids.next()
        try db.cachedStatement(
            sql: """
                INSERT INTO verdict (id, submission_id, problem_version_id, run_id, attempt,
                    verdict, cached, supersedes, live, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            id, new.submissionID, new.problemVersionID, run.id, new.attempt, run.verdict,
            run.cached, supersedes, !keepsOld, store.clock(),
        ])
        try store.log(
            db, .verdictGiven, id,
            [
                "submission": .string(new.submissionID), "verdict": .string(run.verdict),
                "version": .string(new.problemVersionID), "attempt": .int(new.attempt),
                "run_key": .string(new.runKey), "cached": .bool(run.cached),
                "supersedes": supersedes.map(JSON.string) ?? .null,
            ])
    }
}

extension Store {
    /// Stores verdicts in one transaction.
    ///
    /// - Returns: for each what was stored; `nil` if nothing was.
    package func add(_ verdicts: [NewVerdict]) async throws -> [StoredVerdict?] {
        try await change { transaction in try verdicts.map { try transaction.add($0) } }
    }

    /// Puts the submissions of a problem, by its name, or of all into the queue once more; logged.
    package func askForRejudging(problem: String?) async throws {
        try await change { transaction in
            var id: String?
            if let problem {
                guard let found = try transaction.problem(named: problem) else {
                    throw Diagnostic("there is no problem `\(problem)`")
                }
                id = found.id
            }
            try transaction.enqueue(problemID: id)
            try self.log(
                transaction.db, .rejudgeAsked, id ?? "",
                ["problem": problem.map(JSON.string) ?? .null])
        }
    }

    /// What waits for a verdict, in the order of import.
    ///
    /// `after` is the submission id to go on after, empty for the first page.
    package func queue(
        problemID: String? = nil, after: String = "", limit: Int
    ) async throws -> [QueueItem] {
        try await read { db in
            let (sql, arguments) = Self.queueQuery(problemID: problemID, after, limit)
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
                QueueItem(
                    submissionID: row[0], problemVersionID: row[1], problemSHA256: row[2],
                    attempt: row[3], language: row[4], source: try Self.blob(db, row[5]))
            }
        }
    }

    static func queueQuery(
        problemID: String?, _ after: String, _ limit: Int
    ) -> (String, StatementArguments) {
        let sql = """
            SELECT q.submission_id, v.id, v.sha256, q.attempt, s.language, s.source_sha256
            FROM queue q
            CROSS JOIN submission s ON s.id = q.submission_id
            CROSS JOIN problem p ON p.id = q.problem_id
            CROSS JOIN problem_version v ON v.id = p.current_version
            WHERE \(problemID == nil ? "" : "q.problem_id = ? AND ")q.submission_id > ?
                AND s.withdrawn_at IS NULL
            ORDER BY q.submission_id LIMIT ?
            """
        let tail: StatementArguments = [after, limit]
        return (sql, problemID.map { [$0] + tail } ?? tail)
    }

    package func queueLength(problemID: String? = nil) async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM queue q JOIN submission s ON s.id = q.submission_id
                    WHERE s.withdrawn_at IS NULL AND (?1 IS NULL OR q.problem_id = ?1)
                    """, arguments: [problemID]) ?? 0
        }
    }

    /// The verdict and result hash of a stored run; `nil` if there is none.
    package func run(key: String) async throws -> (verdict: Verdict, resultSHA256: String)? {
        try await read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT verdict, result_sha256 FROM run WHERE run_key = ?"),
                arguments: [key])
            guard let row, let verdict = Verdict(rawValue: row[0]) else { return nil }
            return (verdict, row[1])
        }
    }
}
