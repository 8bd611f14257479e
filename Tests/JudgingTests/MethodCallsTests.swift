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
    ]

    @Test(arguments: texts)
    func `a receiver that is asked becomes an argument, a type's static method stays`(
        text: String, expected: String
    ) {
        let found = MethodCalls.rewriting(Array(text.utf8), "equals", to: "same")
        #expect(String(decoding: found, as: UTF8.self) == expected)
    }
}
