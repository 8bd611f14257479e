/// The text of a type, and its parts.
struct TypeText {
    let text: String

    init(_ text: String) { self.text = text.trimmed }

    private static let open: Set<Character> = ["(", "[", "<", "{"]
    private static let close: Set<Character> = [")", "]", ">", "}"]

    /// Parts between separators that stand in no brackets.
    static func parts(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var depth = 0
        var last: Character = " "
        for character in text {
            if open.contains(character) { depth += 1 }
            if close.contains(character), !(character == ">" && last == "-") { depth -= 1 }
            if character == separator, depth == 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            last = character
        }
        return parts
    }

    /// What stands before type arguments and brackets.
    var name: String { String(text.prefix { $0 != "<" && $0 != "[" && $0 != "(" }) }

    /// The name without the modules that it is in.
    var lastName: String {
        String(name.split(separator: ":").last ?? "")
    }

    /// `A` and `B` of `Name<A, B>`.
    var arguments: [String] {
        guard text.hasSuffix(">"), let start = text.firstIndex(of: "<") else { return [] }
        return Self.parts(String(text[text.index(after: start)...].dropLast()), at: ",")
            .map(\.trimmed).filter { !$0.isEmpty }
    }

    /// `A` and `B` of `(A, B)`.
    var tuple: [String]? {
        guard text.hasPrefix("("), text.hasSuffix(")") else { return nil }
        return Self.parts(String(text.dropFirst().dropLast()), at: ",")
            .map(\.trimmed).filter { !$0.isEmpty }
    }

    /// What is in the brackets that the text begins with.
    var bracketed: String? {
        guard text.hasPrefix("[") else { return nil }
        var depth = 0
        var inner = ""
        for character in text {
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            if depth == 0 { return String(inner.dropFirst()) }
            inner.append(character)
        }
        return nil
    }
}

/// What a function of Go gives back, from the text behind its parameters.
enum GoResults {
    private static let keywords: Set<String> = ["map", "chan", "func", "struct", "interface"]

    /// The types in their order; `nil` if the text is none of results.
    static func types(_ text: String) -> [String]? {
        guard !text.isEmpty else { return [] }
        guard let parts = TypeText(text).tuple else { return [text] }
        let pieces = parts.map(split)
        guard pieces.contains(where: { $0.type != nil }) else { return parts }
        // A name without a type has that of the next.
        var types: [String] = []
        var last: String?
        for piece in pieces.reversed() {
            guard let type = piece.type ?? last else { return nil }
            last = type
            types.append(type)
        }
        return types.reversed()
    }

    /// A name and its type; the type is absent where there is but one word.
    private static func split(_ part: String) -> (name: String, type: String?) {
        let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = part.dropFirst(name.count)
        guard !name.isEmpty, !keywords.contains(String(name)), let first = rest.first else {
            return (part, nil)
        }
        let second = rest.dropFirst().first
        let isNamed =
            first == " " || first == "*"
            || first == "[" && (second == "]" || second?.isNumber == true)
        return isNamed ? (String(name), String(rest).trimmed) : (part, nil)
    }
}
