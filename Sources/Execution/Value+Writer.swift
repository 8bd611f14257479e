extension Value {
    /// The encoding of the worker protocol; members of sets stand sorted by their own encoding.
    package var json: JSON {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let digits): .number(digits)
        case .float(let value): Self.float(value)
        case .string(let bytes):
            if let text = String(validating: bytes, as: UTF8.self) {
                .string(text)
            } else {
                Self.tag("$str", .string(Base64.encode(bytes)))
            }
        case .list(let items): .array(items.map(\.json))
        case .tuple(let items): Self.tag("$tuple", .array(items.map(\.json)))
        case .set(let items): Self.tag("$set", Self.sorted(items))
        case .frozenset(let items): Self.tag("$frozenset", Self.sorted(items))
        case .dict(let entries): Self.dict(entries)
        case .bytes(let bytes): Self.tag("$bytes", .string(Base64.encode(bytes)))
        case .complex(let real, let imaginary):
            Self.tag("$complex", .array([Self.float(real), Self.float(imaginary)]))
        case .decimal(let text): Self.tag("$decimal", .string(text))
        case .fraction(let above, let below): Self.tag("$fraction", .strings([above, below]))
        case .range(let start, let stop, let step):
            Self.tag("$range", .array([.number(start), .number(stop), .number(step)]))
        case .datetime(let text): Self.tag("$datetime", .string(text))
        case .record(let type, let fields):
            Self.tag("$record", ["type": .string(type), "fields": Self.pairs(fields)])
        case .array(let dtype, let shape, let data):
            Self.tag(
                "$array",
                [
                    "dtype": .string(dtype), "shape": .array(shape.map(JSON.int)),
                    "data": data.json,
                ])
        case .definition(let number, let value):
            Self.tag("$def", .array([.int(number), value.json]))
        case .reference(let number): Self.tag("$ref", .int(number))
        case .handle(let number): Self.tag("$handle", .int(number))
        }
    }

    /// The value with all numbers of definitions and references raised, so that values that were
    /// numbered apart can stand in one.
    package func renumbered(by offset: Int) -> Value {
        func all(_ items: [Value]) -> [Value] { items.map { $0.renumbered(by: offset) } }
        func entries(_ items: [Entry]) -> [Entry] {
            items.map {
                Entry(
                    key: $0.key.renumbered(by: offset), value: $0.value.renumbered(by: offset))
            }
        }
        return switch self {
        case .list(let items): .list(all(items))
        case .tuple(let items): .tuple(all(items))
        case .set(let items): .set(all(items))
        case .frozenset(let items): .frozenset(all(items))
        case .dict(let items): .dict(entries(items))
        case .record(let type, let fields): .record(type: type, fields: entries(fields))
        case .array(let dtype, let shape, let data):
            .array(dtype: dtype, shape: shape, data: data.renumbered(by: offset))
        case .definition(let number, let value):
            .definition(number + offset, value.renumbered(by: offset))
        case .reference(let number): .reference(number + offset)
        default: self
        }
    }

    private static func tag(_ name: String, _ body: JSON) -> JSON {
        .object(JSONObject(members: [.init(key: name, value: body)]))
    }

    private static func float(_ value: Double) -> JSON {
        guard !value.isFinite else { return .number(value.description) }
        return tag("$float", .string(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf"))
    }

    private static func sorted(_ items: [Value]) -> JSON {
        .array(
            items.map { (json: $0.json, text: $0.json.utf8) }
                .sorted { $0.text.lexicographicallyPrecedes($1.text) }.map(\.json))
    }

    private static func pairs(_ entries: [Entry]) -> JSON {
        .array(entries.map { .array([$0.key.json, $0.value.json]) })
    }

    private static func dict(_ entries: [Entry]) -> JSON {
        var members: [JSONObject.Member] = []
        var seen = Set<String>()
        for entry in entries {
            guard case .string(let bytes) = entry.key, bytes.first != UInt8(ascii: "$"),
                let key = String(validating: bytes, as: UTF8.self), seen.insert(key).inserted
            else { return tag("$dict", pairs(entries)) }
            members.append(.init(key: key, value: entry.value.json))
        }
        return .object(JSONObject(members: members))
    }
}
