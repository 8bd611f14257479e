import Execution

/// Reads one token after the other.
struct SourceLexer {
    let bytes: [UInt8]
    let syntax: SourceSyntax
    private var index = 0
    /// Whether something began that never ended, or is not known here.
    private(set) var isLost = false

    init(bytes: [UInt8], syntax: SourceSyntax) {
        self.bytes = bytes
        self.syntax = syntax
    }

    private var isC: Bool { syntax == .c || syntax == .cpp }

    private func at(_ offset: Int) -> UInt8 {
        index + offset < bytes.count ? bytes[index + offset] : 0
    }

    private func isAt(_ text: StaticString, _ offset: Int = 0) -> Bool {
        let start = index + offset
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in
            wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    static func isStart(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || byte == 95 || byte == 36
            || byte >= 128
    }

    static func isPart(_ byte: UInt8) -> Bool { isStart(byte) || isDigit(byte) }

    mutating func next() -> SourceTokens.Token? {
        skipBlanks()
        guard index < bytes.count, !isLost else { return nil }
        let start = index
        let kind = take()
        guard !isLost else { return nil }
        index = min(index, bytes.count)
        return SourceTokens.Token(kind: kind, range: start..<index)
    }

    // MARK: - What does not count

    private mutating func skipBlanks() {
        while index < bytes.count, !isLost {
            if at(0) <= 32 {
                index += 1
            } else if isAt("//") {
                skipLine()
            } else if isAt("/*") {
                skipComment()
            } else if isC, at(0) == UInt8(ascii: "\\"), at(1) == 10 || at(1) == 13 {
                index += 2
            } else if index == 0, isAt("#!"), !isC, at(2) != UInt8(ascii: "[") {
                skipLine()
            } else {
                return
            }
        }
    }

    /// To the end of the line; in C a backslash there makes the next line part of it.
    private mutating func skipLine() {
        while index < bytes.count, bytes[index] != 10 {
            if isC, bytes[index] == UInt8(ascii: "\\") {
                index += at(1) == 13 && at(2) == 10 ? 2 : 1
            }
            index += 1
        }
    }

    private mutating func skipComment() {
        var depth = 0
        while index < bytes.count {
            if isAt("*/") {
                depth -= 1
                index += 2
                if depth <= 0 { return }
            } else if isAt("/*"), depth == 0 || syntax == .rust || syntax == .swift {
                depth += 1
                index += 2
            } else {
                index += 1
            }
        }
        isLost = true
    }

    // MARK: - Tokens

    private mutating func take() -> SourceTokens.Kind {
        let byte = at(0)
        switch byte {
        case UInt8(ascii: "#") where isC: return directive()
        case UInt8(ascii: "#") where syntax == .swift:
            if at(1) == UInt8(ascii: "/") { isLost = true }
            if at(1) == UInt8(ascii: "#") || at(1) == UInt8(ascii: "\"") {
                swiftString(depth: 0)
                return .literal
            }
        case UInt8(ascii: "\""):
            string()
            return .literal
        case UInt8(ascii: "'"): return quote()
        case UInt8(ascii: "`"): return backquote()
        default: break
        }
        if Self.isDigit(byte) {
            number()
            return .literal
        }
        if Self.isStart(byte) { return word() }
        for mark: StaticString in ["->", "::", "=>", "==", "!=", "<=", ">="] where isAt(mark) {
            index += 2
            return .mark
        }
        index += 1
        return .mark
    }

    private mutating func directive() -> SourceTokens.Kind {
        while index < bytes.count, bytes[index] != 10, !isLost {
            if isAt("/*") {
                skipComment()
            } else if isAt("//") {
                skipLine()
            } else {
                let isJoined = bytes[index] == UInt8(ascii: "\\")
                index += isJoined && at(1) == 13 && at(2) == 10 ? 3 : isJoined ? 2 : 1
            }
        }
        return .directive
    }

    private mutating func word() -> SourceTokens.Kind {
        if syntax == .rust, let hashes = rawHashes() {
            rawString(hashes)
            return .literal
        }
        let start = index
        if syntax == .rust, isAt("r#"), Self.isStart(at(2)) { index += 2 }
        while index < bytes.count, Self.isPart(bytes[index]) { index += 1 }
        if isC, at(0) == UInt8(ascii: "\""), bytes[index - 1] == UInt8(ascii: "R"),
            index - start <= 3
        {
            delimitedString()
            return .literal
        }
        return .word
    }

    private mutating func number() {
        while index < bytes.count {
            let byte = at(0)
            let isPoint = byte == UInt8(ascii: ".") && Self.isDigit(at(1))
            let isParted = isC && byte == UInt8(ascii: "'") && Self.isPart(at(1))
            let isSigned =
                (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
                && [UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index - 1])
                && Self.isDigit(at(1)) && !isHexadecimal
            guard Self.isPart(byte) || isPoint || isParted || isSigned else { return }
            index += 1
        }
    }

    private var isHexadecimal: Bool {
        var start = index
        while start > 0, Self.isPart(bytes[start - 1]) { start -= 1 }
        return start + 1 < bytes.count && bytes[start] == 48 && bytes[start + 1] | 32 == 120
    }

    // MARK: - Texts

    private mutating func string() {
        switch syntax {
        case .swift: swiftString(depth: 0)
        case .java where isAt("\"\"\""):
            index += 3
            run(to: "\"\"\"", hashes: 0, lines: true, escapes: true)
        default:
            index += 1
            run(to: "\"", hashes: 0, lines: syntax == .rust, escapes: true)
        }
    }

    /// Behind what closes; lost if the text ends before, or a line that must not.
    private mutating func run(
        to end: StaticString, hashes: Int, lines: Bool, escapes: Bool
    ) {
        while index < bytes.count {
            if isAt(end), hasHashes(hashes, after: end.utf8CodeUnitCount) {
                index += end.utf8CodeUnitCount + hashes
                return
            }
            if at(0) == 10, !lines { break }
            index += escapes && at(0) == UInt8(ascii: "\\") ? 2 : 1
        }
        isLost = true
    }

    private func hasHashes(_ count: Int, after offset: Int) -> Bool {
        (0..<count).allSatisfy { at(offset + $0) == UInt8(ascii: "#") }
    }

    private mutating func quote() -> SourceTokens.Kind {
        if syntax == .swift { isLost = true }
        if syntax == .rust, at(1) != UInt8(ascii: "\\") {
            // `'a'` is a character, `'a` a lifetime; one scalar may take four bytes.
            let width = at(1) < 128 ? 1 : at(1) >= 0xF0 ? 4 : at(1) >= 0xE0 ? 3 : 2
            if at(1 + width) == UInt8(ascii: "'") {
                index += width + 2
                return .literal
            }
            index += 1
            if !Self.isStart(at(0)) { isLost = true }
            while index < bytes.count, Self.isPart(bytes[index]) { index += 1 }
            return .lifetime
        }
        index += 1
        run(to: "'", hashes: 0, lines: false, escapes: true)
        return .literal
    }

    private mutating func backquote() -> SourceTokens.Kind {
        index += 1
        guard syntax == .go || syntax == .swift else { return .mark }
        run(to: "`", hashes: 0, lines: syntax == .go, escapes: false)
        return syntax == .go ? .literal : .word
    }

    /// How many `#` follow the `r`, `br` or `cr` of a raw string; `nil` if it is none.
    private func rawHashes() -> Int? {
        let head = at(0) == UInt8(ascii: "r") ? 1 : at(1) == UInt8(ascii: "r") ? 2 : 0
        guard head > 0, head == 1 || at(0) == UInt8(ascii: "b") || at(0) == UInt8(ascii: "c")
        else { return nil }
        var hashes = 0
        while at(head + hashes) == UInt8(ascii: "#") { hashes += 1 }
        return at(head + hashes) == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func rawString(_ hashes: Int) {
        while at(0) != UInt8(ascii: "\"") { index += 1 }
        index += 1
        run(to: "\"", hashes: hashes, lines: true, escapes: false)
    }

    /// `"delimiter(` to `)delimiter"`, of C++.
    private mutating func delimitedString() {
        let start = index + 1
        while index < bytes.count, at(0) != UInt8(ascii: "("), index - start < 20 { index += 1 }
        let end = [UInt8(ascii: ")")] + bytes[min(start, index)..<index] + [UInt8(ascii: "\"")]
        while index + end.count <= bytes.count {
            if bytes[index] == end[0], bytes[index..<(index + end.count)].elementsEqual(end) {
                index += end.count
                return
            }
            index += 1
        }
        isLost = true
    }

    /// With what is interpolated, which may hold strings again, at most eight deep.
    private mutating func swiftString(depth: Int) {
        guard depth < 8 else { return isLost = true }
        var hashes = 0
        while at(0) == UInt8(ascii: "#") {
            hashes += 1
            index += 1
        }
        guard at(0) == UInt8(ascii: "\"") else { return isLost = true }
        let isLong = isAt("\"\"\"")
        index += isLong ? 3 : 1
        while index < bytes.count, !isLost {
            if isLong ? isAt("\"\"\"") : at(0) == UInt8(ascii: "\""),
                hasHashes(hashes, after: isLong ? 3 : 1)
            {
                index += (isLong ? 3 : 1) + hashes
                return
            }
            if at(0) == 10, !isLong { break }
            guard at(0) == UInt8(ascii: "\\"), hasHashes(hashes, after: 1) else {
                index += 1
                continue
            }
            index += 1 + hashes
            if at(0) == UInt8(ascii: "(") { interpolation(depth: depth) } else { index += 1 }
        }
        isLost = true
    }

    private mutating func interpolation(depth: Int) {
        var open = 0
        while index < bytes.count, !isLost {
            switch at(0) {
            case UInt8(ascii: "("):
                open += 1
                index += 1
            case UInt8(ascii: ")"):
                open -= 1
                index += 1
                if open == 0 { return }
            case UInt8(ascii: "\""): swiftString(depth: depth + 1)
            case UInt8(ascii: "#") where at(1) == UInt8(ascii: "\"") || at(1) == UInt8(ascii: "#"):
                swiftString(depth: depth + 1)
            default:
                if isAt("/*") { skipComment() } else { index += 1 }
            }
        }
        isLost = true
    }
}
