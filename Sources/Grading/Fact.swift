/// A value in an expression: a piece of evidence, an answer, or what was computed from them.
package enum Fact: Sendable, Equatable {
    /// Absent; it spreads through what it is used in.
    case null
    case bool(Bool)
    /// Always finite: what would not be is `null`.
    case number(Double)
    case text(String)
    case list([Fact])

    /// `null` for infinities and NaN.
    package init(_ number: Double?) {
        self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }

    package init(_ text: String?) { self = text.map(Fact.text) ?? .null }

    package init(_ answer: Answer.Value?) {
        switch answer {
        case .number(let number): self.init(number)
        case .bool(let value): self = .bool(value)
        case .text(let text): self = .text(text)
        case .notApplicable, nil: self = .null
        }
    }

    /// As an answer; `nil` for `null` and for lists.
    package var answer: Answer.Value? {
        switch self {
        case .number(let number): .number(number)
        case .bool(let value): .bool(value)
        case .text(let text): .text(text)
        case .null, .list: nil
        }
    }

    /// A condition holds only if it is `true`, not if it is unknown.
    package var holds: Bool { self == .bool(true) }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    var list: [Fact]? {
        if case .list(let items) = self { items } else { nil }
    }
}

/// What kind of value an expression has; each of them may also be absent.
package indirect enum FactType: Sendable, Equatable, CustomStringConvertible {
    /// Of the word `null` alone; it fits everywhere.
    case null
    case bool, number, text
    case list(FactType)
    /// The responses of a set; only `size` and `count` take them.
    case responses

    package var description: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .text: "text"
        case .list(.null): "a list"
        case .list(let item): "a list of \(item.plural)"
        case .responses: "the responses"
        }
    }

    private var plural: String {
        switch self {
        case .bool: "true or false"
        case .number: "numbers"
        case .text: "texts"
        case .null, .list, .responses: "lists"
        }
    }

    /// The type that both fit; `nil` if there is none.
    func joined(_ other: FactType) -> FactType? {
        switch (self, other) {
        case (.null, let type), (let type, .null): type
        case (.list(let a), .list(let b)): a.joined(b).map(FactType.list)
        default: self == other ? self : nil
        }
    }
}

/// The names that an expression may use, with their types.
package struct Namespace: Sendable {
    package struct Entry: Sendable {
        package var type: FactType
        /// The only texts it can be; `nil` if it can be any.
        package var words: [String]?

        package init(_ type: FactType, words: [String]? = nil) {
            self.type = type
            self.words = words
        }
    }

    package var entries: [String: Entry]

    package init(_ entries: [String: Entry] = [:]) { self.entries = entries }

    package subscript(name: String) -> Entry? {
        get { entries[name] }
        set { entries[name] = newValue }
    }
}

/// The values of names, where an expression is evaluated.
package struct Scope: Sendable, Equatable {
    package var facts: [String: Fact]
    /// What `count` and `prefer` look at, by the same names; empty for a single response.
    package var responses: [[String: Fact]]

    package init(_ facts: [String: Fact] = [:], responses: [[String: Fact]] = []) {
        self.facts = facts
        self.responses = responses
    }
}

/// What is wrong with an expression, and where.
package struct ExpressionError: Error, Sendable, Equatable {
    package var message: String
    /// Unicode scalars before the place.
    package var offset: Int
    package var hint: String?

    package init(_ message: String, at offset: Int, hint: String? = nil) {
        self.message = message
        self.offset = offset
        self.hint = hint
    }
}
