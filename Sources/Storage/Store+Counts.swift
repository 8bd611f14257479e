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

/// How one author did on one problem.
package struct SampleTally: Sendable, Equatable {
    package var author: Author
    package var problem: String
    package var samples: Int
    /// Samples with a verdict that is not a judge_error.
    package var judged: Int
    package var accepted: Int
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

    /// For each author and problem how many samples there are and how many are accepted.
    ///
    /// A model with other sampling parameters is another author; what a mutant's parameters say is
    /// only how it was made.
    package func sampleTallies() async throws -> [SampleTally] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT s.author_kind, s.author_name,
                        CASE s.author_kind WHEN 'mutant' THEN '{}' ELSE s.parameters END AS how,
                        p.name, count(*),
                        count(v.verdict) FILTER (WHERE v.verdict <> 'judge_error'),
                        count(v.verdict) FILTER (WHERE v.verdict = 'accepted')
                    FROM submission s \(Self.submissionJoins)
                    WHERE s.withdrawn_at IS NULL
                    GROUP BY s.author_kind, s.author_name, how, p.name
                    ORDER BY s.author_kind, s.author_name, how, p.name
                    """
            ).map { row in
                let parameters: String = row[2]
                let author = Author(
                    kind: Author.Kind(rawValue: row[0]) ?? .unknown, name: row[1],
                    parameters: try JSON(parsing: parameters).object ?? [:])
                return SampleTally(
                    author: author, problem: row[3], samples: row[4], judged: row[5],
                    accepted: row[6])
            }
        }
    }
}
