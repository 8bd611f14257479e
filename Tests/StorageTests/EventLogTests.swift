import Execution
import GRDB
import Judging
import Testing

@testable import Storage

struct EventLogTests {
    /// A store with problems, submissions, verdicts and a grade, all logged.
    private static func full() async throws -> Store {
        let store = try await Facts.store(submissions: 3)
        let items = try await store.queue(limit: 10)
        _ = try await store.add(items.map { Facts.verdict(on: $0, .wrongAnswer) })
        _ = try await store.add([Facts.grade(items[0].submissionID, score: 0.1)])
        return store
    }

    @Test func `every change has its event, and the chain holds`() async throws {
        let store = try await Self.full()
        let kinds = try await store.read {
            try String.fetchAll($0, sql: "SELECT kind FROM event ORDER BY seq")
        }
        #expect(
            kinds == ["problem.added"] + Array(repeating: "submission.added", count: 3)
                + Array(repeating: "verdict.given", count: 3) + ["grade.given"])
        #expect(try await store.verifyEventLog() == 8)
    }

    @Test(arguments: [
        ("event", "UPDATE event SET payload = replace(payload, 'add', 'sub') WHERE seq = 1"),
        ("event", "UPDATE event SET at = at + 1 WHERE seq = 8"),
        ("event", "DELETE FROM event WHERE seq = 3"),
        ("event", "DELETE FROM event WHERE seq = 8"),
        ("verdict", "UPDATE verdict SET verdict = 'accepted'"),
        ("grade", "UPDATE grade SET score = 0.9"),
        ("grade", "UPDATE grade SET comment = 'x'"),
        ("grade_answer", "UPDATE grade_answer SET rationale = 'x'"),
    ])
    func `tampering is found, although the guards were taken away`(
        table: String, sql: String
    ) async throws {
        let store = try await Self.full()
        try await store.write { db in
            try db.execute(sql: "DROP TRIGGER \(table)_stays; DROP TRIGGER \(table)_remains")
            try db.execute(sql: sql)
            #expect(db.changesCount > 0)
        }
        await #expect(throws: Diagnostic.self) { try await store.verifyEventLog() }
    }

    @Test func `a change that fails leaves no event`() async throws {
        let store = try await Facts.store()
        let before = try await store.eventCount()
        await #expect(throws: Diagnostic.self) {
            try await store.change { transaction in
                _ = try transaction.add(Facts.submission(7))
                _ = try transaction.add(Facts.submission(8, problem: "nothing"))
            }
        }
        #expect(try await store.eventCount() == before)
        #expect(try await store.counts().submissions == 1)
    }
}
