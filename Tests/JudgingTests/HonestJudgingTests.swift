import Execution
import Foundation
import Judging
import Testing

/// Honest programs through the real guest code, without a sandbox.
struct HonestJudgingTests {
    let judge = Fixtures.judge(ProcessRunner())

    private func assertions(
        _ source: String, code: String? = nil, asserts: [String] = [], entryPoint: String? = nil,
        prelude: String = "", language: String = "python"
    ) async -> JudgeReport {
        let body: AssertionSuite.Body =
            code.map { .code(Array($0)) } ?? .asserts(asserts.map { Array($0) })
        return await judge.judge(
            JudgeRequest(
                language: language, source: Array(source),
                tests: .assertions(
                    AssertionSuite(
                        prelude: Array(prelude), body: body, entryPoint: entryPoint))))
    }

    @Test(arguments: ["python", "c", "cpp"])
    func `a program that ends with status 0 is accepted`(language: String) async {
        let source = language == "python" ? "print(1)" : "int main(void) { return 0; }"
        let report = await judge.judge(JudgeRequest(language: language, source: Array(source)))
        #expect(report.verdict == .accepted)
        #expect(report.integrity == nil)
    }

    @Test func `check calls the candidate in the other process`() async {
        let report = await assertions(
            "def f(x):\n    return x + 1\n",
            code: "def check(candidate):\n    assert candidate(1) == 2\n", entryPoint: "f")
        #expect(report.verdict == .accepted)
        #expect(report.integrity == .isolated)
        #expect(report.passed == 1)
    }

    @Test func `a failed assert is quoted with both values`() async {
        let report = await assertions(
            "def f(x):\n    return x + 1\n",
            code: "def check(candidate):\n    assert candidate(1) == 2\n"
                + "    assert candidate(5) == 7\n", entryPoint: "f")
        #expect(report.verdict == .wrongAnswer)
        #expect(report.tests.first?.message == "line 3: assert candidate(5) == 7")
        #expect(report.tests.first?.expected == "7")
        #expect(report.tests.first?.actual == "6")
    }

    @Test func `each assert is a test`() async {
        let report = await assertions(
            "def f(x):\n    return x * 2\n", asserts: ["assert f(1) == 2", "assert f(2) == 5"])
        #expect(report.tests.map(\.verdict) == [.accepted, .wrongAnswer])
        #expect(report.passed == 1)
        #expect(report.total == 2)
    }

    @Test func `tests that share standard output are sealed and say why`() async {
        let report = await assertions(
            "def f(): print('hi')\n",
            asserts: [
                """
                import io, sys
                kept, sys.stdout = sys.stdout, io.StringIO()
                f()
                text, sys.stdout = sys.stdout.getvalue(), kept
                assert text == 'hi\\n'
                """
            ])
        #expect(report.verdict == .accepted)
        #expect(report.integrity == .sealed)
        #expect(report.integrityReason == "the tests and the source share `sys.stdout`")
    }

    @Test func `tests that are wrong themselves are no verdict`() async {
        let report = await assertions("x = 1", code: "def check(:", entryPoint: "f")
        #expect(report.verdict == .judgeError)
        #expect(report.error?.code == .badField)
        #expect(report.attempts == 1)
    }

    @Test(arguments: ["c", "cpp"])
    func `native assertions are sealed`(language: String) async {
        let code = "#include <assert.h>\nint main(void) { assert(add(2, 3) == 5); }\n"
        let right = await assertions(
            "int add(int x, int y) { return x + y; }", code: code, language: language)
        #expect(right.verdict == .accepted)
        #expect(right.integrity == .sealed)
        let wrong = await assertions(
            "int add(int x, int y) { return x - y; }", code: code, language: language)
        #expect(wrong.verdict == .wrongAnswer)
        #expect(wrong.tests.first?.message == "line 2: assert(add(2, 3) == 5)")
        let broken = await assertions("int add(", code: code, language: language)
        #expect(broken.verdict == .compileError)
    }

    @Test func `function cases are compared outside`() async {
        let suite = FunctionSuite(
            entryPoint: "f",
            cases: [
                FunctionCase(arguments: [1], expectation: .value(["$tuple": [1, 2]])),
                FunctionCase(arguments: [2], expectation: .value(3)),
                FunctionCase(
                    arguments: [0], expectation: .raises(type: "ValueError", message: nil)),
                FunctionCase(arguments: [3], expectation: .value(3)),
                FunctionCase(arguments: [4], expectation: .value(["$tuple": [4, 5]])),
            ])
        let source = """
            import os
            def f(x):
                if x == 0: raise ValueError("zero")
                if x == 3: os._exit(0)
                return x, x + 1
            """
        let report = await judge.judge(
            JudgeRequest(language: "python", source: Array(source), tests: .function(suite)))
        #expect(
            report.tests.map(\.verdict)
                == [.accepted, .wrongAnswer, .accepted, .runtimeError, .accepted])
        #expect(report.integrity == .isolated)
        #expect(report.verdict == .wrongAnswer)
        #expect(report.tests[1].actual == "(2, 3)")
    }

    @Test func `a stdio case says which line differs`() async {
        let report = await judge.judge(
            JudgeRequest(
                language: "python", source: Array("n = int(input())\nprint(n)\nprint(n * 2)"),
                tests: .stdio([
                    StdioCase(input: Array("4\n"), output: Array("4\n8\n")),
                    StdioCase(input: Array("5\n"), output: Array("5\n11\n"), points: 2),
                ])))
        #expect(report.tests.map(\.verdict) == [.accepted, .wrongAnswer])
        #expect(report.tests.last?.message == "line 2 differs")
        #expect(report.tests.last?.expected == "11")
        #expect(report.points == 0)
    }
}

/// What honest programs may do across the two boxes.
struct CrossingTests {
    private func judged(
        _ source: String, _ asserts: [String], entryPoint: String? = nil, prelude: String = ""
    ) async -> JudgeReport {
        await Fixtures.judge(ProcessRunner()).judge(
            JudgeRequest(
                language: "python", source: Array(source),
                tests: .assertions(
                    AssertionSuite(
                        prelude: Array(prelude), body: .asserts(asserts.map { Array($0) }),
                        entryPoint: entryPoint))))
    }

    @Test func `plain data keeps its types, its sharing and its cycles`() async {
        let report = await judged(
            """
            import collections
            def echo(x): return x
            def cycle():
                items = [1]
                items.append(items)
                return items
            def counted(): return collections.Counter("aab")
            Pair = collections.namedtuple("Pair", "x y")
            def pair(): return Pair(1, 2)
            def count(n):
                for number in range(n): yield number
            """,
            [
                "assert echo({1: (2,), '$a': {3}}) == {1: (2,), '$a': {3}}",
                "import decimal, fractions, datetime\n"
                    + "for v in (decimal.Decimal('1.50'), fractions.Fraction(1, 3), b'\\xff', 3j,\n"
                    + "          range(3), frozenset([1]), '\\ud800', 10 ** 5000, float('inf'),\n"
                    + "          datetime.date(2020, 1, 2), None, True):\n"
                    + "    assert echo(v) == v and type(echo(v)) is type(v)",
                "c = cycle()\nassert c[1] is c", "assert counted() == {'a': 2, 'b': 1}",
                "assert pair() == (1, 2)", "assert list(count(3)) == [0, 1, 2]",
            ])
        #expect(report.tests.map(\.message) == Array(repeating: "", count: 6))
        #expect(report.verdict == .accepted)
        #expect(report.integrity == .isolated)
    }

    @Test func `arguments change in place and exceptions arrive by type`() async {
        let report = await judged(
            """
            class Odd(ValueError): pass
            def tidy(items):
                items.sort()
                return items
            def fill(table): table["a"].append(5)
            def fail(): raise Odd("bang")
            """,
            [
                "a = [3, 1]\nb = tidy(a)\nassert b is a and a == [1, 3]",
                "d = {'a': []}\ninner = d['a']\nfill(d)\nassert inner == [5]",
                "try:\n    fail()\n    assert False\nexcept ValueError as e:\n"
                    + "    assert str(e) == 'bang' and type(e).__name__ == 'Odd'",
            ])
        #expect(report.verdict == .accepted)
    }

    @Test func `a value that cannot cross is a wrong answer, never a weaker judge`() async {
        let report = await judged(
            "class Any:\n    def __eq__(self, other): return True\ndef f(): return Any()\n"
                + "def g(): return 1\n",
            ["assert f() == 1", "assert g() == 1"])
        #expect(report.tests.map(\.verdict) == [.wrongAnswer, .accepted])
        #expect(report.integrity == .isolated)
        #expect(
            report.tests.first?.message
                == "an object of type `Any`, which is no plain data, was to judge a value of the "
                + "tests'")
    }

    @Test func `a helper of the prelude is the tests' own`() async {
        let helper = "def twice(x): return x * 2\n"
        let source = "def twice(x): return 7\ndef f(x): return 7\n"
        let trusted = await judged(
            source, ["assert f(1) == twice(1)"], entryPoint: "f", prelude: helper)
        #expect(trusted.verdict == .wrongAnswer)
        let relied = await judged(source, ["assert f(1) == twice(1)"], entryPoint: "f")
        #expect(relied.verdict == .accepted)
        #expect(
            relied.integrityReason == "the tests rely on `twice` as the source defines it")
    }
}
