/// A JSON value that keeps what Foundation loses.
///
/// Numbers keep their lexical form (`1` stays apart from `1.0`, integers may have any size), the
/// order of an object's keys is kept, duplicate keys are an error, and a string may hold lone
/// surrogates.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The number's own text, such as `1`, `1.0`, `-2e10`.
    case number(String)
    case string(String)
    /// A string with at least one lone surrogate, as WTF-8; any other string is `.string`.
    case surrogates([UInt8])
    case array([JSON])
    case object(JSONObject)

    package static func int(_ value: Int) -> JSON { .number(String(value)) }

    /// The shortest text that reads back as the same double; `null` for NaN and infinities.
    package static func double(_ value: Double) -> JSON {
        value.isFinite ? .number(value.description) : .null
    }

    package static func strings(_ values: some Sequence<String>) -> JSON {
        .array(values.map(JSON.string))
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var int: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    package var double: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var array: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    package var isNull: Bool { self == .null }

    /// The member of an object; `nil` if this is no object or has no such key.
    package subscript(key: String) -> JSON? { object?[key] }
}

extension JSON {
    /// Strings are equal if their bytes are: `é` in one scalar is not `é` in two.
    package static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
        case (.surrogates(let a), .surrogates(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

extension String {
    /// Equal byte by byte; `==` alone also holds for other spellings of the same characters.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}

/// The members of a JSON object, in the order in which they stand.
package struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    package private(set) var members: [Member]

    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: JSON

        package init(key: String, value: JSON) {
            self.key = key
            self.value = value
        }

        package static func == (left: Member, right: Member) -> Bool {
            left.key.hasSameBytes(as: right.key) && left.value == right.value
        }
    }

    package init(members: [Member] = []) { self.members = members }

    package init(dictionaryLiteral elements: (String, JSON)...) {
        members = elements.map(Member.init)
    }

    package var keys: [String] { members.map(\.key) }

    /// - Complexity: O(members); objects of jobs and rows are small.
    package subscript(key: String) -> JSON? {
        get { members.first { $0.key.hasSameBytes(as: key) }?.value }
        set {
            let index = members.firstIndex { $0.key.hasSameBytes(as: key) }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds a member that is known not to be there yet.
    package mutating func append(_ key: String, _ value: JSON) {
        members.append(Member(key: key, value: value))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(members: elements.map(JSONObject.Member.init)))
    }
}
