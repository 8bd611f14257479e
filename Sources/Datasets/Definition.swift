/// Where a text of any language defines a name.
enum Definition {
    /// Words before a name that make a call of it, not a definition.
    private static let calling: Set<Substring> = [
        "assert", "return", "print", "await", "not", "and", "or", "in", "if", "elif", "while",
        "echo", "puts", "yield", "raise", "throw", "new", "else", "is", "case", "do", "then",
        "unless", "until", "when", "println", "printf",
    ]

    /// A line on which the name stands after another word, or begins the line of a shell function,
    /// and is followed by what a definition is followed by.
    static func defines(_ name: String, in text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { defines(name, line: $0) }
    }

    private static func defines(_ name: String, line: Substring) -> Bool {
        for range in line.ranges(of: name) {
            if range.lowerBound > line.startIndex {
                let before = line[line.index(before: range.lowerBound)]
                if isPart(before) { continue }
            }
            let after = line[range.upperBound...]
            if let next = after.first, isPart(next) { continue }
            let following = after.drop { $0 == " " || $0 == "\t" }
            if stands(before: line[..<range.lowerBound], after: following) { return true }
        }
        return false
    }

    private static func stands(before: Substring, after: Substring) -> Bool {
        guard let next = after.first, "(=:<{[".contains(next), !after.hasPrefix("==") else {
            return false
        }
        let head = before.drop { $0 == " " || $0 == "\t" }
        guard let last = head.last else {
            // `f = lambda x: ...`, and the shell's `f() {`
            return next == "=" || after.hasPrefix("()")
        }
        guard last == " " || last == "\t" || "*&>".contains(last) else { return false }
        let trimmed = head.reversed().drop { $0 == " " || $0 == "\t" || $0 == "*" || $0 == "&" }
        guard let end = trimmed.first, isPart(end) || end == ">" || end == "]" else {
            return false
        }
        let word = String(trimmed.prefix(while: isPart).reversed())
        return !calling.contains(word[...])
    }

    private static func isPart(_ character: Character) -> Bool {
        character == "_" || character.isLetter || character.isNumber
    }

    static func hasLine(startingWith prefix: String, in text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix(prefix) }
    }
}

/// Python's layout, as far as taking code out of prose needs it.
enum PythonText {
    /// The code of a text without fences; `nil` if no line looks like the beginning of some.
    static func code(in text: String) -> Substring? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(where: begins),
            let last = lines.lastIndex(where: continues)
        else { return nil }
        guard first <= last else { return nil }
        let end = lines[last].endIndex
        // With its line end.
        let after = end < text.endIndex ? text.index(after: end) : end
        return text[lines[first].startIndex..<after]
    }

    private static func begins(_ line: Substring) -> Bool {
        if let first = line.first, first == " " || first == "\t" {
            return !line.allSatisfy(\.isWhitespace)
        }
        let words = line.split(separator: " ", maxSplits: 2)
        switch words.first {
        case "def", "async": return line.contains("(")
        case "class": return line.contains(":")
        case "import": return words.count > 1
        case "from": return line.contains(" import ")
        default: return line.hasPrefix("@") || line.hasPrefix("\"\"\"") || isStatement(line)
        }
    }

    private static func continues(_ line: Substring) -> Bool {
        begins(line) || (line.first.map { ")]}".contains($0) } ?? false)
    }

    /// `name = ...`, `name(...)`, `name[...]`, `name.name...` and the like at the line's start.
    private static func isStatement(_ line: Substring) -> Bool {
        let name = line.prefix { $0 == "_" || $0 == "." || $0.isLetter || $0.isNumber }
        guard !name.isEmpty, name.last != "." else { return false }
        let rest = line.dropFirst(name.count)
        if let next = rest.first, next == "(" || next == "[" { return true }
        let after = rest.drop { $0 == " " }
        return after.first == "=" || ["+=", "-=", "*="].contains { after.hasPrefix($0) }
    }

    /// The lines of starter code that import something and do not stand in a text.
    static func imports(of starterCode: String, missingIn text: String) -> String {
        guard !text.contains("from __future__") else { return "" }
        let present = Set(text.split(whereSeparator: \.isNewline))
        return starterCode.split(whereSeparator: \.isNewline)
            .filter {
                $0.hasPrefix("import ") || ($0.hasPrefix("from ") && $0.contains(" import "))
            }
            .filter { !present.contains($0) }.map { $0 + "\n" }.joined()
    }

    /// A body at the left margin, moved to where the starter code left off; `nil` if it is indented
    /// already, or there is nowhere to move it to.
    static func indented(_ text: String, after starterCode: String) -> String? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }),
            first.first.map({ !$0.isWhitespace }) == true
        else { return nil }
        guard
            let last = starterCode.split(whereSeparator: \.isNewline)
                .last(where: { !$0.allSatisfy(\.isWhitespace) })
        else { return nil }
        let margin =
            last.hasSuffix(":") && !(last.first?.isWhitespace ?? false)
            ? "    " : String(last.prefix { $0 == " " || $0 == "\t" })
        guard !margin.isEmpty else { return nil }
        return lines.map { $0.allSatisfy(\.isWhitespace) ? String($0) : margin + $0 }
            .joined(separator: "\n")
    }
}
