/// One token of Python source; white space and comments are none.
struct PythonToken: Equatable {
    enum Kind { case name, number, string, symbol, newline }

    var kind: Kind
    /// In the source's UTF-8 bytes; empty for the newline at the end of the text.
    var range: Range<Int>
    /// How many brackets are open around it; a bracket itself stands outside of what it encloses.
    var depth: Int
    /// From 1.
    var line: Int
    var text: String
}

/// Splits Python source into tokens: enough to change a program safely, no grammar.
///
/// A newline is a token only where it ends a statement: not in brackets, not after a backslash, not
/// on a blank line. f-strings are strings as a whole.
struct PythonTokenizer {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var open: [UInt8] = []
    private var tokens: [PythonToken] = []

    /// The tokens; `nil` if a string or a bracket is left open, or a character cannot stand.
    static func tokens(of bytes: [UInt8]) -> [PythonToken]? {
        var tokenizer = PythonTokenizer(bytes: bytes)
        return tokenizer.run() ? tokenizer.tokens : nil
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() -> Bool {
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: " "), 0x09, 0x0C, 0x0D: at += 1
            case 0x0A: endLine()
            case UInt8(ascii: "#"): while at < bytes.count, bytes[at] != 0x0A { at += 1 }
            case UInt8(ascii: "\\"): guard joinLines() else { return false }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard string(from: at) else { return false }
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
            default:
                if isNameStart(byte) {
                    guard name() else { return false }
                } else if byte == UInt8(ascii: "."), isDigit(peek(1)) {
                    number()
                } else {
                    guard symbol() else { return false }
                }
            }
        }
        if tokens.last.map({ $0.kind != .newline }) ?? false {
            append(.newline, at..<at)
        }
        return open.isEmpty
    }

    private func peek(_ ahead: Int) -> UInt8 {
        at + ahead < bytes.count ? bytes[at + ahead] : 0
    }

    private mutating func append(_ kind: PythonToken.Kind, _ range: Range<Int>, line: Int? = nil) {
        tokens.append(
            PythonToken(
                kind: kind, range: range, depth: open.count, line: line ?? self.line,
                text: String(decoding: bytes[range], as: UTF8.self)))
    }

    private mutating func endLine() {
        if open.isEmpty, let last = tokens.last, last.kind != .newline {
            append(.newline, at..<at + 1)
        }
        at += 1
        line += 1
    }

    private mutating func joinLines() -> Bool {
        at += peek(1) == 0x0D ? 2 : 1
        guard peek(0) == 0x0A else { return false }
        at += 1
        line += 1
        return true
    }

    private mutating func name() -> Bool {
        let start = at
        while isNameStart(peek(0)) || isDigit(peek(0)) { at += 1 }
        let quote = peek(0)
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), at - start <= 2 {
            let prefix = String(decoding: bytes[start..<at], as: UTF8.self).lowercased()
            if ["r", "u", "b", "f", "br", "rb", "fr", "rf"].contains(prefix) {
                return string(from: start)
            }
        }
        append(.name, start..<at)
        return true
    }

    /// Reads a string whose quotes stand at the current place and whose prefix starts at `start`.
    private mutating func string(from start: Int) -> Bool {
        let first = line
        let quote = bytes[at]
        let triple = peek(1) == quote && peek(2) == quote
        at += triple ? 3 : 1
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\\") {
                if peek(1) == 0x0A { line += 1 }
                at += 2
            } else if byte == 0x0A {
                guard triple else { return false }
                line += 1
                at += 1
            } else if byte == quote, !triple || (peek(1) == quote && peek(2) == quote) {
                at += triple ? 3 : 1
                append(.string, start..<at, line: first)
                return true
            } else {
                at += 1
            }
        }
        return false
    }

    private mutating func number() {
        let start = at
        let isHex = bytes[at] == UInt8(ascii: "0") && (peek(1) | 0x20) == UInt8(ascii: "x")
        while true {
            let byte = peek(0)
            let isExponent = !isHex && byte | 0x20 == UInt8(ascii: "e")
            if isExponent, peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+") {
                at += 2
            } else if isDigit(byte) || byte == UInt8(ascii: ".") || isNameStart(byte) {
                at += 1
            } else {
                break
            }
        }
        append(.number, start..<at)
    }

    private static let symbols: [[String]] = [
        ["**=", "//=", ">>=", "<<=", "..."],
        [
            "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", "+=", "-=", "*=", "/=", "%=",
            "&=", "|=", "^=", "@=", ":=",
        ],
        [
            "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]", "{",
            "}", ",", ":", ".", ";", "=",
        ],
    ]

    private mutating func symbol() -> Bool {
        for (index, symbols) in Self.symbols.enumerated() {
            let range = at..<min(at + 3 - index, bytes.count)
            let text = String(decoding: bytes[range], as: UTF8.self)
            guard range.count == 3 - index, symbols.contains(text) else { continue }
            let bracket = bytes[at]
            at = range.upperBound
            if ")]}".utf8.contains(bracket) {
                guard open.popLast() == bracket else { return false }
            }
            append(.symbol, range)
            switch bracket {
            case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            default: break
            }
            return true
        }
        return false
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func isNameStart(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) && byte < 0x80
            || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}
