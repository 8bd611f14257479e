import Execution
import Judging
import TestSupport
import Testing

@testable import Datasets

/// What is not understood is not translated: no check may be lost.
struct TestTranslationRefusalTests {
    private static func python(_ statements: String) -> String {
        "def check(candidate):\n    assert candidate(1) == 2\n    \(statements)\n"
    }

    private static func cpp(_ statements: String) -> String {
        "int main(){\n  assert(f(1) == 2);\n  \(statements)\n}\n"
    }

    private typealias Refusal = (language: String, test: String, reason: String)

    private static let refused = ofPython + ofCPlusPlus + ofOthers

    private static let ofPython: [Refusal] = [
        ("python", python("assert candidate(2) == candidate(3)"), "line 3: a comparison that is"),
        ("python", python("assert candidate(2) != 3"), "line 3: a value that must not come"),
        ("python", python("assert candidate(2) < 3"), "line 3: a comparison that is no tolerance"),
        ("python", python("assert candidate(2)"), "line 3: a condition that any value may satisfy"),
        ("python", python("assert len(candidate(2)) == 3"), "line 3: a call of `len`"),
        ("python", python("x = candidate(2)"), "an answer that nothing looks at"),
        (
            "python", python("x = candidate(2); x.append(1)"),
            "line 3: a statement that is not known"
        ),
        ("python", python("if True: assert candidate(2) == 3"), "line 3: a statement that is not"),
        ("python", python("assert candidate(x) == 3"), "line 3: the name `x`"),
        (
            "python", python("a = [1]\n    assert candidate(a) == 1\n    assert candidate(a) == 1"),
            "line 5: `a` is used more than once"
        ),
        ("python", python("assert candidate(f'{1}') == 3"), "line 3: a string with the prefix `f`"),
        ("python", python("assert candidate(1) == 2 == 3"), "line 3: a comparison that is"),
        ("python", "def check(candidate):\n    pass\n", "there is no test in it"),
        ("python", "import os\nassert f(1) == 2\n", "line 1: a module: `import os`"),
    ]

    private static let ofCPlusPlus: [Refusal] = [
        ("cpp", cpp("assert(f(rand()) == 1);"), "line 3: a call of `rand`"),
        ("cpp", cpp("f(2);"), "line 3: a statement that is not known"),
        ("cpp", cpp("assert(f(2147483647 + 1) == 1);"), "line 3: arithmetic that overflows"),
        ("cpp", cpp("assert(f(1) == 2"), "line 4: `)` is missing"),
        ("cpp", "#define f(x) 2\n" + cpp(""), "line 1: a directive that is not known"),
        (
            "cpp", "bool issame(int a,int b){ return true; }\n" + cpp(""),
            "line 1: the function `issame` is not known"
        ),
    ]

    private static let ofOthers: [Refusal] = [
        (
            "javascript", "const t = () => {\n  console.assert(f(1) === 2)\n}\n",
            "a function that nothing calls"
        ),
        ("javascript", "console.assert(f(`${1}`) === 2)", "line 1: a template with a value inside"),
        (
            "javascript", "console.assert(f(1) === 2)\nprocess.exit(0)\n",
            "line 2: a statement that is not known: `process.exit(0)`"
        ),
        (
            "java",
            "public class Main { public static void main(String[] args) {\n"
                + "List<Boolean> c = Arrays.asList(F.f(1) == 2); } }",
            "an answer that nothing looks at"
        ),
        (
            "php", "if (f(\"$x\") !== 1) { throw new Exception(\"\"); }",
            "line 1: a string with a value inside"
        ),
        ("php", "if (f(1) !== 1) { echo 1; }", "line 1: a branch that throws nothing"),
        ("ruby", "x = f(\"#{1}\")\n", "line 1: a string with a value inside"),
        ("perl", "my $x = f(\"$y\");", "line 1: a string with a value inside"),
        (
            "go",
            "func TestF(t *testing.T) {\n  assert.Equal(1, f([]interface{}{3, 'c'}))\n}",
            "line 2: a character for any type"
        ),
        (
            "go", "func TestF(t *testing.T) {\n  t.Skip()\n  assert.Equal(1, f(1))\n}",
            "line 2: a statement that is not known: `t.Skip()`"
        ),
        (
            "rust", "mod tests {\n #[test]\n #[ignore]\n fn t() { assert_eq!(f(1), 2); }\n}",
            "line 3: a declaration that is not known"
        ),
        ("bash", "f() { :; }\n", "line 1: a statement that is not known"),
        (
            "bash",
            "candidate() {\n    f \"$@\"\n}\nset -e\nrun_test() {\n"
                + "    [[ $(candidate \"$x\") = \"1\" ]]\n}\nrun_test\n",
            "line 6: a statement that is not known"
        ),
        ("cobol", "x", "line 1: tests in `cobol` are not translated"),
    ]

    @Test(arguments: refused.indices)
    func `a test with one statement that is not understood stays as it is`(_ index: Int) throws {
        let row = Self.refused[index]
        let lines = Translated.lines(row.test, row.language)
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.hasPrefix("refused: ") && line.contains(row.reason), "\(line)")
    }

    /// Text that would exhaust a reader without bounds.
    private static let hostile: [(language: String, test: String)] = [
        ("python", "assert f(" + String(repeating: "[", count: 5000)),
        ("python", "assert f(" + String(repeating: "-", count: 5000) + "1) == 1"),
        ("python", "assert f(" + String(repeating: "(", count: 5000) + "1"),
        ("python", "assert f([0] * 10**9) == 1"),
        ("python", "assert f('a' * 999999 * 999999) == 1"),
        ("python", "assert f(9**9**9**9) == 1"),
        ("cpp", "int main(){ for (int i=0;i<1000;i++) for (int j=0;j<90;j++) assert(f(i)==j); }"),
        ("cpp", "int main(){ for (int i=0;i<2147483647;i++) assert(f(i)==1); }"),
        ("cpp", "int main(){ assert(" + String(repeating: "vector<", count: 2000)),
        ("rust", "fn main() { assert_eq!(f(vec![[0; 10000]; 10000]), 1); }"),
        ("rust", "fn main() { assert_eq!(f(" + String(repeating: "vec![", count: 60)),
        ("javascript", "assert.deepEqual(f(" + String(repeating: "{[", count: 60)),
        ("rust", String(repeating: "/*", count: 5000)),
        ("go", "func TestF(t *testing.T) { assert.Equal(" + String(repeating: "[]", count: 5000)),
        ("java", "class Main {" + String(repeating: "List<", count: 2000)),
        ("lua", String(repeating: "[[", count: 5000)),
        ("javascript", String(repeating: "`", count: 5001)),
        ("php", "if (f(1) !== " + String(repeating: "array(", count: 2000)),
        ("python", String(repeating: "x", count: TestTranslation.maximumBytes + 1)),
    ]

    @Test(arguments: hostile.indices)
    func `hostile text is refused within bounds`(_ index: Int) {
        let row = Self.hostile[index]
        let lines = Translated.lines(row.test, row.language)
        #expect(lines.count == 1 && lines.first?.hasPrefix("refused: ") == true)
        #expect((lines.first?.count ?? 0) < 400)
    }

    @Test func `mutilated tests never trap`() {
        var random = SeededRandom(seed: 7)
        let good = [
            ("cpp", "int main(){ assert(f({1, 2}, \"a\\n\") == vector<int>{3}); }"),
            ("java", "s.f(new ArrayList<>(Arrays.asList(1))).equals(List.of())"),
            ("go", "func TestF(t *testing.T) { assert.Equal([]int{1}, f(`a`, 'b')) }"),
            ("rust", "fn main() { assert_eq!(f(vec![1; 2], r#\"a\"#), Some('b')); }"),
            ("python", "assert f({'a': [1.5e3]}, '''x''') == (1, None)"),
            ("php", "if (f([1 => 2], \"a\\x41\") !== 'b') { throw new Exception(\"x\"); }"),
            (
                "lua",
                "lu = require('luaunit')\nfunction test_f()\nlu.assertEquals(f({1}), 'a')\nend"
            ),
            (
                "bash",
                "candidate() {\n f \"$@\"\n}\nset -e\nrun_test() {\n[[ $(candidate \"1\") = \"\" ]]"
            ),
        ]
        for _ in 0..<600 {
            let (language, text) = random.pick(good)
            var bytes = Array(text.utf8)
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8(random.below(128))
                default:
                    bytes.insert(contentsOf: bytes[place...].prefix(random.below(9)), at: place)
                }
                if bytes.isEmpty { bytes = [32] }
            }
            _ = Translated.lines(String(decoding: bytes, as: UTF8.self), language)
        }
    }
}
