import Execution
import Grading
import Judging

/// Rows of `graded`: everything that is known about one judged submission.
///
/// No column is ever null and none changes its type: what is absent is `""`, 0 or an empty list,
/// and where 0 could be meant (`score`) a flag says which (`scored`). What has no fixed shape
/// (sampling parameters) is JSON in a string.
struct GradedRows {
    let labelSource: LabelSource
    /// The columns of the problem at hand, written once for all its rows.
    private var problemColumns: [UInt8] = []
    /// Likewise of the judge's versions, which rarely change from row to row.
    private var environment: JudgeEnvironment?
    private var environmentColumns: [UInt8] = []

    init(labelSource: LabelSource) { self.labelSource = labelSource }

    mutating func begin(_ version: ProblemVersion) {
        var writer = RowWriter()
        let problem = version.problem
        writer.column("problem", problem.name)
        writer.column("problem_version", version.sha256)
        writer.column("family", problem.family)
        writer.column("problem_source", problem.source)
        writer.column("problem_licence", problem.licence)
        writer.column("tags", problem.tags.joined(separator: ","))
        writer.key("prompt")
        writer.open("[")
        writer.messages(problem.prompt)
        writer.close("]")
        writer.column("starter_code", problem.starterCode)
        writer.column("entry_point", problem.entryPoint ?? "")
        problemColumns = writer.bytes
    }

    mutating func write(_ candidate: Candidate, to writer: inout RowWriter) {
        let (submission, report) = (candidate.example.submission, candidate.report)
        writer.open("{")
        writer.column("id", candidate.example.id)
        writer.raw(problemColumns)
        writer.column("language", submission.language)
        writer.column("response", submission.response)
        writer.column("source", submission.source)
        writer.column("author_kind", submission.author.kind.rawValue)
        writer.column("author", submission.author.name)
        writer.key("author_parameters")
        writer.value(JSON.object(submission.author.parameters).text)
        writer.column("sample_index", submission.sampleIndex)
        writer.column("licence", submission.licence)
        evidence(report, to: &writer)
        writer.column("label", candidate.label.value)
        writer.column("label_source", labelSource.rawValue)
        writer.column("label_basis", candidate.label.basis)
        writer.column("label_rubrics", candidate.label.rubrics.joined(separator: ","))
        writer.key("grades")
        writer.open("[")
        for grade in candidate.grades { self.grade(grade, to: &writer) }
        writer.close("]")
        versions(report.environment, to: &writer)
        writer.close("}")
        writer.endRow()
    }

    private func evidence(_ report: JudgeReport, to writer: inout RowWriter) {
        let resources = Resources(report)
        writer.column("verdict", report.verdict.rawValue)
        writer.column("integrity", report.integrity?.rawValue ?? "")
        writer.column("integrity_reason", report.integrityReason ?? "")
        writer.column("tests_passed", report.passed)
        writer.column("tests_total", report.total)
        writer.key("tests")
        writer.open("[")
        for test in report.tests {
            writer.open("{")
            writer.column("name", test.name)
            writer.column("verdict", test.verdict.rawValue)
            writer.close("}")
        }
        writer.close("]")
        writer.column("cpu_ms", resources.cpuMS)
        writer.column("wall_ms", resources.wallMS)
        writer.column("memory_peak_bytes", resources.memoryPeakBytes)
        writer.column("limit_exceeded", report.limit?.name.rawValue ?? "")
        writer.column("limits_hit", report.limitsHit.map(\.rawValue).joined(separator: ","))
        writer.column("cpu_limit_ms", report.limits.cpuMS)
        writer.column("wall_limit_ms", report.limits.wallMS)
        writer.column("memory_limit_bytes", report.limits.memoryBytes)
        writer.column("attempts", report.attempts)
    }

    private func grade(_ grade: Grade, to writer: inout RowWriter) {
        writer.open("{")
        writer.column("rater_kind", grade.rater.kind.rawValue)
        writer.column("rater", grade.rater.name)
        writer.column("rubric", grade.rubricID)
        writer.column("rubric_version", grade.rubricVersion)
        writer.column("rubric_sha256", grade.rubricSHA256)
        writer.column("scored", grade.score?.isFinite ?? false)
        writer.column("score", grade.score ?? 0)
        writer.column("gates", grade.gates.joined(separator: ","))
        writer.column("flags", grade.flags.joined(separator: ","))
        writer.column("confidence", grade.confidence ?? 0)
        writer.column("comment", grade.comment)
        writer.column("active_seconds", grade.activeSeconds)
        writer.key("answers")
        writer.open("[")
        for criterion in grade.answers.keys.sorted() {
            guard let answer = grade.answers[criterion] else { continue }
            writer.open("{")
            writer.column("criterion", criterion)
            let (kind, number, text) = columns(of: answer.value)
            writer.column("kind", kind)
            writer.column("number", number)
            writer.column("text", text)
            writer.column("rationale", answer.rationale)
            writer.column("automatic", answer.automatic)
            writer.close("}")
        }
        writer.close("]")
        writer.close("}")
    }

    private func columns(of value: Answer.Value) -> (kind: String, number: Double, text: String) {
        switch value {
        case .number(let number): ("number", number, "")
        case .bool(let flag): ("bool", flag ? 1 : 0, "")
        case .text(let text): ("text", 0, text)
        case .notApplicable: ("not_applicable", 0, "")
        }
    }

    private mutating func versions(_ versions: JudgeEnvironment, to writer: inout RowWriter) {
        if environment != versions {
            var columns = RowWriter()
            columns.column("assay", versions.assay)
            columns.column("profile", versions.profile)
            columns.column("profile_sha256", versions.profileSHA256)
            columns.column("harness_sha256", versions.harnessSHA256)
            columns.column("toolchain", versions.toolchain)
            columns.column("toolchain_sha256", versions.toolchainSHA256)
            columns.column(
                "missing_isolation",
                versions.box.missing.map(\.rawValue).joined(separator: ","))
            columns.column("cpu_method", versions.box.cpuMethod)
            columns.column("memory_method", versions.box.memoryMethod)
            environmentColumns = columns.bytes
            environment = versions
        }
        writer.raw(environmentColumns)
    }
}

/// What judging a submission used, without compiling it: the sum of the times of its runs, and the
/// highest of their memory peaks.
private struct Resources {
    var cpuMS = 0.0
    var wallMS = 0.0
    var memoryPeakBytes = 0

    init(_ report: JudgeReport) {
        if let run = report.run { add(run.usage) }
        for test in report.tests {
            if let run = test.run { add(run.usage) }
        }
    }

    private mutating func add(_ usage: Usage) {
        cpuMS += usage.cpuMS
        wallMS += usage.wallMS
        memoryPeakBytes = max(memoryPeakBytes, usage.memoryPeakBytes)
    }
}
