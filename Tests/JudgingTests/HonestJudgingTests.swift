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

    @Test func `a test that needs a class falls back to sealed and says why`() async {
        let report = await assertions(
            "class Account:\n    def __init__(self): self.sum = 0\n"
                + "    def add(self, n): self.sum += n; return self\n",
            asserts: ["assert Account().add(3).sum == 3"])
        #expect(report.verdict == .accepted)
        #expect(report.integrity == .sealed)
        #expect(report.integrityReason == "the tests use the class `Account`")
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
