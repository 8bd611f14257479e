/// Operands: literals in the form of each language.
extension TestCursor {
    mutating func primary() throws(TestFault) -> TestExpression {
        let token = current
        switch token.kind {
        case .number:
            index += 1
            return .number(token.text)
        case .string: return .string(strings())
        case .character:
            index += 1
            return .character(token.bytes)
        case .symbol: return try bracketed(token)
        case .name: return try named(token)
        case .lineEnd, .end: throw fault("an expression is missing")
        }
    }

    /// Strings that follow each other are one in these languages.
    private mutating func strings() -> [UInt8] {
        var bytes = current.bytes
        index += 1
        guard language == .cpp || language == .python || language == .ruby else { return bytes }
        while true {
            var ahead = self
            if brackets > 0 || language == .cpp { ahead.skipLines() }
            guard ahead.current.kind == .string else { return bytes }
            bytes += ahead.current.bytes
            ahead.index += 1
            self = ahead
        }
    }

    private mutating func bracketed(_ token: TestToken) throws(TestFault) -> TestExpression {
        switch token.text {
        case "(": return try parenthesised()
        case "[":
            if language == .go { return try goLiteral() }
            guard ![.cpp, .java, .lua].contains(language) else { break }
            return try listed(close: "]")
        case "{":
            guard language != .rust, language != .php else { break }
            return .braces(try entries())
        case ":" where language == .ruby && peek(1).kind == .name:
            throw fault("a symbol")
        case "::" where language == .cpp:
            index += 1
            return try primary()
        default: break
        }
        throw fault("an expression that is no plain value")
    }

    private mutating func parenthesised() throws(TestFault) -> TestExpression {
        if let cast = try cast() { return cast }
        var items: [TestArgument] = []
        let start = index
        items = try arguments()
        let comma = tokens[start..<index].dropLast().last { $0.kind != .lineEnd }?.isSymbol(",")
        if items.count == 1, items[0].label == nil, comma != true {
            return items[0].value
        }
        guard language == .python || language == .rust || language.isScript else {
            throw fault("several values in parentheses")
        }
        return .tuple(items.map(\.value))
    }

    /// `(int) x` in C++, Java and PHP.
    private mutating func cast() throws(TestFault) -> TestExpression? {
        guard language == .cpp || language == .java || language == .php else { return nil }
        var ahead = self
        ahead.index += 1
        guard ahead.current.kind == .name, let type = try? ahead.type(), ahead.accept(")"),
            type.isWhole || type.isReal
                || [
                    "String", "string", "Integer", "Double", "Object",
                    "Boolean", "boolean", "bool", "char", "Character", "List", "float",
                ]
                .contains(type.base)
        else { return nil }
        // A parenthesised type is no value, so what follows is the operand.
        let next = ahead.current
        guard next.kind != .symbol || ["(", "-", "{", "!"].contains(next.text) else { return nil }
        self = ahead
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw fault("nested too deep") }
        return .cast(type, try operators(above: 9))
    }

    private mutating func listed(close: String) throws(TestFault) -> TestExpression {
        if language == .php { return .braces(try phpEntries(close: "]")) }
        if language == .rust { return try rustList(close: close) }
        let items = try arguments(close: close)
        guard items.allSatisfy({ $0.label == nil }) else { throw fault("a label in a list") }
        return .list(items.map(\.value))
    }

    /// `[a, b]` or `[value; count]`, nothing being read twice.
    private mutating func rustList(close: String) throws(TestFault) -> TestExpression {
        var count: TestExpression?
        var isFirst = true
        let items = try items(until: close, "a member") { cursor throws(TestFault) in
            guard count == nil else { throw cursor.fault("a member after a count") }
            let item = try cursor.expression()
            cursor.skipLines()
            if isFirst, cursor.accept(";") { count = try cursor.expression() }
            isFirst = false
            return item
        }
        return count.map { .repeated(items[0], $0) } ?? .list(items)
    }

    private mutating func named(_ token: TestToken) throws(TestFault) -> TestExpression {
        switch (language, token.text) {
        case (.java, "new"): return try constructed()
        case (.javascript, "new"), (.typescript, "new"):
            index += 1
            guard let name = name() else { throw fault("a name is missing") }
            let items = current.isSymbol("(") ? try arguments() : []
            return .construct(TestType(name: name), items)
        case (.php, "array"), (.php, "Array"):
            index += 1
            return .braces(try phpEntries(close: ")"))
        case (.go, "map"), (.go, "struct"), (.go, "interface"): return try goLiteral()
        case (.python, "lambda"), (.rust, "move"), (.javascript, "function"),
            (.typescript, "function"), (.php, "function"), (.go, "func"), (.lua, "function"),
            (_, "await"), (.cpp, "new"):
            throw fault("`\(token.text)`, which is no plain value")
        case (.cpp, _):
            if let typed = try cppTyped() { return typed }
        case (.rust, _):
            if peek(1).isSymbol("!"), peek(2).kind == .symbol, "([{".contains(peek(2).text) {
                return try rustMacro()
            }
        default: break
        }
        index += 1
        return .name(token.text)
    }

    private mutating func rustMacro() throws(TestFault) -> TestExpression {
        let name = current.text
        index += 2
        let close = current.text == "(" ? ")" : current.text == "[" ? "]" : "}"
        if name == "vec", case let list = try listed(close: close) {
            switch list {
            case .list(let items):
                return .macro(name, items.map { TestArgument(value: $0) })
            default: return list
            }
        }
        return .macro(name, try arguments(close: close))
    }

    /// `{..}`: C++, Go, Java, JavaScript, Python, Ruby, Perl and Lua write their members so.
    mutating func entries() throws(TestFault) -> [TestEntry] {
        try items(until: "}", "a member") { cursor throws(TestFault) in try cursor.entry() }
    }

    private mutating func entry() throws(TestFault) -> TestEntry {
        if language == .lua { return try luaEntry() }
        let bare = current.kind == .name && peek(1).isSymbol(":") && !peek(1).spaced
        if bare, language.isScript || language == .ruby {
            if language == .ruby { throw fault("a symbol") }
            let key = current.text
            index += 2
            return TestEntry(key: .string(Array(key.utf8)), value: try expression())
        }
        if language == .perl, current.kind == .name, peek(1).isSymbol("=>"),
            !current.text.hasPrefix("$")
        {
            let key = current.text
            index += 2
            return TestEntry(key: .string(Array(key.utf8)), value: try expression())
        }
        let first = try expression()
        skipLines()
        let arrow = language == .ruby || language == .perl
        if arrow ? accept("=>") : accept(":") {
            return TestEntry(key: first, value: try expression())
        }
        if language == .perl, accept(",") {
            // A comma is an arrow too.
            return TestEntry(key: first, value: try expression())
        }
        return TestEntry(key: nil, value: first)
    }

    private mutating func luaEntry() throws(TestFault) -> TestEntry {
        if current.isSymbol("[") {
            index += 1
            let key = try expression()
            try expect("]")
            try expect("=")
            return TestEntry(key: key, value: try expression())
        }
        if current.kind == .name, peek(1).isSymbol("=") {
            let key = current.text
            index += 2
            return TestEntry(key: .string(Array(key.utf8)), value: try expression())
        }
        return TestEntry(key: nil, value: try expression())
    }

    /// `array(1, "k" => 2)`, `[..]`.
    private mutating func phpEntries(close: String) throws(TestFault) -> [TestEntry] {
        try items(until: close, "a member") { cursor throws(TestFault) in
            let first = try cursor.expression()
            cursor.skipLines()
            guard cursor.accept("=>") else { return TestEntry(key: nil, value: first) }
            return TestEntry(key: first, value: try cursor.expression())
        }
    }
}
