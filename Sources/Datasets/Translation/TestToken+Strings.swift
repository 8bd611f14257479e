/// Strings of each language.
extension TestLexer {
    /// The string or character that starts here.
    mutating func string() throws(TestFault) -> TestToken? {
        let quote = bytes[index]
        if let raw = try rawString() { return text(raw) }
        if let prefixed = try prefixedString() { return prefixed }
        switch quote {
        case UInt8(ascii: "\""):
            if language == .java || language == .python, starts(with: "\"\"\"") {
                return text(try tripled(quote, raw: false))
            }
            return text(try quoted(quote, plain: false))
        case UInt8(ascii: "'"):
            if language == .python, starts(with: "'''") {
                return text(try tripled(quote, raw: false))
            }
            return try single()
        case UInt8(ascii: "`"):
            guard language.isScript || language == .go else { return nil }
            return text(try language == .go ? untouched(until: "`", skipping: 1) : template())
        default: return nil
        }
    }

    private func text(_ bytes: [UInt8], _ kind: TestToken.Kind = .string) -> TestToken {
        TestToken(
            kind: kind, text: String(decoding: bytes, as: UTF8.self), bytes: bytes, line: line)
    }

    /// In `'`: a character, or a string, or in Rust the start of a lifetime.
    private mutating func single() throws(TestFault) -> TestToken {
        switch language {
        case .cpp, .java, .go, .rust:
            let start = index
            if language == .rust, peek(1) != UInt8(ascii: "\\"), peek(2) != UInt8(ascii: "'"),
                peek(1).map({ $0 < 128 }) ?? false
            {
                index = start + 1
                return TestToken(kind: .symbol, text: "'", line: line)
            }
            let content = try quoted(UInt8(ascii: "'"), plain: false)
            guard String(decoding: content, as: UTF8.self).unicodeScalars.count == 1 else {
                throw fault("a character of another length than one")
            }
            return text(content, .character)
        case .php, .perl, .ruby:
            return text(try quoted(UInt8(ascii: "'"), plain: true))
        default: return text(try quoted(UInt8(ascii: "'"), plain: false))
        }
    }

    /// Whatever stands between, up to the closing text.
    private mutating func untouched(
        until close: String, skipping: Int
    ) throws(TestFault) -> [UInt8] {
        index += skipping
        let start = index
        while !starts(with: close) {
            guard index < bytes.count else { throw fault("a string has no end") }
            if bytes[index] == 10 { line += 1 }
            index += 1
        }
        defer { index += close.utf8.count }
        return bytes[start..<index].filter { $0 != 13 }
    }

    private mutating func rawString() throws(TestFault) -> [UInt8]? {
        switch language {
        case .lua:
            guard starts(with: "[[") else { return nil }
            var content = try untouched(until: "]]", skipping: 2)
            if content.first == 10 { content.removeFirst() }
            return content
        case .cpp:
            guard starts(with: "R\"") else { return nil }
            var length = 0
            while let byte = peek(2 + length), byte != UInt8(ascii: "("), length < 17 {
                length += 1
            }
            let name = String(decoding: bytes[(index + 2)..<(index + 2 + length)], as: UTF8.self)
            guard peek(2 + length) == UInt8(ascii: "(") else { throw fault("a raw string") }
            return try untouched(until: ")\(name)\"", skipping: 3 + length)
        case .rust:
            guard peek() == UInt8(ascii: "r") else { return nil }
            var hashes = 0
            while peek(1 + hashes) == UInt8(ascii: "#") { hashes += 1 }
            guard peek(1 + hashes) == UInt8(ascii: "\"") else { return nil }
            let close = "\"" + String(repeating: "#", count: hashes)
            return try untouched(until: close, skipping: 2 + hashes)
        default: return nil
        }
    }

    /// Python's `r''`, `b''` and `u''`; others are not read.
    private mutating func prefixedString() throws(TestFault) -> TestToken? {
        guard language == .python || language == .rust || language == .cpp else { return nil }
        var length = 0
        while let byte = peek(length), length < 3, "rRbBuUfFL8".utf8.contains(byte) { length += 1 }
        guard length > 0, let quote = peek(length), quote == 34 || quote == 39 else { return nil }
        let prefix = String(decoding: bytes[index..<(index + length)], as: UTF8.self).lowercased()
        guard language == .python, prefix == "r" || prefix == "u" else {
            throw fault("a string with the prefix `\(prefix)`")
        }
        index += length
        if peek(1) == quote, peek(2) == quote {
            return text(try tripled(quote, raw: prefix == "r"))
        }
        return text(try quoted(quote, plain: prefix == "r"))
    }

    private mutating func tripled(_ quote: UInt8, raw: Bool) throws(TestFault) -> [UInt8] {
        guard language == .python else { throw fault("a text block") }
        index += 3
        var content: [UInt8] = []
        while !(peek() == quote && peek(1) == quote && peek(2) == quote) {
            guard let byte = peek() else { throw fault("a string has no end") }
            if byte == UInt8(ascii: "\\") {
                if raw { throw fault("a backslash in a raw string of several lines") }
                try escape(into: &content)
                continue
            }
            if byte == 10 { line += 1 }
            content.append(byte)
            index += 1
        }
        index += 3
        return content
    }

    /// A template without places for values.
    private mutating func template() throws(TestFault) -> [UInt8] {
        index += 1
        var content: [UInt8] = []
        while let byte = peek(), byte != UInt8(ascii: "`") {
            if byte == UInt8(ascii: "\\") {
                try escape(into: &content)
                continue
            }
            if byte == UInt8(ascii: "$"), peek(1) == UInt8(ascii: "{") {
                throw fault("a template with a value inside")
            }
            if byte == 10 { line += 1 }
            content.append(byte)
            index += 1
        }
        guard index < bytes.count else { throw fault("a string has no end") }
        index += 1
        return content
    }

    /// Up to the quote; in a plain string only `\\` and the escaped quote mean something.
    ///
    /// In Python's raw strings not even they do.
    private mutating func quoted(_ quote: UInt8, plain: Bool) throws(TestFault) -> [UInt8] {
        index += 1
        var content: [UInt8] = []
        while let byte = peek(), byte != quote {
            if byte == 10, language != .php, language != .perl, language != .ruby, language != .rust
            {
                throw fault("a string has no end on its line")
            }
            if byte == UInt8(ascii: "\\") {
                if !plain {
                    try escape(into: &content)
                    continue
                }
                guard let next = peek(1) else { throw fault("a string has no end") }
                let resolved = language != .python && (next == quote || next == byte)
                content += resolved ? [next] : [byte, next]
                index += 2
                continue
            }
            if !plain, isInterpolated(byte, peek(1)) { throw fault("a string with a value inside") }
            if byte == 10 { line += 1 }
            content.append(byte)
            index += 1
        }
        guard index < bytes.count else { throw fault("a string has no end") }
        index += 1
        return content
    }

    private func isInterpolated(_ byte: UInt8, _ next: UInt8?) -> Bool {
        let opens = next.map { Self.isWord($0) || $0 == 123 } ?? false
        return switch language {
        case .php:
            byte == 36 && opens && !(next.map(Self.isDigit) ?? false)
                || byte == 123 && next == 36
        // Perl puts in special variables too, such as `$&`; before `"`, `)` and blanks it is text.
        case .perl:
            (byte == 36 || byte == 64) && (next.map { $0 > 32 && $0 != 34 } ?? false)
        case .ruby: byte == 35 && (next == 123 || next == 36 || next == 64)
        default: false
        }
    }
}
