/// The functions of expressions; there are no others.
enum Function: String, CaseIterable, Sendable {
    case abs, round, sign, min, max, len, any, all, present, bucket, size, count, prefer

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .abs, .round, .sign, .len, .any, .all, .present, .size: 1...1
        case .bucket, .count: 2...2
        case .prefer: 1...2
        case .min, .max: 1...16
        }
    }

    /// The only argument that is given by name, as in `tolerance = 0.1`, comes last.
    var namedArgument: String? { self == .prefer ? "tolerance" : nil }

    func value(_ arguments: [Term], _ scope: Scope) -> Fact {
        switch self {
        case .size: return Fact(Double(scope.responses.count))
        case .count:
            let holding = scope.responses.count { facts in
                arguments[1].value(in: Scope(facts)).holds
            }
            return Fact(Double(holding))
        case .prefer: return Self.prefer(arguments, scope)
        default: break
        }
        let values = arguments.map { $0.value(in: scope) }
        if self == .present { return .bool(values[0] != .null) }
        guard !values.contains(.null) else { return .null }
        switch self {
        case .abs: return Fact(values[0].number.map { Swift.abs($0) })
        case .round: return Fact(values[0].number.map { $0.rounded() })
        case .sign: return Fact(values[0].number.map { $0 == 0 ? 0 : $0 > 0 ? 1 : -1 })
        case .len: return Self.length(values[0])
        case .any: return Self.any(values[0], decisive: true)
        case .all: return Self.any(values[0], decisive: false)
        case .min, .max: return extreme(values)
        case .bucket: return Self.bucket(values[0], values[1])
        case .present, .size, .count, .prefer: return .null
        }
    }

    private static func length(_ value: Fact) -> Fact {
        switch value {
        case .text(let text): Fact(Double(text.unicodeScalars.count))
        case .list(let items): Fact(Double(items.count))
        case .null, .bool, .number: .null
        }
    }

    /// `any` looks for a `true`, `all` for a `false`; an unknown item leaves the answer open.
    private static func any(_ value: Fact, decisive: Bool) -> Fact {
        guard let items = value.list else { return .null }
        if items.contains(.bool(decisive)) { return .bool(decisive) }
        return items.contains(.null) ? .null : .bool(!decisive)
    }

    private func extreme(_ values: [Fact]) -> Fact {
        let items = values.count == 1 ? values[0].list ?? values : values
        let numbers = items.compactMap(\.number)
        guard numbers.count == items.count else { return .null }
        return Fact(self == .min ? numbers.min() : numbers.max())
    }

    /// The index of the step that the number reaches.
    ///
    /// Rising steps: the last that is not above it; falling steps: the first that is not above it.
    /// A number below all of them is in the bucket of the least.
    private static func bucket(_ value: Fact, _ steps: Fact) -> Fact {
        guard let number = value.number, let steps = steps.list?.compactMap(\.number),
            let first = steps.first, let last = steps.last
        else { return .null }
        let index =
            first <= last
            ? steps.lastIndex { $0 <= number } ?? 0
            : steps.firstIndex { $0 <= number } ?? steps.count - 1
        return Fact(Double(index))
    }

    /// -1 when the first of two responses has the lower value, 1 when the second has.
    private static func prefer(_ arguments: [Term], _ scope: Scope) -> Fact {
        guard scope.responses.count == 2 else { return .null }
        let values = scope.responses.map { arguments[0].value(in: Scope($0)).number }
        let tolerance = arguments.count > 1 ? arguments[1].value(in: scope).number : 0
        guard let a = values[0], let b = values[1], let tolerance else { return .null }
        let near = Swift.abs(a - b) <= tolerance * Swift.max(Swift.abs(a), Swift.abs(b))
        return Fact(near ? 0 : a < b ? -1 : 1)
    }
}
