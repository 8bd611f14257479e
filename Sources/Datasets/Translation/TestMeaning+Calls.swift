import Execution
import Judging

/// Calls: of the function under test, and of the few others whose result is known.
extension TestEvaluator {
    mutating func member(
        _ start: TestExpression, _ name: String
    ) throws(TestFault) -> TestMeaning {
        switch (language, Self.path(.member(start, name))) {
        case (.rust, "f64.NAN"), (.rust, "f32.NAN"), (.ruby, "Float.NAN"), (.python, "math.nan"),
            (.javascript, "Number.NaN"):
            return .value(.float(.nan))
        case (.rust, "f64.INFINITY"), (.ruby, "Float.INFINITY"), (.python, "math.inf"),
            (.lua, "math.huge"):
            return .value(.float(.infinity))
        case (.python, "math.pi"), (.lua, "math.pi"), (.javascript, "Math.PI"), (.java, "Math.PI"):
            return .value(.float(.pi))
        case (.java, "Integer.MAX_VALUE"): return .value(.int(Int(Int32.max)))
        case (.java, "Integer.MIN_VALUE"): return .value(.int(Int(Int32.min)))
        case (.rust, "i32.MAX"): return .value(.int(Int(Int32.max)))
        case (.rust, "i32.MIN"): return .value(.int(Int(Int32.min)))
        default: break
        }
        if isCallee(start, name) { return .callee }
        if language == .ruby { return try called(method: name, of: try meaning(start), []) }
        throw fault("`.\(name.prefix(60))`")
    }

    /// Whether this is the function under test as a method.
    private mutating func isCallee(_ start: TestExpression, _ name: String) -> Bool {
        guard case .name(let receiver) = start, name == method else { return false }
        if receivers.contains(receiver) { return true }
        // MBXP's classes in Java have the function's name.
        guard language == .java, owner == nil || owner == receiver,
            receiver.lowercased() == method.lowercased()
        else { return false }
        owner = receiver
        return true
    }

    /// `a.b.c` of names alone.
    static func path(_ expression: TestExpression) -> String? {
        switch expression {
        case .name(let name): name
        case .member(let start, let name): path(start).map { $0 + "." + name }
        default: nil
        }
    }

    mutating func call(
        _ function: TestExpression, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning {
        if let path = Self.path(function) {
            if callees.contains(path) || variables[path] == .callee {
                return .answer(try answer(arguments))
            }
            if let comparison = helpers[path] {
                guard arguments.count == 2 else { throw fault("`\(path)` with other arguments") }
                var check = try equal(
                    try side(arguments[0].value, of: path), try side(arguments[1].value, of: path))
                check.comparison = comparison
                return .check(check)
            }
            if let known = try known(path, arguments) { return known }
        }
        guard case .member(let start, let name) = function else {
            throw fault("a call of `\((Self.path(function) ?? "this").prefix(60))`")
        }
        if isCallee(start, name) { return .answer(try answer(arguments)) }
        let object = try meaning(start)
        if language == .ruby, name == "call", object == .callee {
            return .answer(try answer(arguments))
        }
        return try called(method: name, of: object, arguments)
    }

    /// An argument of a helper.
    private mutating func side(
        _ expression: TestExpression, of helper: String
    ) throws(TestFault) -> TestMeaning {
        let meaning = try meaning(expression)
        guard let type = helperTypes[helper], type.hasFields, case .value(let value) = meaning
        else { return meaning }
        return .value(try fitted(value, to: type))
    }

    /// Methods of literals and answers.
    private mutating func called(
        method name: String, of object: TestMeaning, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning {
        switch (language, name, arguments.count) {
        case (.rust, "to_string", 0), (.rust, "to_owned", 0), (.rust, "into", 0),
            (.rust, "clone", 0), (.rust, "to_vec", 0), (.rust, "as_str", 0),
            (.rust, "as_ref", 0), (.rust, "iter", 0), (.ruby, "freeze", 0),
            (.rust, "as_slice", 0):
            // A number's `to_string` is another value; a string's is itself.
            switch (name, object) {
            case ("to_string", .value(.string)), ("to_owned", _), ("into", .value(.string)),
                ("clone", _), ("to_vec", _), ("as_str", _), ("as_ref", _), ("freeze", _),
                ("as_slice", _):
                return object
            case ("to_string", .value(.int(let text))): return .value(.string(Array(text.utf8)))
            default: break
            }
        case (.rust, "unwrap", 0), (.java, "get", 0), (.cpp, "value", 0):
            // Nothing instead of a value would be unequal to any literal.
            if case .answer(let call) = object { return .present(call) }
        case (.java, "isEmpty", 0), (.rust, "is_none", 0), (.ruby, "nil?", 0):
            // An empty list is not told from an absent value by its type.
            guard case .answer(let call) = object, language != .java || isOptional else {
                break
            }
            return .check(TestCheck(call: call, expected: [.null], comparison: .exact))
        case (.java, "equals", 1):
            return .check(
                try equal(object, try meaning(arguments[0].value), operator: "equals"))
        case (.javascript, "toString", 0), (.typescript, "toString", 0):
            if case .value(.int(let text)) = object { return .value(.string(Array(text.utf8))) }
        case (.rust, "abs", 0): return try absolute(object)
        default: break
        }
        throw fault("a call of `.\(name.prefix(60))`")
    }

    /// Functions that are no test's own.
    private mutating func known(
        _ path: String, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning? {
        if let result = try absoluteValue(path, arguments) { return result }
        switch language {
        case .java: return try knownInJava(path, arguments)
        case .go: return try knownInGo(path, arguments)
        case .rust: return try knownInRust(path, arguments)
        case .python: return try knownInPython(path, arguments)
        case .cpp: return try knownInCpp(path, arguments)
        case .javascript, .typescript:
            switch (path, arguments.count) {
            case ("JSON.stringify", 1): return .encoded(try meaning(arguments[0].value))
            case ("lodash.isEqual", 2), ("_.isEqual", 2):
                return .check(
                    try equal(
                        try meaning(arguments[0].value), try meaning(arguments[1].value)))
            case ("BigInt", 1): return .value(try value(arguments[0].value))
            default: return nil
            }
        default: return nil
        }
    }

    private mutating func absoluteValue(
        _ path: String, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning? {
        let names: [String] =
            switch language {
            case .cpp: ["abs", "fabs"]
            case .java, .javascript, .typescript: ["Math.abs"]
            case .go: ["math.Abs"]
            case .lua: ["math.abs"]
            case .python, .php, .perl: ["abs"]
            default: []
            }
        guard names.contains(path), arguments.count == 1 else { return nil }
        return try absolute(try meaning(arguments[0].value))
    }

    private mutating func knownInJava(
        _ path: String, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning? {
        switch (path, arguments.count) {
        case ("Arrays.asList", _), ("List.of", _):
            let items = try values(arguments)
            // One array is its members.
            if items.count == 1, case .typed(let type, _) = arguments[0].value,
                !(type.element.first?.isWhole ?? false)
            {
                return .value(items[0])
            }
            return .value(.list(items))
        case ("Math.pow", 2):
            guard let base = try value(arguments[0].value).double,
                let exponent = try value(arguments[1].value).double
            else { return nil }
            return .value(try arithmetic("**", .float(base), .float(exponent)))
        case ("Set.of", _): return .value(.set(try values(arguments)))
        case ("Collections.emptyList", 0): return .value(.list([]))
        case ("Optional.empty", 0): return .value(.null)
        case ("Optional.of", 1), ("Optional.ofNullable", 1), ("Integer.valueOf", 1),
            ("Double.valueOf", 1), ("Long.valueOf", 1):
            return .value(try value(arguments[0].value))
        case ("String.valueOf", 1), ("Integer.toString", 1):
            guard case .int(let text) = try value(arguments[0].value) else { return nil }
            return .value(.string(Array(text.utf8)))
        case ("Map.of", _) where arguments.count % 2 == 0:
            let items = try values(arguments)
            return .value(
                .dict(
                    stride(from: 0, to: items.count, by: 2).map {
                        .init(key: items[$0], value: items[$0 + 1])
                    }))
        case ("Objects.equals", 2), ("Arrays.equals", 2), ("Arrays.deepEquals", 2):
            return .check(
                try equal(
                    try meaning(arguments[0].value), try meaning(arguments[1].value),
                    operator: "equals"))
        case ("Boolean.TRUE.equals", 1):
            return .check(
                try equal(try meaning(arguments[0].value), .value(.bool(true))))
        default: return nil
        }
    }
}
