/// A value of a call.
indirect enum AssayTree {
    case null
    case bool(Bool)
    /// Its digits, or `nan`, `inf`, `-inf`.
    case number(String)
    case text(String)
    case bytes([UInt8])
    case list([AssayTree])
    case set([AssayTree])
    case dict([(key: AssayTree, value: AssayTree)])
    /// What no type of Swift is given.
    case other(String)

    var assayName: String {
        switch self {
        case .null: return "null"
        case .bool: return "a truth value"
        case .number(let digits): return String(digits.prefix(60))
        case .text: return "a string"
        case .bytes: return "bytes"
        case .list: return "a list"
        case .set: return "a set"
        case .dict: return "a dict"
        case .other(let tag): return "a " + tag
        }
    }

    /// A member of a dict.
    subscript(assay key: String) -> AssayTree? {
        guard case .dict(let members) = self else { return nil }
        for member in members {
            if case .text(let name) = member.key, name == key { return member.value }
        }
        return nil
    }
}

/// Reads what the judge has written.
struct AssayReader {
    let bytes: [UInt8]
    var at = 0
    var definitions: [String: AssayTree] = [:]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8 { at < bytes.count ? bytes[at] : 93 }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    mutating func value() -> AssayTree {
        switch next {
        case 34: return .text(String(decoding: string(), as: UTF8.self))
        case 91:
            at += 1
            var items: [AssayTree] = []
            while next != 93 {
                items.append(value())
                _ = skip(44)
            }
            at += 1
            return .list(items)
        case 123: return object()
        default:
            let start = at
            while at < bytes.count, ![44, 58, 93, 125].contains(bytes[at]) { at += 1 }
            let word = String(decoding: bytes[start..<at], as: UTF8.self)
            switch word {
            case "null": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: return .number(word)
            }
        }
    }

    private mutating func object() -> AssayTree {
        at += 1
        var members: [(key: AssayTree, value: AssayTree)] = []
        while next != 125, at < bytes.count {
            let key = string()
            at += 1
            let item = value()
            if !skip(44), members.isEmpty, key.first == 36 {
                at += 1
                return tagged(String(decoding: key.dropFirst(), as: UTF8.self), item)
            }
            members.append((.text(String(decoding: key, as: UTF8.self)), item))
        }
        at += 1
        return .dict(members)
    }

    private mutating func tagged(_ tag: String, _ body: AssayTree) -> AssayTree {
        switch (tag, body) {
        case ("tuple", .list): return body
        case ("set", .list(let items)), ("frozenset", .list(let items)): return .set(items)
        case ("float", .text(let word)): return .number(word)
        case ("bytes", .text(let text)): return .bytes(Self.decode(text))
        case ("dict", .list(let entries)):
            return .dict(
                entries.compactMap {
                    guard case .list(let pair) = $0, pair.count == 2 else { return nil }
                    return (pair[0], pair[1])
                })
        case ("def", .list(let pair)):
            if pair.count == 2, case .number(let number) = pair[0] {
                definitions[number] = pair[1]
                return pair[1]
            }
            return .null
        case ("ref", .number(let number)): return definitions[number] ?? .null
        default: return .other(tag)
        }
    }

    private mutating func string() -> [UInt8] {
        var found: [UInt8] = []
        at += 1
        while at < bytes.count, bytes[at] != 34 {
            let byte = bytes[at]
            at += 1
            guard byte == 92 else {
                found.append(byte)
                continue
            }
            let escape = next
            at += 1
            switch escape {
            case 110: found.append(10)
            case 116: found.append(9)
            case 114: found.append(13)
            case 98: found.append(8)
            case 102: found.append(12)
            case 117:
                var code = hex()
                if 0xd800..<0xdc00 ~= code, next == 92 {
                    at += 2
                    code = 0x10000 + (code & 0x3ff) << 10 + hex() & 0x3ff
                }
                let scalar = Unicode.Scalar(code) ?? "\u{fffd}"
                found += Swift.Array(String(Character(scalar)).utf8)
            default: found.append(escape)
            }
        }
        at += 1
        return found
    }

    private mutating func hex() -> UInt32 {
        let end = at + 4 < bytes.count ? at + 4 : bytes.count
        let digits = String(decoding: bytes[at..<end], as: UTF8.self)
        at = end
        return UInt32(digits, radix: 16) ?? 0xfffd
    }

    private static func decode(_ text: String) -> [UInt8] {
        let digits = Swift.Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var (found, bits, count): ([UInt8], UInt32, UInt32) = ([], 0, 0)
        for byte in text.utf8 {
            guard let digit = digits.firstIndex(of: byte) else { continue }
            bits = bits << 6 | UInt32(digit)
            count += 6
            if count >= 8 {
                count -= 8
                found.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return found
    }
}
