import Execution
import Judging

/// Fills a rubric from evidence alone.
package enum RuleRater {
    /// Whether every criterion of a rubric is locked to evidence.
    package static func canGrade(_ rubric: Rubric) -> Bool { obstacle(in: rubric) == nil }

    /// The grade that the evidence gives.
    ///
    /// Throws a ``Diagnostic`` if a criterion needs a person, if the evidence that the rubric
    /// requires is not there, and for a `judge_error`, which never counts against a submission.
    package static func grade(_ rubric: Rubric, evidence: Evidence) throws -> Grade {
        if let obstacle = obstacle(in: rubric) {
            throw Diagnostic(
                "a rule cannot grade by `\(rubric.id)`", note: obstacle,
                hint: "every criterion needs `auto` with `mode: lock`")
        }
        guard evidence.verdict != .judgeError else {
            throw Diagnostic(
                "a submission whose verdict is `judge_error` cannot be graded",
                note: "that is a fault of the judge, not of the submission",
                hint: "judge it again")
        }
        let missing = rubric.missingEvidence(evidence)
        guard missing.isEmpty, evidence.verdict != nil else {
            let names = missing.isEmpty ? "a verdict" : missing.joined(separator: ", ")
            throw Diagnostic(
                "evidence is missing: \(names)", note: "the rubric `\(rubric.id)` requires it",
                hint: "judge the submission first")
        }
        let draft = GradeDraft(
            rater: Rater(kind: .rule, name: rubric.id), rubricID: rubric.id)
        return try rubric.grade(draft, evidence: evidence)
    }

    private static func obstacle(in rubric: Rubric) -> String? {
        if let open = rubric.criteria.first(where: { $0.auto?.mode != .lock }) {
            return "the criterion `\(open.id)` is not locked to evidence"
        }
        if rubric.confidence?.required == true { return "the rubric asks for a confidence" }
        return nil
    }
}
