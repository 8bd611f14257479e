import Execution
import Judging

/// `public class Main { public static void main(String[] args) { .. } }`
extension TestScript {
    mutating func javaProgram() throws(TestFault) {
        cursor.skipSeparators()
        while cursor.accept("import") {
            while !cursor.accept(";") {
                guard !cursor.atEnd else { throw fault("`;` is missing") }
                cursor.index += 1
            }
            cursor.skipSeparators()
        }
        begin()
        // MultiPL-E's `main` stands in the class of the function under test.
        let wrapped = cursor.accept("public class Main {") || cursor.accept("class Main {")
        cursor.skipSeparators()
        begin()
        try javaHelper()
        cursor.skipSeparators()
        begin()
        let main =
            cursor.accept("public static void main ( String [ ] args )")
            || cursor.accept("public static void main ( String args [ ] )")
        guard main else { throw fault("a declaration that is not known") }
        if cursor.accept("throws") { _ = try cursor.type() }
        guard cursor.accept("{") else { throw fault("a declaration that is not known") }
        try block { script throws(TestFault) in try script.javaStatement() }
        cursor.skipSeparators()
        if wrapped { try cursor.expect("}") } else { _ = cursor.accept("}") }
        cursor.skipSeparators()
        guard cursor.atEnd else { throw fault("a declaration that is not known") }
    }

    /// MBXP compares by `equals`, and nothing with nothing.
    private mutating func javaHelper() throws(TestFault) {
        guard cursor.accept("public static boolean compare ( Object obj1 , Object obj2 ) {") else {
            return
        }
        let body = try bodyText()
        guard
            body == "if(obj1==null&&obj2==null){returntrue;}"
                + "elseif(obj1==null||obj2==null){returnfalse;}"
                + "else{returnobj1.equals(obj2);}"
        else { throw fault("the function `compare` is not known") }
        evaluator.helpers["compare"] = .exact
    }

    mutating func javaStatement() throws(TestFault) {
        if cursor.accept("assert") {
            let meaning = try meaning()
            if cursor.accept(":") { _ = try expression() }
            try cursor.expect(";")
            return try demand(meaning)
        }
        if cursor.accept("if (") { return try javaIf() }
        if cursor.accept("for") {
            return try countedLoop { script throws(TestFault) in try script.javaStatement() }
        }
        if cursor.current.kind == .name, cursor.peek(1).isSymbol("."),
            cursor.peek(3).isSymbol("("), evaluator.variables[cursor.current.text] != nil
        {
            return try javaAddition()
        }
        if cursor.current.kind == .name, cursor.peek(1).isSymbol("="),
            let name = cursor.name(), evaluator.variables[name] != nil
        {
            cursor.index += 1
            try bind(name, try expression())
            return try cursor.expect(";")
        }
        try javaDeclaration()
    }

    private mutating func javaDeclaration() throws(TestFault) {
        let type = try cursor.type()
        guard let name = cursor.name(), cursor.accept("=") else {
            throw fault("a statement that is not known")
        }
        if cursor.accept("new \(type.name) ( ) ;"), type.element.isEmpty {
            evaluator.receivers.insert(name)
            return
        }
        let value = try expression()
        try cursor.expect(";")
        if type.name == "List<Boolean>" || type.name == "ArrayList<Boolean>",
            case .call(let function, let arguments) = value,
            ["Arrays.asList", "List.of"].contains(TestEvaluator.path(function) ?? ""),
            !arguments.allSatisfy({ $0.value.isTruthValue })
        {
            var checks: [TestCheck] = []
            for argument in arguments {
                let meaning = try evaluator.meaning(argument.value)
                if meaning == .value(.bool(true)) { continue }
                checks.append(try evaluator.condition(meaning))
            }
            pending[name] = checks
            return
        }
        try bind(name, value, type: type)
    }

    /// As in `if (correct.contains(false)) { throw ..; }` and `if (!condition) { throw ..; }`.
    private mutating func javaIf() throws(TestFault) {
        if let name = cursor.current.kind == .name ? cursor.current.text : nil,
            let checks = pending[name], cursor.accept("\(name) . contains ( false ) )")
        {
            try javaThrow()
            pending[name] = nil
            for check in checks { try demand(check) }
            return
        }
        cursor.brackets += 1
        let meaning = try meaning()
        cursor.brackets -= 1
        cursor.skipLines()
        try cursor.expect(")")
        try javaThrow()
        try demand(try evaluator.condition(meaning).opposite())
    }

    private mutating func javaThrow() throws(TestFault) {
        cursor.skipLines()
        let braces = cursor.accept("{")
        cursor.skipLines()
        guard cursor.accept("throw new") else { throw fault("a branch that throws nothing") }
        _ = cursor.accept("java . lang .")
        guard cursor.accept("AssertionError") || cursor.accept("Exception"),
            cursor.current.isSymbol("(")
        else { throw fault("a branch that throws nothing") }
        var open = 0
        repeat {
            guard !cursor.atEnd else { throw fault("`)` is missing") }
            if cursor.current.isSymbol("(") { open += 1 }
            if cursor.current.isSymbol(")") { open -= 1 }
            cursor.index += 1
        } while open > 0
        try cursor.expect(";")
        if braces {
            cursor.skipLines()
            try cursor.expect("}")
        }
    }

    /// As in `map.put(key, value);` and `list.add(value);`.
    private mutating func javaAddition() throws(TestFault) {
        guard let name = cursor.name(), let known = evaluator.variables[name]?.literal,
            !evaluator.lent.contains(name)
        else { throw fault("a statement that is not known") }
        cursor.index += 1
        let method = cursor.name()
        let arguments = try evaluator.values(try cursor.arguments())
        try cursor.expect(";")
        switch (method, known, arguments.count) {
        case ("put", .dict(var entries), 2):
            entries.removeAll { $0.key == arguments[0] }
            entries.append(.init(key: arguments[0], value: arguments[1]))
            evaluator.variables[name] = .value(.dict(entries))
        case ("add", .list(let items), 1):
            evaluator.variables[name] = .value(.list(items + arguments))
        case ("add", .set(let items), 1):
            evaluator.variables[name] =
                items.contains(arguments[0]) ? .value(known) : .value(.set(items + arguments))
        default: throw fault("a statement that is not known")
        }
    }
}

extension TestExpression {
    fileprivate var isTruthValue: Bool { self == .name("true") || self == .name("false") }
}
