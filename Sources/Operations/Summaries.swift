package import Execution
package import Judging

/// What an import, or anything else that adds problems and submissions, did.
package struct ImportSummary: Sendable, Equatable {
    package var problemsAdded = 0
    /// New versions of problems that were there.
    package var problemsChanged = 0
    package var submissionsAdded = 0
    /// Problems and submissions that were there already, exactly so.
    package var unchanged = 0
    /// One for each line that could not be used; the others were stored.
    package var diagnostics: [Diagnostic] = []
    /// How many more of them there were.
    package var omitted = 0
    /// Problems whose test programs could not be read as calls, and why, at most 1,000.
    package var untranslated: [String] = []
    /// What of the stored ones was not used.
    package var remarks: [Diagnostic] = []

    package init() {}
}

/// What making mutants did.
package struct MutantSummary: Sendable, Equatable {
    /// Mutants that the tests kill, added as submissions.
    package var killed = 0
    /// Mutants that were judged, in all.
    package var tried = 0
    /// Mutants that the tests do not kill: the tests may be weak, or the mutant equivalent.
    package var survivors: [Survivor] = []
    /// Names of problems for which fewer than `keep` killed mutants were found.
    package var short: [String] = []
    /// Names of problems left alone: no reference, or one that is not accepted.
    package var skipped: [String] = []

    package struct Survivor: Sendable, Equatable {
        package var problem: String
        /// Such as ``line 3: `<` became `<=` ``.
        package var change: String

        package init(problem: String, change: String) {
            self.problem = problem
            self.change = change
        }
    }

    package init() {}
}

/// What to judge and how.
package struct JudgeOptions: Sendable, Equatable {
    /// Submissions judged at the same time, at least 1.
    package var jobs: Int
    /// Also judge what has a verdict; the new verdict supersedes the old one.
    package var rejudge: Bool
    /// A problem's name; `nil` for all.
    package var problem: String?
    /// Take over the verdict of an equal run (same source, tests, limits, profile, toolchain).
    package var reuse: Bool
    /// How often each is judged; what disagrees with itself is flaky.
    package var repeats: Int
    /// Limits CPU time to so many times what the problem's reference needs here; `nil`, and for
    /// problems without a reference, the problem's own limits count.
    package var timeRatio: Double?
    /// The static tools whose findings are wanted, by name.
    package var evidence: [String]

    package init(
        jobs: Int = 2, rejudge: Bool = false, problem: String? = nil, reuse: Bool = true,
        repeats: Int = 1, timeRatio: Double? = nil, evidence: [String] = []
    ) {
        self.jobs = max(1, jobs)
        self.rejudge = rejudge
        self.problem = problem
        self.reuse = reuse
        self.repeats = repeats
        self.timeRatio = timeRatio
        self.evidence = evidence
    }
}

/// How far a long operation is.
package struct Progress: Sendable, Equatable {
    package var done: Int
    package var total: Int
    package var elapsedSeconds: Double
    /// Items a second since the start; 0 before the first one.
    package var rate: Double
    /// `nil` while there is nothing to tell it from.
    package var etaSeconds: Double?

    package init(done: Int, total: Int, elapsedSeconds: Double) {
        self.done = done
        self.total = total
        self.elapsedSeconds = elapsedSeconds
        rate = elapsedSeconds > 0 ? Double(done) / elapsedSeconds : 0
        etaSeconds = rate > 0 ? Double(total - done) / rate : nil
    }
}

/// Called from any task, never twice at the same time.
package typealias ProgressReport = @Sendable (Progress) -> Void

/// What `judge` did; every count is of this call alone.
package struct JudgeSummary: Sendable, Equatable {
    /// Verdicts stored, judge_error too.
    package var judged = 0
    /// Of those, taken over from equal runs.
    package var cached = 0
    package var verdicts: [Verdict: Int] = [:]
    package var integrity: [Integrity: Int] = [:]
    /// Why verdicts are not isolated, and how many each.
    package var integrityReasons: [String: Int] = [:]
    /// Distinct messages of judge errors, at most 20.
    package var errors: [String] = []
    package var elapsedSeconds = 0.0
    /// Verdicts a second.
    package var rate = 0.0
    /// Cancelled before all was judged; what was judged is stored.
    package var cancelled = false
    /// Submissions of this selection that still wait.
    package var pending = 0
    /// Submissions whose repeated runs disagree.
    package var flaky = 0
    /// The ids of the first of them; at most 20.
    package var flakyIDs: [String] = []
    /// Verdicts of a second run, alone, after a first that was nearly within its time limit.
    package var confirmedAlone = 0

    package init() {}
}

/// What a workspace holds.
package struct WorkspaceSummary: Sendable, Equatable {
    package var directory: String
    package var problems = 0
    package var submissions = 0
    package var authors: [Author.Kind: Int] = [:]
    package var pending = 0
    /// Of live verdicts.
    package var verdicts: [Verdict: Int] = [:]
    package var integrity: [Integrity: Int] = [:]
    package var integrityReasons: [String: Int] = [:]
    /// Grades that are not superseded.
    package var grades = 0
    /// By rubric id.
    package var gradesByRubric: [String: Int] = [:]
    package var events = 0

    package init(directory: String) { self.directory = directory }
}
