import Execution
import TestSupport
import Testing

@testable import Judging

@Suite struct MutationTests {
    private func texts(_ source: String) -> [String]? {
        PythonTokenizer.tokens(of: Array(source.utf8))?
            .map { $0.kind == .newline ? "⏎" : $0.text }
    }

    @Test(arguments: [
        ("x = 1", ["x", "=", "1", "⏎"]),
        ("a<=b//2**c", ["a", "<=", "b", "//", "2", "**", "c", "⏎"]),
        ("s = 'it''s' # no + here\n", ["s", "=", "'it'", "'s'", "⏎"]),
        ("s = rb'\\'' + f\"{a + b}\"", ["s", "=", "rb'\\''", "+", "f\"{a + b}\"", "⏎"]),
        ("'''a\n\"b\" '' c'''\n\n\n", ["'''a\n\"b\" '' c'''", "⏎"]),
        ("f(1,\n  2)\ny", ["f", "(", "1", ",", "2", ")", "⏎", "y", "⏎"]),
        ("a = \\\n 1\n", ["a", "=", "1", "⏎"]),
        ("0x1e-5 + 1e-5 + .5j", ["0x1e", "-", "5", "+", "1e-5", "+", ".5j", "⏎"]),
        ("größe: int = 1_000", ["größe", ":", "int", "=", "1_000", "⏎"]),
        ("x[1:2]\r\n", ["x", "[", "1", ":", "2", "]", "⏎"]),
        ("s = 'open", nil), ("(]", nil), ("(", nil), ("a ? b", nil), ("'''", nil),
    ])
    func `Python source splits into tokens`(_ source: String, _ expected: [String]?) {
        #expect(texts(source) == expected)
    }

    @Test(arguments: [
        ("if a < b:\n    pass", "if a <= b:\n    pass"),
        ("if a < b:\n    pass", "if not (a < b):\n    pass"),
        ("x = a + b", "x = a - b"),
        ("x = -a", "x = +a"),
        ("x += 1", "x -= 1"),
        ("x += 1", "x += 2"),
        ("x += 1", "pass"),
        ("x = a and not b", "x = a or not b"),
        ("x = a and not b", "x = a and b"),
        ("x = True", "x = False"),
        ("x = 0", "x = 1"),
        ("for i in range(n): f(i)", "for i in range(n - 1): f(i)"),
        ("for i in range(0, len(s) // 2): f(i)", "for i in range(0, (len(s) // 2) - 1): f(i)"),
        ("y = x[a:b]", "y = x[a + 1:b]"),
        ("y = x[a:b]", "y = x[a:b - 1]"),
        ("y = x[:b]", "y = x[1:b]"),
        ("x = a in b", "x = a not in b"),
        ("x = a not in b", "x = a in b"),
        ("x = a is not b", "x = a is b"),
        ("x = min(a)", "x = max(a)"),
        ("while a:\n    break", "while a:\n    continue"),
        ("x = ''", "x = 'x'"),
        ("x = 'abc'", "x = ''"),
        ("return a, b", "return None"),
        ("if a: return b", "if a: return None"),
        ("a = 1; b = 2", "a = 1; pass"),
        ("if(a):\n    pass", "if not ((a)):\n    pass"),
        ("return(a)", "return None"),
        ("x = not(a)", "x = (a)"),
        ("x = [y for y in z if y]", "x = [y for y in z if not (y)]"),
        ("x = a if b == c else d", "x = a if not (b == c) else d"),
        ("x = sorted(set(y))", "x = (set(y))"),
        ("x = y.lower()", "x = y"),
    ])
    func `a mutant has this change`(_ source: String, _ expected: String) {
        #expect(Mutator.mutants(of: source, limit: 100).map(\.source).contains(expected))
    }

    @Test(arguments: [
        "", "def f():\n    '''a < b, 1 + 2'''", "import os", "# a < b", "@cache\nclass A: pass",
        "for i in a: pass", "[*a]", "f(*a, **b)", "(x", "global a",
    ])
    func `nothing is changed where no change makes sense`(_ source: String) {
        let mutants = Mutator.mutants(of: source).filter { $0.operation != "deletion" }
        #expect(mutants == [])
    }

    static let program = """
        def f(xs, n):
            '''Sum of the first n, 1 < 2.'''
            total = 0
            for i in range(n):
                if xs[i] > 0 and i != 3:
                    total += xs[i]
                elif xs[i] == 'a':
                    continue
            return total
        """

    @Test func `mutants are all different, readable and name the line that differs`() {
        let mutants = Mutator.mutants(of: Self.program, limit: 100)
        #expect(Set(mutants.map(\.source)).count == mutants.count)
        let lines = Self.program.split(separator: "\n")
        for mutant in mutants {
            #expect(PythonTokenizer.tokens(of: Array(mutant.source.utf8)) != nil)
            let changed = zip(lines, mutant.source.split(separator: "\n")).enumerated()
                .filter { $0.element.0 != $0.element.1 }.map { $0.offset + 1 }
            #expect(changed == [mutant.line], "\(mutant.description)")
            #expect(mutant.line != 2, "the docstring was changed")
        }
    }

    @Test func `a few mutants are spread over the program and over the kinds of change`() {
        let mutants = Mutator.mutants(of: Self.program, limit: 6)
        #expect(mutants.count == 6)
        #expect(Set(mutants.map(\.line)).count == 6)
        // Of seven lines that can change, the first and the middle one.
        #expect(mutants.prefix(2).map(\.line) == [3, 7])
        #expect(Set(mutants.map(\.operation)).count >= 5)
    }

    @Test func `the same program gives the same mutants, and a limit only cuts them`() {
        let all = Mutator.mutants(of: Self.program, limit: 100)
        #expect(Mutator.mutants(of: Self.program, limit: 100) == all)
        #expect(Mutator.mutants(of: Self.program, limit: 7) == Array(all.prefix(7)))
    }

    @Test func `the prompt stays as it is`() {
        let prompt = "def f(a, b=1 + 2):\n    '''Add.'''\n"
        let source = prompt + "    return a + b\n"
        let mutants = Mutator.mutants(of: source, after: prompt.utf8.count)
        #expect(mutants.count >= 3)
        #expect(mutants.allSatisfy { $0.source.hasPrefix(prompt) })
    }

    @Test func `damaged programs give mutants or none, and never a crash`() {
        var random = SeededRandom(seed: 11)
        let bytes = Array(Self.program.utf8)
        let letters = Array("()[]{}'\"\\\n:;,.#=<>!x0 \u{e9}".utf8)
        for _ in 0..<3000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0..<damaged.count, using: &random)
                damaged[at] = letters.randomElement(using: &random) ?? 0
            }
            let source = String(decoding: damaged, as: UTF8.self)
            for mutant in Mutator.mutants(of: source, limit: 5) {
                #expect(mutant.source != source)
            }
        }
    }

    @Test(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.reason)))
    func `nearly every HumanEval solution gives at least three mutants`() throws {
        let path = "data/humaneval-x/humanevalx_python.jsonl"
        let rows = try #require(SharedData.read(path)).split(separator: 0x0A)
        #expect(rows.count == 164)
        var few = 0
        for row in rows {
            let json = try JSON(parsing: row)
            let prompt = try #require(json["prompt"]?.string)
            let solution = try #require(json["canonical_solution"]?.string)
            let mutants = Mutator.mutants(of: prompt + solution, after: prompt.utf8.count)
            #expect(mutants.allSatisfy { $0.source.hasPrefix(prompt) })
            if mutants.count < 3 { few += 1 }
        }
        #expect(few <= 2)
    }
}
