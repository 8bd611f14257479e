/// Finds functions by their first line and measures them by their closing brace's indentation.
///
/// The formatter sets a closing brace under the line that opens the declaration, so no parser is
/// needed.
enum FunctionLengths {
    struct Function: Equatable {
        var line: Int
        var lines: Int
    }

    static func measure(_ lines: [String], isC: Bool) -> [Function] {
        var found: [Function] = []
        for (number, line) in lines.enumerated() where starts(line, isC: isC) {
            let indent = line.prefix { $0 == " " }.count
            let end = lines[number...].firstIndex { candidate in
                candidate.hasPrefix(String(repeating: " ", count: indent) + "}")
                    || (candidate == line && line.hasSuffix("}"))
            }
            guard let end else { continue }
            found.append(Function(line: number + 1, lines: end - number + 1))
        }
        return found
    }

    private static func starts(_ line: String, isC: Bool) -> Bool {
        if isC {
            // In column 1: a type, a name and an opening parenthesis.
            guard let first = line.first, first.isLetter, line.contains("(") else { return false }
            return !line.hasSuffix(";")
        }
        let words = line.split(whereSeparator: { !$0.isLetter && $0 != "@" && $0 != "_" })
        guard let index = words.firstIndex(where: { ["func", "init"].contains($0) }) else {
            return false
        }
        let modifiers: Set<Substring> = [
            "package", "private", "fileprivate", "static", "mutating", "nonisolated", "override",
            "convenience", "class", "final", "@Test", "@discardableResult", "@Sendable",
        ]
        // Comments, and texts of other languages.
        let text = line.drop { $0 == " " }
        return words[..<index].allSatisfy(modifiers.contains) && !text.hasPrefix("//")
            && !text.hasPrefix("\"")
            && !text.hasPrefix(".")
    }
}
