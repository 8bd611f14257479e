/// One question of a rubric.
package struct Criterion: Sendable, Equatable {
    package var id: String
    package var title: String
    package var question: String
    /// What it is about, such as `correctness`; scores can be shown by axis.
    package var axis: String
    package var tags: [String]
    package var scale: Scale
    /// For `weighted_mean` and `tree`; 0 or more.
    package var weight: Double?
    /// For `points`; negative for what should not be.
    package var points: Double?
    /// What a value means, by ``Answer/Value/name``.
    package var anchors: [String: String]
    package var examples: [Example]
    /// `nil`: always.
    package var appliesWhen: Expression?
    package var auto: Automatic?
    package var rationale: RationaleRule?
    /// Only for `tree`.
    package var children: [Criterion]

    package init(
        id: String, title: String, question: String, axis: String, tags: [String] = [],
        scale: Scale, weight: Double? = nil, points: Double? = nil,
        anchors: [String: String] = [:], examples: [Example] = [],
        appliesWhen: Expression? = nil, auto: Automatic? = nil, rationale: RationaleRule? = nil,
        children: [Criterion] = []
    ) {
        self.id = id
        self.title = title
        self.question = question
        self.axis = axis
        self.tags = tags
        self.scale = scale
        self.weight = weight
        self.points = points
        self.anchors = anchors
        self.examples = examples
        self.appliesWhen = appliesWhen
        self.auto = auto
        self.rationale = rationale
        self.children = children
    }

    /// What the rubric says about one value of the scale.
    package func anchor(for value: Answer.Value) -> String? { anchors[value.name] }

    /// Whether its answer changes the score.
    package var counts: Bool { (weight ?? points ?? 0) != 0 }

    /// A response with the score that it deserves.
    package struct Example: Sendable, Equatable {
        package var score: String
        package var language: String
        package var code: String
        package var why: String

        package init(score: String, language: String, code: String, why: String) {
            self.score = score
            self.language = language
            self.code = code
            self.why = why
        }
    }

    /// A value that comes from evidence.
    package struct Automatic: Sendable, Equatable {
        package enum Mode: String, Sendable, CaseIterable {
            /// Filled in; the rater may change it.
            case suggest
            /// Fixed.
            case lock
            /// The rater may not go lower.
            case floor
            /// The rater may not go higher.
            case ceiling
        }

        package var value: Expression
        package var mode: Mode

        package init(value: Expression, mode: Mode) {
            self.value = value
            self.mode = mode
        }
    }

    /// When and how a rater must give reasons.
    package struct RationaleRule: Sendable, Equatable {
        package enum Citation: String, Sendable, CaseIterable { case line, test, metric }

        /// `nil`: always.
        package var when: Expression?
        /// Without the space around the text.
        package var minimumCharacters: Int
        /// At least one of these must be cited; empty if none must.
        package var cite: [Citation]
        /// A quoted piece of the response must be there.
        package var quoteRequired: Bool
        /// `cwe`: a `CWE-` number must be there.
        package var taxonomy: String?

        package init(
            when: Expression? = nil, minimumCharacters: Int = 1, cite: [Citation] = [],
            quoteRequired: Bool = false, taxonomy: String? = nil
        ) {
            self.when = when
            self.minimumCharacters = minimumCharacters
            self.cite = cite
            self.quoteRequired = quoteRequired
            self.taxonomy = taxonomy
        }
    }
}

/// The values that an answer may have.
package struct Scale: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case binary, ordinal, preference, ranking, number, choice, text
    }

    package var kind: Kind
    /// In order, worst first; for `number` the least and the greatest; empty for `text`.
    package var values: [Answer.Value]
    /// By ``Answer/Value/name``.
    package var labels: [String: String]
    /// Whether `n/a` is an answer.
    package var allowsNotApplicable: Bool
    /// Of a ranking.
    package var ties: Bool
    package var max: Int?

    package init(
        _ kind: Kind, values: [Answer.Value] = [], labels: [String: String] = [:],
        allowsNotApplicable: Bool = false, ties: Bool = false, max: Int? = nil
    ) {
        self.kind = kind
        self.values = kind == .binary ? [.bool(false), .bool(true)] : values
        self.labels = labels
        self.allowsNotApplicable = allowsNotApplicable
        self.ties = ties
        self.max = max
    }

    /// The label of a value, or else the value itself; `Yes` and `No` for a binary scale.
    package func label(of value: Answer.Value) -> String {
        if let label = labels[value.name] { return label }
        switch value {
        case .bool(let met): return met ? "Yes" : "No"
        case .notApplicable: return "N/A"
        default: return value.name
        }
    }

    package func contains(_ value: Answer.Value) -> Bool {
        if value == .notApplicable { return allowsNotApplicable }
        switch (kind, value) {
        case (.text, .text): return true
        case (.number, .number(let number)):
            guard let bounds else { return number.isFinite }
            return number >= bounds.lowerBound && number <= bounds.upperBound
        default: return values.contains(value)
        }
    }

    /// The value as a share of the scale, from 0 to 1; `nil` where a score means nothing.
    package func normalised(_ value: Answer.Value) -> Double? {
        switch value {
        case .bool(let met): return kind == .binary ? (met ? 1 : 0) : nil
        case .number(let number):
            guard let bounds, bounds.upperBound > bounds.lowerBound, contains(value) else {
                return nil
            }
            return (number - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound)
        case .text, .notApplicable: return nil
        }
    }

    /// The answer that a person wrote: `3`, `yes`, `n/a`; `nil` if the scale has no such value.
    package func value(named text: String) -> Answer.Value? {
        if kind == .text { return text.isEmpty ? nil : .text(text) }
        let word = text.lowercased()
        let value: Answer.Value? =
            switch (word, kind) {
            case ("n/a", _), ("na", _), ("not applicable", _): .notApplicable
            case ("true", .binary), ("yes", .binary), ("1", .binary): .bool(true)
            case ("false", .binary), ("no", .binary), ("0", .binary): .bool(false)
            case (_, .choice): .text(text)
            default: Double(text).map { .number($0 == 0 ? 0 : $0) }
            }
        return value.flatMap { contains($0) ? $0 : nil }
    }

    /// The values for a message: `0, 1, 2 or n/a`.
    package var summary: String {
        var names = values.map(\.name)
        if kind == .number, let bounds {
            let ends = [bounds.lowerBound, bounds.upperBound].map { Answer.Value.number($0).name }
            names = ["a number from \(ends[0]) to \(ends[1])"]
        } else if kind == .text {
            names = ["text"]
        } else if kind == .number {
            names = ["a number"]
        }
        if allowsNotApplicable { names.append("n/a") }
        guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }

    /// Of the numbers among the values.
    package var bounds: ClosedRange<Double>? {
        let numbers = values.compactMap { value -> Double? in
            if case .number(let number) = value { number } else { nil }
        }
        guard let least = numbers.min(), let greatest = numbers.max() else { return nil }
        return least...greatest
    }
}

extension Answer.Value {
    /// The value as text, as it stands in forms, in anchors and on the command line.
    package var name: String {
        switch self {
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15
                ? String(Int(number)) : String(number)
        case .bool(let met): met ? "true" : "false"
        case .text(let text): text
        case .notApplicable: "n/a"
        }
    }
}
