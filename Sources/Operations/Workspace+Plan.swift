package import Execution
package import Judging
import Storage
import WorkerProtocol

/// One submission that `judge` would take up, and how.
package struct PlannedSubmission: Sendable, Equatable {
    package var id: String
    /// The problem's name.
    package var problem: String
    package var language: String
    /// Counted from 1 for each version of the problem.
    package var attempt: Int
    /// The verdict of an equal run would be taken over; nothing would be run.
    package var cached: Bool
    /// `nil` if it cannot be judged here.
    package var plan: JudgePlan?
    /// Why not.
    package var fault: Diagnostic?
}

/// What a call of `judge` would do.
package struct JudgePlanSummary: Sendable, Equatable {
    /// Submissions that would be judged, those of `cached` too.
    package var submissions = 0
    /// Of those, how many would take over the verdict of an equal run.
    package var cached = 0
    /// Submissions of this selection that would be left alone: they have been judged.
    package var judged = 0
    /// Submissions that cannot be judged here: no profile, no toolchain, or tests not built yet.
    package var impossible = 0

    package init() {}
}

extension Workspace {
    /// Tells what `judge` would do with the same options; runs nothing and stores nothing.
    ///
    /// Calls `each` with the submissions in the order in which they would be judged. What cannot be
    /// known before is not told: new samples that are equal to each other count as `cached` but for
    /// the first, and whether tests need the candidate's own objects is seen only in the box.
    package func planJudging(
        _ options: JudgeOptions = .init(), each: (PlannedSubmission) throws -> Void
    ) async throws -> JudgePlanSummary {
        let problem = try await options.problem.asyncMap { try await problemRecord($0) }
        var draft = JudgeDraft(workspace: self, options: options)
        if options.rejudge {
            var query = SubmissionQuery()
            query.problemID = problem?.id
            query.limit = 128
            while true {
                let records = try await store.submissions(query)
                guard let last = records.last else { break }
                query.after = last.id
                for record in records { try await draft.add(try await item(record), each) }
            }
        } else {
            var after = ""
            while true {
                let items = try await store.queue(problemID: problem?.id, after: after, limit: 128)
                guard let last = items.last else { break }
                after = last.submissionID
                for item in items { try await draft.add(item, each) }
            }
            let counts = try await store.counts()
            let all = problem?.submissions ?? counts.submissions
            draft.summary.judged = max(0, all - draft.summary.submissions)
        }
        return draft.summary
    }

    /// A submission as the queue would give it, were it asked to be judged again.
    private func item(_ record: SubmissionRecord) async throws -> QueueItem {
        let version = try await problemRecord(record.problem)
        let verdicts = try await store.verdicts(submissionID: record.id)
        let attempts = verdicts.filter { $0.problemVersion == version.sha256 }.map(\.attempt)
        return QueueItem(
            submissionID: record.id, problemVersionID: record.problemVersionID,
            problemSHA256: version.sha256, attempt: (attempts.max() ?? 0) + 1,
            language: record.language, source: try await store.blob(record.sourceSHA256))
    }
}

/// A plan while it is drawn up.
private struct JudgeDraft {
    let workspace: Workspace
    let options: JudgeOptions
    let bench: JudgeBench
    var summary = JudgePlanSummary()
    private var languages: [String: Result<Language, RunnerError>] = [:]
    private let keys: RunKeyRing
    /// The first 64 bits of the keys of runs that this call would make.
    private var coming: Set<UInt64> = []

    private struct Language {
        var profile: SandboxProfile
        var toolchain: Toolchain
    }

    init(workspace: Workspace, options: JudgeOptions) {
        self.workspace = workspace
        self.options = options
        bench = JudgeBench(workspace: workspace)
        keys = RunKeyRing(
            profiles: workspace.services.profiles, host: workspace.services.host,
            startsNothing: true)
    }

    mutating func add(_ item: QueueItem, _ each: (PlannedSubmission) throws -> Void) async throws {
        try Task.checkCancellation()
        let problem = try await bench.problem(sha256: item.problemSHA256)
        let request = options.request(item, to: problem)
        var planned = PlannedSubmission(
            id: item.submissionID, problem: problem.name, language: item.language,
            attempt: item.attempt, cached: false)
        do {
            let language = try await language(item.language).get()
            planned.plan = try Planner(
                request: request, profile: language.profile, toolchain: language.toolchain
            ).plan()
            planned.cached = try await isCached(
                keys.key(for: request, attempt: item.attempt))
        } catch let error as RunnerError {
            planned.fault = Diagnostic(error.message, hint: error.hint)
        } catch let error as JudgeError {
            planned.fault = Diagnostic(error.message, hint: error.hint)
        }
        summary.submissions += 1
        if planned.cached { summary.cached += 1 }
        if planned.plan == nil { summary.impossible += 1 }
        try each(planned)
    }

    private mutating func isCached(_ key: String) async throws -> Bool {
        guard options.reuse else { return false }
        if let known = try await workspace.store.run(key: key), known.verdict != .judgeError {
            return true
        }
        guard let beginning = UInt64(key.prefix(16), radix: 16) else { return false }
        return !coming.insert(beginning).inserted
    }

    private mutating func language(_ name: String) async -> Result<Language, RunnerError> {
        if let known = languages[name] { return known }
        let made: Result<Language, RunnerError>
        do throws(RunnerError) {
            guard let profile = workspace.services.profiles[name] else {
                throw RunnerError(
                    .unknownLanguage, "there is no profile for `\(name)`",
                    hint: "add `Sandboxes/\(name).yaml`")
            }
            let toolchain = try await workspace.services.host.installedToolchain(for: profile)
            made = .success(Language(profile: profile, toolchain: toolchain))
        } catch {
            made = .failure(error)
        }
        languages[name] = made
        return made
    }
}
