import Execution
import Judging
import Storage
import WorkerProtocol

/// Judges requests of one workspace, or finds that it has been done.
actor JudgeBench {
    enum Outcome: Sendable {
        /// A run, new or (`nil`) stored under the key already.
        case run(key: String, Judged?)
        /// The task was cancelled, so nothing is known.
        case cancelled
    }

    struct Judged: Sendable {
        var report: JudgeReport
        var new: NewRun
    }

    private static let kept = 512
    private static let recentCount = 64

    private let workspace: Workspace
    private var problems: [String: Problem] = [:]
    private let keys: RunKeyRing
    /// Runs that may not be in the store yet; equal samples often stand together.
    private var recent: [String: Judged] = [:]

    init(workspace: Workspace) {
        self.workspace = workspace
        keys = RunKeyRing(
            profiles: workspace.services.profiles, host: workspace.services.host)
    }

    func problem(sha256: String) async throws -> Problem {
        if let problem = problems[sha256] { return problem }
        let problem = try StoredForm.problem(await workspace.store.blob(sha256))
        if problems.count >= Self.kept { problems.removeAll() }
        problems[sha256] = problem
        return problem
    }

    /// What equal runs have in common.
    ///
    /// - Throws: `RunnerError` if the language cannot be run here at all.
    nonisolated func key(of request: JudgeRequest, attempt: Int) async throws -> String {
        try await keys.key(for: request, attempt: attempt)
    }

    /// Judges a request, unless an equal one has been judged and may be used again.
    ///
    /// - Throws: `RunnerError` if the language cannot be run here at all.
    nonisolated func outcome(
        of request: JudgeRequest, attempt: Int, reuse: Bool
    ) async throws -> Outcome {
        let key = try await keys.key(for: request, attempt: attempt)
        if reuse, let known = try await workspace.store.run(key: key), known.verdict != .judgeError
        {
            return .run(key: key, nil)
        }
        if reuse, let known = await recent[key] { return .run(key: key, known) }
        var seeded = request
        seeded.orderSeed = key
        let report = await workspace.services.judge(seeded)
        if Task.isCancelled, report.verdict == .judgeError { return .cancelled }
        let new = NewRun(report: report, result: StoredForm.result(report, runKey: key))
        let judged = Judged(report: report, new: new)
        if report.verdict != .judgeError { await remember(judged, key) }
        return .run(key: key, judged)
    }

    private func remember(_ judged: Judged, _ key: String) {
        if recent.count >= Self.recentCount { recent.removeAll() }
        recent[key] = judged
    }

    /// The report of a stored run.
    nonisolated func report(key: String) async throws -> JudgeReport {
        guard let known = try await workspace.store.run(key: key) else {
            throw RunnerError(.host, "the store lost the run `\(key)`")
        }
        return try StoredForm.report(await workspace.store.blob(known.resultSHA256))
    }
}
