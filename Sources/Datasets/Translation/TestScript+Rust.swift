import Execution

/// `mod tests { #[test] fn test_f() { assert_eq!(f(1), 2); } }`, or the same in `main`.
extension TestScript {
    mutating func rustProgram() throws(TestFault) {
        cursor.skipSeparators()
        _ = cursor.accept("}")
        cursor.skipSeparators()
        begin()
        _ = cursor.accept("# [ cfg ( test ) ]")
        cursor.skipSeparators()
        let wrapped = cursor.accept("mod tests {") || cursor.accept("mod test {")
        while true {
            cursor.skipSeparators()
            begin()
            if wrapped, cursor.accept("}") { break }
            if cursor.atEnd, !wrapped { break }
            if cursor.accept("use super :: * ;") { continue }
            let marked = cursor.accept("# [ test ]")
            cursor.skipSeparators()
            guard cursor.accept("fn"), let name = cursor.name(), marked || name == "main",
                cursor.accept("( ) {")
            else { throw fault("a declaration that is not known") }
            try block { script throws(TestFault) in try script.rustStatement() }
        }
        cursor.skipSeparators()
        guard cursor.atEnd else { throw fault("a declaration that is not known") }
    }

    mutating func rustStatement() throws(TestFault) {
        if cursor.accept("assert_eq ! (") {
            cursor.index -= 1
            evaluator.line = cursor.current.line
            let arguments = try cursor.arguments().map(\.value)
            guard arguments.count == 2 else { throw fault("a statement that is not known") }
            try demand(
                try evaluator.equal(
                    try evaluator.meaning(arguments[0]), try evaluator.meaning(arguments[1])))
        } else if cursor.accept("assert ! (") {
            cursor.index -= 1
            evaluator.line = cursor.current.line
            let arguments = try cursor.arguments().map(\.value)
            guard arguments.count == 1 else { throw fault("a statement that is not known") }
            try demand(try evaluator.meaning(arguments[0]))
        } else if cursor.accept("let") {
            _ = cursor.accept("mut")
            guard let name = cursor.name() else { throw fault("a statement that is not known") }
            let type = cursor.accept(":") ? try rustType() : nil
            try cursor.expect("=")
            try bind(name, try expression(), type: type)
        } else if cursor.accept("for") {
            return try rustLoop()
        } else if cursor.current.kind == .name, cursor.peek(1).isSymbol("="),
            let name = cursor.name(), evaluator.variables[name] != nil
        {
            cursor.index += 1
            try bind(name, try expression())
        } else if cursor.current.kind == .name, cursor.peek(1).isSymbol(".") {
            try rustAddition()
        } else {
            throw fault("a statement that is not known")
        }
        guard
            cursor.accept(";") || cursor.current.isSymbol("}")
                || cursor.current.kind == .lineEnd
        else { throw fault("a statement that is not known") }
    }

    /// Only whether it has 32-bit floats matters.
    private mutating func rustType() throws(TestFault) -> TestType {
        var name = ""
        while !cursor.current.isSymbol("="), name.utf8.count < 200, !cursor.atEnd {
            name += cursor.current.text
            cursor.index += 1
        }
        return TestType(name: name)
    }

    /// As in `for x in 2..8 {`.
    private mutating func rustLoop() throws(TestFault) {
        guard let name = cursor.name(), cursor.accept("in"), cursor.current.kind == .number,
            let start = Int(cursor.current.text), cursor.peek(1).isSymbol(".."),
            let end = Int(cursor.peek(2).text), end < 1 << 20
        else { throw fault("a loop") }
        cursor.index += 3
        try loop(name, start..<max(start, end)) { script throws(TestFault) in
            try script.rustStatement()
        }
    }

    /// As in `map.insert(key, value)` and `list.push(value)`.
    private mutating func rustAddition() throws(TestFault) {
        guard let name = cursor.name(), let known = evaluator.variables[name]?.literal else {
            throw fault("a statement that is not known")
        }
        cursor.index += 1
        let method = cursor.name()
        guard cursor.current.isSymbol("(") else { throw fault("a statement that is not known") }
        let arguments = try evaluator.values(try cursor.arguments())
        switch (method, known, arguments.count) {
        case ("insert", .dict(var entries), 2):
            entries.removeAll { $0.key == arguments[0] }
            entries.append(.init(key: arguments[0], value: arguments[1]))
            evaluator.variables[name] = .value(.dict(entries))
        case ("insert", .set(let items), 1):
            evaluator.variables[name] =
                items.contains(arguments[0]) ? .value(known) : .value(.set(items + arguments))
        case ("push", .list(let items), 1):
            evaluator.variables[name] = .value(.list(items + arguments))
        default: throw fault("a statement that is not known")
        }
    }
}
