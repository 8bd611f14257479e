package import Execution
package import Grading

extension Workspace {
    /// Stores a grade: acknowledged means it is on the disk.
    ///
    /// An earlier grade of the same rater on the same submission and rubric is kept and superseded.
    ///
    /// - Throws: `Diagnostic` for an unknown submission or rubric, or answers the rubric refuses.
    package func grade(_ submission: String, _ draft: GradeDraft) async throws -> StoredGrade {
        throw Diagnostic("not built yet")
    }

    /// Stores the grades of a JSON Lines file, a line each.
    ///
    /// Lines are independent: every good line is stored, every other one is a diagnostic with
    /// file, line, what is wrong and what to do. Storing the same file twice changes nothing.
    package func gradeFile(_ path: String) async throws -> GradeSummary {
        throw Diagnostic("not built yet")
    }

    /// Lets the rater kind `rule` fill a rubric from evidence, for every submission with a verdict
    /// that is not a judge error.
    package func gradeByRule(
        rubric id: String, progress: ProgressReport? = nil
    ) async throws -> GradeSummary {
        throw Diagnostic("not built yet")
    }
}
