/// A word of a test's text.
struct TestToken: Equatable {
    enum Kind {
        case name, number, string, character, symbol, lineEnd, end
    }

    var kind: Kind
    /// As written; of a string, what it holds.
    var text: String
    /// What a string or character holds, escapes resolved.
    var bytes: [UInt8] = []
    /// From 1.
    var line: Int
    /// Whether white space stands before it.
    var spaced = false

    func isSymbol(_ text: String) -> Bool { kind == .symbol && self.text == text }
    func isName(_ text: String) -> Bool { kind == .name && self.text == text }
}

/// A fault in the text, before it is known in which statement.
struct TestFault: Error {
    var line: Int
    var reason: String
}

/// Splits a test's text into words.
struct TestLexer {
    let language: TestLanguage
    let bytes: [UInt8]
    private let lineComments: [[UInt8]]
    private let blockComments: [(open: [UInt8], close: [UInt8])]
    var index = 0
    var line = 1

    /// A text has fewer words than this.
    static let maximumTokens = 400_000

    init(_ text: String, language: TestLanguage) {
        self.language = language
        bytes = Array(text.utf8)
        lineComments = language.lineComments.map { Array($0.utf8) }
        blockComments = language.blockComments.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    }

    static func tokens(
        of text: String, language: TestLanguage
    ) throws(TestFault) -> [TestToken] {
        var lexer = TestLexer(text, language: language)
        var tokens: [TestToken] = []
        var spaced = false
        while lexer.index < lexer.bytes.count {
            let start = lexer.index
            if try lexer.skipBlank() {
                spaced = true
                continue
            }
            let line = lexer.line
            if lexer.bytes[start] == 10 {
                lexer.index += 1
                lexer.line += 1
                tokens.append(TestToken(kind: .lineEnd, text: "\n", line: line))
                spaced = true
                continue
            }
            var token = try lexer.token()
            token.line = line
            token.spaced = spaced
            spaced = false
            tokens.append(token)
            guard tokens.count < maximumTokens else {
                throw TestFault(line: line, reason: "the test is too long")
            }
        }
        tokens.append(TestToken(kind: .end, text: "", line: lexer.line, spaced: true))
        return tokens
    }

    // MARK: Bytes

    func peek(_ offset: Int = 0) -> UInt8? {
        let place = index + offset
        return place < bytes.count ? bytes[place] : nil
    }

    func starts(with text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    func starts(with other: [UInt8]) -> Bool {
        guard index + other.count <= bytes.count, bytes[index] == other[0] else { return false }
        for offset in other.indices where bytes[index + offset] != other[offset] { return false }
        return true
    }

    func fault(_ reason: String) -> TestFault { TestFault(line: line, reason: reason) }

    /// White space, comments and joined lines.
    private mutating func skipBlank() throws(TestFault) -> Bool {
        let start = index
        while let byte = peek(), byte == 32 || byte == 9 || byte == 13 || byte == 12 {
            index += 1
        }
        if peek() == UInt8(ascii: "\\"), peek(1) == 10 {
            index += 2
            line += 1
        }
        try skipComment()
        return index > start
    }

    private mutating func skipComment() throws(TestFault) {
        guard index < bytes.count else { return }
        for (open, close) in blockComments where starts(with: open) {
            index += open.count
            var depth = 1
            while depth > 0 {
                guard index < bytes.count else { throw fault("a comment has no end") }
                if starts(with: close) {
                    depth -= 1
                    index += close.count
                } else if language == .rust, starts(with: open) {
                    depth += 1
                    index += open.count
                } else {
                    if bytes[index] == 10 { line += 1 }
                    index += 1
                }
            }
            return
        }
        if lineComments.contains(where: { starts(with: $0) }) {
            while let byte = peek(), byte != 10 { index += 1 }
        }
    }

    // MARK: Words

    private mutating func token() throws(TestFault) -> TestToken {
        if let string = try string() { return string }
        let byte = bytes[index]
        if Self.isDigit(byte) || byte == UInt8(ascii: ".") && peek(1).map(Self.isDigit) ?? false {
            return TestToken(kind: .number, text: number(), line: line)
        }
        if language.startsName(byte) {
            let start = index
            index += 1
            while let byte = peek(), Self.isWord(byte) { index += 1 }
            let text = String(decoding: bytes[start..<index], as: UTF8.self)
            return TestToken(kind: .name, text: text, line: line)
        }
        for symbol in Self.symbols[byte] ?? [] where starts(with: symbol.bytes) {
            index += symbol.bytes.count
            return TestToken(kind: .symbol, text: symbol.text, line: line)
        }
        guard byte > 32, byte < 127 else { throw fault("a character that stands in no word") }
        index += 1
        return TestToken(
            kind: .symbol, text: String(decoding: [byte], as: UTF8.self), line: line)
    }

    /// By their first byte, longest first.
    ///
    /// `<<` and `>>` stand as two words: they close types.
    private static let symbols: [UInt8: [(text: String, bytes: [UInt8])]] = Dictionary(
        grouping: allSymbols.map { ($0, Array($0.utf8)) }, by: { $0.1[0] })

    private static let allSymbols = [
        "===", "!==", "...", "..=", "<=>", "**=", "==", "!=", "<=", ">=", "&&", "||", "**", "//",
        "=>", "->", "::", ":=", "+=", "-=", "*=", "/=", "%=", "++", "--", "~=", "..", "??", "?.",
    ]

    private mutating func number() -> String {
        let start = index
        let radix =
            peek() == UInt8(ascii: "0") && peek(1).map { "xXbBoO".utf8.contains($0) } == true
        if radix { index += 2 }
        var dotted = false
        while let byte = peek() {
            if Self.isWord(byte) && byte < 128 {
                index += 1
                let exponent = byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
                if exponent, !radix, let sign = peek(), sign == 43 || sign == 45,
                    peek(1).map(Self.isDigit) ?? false
                {
                    index += 1
                }
            } else if byte == UInt8(ascii: "."), !dotted, !radix, continuesNumber(peek(1)) {
                dotted = true
                index += 1
            } else if byte == UInt8(ascii: "'"), language == .cpp,
                peek(1).map(Self.isWord) ?? false
            {
                index += 1
            } else {
                break
            }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// `1.` is a number, `1..2` and `1.abs` are not.
    private func continuesNumber(_ next: UInt8?) -> Bool {
        guard let next else { return true }
        if Self.isDigit(next) { return true }
        if next == UInt8(ascii: "."), language != .javascript { return false }
        return !Self.isWord(next)
            || "eEfFdDlL".utf8.contains(next) && language != .ruby
                && language != .rust
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == 95 || byte >= 128 || (byte | 32) >= 97 && (byte | 32) <= 122
    }
}

extension TestLanguage {
    var lineComments: [String] {
        switch self {
        case .bash, .perl, .python, .ruby: ["#"]
        case .php: ["//", "#"]
        case .lua: ["--"]
        default: ["//"]
        }
    }

    var blockComments: [(String, String)] {
        switch self {
        case .bash, .perl, .python, .ruby: []
        case .lua: [("--[[", "]]")]
        default: [("/*", "*/")]
        }
    }

    /// Sigils are part of a name.
    func startsName(_ byte: UInt8) -> Bool {
        if TestLexer.isWord(byte) && !TestLexer.isDigit(byte) { return true }
        return byte == UInt8(ascii: "$") && (self == .php || self == .perl || isScript)
    }
}
