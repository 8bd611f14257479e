extension Value {
    /// The answer of a language that does not know some differences, read as what was expected
    /// wherever only these set the two apart.
    ///
    /// What differs in another way is left as it is, and so stays unequal. In a sequence that is to
    /// be compared without order each member is read as the first expected one that it can be, so
    /// that no expected member serves twice.
    package func read(
        as expected: Value, _ blurs: Set<Blur>, for comparison: ValueComparison = .equal
    ) -> Value {
        guard !blurs.isEmpty, let mine = unfolded, let wanted = expected.unfolded else {
            return self
        }
        let reading = Reading(blurs: blurs, isExact: comparison == .exact)
        return reading.value(
            reading.result(mine, wanted), wanted,
            unordered: comparison == .unordered || comparison == .set, depth: 0)
    }
}

struct Reading {
    let blurs: Set<Blur>
    let isExact: Bool

    /// The key of a list's first item, where lists are dicts.
    private var base: Int? {
        blurs.contains(.listsFrom0) ? 0 : blurs.contains(.listsFrom1) ? 1 : nil
    }

    func value(_ mine: Value, _ wanted: Value, unordered: Bool = false, depth: Int) -> Value {
        guard depth <= Value.maxDepth * 2 else { return mine }
        if case .string(let text) = mine, let read = words(text, wanted, depth) { return read }
        switch wanted {
        case .bool(let flag): return boolean(mine, flag)
        case .int, .float: return number(mine, wanted)
        case .string(let bytes): return text(mine, bytes)
        case .bytes(let bytes): return self.bytes(mine, bytes)
        case .null: return mine
        case .list(let items):
            return sequence(mine, items, unordered, depth).map(Value.list) ?? mine
        case .tuple(let items):
            if case .tuple = mine {} else if !blurs.contains(.tuples) { return mine }
            return sequence(mine, items, unordered, depth).map(Value.tuple) ?? mine
        case .set(let items), .frozenset(let items):
            return members(mine, items, depth).map(Value.set) ?? mine
        case .dict(let entries): return dict(mine, entries, depth).map(Value.dict) ?? mine
        case .datetime(let moment): return datetime(mine, moment)
        default: return mine
        }
    }

    // MARK: - Scalars

    private func boolean(_ mine: Value, _ flag: Bool) -> Value {
        guard blurs.contains(.booleans) else { return mine }
        switch mine {
        case .int(let digits) where digits == (flag ? "1" : "0"): return .bool(flag)
        case .float(let number) where number == (flag ? 1 : 0): return .bool(flag)
        case .string(let bytes):
            let words: [[UInt8]] = flag ? [Array("1".utf8)] : [[], Array("0".utf8)]
            return words.contains(bytes) ? .bool(flag) : mine
        case .null: return flag ? mine : .bool(false)
        default: return mine
        }
    }

    private func number(_ mine: Value, _ wanted: Value) -> Value {
        var mine = mine
        if blurs.contains(.booleans), case .bool(let flag) = mine { mine = .int(flag ? 1 : 0) }
        if blurs.contains(.textOrNumber), case .string(let bytes) = mine,
            let number = Self.number(bytes)
        {
            mine = number
        }
        if blurs.contains(.integers), mine.matches(wanted) { return wanted }
        return mine
    }

    /// A number in the form in which languages print them, without white space.
    private static func number(_ bytes: [UInt8]) -> Value? {
        let signs = Array("+-.eE".utf8)
        guard bytes.count <= 4096,
            bytes.allSatisfy({ (48...57).contains($0) || signs.contains($0) }),
            let json = try? JSON(parsing: bytes)
        else { return nil }
        return try? Value(json)
    }

    private func text(_ mine: Value, _ wanted: [UInt8]) -> Value {
        if blurs.contains(.text), case .bytes(let bytes) = mine { return .string(bytes) }
        if blurs.contains(.booleans), case .bool(let flag) = mine {
            let words: [[UInt8]] = flag ? [[49]] : [[], [48]]
            return words.contains(wanted) ? .string(wanted) : mine
        }
        guard blurs.contains(.textOrNumber) else { return mine }
        switch mine {
        case .int, .float:
            guard let number = Self.number(wanted), mine.matches(number) else { return mine }
            return .string(wanted)
        default: return mine
        }
    }

    private func bytes(_ mine: Value, _ wanted: [UInt8]) -> Value {
        if blurs.contains(.text), case .string(let bytes) = mine { return .bytes(bytes) }
        guard blurs.contains(.bytes), case .list(let items) = mine else { return mine }
        var bytes: [UInt8] = []
        for item in items {
            guard case .int(let digits) = item, let byte = UInt8(digits) else { return mine }
            bytes.append(byte)
        }
        return .bytes(bytes)
    }

    private func datetime(_ mine: Value, _ wanted: String) -> Value {
        guard blurs.contains(.zones), case .datetime(let text) = mine, let one = Instant(text),
            let other = Instant(wanted), one.universal == other.universal
        else { return mine }
        return .datetime(wanted)
    }

    // MARK: - Containers

    /// The items of an answer that stands for a list or a tuple; `nil` if it stands for neither.
    private func sequence(
        _ mine: Value, _ wanted: [Value], _ unordered: Bool, _ depth: Int
    ) -> [Value]? {
        var items: [Value]
        switch mine {
        case .list(let found): items = found
        case .tuple(let found):
            guard blurs.contains(.tuples) || wanted.isEmpty && found.isEmpty else { return nil }
            items = found
        case .dict(let entries):
            if blurs.contains(.pairs), let found = Self.pairs(entries, wanted) {
                items = found
                break
            }
            if blurs.contains(.tables), entries.isEmpty {
                items = []
            } else if let found = counted(entries) ?? sparse(entries, count: wanted.count) {
                items = found
            } else {
                return nil
            }
        case .bytes(let bytes):
            guard blurs.contains(.bytes) else { return nil }
            items = bytes.map { .int($0) }
        case .null where wanted.isEmpty:
            guard blurs.contains(.vectors) else { return nil }
            return []
        default:
            guard blurs.contains(.vectors), wanted.count == 1 else { return nil }
            items = [mine]
        }
        if blurs.contains(.null) {
            while items.count < wanted.count, wanted[items.count] == .null { items.append(.null) }
        }
        return unordered
            ? paired(items, wanted, depth)
            : items.enumerated().map { index, item in
                index < wanted.count ? value(item, wanted[index], depth: depth + 1) : item
            }
    }

    /// A dict's entries as pairs, in its order; `nil` if so many pairs are not expected.
    private static func pairs(_ entries: [Value.Entry], _ wanted: [Value]) -> [Value]? {
        guard entries.count == wanted.count, wanted.allSatisfy({ $0.parts?.count == 2 }) else {
            return nil
        }
        return entries.map { .list([$0.key, $0.value]) }
    }

    /// The entries that a list's tuples of two stand for; `nil` if it has others, or a key twice.
    private static func entries(_ items: [Value]) -> [Value.Entry]? {
        let found = items.compactMap { item -> Value.Entry? in
            guard case .tuple(let parts) = item, parts.count == 2 else { return nil }
            return .init(key: parts[0], value: parts[1])
        }
        guard found.count == items.count, Set(found.map(\.key)).count == items.count else {
            return nil
        }
        return found
    }

    /// Each item read as an expected one that it then equals and no item before it took.
    private func paired(_ items: [Value], _ wanted: [Value], _ depth: Int) -> [Value] {
        // Every item against every expected one: only as long as that is little.
        guard items.count <= 2000, wanted.count <= 2000 else { return items }
        var free = Array(wanted.indices)
        return items.map { item in
            for (place, index) in free.enumerated() {
                let read = value(item, wanted[index], depth: depth + 1)
                if read.matches(wanted[index]) {
                    free.remove(at: place)
                    return read
                }
            }
            return item
        }
    }

    private func members(_ mine: Value, _ wanted: [Value], _ depth: Int) -> [Value]? {
        switch mine {
        case .set(let items), .frozenset(let items): return paired(items, wanted, depth)
        case .list(let items):
            // A list's repetitions would vanish in a set, so it must be as long as the set.
            guard blurs.contains(.sets), items.count == wanted.count else { return nil }
            return paired(items, wanted, depth)
        case .dict(let entries):
            guard blurs.contains(.sets) || entries.isEmpty && blurs.contains(.tables),
                entries.allSatisfy({ Self.isPresent($0.value) })
            else { return nil }
            return paired(entries.map(\.key), wanted, depth)
        case .null where wanted.isEmpty: return blurs.contains(.vectors) ? [] : nil
        default: return nil
        }
    }

    private static func isPresent(_ value: Value) -> Bool {
        switch value {
        case .bool(true), .int("1"), .null: true
        case .list(let items), .tuple(let items): items.isEmpty
        case .dict(let entries): entries.isEmpty
        default: false
        }
    }

    private func dict(
        _ mine: Value, _ wanted: [Value.Entry], _ depth: Int
    ) -> [Value.Entry]? {
        var entries: [Value.Entry]
        switch mine {
        case .dict(let found): entries = found
        case .list(let items):
            if blurs.contains(.entries), let found = Self.entries(items) {
                entries = found
                break
            }
            if items.isEmpty, blurs.contains(.tables) {
                entries = []
                break
            }
            guard let base, items.count == wanted.count else { return nil }
            // From 0, a key is its text (`keys`); what has names counts from 1, and has none here.
            guard base == 0 || wanted.allSatisfy({ $0.key.isInt }) else { return nil }
            entries = items.enumerated().map { .init(key: .int(base + $0), value: $1) }
        case .null:
            guard blurs.contains(.vectors), wanted.isEmpty else { return nil }
            return []
        default: return nil
        }
        var places: [Value: Int] = [:]
        for (index, entry) in wanted.enumerated() { places[entry.key] = index }
        var free = Set(wanted.indices)
        let few = entries.count <= 2000 && wanted.count <= 2000
        entries = entries.map { entry in
            var place = places[entry.key]
            if place == nil, few {
                place = wanted.indices.first {
                    free.contains($0) && same(entry.key, wanted[$0].key, depth)
                }
            }
            guard let place, free.remove(place) != nil else { return entry }
            let other = wanted[place]
            return .init(
                key: other.key, value: value(entry.value, other.value, depth: depth + 1))
        }
        if blurs.contains(.null) {
            entries += wanted.indices.filter { free.contains($0) && wanted[$0].value == .null }
                .map { wanted[$0] }
        }
        return entries
    }

    private func same(_ mine: Value, _ wanted: Value, _ depth: Int) -> Bool {
        if blurs.contains(.keys), case .string(let bytes) = mine {
            switch wanted {
            case .int, .float, .bool, .null: return wanted.keyText == bytes
            default: break
            }
        }
        if blurs.contains(.keys), case .string(let bytes) = wanted { return mine.keyText == bytes }
        return value(mine, wanted, depth: depth + 1).matches(wanted)
    }

    /// The items of a dict whose keys count as the language counts; where types matter, in order.
    private func counted(_ entries: [Value.Entry]) -> [Value]? {
        guard let base, !entries.isEmpty else { return nil }
        var items = [Value?](repeating: nil, count: entries.count)
        for (index, entry) in entries.enumerated() {
            guard case .int(let digits) = entry.key, let key = Int(digits),
                (base..<base + items.count).contains(key)
            else { return nil }
            let place = key - base
            guard items[place] == nil, !isExact || place == index else { return nil }
            items[place] = entry.value
        }
        return items.compactMap { $0 }
    }

    /// A list with nothing at some places, as a dict of the rest; `nil` if it is none.
    private func sparse(_ entries: [Value.Entry], count: Int) -> [Value]? {
        guard let base, blurs.contains(.null) else { return nil }
        var items = [Value](repeating: .null, count: count)
        for entry in entries {
            guard case .int(let digits) = entry.key, let key = Int(digits),
                (base..<base + count).contains(key)
            else { return nil }
            items[key - base] = entry.value
        }
        return items
    }
}

extension Value {
    fileprivate var parts: [Value]? {
        switch self {
        case .list(let items), .tuple(let items): items
        default: nil
        }
    }

    fileprivate var isInt: Bool { if case .int = self { true } else { false } }

    /// A scalar as languages with text for keys write it.
    fileprivate var keyText: [UInt8]? {
        switch self {
        case .int(let digits): Array(digits.utf8)
        case .float(let number): Array("\(number)".utf8)
        case .bool(let flag): Array((flag ? "true" : "false").utf8)
        case .null: Array("null".utf8)
        default: nil
        }
    }
}
