extension Value {
    /// The value as Python would show it; for people, not for reading back.
    package var text: String {
        switch self {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .int(let digits): digits
        case .float(let value):
            value.isNaN ? "nan" : value.isInfinite ? (value > 0 ? "inf" : "-inf") : "\(value)"
        case .string(let bytes): Self.quoted(String(decoding: bytes, as: UTF8.self))
        case .bytes(let bytes): "b" + Self.quoted(String(decoding: bytes, as: UTF8.self))
        case .list(let items): "[" + Self.joined(items) + "]"
        case .tuple(let items):
            "(" + Self.joined(items) + (items.count == 1 ? ",)" : ")")
        case .set(let items): items.isEmpty ? "set()" : "{" + Self.joined(items) + "}"
        case .frozenset(let items):
            items.isEmpty ? "frozenset()" : "frozenset({" + Self.joined(items) + "})"
        case .dict(let entries): "{" + Self.joined(entries) + "}"
        case .complex(let real, let imaginary): "(\(real)+\(imaginary)j)"
        case .decimal(let text): "Decimal('\(text)')"
        case .fraction(let above, let below): "Fraction(\(above), \(below))"
        case .range(let start, let stop, let step): "range(\(start), \(stop), \(step))"
        case .datetime(let text): text
        case .record(let type, let fields): "\(type){" + Self.joined(fields) + "}"
        case .array(_, _, let data): "array(\(data.text))"
        case .definition(_, let value): value.text
        case .reference, .handle: "..."
        }
    }

    private static func joined(_ items: [Value]) -> String {
        items.map(\.text).joined(separator: ", ")
    }

    private static func joined(_ entries: [Entry]) -> String {
        entries.map { "\($0.key.text): \($0.value.text)" }.joined(separator: ", ")
    }

    private static func quoted(_ text: String) -> String {
        let quote = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var result = quote
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\": result += "\\\\"
            case "'" where quote == "'": result += "\\'"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + quote
    }
}
