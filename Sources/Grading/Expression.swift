/// A total expression over evidence and answers: it always ends and always has a value.
///
/// There are no loops and no functions but a fixed few; `null` spreads, except that `and`, `or`,
/// `present` and a comparison with the word `null` look at it. Names and types were checked when it
/// was made.
package struct Expression: Sendable, Equatable {
    package let source: String
    let root: Term
    /// The type of the value.
    package let type: FactType

    /// Throws ``ExpressionError`` for whatever is no expression, an unknown name or a wrong type.
    package init(_ source: String, in names: Namespace, expecting type: FactType? = nil) throws {
        var parser = try ExpressionParser(source)
        let root = try parser.parse()
        let found = try TypeCheck(names: names).type(of: root)
        if let type, found.joined(type) == nil {
            throw ExpressionError("this must be \(type), but it is \(found)", at: root.offset)
        }
        self.source = source
        self.root = root
        self.type = found
    }

    package func value(in scope: Scope) -> Fact { root.value(in: scope) }

    /// Every name that it uses.
    package var names: Set<String> { root.names }
}

/// One node of an expression, with the place where it begins or where its operator stands.
struct Term: Sendable, Equatable {
    enum Unary: Sendable { case minus, not }

    enum Binary: String, Sendable {
        case or, and, `in`
        case notIn = "not in"
        case equal = "=="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divided = "/"
        case remainder = "%"
    }

    indirect enum Form: Sendable, Equatable {
        case literal(Fact)
        case name(String)
        case list([Term])
        case unary(Unary, Term)
        case binary(Binary, Term, Term)
        case choice(if: Term, then: Term, else: Term)
        case call(Function, [Term])
    }

    var form: Form
    /// Unicode scalars before it.
    var offset: Int

    var isNull: Bool { form == .literal(.null) }

    var names: Set<String> {
        switch form {
        case .literal: []
        case .name(let name): [name]
        case .list(let items), .call(_, let items):
            items.reduce(into: []) { $0.formUnion($1.names) }
        case .unary(_, let term): term.names
        case .binary(_, let left, let right): left.names.union(right.names)
        case .choice(let condition, let yes, let no):
            condition.names.union(yes.names).union(no.names)
        }
    }

    func value(in scope: Scope) -> Fact {
        switch form {
        case .literal(let fact): return fact
        case .name(let name): return scope.facts[name] ?? .null
        case .list(let items): return .list(items.map { $0.value(in: scope) })
        case .unary(.minus, let term):
            return Fact(term.value(in: scope).number.map { -$0 })
        case .unary(.not, let term):
            guard case .bool(let value) = term.value(in: scope) else { return .null }
            return .bool(!value)
        case .binary(let operation, let left, let right):
            return Self.value(operation, left, right, scope)
        case .choice(let condition, let yes, let no):
            guard case .bool(let holds) = condition.value(in: scope) else { return .null }
            return (holds ? yes : no).value(in: scope)
        case .call(let function, let arguments):
            return function.value(arguments, scope)
        }
    }

    private static func value(
        _ operation: Binary, _ left: Term, _ right: Term, _ scope: Scope
    ) -> Fact {
        let a = left.value(in: scope)
        if operation == .and || operation == .or {
            let decisive = Fact.bool(operation == .or)
            if a == decisive { return decisive }
            let b = right.value(in: scope)
            if b == decisive { return decisive }
            return a == .null || b == .null ? .null : .bool(operation == .and)
        }
        let b = right.value(in: scope)
        switch operation {
        case .equal, .unequal:
            let asksForNull = left.isNull || right.isNull
            if !asksForNull, a == .null || b == .null { return .null }
            return .bool((a == b) == (operation == .equal))
        case .in, .notIn:
            guard a != .null, let items = b.list else { return .null }
            if items.contains(a) { return .bool(operation == .in) }
            return items.contains(.null) ? .null : .bool(operation == .notIn)
        default:
            guard let x = a.number, let y = b.number else { return .null }
            return value(operation, x, y)
        }
    }

    private static func value(_ operation: Binary, _ x: Double, _ y: Double) -> Fact {
        switch operation {
        case .less: .bool(x < y)
        case .lessOrEqual: .bool(x <= y)
        case .greater: .bool(x > y)
        case .greaterOrEqual: .bool(x >= y)
        case .plus: Fact(x + y)
        case .minus: Fact(x - y)
        case .times: Fact(x * y)
        case .divided: Fact(x / y)
        case .remainder: Fact(x.truncatingRemainder(dividingBy: y))
        case .or, .and, .in, .notIn, .equal, .unequal: .null
        }
    }
}
