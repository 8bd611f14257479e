import Execution

/// Appends the JSON of rows to a byte buffer, without a tree in between.
///
/// The text is the same as `JSONWriter`'s. A float always has a point or an exponent, so that a
/// column's type is the same in every part of a file; NaN and infinities do not exist in rows.
struct RowWriter {
    var bytes: [UInt8] = []
    private var needsComma = false

    /// Opens an object or a list.
    mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    mutating func endRow() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// A key that needs no escapes.
    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// JSON that was written before.
    mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    mutating func value(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    mutating func value(_ number: Int) {
        separate()
        var number = number
        if number < 0 {
            return raw(Array(String(number).utf8))
        }
        // Digits from the last, then turned round: a String for each integer costs more.
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
            number /= 10
        } while number > 0
        bytes[start...].reverse()
        needsComma = true
    }

    mutating func value(_ number: Double) {
        separate()
        bytes.append(contentsOf: (number.isFinite ? number : 0).description.utf8)
        needsComma = true
    }

    mutating func value(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
        needsComma = true
    }

    mutating func column(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }

    mutating func column(_ name: StaticString, _ number: Int) {
        key(name)
        value(number)
    }

    mutating func column(_ name: StaticString, _ number: Double) {
        key(name)
        value(number)
    }

    mutating func column(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var clean = 0
        for at in text.indices {
            let byte = text[at]
            guard RowWriter.special[Int(byte)] else { continue }
            bytes.append(contentsOf: text[clean..<at])
            clean = at + 1
            bytes.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
            case 0x0A: bytes.append(UInt8(ascii: "n"))
            case 0x0D: bytes.append(UInt8(ascii: "r"))
            case 0x09: bytes.append(UInt8(ascii: "t"))
            default:
                bytes.append(contentsOf: "u00".utf8)
                for digit in [byte >> 4, byte & 15] {
                    bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
                }
            }
        }
        bytes.append(contentsOf: text[clean...])
    }

    private static let special: [Bool] = (0..<256).map { byte in
        byte < 0x20 || byte == 0x7F || byte == 0x22 || byte == 0x5C
    }
}
