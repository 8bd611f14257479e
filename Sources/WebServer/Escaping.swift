import Mustache

/// The escaping of every template: by code point, and with hiding characters made visible.
///
/// The library's own works on grapheme clusters, so that a quote or `<` joined to a combining
/// mark or after a prepending character (U+0600) would pass unescaped. The result is safe in text
/// and in a quoted attribute.
struct VisibleHTML: MustacheContentType {
    func escapeText(_ text: String) -> String {
        escape(text) { scalar, html in
            if let glyph = Glyph(scalar) {
                html.append(contentsOf: "⟨\(glyph.label)⟩".unicodeScalars)
            } else {
                html.append(scalar)
            }
        }
    }
}

/// The escaping of what goes back into a form field: nothing that was typed is changed.
struct TypedHTML: MustacheContentType {
    func escapeText(_ text: String) -> String {
        escape(text) { scalar, html in
            // HTML cannot carry these, not even as references.
            let lost = scalar.value < 0x20 && !"\t\n".unicodeScalars.contains(scalar)
            html.append(lost ? "\u{FFFD}" : scalar)
        }
    }
}

private func escape(
    _ text: String, others: (Unicode.Scalar, inout String.UnicodeScalarView) -> Void
) -> String {
    var html = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": html.append(contentsOf: "&amp;".unicodeScalars)
        case "<": html.append(contentsOf: "&lt;".unicodeScalars)
        case ">": html.append(contentsOf: "&gt;".unicodeScalars)
        case "\"": html.append(contentsOf: "&quot;".unicodeScalars)
        case "'": html.append(contentsOf: "&#39;".unicodeScalars)
        default: others(scalar, &html)
        }
    }
    return String(html)
}
