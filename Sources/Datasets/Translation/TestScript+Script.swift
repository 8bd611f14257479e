import Execution
import Judging

/// JavaScript and TypeScript: `console.assert(f(1) === 2)`, `assert.deepEqual(f(1), 2)`.
extension TestScript {
    mutating func scriptProgram() throws(TestFault) {
        var functions: Set<String> = []
        var called: Set<String> = []
        while true {
            cursor.skipSeparators()
            if cursor.atEnd { break }
            begin()
            if try scriptPrelude() { continue }
            if let name = try scriptFunction() {
                functions.insert(name)
                try block { script throws(TestFault) in try script.scriptStatement() }
            } else if cursor.current.kind == .name, functions.contains(cursor.current.text),
                let name = cursor.name()
            {
                guard cursor.accept("( )") else { throw fault("a statement that is not known") }
                called.insert(name)
            } else {
                try scriptStatement()
            }
        }
        guard functions == called else { throw fault("a function that nothing calls") }
    }

    /// Modules that are known, and the declaration of `require` itself.
    private mutating func scriptPrelude() throws(TestFault) -> Bool {
        if cursor.accept("declare var require : any") { return true }
        if cursor.accept("import * as assert from") {
            guard ["assert", "node:assert"].contains(cursor.current.text) else {
                throw fault("a module")
            }
            cursor.index += 1
            return true
        }
        for body in ["object1 , object2", "a , b"]
        where cursor.accept("function compare ( \(body) ) {") {
            guard cursor.accept("return _ . isEqual ( \(body) )") else {
                throw fault("the function `compare` is not known")
            }
            _ = cursor.accept(";")
            guard cursor.accept(words: ["}"]) else {
                throw fault("the function `compare` is not known")
            }
            evaluator.helpers["compare"] = .equal
            return true
        }
        for module in ["assert", "lodash", "_"]
        where cursor.accept("const \(module) = require (") {
            guard cursor.current.kind == .string else { throw fault("a module") }
            let known = ["node:assert", "assert", "node:assert/strict", "lodash"]
            guard known.contains(cursor.current.text) else { throw fault("a module") }
            cursor.index += 1
            try cursor.expect(")")
            return true
        }
        return false
    }

    /// The name of a function without parameters that begins here.
    private mutating func scriptFunction() throws(TestFault) -> String? {
        var ahead = cursor
        if ahead.accept("function"), let name = ahead.name(), ahead.accept("( ) {") {
            cursor = ahead
            return name
        }
        ahead = cursor
        if ahead.accept("const") || ahead.accept("let"), let name = ahead.name(),
            ahead.accept("= ( ) => {")
        {
            cursor = ahead
            return name
        }
        return nil
    }

    mutating func scriptStatement() throws(TestFault) {
        if cursor.accept("for") {
            return try countedLoop { script throws(TestFault) in try script.scriptStatement() }
        }
        if cursor.accept("if (") {
            let arguments = try assertion(1...1)
            guard cursor.accept("{ throw") else { throw fault("a branch that throws nothing") }
            _ = try bodyText()
            return try demand(
                try evaluator.condition(try evaluator.meaning(arguments[0])).opposite())
        }
        if cursor.accept("const") || cursor.accept("let") || cursor.accept("var") {
            guard let name = cursor.name(), cursor.accept("=") else {
                throw fault("a statement that is not known")
            }
            try bind(name, try expression())
        } else if cursor.accept("console . assert (") || cursor.accept("assert (")
            || cursor.accept("assert . ok (")
        {
            let arguments = try assertion(1...2)
            try demand(try evaluator.meaning(arguments[0]))
        } else if cursor.accept("assert . deepEqual (")
            || cursor.accept("assert . deepStrictEqual (") || cursor.accept("assert . equal (")
            || cursor.accept("assert . strictEqual (")
        {
            let arguments = try assertion(2...3)
            try demand(
                try evaluator.equal(
                    try evaluator.meaning(arguments[0]), try evaluator.meaning(arguments[1])))
        } else {
            throw fault("a statement that is not known")
        }
        guard
            cursor.accept(";") || cursor.current.kind == .lineEnd || cursor.atEnd
                || cursor.current.isSymbol("}")
        else { throw fault("a statement that is not known") }
    }

    /// The arguments of an assertion, its parenthesis being open; a message is the last.
    mutating func assertion(_ count: ClosedRange<Int>) throws(TestFault) -> [TestExpression] {
        cursor.index -= 1
        evaluator.line = cursor.current.line
        let arguments = try cursor.arguments()
        guard count.contains(arguments.count), arguments.allSatisfy({ $0.label == nil }) else {
            throw fault("an assertion of another form")
        }
        return arguments.map(\.value)
    }
}

/// PHP: `if (candidate(1) !== 2) { throw new Exception("Test failed!"); }`
extension TestScript {
    mutating func phpProgram() throws(TestFault) {
        var called = false
        var seen = false
        cursor.skipSeparators()
        while true {
            cursor.skipSeparators()
            if cursor.atEnd { break }
            begin()
            if cursor.accept("function candidate ( ... $args ) {") {
                guard cursor.accept("return \(evaluator.method) ( ... $args ) ; }") else {
                    throw fault("a function")
                }
                evaluator.callees.insert("candidate")
            } else if cursor.accept("function compare ( $x , $y ) { return $x == $y ; }") {
                evaluator.helpers["compare"] = .equal
            } else if cursor.accept("function test ( ) : void {")
                || cursor.accept("function test ( ) {"), !seen
            {
                seen = true
                try block { script throws(TestFault) in try script.phpStatement() }
            } else if seen, cursor.accept("test ( ) ;") {
                called = true
            } else if cursor.accept("? >") {
                continue
            } else {
                try phpStatement()
            }
        }
        guard called == seen else { throw fault("a function that nothing calls") }
    }

    private mutating func phpStatement() throws(TestFault) {
        guard cursor.accept("if (") else {
            guard cursor.current.kind == .name, cursor.current.text.hasPrefix("$"),
                let name = cursor.name(), cursor.accept("=")
            else { throw fault("a statement that is not known") }
            try bind(name, try expression())
            return try cursor.expect(";")
        }
        let arguments = try assertion(1...1)
        guard cursor.accept("{ throw new Exception ("), cursor.current.kind == .string else {
            throw fault("a branch that throws nothing")
        }
        cursor.index += 1
        guard cursor.accept(") ; }") else { throw fault("a branch that throws nothing") }
        try demand(
            try evaluator.condition(try evaluator.meaning(arguments[0])).opposite())
    }
}
