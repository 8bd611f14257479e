import Execution
import GRDB
import Judging
import Synchronization
import Testing

@testable import Storage

struct VerdictTests {
    @Test func `a verdict takes the submission out of the queue and into the lists`() async throws {
        let store = try await Facts.store(submissions: 2)
        let items = try await store.queue(limit: 10)
        #expect(items.count == 2 && items.allSatisfy { $0.attempt == 1 })
        let stored = try await store.add([Facts.verdict(on: items[0])])
        #expect(stored == [StoredVerdict(verdict: .accepted, cached: false)])
        #expect(try await store.queue(limit: 10).map(\.submissionID) == [items[1].submissionID])
        var query = SubmissionQuery()
        query.verdict = .accepted
        let listed = try await store.submissions(query)
        #expect(listed.map(\.id) == [items[0].submissionID])
        #expect(listed.first?.verdict?.integrity == .isolated)
    }

    @Test func `a list tells what disagreed with itself, and what ran once says nothing`()
        async throws
    {
        let store = try await Facts.store(submissions: 3)
        let answers: [Bool?] = [true, false, nil]
        let items = try await store.queue(limit: 10)
        _ = try await store.add(
            zip(items, answers).map { item, flaky in
                var new = Facts.verdict(on: item)
                new.run?.report.flaky = flaky
                return new
            })
        #expect(try await store.submissions(SubmissionQuery()).map { $0.verdict?.flaky } == answers)
    }

    @Test func `the same verdict handed in twice counts once`() async throws {
        let store = try await Facts.store()
        let items = try await store.queue(limit: 10)
        _ = try await store.add(items.map { Facts.verdict(on: $0) })
        let again = try await store.add(items.map { Facts.verdict(on: $0, .wrongAnswer) })
        #expect(again == [nil])
        #expect(try await store.counts().verdicts == [.accepted: 1])
    }

    @Test(arguments: [Store.Step.runInserted, .verdictInserted, .eventInserted, .beforeCommit])
    func `a crash within a batch leaves nothing of it, and the next one all of it`(
        step: Store.Step
    ) async throws {
        struct Crash: Error {}
        let countdown = Mutex(Int.max)
        let interrupt: @Sendable (Store.Step) throws -> Void = { reached in
            guard reached == step else { return }
            let crash = countdown.withLock { left in
                left -= 1
                return left == 0
            }
            if crash { throw Crash() }
        }
        let crashing = Store(writer: try DatabaseQueue(), interrupt: interrupt)
        try Schema.migrator.migrate(crashing.writer)
        let store = try await Facts.store(submissions: 5, crashing)
        let items = try await store.queue(limit: 10)
        let events = try await store.eventCount()
        let batch = items.map { Facts.verdict(on: $0) }
        countdown.withLock { $0 = step == .beforeCommit ? 1 : 3 }
        await #expect(throws: Crash.self) { try await store.add(batch) }
        #expect(try await store.counts().verdicts.isEmpty)
        #expect(try await store.eventCount() == events)
        #expect(try await store.queue(limit: 10) == items)
        countdown.withLock { $0 = Int.max }
        _ = try await store.add(batch)
        #expect(try await store.counts().verdicts == [.accepted: 5])
        #expect(try await store.queueLength() == 0)
        #expect(try await store.verifyEventLog() == events + 5)
    }

    @Test func `a judge error is tried three times, then waits no more`() async throws {
        let store = try await Facts.store()
        for attempt in 1...3 {
            let items = try await store.queue(limit: 10)
            #expect(items.map(\.attempt) == [attempt])
            _ = try await store.add(items.map { Facts.verdict(on: $0, .judgeError) })
        }
        #expect(try await store.queueLength() == 0)
        #expect(try await store.counts().verdicts == [.judgeError: 1])
    }

    @Test func `judging anew supersedes, but a judge error never hides a verdict`() async throws {
        let store = try await Facts.store()
        let id = try #require(try await store.queue(limit: 1).first).submissionID
        for verdict in [Verdict.wrongAnswer, .accepted, .judgeError] {
            try await store.askForRejudging(problem: nil)
            let items = try await store.queue(limit: 10)
            _ = try await store.add(items.map { Facts.verdict(on: $0, verdict) })
        }
        let history = try await store.verdicts(submissionID: id)
        #expect(history.map(\.verdict) == [.wrongAnswer, .accepted, .judgeError])
        #expect(history.map(\.attempt) == [1, 2, 3])
        #expect(history.map(\.live) == [false, true, false])
        #expect(try await store.counts().verdicts == [.accepted: 1])
    }

    @Test func `a new version of a problem makes its submissions wait again`() async throws {
        let store = try await Facts.store(submissions: 2)
        let old = try await store.queue(limit: 10)
        _ = try await store.add([Facts.verdict(on: old[0])])
        let addition = try await store.change {
            try $0.add(Facts.problem(tests: "assert add(2, 2) == 4"))
        }
        #expect(addition == .changed)
        #expect(try await store.queueLength() == 2)
        #expect(try await store.counts().verdicts.isEmpty)
        // What was judged meanwhile on the old version is no verdict on the new one.
        #expect(try await store.add([Facts.verdict(on: old[1])]) == [nil])
        let problem = try #require(try await store.problem("add"))
        #expect(problem.number == 2 && problem.pending == 2)
    }

    @Test func `an equal run is stored once and used by both`() async throws {
        let store = try await Facts.store(submissions: 2)
        let items = try await store.queue(limit: 10)
        var second = Facts.verdict(on: items[1], key: "k")
        second.run = nil
        let stored = try await store.add([Facts.verdict(on: items[0], key: "k"), second])
        #expect(stored.map { $0?.cached } == [false, true])
        #expect(try await store.counts().verdicts == [.accepted: 2])
        #expect(try await store.run(key: "k")?.verdict == .accepted)
        let runs = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM run") }
        #expect(runs == 1)
    }
}
