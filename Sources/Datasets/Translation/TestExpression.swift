/// An expression of a test, before it is known what it means.
indirect enum TestExpression: Equatable {
    /// A number as it is written.
    case number(String)
    case string([UInt8])
    case character([UInt8])
    case name(String)
    /// `a.b`, `a->b`, `A::b`, without a call.
    case member(TestExpression, String)
    case call(TestExpression, [TestArgument])
    /// Perl's `$f->(..)`.
    case apply(TestExpression, [TestArgument])
    /// Rust's `name!(..)` and `name![..]`.
    case macro(String, [TestArgument])
    /// Rust's `[value; count]`.
    case repeated(TestExpression, TestExpression)
    case unary(String, TestExpression)
    case binary(String, TestExpression, TestExpression)
    case list([TestExpression])
    /// In parentheses, with a comma.
    case tuple([TestExpression])
    /// In braces.
    case braces([TestEntry])
    /// A literal of a named type: `vector<int>{1}`, `[]int{1}`, `new int[]{1}`.
    case typed(TestType, TestExpression)
    /// `(long) 3`, and `new Type(..)` as the type with its arguments.
    case cast(TestType, TestExpression)
    case construct(TestType, [TestArgument])
}

struct TestArgument: Equatable {
    /// Of a keyword argument.
    var label: String?
    var value: TestExpression
}

/// A member of a literal in braces, or of PHP's `array(..)`.
struct TestEntry: Equatable {
    var key: TestExpression?
    var value: TestExpression
}

/// A type as it is written, without blanks: `vector<vector<int>>`, `map[string]int`.
struct TestType: Equatable {
    var name: String
    /// What the members of a literal are, where the language says so.
    var element: [TestType] = []

    /// What stands before `<`, `[` or a path.
    var base: String {
        let head = name.prefix { $0 != "<" && $0 != "[" }
        return head.split(separator: ".").last.flatMap {
            $0.split(separator: ":").last.map(String.init)
        } ?? ""
    }

    var isFloat32: Bool {
        name.contains("f32") || name.split { !$0.isLetter && !$0.isNumber }.contains("float")
    }

    private static let whole: Set<String> = [
        "int", "long", "short", "size_t", "longlong", "unsigned", "unsignedint", "int64", "int32",
        "i32", "i64", "u32", "u64", "usize", "isize", "u8", "i8", "u16", "i16", "i128", "u128",
        "Integer", "Long", "uint", "uint64", "unsignedlonglong", "int64_t", "byte", "rune",
    ]
    private static let real: Set<String> = ["float", "double", "f32", "f64", "float64", "float32"]

    /// Whether braces for it are more than a list.
    var hasFields: Bool {
        ["map<", "set<", "pair<", "tuple<"].contains { mark in
            name.split(separator: "<", omittingEmptySubsequences: false).dropLast()
                .contains { ($0 + "<").hasSuffix(mark) }
        }
    }

    var isWhole: Bool { Self.whole.contains(plain) }
    var isReal: Bool { Self.real.contains(plain) }

    private var plain: String {
        var text = name[...]
        if text.hasPrefix("const") { text = text.dropFirst(5) }
        while text.hasPrefix("&") { text = text.dropFirst() }
        while text.hasSuffix("&") { text = text.dropLast() }
        return String(text)
    }
}

/// Steps through the words of a test.
struct TestCursor {
    let tokens: [TestToken]
    let language: TestLanguage
    var index = 0
    /// Of brackets and operators that are open.
    var depth = 0
    /// Inside brackets line ends mean nothing.
    var brackets = 0

    static let maximumDepth = 150

    init(_ tokens: [TestToken], language: TestLanguage) {
        self.tokens = tokens
        self.language = language
    }

    var current: TestToken { tokens[min(index, tokens.count - 1)] }
    var atEnd: Bool { current.kind == .end }

    func peek(_ offset: Int) -> TestToken { tokens[min(index + offset, tokens.count - 1)] }

    mutating func skipLines() {
        while current.kind == .lineEnd { index += 1 }
    }

    /// What ends a statement.
    mutating func skipSeparators() {
        while current.kind == .lineEnd || current.isSymbol(";") { index += 1 }
    }

    mutating func name() -> String? {
        guard current.kind == .name else { return nil }
        defer { index += 1 }
        return current.text
    }

    mutating func expect(_ symbol: String) throws(TestFault) {
        guard accept(symbol) else { throw fault("`\(symbol)` is missing") }
    }

    func fault(_ reason: String) -> TestFault { TestFault(line: current.line, reason: reason) }

    /// These words one after the other, line ends aside; moves only if all are there.
    mutating func accept(words: [String]) -> Bool {
        var ahead = self
        for word in words {
            ahead.skipLines()
            let token = ahead.current
            guard [.name, .symbol, .number].contains(token.kind), token.text == word else {
                return false
            }
            ahead.index += 1
        }
        self = ahead
        return true
    }

    /// One word, or several with blanks between them.
    mutating func accept(_ pattern: String) -> Bool {
        guard pattern.utf8.contains(32) else {
            guard current.isSymbol(pattern) || current.isName(pattern) else { return false }
            index += 1
            return true
        }
        return accept(words: pattern.split(separator: " ").map(String.init))
    }
}
