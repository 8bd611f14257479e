package import Execution
package import Grading

/// A grade as it is kept: it never changes, it can only be superseded.
package struct StoredGrade: Sendable, Equatable {
    /// UUIDv7.
    package var id: String
    package var submission: String
    package var grade: Grade
    /// The live verdict when it was given; `nil` if there was none.
    package var verdictID: String?
    package var superseded: Bool
    /// Milliseconds since 1970.
    package var createdAt: Int
}

/// What a file of grades, or the rule rater, did.
package struct GradeSummary: Sendable, Equatable {
    package var added = 0
    /// Exactly the rater's live grade already; not stored again.
    package var unchanged = 0
    /// Of those added, how many took the place of an earlier one.
    package var superseded = 0
    /// One for each line or submission that could not be graded.
    package var diagnostics: [Diagnostic] = []

    package init() {}
}
