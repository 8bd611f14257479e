"""Judged submissions a second, by language and style of test: what isolation costs."""

import statistics
import time

from assay import table

ROUNDS = 5
SOURCES = {
    "python": "def add(a, b):\n    return a + b\n",
    "javascript": "function add(a, b) { return a + b; }\n",
    "typescript": "function add(a: number, b: number): number { return a + b; }\n",
    "ruby": "def add(a, b)\n  a + b\nend\n",
    "php": "<?php\nfunction add($a, $b) { return $a + $b; }\n",
    "perl": "sub add { return $_[0] + $_[1]; }\n1;\n",
    "lua": "function add(a, b) return a + b end\n",
    "bash": "add() { echo $(($1 + $2)); }\n",
    "c": "int add(int a, int b) { return a + b; }\n",
    "cpp": "int add(int a, int b) { return a + b; }\n",
    "go": "package main\n\nfunc Add(a int, b int) int { return a + b }\n",
    "java": "class Solution { public int add(int a, int b) { return a + b; } }\n",
    "rust": "fn add(a: i64, b: i64) -> i64 { a + b }\n",
}
ENTRIES = {"go": "Add", "java": "Solution.add"}
ASSERTIONS = {
    "python": "def check(candidate):\n    assert candidate(2, 3) == 5\n"
              "    assert candidate(0, 1) == 1\n",
    "javascript": "const assert = require('node:assert');\n"
                  "assert.strictEqual(add(2, 3), 5);\nassert.strictEqual(add(0, 1), 1);\n",
    "typescript": "declare var require: any;\nconst assert = require('node:assert');\n"
                  "assert.strictEqual(add(2, 3), 5);\nassert.strictEqual(add(0, 1), 1);\n",
    "ruby": "raise 'a' unless add(2, 3) == 5\nraise 'b' unless add(0, 1) == 1\n",
    "php": "if (add(2, 3) !== 5 || add(0, 1) !== 1) { throw new Exception('wrong'); }\n",
    "perl": "use Test::More tests => 2;\nis(add(2, 3), 5);\nis(add(0, 1), 1);\n",
    "lua": "assert(add(2, 3) == 5)\nassert(add(0, 1) == 1)\n",
    "bash": "set -e\n[[ $(add 2 3) = 5 ]]\n[[ $(add 0 1) = 1 ]]\n",
    "c": "#include <assert.h>\n"
         "int main(void) { assert(add(2, 3) == 5); assert(add(0, 1) == 1); }\n",
    "cpp": "#include <cassert>\nint main() { assert(add(2, 3) == 5); assert(add(0, 1) == 1); }\n",
    "go": "package main\n\nimport \"testing\"\n\nfunc TestAdd(t *testing.T) {\n"
          "\tif Add(2, 3) != 5 || Add(0, 1) != 1 {\n\t\tt.Fatal(\"wrong\")\n\t}\n}\n",
    "java": "public class Main {\n    public static void main(String[] args) {\n"
            "        Solution s = new Solution();\n"
            "        if (s.add(2, 3) != 5) throw new AssertionError();\n"
            "        if (s.add(0, 1) != 1) throw new AssertionError();\n    }\n}\n",
    "rust": "fn main() {\n    assert_eq!(add(2, 3), 5);\n    assert_eq!(add(0, 1), 1);\n}\n",
}
PROGRAMS = {
    "python": "a, b = map(int, input().split())\nprint(a + b)\n",
    "javascript": "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\n"
                  "console.log(a + b);\n",
    "cpp": "#include <iostream>\nint main() { long a, b; std::cin >> a >> b; "
           "std::cout << a + b << '\\n'; }\n",
}
UNIT = {
    "python": ("pytest", "test_add.py", "from main import add\n\ndef test_sum():\n"
               "    assert add(2, 3) == 5\n\ndef test_zero():\n    assert add(0, 1) == 1\n"),
}
SLOW = {"c", "cpp", "go", "java", "rust", "typescript"}


def styles(assay, languages=None):
    body, faults = [], []
    for language in languages or SOURCES:
        count = 12 if language in SLOW else 60
        floor = None
        for style, tests, options in forms(language):
            rates, level = [], None
            for number in range(ROUNDS + 1):
                jobs = [job(language, style, tests, "%d-%d" % (number, i)) for i in range(count)]
                begin = time.monotonic()
                results = assay.execute(jobs, *options)
                rates.append(count / (time.monotonic() - begin))
                levels = {(row["verdict"], row["integrity"]) for row in results.values()}
                if len(levels) != 1 or next(iter(levels))[0] != "accepted":
                    faults.append("%s, %s: %s" % (language, style, sorted(map(str, levels))))
                level = next(iter(levels))[1]
            rate = statistics.median(rates[1:])
            floor = floor or rate
            body.append([language, style, level, "%.1f" % rate, "%.2f" % (rate / floor)])
    head = ["language", "tests", "level", "judged a second", "times the sealed floor"]
    lines = ["Two tests a submission, no store; each figure the median of %d runs of `assay exec`, "
             "its own start included. The floor is the language's sealed assertions." % ROUNDS, "",
             *table(head, body)]
    return lines, faults


def forms(language):
    """Style, tests, options; the sealed floor first."""
    assertions = {"style": "assertions", "code": ASSERTIONS[language]}
    if language == "python":
        assertions["entry_point"] = "add"
    yield "assertions", assertions, ["--sealed"]
    if language in ("python", "javascript", "typescript"):
        yield "assertions", assertions, []
    function = {"style": "function", "entry_point": ENTRIES.get(language, "add"),
                "cases": [{"args": [2, 3], "expected": 5}, {"args": [0, 1], "expected": 1}]}
    if language == "c":
        function["signature"] = {"params": ["int", "int"], "returns": "int"}
    yield "function", function, []
    if language in PROGRAMS:
        yield "stdio", {"style": "stdio", "cases": [
            {"input": "2 3\n", "output": "5\n"}, {"input": "0 1\n", "output": "1\n"}]}, []
    if language in UNIT:
        framework, path, text = UNIT[language]
        yield "unit (%s)" % framework, {
            "style": "unit", "framework": framework, "files": {path: text}}, []


def job(language, style, tests, number):
    source = PROGRAMS[language] if style == "stdio" else SOURCES[language]
    # Another text each time, so that nothing is known already.
    return {"schema": "job/1", "id": number, "language": language,
            "source": source + "\n" * (1 + int(number.split("-")[1])), "tests": tests}
