import Execution

/// Who scores.
package struct Rater: Sendable, Equatable, Hashable {
    package enum Kind: String, Sendable { case person, model, rule }

    package var kind: Kind
    package var name: String

    package init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }
}

/// A rater's scores on one submission under one rubric version.
package struct Grade: Sendable, Equatable {
    package var rater: Rater
    package var rubricID: String
    package var rubricVersion: String
    package var rubricSHA256: String
    /// By criterion id; a criterion that does not apply or was not answered is not in it.
    package var answers: [String: Answer]
    /// From 0 to 1; `nil` when nothing that counts was answered.
    package var score: Double?
    /// The ids of the gates that cap the score, lowest cap first.
    package var gates: [String]
    package var flags: [String]
    /// 1 to 3, or as the rubric says; `nil` if not asked for.
    package var confidence: Int?
    package var comment: String
    package var activeSeconds: Double

    package init(
        rater: Rater, rubricID: String, rubricVersion: String, rubricSHA256: String,
        answers: [String: Answer], score: Double?, gates: [String] = [], flags: [String] = [],
        confidence: Int? = nil, comment: String = "", activeSeconds: Double = 0
    ) {
        self.rater = rater
        self.rubricID = rubricID
        self.rubricVersion = rubricVersion
        self.rubricSHA256 = rubricSHA256
        self.answers = answers
        self.score = score
        self.gates = gates
        self.flags = flags
        self.confidence = confidence
        self.comment = comment
        self.activeSeconds = activeSeconds
    }
}

/// A rater's answer to one criterion.
package struct Answer: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case number(Double)
        case bool(Bool)
        case text(String)
        case notApplicable
    }

    package var value: Value
    package var rationale: String
    /// `true` when the value came from evidence and the rater did not change it.
    package var automatic: Bool

    package init(value: Value, rationale: String = "", automatic: Bool = false) {
        self.value = value
        self.rationale = rationale
        self.automatic = automatic
    }
}
