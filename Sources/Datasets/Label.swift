import Grading
import Judging

/// What a row says a submission is worth.
struct Label: Sendable, Equatable {
    /// From 0 to 1.
    var value: Double
    /// `grades`, or `tests` where evidence has no rule's grade: then the share of tests passed, 1
    /// only for accepted submissions.
    var basis: String
    /// The rubrics behind it as `id@version`, sorted; empty if the basis is the tests.
    var rubrics: [String]

    /// The mean over rubrics of the mean over their raters, so that a rubric with more raters does
    /// not outweigh another; `nil` if no rater of the source scored the submission.
    ///
    /// `grades` must stand in a fixed order: a sum of doubles depends on it.
    init?(report: JudgeReport, grades: [Grade], source: LabelSource) {
        var sums: [String: (sum: Double, count: Int)] = [:]
        for grade in grades where Label.counts(grade, for: source) {
            guard let score = grade.score, score.isFinite else { continue }
            let rubric = grade.rubricID + "@" + grade.rubricVersion
            let old = sums[rubric] ?? (0, 0)
            sums[rubric] = (old.sum + score, old.count + 1)
        }
        rubrics = sums.keys.sorted()
        guard rubrics.isEmpty else {
            let total = rubrics.reduce(0.0) { total, rubric in
                let entry = sums[rubric] ?? (0, 1)
                return total + entry.sum / Double(entry.count)
            }
            value = total / Double(rubrics.count)
            basis = "grades"
            return
        }
        guard source == .evidence else { return nil }
        basis = "tests"
        value = Label.testShare(report)
    }

    /// A submission that passed every test and is still refused is worth nothing.
    private static func testShare(_ report: JudgeReport) -> Double {
        switch report.verdict {
        case .accepted: return 1
        case .wrongAnswer, .runtimeError, .timeLimitExceeded, .memoryLimitExceeded,
            .outputLimitExceeded:
            guard (1..<max(report.total, 1)).contains(report.passed) else { return 0 }
            return Double(report.passed) / Double(report.total)
        case .judgeError, .compileError, .tampered, .securityViolation: return 0
        }
    }

    private static func counts(_ grade: Grade, for source: LabelSource) -> Bool {
        switch source {
        case .evidence: grade.rater.kind == .rule
        case .human: grade.rater.kind == .person
        case .adjudicated: false
        }
    }
}
