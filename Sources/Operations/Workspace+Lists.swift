import Execution
import Grading
import Judging
import Storage

extension Workspace {
    /// Problems in the order of their import.
    package func problems(_ page: PageRequest = .init()) async throws -> Page<ProblemItem> {
        let records = try await store.problems(after: page.after ?? "", limit: page.size + 1)
        return Self.page(records.map(ProblemItem.init), size: page.size, key: \.id)
    }

    /// One problem, by its name (`HumanEval/0`) or its id.
    ///
    /// Throws a `Diagnostic` if there is none, with names that come close.
    package func problem(_ name: String) async throws -> ProblemDetail {
        let record = try await problemRecord(name)
        return ProblemDetail(
            item: ProblemItem(record),
            problem: try StoredForm.problem(await store.blob(record.sha256)))
    }

    func problemRecord(_ name: String) async throws -> ProblemRecord {
        if let record = try await store.problem(name) { return record }
        let near = try await store.problemNames(like: name)
        throw Diagnostic(
            "there is no problem `\(name)`",
            hint: near.isEmpty
                ? "`assay problems list` shows all"
                : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?")
    }

    /// Submissions in the order of their import.
    package func submissions(
        _ filter: SubmissionFilter = .init(), page: PageRequest = .init()
    ) async throws -> Page<SubmissionItem> {
        var query = try await query(filter)
        query.after = page.after
        query.limit = page.size + 1
        let records = try await store.submissions(query)
        return Self.page(records.map(SubmissionItem.init), size: page.size, key: \.id)
    }

    private func query(_ filter: SubmissionFilter) async throws -> SubmissionQuery {
        var query = SubmissionQuery()
        if let problem = filter.problem { query.problemID = try await problemRecord(problem).id }
        query.verdict = filter.verdict
        query.authorKind = filter.authorKind
        query.pending = filter.pending
        return query
    }

    private static func page<Item: Sendable>(
        _ items: [Item], size: Int, key: (Item) -> String
    ) -> Page<Item> {
        guard items.count > size else { return Page(items: items, next: nil) }
        let kept = Array(items.prefix(size))
        return Page(items: kept, next: kept.last.map(key))
    }

    /// One submission, by its id or the beginning of it if that is unambiguous.
    ///
    /// Throws a `Diagnostic` if there is none.
    package func submission(_ id: String) async throws -> SubmissionDetail {
        let record = try await submissionRecord(id)
        let problem = try await problem(record.problem)
        let result = try await record.verdict.asyncMap { try await store.blob($0.resultSHA256) }
        let verdicts = try await store.verdicts(submissionID: record.id)
        let grades = try await store.grades(submissionID: record.id)
        return SubmissionDetail(
            item: SubmissionItem(record), submission: try await submission(record),
            problem: problem, report: try result.map(StoredForm.report),
            resultJSON: try result.map { try JSON(parsing: $0) },
            verdicts: verdicts.map(VerdictItem.init), grades: grades.map(StoredGrade.init))
    }

    func submission(_ record: SubmissionRecord) async throws -> Submission {
        Submission(
            problem: record.problem,
            source: String(decoding: try await store.blob(record.sourceSHA256), as: UTF8.self),
            language: record.language, author: record.author, sampleIndex: record.sampleIndex,
            response: String(decoding: try await store.blob(record.responseSHA256), as: UTF8.self),
            licence: record.licence,
            extraction: try await store.extraction(submissionID: record.id))
    }

    func submissionRecord(_ id: String) async throws -> SubmissionRecord {
        let id = id.lowercased()
        let isPrefix = !id.isEmpty && id.allSatisfy { $0.isHexDigit || $0 == "-" }
        let found = isPrefix ? try await store.submissions(idPrefix: id) : []
        guard let first = found.first else {
            throw Diagnostic(
                "there is no submission `\(id)`", hint: "`assay submissions` shows their ids")
        }
        guard found.count == 1 else {
            throw Diagnostic(
                "more than one submission's id starts with `\(id)`",
                note: "`\(found[0].id)` and `\(found[1].id)` do", hint: "write more of it")
        }
        return first
    }

    /// The ids of the submissions before and after one in the order of `submissions`.
    package func neighbours(
        of id: String, _ filter: SubmissionFilter = .init()
    ) async throws -> (previous: String?, next: String?) {
        var query = try await query(filter)
        query.limit = 1
        query.after = id
        let next = try await store.submissions(query).first?.id
        query.backwards = true
        return (try await store.submissions(query).first?.id, next)
    }
}

extension Optional {
    func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}

extension ProblemItem {
    init(_ record: ProblemRecord) {
        self.init(
            id: record.id, name: record.name, language: record.language,
            entryPoint: record.entryPoint, style: record.style, version: record.sha256,
            versionNumber: record.number, licence: record.licence, source: record.source,
            family: record.family, hasReference: record.hasReference,
            submissions: record.submissions, accepted: record.accepted, pending: record.pending)
    }
}

extension SubmissionItem {
    init(_ record: SubmissionRecord) {
        let verdict = record.verdict
        self.init(
            id: record.id, problem: record.problem, language: record.language,
            author: record.author, sampleIndex: record.sampleIndex, licence: record.licence,
            verdict: verdict?.verdict, integrity: verdict?.integrity,
            integrityReason: verdict?.integrityReason, passed: verdict?.passed,
            total: verdict?.total, cpuMS: verdict?.cpuMS, wallMS: verdict?.wallMS,
            flaky: verdict?.flaky, grades: record.grades, createdAt: record.createdAt)
    }
}

extension VerdictItem {
    init(_ record: VerdictRecord) {
        self.init(
            id: record.id, verdict: record.verdict, integrity: record.integrity,
            attempt: record.attempt, runKey: record.runKey, cached: record.cached,
            problemVersion: record.problemVersion, superseded: !record.live,
            createdAt: record.createdAt)
    }
}

extension StoredGrade {
    init(_ record: GradeRecord) {
        self.init(
            id: record.id, submission: record.submissionID, grade: record.grade,
            verdictID: record.verdictID, superseded: !record.live, createdAt: record.createdAt)
    }
}
