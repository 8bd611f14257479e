import Execution
import Judging

/// Perl: `if(eq_deeply($candidate->(1),2)) { print "ok!" } else { exit 1; }`
extension TestScript {
    mutating func perlProgram() throws(TestFault) {
        var called: Bool?
        while true {
            cursor.skipSeparators()
            if cursor.atEnd { break }
            begin()
            if cursor.accept("use Test :: Deep ;") || cursor.accept("use Data :: Compare ;")
                || cursor.accept("use strict ;")
                || cursor.accept("use warnings ;")
            {
                continue
            }
            if cursor.accept("sub testhumaneval {") {
                called = false
                try block { script throws(TestFault) in try script.perlStatement() }
            } else if cursor.accept("testhumaneval ( ) ;") {
                called = true
            } else {
                try perlStatement()
            }
        }
        guard called != false else { throw fault("a function that nothing calls") }
    }

    private mutating func perlStatement() throws(TestFault) {
        if cursor.accept("my") {
            guard let name = cursor.name(), name.hasPrefix("$"), cursor.accept("=") else {
                throw fault("a statement that is not known")
            }
            if cursor.accept("\\ & \(evaluator.method)") {
                evaluator.callees.insert(name)
            } else {
                try bind(name, try expression())
            }
            return try cursor.expect(";")
        }
        if cursor.accept("unless ( Compare (") {
            let arguments = try assertion(2...2)
            let check = try evaluator.equal(
                try evaluator.meaning(arguments[0]), try evaluator.meaning(arguments[1]))
            guard cursor.accept(") { die"), cursor.current.kind == .string else {
                throw fault("a branch that is not known")
            }
            cursor.index += 1
            guard cursor.accept("; }") else { throw fault("a branch that is not known") }
            return try demand(check)
        }
        guard cursor.accept("if ( eq_deeply (") else {
            throw fault("a statement that is not known")
        }
        let arguments = try assertion(2...2)
        let check = try evaluator.equal(
            try evaluator.meaning(arguments[0]), try evaluator.meaning(arguments[1]))
        guard cursor.accept(") { print"), cursor.current.kind == .string else {
            throw fault("a branch that is not known")
        }
        cursor.index += 1
        _ = cursor.accept(";")
        guard cursor.accept("} else { exit 1 ; }") else {
            throw fault("a branch that is not known")
        }
        try demand(check)
    }
}

/// Ruby: `assert_equal(2, candidate.call(1))`
extension TestScript {
    mutating func rubyProgram() throws(TestFault) {
        cursor.skipSeparators()
        while cursor.accept("require") {
            guard cursor.current.kind == .string,
                cursor.current.text == "test/unit" || cursor.current.text.hasPrefix("minitest")
            else { throw fault("a library") }
            cursor.index += 1
            cursor.skipSeparators()
        }
        begin()
        if !cursor.current.isName("class") {
            while !cursor.atEnd {
                begin()
                try rubyStatement()
                cursor.skipSeparators()
            }
            return
        }
        guard cursor.accept("class"), cursor.name() != nil,
            cursor.accept("< Test :: Unit :: TestCase") || cursor.accept("< Minitest :: Test")
        else { throw fault("a statement that is not known") }
        while true {
            cursor.skipSeparators()
            begin()
            if cursor.accept("end") { break }
            guard cursor.accept("def"), let name = cursor.name(), name.hasPrefix("test_") else {
                throw fault("a statement that is not known")
            }
            cursor.skipSeparators()
            while !cursor.accept("end") {
                begin()
                try rubyStatement()
                cursor.skipSeparators()
            }
        }
        cursor.skipSeparators()
        guard cursor.atEnd else { throw fault("a statement that is not known") }
    }

    private mutating func rubyStatement() throws(TestFault) {
        if cursor.accept("assert_equal (") {
            let arguments = try assertion(2...3)
            try demand(
                try evaluator.equal(
                    try evaluator.meaning(arguments[0]), try evaluator.meaning(arguments[1])))
        } else if cursor.accept("if") {
            let meaning = try meaning()
            guard cursor.accept("raise StandardError ,"), case .string = try expression(),
                cursor.accept(words: ["end"])
            else { throw fault("a branch that raises nothing") }
            try demand(try evaluator.condition(meaning).opposite())
        } else if cursor.accept("assert_nil (") {
            let arguments = try assertion(1...2)
            try demand(
                try evaluator.equal(try evaluator.meaning(arguments[0]), .value(.null)))
        } else if cursor.current.kind == .name, cursor.peek(1).isSymbol("="),
            let name = cursor.name()
        {
            cursor.index += 1
            if cursor.accept("method ( : \(evaluator.method) )") {
                evaluator.variables[name] = .callee
            } else {
                try bind(name, try expression())
            }
        } else {
            throw fault("a statement that is not known")
        }
        guard cursor.current.kind == .lineEnd || cursor.current.isSymbol(";") else {
            throw fault("a statement that is not known")
        }
    }
}

/// Lua: `lu.assertEquals(candidate(1), 2)`
extension TestScript {
    mutating func luaProgram() throws(TestFault) {
        cursor.skipSeparators()
        begin()
        var name = "lu"
        _ = cursor.accept("local")
        guard let given = cursor.name(), cursor.accept("= require ("),
            cursor.current.text == "luaunit"
        else { throw fault("a statement that is not known") }
        name = given
        cursor.index += 1
        try cursor.expect(")")
        while true {
            cursor.skipSeparators()
            begin()
            if cursor.accept("os . exit ( \(name) . LuaUnit . run ( ) )") { break }
            guard cursor.accept("function"), let test = cursor.name(),
                test.hasPrefix("test"), cursor.accept("( )")
            else { throw fault("a statement that is not known") }
            cursor.skipSeparators()
            while !cursor.accept("end") {
                begin()
                try luaStatement(name)
                cursor.skipSeparators()
            }
        }
        cursor.skipSeparators()
        guard cursor.atEnd else { throw fault("a statement that is not known") }
    }

    private mutating func luaStatement(_ unit: String) throws(TestFault) {
        if cursor.accept("local") {
            guard let name = cursor.name(), cursor.accept("=") else {
                throw fault("a statement that is not known")
            }
            return try bind(name, try expression())
        }
        guard
            cursor.accept("\(unit) . assertEquals (")
                || cursor.accept("\(unit) . assertItemsEquals (")
        else { throw fault("a statement that is not known") }
        let items = cursor.peek(-2).text == "assertItemsEquals"
        let arguments = try assertion(2...2)
        var check = try evaluator.equal(
            try evaluator.meaning(arguments[0]), try evaluator.meaning(arguments[1]))
        if items { check.comparison = .unordered }
        try demand(check)
    }
}

/// Python: `assert f(1) == 2`, in `def check(candidate):` or alone.
extension TestScript {
    mutating func pythonProgram() throws(TestFault) {
        var parameter: String?
        var checked = false
        while true {
            cursor.skipSeparators()
            if cursor.atEnd { return }
            begin()
            if cursor.accept("def check ("), parameter == nil {
                guard let name = cursor.name(), cursor.accept(") :") else {
                    throw fault("a function")
                }
                parameter = name
                evaluator.callees.insert(name)
            } else if parameter != nil, !checked, cursor.accept("check ( \(evaluator.method) )") {
                checked = true
            } else if cursor.accept("METADATA = {") {
                cursor.index -= 1
                _ = try cursor.entries()
            } else if cursor.accept("import") {
                guard cursor.accept("math") else { throw fault("a module") }
            } else if cursor.current.kind == .string {
                cursor.index += 1
            } else {
                guard !checked else { throw fault("a statement that is not known") }
                try pythonStatement()
            }
            guard cursor.current.kind == .lineEnd || cursor.atEnd || cursor.current.isSymbol(";")
            else { throw fault("a statement that is not known") }
        }
    }

    private mutating func pythonStatement() throws(TestFault) {
        if cursor.accept("assert") {
            let meaning = try meaning()
            if cursor.accept(",") { _ = try expression() }
            return try demand(meaning)
        }
        if cursor.accept("pass") { return }
        if cursor.accept("for") {
            guard let name = cursor.name(), cursor.accept("in range ("),
                let range = try pythonRange(),
                cursor.accept(":")
            else { throw fault("a loop") }
            // Its body is one line, or the lines after it: which they are, only one can say.
            cursor.skipLines()
            try loop(name, range) { script throws(TestFault) in
                guard script.cursor.current.isName("assert") else { throw script.fault("a loop") }
                try script.pythonStatement()
            }
            cursor.skipLines()
            guard !cursor.current.isName("assert") else { throw fault("a loop of several lines") }
            cursor.index -= 1
            return
        }
        guard let name = cursor.name(), cursor.accept("=") else {
            throw fault("a statement that is not known")
        }
        try bind(name, try expression())
    }

    /// After `range(`.
    private mutating func pythonRange() throws(TestFault) -> Range<Int>? {
        cursor.index -= 1
        let arguments = try cursor.arguments()
        var numbers: [Int] = []
        for argument in arguments {
            guard case .int(let text) = try evaluator.value(argument.value), let number = Int(text),
                abs(number) < 1 << 20
            else { return nil }
            numbers.append(number)
        }
        switch numbers.count {
        case 1: return 0..<max(0, numbers[0])
        case 2: return numbers[0]..<max(numbers[0], numbers[1])
        default: return nil
        }
    }
}
