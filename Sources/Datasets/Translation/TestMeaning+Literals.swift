import Execution

/// Literals with members, and types that say what their members are.
extension TestEvaluator {
    mutating func braces(_ entries: [TestEntry]) throws(TestFault) -> Value {
        try charge(entries.count)
        if language == .lua { return try table(entries) }
        if language == .php { return try phpArray(entries) }
        guard let first = entries.first else {
            return language == .cpp || language == .go ? .list([]) : .dict([])
        }
        guard first.key == nil else { return .dict(try pairs(entries)) }
        var items: [Value] = []
        for entry in entries {
            guard entry.key == nil else { throw fault("members with and without keys") }
            items.append(try value(entry.value))
        }
        switch language {
        case .cpp, .java, .go: return .list(items)
        case .python: return .set(try distinct(items))
        default: throw fault("members without keys")
        }
    }

    private mutating func pairs(_ entries: [TestEntry]) throws(TestFault) -> [Value.Entry] {
        var result: [Value.Entry] = []
        for entry in entries {
            guard let key = entry.key else { throw fault("members with and without keys") }
            result.append(.init(key: try value(key), value: try value(entry.value)))
        }
        return try unique(language.isScript ? result.map(Self.withTextKey) : result)
    }

    private static func withTextKey(_ entry: Value.Entry) -> Value.Entry {
        guard case .int(let text) = entry.key else { return entry }
        return .init(key: .string(text), value: entry.value)
    }

    private func unique(_ entries: [Value.Entry]) throws(TestFault) -> [Value.Entry] {
        if [.python, .php, .ruby, .javascript, .typescript].contains(language) {
            // The last one of a key stands where its first one stood.
            var places: [Value: Int] = [:]
            var result: [Value.Entry] = []
            for entry in entries {
                if let place = places[entry.key] {
                    result[place].value = entry.value
                } else {
                    places[entry.key] = result.count
                    result.append(entry)
                }
            }
            return result
        }
        guard Set(entries.map(\.key)).count == entries.count else {
            throw fault("a key stands twice")
        }
        return entries
    }

    private func distinct(_ items: [Value]) throws(TestFault) -> [Value] {
        var seen = Set<Value>()
        return items.filter { seen.insert($0).inserted }
    }

    /// In Lua a member that is nil is none, and what is left counted from 1 is a list.
    private mutating func table(_ entries: [TestEntry]) throws(TestFault) -> Value {
        var result: [Value.Entry] = []
        var next = 1
        for entry in entries {
            let value = try value(entry.value)
            let key: Value
            if let written = entry.key {
                key = try self.value(written)
            } else {
                key = .int(next)
                next += 1
            }
            if value != .null { result.append(.init(key: key, value: value)) }
        }
        result = try unique(result)
        let isList = result.enumerated().allSatisfy { $1.key == .int($0 + 1) }
        return isList ? .list(result.map(\.value)) : .dict(result)
    }

    /// In PHP a key that looks like an integer is one, and keys counted from 0 make a list.
    private mutating func phpArray(_ entries: [TestEntry]) throws(TestFault) -> Value {
        var result: [Value.Entry] = []
        var next = 0
        for entry in entries {
            var key: Value = .int(next)
            if let written = entry.key {
                key = try value(written)
                if case .string(let bytes) = key,
                    let number = Int(String(decoding: bytes, as: UTF8.self)),
                    String(number).utf8.elementsEqual(bytes)
                {
                    key = .int(number)
                }
                switch key {
                case .string: break
                case .int(let text):
                    guard let number = Int(text), number >= 0, number < Int.max else {
                        throw fault("a key that is not known")
                    }
                    next = max(next, number + 1)
                default: throw fault("a key that is not known")
                }
            } else {
                next += 1
            }
            result.append(.init(key: key, value: try value(entry.value)))
        }
        result = try unique(result)
        let isList = result.enumerated().allSatisfy { $1.key == .int($0) }
        return isList ? .list(result.map(\.value)) : .dict(result)
    }

    // MARK: Types

    /// A literal whose type is written.
    mutating func typed(_ type: TestType, _ literal: TestExpression) throws(TestFault) -> Value {
        if case .character = literal, ["interface{}", "any"].contains(type.name) {
            // An int32 beside ints: as a number it would be an int.
            throw fault("a character for any type")
        }
        guard case .braces(let entries) = literal else {
            return try fitted(try value(literal), to: type)
        }
        try charge(entries.count)
        if type.name.hasPrefix("map["), type.element.count == 2 {
            var result: [Value.Entry] = []
            for entry in entries {
                guard let key = entry.key else { throw fault("a member without a key") }
                result.append(
                    .init(
                        key: try typed(type.element[0], key),
                        value: try typed(type.element[1], entry.value)))
            }
            return .dict(try unique(result))
        }
        guard entries.allSatisfy({ $0.key == nil }) else { throw fault("a member with a key") }
        if language == .go || type.name.hasSuffix("[]") {
            guard let element = type.element.first, type.name.hasPrefix("[") || language == .java
            else { throw fault("a literal of the type `\(type.name.prefix(60))`") }
            var items: [Value] = []
            for entry in entries { items.append(try typed(element, entry.value)) }
            if language == .go, let size = Int(type.name.dropFirst().prefix { $0 != "]" }),
                size != items.count
            {
                throw fault("an array whose members are not all written")
            }
            return .list(items)
        }
        return try fitted(try braces(entries), to: type)
    }

    /// A value as it is when it is of this type.
    func fitted(_ value: Value, to type: TestType) throws(TestFault) -> Value {
        switch (value, type.base) {
        case (.list(let items), "map"), (.list(let items), "unordered_map"):
            return .dict(try entries(items, of: type))
        case (.list(let items), "set"), (.list(let items), "unordered_set"):
            guard language == .cpp else { break }
            return .set(try distinct(try all(items, type.element.first)))
        case (.list(let items), "pair"), (.list(let items), "tuple"):
            guard language == .cpp, items.count == type.element.count else { break }
            var fields: [Value] = []
            for (item, element) in zip(items, type.element) {
                fields.append(try fitted(item, to: element))
            }
            return .tuple(fields)
        case (.list(let items), _): return .list(try all(items, type.element.first))
        case (.float(let number), _) where type.isFloat32: return .float(Double(Float(number)))
        case (.int(let text), _) where type.isReal:
            guard let number = Double(text) else { break }
            return .float(type.isFloat32 ? Double(Float(number)) : number)
        case (.float, _) where type.isWhole: throw fault("a float for an integer")
        default: break
        }
        return value
    }

    private func all(_ items: [Value], _ type: TestType?) throws(TestFault) -> [Value] {
        guard let type else { return items }
        var result: [Value] = []
        for item in items { result.append(try fitted(item, to: type)) }
        return result
    }

    /// C++ writes a map as a list of pairs.
    private func entries(_ items: [Value], of type: TestType) throws(TestFault) -> [Value.Entry] {
        guard language == .cpp, type.element.count == 2 else { throw fault("a map") }
        var result: [Value.Entry] = []
        for item in items {
            switch item {
            case .list(let pair) where pair.count == 2, .tuple(let pair) where pair.count == 2:
                result.append(
                    .init(
                        key: try fitted(pair[0], to: type.element[0]),
                        value: try fitted(pair[1], to: type.element[1])))
            default: throw fault("a map")
            }
        }
        return try unique(result)
    }

    mutating func cast(
        _ type: TestType, _ operand: TestExpression
    ) throws(TestFault) -> TestMeaning {
        let meaning = try meaning(operand)
        switch meaning {
        case .value(.float(let number)) where type.isWhole:
            guard let whole = Int(exactly: number.rounded(.towardZero)) else {
                throw fault("a cast that overflows")
            }
            return .value(.int(whole))
        case .value(let value), .narrow(let value):
            let value = try fitted(value, to: type)
            return type.isFloat32 ? .narrow(value) : .value(value)
        // Only says what the answer is: `(int) f(1).get()`, `any_cast<int>(f(1))`.
        case .answer, .present: return meaning
        default: throw fault("a cast of this")
        }
    }

    mutating func construct(
        _ type: TestType, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning {
        let items = try values(arguments)
        let narrow = type.isFloat32
        func result(_ value: Value) throws(TestFault) -> TestMeaning {
            let value = try fitted(value, to: type)
            return narrow ? .narrow(value) : .value(value)
        }
        switch (type.base, items.first) {
        case ("string", .string(let text)) where items.count == 1,
            ("String", .string(let text)) where items.count == 1:
            return .value(.string(text))
        case ("string", nil): return .value(.string([]))
        case ("vector", nil), ("list", nil), ("deque", nil), ("ArrayList", nil),
            ("LinkedList", nil):
            return .value(.list([]))
        case ("vector", .list(let members)) where items.count == 1,
            ("ArrayList", .list(let members)) where items.count == 1,
            ("LinkedList", .list(let members)) where items.count == 1,
            ("map", .list(let members)) where items.count == 1,
            ("unordered_map", .list(let members)) where items.count == 1:
            return try result(.list(members))
        case ("map", nil), ("unordered_map", nil), ("HashMap", nil), ("TreeMap", nil),
            ("LinkedHashMap", nil):
            return .value(.dict([]))
        case ("HashMap", .dict) where items.count == 1, ("TreeMap", .dict) where items.count == 1,
            ("LinkedHashMap", .dict) where items.count == 1:
            return .value(items[0])
        case ("HashSet", nil), ("TreeSet", nil), ("Set", nil), ("set", nil):
            return .value(.set([]))
        case ("HashSet", .list(let members)) where items.count == 1,
            ("TreeSet", .list(let members)) where items.count == 1,
            ("Set", .list(let members)) where items.count == 1:
            return .value(.set(try distinct(members)))
        case ("HashSet", .set) where items.count == 1: return .value(items[0])
        case ("pair", _) where items.count == 2, ("tuple", _) where language == .cpp:
            return try result(.list(items))
        case ("optional", let value?) where items.count == 1:
            guard let element = type.element.first else { return .value(value) }
            return .value(try fitted(value, to: element))
        default: throw fault("a new `\(type.name.prefix(60))`")
        }
    }
}
