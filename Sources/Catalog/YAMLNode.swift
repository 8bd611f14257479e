import Execution
import Grading

/// A place in a file; both count from 1, columns in Unicode scalars.
struct Position: Equatable {
    var line: Int
    var column: Int
}

/// A YAML value with the place where it stands, free of the library that read it.
struct YAMLNode: Equatable {
    enum Content: Equatable {
        /// `plain` means that the text stands without quotes, so that it may be a number.
        case scalar(String, plain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    struct Entry: Equatable {
        var key: String
        var position: Position
        var value: YAMLNode
    }

    var content: Content
    var position: Position

    /// What it is, for error messages.
    var kind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar:
            if isNull {
                "nothing"
            } else if integer != nil {
                "a whole number"
            } else if number != nil {
                "a number"
            } else if bool != nil {
                "true or false"
            } else {
                "text"
            }
        }
    }

    var isNull: Bool {
        guard case .scalar(let text, plain: true) = content else { return false }
        return ["", "~", "null"].contains(text)
    }

    var bool: Bool? {
        guard case .scalar(let text, plain: true) = content else { return nil }
        return text == "true" ? true : text == "false" ? false : nil
    }

    var integer: Int? {
        guard case .scalar(let text, plain: true) = content else { return nil }
        return Int(text)
    }

    /// Finite numbers in decimal notation alone: YAML 1.1's octal and sexagesimal ones are text.
    var number: Double? {
        guard case .scalar(let text, plain: true) = content,
            text.utf8.contains(where: { (48...57).contains($0) }),
            text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }),
            let value = Double(text), value.isFinite
        else { return nil }
        return value
    }

    /// Any scalar that is not null; so `version: 1.0` is the text it looks like.
    var text: String? {
        guard case .scalar(let text, _) = content, !isNull else { return nil }
        return text
    }
}

/// The problems found in one file, in the order in which they were found.
final class Findings {
    let path: String
    private(set) var diagnostics: [Diagnostic] = []

    init(path: String) { self.path = path }

    /// Keeps it, unless just that was found before.
    func add(_ diagnostic: Diagnostic) {
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }

    func report(
        _ message: String, at position: Position?, note: String? = nil, hint: String? = nil
    ) {
        add(
            Diagnostic(
                message, path: path, line: position?.line, column: position?.column, note: note,
                hint: hint))
    }
}

/// A mapping that is being read: known keys by name, all others refused.
struct Fields {
    let node: YAMLNode
    /// What the mapping describes, as in ``a mount``; for error messages.
    let what: String
    let findings: Findings
    private let entries: [String: YAMLNode.Entry]

    /// Reports whatever is not a mapping, and every key that is not in `keys`.
    init?(_ node: YAMLNode, _ what: String, keys: [String], _ findings: Findings) {
        guard case .mapping(let list) = node.content else {
            findings.report("\(what) must be a mapping, not \(node.kind)", at: node.position)
            return nil
        }
        self.node = node
        self.what = what
        self.findings = findings
        entries = Dictionary(list.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in list where !keys.contains(entry.key) { refuse(entry, keys) }
    }

    private func refuse(_ entry: YAMLNode.Entry, _ keys: [String]) {
        let near = Spelling.nearest(to: entry.key, among: keys)
        // In braces, what follows a comma is a key, though its writer meant it as text.
        let isText = entry.value.isNull && entry.key.contains(" ")
        findings.report(
            "unknown key `\(entry.key)` in \(what)", at: entry.position,
            note: near == nil ? "known keys: \(keys.joined(separator: ", "))" : nil,
            hint: near.map { "did you mean `\($0)`?" }
                ?? (isText ? "put a text that holds a comma in quotes" : nil))
    }

    subscript(key: String) -> YAMLNode? { entries[key]?.value }

    func position(of key: String) -> Position { entries[key]?.position ?? node.position }

    /// The value of a key that must be there.
    func required(_ key: String) -> YAMLNode? {
        if let value = self[key] { return value }
        findings.report("\(what) needs `\(key)`", at: node.position)
        return nil
    }

    func text(_ key: String, required: Bool = false, empty: Bool = false) -> String? {
        guard let value = required ? self.required(key) : self[key] else { return nil }
        // A quoted empty string is text too, but `key:` with nothing after it never is.
        if case .scalar("", plain: false) = value.content, empty { return "" }
        guard let text = value.text, !text.isEmpty else {
            return wrong(key, "text", value)
        }
        return text
    }

    func texts(_ key: String, required: Bool = false) -> [String]? {
        guard let value = required ? self.required(key) : self[key] else { return nil }
        guard case .sequence(let items) = value.content else {
            return wrong(key, "a list of texts", value)
        }
        var texts: [String] = []
        for item in items {
            guard case .scalar(let text, _) = item.content, !item.isNull else {
                findings.report(
                    "`\(key)` of \(what) must hold texts, not \(item.kind)", at: item.position)
                return nil
            }
            texts.append(text)
        }
        return texts
    }

    func bool(_ key: String) -> Bool? {
        guard let value = self[key] else { return nil }
        return value.bool ?? wrong(key, "`true` or `false`", value)
    }

    func integer(_ key: String) -> Int? {
        guard let value = self[key] else { return nil }
        return value.integer ?? wrong(key, "a whole number", value)
    }

    func number(_ key: String) -> Double? {
        guard let value = self[key] else { return nil }
        return value.number ?? wrong(key, "a number", value)
    }

    /// The items of a list; empty when the key is absent.
    func items(_ key: String) -> [YAMLNode] {
        guard let value = self[key] else { return [] }
        guard case .sequence(let items) = value.content else {
            return wrong(key, "a list", value) ?? []
        }
        return items
    }

    /// The entries of a mapping; empty when the key is absent.
    func mapping(_ key: String) -> [YAMLNode.Entry] {
        guard let value = self[key] else { return [] }
        guard case .mapping(let entries) = value.content else {
            return wrong(key, "a mapping", value) ?? []
        }
        return entries
    }

    /// One of a few words; an unknown one is reported with the nearest known.
    func word(_ key: String, among words: [String], required: Bool = false) -> String? {
        guard let text = text(key, required: required) else { return nil }
        guard !words.contains(text) else { return text }
        let near = Spelling.nearest(to: text, among: words)
        findings.report(
            "`\(key)` of \(what) cannot be `\(text)`", at: self[key]?.position,
            note: "known: \(words.joined(separator: ", "))",
            hint: near.map { "did you mean `\($0)`?" })
        return nil
    }

    private func wrong<Value>(_ key: String, _ wanted: String, _ value: YAMLNode) -> Value? {
        findings.report(
            "`\(key)` of \(what) must be \(wanted), not \(value.kind)", at: value.position)
        return nil
    }
}
