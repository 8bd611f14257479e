import Execution
import Grading
import HTTPTypes
import Hummingbird
import Judging
import Operations

/// All that a grader needs on one page: the prompt, the code, the evidence and the rubric.
struct GradingPage {
    let problem: String
    let problemHref: String
    let author: String
    let kind: String
    let sample: Int
    let language: String
    let created: String
    let badge: VerdictBadge
    let previous: String?
    let next: String?
    /// What was just saved; `nil` if nothing was.
    let saved: String?
    let prompt: [MessageView]
    let code: Excerpt
    let sourceHref: String
    let evidence: EvidenceView?
    let form: RubricForm?
    let grades: [GradeView]

    init(
        _ detail: SubmissionDetail, form: RubricForm?, rubric: Rubric?,
        neighbours: (previous: String?, next: String?), saved: String?
    ) {
        let item = detail.item
        problem = item.problem
        problemHref = Link.problem(item.problem)
        author = item.author.name
        kind = item.author.kind.rawValue
        sample = item.sampleIndex
        language = item.language
        created = timestamp(item.createdAt)
        badge = VerdictBadge(item.verdict)
        previous = neighbours.previous.map { Link.submission($0, rubric: rubric?.id) }
        next = neighbours.next.map { Link.submission($0, rubric: rubric?.id) }
        self.saved = detail.grades.first { $0.id == saved }.map {
            "Saved: \(GradeView($0).score) by \($0.grade.rater.name)."
        }
        prompt = detail.problem.problem.prompt.map(MessageView.init)
        code = Excerpt(detail.submission.source, .code)
        sourceHref = "/submissions/\(percentEncoded(item.id))/source"
        evidence = detail.report.map(EvidenceView.init)
        self.form = form
        grades = detail.grades.reversed().map(GradeView.init)
    }
}

extension Site {
    /// The grading page.
    func grading(_ id: String, _ query: FormData, rater: String) async throws -> Response {
        let detail = try await found { try await workspace.submission(id) }
        let rubrics = gradableRubrics(detail)
        let rubric = try chosen(query["rubric"], of: rubrics)
        return try await gradingPage(
            detail, rubric, of: rubrics, typed: nil, rater: rater, problems: [],
            saved: query["saved"])
    }

    /// Stores what the form says, or shows it again with what is wrong.
    func saveGrade(_ id: String, _ form: FormData) async throws -> Response {
        let detail = try await found { try await workspace.submission(id) }
        let rubrics = gradableRubrics(detail)
        guard let rubric = try chosen(form["rubric"], of: rubrics) else {
            throw PageError.badRequest("The form names no rubric.")
        }
        let typed = TypedGrade(form)
        var (draft, problems) = typed.draft(rubric)
        if form["rubric_sha256"] != rubric.sha256 {
            problems.append(
                GradeProblem(
                    "the rubric changed while you were grading",
                    hint: "read the form again, then save"))
        }
        do {
            guard problems.isEmpty else {
                let evidence = try await workspace.evidence(detail)
                problems += refused(draft, rubric, evidence, after: problems)
                throw GradeRefusal(rubricID: rubric.id, problems: problems)
            }
            let stored = try await workspace.grade(detail.item.id, draft)
            var response = seeOther(
                "/submissions/\(percentEncoded(detail.item.id))"
                    + Link.query([("rubric", rubric.id), ("saved", stored.id)]))
            response.headers[.setCookie] = RaterCookie.value(typed.rater)
            return response
        } catch let refusal as GradeRefusal {
            return try await gradingPage(
                detail, rubric, of: rubrics, typed: typed, rater: typed.rater,
                problems: refusal.problems, saved: nil)
        } catch let diagnostic as Diagnostic {
            return try await gradingPage(
                detail, rubric, of: rubrics, typed: typed, rater: typed.rater,
                problems: [GradeProblem(diagnostic.message, hint: diagnostic.hint)], saved: nil)
        }
    }

    /// What the rubric itself would refuse, so that a rater learns of everything at once.
    private func refused(
        _ draft: GradeDraft, _ rubric: Rubric, _ evidence: Evidence,
        after known: [GradeProblem]
    ) -> [GradeProblem] {
        do {
            _ = try rubric.grade(draft, evidence: evidence)
            return []
        } catch let refusal as GradeRefusal {
            let told = Set(known.compactMap(\.criterion))
            return refusal.problems.filter { problem in
                problem.criterion.map { !told.contains($0) } ?? true
            }
        } catch {
            return []
        }
    }

    private func gradingPage(
        _ detail: SubmissionDetail, _ rubric: Rubric?, of rubrics: [Rubric], typed: TypedGrade?,
        rater: String, problems: [GradeProblem], saved: String?
    ) async throws -> Response {
        let neighbours = try await workspace.neighbours(of: detail.item.id)
        let evidence = try await workspace.evidence(detail)
        let form = rubric.map { rubric in
            RubricForm(
                rubric, submission: detail.item.id, evidence: evidence,
                others: rubrics.filter { $0.id != rubric.id }, typed: typed, rater: rater,
                problems: problems)
        }
        return page(
            GradingPage(
                detail, form: form, rubric: rubric, neighbours: neighbours, saved: saved),
            template: "grading", title: "\(detail.item.problem) by \(detail.item.author.name)",
            part: .submissions, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func chosen(_ id: String?, of rubrics: [Rubric]) throws -> Rubric? {
        guard let id, !id.isEmpty else { return rubrics.first }
        guard let rubric = rubrics.first(where: { $0.id == id }) else {
            throw PageError.notFound(
                Diagnostic(
                    "there is no rubric `\(id)` for this submission",
                    hint: "`assay rubric list` names all"))
        }
        return rubric
    }

    /// The rubrics that people can use for one answer; those that ask the most of them first.
    private func gradableRubrics(_ detail: SubmissionDetail) -> [Rubric] {
        workspace.services.rubrics.values.filter { rubric in
            rubric.unit == .response && rubric.status == .active
                && rubric.aggregate.method.isBuilt
                && (rubric.languages.contains("any")
                    || rubric.languages.contains(detail.item.language))
                && rubric.criteria.contains { $0.auto?.mode != .lock }
        }.sorted { ($0.criteria.count, $1.id) > ($1.criteria.count, $0.id) }
    }
}

/// Remembers the rater's name for the next form; it proves nothing.
enum RaterCookie {
    static func value(_ name: String) -> String {
        "assay_rater=\(percentEncoded(name)); Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict"
    }

    static func name(in header: String?) -> String {
        for pair in (header ?? "").split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            if pair.hasPrefix("assay_rater="), let form = FormData(encoded: pair.utf8) {
                return form["assay_rater"] ?? ""
            }
        }
        return ""
    }
}
