import Execution

/// Plain JSON as data sets write it, which is not yet the VALUE encoding: there a key that starts
/// with `$` has a meaning.
enum PlainValue {
    /// The value; with `intKeys`, objects whose keys are all integers become dicts with integer
    /// keys, as the sets' own harnesses read them.
    static func value(_ json: JSON, intKeys: Bool = false) -> Value {
        switch json {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let text): return number(text)
        case .string(let text): return .string(text)
        case .surrogates(let bytes): return .string(bytes)
        case .array(let items): return .list(items.map { value($0, intKeys: intKeys) })
        case .object(let object):
            let integers =
                intKeys && !object.members.isEmpty
                && object.members.allSatisfy { Int($0.key).map(String.init) == $0.key }
            return .dict(
                object.members.map { member in
                    Value.Entry(
                        key: integers ? .int(member.key) : .string(member.key),
                        value: value(member.value, intKeys: intKeys))
                })
        }
    }

    private static func number(_ text: String) -> Value {
        if text.utf8.contains(where: { ".eE".utf8.contains($0) }) {
            return .float(Double(text) ?? .nan)
        }
        return .int(text == "-0" ? "0" : text)
    }
}
