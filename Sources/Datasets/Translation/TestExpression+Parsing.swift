/// Operators, weakest first, and what follows an operand.
extension TestCursor {
    mutating func expression() throws(TestFault) -> TestExpression { try operators(above: 0) }

    private static let strengths: [String: Int] = [
        "or": 1, "||": 1, "and": 2, "&&": 2,
        "==": 4, "!=": 4, "===": 4, "!==": 4, "<": 4, ">": 4, "<=": 4, ">=": 4, "is": 4, "in": 4,
        "eq": 4, "~=": 4,
        "..": 6, "+": 7, "-": 7, ".": 7, "*": 8, "/": 8, "//": 8, "%": 8, "**": 10, "^": 10,
    ]

    private func isOperator(_ token: TestToken) -> Bool {
        guard Self.strengths[token.text] != nil else { return false }
        switch token.kind {
        case .symbol:
            return switch token.text {
            case ".": language == .php || language == .perl
            case "..", "^", "~=": language == .lua
            case "//": language == .python || language == .lua
            default: true
            }
        case .name:
            return switch token.text {
            case "or", "and": language != .java && language != .go && language != .rust
            case "is", "in": language == .python
            default: language == .perl
            }
        default: return false
        }
    }

    mutating func operators(above floor: Int) throws(TestFault) -> TestExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw fault("nested too deep") }
        var left = try prefixed()
        while true {
            let token = operatorAhead()
            guard isOperator(token), let strength = Self.strengths[token.text], strength > floor
            else { return left }
            while !current.isSymbol(token.text) && !current.isName(token.text) { index += 1 }
            index += 1
            var name = token.text
            if name == "is", accept("not") { name = "is not" }
            skipLines()
            // `**` binds to the right.
            let right = try operators(
                above: name == "**" || name == "^" ? strength - 1 : strength)
            left = .binary(name, left, right)
        }
    }

    /// Inside brackets, and before a leading operator, a line goes on.
    private func operatorAhead() -> TestToken {
        guard current.kind == .lineEnd else { return current }
        let joins =
            switch language {
            case .cpp, .java, .rust, .php, .perl, .lua, .javascript, .typescript: true
            default: brackets > 0
            }
        guard joins else { return current }
        var ahead = self
        ahead.skipLines()
        // Without `;` a line that starts with one of these may be a statement.
        if "+-*([".contains(ahead.current.text), language.isScript || language == .lua,
            brackets == 0
        {
            return current
        }
        return ahead.current
    }

    private mutating func prefixed() throws(TestFault) -> TestExpression {
        skipLinesInside()
        let token = current
        if token.kind == .symbol, ["-", "+", "!", "&", "*"].contains(token.text) {
            index += 1
            if token.text == "&" { _ = accept("mut") }
            if token.text == "&", current.isName("mut") { throw fault("a changing reference") }
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.maximumDepth else { throw fault("nested too deep") }
            let operand = try prefixed()
            // `-2 ** 2` is `-(2 ** 2)`.
            if current.isSymbol("**") || current.isSymbol("^") && language == .lua {
                index += 1
                return .unary(token.text, .binary("**", operand, try operators(above: 9)))
            }
            return .unary(token.text, operand)
        }
        if token.isName("not"), [.python, .ruby, .lua, .perl, .cpp].contains(language) {
            index += 1
            return .unary("not", try operators(above: language == .cpp ? 8 : 3))
        }
        return try followed(try primary())
    }

    private mutating func skipLinesInside() {
        if brackets > 0 { skipLines() }
    }

    /// Calls and members.
    private mutating func followed(
        _ start: TestExpression
    ) throws(TestFault) -> TestExpression {
        var result = start
        while true {
            if let next = try member(of: result) {
                result = next
            } else if current.isSymbol("("), !(language == .ruby && current.spaced) {
                result = .call(result, try arguments())
            } else if current.isSymbol("?"), language == .rust {
                throw fault("`?`")
            } else {
                return result
            }
        }
    }

    private mutating func member(
        of start: TestExpression
    ) throws(TestFault) -> TestExpression? {
        var ahead = self
        // A chain of calls over several lines.
        if [.java, .rust, .cpp, .javascript, .typescript].contains(language) { ahead.skipLines() }
        let token = ahead.current
        guard token.kind == .symbol else { return nil }
        switch token.text {
        case "." where language != .php && language != .perl && language != .lua,
            ".", "::":
            if language == .php || language == .perl { return nil }
        case "->" where language == .perl || language == .php || language == .cpp: break
        case ":" where language == .lua: return nil
        default: return nil
        }
        ahead.index += 1
        if ahead.current.isSymbol("("), token.text == "->" {
            self = ahead
            return .apply(start, try arguments())
        }
        if token.text == "::", ahead.current.isSymbol("<") {
            // Rust's `Vec::<i32>::new`: what is in it is known without.
            ahead.index += 1
            try ahead.skipType(until: ">")
            self = ahead
            return start
        }
        guard let name = ahead.name() else { return nil }
        self = ahead
        if language == .ruby, let sign = ["?", "!"].first(where: { current.isSymbol($0) }),
            !current.spaced
        {
            index += 1
            return .member(start, name + sign)
        }
        return .member(start, name)
    }

    /// Up to the bracket that closes; what is inside does not matter.
    mutating func skipType(until close: String) throws(TestFault) {
        var open = 1
        var count = 0
        while open > 0 {
            count += 1
            guard !atEnd, count < 200 else { throw fault("`\(close)` is missing") }
            if current.isSymbol("<") { open += 1 }
            if current.isSymbol(close) { open -= 1 }
            index += 1
        }
    }

    /// `(a, b, name=c)`.
    mutating func arguments(close: String = ")") throws(TestFault) -> [TestArgument] {
        try items(until: close, "an argument") { cursor throws(TestFault) in
            var label: String?
            if cursor.language == .python, cursor.current.kind == .name,
                cursor.peek(1).isSymbol("=")
            {
                label = cursor.name()
                cursor.index += 1
            }
            return TestArgument(label: label, value: try cursor.expression())
        }
    }

    /// What stands in brackets with commas between, and may over several lines; `what` says in
    /// faults what one is.
    mutating func items<Item>(
        until close: String, _ what: String,
        _ item: (inout TestCursor) throws(TestFault) -> Item
    ) throws(TestFault) -> [Item] {
        index += 1
        depth += 1
        brackets += 1
        defer {
            depth -= 1
            brackets -= 1
        }
        guard depth <= Self.maximumDepth else { throw fault("nested too deep") }
        var result: [Item] = []
        skipLines()
        while !accept(close) {
            result.append(try item(&self))
            skipLines()
            if accept(",") || language == .lua && close == "}" && accept(";") {
                skipLines()
            } else if !current.isSymbol(close) {
                throw fault("\(what) that is no plain value")
            }
        }
        return result
    }
}
