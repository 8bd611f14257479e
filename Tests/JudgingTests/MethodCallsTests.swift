import Testing

@testable import Judging

struct MethodCallsTests {
    private static let texts = [
        ("a.equals(b)", "same(a, b)"),
        ("s.f(1).equals(s.f(2).equals(3))", "same(s.f(1), same(s.f(2), 3))"),
        ("Objects.equals(s.f(1), 2)", "Objects.equals(s.f(1), 2)"),
        (
            "java.util.Arrays.equals(a.equals(b), c)",
            "java.util.Arrays.equals(same(a, b), c)"
        ),
        ("new Pair(1, 2).equals(Pair.of(1, 2))", "same(new Pair(1, 2), Pair.of(1, 2))"),
        ("WANTED.equals(f(1, 2))", "same(WANTED, f(1, 2))"),
        ("WANTED.equals(\"a, b\")", "same(WANTED, \"a, b\")"),
        ("a.equals(b, c)", "same(a, b, c)"),
        ("\"Objects.equals(1, 2)\".equals(a)", "same(\"Objects.equals(1, 2)\", a)"),
        ("a.get(0).equals(new int[] {1, 2})", "same(a.get(0), new int[] {1, 2})"),
        ("a.equals(b).equals(c)", "same(same(a, b), c)"),
        ("a /* .equals(b) */ .equals(c)", "same(a /* .equals(b) */ , c)"),
        (#"f('\"').equals(g('\''))"#, #"same(f('\"'), g('\''))"#),
        ("\"\"\"\n\".equals(1)\"\"\".equals(a)", "same(\"\"\"\n\".equals(1)\"\"\", a)"),
        ("a.equals(b", "a.equals(b"),
    ]

    @Test(arguments: texts)
    func `a receiver that is asked becomes an argument, a type's static method stays`(
        text: String, expected: String
    ) {
        let found = MethodCalls.rewriting(Array(text.utf8), "equals", to: "same", "java")
        #expect(String(decoding: found, as: UTF8.self) == expected)
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: ["a.equals(", "a.equals(b)", ".equals(b)", "(", "a.", "<", "A.equals(b, c)."])
    func `hostile tests take no longer than they are long`(token: String) {
        let text = [UInt8](repeatElement(Array(token.utf8), count: 5_000).joined())
        let result = MethodCalls.rewriting(text, "equals", to: "same", "java")
        #expect(result.count > text.count / 2)
    }
}
