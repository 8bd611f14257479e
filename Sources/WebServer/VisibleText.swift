import Mustache

/// A stretch of plain text, or one character that a reader would not see as it is.
enum TextRun: Equatable {
    case text(String)
    case glyph(Glyph)

    /// Text cut where characters that hide, reorder or imitate others stand.
    static func runs(of text: some StringProtocol) -> [TextRun] {
        var runs: [TextRun] = []
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard let glyph = Glyph(scalar) else {
                plain.append(scalar)
                continue
            }
            if !plain.isEmpty { runs.append(.text(String(plain))) }
            plain.removeAll(keepingCapacity: true)
            runs.append(.glyph(glyph))
        }
        if !plain.isEmpty { runs.append(.text(String(plain))) }
        return runs
    }
}

extension TextRun: MustacheParent {
    func child(named name: String) -> Any? {
        switch (self, name) {
        case (.text(let text), "text"): text
        case (.glyph(let glyph), "glyph"): glyph.label
        case (.glyph(let glyph), "name"): glyph.name
        // An answer, so that the search does not go on in what surrounds this.
        default: false
        }
    }
}

/// How a character that hides, reorders or imitates others is shown.
struct Glyph: Equatable {
    /// Short, such as `RLO`, `ESC` or `U+E0041`.
    var label: String
    /// The code point and its Unicode name, if it has one.
    var name: String

    /// `nil` for a character that is seen as it is; tab and line feed are layout and stay.
    init?(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value >= 0x20 && value < 0x7F || value == 0x09 || value == 0x0A { return nil }
        guard Self.hides(scalar) else { return nil }
        let hex = String(value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        label = Self.abbreviations[value] ?? code
        let known = scalar.properties.nameAlias ?? scalar.properties.name
        let control = scalar.properties.generalCategory == .control
        name = "\(code) \(known ?? (control ? "control character" : "without a name"))"
    }

    private static func hides(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator,
            .privateUse, .surrogate, .unassigned:
            true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static let abbreviations: [UInt32: String] = [
        0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x0B: "VT", 0x0C: "FF", 0x0D: "CR", 0x1B: "ESC",
        0x7F: "DEL", 0x85: "NEL", 0xA0: "NBSP", 0xAD: "SHY", 0x61C: "ALM", 0x200B: "ZWSP",
        0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM", 0x2028: "LS", 0x2029: "PS",
        0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
        0x202F: "NNBSP", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI",
        0x2069: "PDI", 0xFEFF: "BOM",
    ]
}
