/// How an answer is compared with what was expected.
package enum ValueComparison: Sendable, Equatable {
    /// Types matter, but 1 equals 1.0, decimals count by their value and times by the moment that
    /// they are; NaN equals NaN.
    case equal
    /// Types, number kinds and the digits of decimals and times matter; the order of a dict's keys
    /// does not.
    case exact
    /// As `equal`, with the members of the outermost sequence or set in any order; values that have
    /// no members are equal or not.
    case unordered
    /// As `unordered`, with repeated members counted once.
    case set
    /// As `equal`, with numbers equal within either tolerance.
    case close(absolute: Double, relative: Double)
}

extension Value {
    /// Whether an answer counts as the expected value.
    ///
    /// References are followed; an answer whose references would unfold to millions of values is
    /// unequal to everything.
    package func matches(_ expected: Value, _ comparison: ValueComparison = .equal) -> Bool {
        var mine = Unfolding()
        var theirs = Unfolding()
        guard let left = mine.unfold(self), let right = theirs.unfold(expected) else {
            return false
        }
        switch comparison {
        case .exact: return left.key(exact: true) == right.key(exact: true)
        case .equal: return left.key(exact: false) == right.key(exact: false)
        case .unordered, .set:
            guard let mine = left.items, let theirs = right.items else {
                // An int, a text or null has no order to leave out.
                return left.items == nil && right.items == nil
                    && left.key(exact: false) == right.key(exact: false)
            }
            let keys = (mine.map { $0.key(exact: false) }, theirs.map { $0.key(exact: false) })
            guard comparison == .unordered else { return Set(keys.0) == Set(keys.1) }
            return keys.0.sorted(by: precedes) == keys.1.sorted(by: precedes)
        case .close(let absolute, let relative):
            return left.isClose(to: right, Tolerance(absolute: absolute, relative: relative))
        }
    }

    private var items: [Value]? {
        switch self {
        case .list(let items), .tuple(let items), .set(let items), .frozenset(let items): items
        default: nil
        }
    }

    private var entries: [Entry]? {
        if case .dict(let entries) = self { entries } else { nil }
    }

    /// Two values are equal if and only if their keys are.
    private func key(exact: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        appendKey(to: &bytes, exact: exact)
        return bytes
    }

    private func appendKey(to bytes: inout [UInt8], exact: Bool) {
        func append(_ tag: Character, _ keys: [[UInt8]]) {
            bytes += "\(tag)\(keys.count):".utf8
            for key in keys { bytes += key }
        }
        func append(_ tag: Character, _ text: some Collection<UInt8>) {
            bytes += "\(tag)\(text.count):".utf8
            bytes += text
        }
        func sequence(_ tag: Character, _ items: [Value]) {
            bytes += "\(tag)\(items.count):".utf8
            for item in items { item.appendKey(to: &bytes, exact: exact) }
        }
        switch self {
        case .null: bytes += "n".utf8
        case .bool(let value): bytes += (value ? "t" : "f").utf8
        case .int(let digits): append("i", digits.utf8)
        case .float(let value): append(exact ? "d" : "i", Self.text(of: value, exact).utf8)
        case .string(let text): append("s", text)
        case .bytes(let value): append("b", value)
        case .list(let items): sequence("l", items)
        case .tuple(let items): sequence("u", items)
        case .set(let items), .frozenset(let items):
            append("e", items.map { $0.key(exact: exact) }.sorted(by: precedes))
        case .dict(let entries):
            append(
                "m",
                entries.map { $0.key.key(exact: exact) + $0.value.key(exact: exact) }
                    .sorted(by: precedes))
        case .complex(let real, let imaginary):
            append("c", "\(Self.text(of: real, exact)),\(Self.text(of: imaginary, exact))".utf8)
        case .decimal(let text):
            append("q", (exact ? text : Self.decimalKey(text)).utf8)
        case .datetime(let text):
            append("a", (exact ? text : Instant(text)?.key ?? text).utf8)
        default: append("o", json.canonical)
        }
    }

    private static func decimalKey(_ text: String) -> String {
        DecimalNumber(text.utf8)?.canonical ?? text
    }

    /// Not exact: a float that is a whole number reads as that integer.
    private static func text(of value: Double, _ exact: Bool) -> String {
        if value.isNaN { return "nan" }
        guard !exact, value.isFinite, value == value.rounded() else { return value.description }
        if let small = Int(exactly: value) { return String(small) }
        return WholeNumber(value).digits
    }

    private struct Tolerance {
        var absolute: Double
        var relative: Double

        func allows(_ left: Double, _ right: Double) -> Bool {
            if left == right || (left.isNaN && right.isNaN) { return true }
            guard left.isFinite, right.isFinite else { return false }
            return abs(left - right) <= max(absolute, relative * max(abs(left), abs(right)))
        }

        func allows(_ left: DecimalNumber, _ right: DecimalNumber) -> Bool {
            left.isWithin(absolute: absolute, relative: relative, of: right)
                || right.isWithin(absolute: absolute, relative: relative, of: left)
        }
    }

    private var number: Double? {
        switch self {
        case .int(let digits): Double(digits)
        case .float(let value): value
        default: nil
        }
    }

    /// Its digits, where a float could not hold them all.
    private var longNumber: DecimalNumber? {
        switch self {
        case .int(let digits): DecimalNumber(digits.utf8)
        case .float(let value) where value.isFinite && value == value.rounded():
            DecimalNumber(Self.text(of: value, false).utf8)
        case .decimal(let text): DecimalNumber(text.utf8)
        default: nil
        }
    }

    /// Whether a float of the same value may be another number.
    private var isLong: Bool {
        switch self {
        case .int(let digits): digits.utf8.count > 15
        case .decimal: true
        default: false
        }
    }

    private func isClose(to other: Value, _ tolerance: Tolerance) -> Bool {
        switch (self, other) {
        case (.int, .int), (.int, .float), (.float, .int), (.float, .float), (.decimal, .decimal):
            return isCloseNumber(other, tolerance)
        case (.complex(let a, let b), .complex(let c, let d)):
            return tolerance.allows(a, c) && tolerance.allows(b, d)
        case (.list(let mine), .list(let theirs)), (.tuple(let mine), .tuple(let theirs)):
            return mine.count == theirs.count
                && zip(mine, theirs).allSatisfy { $0.isClose(to: $1, tolerance) }
        case (.dict(let mine), .dict(let theirs)):
            guard mine.count == theirs.count else { return false }
            var left = Dictionary(grouping: theirs) { $0.key.key(exact: false) }
            return mine.allSatisfy { entry in
                let key = entry.key.key(exact: false)
                // Hostile answers may have a key twice; what is expected serves but once.
                let place = left[key]?.firstIndex {
                    entry.value.isClose(to: $0.value, tolerance)
                }
                guard let place else { return false }
                left[key]?.remove(at: place)
                return true
            }
        default: return key(exact: false) == other.key(exact: false)
        }
    }

    private func isCloseNumber(_ other: Value, _ tolerance: Tolerance) -> Bool {
        if key(exact: false) == other.key(exact: false) { return true }
        if isLong || other.isLong, let mine = longNumber, let theirs = other.longNumber {
            return tolerance.allows(mine, theirs)
        }
        guard let mine = number, let theirs = other.number else { return false }
        // An integer beyond all floats is not the infinite one.
        if !mine.isFinite || !theirs.isFinite, isLong || other.isLong { return false }
        return tolerance.allows(mine, theirs)
    }
}

private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
}

extension Value {
    /// The value without definitions and references; `nil` if it would be millions of values.
    var unfolded: Value? {
        var unfolding = Unfolding()
        return unfolding.unfold(self)
    }
}

/// Replaces definitions and references by what they stand for.
private struct Unfolding {
    /// Hostile answers can double at each reference.
    var budget = 4_000_000
    var definitions: [Int: Value] = [:]
    /// The numbers of the definitions that are being unfolded, outermost first.
    var open: [Int] = []

    mutating func unfold(_ value: Value) -> Value? {
        budget -= 1
        guard budget > 0 else { return nil }
        switch value {
        case .list(let items): return all(items).map(Value.list)
        case .tuple(let items): return all(items).map(Value.tuple)
        case .set(let items): return all(items).map(Value.set)
        case .frozenset(let items): return all(items).map(Value.frozenset)
        case .dict(let entries):
            var result: [Value.Entry] = []
            for entry in entries {
                guard let key = unfold(entry.key), let value = unfold(entry.value) else {
                    return nil
                }
                result.append(.init(key: key, value: value))
            }
            return .dict(result)
        case .definition(let number, let body):
            definitions[number] = body
            return inside(number, body)
        case .reference(let number):
            if let place = open.lastIndex(of: number) {
                // A cycle: what matters is how many levels up it leads.
                return .reference(open.count - place)
            }
            return definitions[number].flatMap { inside(number, $0) }
        case .handle: return nil
        default: return value
        }
    }

    private mutating func inside(_ number: Int, _ body: Value) -> Value? {
        open.append(number)
        defer { open.removeLast() }
        return unfold(body)
    }

    private mutating func all(_ items: [Value]) -> [Value]? {
        var result: [Value] = []
        result.reserveCapacity(items.count)
        for item in items {
            guard let item = unfold(item) else { return nil }
            result.append(item)
        }
        return result
    }
}

/// The exact decimal digits of a float that is a whole number.
private struct WholeNumber {
    let digits: String

    init(_ value: Double) {
        // Base 1e9, least first.
        var limbs: [UInt64] = []
        var significand = UInt64(value.magnitude.significandBitPattern) | 1 << 52
        while significand > 0 {
            limbs.append(significand % 1_000_000_000)
            significand /= 1_000_000_000
        }
        for _ in 0..<max(0, Int(value.exponent) - 52) {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let doubled = limbs[index] * 2 + carry
                limbs[index] = doubled % 1_000_000_000
                carry = doubled / 1_000_000_000
            }
            if carry > 0 { limbs.append(carry) }
        }
        var text = limbs.last.map(String.init) ?? "0"
        for limb in limbs.dropLast().reversed() {
            let part = String(limb)
            text += String(repeating: "0", count: 9 - part.count) + part
        }
        digits = value < 0 ? "-" + text : text
    }
}
