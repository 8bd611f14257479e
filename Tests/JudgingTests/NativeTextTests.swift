import Execution
import Testing

@testable import Judging

/// What C tests keep for themselves, told by texts alone.
struct NativeTextTests {
    private func shadowed(_ source: String, _ tests: String) -> [String] {
        NativeTests(text: Array(tests.utf8), source: Array(source.utf8)).shadowed.map(\.name)
    }

    private static let tests = "int main(void) { assert(fabs(half(7) - 3.5) < 1e-6); return 0; }"
    private static let half = "double half(double x) {\n return x / 2;\n}\n"
    private static let fabs = "double fabs(double x) {\n return 0;\n}\n"

    @Test func `a function that the source writes anew is the library's in the tests`() {
        #expect(shadowed(Self.half + Self.fabs, Self.tests) == ["fabs"])
        #expect(shadowed(Self.half, Self.tests).isEmpty)
    }

    @Test func `comments and texts define and call nothing`() {
        #expect(shadowed("/*\n\(Self.fabs)*/\n" + Self.half, Self.tests).isEmpty)
        let text = Self.half + "const char *s = \"\\\n\(Self.fabs)\";"
        #expect(shadowed(text, Self.tests).isEmpty)
        let tests = "/* fabs(1) */ int main(void) { assert(half(4) == 2); return 0; }"
        #expect(shadowed(Self.half + Self.fabs, tests).isEmpty)
    }

    @Test func `a failed assertion is told in the tests' words`() {
        let tests = """
            // assert(no);
            int main(void) {
                assert(f(")") == 1);
                assert(f("a")
                    == 2); my_assert(3);
                assert(1); assert(2);
            }
            """
        let told = (3...6).map { NativeTests.assertion(of: Array(tests.utf8), line: $0) }
        #expect(
            told == [
                "assert(f(\")\") == 1)", "assert(f(\"a\") == 2)", "assert(f(\"a\") == 2)",
                "assert(1); assert(2);",
            ])
        #expect(NativeTests.assertion(of: Array(tests.utf8), line: 99).isEmpty)
    }

    @Test func `a source too large to look through is told so, and not run`() async throws {
        let runner = StubRunner(RunResult.exited())
        let source = [UInt8](repeating: 32, count: Pattern.maxSourceBytes + 1)
        let report = await Fixtures.judge(runner).judge(
            JudgeRequest(
                language: "c", source: source,
                tests: .assertions(
                    AssertionSuite(body: .code(Array(Self.tests.utf8)), entryPoint: nil))))
        #expect(report.verdict == .compileError)
        #expect(
            report.tests.first?.message
                == "the source has 4194305 bytes; at most 4194304 are read")
        #expect(runner.steps.isEmpty)
    }
}
