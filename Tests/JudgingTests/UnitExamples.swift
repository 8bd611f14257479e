import Judging

/// Test files of each framework with two tests of `add`, and submissions for them.
enum UnitExamples {
    static let tests: [String: [String: String]] = [
        "pytest": [
            "test_add.py": """
            from main import add
            def test_a_zero(): assert add(0, 0) == 0
            def test_sum(): assert add(1, 2) == 3
            """
        ],
        "unittest": [
            "test_add.py": """
            import unittest
            from main import add
            class AddTest(unittest.TestCase):
                def test_a_zero(self): self.assertEqual(add(0, 0), 0)
                def test_sum(self): self.assertEqual(add(1, 2), 3)
            """
        ],
        "node": [
            "add.test.js": """
            const test = require('node:test');
            const assert = require('node:assert');
            const { add } = require('./main');
            test('zero', () => assert.strictEqual(add(0, 0), 0));
            test('sum', async () => assert.strictEqual(add(1, 2), 3));
            """
        ],
        "go": [
            "add_test.go": """
            package main
            import "testing"
            func TestAZero(t *testing.T) { if Add(0, 0) != 0 { t.Error("zero") } }
            func TestSum(t *testing.T) { if got := Add(1, 2); got != 3 { t.Errorf("%d", got) } }
            """
        ],
        "rust": [
            "add.rs": """
            #[cfg(test)]
            mod tests {
                use super::*;
                #[test]
                fn a_zero() { assert_eq!(add(0, 0), 0); }
                #[test]
                fn sum() { assert_eq!(add(1, 2), 3); }
            }
            """
        ],
        "xctest": [
            "Tests/AddTests.swift": """
            import XCTest
            @testable import Adding
            final class AddTests: XCTestCase {
                func testAZero() { XCTAssertEqual(add(0, 0), 0) }
                func testSum() async throws {
                    XCTAssertEqual(try XCTUnwrap(add(1, 2)), 3, "näh €\\n")
                }
            }
            """
        ],
        "junit": [
            "AddTest.java": """
            import org.junit.jupiter.api.Test;
            import static org.junit.jupiter.api.Assertions.*;
            class AddTest {
                @Test void aZero() { assertEquals(0, new Add().add(0, 0)); }
                @Test void sum() { assertEquals(3, new Add().add(1, 2)); }
            }
            """
        ],
    ]

    static let path = ["junit": "Add.java", "xctest": "Add.swift"]

    static let right = [
        "pytest": "def add(a, b): return a + b\n", "unittest": "def add(a, b): return a + b\n",
        "node": "module.exports = { add: (a, b) => a + b };\n",
        "go": "package main\nfunc Add(a, b int) int { return a + b }\nfunc main() {}\n",
        "rust": "fn add(a: i32, b: i32) -> i32 { a + b }\n",
        "junit": "public class Add { int add(int a, int b) { return a + b; } }\n",
        "xctest": "func add(_ a: Int, _ b: Int) -> Int { a + b }\n",
    ]

    static let wrong = right.mapValues {
        $0.split(separator: "a + b", omittingEmptySubsequences: false)
            .joined(separator: "10 * (a + b)")
    }

    private static func add(
        _ framework: String, _ about: String, _ source: String, _ verdict: Verdict,
        says: String = "", files: [String: String] = [:], tests: [String: String]? = nil,
        expected: [String]? = nil
    ) -> UnitTests.Case {
        UnitTests.Case(
            framework: framework, about: about, source: source, path: path[framework],
            files: files, tests: tests, expected: expected, verdict: verdict, says: says)
    }

    private static func python(_ body: String) -> [String: String] {
        ["test_a.py": "import pytest\nfrom main import add\n" + body]
    }

    private static let add = "def add(a, b): return a + b\n"

    static var cases: [UnitTests.Case] {
        right.keys.sorted().map { add($0, "right", right[$0] ?? "", .accepted) }
            + pytest + forgeries + others + typescript + swift + changing
    }

    private static let pytest = [
        add(
            "pytest", "an error", "def add(a, b): return 1 / 0\n", .runtimeError,
            says: "ZeroDivision"),
        add(
            "pytest", "a skip", add, .wrongAnswer, says: "skipped",
            tests: python("@pytest.mark.skip\ndef test_a(): assert add(1, 1) == 2\n")),
        add(
            "pytest", "an expected failure", add, .wrongAnswer, says: "xfailed",
            tests: python("@pytest.mark.xfail\ndef test_a(): assert add(1, 1) == 3\n")),
        add(
            "pytest", "a missing test", add, .wrongAnswer, says: "not run",
            expected: [
                "test_add.py::test_a_zero", "test_add.py::test_sum", "test_add.py::test_more",
            ]),
        add(
            "pytest", "a test too many", add, .tampered, says: "no such test",
            expected: ["test_add.py::test_a_zero"]),
        add(
            "pytest", "tests that pass with nothing to test", add, .judgeError,
            says: "accept a stub", tests: ["test_a.py": "def test_a(): pass\n"]),
        add("pytest", "a source that is no Python", "def", .runtimeError, says: "SyntaxError"),
        add(
            "unittest", "subtests", add, .wrongAnswer, says: "0 != 1",
            tests: [
                "test_a.py": """
                import unittest
                from main import add
                class T(unittest.TestCase):
                    def test_sub(self):
                        for i in range(2):
                            with self.subTest(i=i): self.assertEqual(add(i, 0), 1)
                """
            ]),
    ]

    /// Ways to be accepted without solving anything.
    private static let forgeries = [
        add("pytest", "exit 0 early", "import os\nos._exit(0)\n", .runtimeError, says: "status 0"),
        add(
            "pytest", "a crash in a test",
            "import os\ndef add(a, b):\n    if b: os.abort()\n    return 0\n", .runtimeError,
            says: "SIGABRT"),
        add(
            "pytest", "forged lines",
            """
            import os
            with open('.assay/report', 'a') as f:
                f.write('S\\ttest_add.py::test_sum\\n')
                f.write('F\\ttest_add.py::test_sum\\tpassed\\t1\\t\\t\\t\\n')
                f.write('E\\t0123\\t4\\t3\\n')
            def add(a, b): return 0
            """, .tampered, says: "not the judge's"),
        add(
            "pytest", "a conftest", "def add(a, b): return 0\n", .tampered, says: "conftest.py",
            files: ["conftest.py": "import pytest\n"]),
        add(
            "pytest", "a shadow of the tests", "def add(a, b): return 0\n", .tampered,
            says: "test_add.py", files: ["test_add.py": "def test_a_zero(): pass\n"]),
        add(
            "pytest", "tests made to do nothing",
            """
            import _pytest.python
            _pytest.python.Function.runtest = lambda self: None
            def add(a, b): return 0
            """, .tampered, says: "must fail"),
        add(
            "pytest", "tests rewritten on disk",
            "open('test_add.py', 'w').write('def test_a_zero(): pass')\ndef add(a, b): return 0\n",
            .runtimeError, says: "Read-only file system"),
        add(
            "pytest", "the judge's own test and its runner rewritten, as far as that goes",
            """
            import glob
            for path in glob.glob('test_*.py') + ['.assay/unit.py']:
                for way in ("unlink(path)", "rename(path, 'x')", "chmod(path, 0o666)",
                            "truncate(path, 0)", "rename('.assay', 'x')"):
                    try:
                        exec("import os; os." + way)
                    except OSError:
                        continue
                    print(way, path)
                    def add(a, b): return a + b
            if not globals().get('add'):
                def add(a, b): return 0
            """, .wrongAnswer),
        add(
            "unittest", "an assertion that does nothing",
            """
            import unittest
            unittest.TestCase.assertEqual = lambda *a, **k: None
            def add(a, b): return 0
            """, .tampered),
        add(
            "unittest", "the folder of the tests replaced",
            """
            import os
            os.rename('tests', 'away')
            os.mkdir('tests')
            def add(a, b): return 0
            """, .runtimeError, says: "busy",
            tests: ["tests/test_add.py": tests["unittest"]?["test_add.py"] ?? ""]),
        add(
            "node", "tests rewritten on disk",
            "require('fs').writeFileSync('add.test.js', '');\nexports.add = () => 0;\n",
            .runtimeError, says: "EROFS"),
        add("node", "exit 0 early", "process.exit(0);\n", .runtimeError, says: "status 0"),
        add(
            "node", "an assertion that does nothing",
            "require('assert').strictEqual = () => {};\nexports.add = () => 0;\n", .wrongAnswer),
        add(
            "node", "a package.json", "exports.add = () => 0;\n", .tampered, says: "package.json",
            files: ["package.json": "{}"]),
        add(
            "go", "exit 0 early",
            """
            package main
            import "os"
            func init() { os.Exit(0) }
            func Add(a, b int) int { return 0 }
            func main() {}
            """,
            .runtimeError, says: "status 0"),
        add(
            "go", "a test file of its own", right["go"] ?? "", .tampered, says: "_test.go",
            files: ["x_test.go": "package main\n"]),
        add(
            "rust", "exit 0 early",
            "fn add(_: i32, _: i32) -> i32 { std::process::exit(0) }\n", .runtimeError,
            says: "status 0"),
        add(
            "rust", "a macro of its own",
            """
            macro_rules! assert_eq { ($($t:tt)*) => { () }; }
            fn add(_: i32, _: i32) -> i32 { 0 }
            """,
            .wrongAnswer),
        add(
            "junit", "exit 0 early",
            "public class Add { int add(int a, int b) { System.exit(0); return 0; } }\n",
            .runtimeError, says: "status 0"),
    ]

    private static let others = [
        add(
            "junit", "a class called Main",
            "public class Main { static int add(int a, int b) { return a + b; } }\n", .accepted,
            tests: [
                "AddTest.java": """
                import org.junit.jupiter.api.Test;
                import static org.junit.jupiter.api.Assertions.*;
                class AddTest { @Test void sum() { assertEquals(3, Main.add(1, 2)); } }
                """
            ]),
        add(
            "node", "an assertion that no test waits for",
            "module.exports = { add: async (a, b) => 10 * (a + b) };\n", .wrongAnswer,
            tests: [
                "add.test.js": """
                const test = require('node:test'), assert = require('assert');
                const { add } = require('./main.js');
                test('sum', () => { add(1, 2).then((sum) => assert.equal(sum, 3)); });
                """
            ]),
        add(
            "node", "a list linked both ways",
            SealedAsideTests.linked + "module.exports = { Node, list };\n", .accepted,
            tests: [
                "list.test.js": """
                const test = require('node:test');
                const { Node, list } = require('./main.js');
                test('list', () => { \(SealedAsideTests.linkedTests) });
                """
            ]),
        add("pytest", "no such framework's file", add, .judgeError, tests: ["a.py": "x = 1\n"]),
        add(
            "rust", "a type of the source's own that the tests name",
            "#[derive(Debug, PartialEq)]\nstruct Point { x: i32 }\n", .accepted,
            tests: [
                "t.rs": """
                #[test]
                fn points() { assert_eq!(Point { x: 1 }, Point { x: 1 }); }
                """
            ]),
        add(
            "rust", "an ignored test and one that must panic",
            "fn add(a: i32, b: i32) -> i32 { if b == 9 { panic!(\"nine\") } a + b }\n",
            .wrongAnswer, says: "skipped",
            tests: [
                "t.rs": """
                #[test]
                #[should_panic(expected = "nine")]
                fn nine() { add(1, 9); }
                #[test]
                #[ignore]
                fn off() { assert_eq!(add(1, 1), 2); }
                """
            ]),
    ]
}
