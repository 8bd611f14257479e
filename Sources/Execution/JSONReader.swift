/// Why a text is not JSON, with the byte offset, line and column (both from 1) of the fault.
package struct JSONError: Error, Sendable, Equatable {
    package enum Kind: String, Sendable { case syntax, utf8, duplicateKey, tooDeep }

    package var kind: Kind
    package var message: String
    package var offset: Int
    package var line: Int
    package var column: Int
}

extension JSON {
    /// Reads one JSON value; white space around it is allowed, anything else is not.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text.
    ///   - maxDepth: how deep arrays and objects may nest.
    /// - Throws: `JSONError`.
    package init(
        parsing bytes: some Collection<UInt8>, maxDepth: Int = 512
    ) throws(JSONError) {
        var reader = JSONReader(bytes: Array(bytes), maxDepth: maxDepth)
        self = try reader.document()
    }

    package init(parsing text: String, maxDepth: Int = 512) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maxDepth: maxDepth)
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    let maxDepth: Int
    var at = 0
    var depth = 0

    init(bytes: [UInt8], maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    mutating func document() throws(JSONError) -> JSON {
        skipSpace()
        let value = try value()
        skipSpace()
        guard at == bytes.count else { throw fault("text after the value") }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        guard let byte = peek else { throw fault("the text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault("no value starts with this character")
        }
    }

    private mutating func enter() throws(JSONError) {
        guard depth < maxDepth else {
            throw fault("nested deeper than \(maxDepth)", .tooDeep)
        }
        depth += 1
        at += 1
        skipSpace()
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        defer { depth -= 1 }
        if take("}") { return .object(JSONObject()) }
        var members: [JSONObject.Member] = []
        var keys = KeySet()
        while true {
            guard peek == UInt8(ascii: "\"") else {
                throw fault("a key in quotes should stand here")
            }
            let start = at
            guard case .string(let key) = try string() else {
                throw fault("a key has a lone surrogate", at: start)
            }
            guard keys.insert(key, after: members) else {
                throw fault("the key `\(key)` stands twice", .duplicateKey, at: start)
            }
            skipSpace()
            guard take(":") else { throw fault("`:` should stand here") }
            skipSpace()
            members.append(.init(key: key, value: try value()))
            skipSpace()
            if take("}") { return .object(JSONObject(members: members)) }
            guard take(",") else { throw fault("`,` or `}` should stand here") }
            skipSpace()
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        defer { depth -= 1 }
        if take("]") { return .array([]) }
        var values: [JSON] = []
        while true {
            values.append(try value())
            skipSpace()
            if take("]") { return .array(values) }
            guard take(",") else { throw fault("`,` or `]` should stand here") }
            skipSpace()
        }
    }

    private mutating func word(_ text: String, _ value: JSON) throws(JSONError) -> JSON {
        for byte in text.utf8 {
            guard peek == byte else { throw fault("`\(text)` should stand here") }
            at += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = at
        _ = take("-")
        if !take("0") {
            guard digits() else { throw fault("a digit should stand here") }
        } else if let byte = peek, isDigit(byte) {
            throw fault("a number may not start with 0")
        }
        if take(".") {
            guard digits() else { throw fault("a digit should follow the point") }
        }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() else { throw fault("a digit should stand in the exponent") }
        }
        return .number(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private mutating func string() throws(JSONError) -> JSON {
        let start = at
        at += 1
        let plain = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let text = String(validating: bytes[plain..<at], as: UTF8.self)
                guard let text else { throw fault("the string is not UTF-8", .utf8, at: start) }
                at += 1
                return .string(text)
            }
            if byte == UInt8(ascii: "\\") { break }
            guard byte >= 0x20 else { throw fault("a control character stands bare in a string") }
            at += 1
        }
        return try escapedString(start: start, prefix: Array(bytes[plain..<at]))
    }

    /// Goes on from the first backslash; collects WTF-8, so that surrogate pairs join.
    private mutating func escapedString(start: Int, prefix: [UInt8]) throws(JSONError) -> JSON {
        var text = prefix
        var lone = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                if lone { return .surrogates(text) }
                guard let valid = String(validating: text, as: UTF8.self) else {
                    throw fault("the string is not UTF-8", .utf8, at: start)
                }
                return .string(valid)
            }
            guard byte >= 0x20 else { throw fault("a control character stands bare in a string") }
            at += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            try escape(into: &text, lone: &lone)
        }
        throw fault("the string has no end", at: start)
    }

    private mutating func escape(into text: inout [UInt8], lone: inout Bool) throws(JSONError) {
        guard let byte = peek else { throw fault("the string has no end") }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var scalar = try hexUnit()
            if (0xD800..<0xDC00).contains(scalar), let low = try lowSurrogate() {
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
            }
            if (0xD800..<0xE000).contains(scalar) { lone = true }
            WTF8.append(scalar, to: &text)
        default: throw fault("no such escape", at: at - 1)
        }
    }

    private mutating func lowSurrogate() throws(JSONError) -> UInt32? {
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        else { return nil }
        let back = at
        at += 2
        let unit = try hexUnit()
        if (0xDC00..<0xE000).contains(unit) { return unit }
        at = back
        return nil
    }

    private mutating func hexUnit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = hexDigit(byte) else {
                throw fault("four hexadecimal digits should follow `\\u`")
            }
            unit = unit << 4 | digit
            at += 1
        }
        return unit
    }

    private func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    @inline(__always)
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func digits() -> Bool {
        let start = at
        while let byte = peek, isDigit(byte) { at += 1 }
        return at > start
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            at += 1
        }
    }

    private func fault(
        _ message: String, _ kind: JSONError.Kind = .syntax, at offset: Int? = nil
    ) -> JSONError {
        let offset = offset ?? at
        let before = bytes[..<Swift.min(offset, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = offset - ((before.lastIndex(of: 0x0A) ?? -1) + 1) + 1
        return JSONError(
            kind: kind, message: message, offset: offset, line: line, column: column)
    }
}

/// The keys of one object so far, by their bytes; few are compared one by one, many are hashed.
private struct KeySet {
    private struct Key: Hashable {
        let text: String

        static func == (left: Key, right: Key) -> Bool { left.text.hasSameBytes(as: right.text) }
    }

    private var hashed: Set<Key> = []

    /// Whether `key` is none of the members' keys, which were all given here before.
    mutating func insert(_ key: String, after members: [JSONObject.Member]) -> Bool {
        if members.count < 16 {
            return !members.contains { $0.key.hasSameBytes(as: key) }
        }
        if hashed.isEmpty { hashed = Set(members.map { Key(text: $0.key) }) }
        return hashed.insert(Key(text: key)).inserted
    }
}

/// UTF-8 that may also hold lone surrogates.
package enum WTF8 {
    package static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        switch scalar {
        case 0..<0x80:
            bytes.append(UInt8(scalar))
        case 0x80..<0x800:
            bytes.append(UInt8(0xC0 | scalar >> 6))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            bytes.append(UInt8(0xE0 | scalar >> 12))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        default:
            bytes.append(UInt8(0xF0 | scalar >> 18))
            bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
