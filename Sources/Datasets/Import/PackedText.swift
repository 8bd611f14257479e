import Execution

/// A text that was pickled, compressed with zlib and written in base64.
///
/// Nothing is ever unpickled: a pickle is a program, and running one is running its author's code.
/// The reader here knows the few instructions that build a string, or an object of strings, and
/// refuses all others by name.
enum PackedText {
    /// Of the text.
    static let maximumBytes = 256 << 20

    /// - Throws: `Diagnostic` naming the field.
    static func unpack(_ text: String, _ record: Record, at key: String) throws -> String {
        guard let packed = Base64.decode(text.filter { !$0.isWhitespace }) else {
            throw record.fault("`\(key)` is neither JSON nor base64", at: key)
        }
        let bytes: [UInt8]
        do {
            bytes = try Inflate.zlib(packed, path: record.path, maximumBytes: maximumBytes)
        } catch let fault as Diagnostic {
            throw record.fault("`\(key)`: \(fault.message)", at: key, note: fault.note)
        }
        var reader = PickledText(bytes)
        do {
            return try reader.read()
        } catch {
            throw record.fault(
                "`\(key)` holds a pickle that is no plain text", at: key, note: error.what,
                hint: "pickles are programs and are never run; unpack it where you trust it")
        }
    }
}

/// Reads a pickle of a string, or of an object with one string.
struct PickledText {
    struct Fault: Error, Equatable { var what: String }

    private enum Item {
        case text(String)
        case object([String: String])
    }

    private let bytes: [UInt8]
    private var at = 0
    private var stack: [Item] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() throws(Fault) -> String {
        while true {
            let place = at
            let code = try byte()
            switch code {
            case 0x80:  // PROTO
                let version = try byte()
                guard (2...5).contains(version) else {
                    throw Fault(what: "protocol \(version) is unknown")
                }
            case 0x95: _ = try number(8)  // FRAME
            case 0x94: break  // MEMOIZE
            case 0x71: _ = try byte()  // BINPUT
            case 0x72: _ = try number(4)  // LONG_BINPUT
            case 0x8C: stack.append(.text(try text(Int(try byte()))))  // SHORT_BINUNICODE
            case 0x58: stack.append(.text(try text(try number(4))))  // BINUNICODE
            case 0x8D: stack.append(.text(try text(try number(8))))  // BINUNICODE8
            case 0x7D: stack.append(.object([:]))  // EMPTY_DICT
            case 0x73: try setItem()  // SETITEM
            case 0x2E: return try result()  // STOP
            default:
                let hex = String(code, radix: 16)
                throw Fault(what: "the instruction 0x\(hex) at byte \(place) builds no text")
            }
            guard stack.count <= 8 else { throw Fault(what: "it builds more than one text") }
        }
    }

    private mutating func setItem() throws(Fault) {
        guard stack.count >= 3, case .text(let value) = stack.removeLast(),
            case .text(let key) = stack.removeLast(), case .object(var object) = stack.removeLast()
        else { throw Fault(what: "an object's member is no text") }
        object[key] = value
        stack.append(.object(object))
    }

    private func result() throws(Fault) -> String {
        guard at == bytes.count else { throw Fault(what: "bytes follow its end") }
        guard stack.count == 1 else { throw Fault(what: "it leaves \(stack.count) values") }
        switch stack[0] {
        case .text(let text): return text
        case .object(let object):
            guard object.count == 1, let text = object.values.first else {
                throw Fault(what: "it is an object with \(object.count) members")
            }
            return text
        }
    }

    private mutating func byte() throws(Fault) -> UInt8 {
        guard at < bytes.count else { throw Fault(what: "it is cut short") }
        defer { at += 1 }
        return bytes[at]
    }

    /// Little endian.
    private mutating func number(_ width: Int) throws(Fault) -> Int {
        var value: UInt64 = 0
        for index in 0..<width { value |= UInt64(try byte()) << (8 * UInt64(index)) }
        guard let number = Int(exactly: value) else { throw Fault(what: "a length is absurd") }
        return number
    }

    private mutating func text(_ count: Int) throws(Fault) -> String {
        guard count <= bytes.count - at else { throw Fault(what: "it is cut short") }
        defer { at += count }
        guard let text = String(validating: bytes[at..<at + count], as: UTF8.self) else {
            throw Fault(what: "a text is not UTF-8")
        }
        return text
    }
}
