/// Text of others made safe for a terminal.
///
/// Control characters, escape sequences, bidirectional overrides and invisible characters are
/// written out (`\x1b`, `\u{202e}`), so that what is seen is what is there.
enum VisibleText {
    /// For a text of several lines: line feeds and tabs stay.
    static func block(_ text: String) -> String { escape(text, keeping: ["\n", "\t"]) }

    /// For one line, such as a name in a message or a table.
    static func line(_ text: String) -> String { escape(text, keeping: []) }

    static func block(_ bytes: [UInt8]) -> String { block(String(decoding: bytes, as: UTF8.self)) }

    private static func escape(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
        guard text.unicodeScalars.contains(where: { isHidden($0) && !kept.contains($0) }) else {
            return text
        }
        var visible = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !isHidden(scalar) || kept.contains(scalar) {
                visible.append(scalar)
            } else {
                visible.append(contentsOf: code(scalar).unicodeScalars)
            }
        }
        return String(visible)
    }

    private static func code(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: break
        }
        let digits = String(scalar.value, radix: 16)
        guard scalar.value < 0x100 else { return "\\u{\(digits)}" }
        return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Format characters are the bidirectional controls, zero-width joiners and tags.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}
