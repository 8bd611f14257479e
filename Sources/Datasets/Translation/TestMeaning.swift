import Execution
import Judging

/// A call of the function under test.
struct TestCall: Equatable {
    var arguments: [Value]
    var keywords: [String: Value] = [:]
}

/// What one condition demands of a call.
struct TestCheck: Equatable {
    var call: TestCall
    /// More than one where the language finds several values equal.
    var expected: [Value]
    var comparison: FunctionCase.Comparison
    /// The condition holds if the demand is not met.
    var negated = false

    var functionCase: FunctionCase {
        FunctionCase(
            arguments: call.arguments.map(\.json),
            keywordArguments: call.keywords.mapValues(\.json),
            expectation: expected.count == 1
                ? .value(expected[0].json) : .anyOf(expected.map(\.json)),
            comparison: comparison)
    }
}

/// What an expression of a test means.
indirect enum TestMeaning: Equatable {
    case value(Value)
    /// A value of 32-bit floats: decimal literals were rounded to them.
    case narrow(Value)
    /// What a call gives.
    case answer(TestCall)
    /// What a call gives, which must not be absent: `f(1).get()`.
    case present(TestCall)
    /// What a call gives, in an order or with repeats that do not matter.
    case unordered(TestMeaning)
    /// The members of what a call gives, be it a list or a tuple.
    case sequence(TestCall)
    case members(TestMeaning)
    /// As text, which both sides of a comparison are turned into.
    case encoded(TestMeaning)
    /// A call's number minus a value, and how large that is.
    case difference(TestCall, Value)
    case distance(TestCall, Value)
    case check(TestCheck)
    /// The function under test.
    case callee

    /// A literal's value, whatever its width.
    var literal: Value? {
        switch self {
        case .value(let value), .narrow(let value): value
        default: nil
        }
    }
}

/// Evaluates expressions of a test, as far as they are literals, calls and comparisons.
struct TestEvaluator {
    let language: TestLanguage
    /// What the function gives has 32-bit floats.
    var isNarrow = false
    /// The function says that what it gives may be absent.
    var isOptional = false
    /// What C++ makes of braces that stand for an argument; empty where it is not known.
    var parameters: [TestType] = []
    /// What C++ makes of braces that the answer is compared with; `nil` where it is not known.
    var result: TestType?
    /// Names of the function under test, and of objects that have it as a method.
    var callees: Set<String> = []
    var receivers: Set<String> = []
    var method = ""
    /// The class by whose name a test calls the function, where the entry point names none.
    var owner: String?
    var variables: [String: TestMeaning] = [:]
    /// Helpers that compare two values.
    var helpers: [String: FunctionCase.Comparison] = [:]
    /// What C++ makes of braces that are given to a helper.
    var helperTypes: [String: TestType] = [:]
    /// Containers that were used by name.
    var lent: Set<String> = []
    /// Variables that hold what a call gave, and that nothing looked at yet.
    var unused: Set<String> = []
    var line = 1

    /// Members of all literals of a test.
    static let maximumMembers = 200_000
    var members = 0

    func fault(_ reason: String) -> TestFault { TestFault(line: line, reason: reason) }

    mutating func value(_ expression: TestExpression) throws(TestFault) -> Value {
        guard let value = try meaning(expression).literal else {
            throw fault("a value that is no literal")
        }
        return value
    }

    mutating func meaning(_ expression: TestExpression) throws(TestFault) -> TestMeaning {
        switch expression {
        case .number(let text): return .value(try number(text))
        case .string(let bytes): return .value(.string(bytes))
        case .character(let bytes): return .value(try character(bytes))
        case .name(let name): return try named(name)
        case .member(let start, let name): return try member(start, name)
        case .call(let function, let arguments): return try call(function, arguments)
        case .apply(let function, let arguments):
            guard try meaning(function) == .callee else {
                throw fault("a call of an unknown function")
            }
            return .answer(try answer(arguments))
        case .macro(let name, let arguments):
            guard name == "vec" else { throw fault("the macro `\(name)!`") }
            return .value(.list(try values(arguments)))
        case .repeated(let item, let count):
            guard case .int(let text) = try value(count), let count = Int(text), count >= 0,
                count <= 10_000
            else { throw fault("a list of unknown length") }
            let item = try value(item)
            try charge(count * item.weight)
            return .value(.list(Array(repeating: item, count: count)))
        case .unary(let name, let operand): return try unary(name, operand)
        case .binary(let name, let left, let right): return try binary(name, left, right)
        case .list(let items):
            return .value(.list(try values(items.map { TestArgument(value: $0) })))
        case .tuple(let items):
            let values = try values(items.map { TestArgument(value: $0) })
            // JavaScript's comma gives the last value.
            guard !language.isScript else { return .value(values.last ?? .null) }
            return .value(.tuple(values))
        case .braces(let entries): return .value(try braces(entries))
        case .typed(let type, let literal):
            let value = try typed(type, literal)
            return type.isFloat32 ? .narrow(value) : .value(value)
        case .cast(let type, let operand): return try cast(type, operand)
        case .construct(let type, let arguments): return try construct(type, arguments)
        }
    }

    /// Literals can multiply: by repetition, or by a name that stands twice.
    mutating func charge(_ count: Int) throws(TestFault) {
        members += count
        guard members <= Self.maximumMembers else { throw fault("the test is too large") }
    }

    mutating func values(_ arguments: [TestArgument]) throws(TestFault) -> [Value] {
        try charge(arguments.count)
        var result: [Value] = []
        for argument in arguments {
            guard argument.label == nil else { throw fault("a keyword that is not known") }
            result.append(try value(argument.value))
        }
        return result
    }

    /// The arguments of a call of the function under test.
    mutating func answer(_ arguments: [TestArgument]) throws(TestFault) -> TestCall {
        var result = TestCall(arguments: [])
        try charge(arguments.count)
        for argument in arguments {
            var value = try value(argument.value)
            let place = result.arguments.count
            if language == .cpp, place < parameters.count, parameters[place].hasFields {
                value = try fitted(value, to: parameters[place])
            }
            if let label = argument.label {
                guard result.keywords.updateValue(value, forKey: label) == nil else {
                    throw fault("a keyword stands twice")
                }
            } else {
                result.arguments.append(value)
            }
        }
        return result
    }

    private mutating func named(_ name: String) throws(TestFault) -> TestMeaning {
        if let known = variables[name] {
            unused.remove(name)
            if let literal = known.literal { try charge(literal.weight) }
            try lend(name, known)
            return known
        }
        if callees.contains(name) { return .callee }
        if let constant = language.constant(name) { return .value(constant) }
        throw fault("the name `\(name.prefix(60))`")
    }

    /// A container that a call was given may not be what it was.
    private mutating func lend(_ name: String, _ meaning: TestMeaning) throws(TestFault) {
        guard ![.cpp, .rust, .php, .bash].contains(language) else { return }
        switch meaning.literal {
        case .list, .dict, .set: break
        default: return
        }
        guard lent.insert(name).inserted else {
            throw fault("`\(name)` is used more than once, and a call may have changed it")
        }
    }

    /// A character is a number in Go, else a string of one character.
    private func character(_ bytes: [UInt8]) throws(TestFault) -> Value {
        guard language == .go else { return .string(bytes) }
        guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else {
            throw fault("a character")
        }
        return .int(scalar.value)
    }
}

extension TestLanguage {
    func constant(_ name: String) -> Value? {
        switch (self, name) {
        case (.python, "True"), (.python, "False"): .bool(name == "True")
        case (.python, "None"): .null
        case (.php, _):
            switch name.lowercased() {
            case "true", "false": .bool(name.lowercased() == "true")
            case "null": .null
            default: nil
            }
        // A name that nothing defines is nil in Lua, as MultiPL-E's `None` is.
        case (.lua, "None"), (.perl, "undef"), (.lua, "nil"), (.ruby, "nil"), (.go, "nil"),
            (.rust, "None"),
            (.cpp, "nullopt"), (.java, "null"), (.javascript, "null"), (.typescript, "null"),
            (.javascript, "undefined"), (.typescript, "undefined"):
            .null
        case (.javascript, "NaN"), (.typescript, "NaN"): .float(.nan)
        case (.javascript, "Infinity"), (.typescript, "Infinity"): .float(.infinity)
        case (.python, _), (.perl, _): nil
        case (_, "true"), (_, "false"): .bool(name == "true")
        default: nil
        }
    }
}

extension Value {
    /// About how many members it has in all, long text counting for several.
    var weight: Int {
        switch self {
        case .string(let bytes): 1 + bytes.count / 64
        case .list(let items), .tuple(let items), .set(let items), .frozenset(let items):
            items.reduce(1) { $0 + $1.weight }
        case .dict(let entries): entries.reduce(1) { $0 + $1.key.weight + $1.value.weight }
        default: 1
        }
    }
}
