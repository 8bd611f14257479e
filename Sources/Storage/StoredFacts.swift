import Execution
package import Grading
package import Judging

/// A problem and its current version, without the content.
package struct ProblemRecord: Sendable, Equatable {
    package var id: String
    package var name: String
    package var versionID: String
    /// SHA-256 of the content, by which the blob is found.
    package var sha256: String
    package var number: Int
    package var language: String
    package var entryPoint: String?
    package var style: String
    package var licence: String
    package var source: String
    package var family: String
    package var hasReference: Bool
    package var submissions: Int
    package var accepted: Int
    package var pending: Int
}

/// A submission and what its live verdict says, without any content.
package struct SubmissionRecord: Sendable, Equatable {
    package var id: String
    package var problem: String
    package var problemVersionID: String
    package var language: String
    package var sourceSHA256: String
    package var responseSHA256: String
    package var author: Author
    package var sampleIndex: Int
    package var licence: String
    package var createdAt: Int
    package var grades: Int
    /// `nil` while there is none on the current version of the problem.
    package var verdict: LiveVerdict?

    package struct LiveVerdict: Sendable, Equatable {
        package var id: String
        package var verdict: Verdict
        package var integrity: Integrity?
        package var integrityReason: String?
        package var passed: Int
        package var total: Int
        package var cpuMS: Double?
        package var wallMS: Double?
        package var resultSHA256: String
        /// `nil` where it ran once.
        package var flaky: Bool?
    }
}

/// One verdict of a submission's history.
package struct VerdictRecord: Sendable, Equatable {
    package var id: String
    package var verdict: Verdict
    package var integrity: Integrity?
    package var attempt: Int
    package var runKey: String
    package var cached: Bool
    package var problemVersion: String
    package var live: Bool
    package var createdAt: Int
}

/// A grade as it was given.
package struct GradeRecord: Sendable, Equatable {
    package var id: String
    package var submissionID: String
    package var verdictID: String?
    package var grade: Grade
    package var live: Bool
    package var createdAt: Int
}

/// A submission that waits for a verdict.
package struct QueueItem: Sendable, Equatable {
    package var submissionID: String
    package var problemVersionID: String
    /// SHA-256 of the problem version's content.
    package var problemSHA256: String
    package var attempt: Int
    package var language: String
    package var source: [UInt8]

    package init(
        submissionID: String, problemVersionID: String, problemSHA256: String, attempt: Int,
        language: String, source: [UInt8]
    ) {
        self.submissionID = submissionID
        self.problemVersionID = problemVersionID
        self.problemSHA256 = problemSHA256
        self.attempt = attempt
        self.language = language
        self.source = source
    }
}
