extension JSON {
    /// The shortest text on one line: no spaces, keys in their own order.
    package var text: String { String(decoding: utf8, as: UTF8.self) }

    package var utf8: [UInt8] {
        var writer = JSONWriter(sorted: false)
        writer.write(self)
        return writer.bytes
    }

    /// The text that is hashed: as `utf8`, but with keys in the order of their UTF-8 bytes.
    package var canonical: [UInt8] {
        var writer = JSONWriter(sorted: true)
        writer.write(self)
        return writer.bytes
    }
}

/// Appends JSON to a byte buffer.
///
/// `<`, `>`, `&`, U+2028 and U+2029 stay as they are: pages escape for HTML themselves.
package struct JSONWriter {
    package var bytes: [UInt8] = []
    let sorted: Bool

    package init(sorted: Bool = false) { self.sorted = sorted }

    package mutating func write(_ value: JSON) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(true): bytes += "true".utf8
        case .bool(false): bytes += "false".utf8
        case .number(let text): bytes += text.utf8
        case .string(let text): write(string: text.utf8)
        case .surrogates(let text): write(string: text)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(value)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        let members =
            sorted
            ? object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            : object.members
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(string: member.key.utf8)
            bytes.append(UInt8(ascii: ":"))
            write(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes WTF-8 as a JSON string; surrogates (`ED A0..BF xx`) as `\uXXXX`.
    private mutating func write(string text: some Sequence<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var pending: [UInt8] = []
        for byte in text {
            if !pending.isEmpty {
                pending.append(byte)
                if pending.count == 2, byte < 0xA0 {
                    bytes += pending
                    pending = []
                } else if pending.count == 3 {
                    let unit =
                        0xD000 | UInt32(pending[1] & 0x3F) << 6 | UInt32(pending[2] & 0x3F)
                    escape(unit)
                    pending = []
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20, 0x7F: escape(UInt32(byte))
            case 0xED: pending = [byte]
            default: bytes.append(byte)
            }
        }
        bytes += pending
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ unit: UInt32) {
        bytes += "\\u".utf8
        let digits = Array("0123456789abcdef".utf8)
        for shift in [12, 8, 4, 0] as [UInt32] {
            bytes.append(digits[Int(unit >> shift & 15)])
        }
    }
}
