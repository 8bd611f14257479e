package import Grading
package import Judging

/// A problem as one version of it stands in a store.
package struct ProblemVersion: Sendable {
    /// Of the version's canonical form, 64 hexadecimal digits.
    package var sha256: String
    package var problem: Problem

    package init(sha256: String, problem: Problem) {
        self.sha256 = sha256
        self.problem = problem
    }
}

/// Everything a dataset can say about one submission.
package struct GradedExample: Sendable {
    /// The submission's id; unique in a release.
    package var id: String
    package var submission: Submission
    /// The verdict in force, with its evidence; `nil` if it was not judged yet.
    package var report: JudgeReport?
    /// Every grade in force, of every rater, in any order.
    package var grades: [Grade]

    package init(
        id: String, submission: Submission, report: JudgeReport?, grades: [Grade] = []
    ) {
        self.id = id
        self.submission = submission
        self.report = report
        self.grades = grades
    }
}

/// The shape of a dataset's rows.
package enum DatasetForm: String, CaseIterable, Sendable {
    /// Everything that is known about each judged submission.
    case graded
    /// Accepted answers as conversations, for supervised fine-tuning.
    case sft
    /// Pairs of answers to one problem, for preference training.
    case dpo
}

/// Whose word a label is.
package enum LabelSource: String, CaseIterable, Sendable {
    /// The rule rater's grade, or the tests alone where there is none.
    case evidence
    /// The grades of people.
    case human
    /// Grades that an adjudicator settled; nothing makes them yet.
    case adjudicated
}

/// What goes into a dataset, and how.
package struct DatasetOptions: Sendable {
    package var form: DatasetForm
    package var labelSource: LabelSource
    /// `sft` and `dpo` only: the columns that trainers read, and no others.
    package var minimal: Bool
    /// `sft`: answers below this label are left out; from 0 to 1.
    package var minimumLabel: Double
    /// `dpo`: at most so many pairs of one problem.
    package var maximumPairs: Int
    /// `dpo`: two accepted answers make a pair only if their labels differ by at least this.
    package var minimumMargin: Double
    /// The version of Assay that writes the dataset.
    package var assay: String

    package init(
        form: DatasetForm, labelSource: LabelSource, minimal: Bool = false,
        minimumLabel: Double = 0.5, maximumPairs: Int = 8, minimumMargin: Double = 0.1,
        assay: String
    ) {
        self.form = form
        self.labelSource = labelSource
        self.minimal = minimal
        self.minimumLabel = minimumLabel
        self.maximumPairs = maximumPairs
        self.minimumMargin = minimumMargin
        self.assay = assay
    }

    /// The name of the data file in the release directory, such as `sft.jsonl`.
    package var dataFile: String { form.rawValue + ".jsonl" }
}

/// Why a submission, or a problem, gave no row.
package enum LeftOut: String, CaseIterable, Sendable {
    case notJudged = "not_judged"
    /// Our fault, not the submission's.
    case judgeError = "judge_error"
    /// No grade by a rater of the label source.
    case noGrade = "no_grade"
    /// `sft`: the tests do not accept it.
    case notAccepted = "not_accepted"
    case belowMinimumLabel = "below_minimum_label"
    /// The same answer to the same problem stands in the dataset already.
    case duplicate
    /// The same answer was accepted once and refused once.
    case conflictingVerdicts = "conflicting_verdicts"
    /// `dpo`, counted in problems: no two answers of which one is better.
    case noPair = "no_pair"
}
