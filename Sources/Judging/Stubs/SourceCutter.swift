import Execution

/// Cuts what is code and texts of a source into tokens, one after the other.
struct SourceCutter {
    let bytes: [UInt8]
    let syntax: SourceSyntax
    private let parts: [Uncommented.Part]
    private var index = 0
    /// Whether something is not known here.
    private(set) var isLost = false

    /// `nil` if something begins and never ends.
    init?(_ bytes: [UInt8], _ syntax: SourceSyntax) {
        let taken = Uncommented(bytes, syntax.rawValue)
        guard taken.isWhole else { return nil }
        self.bytes = bytes
        self.syntax = syntax
        parts = taken.parts
        // What runs a script.
        if !isC, bytes.starts(with: "#!".utf8), !bytes.starts(with: "#![".utf8) {
            index = bytes.firstIndex(of: 10) ?? bytes.count
        }
    }

    private var isC: Bool { syntax == .c || syntax == .cpp }

    static func isPart(_ byte: UInt8) -> Bool { byte.isOfWord || byte == UInt8(ascii: "$") }

    static func isStart(_ byte: UInt8) -> Bool { isPart(byte) && !byte.isDigit }

    /// The byte there if it is code; else 0, which is none.
    private func code(_ offset: Int = 0) -> UInt8 {
        let place = index + offset
        return place < bytes.count && parts[place] == .code ? bytes[place] : 0
    }

    private var isText: Bool {
        index < bytes.count && (parts[index] == .quote || parts[index] == .text)
    }

    mutating func next() -> SourceTokens.Token? {
        while index < bytes.count, !isText, code() <= 32 || isSplice { index += 1 }
        guard index < bytes.count else { return nil }
        let start = index
        let kind = kind()
        return isLost ? nil : SourceTokens.Token(kind: kind, range: start..<index)
    }

    /// Whether the end of a line that follows is none.
    private var isSplice: Bool {
        isC && code() == UInt8(ascii: "\\") && [10, 13].contains(code(1))
    }

    private var isJoined: Bool {
        let last = bytes[index - 1] == 13 ? index - 2 : index - 1
        return bytes[last] == UInt8(ascii: "\\")
    }

    private mutating func kind() -> SourceTokens.Kind {
        switch code() {
        case 0:
            while isText { index += 1 }
            return .literal
        case UInt8(ascii: "#") where isC: return directive()
        case UInt8(ascii: "`") where syntax == .swift: return quoted()
        case UInt8(ascii: "'"):
            index += 1
            isLost = syntax != .rust || !Self.isStart(code())
            while Self.isPart(code()) { index += 1 }
            return .lifetime
        case let byte where byte.isDigit: return number()
        case let byte where Self.isStart(byte):
            let isRaw = syntax == .rust && byte == UInt8(ascii: "r")
            if isRaw, code(1) == UInt8(ascii: "#"), Self.isStart(code(2)) { index += 2 }
            while Self.isPart(code()) { index += 1 }
            return .word
        case let byte:
            index += Self.isPair(byte, code(1)) ? 2 : 1
            return .mark
        }
    }

    private static func isPair(_ first: UInt8, _ second: UInt8) -> Bool {
        switch second {
        case UInt8(ascii: ">"): first == UInt8(ascii: "-") || first == UInt8(ascii: "=")
        case UInt8(ascii: "="): "=!<>".utf8.contains(first)
        case UInt8(ascii: ":"): first == second
        default: false
        }
    }

    /// To the end of a line that is in no comment, and behind no backslash.
    private mutating func directive() -> SourceTokens.Kind {
        repeat { index += 1 } while index < bytes.count && (code() != 10 || isJoined)
        return .directive
    }

    /// A name of Swift's that would be a keyword.
    private mutating func quoted() -> SourceTokens.Kind {
        let end = UInt8(ascii: "`")
        repeat { index += 1 } while code() != 0 && code() != 10 && code() != end
        isLost = code() != end
        index += 1
        return .word
    }

    private mutating func number() -> SourceTokens.Kind {
        while Self.isPart(code()) || code() == UInt8(ascii: ".") && code(1).isDigit
            || code() == UInt8(ascii: "'") && Self.isPart(code(1))
        { index += 1 }
        return .literal
    }
}
