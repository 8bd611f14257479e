import Execution
import Judging
import Storage

extension Workspace {
    /// Judges all that waits for a verdict and stores verdicts as they come, in batches.
    ///
    /// Killed at any moment and called again, it goes on where it was: what was stored is neither
    /// lost nor run again nor counted twice. Cancelling the task stops after storing what has
    /// ended; the summary then says `cancelled`. Judge errors are kept apart and tried again by
    /// the next call, three times in all.
    ///
    /// - Throws: `Diagnostic` if another process judges this workspace, `RunnerError` if this host
    ///   cannot isolate.
    package func judge(
        _ options: JudgeOptions = .init(), progress: ProgressReport? = nil
    ) async throws -> JudgeSummary {
        let problemID = try await options.problem.asyncMap { try await problemRecord($0).id }
        let lock = try WorkLock(path: "\(directory)/cache/judge.lock", work: "judges")
        defer { lock.release() }
        try await checkHost()
        if options.rejudge { try await store.askForRejudging(problem: options.problem) }
        let total = try await store.queueLength(problemID: problemID)
        let ledger = VerdictLedger(store: store, total: total, progress: progress)
        let run = JudgeRun(
            workspace: self, problemID: problemID, options: options, ledger: ledger)
        do {
            try await run.everything()
        } catch is CancellationError {
            await ledger.noteCancelled()
        }
        var summary = try await ledger.finish()
        summary.cancelled = summary.cancelled || Task.isCancelled
        // Asked from a task of its own, since a cancelled one may not read.
        summary.pending = try await Task { try await store.queueLength(problemID: problemID) }.value
        return summary
    }

    /// A host that cannot isolate would only make judge errors.
    func checkHost() async throws {
        guard let failed = await services.host.isolation().first(where: { $0.status == .fail })
        else { return }
        throw RunnerError(
            .cannotIsolate, "\(failed.name): \(failed.detail)",
            hint: failed.remedy ?? "`assay doctor` says more")
    }
}

/// One call of `judge`: takes from the queue, judges a bounded number at a time, hands on.
struct JudgeRun: Sendable {
    let workspace: Workspace
    let problemID: String?
    let options: JudgeOptions
    let ledger: VerdictLedger

    private static let pageSize = 128

    func everything() async throws {
        let bench = JudgeBench(workspace: workspace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            var after = ""
            while !Task.isCancelled {
                let items = try await workspace.store.queue(
                    problemID: problemID, after: after, limit: Self.pageSize)
                guard let last = items.last else { break }
                after = last.submissionID
                for item in items where !Task.isCancelled {
                    if running >= options.jobs {
                        try await group.next()
                        running -= 1
                    }
                    running += 1
                    group.addTask { try await judge(item, bench) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func judge(_ item: QueueItem, _ bench: JudgeBench) async throws {
        let outcome: JudgeBench.Outcome
        do {
            let problem = try await bench.problem(sha256: item.problemSHA256)
            outcome = try await bench.outcome(
                of: options.request(item, to: problem),
                attempt: item.attempt, reuse: options.reuse)
        } catch let error as RunnerError {
            // Neither a verdict nor an attempt: it waits until the host is mended.
            return await ledger.note(error)
        }
        guard case .run(let key, let run) = outcome else { return }
        let report = if let run { run.report } else { try await bench.report(key: key) }
        let verdict = NewVerdict(
            submissionID: item.submissionID, problemVersionID: item.problemVersionID,
            attempt: item.attempt, runKey: key, run: run?.new)
        try await ledger.add(verdict, report)
    }
}

extension JudgeOptions {
    /// What judging a submission takes, as these options have it.
    func request(_ item: QueueItem, to problem: Problem) -> JudgeRequest {
        var request = problem.request(source: item.source, language: item.language)
        request.repeats = repeats
        request.evidence = evidence
        // A reference says nothing of programs in another language.
        if let timeRatio, let reference = problem.reference, item.language == problem.language {
            request.timeRatio = TimeRatio(factor: timeRatio, reference: Array(reference.utf8))
            request.limits[.cpuMS] = nil
        }
        return request
    }
}
