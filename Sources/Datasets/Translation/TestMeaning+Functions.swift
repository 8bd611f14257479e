import Execution
import Judging

/// Functions of C++, Go, Rust and Python whose results on literals are known.
extension TestEvaluator {
    mutating func knownInCpp(
        _ path: String, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning? {
        switch (path, arguments.count) {
        case ("to_string", 1):
            guard case .int(let text) = try value(arguments[0].value) else { return nil }
            return .value(.string(Array(text.utf8)))
        case ("make_pair", 2), ("make_tuple", _): return .value(.tuple(try values(arguments)))
        case ("make_optional", 1): return .value(try value(arguments[0].value))
        case ("float", 1), ("double", 1), ("int", 1), ("long", 1):
            return try cast(TestType(name: path), arguments[0].value)
        default: return nil
        }
    }

    mutating func knownInGo(
        _ path: String, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning? {
        switch (path, arguments.count) {
        case ("int", 1), ("int64", 1), ("int32", 1), ("float64", 1), ("string", 1), ("rune", 1),
            ("byte", 1):
            let literal = try value(arguments[0].value)
            switch (path, literal) {
            case ("string", .string), ("float64", .float): return .value(literal)
            case ("float64", .int(let text)):
                guard let number = Double(text) else { return nil }
                return .value(.float(number))
            case ("string", _), ("float64", _): return nil
            case (_, .int): return .value(literal)
            // A constant with a fraction does not compile.
            case (_, .float(let number)):
                guard let whole = Int(exactly: number) else { return nil }
                return .value(.int(whole))
            default: return nil
            }
        case ("math.Pow", 2):
            guard let base = try value(arguments[0].value).double,
                let exponent = try value(arguments[1].value).double
            else { return nil }
            return .value(try arithmetic("**", .float(base), .float(exponent)))
        case ("strconv.Itoa", 1):
            guard case .int(let text) = try value(arguments[0].value) else { return nil }
            return .value(.string(Array(text.utf8)))
        default: return nil
        }
    }

    mutating func knownInRust(
        _ path: String, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning? {
        switch (path, arguments.count) {
        case ("String.from", 1), ("Some", 1), ("Box.new", 1), ("Rc.new", 1), ("Vec.from", 1),
            ("Ok", 1), ("Cow.from", 1):
            guard path != "Ok" else { return nil }
            return .value(try value(arguments[0].value))
        case ("f64.abs", 1), ("f32.abs", 1):
            return try absolute(try meaning(arguments[0].value))
        case ("String.new", 0): return .value(.string([]))
        case ("Vec.new", 0): return .value(.list([]))
        case ("HashMap.new", 0), ("BTreeMap.new", 0): return .value(.dict([]))
        case ("HashSet.new", 0), ("BTreeSet.new", 0): return .value(.set([]))
        case ("HashSet.from", 1), ("BTreeSet.from", 1):
            guard case .list(let items) = try value(arguments[0].value),
                Set(items).count == items.count
            else { return nil }
            return .value(.set(items))
        case ("HashMap.from", 1), ("BTreeMap.from", 1):
            guard case .list(let items) = try value(arguments[0].value) else { return nil }
            var entries: [Value.Entry] = []
            for item in items {
                guard case .tuple(let pair) = item, pair.count == 2 else { return nil }
                entries.append(.init(key: pair[0], value: pair[1]))
            }
            guard Set(entries.map(\.key)).count == entries.count else { return nil }
            return .value(.dict(entries))
        default: return nil
        }
    }

    mutating func knownInPython(
        _ path: String, _ arguments: [TestArgument]
    ) throws(TestFault) -> TestMeaning? {
        switch (path, arguments.count) {
        case ("set", 0): return .value(.set([]))
        case ("frozenset", 0): return .value(.frozenset([]))
        case ("list", 0): return .value(.list([]))
        case ("tuple", 0): return .value(.tuple([]))
        case ("dict", 0): return .value(.dict([]))
        case ("float", 1):
            switch try value(arguments[0].value) {
            case .string(let bytes):
                switch String(decoding: bytes, as: UTF8.self) {
                case "inf", "Infinity": return .value(.float(.infinity))
                case "-inf": return .value(.float(-.infinity))
                default: return nil
                }
            case .int(let text):
                guard let number = Double(text) else { return nil }
                return .value(.float(number))
            default: return nil
            }
        case ("sorted", 1):
            let meaning = try meaning(arguments[0].value)
            if case .answer = meaning { return .unordered(meaning) }
            return nil
        case ("set", 1):
            let meaning = try meaning(arguments[0].value)
            if case .answer = meaning { return .members(meaning) }
            switch meaning.literal {
            case .list(let items), .tuple(let items), .set(let items):
                return .value(.set(Array(Set(items))))
            default: return nil
            }
        case ("tuple", 1), ("list", 1):
            let meaning = try meaning(arguments[0].value)
            if case .answer(let call) = meaning, path == "tuple" { return .sequence(call) }
            switch meaning.literal {
            case .list(let items), .tuple(let items):
                return .value(path == "list" ? .list(items) : .tuple(items))
            default: return nil
            }
        case ("str", 1):
            guard case .int(let text) = try value(arguments[0].value) else { return nil }
            return .value(.string(Array(text.utf8)))
        case ("math.isclose", _), ("isclose", _): return try isClose(arguments)
        default: return nil
        }
    }

    /// `math.isclose(call, value, rel_tol=.., abs_tol=..)`.
    private mutating func isClose(_ arguments: [TestArgument]) throws(TestFault) -> TestMeaning? {
        var relative = 1e-9
        var absolute = 0.0
        for argument in arguments.dropFirst(2) {
            guard let number = try value(argument.value).double, number >= 0 else { return nil }
            switch argument.label {
            case "rel_tol": relative = number
            case "abs_tol": absolute = number
            default: return nil
            }
        }
        guard arguments.count >= 2, arguments[0].label == nil, arguments[1].label == nil else {
            return nil
        }
        var check = try equal(
            try meaning(arguments[0].value), try meaning(arguments[1].value))
        guard check.expected.allSatisfy({ $0.double != nil || $0 == .bool(true) }) else {
            return nil
        }
        check.expected = check.expected.filter { $0.double != nil }
        check.comparison = .close(absolute: absolute, relative: relative)
        return .check(check)
    }
}
