/// Finds the type of an expression, and unknown names and wrong types in it.
struct TypeCheck {
    let names: Namespace

    func type(of term: Term) throws -> FactType {
        switch term.form {
        case .literal(let fact): return Self.type(of: fact)
        case .name(let name): return try entry(name, term.offset).type
        case .list(let items):
            var joined = FactType.null
            for item in items {
                let type = try type(of: item)
                guard let both = joined.joined(type) else {
                    throw ExpressionError(
                        "a list cannot hold \(joined) and \(type)", at: item.offset)
                }
                joined = both
            }
            return .list(joined)
        case .unary(.minus, let operand):
            try require(.number, operand, "`-`")
            return .number
        case .unary(.not, let operand):
            try require(.bool, operand, "`not`")
            return .bool
        case .binary(let operation, let left, let right):
            return try type(operation, left, right, at: term.offset)
        case .choice(let condition, let yes, let no):
            try require(.bool, condition, "`?`")
            let types = (try type(of: yes), try type(of: no))
            guard let joined = types.0.joined(types.1) else {
                throw ExpressionError(
                    "`? :` cannot be \(types.0) or \(types.1)", at: no.offset)
            }
            return joined
        case .call(let function, let arguments):
            return try type(function, arguments)
        }
    }

    private static func type(of fact: Fact) -> FactType {
        switch fact {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .text: .text
        case .list: .list(.null)
        }
    }

    private func entry(_ name: String, _ offset: Int) throws -> Namespace.Entry {
        if let entry = names[name] { return entry }
        let near = Spelling.nearest(to: name, among: names.entries.keys.sorted())
        throw ExpressionError(
            "unknown name `\(name)`", at: offset, hint: near.map { "did you mean `\($0)`?" })
    }

    private func require(_ wanted: FactType, _ term: Term, _ what: String) throws {
        let found = try type(of: term)
        guard found.joined(wanted) != nil else {
            throw ExpressionError("\(what) needs \(wanted), not \(found)", at: term.offset)
        }
    }

    private func type(
        _ operation: Term.Binary, _ left: Term, _ right: Term, at offset: Int
    ) throws -> FactType {
        switch operation {
        case .or, .and:
            try require(.bool, left, "`\(operation.rawValue)`")
            try require(.bool, right, "`\(operation.rawValue)`")
            return .bool
        case .equal, .unequal:
            let types = (try type(of: left), try type(of: right))
            guard types.0 != .responses, types.0.joined(types.1) != nil else {
                throw ExpressionError("cannot compare \(types.0) with \(types.1)", at: offset)
            }
            try checkWords(left, right)
            try checkWords(right, left)
            return .bool
        case .in, .notIn:
            let item = try type(of: left)
            let list = try type(of: right)
            guard list.joined(.list(item)) != nil, list != .null else {
                throw ExpressionError(
                    "`in` needs a list of the same kind on its right, not \(list)",
                    at: right.offset)
            }
            if case .list(let items) = right.form {
                for item in items { try checkWords(left, item) }
            }
            return .bool
        default:
            try require(.number, left, "`\(operation.rawValue)`")
            try require(.number, right, "`\(operation.rawValue)`")
            let computes: Set<Term.Binary> = [.plus, .minus, .times, .divided, .remainder]
            return computes.contains(operation) ? .number : .bool
        }
    }

    /// A name that can only be a few texts is not compared with another one.
    private func checkWords(_ term: Term, _ literal: Term) throws {
        guard case .name(let name) = term.form, case .literal(.text(let text)) = literal.form,
            let words = names[name]?.words, !words.contains(text)
        else { return }
        let near = Spelling.nearest(to: text, among: words)
        throw ExpressionError(
            "`\(name)` is never `\(text)`", at: literal.offset,
            hint: near.map { "did you mean `\($0)`?" } ?? "it is \(words.joined(separator: ", "))")
    }

    private func type(_ function: Function, _ arguments: [Term]) throws -> FactType {
        let what = "`\(function.rawValue)`"
        let first = arguments[0]
        switch function {
        case .abs, .round, .sign:
            try require(.number, first, what)
        case .len:
            let type = try type(of: first)
            guard type == .text || type.joined(.list(.null)) != nil else {
                throw ExpressionError("\(what) needs text or a list, not \(type)", at: first.offset)
            }
        case .any, .all:
            try require(.list(.bool), first, what)
            return .bool
        case .present:
            _ = try type(of: first)
            return .bool
        case .min, .max:
            if arguments.count == 1 {
                try require(.list(.number), first, what)
            } else {
                for argument in arguments { try require(.number, argument, what) }
            }
        case .bucket:
            try require(.number, first, what)
            try checkSteps(arguments[1])
        case .size, .count:
            guard try type(of: first) == .responses else {
                throw ExpressionError("\(what) needs `responses`", at: first.offset)
            }
            if function == .count { try checkCondition(arguments[1]) }
        case .prefer:
            guard names["responses"] != nil else {
                throw ExpressionError("\(what) needs a rubric of two responses", at: first.offset)
            }
            for argument in arguments { try require(.number, argument, what) }
        }
        return .number
    }

    private func checkSteps(_ term: Term) throws {
        guard case .list(let items) = term.form, items.count >= 2 else {
            throw ExpressionError("`bucket` needs a list of two or more steps", at: term.offset)
        }
        var steps: [Double] = []
        for item in items {
            guard case .literal(.number(let step)) = item.form else {
                throw ExpressionError("a step of `bucket` must be a number", at: item.offset)
            }
            if let last = steps.last {
                let rises = steps.count < 2 || steps[0] < steps[1]
                guard step != last, steps.count < 2 || (step > last) == rises else {
                    throw ExpressionError(
                        "the steps of `bucket` must only rise or only fall", at: item.offset)
                }
            }
            steps.append(step)
        }
    }

    /// Inside `count` the evidence of one response is named without `evidence.`.
    private func checkCondition(_ term: Term) throws {
        let prefix = "evidence."
        var inner = Namespace()
        for (name, entry) in names.entries where name.hasPrefix(prefix) {
            inner[String(name.dropFirst(prefix.count))] = entry
        }
        let type = try TypeCheck(names: inner).type(of: term)
        guard type.joined(.bool) != nil else {
            throw ExpressionError("`count` needs true or false, not \(type)", at: term.offset)
        }
    }
}
