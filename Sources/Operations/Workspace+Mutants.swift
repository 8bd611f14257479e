import Execution
import Judging
import Storage

extension Workspace {
    /// Makes mutants of accepted references and adds the first `keep` the tests kill.
    ///
    /// Each mutant is judged first; killed ones are added as submissions, with their verdicts. A
    /// problem that has `keep` mutants is left as it is, so a second call changes nothing. Only
    /// Python programs are changed. Progress counts problems.
    package func addMutants(
        keep: Int = 2, tries: Int = 20, jobs: Int = 2, progress: ProgressReport? = nil
    ) async throws -> MutantSummary {
        let lock = try WorkLock(path: "\(directory)/cache/judge.lock", work: "judges")
        defer { lock.release() }
        try await checkHost()
        let nursery = MutantNursery(workspace: self, keep: keep, tries: tries)
        let frozen = try store.frozen()
        let total = try await store.counts().problems
        let start = ContinuousClock.now
        var findings: [MutantNursery.Finding] = []
        try await withThrowingTaskGroup(of: MutantNursery.Finding.self) { group in
            var name = ""
            var running = 0
            while let found = try await frozen.problem(afterName: name) {
                name = found.name
                if running >= max(1, jobs), let finding = try await group.next() {
                    running -= 1
                    findings.append(finding)
                    progress?(Progress(done: findings.count, total: total, since: start))
                }
                running += 1
                group.addTask { try await nursery.finding(found) }
            }
            for try await finding in group {
                findings.append(finding)
                progress?(Progress(done: findings.count, total: total, since: start))
            }
        }
        return Self.summary(findings)
    }

    private static func summary(_ findings: [MutantNursery.Finding]) -> MutantSummary {
        var summary = MutantSummary()
        for finding in findings.sorted(by: { $0.problem < $1.problem }) {
            summary.killed += finding.killed
            summary.tried += finding.tried
            summary.survivors += finding.survivors.map {
                MutantSummary.Survivor(problem: finding.problem, change: $0)
            }
            switch finding.end {
            case .enough: break
            case .short: summary.short.append(finding.problem)
            case .skipped: summary.skipped.append(finding.problem)
            }
        }
        return summary
    }
}

/// Makes and judges the mutants of one problem at a time.
struct MutantNursery: Sendable {
    enum End: Sendable { case enough, short, skipped }

    struct Finding: Sendable {
        var problem: String
        var killed = 0
        var tried = 0
        var survivors: [String] = []
        var end = End.skipped
    }

    /// A mutant that loops is not worth the wait: it is left out, not kept.
    private static let patience = 2_000

    let workspace: Workspace
    let keep: Int
    let tries: Int
    private let bench: JudgeBench

    init(workspace: Workspace, keep: Int, tries: Int) {
        self.workspace = workspace
        self.keep = keep
        self.tries = tries
        bench = JudgeBench(workspace: workspace)
    }

    func finding(_ found: FrozenStore.Problem) async throws -> Finding {
        var finding = Finding(problem: found.name)
        let problem = try StoredForm.problem(found.content)
        guard let reference = problem.reference, problem.language == "python" else {
            return finding
        }
        var query = SubmissionQuery()
        query.problemID = found.id
        query.authorKind = .mutant
        query.limit = keep
        let present = try await workspace.store.submissions(query).count
        guard present < keep else {
            finding.end = .enough
            return finding
        }
        let trial = try await bench.outcome(
            of: problem.request(source: Array(reference.utf8), language: problem.language),
            attempt: 1, reuse: true)
        guard try await verdict(trial) == .accepted else { return finding }
        let prefix = reference.hasPrefix(problem.starterCode) ? problem.starterCode.utf8.count : 0
        let mutants = Mutator.mutants(of: reference, after: prefix, limit: tries)
        for (index, mutant) in mutants.enumerated() where present + finding.killed < keep {
            try Task.checkCancellation()
            try await judge(mutant, index, of: problem, found, &finding)
        }
        finding.end = present + finding.killed >= keep ? .enough : .short
        return finding
    }

    private func judge(
        _ mutant: Mutant, _ index: Int, of problem: Problem, _ found: FrozenStore.Problem,
        _ finding: inout Finding
    ) async throws {
        var request = problem.request(source: Array(mutant.source.utf8), language: problem.language)
        request.limits[.cpuMS] = min(request.limits[.cpuMS] ?? Self.patience, Self.patience)
        let outcome = try await bench.outcome(of: request, attempt: 1, reuse: true)
        guard case .run(let key, let run) = outcome else { throw CancellationError() }
        finding.tried += 1
        switch try await verdict(outcome) {
        case .accepted:
            finding.survivors.append("line \(mutant.line): \(mutant.description)")
        case .wrongAnswer, .runtimeError:
            let submission = Submission(
                problem: problem.name, source: mutant.source, language: problem.language,
                author: Author(
                    kind: .mutant, name: mutant.operation,
                    parameters: [
                        "line": .int(mutant.line), "change": .string(mutant.description),
                    ]),
                sampleIndex: index, licence: problem.licence)
            let added = try await workspace.store.change { transaction in
                let (id, addition) = try transaction.add(submission)
                guard addition == .added else { return false }
                return try transaction.add(
                    NewVerdict(
                        submissionID: id, problemVersionID: found.versionID, attempt: 1,
                        runKey: key, run: run?.new)
                ) != nil
            }
            if added { finding.killed += 1 }
        default: break
        }
    }

    private func verdict(_ outcome: JudgeBench.Outcome) async throws -> Verdict {
        switch outcome {
        case .run(_, let run?): run.report.verdict
        case .run(let key, nil): try await bench.report(key: key).verdict
        case .cancelled: throw CancellationError()
        }
    }
}
