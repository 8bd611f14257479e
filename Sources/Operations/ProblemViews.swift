package import Execution
package import Judging

/// A problem in a list; nothing in it comes from a blob.
package struct ProblemItem: Sendable, Equatable {
    /// UUIDv7.
    package var id: String
    package var name: String
    package var language: String
    package var entryPoint: String?
    /// `stdio`, `function` or `assertions`.
    package var style: String
    /// SHA-256 of the current version's canonical content.
    package var version: String
    /// From 1.
    package var versionNumber: Int
    package var licence: String
    package var source: String
    package var family: String
    package var hasReference: Bool
    package var submissions: Int
    /// How many of them are accepted, counting only live verdicts of the current version.
    package var accepted: Int
    /// How many of them wait for a verdict.
    package var pending: Int
}

/// A problem with all of its current version.
package struct ProblemDetail: Sendable, Equatable {
    package var item: ProblemItem
    package var problem: Problem
}

/// A submission in a list; nothing in it comes from a blob.
package struct SubmissionItem: Sendable, Equatable {
    /// UUIDv7.
    package var id: String
    package var problem: String
    package var language: String
    package var author: Author
    package var sampleIndex: Int
    package var licence: String
    /// `nil` while it waits for one.
    package var verdict: Verdict?
    package var integrity: Integrity?
    package var integrityReason: String?
    package var passed: Int?
    package var total: Int?
    package var cpuMS: Double?
    package var wallMS: Double?
    /// Whether its runs disagreed; `nil` where it ran once.
    package var flaky: Bool?
    /// Grades that are not superseded.
    package var grades: Int
    /// Milliseconds since 1970.
    package var createdAt: Int
}

/// A submission with its code, its problem, its evidence and its grades.
package struct SubmissionDetail: Sendable, Equatable {
    package var item: SubmissionItem
    package var submission: Submission
    package var problem: ProblemDetail
    /// With the per-test evidence; `nil` while it waits for a verdict.
    package var report: JudgeReport?
    /// The same as a `result/1`, exactly as it was stored.
    package var resultJSON: JSON?
    /// All versions of it, oldest first; the last is the live one.
    package var verdicts: [VerdictItem]
    /// Oldest first, superseded ones too.
    package var grades: [StoredGrade]
}

/// One verdict that a submission got.
package struct VerdictItem: Sendable, Equatable {
    /// UUIDv7.
    package var id: String
    package var verdict: Verdict
    package var integrity: Integrity?
    /// From 1.
    package var attempt: Int
    package var runKey: String
    /// Taken over from an equal run instead of running again.
    package var cached: Bool
    /// SHA-256 of the problem version it is a verdict on.
    package var problemVersion: String
    package var superseded: Bool
    /// Milliseconds since 1970.
    package var createdAt: Int
}

/// Which submissions a list shows; `nil` means any.
package struct SubmissionFilter: Sendable, Equatable {
    /// A problem's name.
    package var problem: String?
    package var verdict: Verdict?
    package var authorKind: Author.Kind?
    /// Only those that wait for a verdict; then `verdict` must be `nil`.
    package var pending: Bool

    package init(
        problem: String? = nil, verdict: Verdict? = nil, authorKind: Author.Kind? = nil,
        pending: Bool = false
    ) {
        self.problem = problem
        self.verdict = verdict
        self.authorKind = authorKind
        self.pending = pending
    }
}
