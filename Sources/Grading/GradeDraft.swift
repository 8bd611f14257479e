/// What a rater hands in; the score is computed from it, never taken over.
package struct GradeDraft: Sendable, Equatable {
    package var rater: Rater
    package var rubricID: String
    /// By criterion id; a criterion that is not in it was not answered.
    package var answers: [String: Answer]
    package var flags: [String]
    package var confidence: Int?
    package var comment: String
    package var activeSeconds: Double

    package init(
        rater: Rater, rubricID: String, answers: [String: Answer] = [:], flags: [String] = [],
        confidence: Int? = nil, comment: String = "", activeSeconds: Double = 0
    ) {
        self.rater = rater
        self.rubricID = rubricID
        self.answers = answers
        self.flags = flags
        self.confidence = confidence
        self.comment = comment
        self.activeSeconds = activeSeconds
    }
}

/// Why a draft is not a grade: every problem, not only the first.
package struct GradeRefusal: Error, Sendable, Equatable {
    package var rubricID: String
    package var problems: [GradeProblem]

    package init(rubricID: String, problems: [GradeProblem]) {
        self.rubricID = rubricID
        self.problems = problems
    }
}

/// One thing that keeps a draft from being a grade.
package struct GradeProblem: Sendable, Equatable {
    /// The id of the criterion it is about; `nil` if it is about the whole draft.
    package var criterion: String?
    /// Lower case, no full stop, names in backticks; it names the criterion itself.
    package var message: String
    package var hint: String?

    package init(_ message: String, criterion: String? = nil, hint: String? = nil) {
        self.criterion = criterion
        self.message = message
        self.hint = hint
    }
}
