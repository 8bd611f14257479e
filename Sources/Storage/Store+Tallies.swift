import Execution
import GRDB
package import Judging

/// How one author did on one problem.
package struct SampleTally: Sendable, Equatable {
    package var author: Author
    package var problem: String
    /// Of the problem's current version.
    package var tags: [String]
    package var samples: Int
    /// Samples with a verdict that is not a judge_error.
    package var judged: Int
    package var accepted: Int
    /// Samples whose verdict is a judge_error.
    package var failed: Int
    /// The share of tests passed, averaged over the judged samples that had tests; `nil` if none
    /// had any.
    package var testFraction: Double?

    /// Samples without a verdict on the problem's current version.
    package var pending: Int { samples - judged - failed }
}

/// Whose samples are counted.
package enum TallyScope: Sendable, Equatable {
    /// What models and people wrote; references and mutants too if there is nothing else.
    case answers
    /// Of these two authors.
    case authors(Author, Author)
}

extension Store {
    /// Folds over authors and, within each, problems, in order; a row is held at a time.
    ///
    /// A model with other sampling parameters is another author; what a mutant's parameters say is
    /// only how it was made.
    package func tallies<Result: Sendable>(
        _ scope: TallyScope, into initial: Result,
        _ step: @escaping @Sendable (inout Result, SampleTally) throws -> Void
    ) async throws -> Result {
        try await read { db in
            let (condition, arguments) = try Self.condition(scope, db)
            let rows = try Row.fetchCursor(
                db, sql: Self.tallyQuery(condition), arguments: arguments)
            var result = initial
            while let row = try rows.next() {
                try Task.checkCancellation()
                try step(&result, Self.tally(row))
            }
            return result
        }
    }

    /// Everyone who wrote a sample, by kind, name and parameters; of mutants only that there are.
    package func authors() async throws -> [Author] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT author_kind, author_name, \(Self.parameters) AS how
                    FROM submission s WHERE withdrawn_at IS NULL
                    ORDER BY author_kind, author_name, how
                    """
            ).map { try Self.author(kind: $0[0], name: $0[1], parameters: $0[2]) }
        }
    }

    private static let parameters =
        "CASE s.author_kind WHEN 'mutant' THEN '{}' ELSE s.parameters END"

    private static func condition(
        _ scope: TallyScope, _ db: Database
    ) throws -> (String, StatementArguments) {
        switch scope {
        case .answers:
            let answers = "s.author_kind NOT IN ('reference', 'mutant')"
            let some = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM submission s
                        WHERE \(answers) AND s.withdrawn_at IS NULL)
                    """)
            return (some == true ? answers : "TRUE", [])
        case .authors(let first, let second):
            let one = "(s.author_kind = ? AND s.author_name = ? AND \(parameters) = ?)"
            return ("(\(one) OR \(one))", arguments(first) + arguments(second))
        }
    }

    private static func arguments(_ author: Author) -> StatementArguments {
        let parameters = author.kind == .mutant ? "{}" : JSON.object(author.parameters).text
        return [author.kind.rawValue, author.name, parameters]
    }

    private static func tallyQuery(_ condition: String) -> String {
        """
        SELECT s.author_kind, s.author_name, \(parameters) AS how, p.name, pv.tags, count(*),
            count(v.verdict) FILTER (WHERE v.verdict <> 'judge_error'),
            count(v.verdict) FILTER (WHERE v.verdict = 'accepted'),
            count(v.verdict) FILTER (WHERE v.verdict = 'judge_error'),
            avg(CAST(r.passed AS REAL) / r.total)
                FILTER (WHERE v.verdict <> 'judge_error' AND r.total > 0)
        FROM submission s \(submissionJoins)
        CROSS JOIN problem_version pv ON pv.id = p.current_version
        WHERE s.withdrawn_at IS NULL AND \(condition)
        GROUP BY s.author_kind, s.author_name, how, p.name
        ORDER BY s.author_kind, s.author_name, how, p.name
        """
    }

    private static func tally(_ row: Row) throws -> SampleTally {
        SampleTally(
            author: try author(kind: row[0], name: row[1], parameters: row[2]), problem: row[3],
            tags: try JSON(parsing: row[4] as String).array?.compactMap(\.string) ?? [],
            samples: row[5], judged: row[6], accepted: row[7], failed: row[8],
            testFraction: row[9])
    }

    private static func author(kind: String, name: String, parameters: String) throws -> Author {
        Author(
            kind: Author.Kind(rawValue: kind) ?? .unknown, name: name,
            parameters: try JSON(parsing: parameters).object ?? [:])
    }
}
