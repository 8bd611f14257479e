import Execution
import Judging

/// Operators: comparisons become checks, the rest is arithmetic on literals.
extension TestEvaluator {
    mutating func unary(
        _ name: String, _ operand: TestExpression
    ) throws(TestFault) -> TestMeaning {
        let meaning = try meaning(operand)
        switch (name, meaning) {
        case ("&", _) where language == .rust || language == .cpp, ("*", .answer): return meaning
        case ("-", .value(let value)), ("-", .narrow(let value)): return .value(try negated(value))
        case ("+", .value(.int)), ("+", .value(.float)): return meaning
        case ("!", .answer(let call)) where !language.falsehoods.isEmpty,
            ("not", .answer(let call)) where !language.falsehoods.isEmpty:
            return .check(
                TestCheck(call: call, expected: language.falsehoods, comparison: .equal))
        case ("!", _), ("not", _): return .check(try condition(meaning).opposite())
        default: throw fault("`\(name)` on this")
        }
    }

    private func negated(_ value: Value) throws(TestFault) -> Value {
        switch value {
        case .float(let number): return .float(-number)
        case .int("0"): return value
        case .int(let text):
            return .int(text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text)
        default: throw fault("`-` on this")
        }
    }

    /// As a condition of a test.
    func condition(_ meaning: TestMeaning) throws(TestFault) -> TestCheck {
        switch meaning {
        case .check(let check): return check
        case .answer(let call):
            // What else such a language takes for true cannot be listed.
            guard language.falsehoods.isEmpty else {
                throw fault("a condition that any value may satisfy")
            }
            return TestCheck(call: call, expected: [.bool(true)], comparison: .equal)
        default: throw fault("a condition on no call")
        }
    }

    mutating func binary(
        _ name: String, _ left: TestExpression, _ right: TestExpression
    ) throws(TestFault) -> TestMeaning {
        let first = try meaning(left)
        let second = try meaning(right)
        if language.isScript, name == "==" || name == "!=" {
            // A text is equal to its number there: what is right cannot be listed.
            throw fault("a comparison by `\(name)`, which takes other types too")
        }
        switch name {
        case "==", "===", "eq", "is":
            return .check(try equal(first, second, operator: name))
        case "!=", "!==", "is not", "~=":
            return .check(try equal(first, second, operator: name).opposite())
        case "<", "<=": return .check(try within(first, second, strict: name == "<"))
        case ">", ">=":
            if second.isDistance {
                return .check(try within(second, first, strict: name == ">"))
            }
            // `abs(..) > limit` is how a failure is written.
            return .check(try within(first, second, strict: name == ">=").opposite())
        default: break
        }
        if case .answer(let call) = first, let value = second.literal, name == "-" || name == "+" {
            return .difference(call, name == "-" ? value : try negated(value))
        }
        if let value = first.literal, case .answer(let call) = second, name == "-" {
            return .difference(call, value)
        }
        guard !isNarrowLiteral(left), !isNarrowLiteral(right), case .value(let a) = first,
            case .value(let b) = second
        else { throw fault("`\(name)` on this") }
        return .value(try arithmetic(name, a, b))
    }

    /// Braces as the map, set, pair or tuple that the function gives.
    private func asResult(_ value: Value) -> Value {
        guard let result, result.hasFields else { return value }
        return (try? fitted(value, to: result)) ?? value
    }

    /// The check that two sides are equal, in either order.
    func equal(
        _ first: TestMeaning, _ second: TestMeaning, operator name: String = "=="
    ) throws(TestFault) -> TestCheck {
        switch (first, second) {
        case (.encoded(let a), .encoded(let b)): return try equal(a, b)
        case (.present(let call), .value(let value)) where value != .null,
            (.value(let value), .present(let call)) where value != .null:
            return try equal(.answer(call), .value(value), operator: name)
        case (.answer(let call), .value(let value)), (.value(let value), .answer(let call)):
            if name == "is" || name == "is not" { return try identical(call, value) }
            let value = asResult(value)
            return TestCheck(
                call: call, expected: language.alternatives(of: value),
                comparison: isNarrow && language == .rust && value.hasFloat
                    ? .narrow : name == "equals" ? .exact : language.comparison(of: name))
        case (.answer(let call), .narrow(let value)), (.narrow(let value), .answer(let call)):
            return TestCheck(call: call, expected: [value], comparison: .narrow)
        case (.unordered(.answer(let call)), .value(let value)),
            (.value(let value), .unordered(.answer(let call))):
            return TestCheck(call: call, expected: [value], comparison: .unordered)
        case (.unordered(.answer(let call)), .unordered(.value(let value))):
            return TestCheck(call: call, expected: [value], comparison: .unordered)
        case (.sequence(let call), .value(.tuple(let items))),
            (.value(.tuple(let items)), .sequence(let call)):
            return TestCheck(
                call: call, expected: [.list(items), .tuple(items)], comparison: .equal)
        case (.members(.answer(let call)), .value(let value)),
            (.value(let value), .members(.answer(let call))):
            return TestCheck(call: call, expected: [value], comparison: .set)
        case (.check(let check), .value(.bool(let wanted))),
            (.value(.bool(let wanted)), .check(let check)):
            // Python reads `a == b == c` otherwise.
            guard language != .python else { break }
            return wanted ? check : check.opposite()
        default: break
        }
        throw fault("a comparison that is not of a call with a literal")
    }

    private func identical(_ call: TestCall, _ value: Value) throws(TestFault) -> TestCheck {
        switch value {
        case .null, .bool: break
        default: throw fault("`is` with a value")
        }
        return TestCheck(call: call, expected: [value], comparison: .exact)
    }

    /// `abs(call - value) < limit`.
    private func within(
        _ distance: TestMeaning, _ limit: TestMeaning, strict: Bool
    ) throws(TestFault) -> TestCheck {
        guard case .distance(let call, let value) = distance, let limit = limit.literal?.double,
            limit > 0
        else { throw fault("a comparison that is no tolerance") }
        return TestCheck(
            call: call, expected: [value],
            comparison: .close(absolute: strict ? limit.nextDown : limit, relative: 0))
    }

    func absolute(_ meaning: TestMeaning) throws(TestFault) -> TestMeaning {
        switch meaning {
        case .difference(let call, let value): return .distance(call, value)
        case .answer(let call): return .distance(call, .int("0"))
        case .value(.float(let number)): return .value(.float(abs(number)))
        case .value(.int(let text)):
            return .value(.int(text.hasPrefix("-") ? String(text.dropFirst()) : text))
        default: throw fault("the size of this")
        }
    }
}

extension TestCheck {
    func opposite() -> TestCheck {
        var result = self
        // What gives a truth value is asked for the other one.
        if expected == [.bool(true)] || expected == [.bool(false)], !negated, comparison == .equal {
            result.expected = [.bool(expected == [.bool(false)])]
        } else {
            result.negated.toggle()
        }
        return result
    }
}

extension TestMeaning {
    var isDistance: Bool { if case .distance = self { true } else { false } }
}

extension FunctionCase.Comparison {
    /// Equal in 32 bits: an answer is the float that is nearest to the literal, and no other is
    /// within half a unit in the last place.
    static var narrow: Self { .close(absolute: 0, relative: 0x1p-24) }
}

extension TestLanguage {
    /// How the language's own comparison reads.
    ///
    /// Go's and PHP's tell 1 from 1.0.
    func comparison(of name: String) -> FunctionCase.Comparison {
        switch self {
        case .go: .exact
        case .php: name == "===" || name == "!==" ? .exact : .equal
        default: .equal
        }
    }

    /// What the language takes for false, where that is more than false itself.
    var falsehoods: [Value] {
        switch self {
        case .javascript, .typescript: [.bool(false), .int("0"), .string([]), .null, .float(.nan)]
        case .python:
            [
                .bool(false), .int("0"), .string([]), .null, .list([]), .tuple([]), .dict([]),
                .set([]),
            ]
        case .ruby, .lua: [.bool(false), .null]
        case .php: [.bool(false), .int("0"), .string([]), .string("0"), .null, .list([])]
        case .perl: [.bool(false), .int("0"), .string([]), .string("0"), .null]
        case .bash, .cpp, .go, .java, .rust: []
        }
    }

    /// Python finds True and 1 equal, and False and 0.
    func alternatives(of value: Value) -> [Value] {
        guard self == .python else { return [value] }
        switch value {
        case .bool(true): return [value, .int("1")]
        case .bool(false): return [value, .int("0")]
        case .int("1"), .float(1): return [value, .bool(true)]
        case .int("0"), .float(0): return [value, .bool(false)]
        default: return [value]
        }
    }
}

extension Value {
    var double: Double? {
        switch self {
        case .int(let text): Double(text)
        case .float(let value): value
        default: nil
        }
    }

    var hasFloat: Bool {
        switch self {
        case .float: true
        case .list(let items), .tuple(let items), .set(let items): items.contains(where: \.hasFloat)
        case .dict(let entries): entries.contains { $0.key.hasFloat || $0.value.hasFloat }
        default: false
        }
    }
}
