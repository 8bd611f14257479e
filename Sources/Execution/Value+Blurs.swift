extension Value {
    /// The answer of a language that does not know some differences, read as what was expected
    /// wherever only these set the two apart.
    ///
    /// What differs in another way is left as it is, and so stays unequal. In a sequence that is
    /// compared without order, `unordered`, each member is read as the first expected one that it
    /// can be, so that no expected member serves twice.
    package func read(
        as expected: Value, _ blurs: Set<Blur>, unordered: Bool = false
    ) -> Value {
        guard !blurs.isEmpty, let mine = unfolded, let wanted = expected.unfolded else {
            return self
        }
        let reading = Reading(blurs: blurs)
        return reading.value(
            reading.result(mine, wanted), wanted, unordered: unordered, depth: 0)
    }
}

struct Reading {
    let blurs: Set<Blur>

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
            if blurs.contains(.pairs), let found = pairs(entries, wanted, depth) { return found }
            guard blurs.contains(.tables) else { return nil }
            let sparse =
                blurs.contains(.null) ? Self.sparse(entries, count: wanted.count) : nil
            guard let found = Self.counted(entries) ?? sparse else { return nil }
            items = found
        case .bytes(let bytes):
            guard blurs.contains(.bytes) else { return nil }
            items = bytes.map { .int($0) }
        case .null where wanted.isEmpty:
            guard blurs.contains(.null) else { return nil }
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

    /// A dict's entries as the expected pairs, in their order; `nil` if they are others.
    private func pairs(_ entries: [Value.Entry], _ wanted: [Value], _ depth: Int) -> [Value]? {
        guard entries.count == wanted.count, entries.count <= 2000 else { return nil }
        var free = entries
        var found: [Value] = []
        for pair in wanted {
            guard let parts = pair.parts, parts.count == 2 else { return nil }
            let place = free.firstIndex {
                value($0.key, parts[0], depth: depth + 1).matches(parts[0])
                    && value($0.value, parts[1], depth: depth + 1).matches(parts[1])
            }
            guard let place else { return nil }
            free.remove(at: place)
            found.append(pair)
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
            guard blurs.contains(.tables) else { return nil }
            let first = items.isEmpty ? 0 : Self.firstKey(wanted, count: items.count)
            guard let first else { return nil }
            entries = items.enumerated().map { .init(key: .int(first + $0), value: $1) }
        case .null:
            guard blurs.contains(.null), wanted.isEmpty else { return nil }
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

    /// The items of a dict whose keys count from 0 or from 1.
    private static func counted(_ entries: [Value.Entry]) -> [Value]? {
        guard let first = firstKey(entries, count: entries.count) else { return nil }
        var items = [Value?](repeating: nil, count: entries.count)
        for entry in entries {
            guard case .int(let digits) = entry.key, let key = Int(digits) else { return nil }
            items[key - first] = entry.value
        }
        return items.compactMap { $0 }
    }

    /// Where the keys begin that are `count` whole numbers in a row; `nil` if they are not.
    private static func firstKey(_ entries: [Value.Entry], count: Int) -> Int? {
        guard entries.count == count else { return nil }
        guard count > 0 else { return 0 }
        var seen = Set<Int>()
        for entry in entries {
            guard case .int(let digits) = entry.key, let key = Int(digits), (0...count) ~= key
            else { return nil }
            seen.insert(key)
        }
        guard seen.count == count, let least = seen.min(), least <= 1 else { return nil }
        return seen.max() == least + count - 1 ? least : nil
    }
}

extension Value {
    fileprivate var parts: [Value]? {
        switch self {
        case .list(let items), .tuple(let items): items
        default: nil
        }
    }

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
