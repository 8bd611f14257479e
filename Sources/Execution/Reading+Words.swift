/// What languages answer that have one form for several values.
extension Reading {
    /// What was returned, where a `$tuple` tells that it was not one value.
    func result(_ mine: Value, _ wanted: Value) -> Value {
        guard case .tuple(let items) = mine else { return mine }
        if blurs.contains(.firstResult) {
            // One reading for one shape: no answer is right in two ways.
            if case .tuple(let parts) = wanted, parts.count == items.count, items.count > 1 {
                return mine
            }
            return items.first ?? .null
        }
        return blurs.contains(.results) ? sequence(of: items, wanted) : mine
    }

    /// A sequence of results; pairs stand for a dict, and nothing at all for null and for what is
    /// empty.
    private func sequence(of items: [Value], _ wanted: Value) -> Value {
        let all: Value
        switch wanted {
        case .list, .tuple, .set, .frozenset: all = .list(items)
        case .dict where items.count.isMultiple(of: 2):
            all = .dict(
                stride(from: 0, to: items.count, by: 2).map {
                    .init(key: items[$0], value: items[$0 + 1])
                })
        default: return items.first ?? .null
        }
        guard items.count == 1, !value(all, wanted, depth: 1).matches(wanted) else { return all }
        return items[0]
    }

    /// A text of a language without other values, read as what it writes out; `nil` if it does not.
    func words(_ text: [UInt8], _ wanted: Value, _ depth: Int) -> Value? {
        guard blurs.contains(.words) else { return nil }
        if Self.written(wanted) == text { return wanted }
        switch wanted {
        case .null: return ["", "null", "None"].contains { Array($0.utf8) == text } ? .null : nil
        case .list(let items): return row(text, items, depth).map(Value.list)
        case .tuple(let items): return row(text, items, depth).map(Value.tuple)
        case .set(let items), .frozenset(let items):
            let words = Self.split(text, at: [9, 10, 32])
            guard words.count == items.count else { return nil }
            return value(.set(words.map(Value.string)), wanted, depth: depth + 1)
        case .dict(let entries): return members(text, entries, depth)
        default: return nil
        }
    }

    /// Items with white space between; rows of items one a line.
    private func row(_ text: [UInt8], _ wanted: [Value], _ depth: Int) -> [Value]? {
        let words = Self.split(text, at: wanted.contains(where: \.isRow) ? [10] : [9, 10, 32])
        guard words.count == wanted.count else { return nil }
        return zip(words, wanted).map { value(.string($0), $1, depth: depth + 1) }
    }

    /// `key,value`, one a line.
    private func members(_ text: [UInt8], _ wanted: [Value.Entry], _ depth: Int) -> Value? {
        var entries: [Value.Entry] = []
        for line in Self.split(text, at: [10]) {
            guard let comma = line.firstIndex(of: 44) else { return nil }
            let key = Value.string(Array(line[..<comma]))
            let item = Value.string(Array(line[(comma + 1)...]))
            entries.append(.init(key: key, value: item))
        }
        guard entries.count == wanted.count else { return nil }
        return value(.dict(entries), .dict(wanted), depth: depth + 1)
    }

    private static func split(_ text: [UInt8], at marks: [UInt8]) -> [[UInt8]] {
        text.split { marks.contains($0) }.map(Array.init)
    }

    /// How a value is written out: the inverse of what is read, where nothing in it is ambiguous.
    static func written(_ value: Value) -> [UInt8] {
        switch value {
        case .null: Array("None".utf8)
        case .bool(let flag): Array((flag ? "true" : "false").utf8)
        case .string(let text), .bytes(let text): text
        case .int(let digits): Array(digits.utf8)
        case .float(let number): Array("\(number)".utf8)
        case .list(let items), .tuple(let items), .set(let items), .frozenset(let items):
            Array(
                items.map(written).joined(
                    separator: [items.contains(where: \.isRow) ? 10 : 32]))
        case .dict(let entries):
            Array(
                entries.map { written($0.key) + [44] + written($0.value) }
                    .joined(separator: [10]))
        default: Array(value.text.utf8)
        }
    }
}

extension Value {
    fileprivate var isRow: Bool {
        switch self {
        case .list, .tuple, .set, .frozenset, .dict: true
        default: false
        }
    }
}
