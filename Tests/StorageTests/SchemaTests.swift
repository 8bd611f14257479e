import Execution
import GRDB
import Judging
import TestSupport
import Testing

@testable import Storage

struct SchemaTests {
    @Test func `the schema is the one that was released`() async throws {
        let store = try Store.inMemory()
        let schema = try await store.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
                        AND name NOT LIKE 'grdb_%' ORDER BY type DESC, name
                    """)
        }
        let text = schema.joined(separator: ";\n\n") + ";\n"
        #expect(Snapshot.difference(text, named: "schema.sql") == nil)
    }

    @Test(arguments: [
        "UPDATE event SET payload = '{}'", "DELETE FROM event", "DELETE FROM submission",
        "UPDATE submission SET licence = 'x'", "UPDATE verdict SET verdict = 'accepted'",
        "DELETE FROM verdict", "UPDATE run SET verdict = 'accepted'", "DELETE FROM run",
        "UPDATE blob SET bytes = x'00'", "UPDATE grade SET score = 1", "DELETE FROM grade",
        "UPDATE grade_answer SET value = '4'", "UPDATE problem SET name = 'x'",
        "UPDATE problem_version SET licence = 'x'", "UPDATE rater SET name = 'x'",
        "UPDATE rubric_version SET version = '2'",
    ])
    func `a fact is never changed or deleted`(sql: String) async throws {
        let store = try await Facts.store()
        let item = try #require(try await store.queue(limit: 1).first)
        _ = try await store.add([Facts.verdict(on: item, .wrongAnswer)])
        _ = try await store.add([Facts.grade(item.submissionID, score: 0.5)])
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.execute(sql: sql) }
        }
    }

    static var lists: [(String, SubmissionQuery, String)] {
        func query(_ change: (inout SubmissionQuery) -> Void) -> SubmissionQuery {
            var query = SubmissionQuery()
            query.after = "0"
            change(&query)
            return query
        }
        return [
            ("all", query { _ in }, "SEARCH s USING PRIMARY KEY"),
            ("problem", query { $0.problemID = "p" }, "submission_by_problem"),
            ("verdict", query { $0.verdict = .accepted }, "verdict_live_by_verdict"),
            (
                "verdict of a problem",
                query {
                    $0.verdict = .accepted
                    $0.problemID = "p"
                }, "verdict_live_by_problem"
            ),
            ("pending", query { $0.pending = true }, "SEARCH q USING PRIMARY KEY"),
            (
                "pending of a problem",
                query {
                    $0.pending = true
                    $0.problemID = "p"
                }, "queue_by_problem"
            ),
        ]
    }

    @Test(arguments: lists.indices)
    func `a list seeks in an index, sorts nothing and reads no content`(index: Int) async throws {
        let (_, query, expected) = Self.lists[index]
        let (sql, arguments) = Store.submissionList(query)
        let plan = try await Self.plan(sql, arguments)
        #expect(plan.contains(expected), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
        #expect(!plan.contains("SCAN"), "\(plan)")
        #expect(!plan.contains("blob"), "\(plan)")
    }

    @Test(arguments: [nil, "p"])
    func `the queue is taken from its own index`(problem: String?) async throws {
        let (sql, arguments) = Store.queueQuery(problemID: problem, "0", 10)
        let plan = try await Self.plan(sql, arguments)
        let index = problem == nil ? "SEARCH q USING PRIMARY KEY" : "queue_by_problem"
        #expect(plan.contains(index), "\(plan)")
        #expect(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "\(plan)")
    }

    @Test func `the list of problems scans nothing`() async throws {
        let sql = Store.problemList + "WHERE p.id > ? ORDER BY p.id LIMIT ?"
        let plan = try await Self.plan(sql, ["0", 10])
        #expect(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "\(plan)")
    }

    private static func plan(_ sql: String, _ arguments: StatementArguments) async throws -> String
    {
        let store = try Store.inMemory()
        return try await store.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments)
                .map { $0["detail"] as String }.joined(separator: "\n")
        }
    }
}
