import Grading
import Judging

/// A submission that may become rows: judged, labelled, its answer rendered as a chat model's.
struct Candidate {
    var example: GradedExample
    var report: JudgeReport
    var label: Label
    /// In a fixed order.
    var grades: [Grade]

    var isAccepted: Bool { report.verdict == .accepted }

    /// What the assistant says: the response itself if it is a chat answer that holds the program,
    /// else the program in a fence.
    var answer: String {
        let submission = example.submission
        let response = submission.response
        if response != submission.source {
            let blocks = Fence.blocks(in: response)
            let program = submission.source
            if blocks.contains(where: { $0 == program || $0 == program + "\n" }) {
                return response
            }
        }
        return Fence.around(submission.source, language: submission.language)
    }

    /// The candidates among a problem's examples in a fixed order, whatever order they come in.
    static func all(
        _ examples: [GradedExample], source: LabelSource, leftOut: inout [LeftOut: Int]
    ) -> [Candidate] {
        var candidates: [Candidate] = []
        for example in examples {
            guard let report = example.report else {
                leftOut[.notJudged, default: 0] += 1
                continue
            }
            guard report.verdict != .judgeError else {
                leftOut[.judgeError, default: 0] += 1
                continue
            }
            let grades = example.grades.sorted(by: precedes)
            guard let label = Label(report: report, grades: grades, source: source) else {
                leftOut[.noGrade, default: 0] += 1
                continue
            }
            candidates.append(
                Candidate(example: example, report: report, label: label, grades: grades))
        }
        return candidates.sorted { $0.place < $1.place }
    }

    /// Authors together, their samples in order; the id decides what is left.
    private var place: (String, String, Int, String) {
        let submission = example.submission
        return (
            submission.author.kind.rawValue, submission.author.name, submission.sampleIndex,
            example.id
        )
    }

    private static func precedes(_ left: Grade, _ right: Grade) -> Bool {
        let order = { (grade: Grade) in
            [
                grade.rubricID, grade.rubricVersion, grade.rubricSHA256,
                grade.rater.kind.rawValue, grade.rater.name,
            ]
        }
        let (first, second) = (order(left), order(right))
        guard first == second else { return first.lexicographicallyPrecedes(second) }
        // The same rater twice: not what a store gives, but no reason to depend on its order.
        return (left.score ?? -1, left.activeSeconds, left.comment)
            < (right.score ?? -1, right.activeSeconds, right.comment)
    }
}
