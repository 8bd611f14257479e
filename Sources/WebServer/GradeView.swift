import Grading
import Operations

/// A grade that was given before.
struct GradeView {
    let score: String
    let rater: String
    let raterKind: String
    let rubric: String
    let created: String
    let superseded: Bool
    let answers: [AnswerView]
    let gates: String?
    let flags: String?
    let confidence: String?
    let comment: Excerpt?

    struct AnswerView {
        let label: String
        let value: String
        let rationale: String?
    }

    init(_ stored: StoredGrade) {
        let grade = stored.grade
        score = grade.score.map { decimal($0, 2) } ?? "no score"
        rater = grade.rater.name
        raterKind = grade.rater.kind.rawValue
        rubric = "\(grade.rubricID) \(grade.rubricVersion)"
        created = timestamp(stored.createdAt)
        superseded = stored.superseded
        answers = grade.answers.sorted { $0.key < $1.key }.map { id, answer in
            AnswerView(
                label: id, value: Self.text(answer),
                rationale: answer.rationale.isEmpty ? nil : answer.rationale)
        }
        gates = grade.gates.isEmpty ? nil : grade.gates.joined(separator: ", ")
        flags = grade.flags.isEmpty ? nil : grade.flags.joined(separator: ", ")
        confidence = grade.confidence.map { String($0) }
        comment = grade.comment.isEmpty ? nil : Excerpt(grade.comment, .prompt)
    }

    private static func text(_ answer: Answer) -> String {
        let value =
            switch answer.value {
            case .number(let number): number == number.rounded() ? decimal(number, 0) : "\(number)"
            case .bool(let met): met ? "yes" : "no"
            case .text(let text): text
            case .notApplicable: "does not apply"
            }
        return answer.automatic ? "\(value) (from evidence)" : value
    }
}
