import Execution
import Judging

/// Reads the statements of a test one after the other.
struct TestScript {
    let language: TestLanguage
    var cursor: TestCursor
    var evaluator: TestEvaluator
    var cases: [FunctionCase] = []
    /// Lists of conditions that are looked at later (Java).
    var pending: [String: [TestCheck]] = [:]
    /// The word at which the statement starts that is being read.
    var statement = 0

    /// - Throws: the first statement that is not of a known form.
    static func suite(
        of text: String, language: TestLanguage, entryPoint: String, declaration: String
    ) throws(TestTranslation.Refusal) -> FunctionSuite {
        guard text.utf8.count <= TestTranslation.maximumBytes else {
            throw .init(line: 1, statement: "", reason: "the test is larger than 1 MiB")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func refusal(_ fault: TestFault, at line: Int) -> TestTranslation.Refusal {
            let place = min(max(line, 1), lines.count)
            let statement = String(lines[place - 1].trimmed.prefix(120))
            return .init(line: place, statement: statement, reason: fault.reason)
        }
        do throws(TestFault) {
            if language == .bash {
                return FunctionSuite(
                    entryPoint: entryPoint,
                    cases: try ShellTest.cases(of: text, entryPoint: entryPoint))
            }
        } catch {
            throw refusal(error, at: error.line)
        }
        let tokens: [TestToken]
        do throws(TestFault) {
            tokens = try TestLexer.tokens(of: text, language: language)
        } catch {
            throw refusal(error, at: error.line)
        }
        var script = TestScript(
            tokens, language: language, entryPoint: entryPoint, declaration: declaration)
        do throws(TestFault) {
            try script.program()
            guard script.pending.isEmpty, script.evaluator.unused.isEmpty else {
                throw script.cursor.fault("an answer that nothing looks at")
            }
            guard !script.cases.isEmpty else { throw script.cursor.fault("there is no test in it") }
        } catch {
            throw refusal(error, at: error.line)
        }
        let owner = entryPoint.contains(".") ? nil : script.evaluator.owner
        return FunctionSuite(
            entryPoint: owner.map { "\($0).\(entryPoint)" } ?? entryPoint, cases: script.cases)
    }

    private init(
        _ tokens: [TestToken], language: TestLanguage, entryPoint: String, declaration: String
    ) {
        self.language = language
        cursor = TestCursor(tokens, language: language)
        evaluator = TestEvaluator(language: language)
        let parts = entryPoint.split(separator: ".").map(String.init)
        evaluator.method = parts.last ?? ""
        evaluator.callees = [entryPoint, evaluator.method]
        if parts.count > 1 { evaluator.receivers = [parts[0]] }
        if language == .cpp {
            evaluator.parameters = Self.parameters(of: evaluator.method, in: declaration)
        }
        let result = Self.result(of: evaluator.method, in: declaration)
        if language == .cpp { evaluator.result = Self.type(result) }
        evaluator.isNarrow = result.contains("f32")
        evaluator.isOptional = result.contains("Optional<")
    }

    private static func type(_ text: String) -> TestType? {
        guard text.utf8.count < 1 << 12,
            let tokens = try? TestLexer.tokens(of: text, language: .cpp)
        else { return nil }
        var cursor = TestCursor(tokens, language: .cpp)
        guard let type = try? cursor.type(), cursor.atEnd else { return nil }
        return type
    }

    /// The types of a C++ function's parameters; none if the declaration is of another form.
    private static func parameters(of name: String, in declaration: String) -> [TestType] {
        guard declaration.utf8.count < 1 << 16,
            let tokens = try? TestLexer.tokens(of: declaration, language: .cpp),
            let place = tokens.lastIndex(where: { $0.isName(name) })
        else { return [] }
        var cursor = TestCursor(tokens, language: .cpp)
        cursor.index = place + 1
        guard cursor.accept("(") else { return [] }
        var types: [TestType] = []
        while !cursor.accept(")") {
            guard let type = try? cursor.type(), cursor.name() != nil else { return [] }
            types.append(type)
            guard cursor.accept(",") || cursor.current.isSymbol(")") else { return [] }
        }
        return types
    }

    /// The part of a declaration that says what the function gives.
    private static func result(of name: String, in declaration: String) -> String {
        for line in declaration.split(separator: "\n").reversed() {
            guard let place = line.range(of: name + "(") ?? line.range(of: name + " (") else {
                continue
            }
            if let arrow = line.range(of: "->", after: place.upperBound) {
                return String(line[arrow.upperBound...])
            }
            return String(line[..<place.lowerBound])
        }
        return ""
    }

    private mutating func program() throws(TestFault) {
        switch language {
        case .cpp: try cppProgram()
        case .java: try javaProgram()
        case .go: try goProgram()
        case .rust: try rustProgram()
        case .javascript, .typescript: try scriptProgram()
        case .php: try phpProgram()
        case .perl: try perlProgram()
        case .ruby: try rubyProgram()
        case .lua: try luaProgram()
        case .python: try pythonProgram()
        case .bash: break
        }
    }

    // MARK: What all share

    func fault(_ reason: String) -> TestFault { cursor.fault(reason) }

    /// Starts a statement: a fault in it is told at its line.
    mutating func begin() {
        statement = cursor.index
        evaluator.line = cursor.current.line
    }

    mutating func expression() throws(TestFault) -> TestExpression { try cursor.expression() }

    mutating func meaning() throws(TestFault) -> TestMeaning {
        evaluator.line = cursor.current.line
        return try evaluator.meaning(try cursor.expression())
    }

    /// A condition must hold.
    mutating func demand(_ meaning: TestMeaning) throws(TestFault) {
        // Holds whatever the function does.
        if meaning == .value(.bool(true)) { return }
        try demand(try evaluator.condition(meaning))
    }

    mutating func demand(_ check: TestCheck) throws(TestFault) {
        guard !check.negated else { throw evaluator.fault("a value that must not come") }
        guard cases.count < TestTranslation.maximumCases else {
            throw evaluator.fault("too many tests")
        }
        var item = check.functionCase
        item.name = String(cases.count + 1)
        cases.append(item)
    }

    /// A variable, or another name of the function.
    mutating func bind(
        _ name: String, _ expression: TestExpression, type: TestType? = nil
    ) throws(TestFault) {
        guard name != "_", evaluator.method != name else {
            throw evaluator.fault("the name `\(name)`")
        }
        let meaning: TestMeaning
        if let type, case .braces(let entries) = expression,
            entries.allSatisfy({ $0.key == nil }), language == .cpp || language == .java
        {
            let value = try evaluator.typed(type, expression)
            meaning = type.isFloat32 ? .narrow(value) : .value(value)
        } else {
            meaning = try evaluator.meaning(expression)
        }
        evaluator.lent.remove(name)
        switch meaning {
        case .value(let value):
            guard let type else {
                evaluator.variables[name] = meaning
                return
            }
            if type.isFloat32, case .binary = expression {
                throw evaluator.fault("arithmetic in 32 bits")
            }
            let fitted = try evaluator.fitted(value, to: type)
            evaluator.variables[name] = type.isFloat32 ? .narrow(fitted) : .value(fitted)
        case .answer:
            // The call happens once, here; what is done with it is one check.
            evaluator.variables[name] = meaning
            evaluator.unused.insert(name)
        case .narrow, .callee: evaluator.variables[name] = meaning
        default: throw evaluator.fault("a variable that is no literal")
        }
    }

    /// The statements up to the closing brace.
    mutating func block(
        _ statement: (inout TestScript) throws(TestFault) -> Void
    ) throws(TestFault) {
        cursor.skipSeparators()
        while !cursor.accept("}") {
            guard !cursor.atEnd else { throw fault("`}` is missing") }
            begin()
            try statement(&self)
            cursor.skipSeparators()
        }
    }

    /// Runs a statement or block once for each number.
    mutating func loop(
        _ name: String, _ range: Range<Int>,
        _ statement: (inout TestScript) throws(TestFault) -> Void
    ) throws(TestFault) {
        guard !range.isEmpty, range.count <= 1000 else { throw fault("a long loop") }
        let start = cursor.index
        let outer = evaluator.variables[name]
        for number in range {
            cursor.index = start
            evaluator.variables[name] = .value(.int(number))
            begin()
            if cursor.accept("{") {
                try block(statement)
            } else {
                try statement(&self)
            }
        }
        evaluator.variables[name] = outer
    }

    /// `for (int i = 2; i < 8; i++)`, after `for`.
    mutating func countedLoop(
        _ statement: (inout TestScript) throws(TestFault) -> Void
    ) throws(TestFault) {
        let parenthesis = cursor.accept("(")
        _ = cursor.accept("int") || cursor.accept("let") || cursor.accept("var")
        guard let name = cursor.name() else { throw fault("a loop") }
        guard cursor.accept("=") || cursor.accept(":=") else { throw fault("a loop") }
        let start = try wholeNumber()
        guard cursor.accept(";"), cursor.accept(name) else { throw fault("a loop") }
        let inclusive = cursor.current.isSymbol("<=")
        guard cursor.accept("<") || cursor.accept("<=") else { throw fault("a loop") }
        let end = try wholeNumber()
        guard cursor.accept(";"), cursor.accept("\(name) ++") || cursor.accept("\(name) += 1")
        else { throw fault("a loop") }
        if parenthesis { try cursor.expect(")") }
        cursor.skipLines()
        guard end < 1 << 20 else { throw fault("a long loop") }
        try loop(name, start..<max(start, end + (inclusive ? 1 : 0)), statement)
    }

    mutating func wholeNumber() throws(TestFault) -> Int {
        guard case .int(let text)? = try meaning().literal, let number = Int(text) else {
            throw fault("a loop")
        }
        return number
    }

    /// Words up to the brace that closes, without blanks.
    mutating func bodyText() throws(TestFault) -> String {
        var text = ""
        var open = 1
        while true {
            let token = cursor.current
            guard token.kind != .end, text.utf8.count < 4000 else { throw fault("`}` is missing") }
            cursor.index += 1
            if token.isSymbol("{") { open += 1 }
            if token.isSymbol("}") { open -= 1 }
            if open == 0 { return text }
            if token.kind != .lineEnd { text += token.text }
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.unicodeScalars.first, first == " " || first == "\t" || first == "\r"
        {
            text = text.dropFirst()
        }
        return text
    }

    fileprivate func range(of other: String) -> Range<Index>? {
        range(of: other, after: startIndex)
    }

    fileprivate func range(of other: String, after start: Index) -> Range<Index>? {
        var place = start
        while place < endIndex {
            if self[place...].hasPrefix(other) {
                return place..<index(place, offsetBy: other.count)
            }
            place = index(after: place)
        }
        return nil
    }
}
