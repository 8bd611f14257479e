/// Escapes of each language.
extension TestLexer {
    /// Resolves the escape that starts at the backslash here.
    mutating func escape(into content: inout [UInt8]) throws(TestFault) {
        index += 1
        guard let byte = peek() else { throw fault("a string has no end") }
        index += 1
        if let simple = simple(byte) {
            content.append(simple)
            return
        }
        switch byte {
        case 10:
            line += 1
            if language == .lua { content.append(10) }
            if language == .rust {
                while let next = peek(), next == 32 || next == 9 || next == 10 || next == 13 {
                    if next == 10 { line += 1 }
                    index += 1
                }
            }
            if language == .go || language == .java || language == .php || language == .perl {
                throw fault("a joined line in a string")
            }
        case UInt8(ascii: "x"): try hexadecimal(into: &content)
        case UInt8(ascii: "u") where language != .perl: try unicode(into: &content)
        case UInt8(ascii: "U") where language == .go || language == .python || language == .cpp:
            try append(try digits(count: 8, radix: 16), to: &content)
        case 48...57 where language != .rust: try numbered(byte, into: &content)
        default:
            switch language {
            case .python, .php: content += [UInt8(ascii: "\\"), byte]
            case .javascript, .typescript: content.append(byte)
            case .ruby where !"CMcsU".utf8.contains(byte): content.append(byte)
            case .perl where !Self.isWord(byte): content.append(byte)
            default: throw fault("an escape that is not known")
            }
            if language == .python, byte == UInt8(ascii: "N") { throw fault("a named character") }
        }
    }

    private func simple(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): return 92
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "\""): return 34
        case UInt8(ascii: "'"): return language == .php ? nil : 39
        case UInt8(ascii: "0"):
            guard language == .rust else { return nil }
            return 0
        case UInt8(ascii: "a"): return [.cpp, .go, .perl, .python, .ruby, .lua].has(language, 7)
        case UInt8(ascii: "b"): return language == .rust || language == .php ? nil : 8
        case UInt8(ascii: "f"): return language == .rust ? nil : 12
        case UInt8(ascii: "v"):
            return language == .rust || language == .java || language == .perl ? nil : 11
        case UInt8(ascii: "e"): return [.php, .perl, .ruby].has(language, 27)
        case UInt8(ascii: "s"): return [.java, .ruby].has(language, 32)
        case UInt8(ascii: "$"): return [.php, .perl].has(language, 36)
        case UInt8(ascii: "@"): return [.perl].has(language, 64)
        case UInt8(ascii: "`"): return language.isScript ? 96 : nil
        case UInt8(ascii: "?"): return language == .cpp ? 63 : nil
        default: return nil
        }
    }

    private mutating func hexadecimal(into content: inout [UInt8]) throws(TestFault) {
        var count = 0
        while count < 2, let next = peek(count), Character(.init(next)).isHexDigit { count += 1 }
        guard count == 2 || count == 1 && (language == .php || language == .ruby) else {
            throw fault("an escape that is not known")
        }
        if language == .cpp, let next = peek(2), Character(.init(next)).isHexDigit {
            throw fault("a long escape")
        }
        let value = try digits(count: count, radix: 16)
        // Bytes in these, characters in the others.
        switch language {
        case .cpp, .go, .lua, .php, .ruby: content.append(UInt8(value))
        default: try append(value, to: &content)
        }
    }

    private mutating func unicode(into content: inout [UInt8]) throws(TestFault) {
        if peek() == UInt8(ascii: "{") {
            index += 1
            var count = 0
            while count < 8, peek(count) != UInt8(ascii: "}") { count += 1 }
            let value = try digits(count: count, radix: 16)
            guard peek() == UInt8(ascii: "}") else { throw fault("an escape that is not known") }
            index += 1
            return try append(value, to: &content)
        }
        guard language != .rust, language != .php, language != .lua else {
            throw fault("an escape that is not known")
        }
        if language == .java { while peek() == UInt8(ascii: "u") { index += 1 } }
        var value = try digits(count: 4, radix: 16)
        if value >= 0xD800, value < 0xDC00, starts(with: "\\u") {
            index += 2
            let low = try digits(count: 4, radix: 16)
            guard low >= 0xDC00, low < 0xE000 else { throw fault("half a character") }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        try append(value, to: &content)
    }

    /// Octal, in Lua decimal.
    private mutating func numbered(
        _ first: UInt8, into content: inout [UInt8]
    ) throws(TestFault) {
        let radix = language == .lua ? 10 : 8
        index -= 1
        var count = 0
        while count < 3, let next = peek(count), next >= 48, Int(next) < 48 + radix { count += 1 }
        guard count > 0 else { throw fault("an escape that is not known") }
        if language.isScript, count > 1 || first != 48 { throw fault("an octal escape") }
        if language == .go, count != 3 { throw fault("an octal escape") }
        let value = try digits(count: count, radix: UInt32(radix))
        guard value < 256 else { throw fault("an octal escape") }
        switch language {
        case .cpp, .go, .lua, .php, .ruby, .perl: content.append(UInt8(value))
        default: try append(value, to: &content)
        }
    }

    private mutating func digits(count: Int, radix: UInt32) throws(TestFault) -> UInt32 {
        guard index + count <= bytes.count,
            let value = UInt32(
                String(decoding: bytes[index..<(index + count)], as: UTF8.self),
                radix: Int(radix))
        else { throw fault("an escape that is not known") }
        index += count
        return value
    }

    private func append(_ value: UInt32, to content: inout [UInt8]) throws(TestFault) {
        guard let scalar = Unicode.Scalar(value) else { throw fault("half a character") }
        content += Array(String(Character(scalar)).utf8)
    }
}

extension [TestLanguage] {
    fileprivate func has(_ language: TestLanguage, _ byte: UInt8) -> UInt8? {
        contains(language) ? byte : nil
    }
}
