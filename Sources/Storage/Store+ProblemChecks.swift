import Execution
import GRDB
import Judging

/// What runs of a problem's reference told of one version of it.
package struct ProblemCheckFact: Sendable, Equatable {
    /// Of the problem.
    package var versionID: String
    /// Of the first run; `nil` if nothing was run.
    package var runKey: String?
    /// Such as `ok` or `flaky`.
    package var finding: String
    package var detail: String
    /// Of each run, in order.
    package var verdicts: [String]
    /// The share of a limit from which on a run is near it.
    package var near: Double
    /// The greatest share of the limit that a run used.
    package var cpuShare: Double?
    package var memoryShare: Double?
    package var cpuMS: Double?
    package var memoryPeakBytes: Int?
    /// The last run's `result/1`.
    package var result: [UInt8]?

    package init(versionID: String, finding: String, detail: String, near: Double) {
        self.versionID = versionID
        self.finding = finding
        self.detail = detail
        self.near = near
        verdicts = []
    }
}

extension Store {
    /// Stores a check, and logs it.
    package func add(_ check: ProblemCheckFact) async throws {
        try await change { transaction in
            let result = try check.result.map { try transaction.insertBlob($0) }
            let id = self.ids.next()
            try transaction.db.cachedStatement(
                sql: """
                    INSERT INTO problem_check (id, problem_version_id, run_key, finding, detail,
                        verdicts, near, cpu_share, memory_share, cpu_ms, memory_peak_bytes,
                        result_sha256, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                id, check.versionID, check.runKey, check.finding, check.detail,
                JSON.strings(check.verdicts).text, check.near, check.cpuShare,
                check.memoryShare, check.cpuMS, check.memoryPeakBytes, result, self.clock(),
            ])
            try self.log(
                transaction.db, .problemChecked, id,
                [
                    "version": .string(check.versionID), "finding": .string(check.finding),
                    "verdicts": .strings(check.verdicts),
                    "run_key": check.runKey.map(JSON.string) ?? .null,
                ])
        }
    }

    /// The newest check of a problem version, without its result; `nil` if there is none.
    package func check(versionID: String) async throws -> ProblemCheckFact? {
        try await read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT run_key, finding, detail, verdicts, near, cpu_share, memory_share,
                            cpu_ms, memory_peak_bytes
                        FROM problem_check WHERE problem_version_id = ? ORDER BY id DESC LIMIT 1
                        """), arguments: [versionID])
            return row.map { row in
                var check = ProblemCheckFact(
                    versionID: versionID, finding: row[1], detail: row[2], near: row[4])
                check.runKey = row[0]
                check.verdicts =
                    ((try? JSON(parsing: row[3] as String))?.array ?? []).compactMap(\.string)
                check.cpuShare = row[5]
                check.memoryShare = row[6]
                check.cpuMS = row[7]
                check.memoryPeakBytes = row[8]
                return check
            }
        }
    }
}
