/// A type whose values are read from calls.
protocol AssayRead {
    static func assayRead(_ tree: AssayTree) -> Self?
}

/// Why a call has no value.
enum AssayFault: Error {
    case unfit(String)
    case cannot(String)
}

extension FixedWidthInteger {
    static func assayRead(_ tree: AssayTree) -> Self? {
        guard case .number(let digits) = tree else { return nil }
        if let value = Self(digits) { return value }
        guard digits.utf8.contains(where: { $0 == 46 || $0 == 101 || $0 == 69 }),
            let number = Double(digits)
        else { return nil }
        return Self(exactly: number)
    }
}
extension Int: AssayRead {}
extension Int8: AssayRead {}
extension Int16: AssayRead {}
extension Int32: AssayRead {}
extension Int64: AssayRead {}
extension UInt: AssayRead {}
extension UInt8: AssayRead {}
extension UInt16: AssayRead {}
extension UInt32: AssayRead {}
extension UInt64: AssayRead {}

extension Double: AssayRead {
    static func assayRead(_ tree: AssayTree) -> Double? {
        if case .number(let digits) = tree { return Double(digits) }
        return nil
    }
}
extension Float: AssayRead {
    static func assayRead(_ tree: AssayTree) -> Float? {
        if case .number(let digits) = tree { return Float(digits) }
        return nil
    }
}
extension Bool: AssayRead {
    static func assayRead(_ tree: AssayTree) -> Bool? {
        if case .bool(let value) = tree { return value }
        return nil
    }
}
extension String: AssayRead {
    static func assayRead(_ tree: AssayTree) -> String? {
        if case .text(let value) = tree { return value }
        return nil
    }
}
extension Substring: AssayRead {
    static func assayRead(_ tree: AssayTree) -> Substring? {
        String.assayRead(tree).map { Substring($0) }
    }
}
extension Character: AssayRead {
    static func assayRead(_ tree: AssayTree) -> Character? {
        guard let text = String.assayRead(tree), text.count == 1 else { return nil }
        return text.first
    }
}

extension AssayTree {
    var assayItems: [AssayTree]? {
        switch self {
        case .list(let items), .set(let items): return items
        case .bytes(let bytes): return bytes.map { .number("\($0)") }
        default: return nil
        }
    }

    func assayAll<T: AssayRead>(_ type: T.Type) -> [T]? {
        guard let items = assayItems else { return nil }
        var values: [T] = []
        for item in items {
            guard let value = T.assayRead(item) else { return nil }
            values.append(value)
        }
        return values
    }
}

extension Swift.Array: AssayRead where Element: AssayRead {
    static func assayRead(_ tree: AssayTree) -> [Element]? { tree.assayAll(Element.self) }
}
extension Swift.Set: AssayRead where Element: AssayRead {
    static func assayRead(_ tree: AssayTree) -> Swift.Set<Element>? {
        tree.assayAll(Element.self).map { Swift.Set($0) }
    }
}
extension Swift.Optional: AssayRead where Wrapped: AssayRead {
    static func assayRead(_ tree: AssayTree) -> Wrapped?? {
        if case .null = tree { return .some(nil) }
        return Wrapped.assayRead(tree).map { .some($0) }
    }
}
extension Swift.Dictionary: AssayRead where Key: AssayRead, Value: AssayRead {
    static func assayRead(_ tree: AssayTree) -> [Key: Value]? {
        var found: [Key: Value] = [:]
        if case .list(let items) = tree, items.isEmpty { return found }
        guard case .dict(let entries) = tree else { return nil }
        for entry in entries {
            guard let key = Key.assayRead(entry.key), let value = Value.assayRead(entry.value)
            else { return nil }
            found[key] = value
        }
        return found
    }
}

// MARK: - Writing

/// An answer, piece by piece.
struct AssayOut {
    var bytes: [UInt8] = []

    mutating func put(_ text: String) { bytes += Swift.Array(text.utf8) }

    mutating func text(_ text: String) {
        bytes.append(34)
        for byte in text.utf8 {
            if byte < 32 || byte == 34 || byte == 92 || byte == 127 {
                let digits = String(byte, radix: 16)
                put("\\u00" + (digits.count < 2 ? "0" : "") + digits)
            } else {
                bytes.append(byte)
            }
        }
        bytes.append(34)
    }

    private mutating func float(_ value: Double, _ text: String) {
        if value.isFinite { return put(text) }
        put("{\"$float\":\"" + (value.isNaN ? "nan" : value > 0 ? "inf" : "-inf") + "\"}")
    }

    mutating func value(_ value: Any, depth: Int = 0) throws {
        guard depth <= 200 else { throw AssayFault.cannot("nested deeper than 200") }
        switch value {
        case let value as Bool: return put(value ? "true" : "false")
        case let value as Double: return float(value, "\(value)")
        case let value as Float: return float(Double(value), "\(value)")
        case let value as any FixedWidthInteger: return put("\(value)")
        case let value as String: return text(value)
        case let value as Substring: return text(String(value))
        case let value as Character: return text(String(value))
        case let value as Unicode.Scalar: return text(String(Character(value)))
        case is Void: return put("null")
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let held = mirror.children.first else { return put("null") }
            try self.value(held.value, depth: depth + 1)
        case .tuple: try items(mirror, "{\"$tuple\":[", "]}", depth)
        case .set: try items(mirror, "{\"$set\":[", "]}", depth)
        case .collection: try items(mirror, "[", "]", depth)
        case .dictionary: try entries(mirror, depth)
        default: throw AssayFault.cannot(String(reflecting: type(of: value)))
        }
    }

    private mutating func items(
        _ mirror: Mirror, _ start: String, _ end: String, _ depth: Int
    ) throws {
        put(start)
        for (number, child) in mirror.children.enumerated() {
            if number > 0 { put(",") }
            try value(child.value, depth: depth + 1)
        }
        put(end)
    }

    private mutating func entries(_ mirror: Mirror, _ depth: Int) throws {
        put("{\"$dict\":[")
        for (number, child) in mirror.children.enumerated() {
            put(number > 0 ? ",[" : "[")
            for (place, part) in Mirror(reflecting: child.value).children.enumerated() {
                if place > 0 { put(",") }
                try value(part.value, depth: depth + 1)
            }
            put("]")
        }
        put("]}")
    }
}
