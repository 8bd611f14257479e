/// Reads an expression; bounded in length and depth.
struct ExpressionParser {
    static let maxLength = 2048
    private static let maxDepth = 64

    private let tokens: [Token]
    private var index = 0
    private var depth = 0

    init(_ source: String) throws {
        guard source.unicodeScalars.count <= Self.maxLength else {
            throw ExpressionError(
                "the expression is longer than \(Self.maxLength) characters", at: 0)
        }
        tokens = try Token.all(in: source)
    }

    mutating func parse() throws -> Term {
        let term = try choice()
        guard current.kind == .end else { throw unexpected("an operator or the end") }
        return term
    }

    private var current: Token { tokens[index] }

    private mutating func advance() -> Token {
        let token = tokens[index]
        if token.kind != .end { index += 1 }
        return token
    }

    private mutating func take(_ symbol: String) -> Token? {
        current.kind == .symbol(symbol) || current.kind == .word(symbol) ? advance() : nil
    }

    private mutating func expect(_ symbol: String) throws {
        guard take(symbol) != nil else { throw unexpected("`\(symbol)`") }
    }

    private func unexpected(_ wanted: String) -> ExpressionError {
        ExpressionError("expected \(wanted), found \(current.description)", at: current.offset)
    }

    private mutating func nested<Result>(
        _ body: (inout ExpressionParser) throws -> Result
    ) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth else {
            throw ExpressionError(
                "the expression is nested more than \(Self.maxDepth) deep", at: current.offset)
        }
        return try body(&self)
    }

    private mutating func choice() throws -> Term {
        try nested { parser in
            let condition = try parser.binary(level: 0)
            guard let mark = parser.take("?") else { return condition }
            let yes = try parser.choice()
            try parser.expect(":")
            let no = try parser.choice()
            return Term(form: .choice(if: condition, then: yes, else: no), offset: mark.offset)
        }
    }

    /// From loose to tight; comparisons do not chain.
    private static let levels: [[Term.Binary]] = [
        [.or], [.and],
        [.equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn],
        [.plus, .minus], [.times, .divided, .remainder],
    ]

    private mutating func binary(level: Int) throws -> Term {
        guard level < Self.levels.count else { return try unary() }
        // `not` binds looser than a comparison, so `not a == b` is `not (a == b)`.
        if level == 2, let mark = take("not") {
            return try nested { parser in
                let term = try parser.binary(level: 2)
                return Term(form: .unary(.not, term), offset: mark.offset)
            }
        }
        var left = try binary(level: level + 1)
        var found = 0
        while let (operation, offset) = takeOperator(Self.levels[level]) {
            found += 1
            if level == 2, found > 1 {
                throw ExpressionError(
                    "comparisons cannot follow each other", at: offset,
                    hint: "join them with `and`")
            }
            let right = try binary(level: level + 1)
            left = Term(form: .binary(operation, left, right), offset: offset)
        }
        return left
    }

    private mutating func takeOperator(_ operations: [Term.Binary]) -> (Term.Binary, Int)? {
        if operations.contains(.notIn), current.kind == .word("not"),
            tokens[index + 1].kind == .word("in")
        {
            let offset = advance().offset
            _ = advance()
            return (.notIn, offset)
        }
        for operation in operations {
            if let token = take(operation.rawValue) { return (operation, token.offset) }
        }
        return nil
    }

    private mutating func unary() throws -> Term {
        guard let mark = take("-") else { return try primary() }
        return try nested { parser in
            let term = try parser.unary()
            if case .literal(.number(let number)) = term.form {
                return Term(form: .literal(.number(-number)), offset: mark.offset)
            }
            return Term(form: .unary(.minus, term), offset: mark.offset)
        }
    }

    private mutating func primary() throws -> Term {
        let token = current
        switch token.kind {
        case .number(let number):
            _ = advance()
            return Term(form: .literal(.number(number)), offset: token.offset)
        case .text(let text):
            _ = advance()
            return Term(form: .literal(.text(text)), offset: token.offset)
        case .word(let word):
            guard !Token.reserved.contains(word) else { throw unexpected("a value") }
            _ = advance()
            if take("(") != nil { return try call(word, token.offset) }
            let form: Term.Form =
                switch word {
                case "true": .literal(.bool(true))
                case "false": .literal(.bool(false))
                case "null": .literal(.null)
                default: .name(word)
                }
            return Term(form: form, offset: token.offset)
        case .symbol("("):
            _ = advance()
            let term = try choice()
            try expect(")")
            return term
        case .symbol("["):
            _ = advance()
            return Term(form: .list(try items(until: "]")), offset: token.offset)
        case .symbol, .end:
            throw unexpected("a value")
        }
    }

    private mutating func items(until end: String, named: String? = nil) throws -> [Term] {
        var items: [Term] = []
        while take(end) == nil {
            if !items.isEmpty { try expect(",") }
            if let named, !items.isEmpty, take(named) != nil { try expect("=") }
            items.append(try choice())
        }
        return items
    }

    private mutating func call(_ name: String, _ offset: Int) throws -> Term {
        guard let function = Function(rawValue: name) else {
            let near = Spelling.nearest(to: name, among: Function.allCases.map(\.rawValue))
            throw ExpressionError(
                "unknown function `\(name)`", at: offset,
                hint: near.map { "did you mean `\($0)`?" })
        }
        let arguments = try items(until: ")", named: function.namedArgument)
        guard function.arity.contains(arguments.count) else {
            let wanted = function.arity
            let range =
                wanted.count == 1
                ? "\(wanted.lowerBound)" : "\(wanted.lowerBound) to \(wanted.upperBound)"
            throw ExpressionError(
                "`\(name)` takes \(range) argument\(range == "1" ? "" : "s"), not "
                    + "\(arguments.count)", at: offset)
        }
        return Term(form: .call(function, arguments), offset: offset)
    }
}
