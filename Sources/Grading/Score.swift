import Execution

/// What answers come to under a rubric.
package struct Score: Sendable, Equatable {
    /// After the gates, from 0 to 1; `nil` when nothing that counts was answered.
    package var value: Double?
    /// Before the gates and before it was bounded: points can be below 0.
    package var ungated: Double?
    /// The share of the weight that was answered, from 0 to 1.
    package var answeredShare: Double
    /// Every gate whose condition holds: lowest cap first, then those that cap nothing.
    package var fired: [Gate]

    /// The ids of those that cap.
    package var gates: [String] { fired.filter { $0.effect == .cap }.map(\.id) }
}

extension Rubric {
    /// Computes the score; criteria without an answer, or with N/A, are left out of the mean.
    ///
    /// Throws a ``Diagnostic`` for a method of aggregation that is not built yet.
    package func score(_ answers: [String: Answer], evidence: Evidence) throws -> Score {
        try checkMethod()
        let (ungated, share) = ungatedScore(answers)
        let fired = firedGates(scope(answers, evidence))
        let caps = fired.filter { $0.effect == .cap }.compactMap(\.cap)
        let value = ungated.map { min(max(0, min($0, 1)), caps.min() ?? 1) }
        return Score(value: value, ungated: ungated, answeredShare: share, fired: fired)
    }

    func checkMethod() throws {
        guard aggregate.method.isBuilt else {
            throw Diagnostic(
                "cannot score by `\(aggregate.method.rawValue)`: not built yet",
                note: "the rubric `\(id)` asks for it",
                hint: "`weighted_mean` and `points` are built")
        }
    }

    private func ungatedScore(_ answers: [String: Answer]) -> (Double?, share: Double) {
        var gained = 0.0
        var possible = 0.0
        var answered = 0.0
        var whole = 0.0
        for criterion in criteria {
            let size = criterion.weight ?? criterion.points ?? 0
            whole += abs(size)
            guard let answer = answers[criterion.id],
                let share = criterion.scale.normalised(answer.value)
            else { continue }
            answered += abs(size)
            gained += size * share
            possible += max(0, size)
        }
        return (possible > 0 ? gained / possible : nil, whole > 0 ? answered / whole : 0)
    }

    private func firedGates(_ scope: Scope) -> [Gate] {
        let fired = gates.enumerated().filter { $0.element.when.value(in: scope).holds }
        // The order of the file decides between equal caps.
        return fired.sorted {
            ($0.element.sortingCap, $0.offset) < ($1.element.sortingCap, $1.offset)
        }.map(\.element)
    }

    func scope(_ answers: [String: Answer], _ evidence: Evidence) -> Scope {
        var facts = evidence.facts
        for (id, answer) in answers { facts["answers.\(id)"] = Fact(answer.value) }
        return Scope(facts)
    }
}

extension Gate {
    fileprivate var sortingCap: Double { effect == .cap ? cap ?? 1 : 2 }
}

/// What a criterion asks of a rater, given the evidence and the answers so far.
package struct CriterionState: Sendable, Equatable {
    package var applies: Bool
    /// What the evidence says; `nil` if it says nothing.
    package var automatic: Answer.Value?
    package var mode: Criterion.Automatic.Mode?
    /// Whether the answer given needs reasons.
    package var rationaleRequired: Bool
}

extension Rubric {
    /// The state of every criterion, by id; for a page that fills in and marks what is needed.
    package func states(
        _ answers: [String: Answer], evidence: Evidence
    ) -> [String: CriterionState] {
        var states: [String: CriterionState] = [:]
        var known = answers
        for criterion in criteria {
            let state = state(of: criterion, known, evidence)
            states[criterion.id] = state
            if state.applies, state.mode == .lock, let value = state.automatic {
                known[criterion.id] = Answer(value: value, automatic: true)
            }
        }
        return states
    }

    /// `answers` must hold those of the criteria before this one.
    func state(
        of criterion: Criterion, _ answers: [String: Answer], _ evidence: Evidence
    ) -> CriterionState {
        var scope = scope(answers, evidence)
        let applies = criterion.appliesWhen.map { $0.value(in: scope).holds } ?? true
        var automatic = criterion.auto?.value.value(in: scope).answer
        if let value = automatic, !criterion.scale.contains(value) { automatic = nil }
        scope.facts["auto"] = Fact(automatic)
        scope.facts["value"] = Fact(answers[criterion.id]?.value)
        var required = false
        if let rule = criterion.rationale, let answer = answers[criterion.id],
            answer.value != .notApplicable
        {
            required = rule.when.map { $0.value(in: scope).holds } ?? true
        }
        return CriterionState(
            applies: applies, automatic: automatic, mode: criterion.auto?.mode,
            rationaleRequired: required)
    }

    /// The required evaluators that have not run.
    package func missingEvidence(_ evidence: Evidence) -> [String] {
        requiredEvidence.filter { !evidence.produced.contains($0) }
    }
}
