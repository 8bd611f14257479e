import Grading

/// A rubric as a form, with what was typed so far, what evidence says and what is wrong.
struct RubricForm {
    let action: String
    let id: String
    let title: String
    let identity: String
    let sha256: String
    let others: [Other]
    let hasOthers: Bool
    let criteria: [CriterionField]
    let flags: [Choice]
    let hasFlags: Bool
    let confidence: ConfidenceField?
    let comment: TypedField
    let rater: TypedField
    /// What is wrong in one sentence; `nil` if nothing was refused.
    let summary: String?
    let faults: [Fault]

    struct Other {
        let title: String
        let href: String
    }

    struct ConfidenceField {
        let choices: [Choice]
        let fault: String?
        let faulty: Bool
    }

    /// `evidence` fills in, bounds and excludes; `typed` is what the rater sent, `nil` for a new
    /// form; `problems` say why it was refused.
    init(
        _ rubric: Rubric, submission: String, evidence: Evidence,
        others: [Rubric], typed: TypedGrade?, rater: String, problems: [GradeProblem]
    ) {
        action = "/submissions/\(percentEncoded(submission))/grades"
        id = rubric.id
        title = rubric.title
        identity = "\(rubric.id) \(rubric.version)"
        sha256 = rubric.sha256
        self.others = others.map {
            Other(title: $0.title, href: Link.submission(submission, rubric: $0.id))
        }
        hasOthers = !others.isEmpty
        let faults = problems.map { Fault($0, rubric: rubric) }
        let total = rubric.criteria.compactMap(\.weight).reduce(0, +)
        let states = rubric.states([:], evidence: evidence)
        criteria = rubric.criteria.map { criterion in
            CriterionField(
                criterion, state: states[criterion.id], totalWeight: total, typed: typed,
                fault: faults.first { $0.anchor == "criterion-\(criterion.id)" }?.text)
        }
        flags = rubric.flags.map {
            Choice(
                value: $0.id, label: $0.title, anchor: $0.severity.rawValue,
                checked: typed?.flags.contains($0.id) == true)
        }
        hasFlags = !rubric.flags.isEmpty
        let sure = ["not sure", "fairly sure", "certain"]
        confidence = rubric.confidence.map { rule in
            let fault = faults.first { $0.anchor == "confidence" }?.text
            return ConfidenceField(
                choices: rule.values.enumerated().map { index, value in
                    Choice(
                        value: String(value),
                        label: rule.values == [1, 2, 3] ? "\(value) \(sure[index])" : "\(value)",
                        anchor: nil, checked: typed?.confidence == String(value))
                }, fault: fault, faulty: fault != nil)
        }
        comment = TypedField(typed: typed?.comment ?? "", fault: nil)
        self.rater = TypedField(
            typed: typed?.rater ?? rater,
            fault: faults.first { $0.anchor == "rater-field" }?.text)
        self.faults = faults
        summary =
            problems.isEmpty
            ? nil
            : "What you typed is still here. "
                + (faults.count == 1 ? "One thing is missing or wrong:" : "To mend:")
    }
}

/// A text field, with its content exactly as it was typed.
struct TypedField {
    let typed: String
    let fault: String?
}

/// One value that can be chosen.
struct Choice {
    let value: String
    let label: String
    let anchor: String?
    let checked: Bool
}

/// One thing that is wrong in a form, and the part of the page that it is about.
struct Fault {
    let anchor: String
    let label: String
    let text: String

    init(_ problem: GradeProblem, rubric: Rubric) {
        let named = rubric.criteria.reduce(problem.message) { text, criterion in
            text.replacing("`\(criterion.id)`", with: criterion.title)
        }
        text = sentence(named) + (problem.hint.map { " " + sentence($0) } ?? "")
        if let criterion = problem.criterion.flatMap({ rubric.criterion($0) }) {
            anchor = "criterion-\(criterion.id)"
            label = criterion.title
        } else if problem.criterion == TypedGrade.raterProblem {
            anchor = "rater-field"
            label = "Your name"
        } else if problem.message.contains("confidence") {
            anchor = "confidence"
            label = "Confidence"
        } else {
            anchor = "rubric-title"
            label = "The form"
        }
    }
}

/// One criterion of the form.
struct CriterionField {
    let id: String
    let title: String
    let question: String
    let weight: String?
    let condition: String?
    let auto: String?
    let locked: Bool
    let choices: [Choice]
    /// For scales that are written rather than chosen.
    let input: TypedField?
    let rationaleHint: String?
    /// The rationale.
    let typed: String
    let fault: String?
    let faulty: Bool

    init(
        _ criterion: Criterion, state: CriterionState?, totalWeight: Double,
        typed: TypedGrade?, fault: String?
    ) {
        id = criterion.id
        title = criterion.title
        question = criterion.question
        if let points = criterion.points {
            weight = "\(points > 0 ? "+" : "")\(Answer.Value.number(points).name) points"
        } else if let share = criterion.weight, totalWeight > 0 {
            weight =
                share == 0
                ? "not counted"
                : "weight \(Answer.Value.number(share).name) of "
                    + Answer.Value.number(totalWeight).name
        } else {
            weight = nil
        }
        // Without scripts a page cannot follow answers: such a criterion is shown, with its rule.
        let depends = criterion.appliesWhen?.names.contains { $0.hasPrefix("answers.") } == true
        let excluded = state?.applies == false && !depends
        locked = criterion.auto?.mode == .lock || excluded
        condition = criterion.appliesWhen.map {
            excluded ? "Does not apply here: \($0.source)" : "Answer it only when: \($0.source)"
        }
        let automatic = excluded ? nil : state?.automatic
        auto = excluded ? nil : Self.note(criterion, automatic)
        let suggested = criterion.auto.flatMap { rule in
            rule.mode == .suggest || rule.mode == .lock ? automatic?.name : nil
        }
        let chosen = typed == nil || locked ? suggested : typed?.answers[criterion.id]
        choices = excluded ? [] : Self.choices(criterion, chosen: chosen)
        let written = choices.isEmpty && !locked
        input = written ? TypedField(typed: chosen ?? "", fault: nil) : nil
        rationaleHint = Self.hint(criterion.rationale)
        self.typed = typed?.rationales[criterion.id] ?? ""
        self.fault = fault
        faulty = fault != nil
    }

    private static func choices(_ criterion: Criterion, chosen: String?) -> [Choice] {
        let scale = criterion.scale
        switch scale.kind {
        case .number, .text, .ranking: return []
        case .binary, .ordinal, .preference, .choice: break
        }
        var choices = scale.values.map { value in
            Choice(
                value: value.name, label: scale.label(of: value),
                anchor: criterion.anchor(for: value), checked: chosen == value.name)
        }
        if scale.allowsNotApplicable {
            choices.append(
                Choice(
                    value: "n/a", label: "N/A", anchor: "Does not apply; it is left out.",
                    checked: chosen == "n/a"))
        } else if criterion.appliesWhen != nil, criterion.auto?.mode != .lock {
            choices.append(
                Choice(value: "", label: "No answer", anchor: nil, checked: chosen == ""))
        }
        return choices
    }

    private static func note(_ criterion: Criterion, _ automatic: Answer.Value?) -> String? {
        guard let rule = criterion.auto else { return nil }
        guard let automatic else {
            return rule.mode == .lock ? "Filled from evidence; there is none" : nil
        }
        let label = criterion.scale.label(of: automatic)
        return switch rule.mode {
        case .suggest: "Suggested from evidence: \(label)"
        case .lock: "Set by evidence: \(label)"
        case .floor: "Evidence allows no less than \(label)"
        case .ceiling: "Evidence allows at most \(label)"
        }
    }

    private static func hint(_ rule: Criterion.RationaleRule?) -> String? {
        guard let rule else { return nil }
        var parts = [rule.when.map { "required when \($0.source)" } ?? "required"]
        if rule.minimumCharacters > 1 {
            parts.append("at least \(rule.minimumCharacters) characters")
        }
        if !rule.cite.isEmpty {
            parts.append("cite a " + rule.cite.map(\.rawValue).joined(separator: " or "))
        }
        if rule.quoteRequired { parts.append("quote the answer") }
        if rule.taxonomy == "cwe" { parts.append("name the CWE") }
        return parts.joined(separator: "; ")
    }
}

/// A grade as it came from the form, before anything was checked.
struct TypedGrade {
    /// By criterion id.
    let answers: [String: String]
    let rationales: [String: String]
    let flags: [String]
    let confidence: String?
    let comment: String
    let rater: String

    /// Stands for the rater's name where a problem names a criterion; no criterion has a space.
    static let raterProblem = "the rater"

    init(_ form: FormData) {
        var answers: [String: String] = [:]
        var rationales: [String: String] = [:]
        for field in form.fields {
            if field.name.hasPrefix("answer.") {
                answers[String(field.name.dropFirst("answer.".count))] = field.value
            } else if field.name.hasPrefix("rationale.") {
                rationales[String(field.name.dropFirst("rationale.".count))] = field.value
            }
        }
        self.answers = answers
        self.rationales = rationales
        flags = form.all("flag")
        confidence = form["confidence"]
        comment = form["comment"] ?? ""
        rater = trimmed(form["rater"] ?? "")
    }

    /// The draft that it means under a rubric, and what of it no rubric could read.
    func draft(_ rubric: Rubric) -> (draft: GradeDraft, problems: [GradeProblem]) {
        var problems: [GradeProblem] = []
        var draft = GradeDraft(
            rater: Rater(kind: .person, name: rater), rubricID: rubric.id, flags: flags,
            confidence: confidence.flatMap { Int($0) }, comment: trimmed(comment))
        for criterion in rubric.criteria where criterion.auto?.mode != .lock {
            let text = answers[criterion.id] ?? ""
            let rationale = trimmed(rationales[criterion.id] ?? "")
            guard !text.isEmpty else {
                if !rationale.isEmpty {
                    problems.append(
                        GradeProblem(
                            "there is a rationale but no answer", criterion: criterion.id))
                }
                continue
            }
            guard let value = criterion.scale.value(named: text) else {
                problems.append(
                    GradeProblem(
                        "the answer must be \(criterion.scale.summary)",
                        criterion: criterion.id))
                continue
            }
            draft.answers[criterion.id] = Answer(value: value, rationale: rationale)
        }
        for id in answers.keys.sorted() where rubric.criterion(id) == nil {
            problems.append(GradeProblem("there is no criterion `\(id)`"))
        }
        if rater.isEmpty {
            problems.append(
                GradeProblem("a grade needs a name", criterion: Self.raterProblem))
        } else if rater.utf8.count > 200 {
            problems.append(GradeProblem("the name is too long", criterion: Self.raterProblem))
        }
        return (draft, problems)
    }
}

private func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let start = text.firstIndex(where: { !isSpace($0) }),
        let end = text.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(text[start...end])
}
