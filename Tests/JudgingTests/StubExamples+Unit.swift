/// The same with files of frameworks.
extension StubExamples {
    private static let python = """
        class Odd(ValueError): pass
        def twice(n):
            if n < 0: raise Odd(n)
            return 2 * n
        def never(n): return None
        class Stack:
            def __init__(self): self.items = []
            def push(self, item): self.items.append(item)
            def size(self): return len(self.items)
        """

    private static let pytest = Example(
        language: "python", framework: "pytest", source: python,
        tests: [
            .calls: "def test_a(): main.twice(2); main.Stack().push(1)",
            .looks: "def test_a(): assert main.Stack().size() == 0",
            .nothing: "def test_a(): assert main.never(2) is None",
            .throwing:
                "import pytest\ndef test_a():\n    with pytest.raises(main.Odd): main.twice(-1)",
        ].mapValues { "import main\n" + $0 })

    private static let unittest = Example(
        language: "python", framework: "unittest", source: python,
        tests: [
            .calls: "twice(2)", .looks: "self.assertEqual(twice(2), 4)",
            .nothing: "self.assertIsNone(never(2))",
            .throwing: "self.assertRaises(Odd, twice, -1)",
        ].mapValues {
            "import unittest\nfrom main import *\nfrom main import twice, never, Odd\n"
                + "class A(unittest.TestCase):\n    def test_a(self): " + $0
        })

    private static let scripts: [Look: String] = [
        .calls: "main.twice(2); new main.Stack().push(1)", .looks: "assert.equal(main.twice(2), 4)",
        .nothing: "assert.equal(main.never(2), undefined)",
        .throwing: "assert.throws(() => main.twice(-1))",
    ]

    private static let node = Example(
        language: "javascript", framework: "node",
        source: """
            class Stack { push(item) {} }
            const twice = (n) => { if (n < 0) throw new RangeError('odd'); return 2 * n; };
            module.exports = { Stack, twice, never: (n) => undefined };
            """,
        tests: scripts.mapValues {
            "const test = require('node:test'), assert = require('assert');\n"
                + "const main = require('./main');\ntest('a', () => { \($0) });"
        })

    private static let typescript = Example(
        language: "typescript", framework: "node",
        source: """
            export class Stack { push(item: number): void {} }
            export function twice(n: number): number {
                if (n < 0) throw new RangeError('odd');
                return 2 * n;
            }
            export const never = (n: number): void => undefined;
            """,
        tests: scripts.mapValues {
            "import test from 'node:test';\nimport assert from 'node:assert';\n"
                + "import * as main from './main';\ntest('a', (): void => { \($0); });"
        })

    private static let compiled: [Example] = assertions.compactMap { example in
        let framework = ["go": "go", "rust": "rust"][example.language]
        return framework.map {
            Example(
                language: example.language, framework: $0, source: example.source,
                tests: example.tests.filter { $0.key == .calls })
        }
    }

    private static let junit = Example(
        language: "java", framework: "junit", path: "Solution.java",
        source: assertions.first { $0.language == "java" }?.source ?? "",
        tests: [
            .calls: "new Solution().twice(2);",
            .throwing:
                "assertThrows(IllegalArgumentException.class, () -> new Solution().twice(-1));",
        ].mapValues {
            "import org.junit.jupiter.api.Test;\n"
                + "import static org.junit.jupiter.api.Assertions.*;\n"
                + "class ATest { @Test void a() { \($0) } }"
        })

    private static let xctest = Example(
        language: "swift", framework: "xctest", path: "Solution.swift",
        source: assertions.first { $0.language == "swift" }?.source ?? "",
        tests: [
            .throwing: "XCTAssertThrowsError(try twice(-1))"
        ].mapValues {
            "import XCTest\nfinal class ATests: XCTestCase {\n"
                + "    func testA() throws { \($0) }\n}"
        })

    static let unit = [pytest, unittest, node, typescript, junit, xctest] + compiled

    /// What the file of tests is called.
    static let files = [
        "pytest": "test_a.py", "unittest": "test_a.py", "node": "a.test.js", "junit": "ATest.java",
        "go": "a_test.go", "rust": "a.rs", "xctest": "Tests/ATests.swift",
    ]
}
