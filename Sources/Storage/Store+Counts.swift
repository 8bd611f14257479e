import Execution
import GRDB
package import Judging

/// Counts of everything that is live.
package struct StoreCounts: Sendable, Equatable {
    package var problems = 0
    package var submissions = 0
    package var authors: [Author.Kind: Int] = [:]
    package var pending = 0
    package var verdicts: [Verdict: Int] = [:]
    package var integrity: [Integrity: Int] = [:]
    package var integrityReasons: [String: Int] = [:]
    package var gradesByRubric: [String: Int] = [:]
    package var events = 0

    package init() {}
}

extension Store {
    package func counts() async throws -> StoreCounts {
        try await read { db in
            func count(_ table: String) throws -> Int {
                try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
            }
            var counts = StoreCounts()
            counts.problems = try count("problem WHERE withdrawn_at IS NULL")
            counts.submissions = try count("submission WHERE withdrawn_at IS NULL")
            counts.pending = try count("queue")
            counts.events = try count("event")
            for (name, number) in try Self.tally(
                db, "SELECT author_kind, count(*) FROM submission GROUP BY author_kind")
            {
                if let kind = Author.Kind(rawValue: name) { counts.authors[kind] = number }
            }
            try Self.addVerdicts(db, to: &counts)
            counts.gradesByRubric = try Self.tally(
                db, "SELECT rubric_id, count(*) FROM grade WHERE live = 1 GROUP BY rubric_id")
            return counts
        }
    }

    /// Only of the problems' current versions.
    private static func addVerdicts(_ db: Database, to counts: inout StoreCounts) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT v.verdict, r.integrity, r.integrity_reason, count(*)
                FROM problem p
                CROSS JOIN verdict v ON v.problem_version_id = p.current_version AND v.live = 1
                CROSS JOIN run r ON r.id = v.run_id
                GROUP BY 1, 2, 3
                """)
        for row in rows {
            let number: Int = row[3]
            if let verdict = Verdict(rawValue: row[0]) {
                counts.verdicts[verdict, default: 0] += number
            }
            if let integrity = (row[1] as String?).flatMap(Integrity.init) {
                counts.integrity[integrity, default: 0] += number
            }
            if let reason: String = row[2] {
                counts.integrityReasons[reason, default: 0] += number
            }
        }
    }

    private static func tally(_ db: Database, _ sql: String) throws -> [String: Int] {
        try Row.fetchAll(db, sql: sql).reduce(into: [:]) { counts, row in
            counts[row[0], default: 0] += row[1]
        }
    }
}
