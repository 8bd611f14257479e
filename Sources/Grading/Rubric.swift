package import Execution

/// How responses are scored: `rubric/1`, checked when it was read.
package struct Rubric: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable { case draft, active, deprecated }

    /// What one grade is about.
    package enum Unit: String, Sendable, CaseIterable {
        case response, pair, set, diff, turn, conversation
    }

    package var id: String
    /// Semantic: a major change means that scores change their meaning.
    package var version: String
    package var status: Status
    package var title: String
    package var unit: Unit
    /// `any`, or the names of languages.
    package var languages: [String]
    /// Of the file's bytes; the identity that a grade keeps.
    package var sha256: String
    /// In the order of the file, which is the order on the page.
    package var criteria: [Criterion]
    package var gates: [Gate]
    package var flags: [Flag]
    /// `nil`: a rater is not asked.
    package var confidence: ConfidenceRule?
    package var aggregate: Aggregate
    /// What the judge must have produced before a rater sees an item, such as `tests`.
    package var requiredEvidence: [String]
    package var optionalEvidence: [String]
    /// When a rater is asked for a better version; may read `score`.
    package var correctedWhen: Expression?
    /// The other parts of the file, such as `presentation`, `agreement` and `changelog`.
    package var details: JSONObject

    package init(
        id: String, version: String, status: Status = .active, title: String,
        unit: Unit = .response, languages: [String] = ["any"], sha256: String,
        criteria: [Criterion], gates: [Gate] = [], flags: [Flag] = [],
        confidence: ConfidenceRule? = nil, aggregate: Aggregate = Aggregate(),
        requiredEvidence: [String] = [], optionalEvidence: [String] = [],
        correctedWhen: Expression? = nil, details: JSONObject = [:]
    ) {
        self.id = id
        self.version = version
        self.status = status
        self.title = title
        self.unit = unit
        self.languages = languages
        self.sha256 = sha256
        self.criteria = criteria
        self.gates = gates
        self.flags = flags
        self.confidence = confidence
        self.aggregate = aggregate
        self.requiredEvidence = requiredEvidence
        self.optionalEvidence = optionalEvidence
        self.correctedWhen = correctedWhen
        self.details = details
    }

    package func criterion(_ id: String) -> Criterion? { criteria.first { $0.id == id } }
}

/// A condition on evidence and answers that bounds the score, or asks for something.
package struct Gate: Sendable, Equatable {
    package enum Effect: String, Sendable, CaseIterable {
        case cap, suggest, route
        case blockSubmit = "block_submit"
    }

    package var id: String
    /// What a page says when it fires.
    package var label: String
    package var when: Expression
    package var effect: Effect
    /// The highest score that is left, from 0 to 1; always there when the effect is `cap`.
    package var cap: Double?
    /// Who should look at it, such as `security`.
    package var review: String?

    package init(
        id: String, label: String, when: Expression, effect: Effect = .cap, cap: Double? = nil,
        review: String? = nil
    ) {
        self.id = id
        self.label = label
        self.when = when
        self.effect = effect
        self.cap = cap
        self.review = review
    }
}

/// A mark that a rater may set, beside the scores.
package struct Flag: Sendable, Equatable {
    package enum Severity: String, Sendable, CaseIterable { case item, medium, high, block }

    package var id: String
    package var title: String
    package var severity: Severity

    package init(id: String, title: String, severity: Severity) {
        self.id = id
        self.title = title
        self.severity = severity
    }
}

/// How sure a rater may say to be.
package struct ConfidenceRule: Sendable, Equatable {
    package var values: [Int]
    package var required: Bool

    package init(values: [Int], required: Bool) {
        self.values = values
        self.required = required
    }
}

/// How answers become a score.
package struct Aggregate: Sendable, Equatable {
    package enum Method: String, Sendable, CaseIterable {
        case points, tree, formula
        case weightedMean = "weighted_mean"
        case bradleyTerry = "bradley_terry"
        case plackettLuce = "plackett_luce"

        /// The others can be read, but not scored yet.
        package var isBuilt: Bool { self == .weightedMean || self == .points }
    }

    package var method: Method

    package init(method: Method = .weightedMean) { self.method = method }
}
