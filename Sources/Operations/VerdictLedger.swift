import Execution
import Judging
import Storage

/// Brings verdicts into the store in batches: by number, or when the oldest is 200 ms old.
///
/// What `finish` and `progress` tell of is committed.
actor VerdictLedger {
    private static let batchSize = 64
    private static let patience = Duration.milliseconds(200)

    private let store: Store
    private let total: Int
    private let progress: ProgressReport?
    private let start = ContinuousClock.now
    private var batch: [(verdict: NewVerdict, report: JudgeReport)] = []
    private var writing: Task<Void, any Error>?
    private var summary = JudgeSummary()

    init(store: Store, total: Int, progress: ProgressReport?) {
        self.store = store
        self.total = total
        self.progress = progress
    }

    /// Takes a verdict over; waits when the store is behind.
    func add(_ verdict: NewVerdict, _ report: JudgeReport) async throws {
        batch.append((verdict, report))
        if batch.count >= Self.batchSize {
            try await flush()
        } else if batch.count == 1 {
            Task {
                try await Task.sleep(for: Self.patience)
                // A failure is kept in `writing`, and thrown to whoever comes next.
                try? await flush()
            }
        }
    }

    func note(_ error: RunnerError) {
        note(error.hint.map { "\(error.message) (\($0))" } ?? error.message)
    }

    func noteCancelled() { summary.cancelled = true }

    private func note(_ message: String) {
        guard !summary.errors.contains(message), summary.errors.count < 20 else { return }
        summary.errors.append(message)
    }

    /// One batch after the other, so that a failure stops those after it.
    private func flush() async throws {
        let taken = batch
        batch = []
        let before = writing
        let task = Task {
            try await before?.value
            guard !taken.isEmpty else { return }
            let outcomes = try await store.add(taken.map(\.verdict))
            for (item, outcome) in zip(taken, outcomes) {
                if let outcome { count(item.verdict, item.report, outcome) }
            }
            progress?(
                Progress(done: summary.judged, total: max(total, summary.judged), since: start))
        }
        writing = task
        try await task.value
    }

    private func count(_ verdict: NewVerdict, _ report: JudgeReport, _ stored: StoredVerdict) {
        summary.judged += 1
        summary.cached += stored.cached ? 1 : 0
        summary.verdicts[stored.verdict, default: 0] += 1
        if let integrity = report.integrity { summary.integrity[integrity, default: 0] += 1 }
        if let reason = report.integrityReason { summary.integrityReasons[reason, default: 0] += 1 }
        if report.timing?.doubted != nil { summary.confirmedAlone += 1 }
        if report.flaky == true {
            summary.flaky += 1
            if summary.flakyIDs.count < 20 { summary.flakyIDs.append(verdict.submissionID) }
        }
        if let error = report.error { note(error.message) }
    }

    func finish() async throws -> JudgeSummary {
        try await flush()
        let elapsed = Progress(done: summary.judged, total: total, since: start)
        summary.elapsedSeconds = elapsed.elapsedSeconds
        summary.rate = elapsed.rate
        return summary
    }
}

extension Progress {
    init(done: Int, total: Int, since start: ContinuousClock.Instant) {
        let elapsed = (ContinuousClock.now - start).components
        self.init(
            done: done, total: total,
            elapsedSeconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
    }
}
