import Grading
import Testing

@Suite struct ExpressionTests {
    static let names = Namespace([
        "n": .init(.number), "m": .init(.number), "none": .init(.number),
        "yes": .init(.bool), "unknown": .init(.bool),
        "word": .init(.text, words: ["ok", "failed"]),
        "free": .init(.text), "tags": .init(.list(.text)), "empty": .init(.list(.number)),
        "responses": .init(.responses), "evidence.cost": .init(.number), "cost": .init(.number),
    ])
    static let scope = Scope(
        [
            "n": .number(3), "m": .number(-2.5), "yes": .bool(true), "word": .text("ok"),
            "free": .text("it's"), "tags": .list([.text("a"), .text("b")]), "empty": .list([]),
        ],
        responses: [["cost": .number(10)], ["cost": .number(10.5)]])

    static let values: [(String, Fact)] = [
        ("1 + 2 * 3", Fact.number(7)), ("(1 + 2) * 3", .number(9)), ("7 - 2 - 1", .number(4)),
        ("8 / 4 / 2", .number(1)), ("7 % 4", .number(3)), ("-n", .number(-3)), ("--2", .number(2)),
        ("1e3 + .5", .number(1000.5)), ("n / 0", .null), ("1e308 * 10", .null),
        ("n > 2", .bool(true)), ("n >= 3 and m < 0", .bool(true)), ("not n == 3", .bool(false)),
        ("n != 3 or m == -2.5", .bool(true)), ("word == 'ok'", .bool(true)),
        ("free == \"it's\"", .bool(true)), ("yes ? 1 : 2", .number(1)),
        ("n < 0 ? 1 : n < 5 ? 2 : 3", .number(2)),
        ("'a' in tags", .bool(true)), ("'c' in tags", .bool(false)),
        ("'c' not in tags", .bool(true)), ("n in [1, 2, 3]", .bool(true)),
        ("n in empty", .bool(false)),
    ]

    @Test(arguments: values)
    func `an expression has its value`(source: String, expected: Fact) throws {
        #expect(try Expression(source, in: Self.names).value(in: Self.scope) == expected)
    }

    static let absences: [(String, Fact)] = [
        ("none", Fact.null), ("none + 1", .null), ("none > 1", .null), ("none == 1", .null),
        ("none != 1", .null), ("none == null", .bool(true)), ("n != null", .bool(true)),
        ("null == null", .bool(true)), ("not unknown", .null), ("unknown ? 1 : 2", .null),
        ("unknown and false", .bool(false)), ("false and unknown", .bool(false)),
        ("unknown and yes", .null), ("unknown or yes", .bool(true)),
        ("yes or unknown", .bool(true)),
        ("unknown or false", .null), ("none in [1]", .null), ("n in [1, none]", .null),
        ("3 in [n, none]", .bool(true)), ("present(none)", .bool(false)),
        ("present(n)", .bool(true)), ("max(n, none)", .null), ("abs(none)", .null),
        ("yes ? null : 1", .null),
    ]

    @Test(arguments: absences)
    func `what is absent spreads, but decides nothing`(source: String, expected: Fact) throws {
        #expect(try Expression(source, in: Self.names).value(in: Self.scope) == expected)
    }

    static let functions: [(String, Fact)] = [
        ("abs(m)", Fact.number(2.5)), ("round(m)", .number(-3)), ("round(2.4)", .number(2)),
        ("sign(m)", .number(-1)), ("sign(0)", .number(0)), ("min(n, m, 1)", .number(-2.5)),
        ("max([1, 9, 4])", .number(9)), ("max(empty)", .null), ("len('née')", .number(3)),
        ("len(tags)", .number(2)), ("any([n > 5, yes])", .bool(true)),
        ("all([n > 5, unknown])", .bool(false)), ("all([yes, unknown])", .null),
        ("any([])", .bool(false)), ("all([])", .bool(true)),
        ("size(responses)", .number(2)), ("count(responses, cost > 10)", .number(1)),
        ("prefer(cost)", .number(-1)), ("prefer(cost, tolerance = 0.1)", .number(0)),
        ("prefer(cost, 0)", .number(-1)),
    ]

    @Test(arguments: functions)
    func `each function does one thing`(source: String, expected: Fact) throws {
        #expect(try Expression(source, in: Self.names).value(in: Self.scope) == expected)
    }

    @Test(arguments: [
        (-1.0, 0.0), (0, 0), (0.33, 0), (0.34, 1), (0.9, 2), (0.999, 3), (1, 4), (7, 4),
    ])
    func `a rising bucket is the last step reached`(number: Double, bucket: Double) throws {
        let source = "bucket(\(number), [0.0, 0.34, 0.67, 0.999, 1.0])"
        #expect(try Expression(source, in: Self.names).value(in: Scope()) == .number(bucket))
    }

    @Test(arguments: [(9.0, 0.0), (8, 0), (7.9, 1), (2, 2), (1.3, 3), (1.2, 4), (0, 4), (-1, 4)])
    func `a falling bucket is the first step reached`(number: Double, bucket: Double) throws {
        let source = "bucket(\(number), [8.0, 4.0, 2.0, 1.3, 0.0])"
        #expect(try Expression(source, in: Self.names).value(in: Scope()) == .number(bucket))
    }

    static let faults: [(String, Int, String, String?)] = [
        ("nope + 1", 0, "unknown name `nope`", "did you mean `none`?"),
        ("1 + wrod", 4, "unknown name `wrod`", "did you mean `word`?"),
        ("1 + elsewhere", 4, "unknown name `elsewhere`", nil),
        ("n + 'a'", 4, "`+` needs a number, not text", nil),
        ("n == 'a'", 2, "cannot compare a number with text", nil),
        ("word == 'faild'", 8, "`word` is never `faild`", "did you mean `failed`?"),
        ("word in ['ok', 'good']", 15, "`word` is never `good`", "it is ok, failed"),
        ("n and yes", 0, "`and` needs true or false, not a number", nil),
        ("not n", 4, "`not` needs true or false, not a number", nil),
        ("n ? 1 : 2", 0, "`?` needs true or false, not a number", nil),
        ("yes ? 1 : 'a'", 10, "`? :` cannot be a number or text", nil),
        ("n in 3", 5, "`in` needs a list of the same kind on its right, not a number", nil),
        (
            "n in tags", 5,
            "`in` needs a list of the same kind on its right, not a list of texts", nil
        ),
        ("[1, 'a']", 4, "a list cannot hold a number and text", nil),
        ("mix(1)", 0, "unknown function `mix`", "did you mean `min`?"),
        ("abs(1, 2)", 0, "`abs` takes 1 argument, not 2", nil),
        ("abs('a')", 4, "`abs` needs a number, not text", nil),
        ("any([1])", 4, "`any` needs a list of true or false, not a list of numbers", nil),
        ("bucket(n, [1])", 10, "`bucket` needs a list of two or more steps", nil),
        ("bucket(n, [1, 3, 2])", 17, "the steps of `bucket` must only rise or only fall", nil),
        ("bucket(n, [1, 1])", 14, "the steps of `bucket` must only rise or only fall", nil),
        ("bucket(n, [1, m])", 14, "a step of `bucket` must be a number", nil),
        ("count(responses, cots > 1)", 17, "unknown name `cots`", "did you mean `cost`?"),
        ("size(tags)", 5, "`size` needs `responses`", nil),
    ]

    @Test(arguments: faults)
    func `a wrong name or type is refused at its place`(
        source: String, offset: Int, message: String, hint: String?
    ) {
        let expected = ExpressionError(message, at: offset, hint: hint)
        #expect(throws: expected) { try Expression(source, in: Self.names) }
    }

    static let syntaxFaults: [(String, Int, String, String?)] = [
        ("", 0, "expected a value, found the end", nil),
        ("1 +", 3, "expected a value, found the end", nil),
        ("(1", 2, "expected `)`, found the end", nil),
        ("[1 2]", 3, "expected `,`, found `2`", nil),
        ("1 2", 2, "expected an operator or the end, found `2`", nil),
        ("yes && yes", 4, "`&&` is no operator", "write `and`"),
        ("!yes", 0, "`!` cannot stand here", "write `not`"),
        ("n = 3", 2, "expected an operator or the end, found `=`", nil),
        ("1 < n < 5", 6, "comparisons cannot follow each other", "join them with `and`"),
        ("'open", 0, "the text has no end", nil),
        ("1.2.3", 0, "`1.2.3` is no number", nil),
        ("0x10", 0, "`0x10` is no number", nil),
        ("n.", 0, "`n.` is no name", nil),
        ("in", 0, "expected a value, found `in`", nil),
        ("yes ? 1", 7, "expected `:`, found the end", nil),
    ]

    @Test(arguments: syntaxFaults)
    func `what is no expression is refused at its place`(
        source: String, offset: Int, message: String, hint: String?
    ) {
        let expected = ExpressionError(message, at: offset, hint: hint)
        #expect(throws: expected) { try Expression(source, in: Self.names) }
    }

    @Test func `the wanted type is checked`() {
        let expected = ExpressionError("this must be true or false, but it is a number", at: 0)
        #expect(throws: expected) { try Expression("n", in: Self.names, expecting: .bool) }
    }

    @Test(arguments: ["(", "-", "not ", "[", "abs(", "yes ? "])
    func `nesting without end is refused`(piece: String) {
        let source = String(repeating: piece, count: 200)
        #expect(throws: ExpressionError.self) { try Expression(source, in: Self.names) }
    }

    @Test func `the longest chain that is allowed has a value`() throws {
        let source = "1" + String(repeating: "+1", count: 1000)
        #expect(try Expression(source, in: Self.names).value(in: Scope()) == .number(1001))
        let longer = source + String(repeating: "+1", count: 100)
        #expect(throws: ExpressionError.self) { try Expression(longer, in: Self.names) }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `any row of tokens is refused or has a finite value`(seed: UInt64) {
        let pieces = [
            "n", "m", "none", "yes", "unknown", "word", "tags", "1", "0", "'ok'", "+", "-", "*",
            "/", "%", "==", "<", "and", "or", "not", "in", "?", ":", "(", ")", "[", "]", ",",
            "max(", "min(", "bucket(", "any(", "present(", "null", "true", "prefer(", "=",
        ]
        var random = Seeded(seed)
        var valid = 0
        for _ in 0..<500 {
            let count = Int.random(in: 1...12, using: &random)
            let source = (0..<count).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined(separator: " ")
            guard let expression = try? Expression(source, in: Self.names) else { continue }
            valid += 1
            let value = expression.value(in: Self.scope)
            if case .number(let number) = value { #expect(number.isFinite, "\(source)") }
        }
        #expect(valid > 0)
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
