import Execution
package import Grading
import Judging
import Storage
import WorkerProtocol

extension Workspace {
    /// The rubric with an id.
    ///
    /// Throws a `Diagnostic` if there is none, with one that comes close.
    package func rubric(_ id: String) throws -> Rubric {
        if let rubric = services.rubrics[id] { return rubric }
        let known = services.rubrics.keys.sorted()
        throw Diagnostic(
            "there is no rubric `\(id)`", note: "there are \(known.joined(separator: ", "))",
            hint: Spelling.nearest(to: id, among: known).map { "did you mean `\($0)`?" })
    }

    /// What is known about a submission, for the rubric's expressions.
    package func evidence(_ detail: SubmissionDetail) async throws -> Evidence {
        Evidence(
            report: detail.report, problem: detail.problem.problem, submission: detail.submission,
            reference: try await referenceReport(problemID: detail.problem.item.id))
    }

    /// The report on an accepted reference solution.
    func referenceReport(problemID: String) async throws -> JudgeReport? {
        var query = SubmissionQuery()
        query.problemID = problemID
        query.authorKind = .reference
        query.limit = 10
        let verdicts = try await store.submissions(query).compactMap(\.verdict)
        guard let accepted = verdicts.last(where: { $0.verdict == .accepted }) else { return nil }
        return try StoredForm.report(await store.blob(accepted.resultSHA256))
    }

    /// Stores a grade: acknowledged means it is on the disk.
    ///
    /// An earlier grade of the same rater on the same submission and rubric is kept and superseded.
    /// Throws a `Diagnostic` for an unknown submission or rubric, and a `GradeRefusal` for answers
    /// that the rubric does not allow.
    package func grade(_ submission: String, _ draft: GradeDraft) async throws -> StoredGrade {
        let new = try await grade(submission, draft, rubric(draft.rubricID))
        let stored = try await store.add([new])
        let grades = try await store.grades(submissionID: new.submissionID)
        guard let id = stored.first?.id, let record = grades.first(where: { $0.id == id }) else {
            throw RunnerError(.host, "the store lost a grade")
        }
        return StoredGrade(record)
    }

    private func grade(
        _ submission: String, _ draft: GradeDraft, _ rubric: Rubric
    ) async throws -> NewGrade {
        let detail = try await self.submission(submission)
        let grade = try rubric.grade(draft, evidence: await evidence(detail))
        return NewGrade(submissionID: detail.item.id, grade: grade)
    }

    /// Stores the grades of a JSON Lines file, a line each; the form is `GradeLine`'s.
    ///
    /// Lines are independent: every good line is stored, every other one is a diagnostic with
    /// file, line, what is wrong and what to do. Storing the same file twice changes nothing.
    package func gradeFile(_ path: String) async throws -> GradeSummary {
        var batch = GradeBatch(store: store)
        var framer = LineFramer(limit: 1 << 20)
        let reader = try FileReader(path)
        while let piece = try reader.next() {
            for line in framer.push(piece) { try await take(line, of: path, into: &batch) }
        }
        if let line = framer.finish() { try await take(line, of: path, into: &batch) }
        return try await batch.finish()
    }

    private func take(
        _ line: LineFramer.Line, of path: String, into batch: inout GradeBatch
    ) async throws {
        let place: Int
        do {
            switch line {
            case .tooLarge(_, let number):
                place = number
                throw Diagnostic("this line is longer than 1 MiB", path: path, line: number)
            case .line(let bytes, let number):
                place = number
                let read = try GradeLine(bytes)
                let rubric = try rubric(read.rubric)
                let draft = try read.draft(rubric)
                try await batch.add(grade(read.submission, draft, rubric))
            }
        } catch let refusal as GradeRefusal {
            batch.refuse(refusal.diagnostics.map { Self.placed($0, path, place) })
        } catch let error as Diagnostic {
            batch.refuse([Self.placed(error, path, place)])
        }
    }

    private static func placed(_ error: Diagnostic, _ path: String, _ line: Int) -> Diagnostic {
        var error = error
        error.path = path
        error.line = line
        return error
    }

    /// Lets the rater kind `rule` fill a rubric from evidence.
    ///
    /// Graded is every submission with a verdict that is not a judge_error; what is the live grade
    /// already is not stored again. Progress counts problems.
    package func gradeByRule(
        rubric id: String, progress: ProgressReport? = nil
    ) async throws -> GradeSummary {
        let rubric = try rubric(id)
        guard RuleRater.canGrade(rubric) else {
            throw Diagnostic(
                "a rule cannot grade by `\(id)`", note: "not all of it comes from evidence",
                hint: "every criterion needs `auto` with `mode: lock`")
        }
        var batch = GradeBatch(store: store)
        let frozen = try store.frozen()
        let total = try await store.counts().problems
        let start = ContinuousClock.now
        var done = 0
        var name = ""
        while let found = try await frozen.problem(afterName: name) {
            try Task.checkCancellation()
            name = found.name
            let problem = try StoredForm.problem(found.content)
            let reference = try await referenceReport(problemID: found.id)
            var after = ""
            while true {
                let examples = try await frozen.examples(
                    problem: found.id, after: after, limit: 100)
                guard let last = examples.last else { break }
                after = last.id
                for example in examples {
                    try await grade(example, problem, reference, rubric, into: &batch)
                }
            }
            done += 1
            progress?(Progress(done: done, total: total, since: start))
        }
        return try await batch.finish()
    }

    private func grade(
        _ example: FrozenStore.Example, _ problem: Problem, _ reference: JudgeReport?,
        _ rubric: Rubric, into batch: inout GradeBatch
    ) async throws {
        guard let report = try example.result.map(StoredForm.report),
            report.verdict != .judgeError
        else { return }
        let evidence = Evidence(
            report: report, problem: problem, submission: example.submission,
            reference: reference)
        do {
            let grade = try RuleRater.grade(rubric, evidence: evidence)
            try await batch.add(NewGrade(submissionID: example.id, grade: grade))
        } catch var error as Diagnostic {
            error.message = "submission `\(example.id)`: \(error.message)"
            batch.refuse([error])
        } catch let refusal as GradeRefusal {
            batch.refuse(refusal.diagnostics)
        }
    }
}

/// Brings grades into the store in batches, each on the disk before it is counted.
private struct GradeBatch {
    static let size = 200

    let store: Store
    private var waiting: [NewGrade] = []
    private var summary = GradeSummary()

    init(store: Store) {
        self.store = store
    }

    mutating func add(_ grade: NewGrade) async throws {
        waiting.append(grade)
        if waiting.count >= Self.size { try await flush() }
    }

    mutating func refuse(_ diagnostics: [Diagnostic]) {
        summary.diagnostics += diagnostics
    }

    private mutating func flush() async throws {
        let batch = waiting
        waiting = []
        guard !batch.isEmpty else { return }
        for outcome in try await store.add(batch) {
            switch outcome.addition {
            case .added: summary.added += 1
            case .unchanged: summary.unchanged += 1
            case .changed:
                summary.added += 1
                summary.superseded += 1
            }
        }
    }

    mutating func finish() async throws -> GradeSummary {
        try await flush()
        return summary
    }
}
