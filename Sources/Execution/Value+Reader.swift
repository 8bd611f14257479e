extension Value {
    /// Reads one encoded value from JSON text of at most 16 MiB.
    ///
    /// - Throws: `ValueError`.
    package init(parsing bytes: some Collection<UInt8>) throws(ValueError) {
        guard bytes.count <= Self.maxBytes else {
            throw ValueError("the value is larger than 16 MiB")
        }
        let json: JSON
        do {
            json = try JSON(parsing: bytes, maxDepth: 3 * Self.maxDepth + 8)
        } catch {
            throw ValueError(error.message)
        }
        try self.init(json)
    }

    /// Rebuilds a value from its encoding; a tag outside the protocol's list is an error.
    package init(_ json: JSON) throws(ValueError) {
        var reader = ValueReader()
        self = try reader.value(json, depth: 0)
    }
}

private struct ValueReader {
    /// Numbers defined so far: a reference may only follow its definition, or stand inside it.
    var defined = Set<Int>()

    mutating func value(_ json: JSON, depth: Int) throws(ValueError) -> Value {
        guard depth <= Value.maxDepth else {
            throw ValueError("the value is nested deeper than \(Value.maxDepth)")
        }
        switch json {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let text): return try Self.number(text)
        case .string(let text): return .string(text)
        case .surrogates(let bytes): return .string(bytes)
        case .array(let items): return .list(try values(items, depth))
        case .object(let object): return try self.object(object, depth)
        }
    }

    private mutating func values(
        _ items: [JSON], _ depth: Int
    ) throws(ValueError) -> [Value] {
        var result: [Value] = []
        result.reserveCapacity(items.count)
        for item in items { result.append(try value(item, depth: depth + 1)) }
        return result
    }

    private mutating func object(
        _ object: JSONObject, _ depth: Int
    ) throws(ValueError) -> Value {
        let members = object.members
        if members.count == 1, members[0].key.utf8.first == UInt8(ascii: "$") {
            return try tagged(members[0].key, members[0].value, depth)
        }
        var entries: [Value.Entry] = []
        for member in members {
            guard member.key.utf8.first != UInt8(ascii: "$") else {
                throw ValueError("`\(member.key)` stands beside other keys")
            }
            entries.append(
                .init(
                    key: .string(member.key), value: try value(member.value, depth: depth + 1)))
        }
        return .dict(entries)
    }

    private mutating func tagged(
        _ tag: String, _ body: JSON, _ depth: Int
    ) throws(ValueError) -> Value {
        switch tag {
        case "$tuple": return .tuple(try values(try array(body, tag), depth))
        case "$set": return .set(try values(try array(body, tag), depth))
        case "$frozenset": return .frozenset(try values(try array(body, tag), depth))
        case "$dict": return .dict(try entries(body, tag, depth))
        case "$bytes": return .bytes(try base64(body, tag))
        case "$str": return .string(try base64(body, tag))
        case "$float", "$complex", "$decimal", "$fraction", "$range", "$datetime":
            return try Self.scalar(tag, body)
        case "$record", "$array": return try structure(tag, body, depth)
        case "$def":
            let parts = try array(body, tag, count: 2)
            let number = try Self.index(parts[0], tag)
            guard defined.insert(number).inserted else {
                throw ValueError("`$def` \(number) stands twice")
            }
            // It is the value that is nested, however it is written down.
            return .definition(number, try value(parts[1], depth: depth))
        case "$ref":
            let number = try Self.index(body, tag)
            guard defined.contains(number) else {
                throw ValueError("`$ref` \(number) has no `$def` before it")
            }
            return .reference(number)
        case "$handle": return .handle(try Self.index(body, tag))
        default: throw ValueError("the tag `\(tag)` is unknown")
        }
    }

    private mutating func entries(
        _ body: JSON, _ tag: String, _ depth: Int
    ) throws(ValueError) -> [Value.Entry] {
        var entries: [Value.Entry] = []
        for item in try array(body, tag) {
            let pair = try array(item, tag, count: 2)
            entries.append(
                .init(
                    key: try value(pair[0], depth: depth + 1),
                    value: try value(pair[1], depth: depth + 1)))
        }
        return entries
    }

    private mutating func structure(
        _ tag: String, _ body: JSON, _ depth: Int
    ) throws(ValueError) -> Value {
        if tag == "$record", let type = body["type"]?.string, let fields = body["fields"],
            body.object?.members.count == 2
        {
            return .record(type: type, fields: try entries(fields, tag, depth))
        }
        if tag == "$array", let dtype = body["dtype"]?.string,
            let shape = body["shape"]?.array, let data = body["data"],
            body.object?.members.count == 3
        {
            var sizes: [Int] = []
            for size in shape { sizes.append(try Self.index(size, tag)) }
            return .array(dtype: dtype, shape: sizes, data: try value(data, depth: depth + 1))
        }
        throw ValueError("`\(tag)` has other fields than it should")
    }

    private func array(
        _ body: JSON, _ tag: String, count: Int? = nil
    ) throws(ValueError) -> [JSON] {
        guard let items = body.array, count == nil || items.count == count else {
            throw ValueError("`\(tag)` needs an array" + (count.map { " of \($0)" } ?? ""))
        }
        return items
    }

    private func base64(_ body: JSON, _ tag: String) throws(ValueError) -> [UInt8] {
        guard let text = body.string, let bytes = Base64.decode(text) else {
            throw ValueError("`\(tag)` needs base64")
        }
        return bytes
    }

    private static func index(_ json: JSON, _ tag: String) throws(ValueError) -> Int {
        guard let number = json.int, number >= 0 else {
            throw ValueError("`\(tag)` needs a number from 0")
        }
        return number
    }

    private static func number(_ text: String) throws(ValueError) -> Value {
        if text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) }) {
            return .int(text == "-0" ? "0" : text)
        }
        guard let value = Double(text), value.isFinite else {
            throw ValueError("`\(text.prefix(40))` is beyond the range of a float")
        }
        return .float(value)
    }

    private static func scalar(_ tag: String, _ body: JSON) throws(ValueError) -> Value {
        switch (tag, body.array ?? [], body.string) {
        case ("$float", _, let word?):
            if let value = special(word) { return .float(value) }
        case ("$complex", let parts, _) where parts.count == 2:
            if let real = part(parts[0]), let imaginary = part(parts[1]) {
                return .complex(real, imaginary)
            }
        case ("$decimal", _, let text?): return .decimal(text)
        case ("$datetime", _, let text?): return .datetime(text)
        case ("$fraction", let parts, _) where parts.count == 2:
            if let above = parts[0].string.flatMap(integer),
                let below = parts[1].string.flatMap(integer)
            {
                return .fraction(above, below)
            }
        case ("$range", let parts, _) where parts.count == 3:
            let numbers = parts.compactMap { part -> String? in
                if case .number(let text) = part { integer(text) } else { nil }
            }
            if numbers.count == 3 { return .range(numbers[0], numbers[1], numbers[2]) }
        default: break
        }
        throw ValueError("`\(tag)` has a bad value")
    }

    private static func special(_ word: String) -> Double? {
        switch word {
        case "nan": .nan
        case "inf": .infinity
        case "-inf": -.infinity
        default: nil
        }
    }

    private static func part(_ json: JSON) -> Double? {
        if let value = json.double { return value.isFinite ? value : nil }
        return json["$float"]?.string.flatMap(special)
    }

    private static func integer(_ text: String) -> String? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
            digits.utf8.count == 1 || digits.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return text == "-0" ? "0" : text
    }
}
