package import Execution

extension Rubric {
    /// Checks a draft and makes a grade of it: fills in what is locked, and computes the score.
    ///
    /// Throws ``GradeRefusal`` with every problem, or a ``Diagnostic`` if the rubric's method of
    /// aggregation is not built yet.
    package func grade(_ draft: GradeDraft, evidence: Evidence) throws -> Grade {
        try checkMethod()
        var check = GradeCheck(rubric: self, draft: draft, evidence: evidence)
        check.run()
        let score = try score(check.answers, evidence: evidence)
        for gate in score.fired where gate.effect == .blockSubmit {
            check.problems.append(GradeProblem("cannot be submitted: \(gate.label)"))
        }
        guard check.problems.isEmpty else {
            throw GradeRefusal(rubricID: id, problems: check.problems)
        }
        let flagOrder = flags.map(\.id)
        return Grade(
            rater: draft.rater, rubricID: id, rubricVersion: version, rubricSHA256: sha256,
            answers: check.answers, score: score.value, gates: score.gates,
            flags: flagOrder.filter(draft.flags.contains), confidence: draft.confidence,
            comment: draft.comment, activeSeconds: draft.activeSeconds)
    }
}

extension GradeRefusal {
    /// One for each problem.
    package var diagnostics: [Diagnostic] {
        problems.map {
            Diagnostic($0.message, note: "the rubric is `\(rubricID)`", hint: $0.hint)
        }
    }
}

/// Checks one draft against its rubric, criterion by criterion.
struct GradeCheck {
    static let maxTextBytes = 65_536

    let rubric: Rubric
    let draft: GradeDraft
    let evidence: Evidence
    /// What the grade will hold.
    private(set) var answers: [String: Answer] = [:]
    var problems: [GradeProblem] = []

    init(rubric: Rubric, draft: GradeDraft, evidence: Evidence) {
        self.rubric = rubric
        self.draft = draft
        self.evidence = evidence
    }

    mutating func run() {
        if draft.rubricID != rubric.id {
            report("the draft is for the rubric `\(draft.rubricID)`, not `\(rubric.id)`")
        }
        let known = rubric.criteria.map(\.id)
        for id in draft.answers.keys.sorted() where !known.contains(id) {
            let near = Spelling.nearest(to: id, among: known)
            report(
                "there is no criterion `\(id)`", id,
                hint: near.map { "did you mean `\($0)`?" }
                    ?? "the criteria are \(known.joined(separator: ", "))")
        }
        for criterion in rubric.criteria { check(criterion) }
        // Only now are all answers known, which a condition may name.
        for criterion in rubric.criteria { checkRationale(criterion) }
        checkRest()
    }

    private mutating func report(_ message: String, _ id: String? = nil, hint: String? = nil) {
        problems.append(GradeProblem(message, criterion: id, hint: hint))
    }

    private mutating func check(_ criterion: Criterion) {
        let id = criterion.id
        let given = draft.answers[id]
        let state = rubric.state(of: criterion, answers, evidence)
        guard state.applies else {
            if let given, given.value != .notApplicable {
                report("`\(id)` does not apply here", id, hint: "leave it out")
            }
            return
        }
        if state.mode == .lock {
            lock(criterion, to: state.automatic, given)
            return
        }
        guard let given else {
            if criterion.counts {
                report("`\(id)` is not answered", id, hint: "it can be \(criterion.scale.summary)")
            }
            return
        }
        guard criterion.scale.contains(given.value) else {
            report(
                "`\(id)` cannot be `\(given.value.name)`", id,
                hint: "it can be \(criterion.scale.summary)")
            return
        }
        checkBound(criterion, state, given.value)
        answers[id] = Answer(
            value: given.value, rationale: given.rationale,
            automatic: given.automatic && given.value == state.automatic)
    }

    private mutating func lock(
        _ criterion: Criterion, to value: Answer.Value?, _ given: Answer?
    ) {
        let id = criterion.id
        guard let value else {
            if let given, given.value != .notApplicable {
                report("`\(id)` comes from evidence alone, and there is none", id)
            }
            return
        }
        if let given, given.value != value {
            report("`\(id)` is `\(value.name)` by evidence and cannot be changed", id)
        }
        answers[id] = Answer(value: value, rationale: given?.rationale ?? "", automatic: true)
    }

    private mutating func checkBound(
        _ criterion: Criterion, _ state: CriterionState, _ value: Answer.Value
    ) {
        guard case .number(let bound) = state.automatic, case .number(let number) = value else {
            checkMet(criterion, state, value)
            return
        }
        let name = Answer.Value.number(bound).name
        if state.mode == .ceiling, number > bound {
            report("`\(criterion.id)` can be at most `\(name)` by evidence", criterion.id)
        }
        if state.mode == .floor, number < bound {
            report("`\(criterion.id)` must be at least `\(name)` by evidence", criterion.id)
        }
    }

    /// On a binary scale a ceiling of `false` and a floor of `true` leave one answer.
    private mutating func checkMet(
        _ criterion: Criterion, _ state: CriterionState, _ value: Answer.Value
    ) {
        guard case .bool(let bound) = state.automatic, case .bool(let met) = value, met != bound,
            state.mode == (bound ? .floor : .ceiling)
        else { return }
        report("`\(criterion.id)` can only be `\(bound)` by evidence", criterion.id)
    }

    private mutating func checkRationale(_ criterion: Criterion) {
        guard let answer = answers[criterion.id] else { return }
        if answer.rationale.utf8.count > Self.maxTextBytes {
            report("the rationale of `\(criterion.id)` is longer than 64 KiB", criterion.id)
        }
        // Nobody gives reasons for what the evidence fixed.
        guard let rule = criterion.rationale, criterion.auto?.mode != .lock,
            rubric.state(of: criterion, answers, evidence).rationaleRequired
        else { return }
        let rationale = RationaleCheck(
            text: answer.rationale, testNames: evidence.testNames, response: evidence.response)
        for problem in rationale.problems(rule) {
            report(
                "the rationale of `\(criterion.id)` \(problem.message)", criterion.id,
                hint: problem.hint)
        }
    }

    private mutating func checkRest() {
        let known = rubric.flags.map(\.id)
        for flag in draft.flags where !known.contains(flag) {
            let near = Spelling.nearest(to: flag, among: known)
            report("there is no flag `\(flag)`", hint: near.map { "did you mean `\($0)`?" })
        }
        if let rule = rubric.confidence {
            let values = rule.values.map(String.init).joined(separator: ", ")
            if let confidence = draft.confidence {
                if !rule.values.contains(confidence) {
                    report("the confidence cannot be `\(confidence)`", hint: "it can be \(values)")
                }
            } else if rule.required {
                report("the confidence is not given", hint: "it can be \(values)")
            }
        } else if draft.confidence != nil {
            report("this rubric asks for no confidence", hint: "leave it out")
        }
        if !draft.activeSeconds.isFinite || draft.activeSeconds < 0 {
            report("the active time must be 0 seconds or more")
        }
        if draft.comment.utf8.count > Self.maxTextBytes {
            report("the comment is longer than 64 KiB")
        }
    }
}
