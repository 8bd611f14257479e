import Execution
import Grading
import Judging

/// Small rubrics and reports that tests vary.
enum Samples {
    static let q5 = Scale(
        .ordinal, values: (0...4).map { .number(Double($0)) }, allowsNotApplicable: true)
    static let yesNo = Scale(.binary)

    static func criterion(
        _ id: String, _ scale: Scale = q5, weight: Double? = 1, points: Double? = nil,
        appliesWhen: Expression? = nil, auto: Criterion.Automatic? = nil,
        rationale: Criterion.RationaleRule? = nil
    ) -> Criterion {
        Criterion(
            id: id, title: id, question: id, axis: "test", scale: scale,
            weight: points == nil ? weight : nil, points: points, appliesWhen: appliesWhen,
            auto: auto, rationale: rationale)
    }

    static func rubric(
        _ criteria: [Criterion], gates: [Gate] = [], flags: [Flag] = [],
        confidence: ConfidenceRule? = nil, method: Aggregate.Method = .weightedMean,
        requiredEvidence: [String] = []
    ) -> Rubric {
        Rubric(
            id: "sample", version: "1.0.0", title: "Sample", sha256: "abc", criteria: criteria,
            gates: gates, flags: flags, confidence: confidence,
            aggregate: Aggregate(method: method), requiredEvidence: requiredEvidence)
    }

    static func expression(
        _ source: String, _ answers: [String] = [], inside scale: Scale? = nil
    ) throws -> Expression {
        let names = Namespace.rubric(unit: .response, answers: answers.map { ($0, q5) })
        return try Expression(source, in: scale.map(names.inside) ?? names)
    }

    /// `nil` is N/A.
    static func answers(_ values: [String: Double?]) -> [String: Answer] {
        values.mapValues { Answer(value: $0.map(Answer.Value.number) ?? .notApplicable) }
    }

    static func draft(
        _ answers: [String: Answer], flags: [String] = [], confidence: Int? = nil,
        activeSeconds: Double = 1
    ) -> GradeDraft {
        GradeDraft(
            rater: Rater(kind: .person, name: "ada"), rubricID: "sample", answers: answers,
            flags: flags, confidence: confidence, activeSeconds: activeSeconds)
    }

    static func report(
        _ verdict: Verdict = .accepted, passed: Int = 4, total: Int = 4, cpuMS: Double = 20,
        memory: Int = 8 << 20
    ) -> JudgeReport {
        let usage = Usage(wallMS: cpuMS * 2, cpuMS: cpuMS, memoryPeakBytes: memory)
        return JudgeReport(
            verdict: verdict, integrity: .isolated, passed: passed, total: total,
            tests: (0..<total).map {
                TestResult(
                    name: "case-\($0)", verdict: $0 < passed ? .accepted : .wrongAnswer)
            },
            run: RunResult(termination: .exited(code: 0), usage: usage))
    }
}
