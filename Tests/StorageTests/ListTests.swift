import Execution
import Foundation
import GRDB
import Judging
import Synchronization
import Testing

@testable import Storage

struct ListTests {
    /// Deterministic, so that a failure can be seen again.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    @Test(arguments: [1 as UInt64, 2, 3])
    func `pages of any size hold every submission once, in order`(seed: UInt64) async throws {
        var random = Seeded(state: seed)
        let store = try await Facts.store(submissions: 57)
        let items = try await store.queue(limit: 100)
        let verdicts: [Verdict] = [.accepted, .wrongAnswer, .timeLimitExceeded]
        var expected: [Verdict?: [String]] = [:]
        var batch: [NewVerdict] = []
        for item in items {
            let verdict = Bool.random(using: &random) ? verdicts.randomElement(using: &random) : nil
            expected[verdict, default: []].append(item.submissionID)
            if let verdict { batch.append(Facts.verdict(on: item, verdict)) }
        }
        _ = try await store.add(batch)
        for verdict in verdicts {
            let size = Int.random(in: 1...20, using: &random)
            var query = SubmissionQuery()
            query.verdict = verdict
            #expect(try await Self.all(query, size, store) == expected[verdict] ?? [])
        }
        var pending = SubmissionQuery()
        pending.pending = true
        #expect(try await Self.all(pending, 7, store) == expected[nil] ?? [])
        #expect(try await Self.all(SubmissionQuery(), 10, store) == items.map(\.submissionID))
    }

    private static func all(
        _ query: SubmissionQuery, _ size: Int, _ store: Store
    ) async throws -> [String] {
        var query = query
        query.limit = size
        var ids: [String] = []
        while true {
            let page = try await store.submissions(query)
            ids += page.map(\.id)
            guard page.count == size else { return ids }
            query.after = ids.last
        }
    }

    @Test(arguments: [1 as UInt64, 2, 3])
    func `a problem's tally is what counting anew gives, whatever happens`(seed: UInt64)
        async throws
    {
        var random = Seeded(state: seed)
        let store = try await Facts.store(submissions: 6)
        for step in 0..<40 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: try await store.change { _ = try $0.add(Facts.submission(100 + step)) }
            case 1: try await store.askForRejudging(problem: nil)
            case 2:
                let tests = "assert \(Int.random(in: 0..<3, using: &random))"
                try await store.change { _ = try $0.add(Facts.problem(tests: tests)) }
            default:
                let verdict: Verdict =
                    [.accepted, .wrongAnswer, .judgeError].randomElement(
                        using: &random) ?? .accepted
                let items = try await store.queue(limit: 3)
                _ = try await store.add(items.map { Facts.verdict(on: $0, verdict) })
            }
            let problem = try #require(try await store.problem("add"))
            let counts = try await store.counts()
            #expect(problem.submissions == counts.submissions)
            #expect(problem.accepted == counts.verdicts[.accepted] ?? 0)
            #expect(problem.pending == counts.pending)
        }
    }

    @Test func `importing the same submission twice adds it once`() async throws {
        let store = try await Facts.store(submissions: 2)
        let again = try await store.change { try $0.add(Facts.submission(1)).addition }
        #expect(again == .unchanged)
        #expect(try await store.counts().submissions == 2)
    }

    @Test func `names that are SQL are only names`() async throws {
        let name = "x'; DROP TABLE problem; --"
        let store = try Store.inMemory()
        try await store.change { _ = try $0.add(Facts.problem(name)) }
        #expect(try await store.problem(name)?.name == name)
        #expect(try await store.problem("y' OR '1'='1") == nil)
    }

    @Test func `a second holder of a lock is told, and gets it when the first is done`() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "assay-lock-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try WorkLock(path: path, work: "judges")
        let error = #expect(throws: Diagnostic.self) { try WorkLock(path: path, work: "judges") }
        #expect(error?.message == "another process judges this workspace")
        first.release()
        try WorkLock(path: path, work: "judges").release()
    }

    @Test func `a frozen store does not see what comes later`() async throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "assay-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "assay.db").path
        let store = try await Facts.store(submissions: 2, Store(path: path, create: true))
        let frozen = try store.frozen()
        try await store.change { _ = try $0.add(Facts.submission(9)) }
        let problem = try #require(try await frozen.problem(afterName: ""))
        #expect(try await frozen.examples(problem: problem.id, limit: 10).count == 2)
        #expect(try await store.frozen().examples(problem: problem.id, limit: 10).count == 3)
    }

    @Test func `grades wait for the disk, runs do not, and a second writer is told why`()
        async throws
    {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "assay-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "assay.db").path
        let store = try Store(path: path, create: true, patience: 0.1)
        func settings(durable: Bool) async throws -> [String] {
            try await store.write(durable: durable) { db in
                try ["synchronous", "journal_mode", "foreign_keys"].map {
                    try String.fetchOne(db, sql: "PRAGMA \($0)") ?? ""
                }
            }
        }
        #expect(try await settings(durable: true) == ["2", "wal", "1"])
        #expect(try await settings(durable: false) == ["1", "wal", "1"])
        let other = try DatabaseQueue(path: path)
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            defer { try? db.execute(sql: "ROLLBACK") }
            let done = DispatchSemaphore(value: 0)
            let message = Mutex("")
            Task {
                do { try await store.change { _ = try $0.add(Facts.problem()) } } catch {
                    message.withLock { $0 = (error as? Diagnostic)?.message ?? "\(error)" }
                }
                done.signal()
            }
            done.wait()
            #expect(message.withLock { $0 } == "another process is writing to this workspace")
        }
        try await store.change { _ = try $0.add(Facts.problem()) }
    }

    @Test func `a file that is no database is refused by name`() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "assay-junk-\(UUID().uuidString)").path
        try Data(repeating: 65, count: 8192).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: Diagnostic.self) { try Store(path: path, create: false) }
        #expect(error?.path == path)
    }
}
