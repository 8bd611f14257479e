/// Types, and literals that begin with one.
extension TestCursor {
    /// A type of C++ or Java: names, `::`, `<..>`, `[]`, `*`, `&`.
    mutating func type() throws(TestFault) -> TestType {
        var name = ""
        var element: [TestType] = []
        while let word = self.name() {
            if name.hasSuffix("const") || word != "const" && !name.isEmpty, let last = name.last,
                last != ":", last != "."
            {
                // `long long`, `unsigned int`, `const auto`.
                let joined = ["long", "int", "unsigned", "double", "signed", "char"]
                guard name == "const" || joined.contains(word) else {
                    index -= 1
                    break
                }
            }
            name += word
            if accept("::") {
                name += "::"
                continue
            }
            if language == .java, current.isSymbol("."), peek(1).kind == .name {
                index += 1
                name += "."
                continue
            }
            if current.isSymbol("<") {
                element = try typeArguments()
                name += "<" + element.map(\.name).joined(separator: ",") + ">"
                break
            }
            guard current.kind == .name else { break }
        }
        guard !name.isEmpty else { throw fault("a type is missing") }
        while current.isSymbol("["), peek(1).isSymbol("]") {
            index += 2
            element = [TestType(name: name, element: element)]
            name += "[]"
        }
        while current.isSymbol("&") || current.isSymbol("*") {
            name += current.text
            index += 1
        }
        return TestType(name: name, element: element)
    }

    private mutating func typeArguments() throws(TestFault) -> [TestType] {
        index += 1
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw fault("nested too deep") }
        var result: [TestType] = []
        while !accept(">") {
            if accept("?") {
                result.append(TestType(name: "?"))
            } else if current.kind == .number {
                result.append(TestType(name: current.text))
                index += 1
            } else {
                result.append(try type())
            }
            if !accept(","), !current.isSymbol(">") { throw fault("a type that is not known") }
        }
        return result
    }

    private static let templates: Set<String> = [
        "vector", "map", "unordered_map", "set", "unordered_set", "pair", "tuple", "optional",
        "any_cast", "array", "list", "deque", "static_cast", "make_optional",
    ]

    /// `vector<int>{1}`, `map<string, int>()`, `boost::any_cast<int>(..)`, `string("a")`.
    mutating func cppTyped() throws(TestFault) -> TestExpression? {
        var ahead = self
        while ahead.current.kind == .name, ahead.peek(1).isSymbol("::"),
            ["std", "boost"].contains(ahead.current.text)
        {
            ahead.index += 2
        }
        guard let name = ahead.current.kind == .name ? ahead.current.text : nil else { return nil }
        let template = Self.templates.contains(name) && ahead.peek(1).isSymbol("<")
        guard template || ahead.index > index || ["string"].contains(name) else { return nil }
        let type: TestType
        if template {
            type = try ahead.type()
        } else {
            type = TestType(name: name)
            ahead.index += 1
        }
        guard template || name == "string" else {
            self = ahead
            return .name(name)
        }
        if ahead.current.isSymbol("{") {
            self = ahead
            return .typed(type, .braces(try entries()))
        }
        guard ahead.current.isSymbol("(") else { return nil }
        self = ahead
        let items = try arguments()
        if type.base == "any_cast" || type.base == "static_cast" {
            guard items.count == 1, let target = type.element.first else {
                throw fault("a cast of another form")
            }
            return .cast(target, items[0].value)
        }
        return .construct(type, items)
    }

    /// Java's `new T(..)` and `new T[]{..}`.
    mutating func constructed() throws(TestFault) -> TestExpression {
        index += 1
        let type = try type()
        skipLines()
        if current.isSymbol("{") {
            guard type.name.hasSuffix("[]") else { throw fault("a class in an expression") }
            return .typed(type, .braces(try entries()))
        }
        guard current.isSymbol("(") else { throw fault("an array without its members") }
        let items = try arguments()
        skipLines()
        guard current.isSymbol("{") else { return .construct(type, items) }
        guard items.isEmpty, ["HashMap", "TreeMap", "LinkedHashMap"].contains(type.base) else {
            throw fault("a class in an expression")
        }
        return .braces(try initialised())
    }

    /// `{{put("a", 1); put("b", 2);}}` of a Java map.
    private mutating func initialised() throws(TestFault) -> [TestEntry] {
        guard accept("{ {") else { throw fault("a class in an expression") }
        var result: [TestEntry] = []
        while !accept("} }") {
            guard accept("put"), current.isSymbol("(") else {
                throw fault("a class in an expression")
            }
            let items = try arguments().map(\.value)
            guard items.count == 2, accept(";") else { throw fault("a class in an expression") }
            result.append(TestEntry(key: items[0], value: items[1]))
        }
        return result
    }

    /// `[]T{..}`, `[2]T{..}`, `map[K]V{..}`.
    mutating func goLiteral() throws(TestFault) -> TestExpression {
        let type = try goType()
        if current.isSymbol("{") { return .typed(type, .braces(try entries())) }
        if current.isSymbol("(") {
            let items = try arguments()
            return .construct(type, items)
        }
        throw fault("a literal without members")
    }

    mutating func goType() throws(TestFault) -> TestType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw fault("nested too deep") }
        if accept("[") {
            var size = ""
            if current.kind == .number || current.isSymbol("...") {
                size = current.text
                index += 1
            }
            try expect("]")
            let element = try goType()
            return TestType(name: "[\(size)]\(element.name)", element: [element])
        }
        guard let name = name() else { throw fault("a type that is not known") }
        switch name {
        case "map":
            try expect("[")
            let key = try goType()
            try expect("]")
            let value = try goType()
            return TestType(name: "map[\(key.name)]\(value.name)", element: [key, value])
        case "interface":
            try expect("{")
            try expect("}")
            return TestType(name: "interface{}")
        case "struct", "func", "chan": throw fault("a type that is not known")
        default: return TestType(name: name)
        }
    }
}
