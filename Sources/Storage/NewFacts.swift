package import Grading
package import Judging

/// A problem to be stored; `content` is all of it in canonical form, whose hash is its version.
package struct NewProblem: Sendable {
    package var problem: Problem
    package var content: [UInt8]

    package init(problem: Problem, content: [UInt8]) {
        self.problem = problem
        self.content = content
    }

    var style: String {
        switch problem.suite {
        case .stdio: "stdio"
        case .function: "function"
        case .assertions: "assertions"
        case .unit: "unit"
        }
    }
}

/// What adding something did.
package enum Addition: Sendable, Equatable {
    case added
    /// A new version of something that was there.
    case changed
    case unchanged
}

/// A verdict to be stored, with the run it comes from.
package struct NewVerdict: Sendable {
    package var submissionID: String
    /// The version that was judged; if it is not the current one any more, nothing is stored.
    package var problemVersionID: String
    /// The attempt that was judged, as the queue said; if it has a verdict, nothing is stored.
    package var attempt: Int
    package var runKey: String
    /// `nil`: take the stored run with `runKey`.
    package var run: NewRun?

    package init(
        submissionID: String, problemVersionID: String, attempt: Int, runKey: String, run: NewRun?
    ) {
        self.submissionID = submissionID
        self.problemVersionID = problemVersionID
        self.attempt = attempt
        self.runKey = runKey
        self.run = run
    }
}

/// What became of a verdict that was handed in.
package struct StoredVerdict: Sendable, Equatable {
    /// The stored run's, which is the first one's of equal runs.
    package var verdict: Verdict
    /// An equal run was stored already.
    package var cached: Bool
}

/// A run to be stored.
package struct NewRun: Sendable {
    package var report: JudgeReport
    /// The report as a `result/1`.
    package var result: [UInt8]

    package init(report: JudgeReport, result: [UInt8]) {
        self.report = report
        self.result = result
    }
}

/// A grade to be stored.
package struct NewGrade: Sendable {
    package var submissionID: String
    package var grade: Grade

    package init(submissionID: String, grade: Grade) {
        self.submissionID = submissionID
        self.grade = grade
    }
}
