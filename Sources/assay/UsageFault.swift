import ArgumentParser
import Execution

/// Wrong usage, in our words: the parser's message, its usage text, and what may have been meant.
struct UsageFault {
    let diagnostic: Diagnostic
    let usage: String

    init(message: String, fullText: String, arguments: [String]) {
        var text = message
        var hint: String?
        if let range = text.firstRange(of: ". Did you mean ") {
            hint = "did you mean " + Self.ticked(String(text[range.upperBound...]))
            text = String(text[..<range.lowerBound])
        }
        hint = hint ?? Self.commandHint(arguments)
        diagnostic = Diagnostic(Self.ticked(Self.lowered(text)), hint: hint)
        usage = fullText.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.hasPrefix("Usage:") }.joined(separator: "\n")
    }

    /// The text with its usage line broken between options; the parser leaves it in one piece.
    static func wrapped(_ text: String, columns: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.lowercased().hasPrefix("usage: "), line.count > columns else {
                return String(line)
            }
            // Before an option or an argument, not between an option and its value.
            let parts = line.replacing(" [", with: "\n[").split(separator: "\n")
            var lines = [""]
            for part in parts {
                let candidate = lines[lines.count - 1] + (lines == [""] ? "" : " ") + part
                if candidate.count <= columns {
                    lines[lines.count - 1] = candidate
                } else {
                    lines.append("         " + part)
                }
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The parser's quotes as backticks; an apostrophe within a word stays.
    private static func ticked(_ text: String) -> String {
        let characters = Array(text)
        var result = ""
        for (index, character) in characters.enumerated() {
            let inWord =
                index > 0 && index + 1 < characters.count && characters[index - 1].isLetter
                && characters[index + 1].isLetter
            result.append(character == "'" && !inWord ? "`" : character)
        }
        return result
    }

    private static func lowered(_ text: String) -> String {
        let text = text.hasSuffix(".") ? String(text.dropLast()) : text
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    /// The command that a misspelt word may stand for.
    private static func commandHint(_ arguments: [String]) -> String? {
        var command: any ParsableCommand.Type = AssayCommand.self
        for word in arguments where !word.hasPrefix("-") {
            let children = command.configuration.subcommands
            guard !children.isEmpty else { return nil }
            guard let next = children.first(where: { $0.configuration.commandName == word })
            else {
                let names = children.compactMap { $0.configuration.commandName }
                return Suggestion.hint(for: word, among: names)
            }
            command = next
        }
        return nil
    }
}
