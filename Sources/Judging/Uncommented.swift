/// A program's text, taken apart into code, comments and texts.
struct Uncommented {
    enum Part: UInt8 {
        case code, comment
        /// What opens or closes a text.
        case quote
        /// What stands in a text.
        case text
    }

    let bytes: [UInt8]
    /// What each byte is part of.
    let parts: [Part]
    /// Whether all that begins also ends.
    let isWhole: Bool

    /// A language as profiles call it; one that is not known writes as C does.
    init(_ bytes: [UInt8], _ language: String) {
        self.bytes = bytes
        var lexer = TextLexer(bytes, TextForm.of(language))
        lexer.run()
        parts = lexer.parts
        isWhole = lexer.isWhole
    }

    /// With blanks for comments; as long as the whole, with the same line ends.
    var withoutComments: [UInt8] { blanked { $0 == .comment } }

    /// With blanks for comments and for what stands in texts.
    var code: [UInt8] { blanked { $0 == .comment || $0 == .text } }

    private func blanked(_ isBlank: (Part) -> Bool) -> [UInt8] {
        var result = bytes
        for index in bytes.indices
        where bytes[index] != 10 && bytes[index] != 13 && isBlank(parts[index]) {
            result[index] = 32
        }
        return result
    }
}
