import Judging
import TestSupport
import Testing

@testable import Datasets

/// The rule `extract/1`, as `Documentation/Extraction.md` has it.
struct ProgramExtractorTests {
    private static let starter = "from typing import List\n\ndef f(x):\n    \"\"\"Double.\"\"\"\n"

    private func extract(
        _ response: String, _ language: String = "python", starter: String = "",
        closing: String = "", name: String? = "f", options: ExtractionOptions = .init()
    ) -> (source: String, extraction: Extraction) {
        ProgramExtractor(
            language: language, starterCode: starter, closing: closing, entryPoint: name,
            options: options
        ).program(from: response)
    }

    /// Response, language, program, block.
    private static let replies: [(String, String, String, Int?)] = [
        ("Sure:\n```python\ndef f(x): 1\n```\nBye", "python", "def f(x): 1\n", 1),
        (
            "```python\ndef f(x): 1\n```\nUse:\n```python\nprint(f(2))\n```", "python",
            "def f(x): 1\n", 1
        ),
        ("```\ndef f(x): 1\n```\nBetter:\n```\ndef f(x): 2\n```", "python", "def f(x): 2\n", 2),
        ("```bash\npip install x\n```\n```py\ndef f(x): 1\n```", "python", "def f(x): 1\n", 2),
        (
            "```js\nconst f = 1\n```\n```Python3 title=a\ndef f(x): 1\n```", "python",
            "def f(x): 1\n", 2
        ),
        ("```output\nf = 3\n```\n```pseudo\ndef f(x): 1\n```", "python", "def f(x): 1\n", 2),
        (
            "1. First\n   ```python\n   def f(x):\n       return 1\n   ```", "python",
            "def f(x):\n    return 1\n", 1
        ),
        ("```python\ndef f(x):\n    return 1", "python", "def f(x):\n    return 1", 1),
        ("~~~python\ndef f(x): '```'\n~~~", "python", "def f(x): '```'\n", 1),
        (
            "````\ndef f(x):\n    '''\n```\n    '''\n````", "python",
            "def f(x):\n    '''\n```\n    '''\n", 1
        ),
        ("```python\r\ndef f(x): 1\r\n```\r\n", "python", "def f(x): 1\r\n", 1),
        (
            "```cpp\nint f(int x) { return x; }\n```\n```cpp\nint main() { return f(1); }\n```",
            "cpp", "int f(int x) { return x; }\n", 1
        ),
        ("```c++\nvector<int> f(int x) {}\n```", "cpp", "vector<int> f(int x) {}\n", 1),
        ("```sh\nf() {\n  echo 1\n}\n```\n```sh\nf 1\n```", "bash", "f() {\n  echo 1\n}\n", 1),
        (
            "```go\nfunc f(x int) int { return x }\n```", "go",
            "package main\n\nfunc f(x int) int { return x }\n", 1
        ),
        ("```php\nfunction f($x) {}\n```", "php", "<?php\nfunction f($x) {}\n", 1),
        ("def f(x): 1", "python", "def f(x): 1", nil),
        (
            "Here is the code.\n\nimport os\n\ndef f(x):\n    return [\n    1\n]\n\nIt works.",
            "python", "import os\n\ndef f(x):\n    return [\n    1\n]\n", nil
        ),
        ("I cannot.", "python", "I cannot.", nil),
        ("", "python", "", nil),
    ]

    @Test(arguments: replies.indices)
    func `the program is taken from the reply`(index: Int) {
        let (response, language, program, block) = Self.replies[index]
        let (source, extraction) = extract(response, language)
        #expect(source == program)
        #expect(extraction.block == block && extraction.rule == "extract/1")
        #expect(extraction.form == .program)
    }

    @Test func `the offsets name the bytes that were taken`() throws {
        let response = "Früher:\n```python\ndef f(x): 1\n```\n"
        let extraction = extract(response).extraction
        let bytes = Array(response.utf8)[extraction.start..<extraction.end]
        #expect(String(decoding: bytes, as: UTF8.self) == "def f(x): 1\n")
    }

    /// Response, program, steps.
    private static let bodies: [(String, String, [String])] = [
        ("    return 2 * x\n", starter + "    return 2 * x\n", []),
        ("```python\nreturn 2 * x\n```", starter + "    return 2 * x\n", ["indented"]),
        ("```python\n    y = x\n    return y\n```", starter + "    y = x\n    return y\n", []),
        (
            "```python\ndef f(x):\n    return 2\n```",
            "from typing import List\ndef f(x):\n    return 2\n", ["imports"]
        ),
        (
            "```python\nfrom typing import List\ndef f(x):\n    return 2\n```",
            "from typing import List\ndef f(x):\n    return 2\n", []
        ),
    ]

    @Test(arguments: bodies.indices)
    func `a body follows the starter code, a whole program gets its imports`(index: Int) {
        let (response, program, steps) = Self.bodies[index]
        let (source, extraction) = extract(response, starter: Self.starter)
        #expect(source == program)
        #expect(extraction.steps == steps)
        #expect(extraction.form == (response.contains("def f") ? .program : .body))
    }

    @Test func `options say which block and which form`() {
        let response = "```\na = 1\n```\n```\nlonger = 22\n```\n```\nc = 3\n```"
        let taken = { (pick: ExtractionOptions.Pick) in
            self.extract(response, options: .init(pick: pick)).source
        }
        #expect(
            ExtractionOptions.Pick.allCases.map(taken) == [
                "c = 3\n", "a = 1\n", "c = 3\n", "longer = 22\n", "a = 1\n\nlonger = 22\n\nc = 3\n",
            ])
        let body = extract("def f(x): 1", starter: "# start\n", options: .init(form: .body))
        #expect(body.source == "# start\ndef f(x): 1" && body.extraction.form == .body)
        let program = extract("x = 1", starter: "# start\n", options: .init(form: .program))
        #expect(program.source == "x = 1")
    }

    @Test func `a completion is joined, with the brace that its set cut off`() {
        let extractor = ProgramExtractor(
            language: "rust", starterCode: "fn f() {\n", closing: "}", entryPoint: "f")
        let cut = extractor.joined(completion: "    1")
        #expect(cut.source == "fn f() {\n    1\n}\n" && cut.extraction.steps == ["closed"])
        let whole = extractor.joined(completion: "    1\n}\n")
        #expect(whole.source == "fn f() {\n    1\n}\n" && whole.extraction.steps.isEmpty)
        #expect(whole.extraction.rule == "join/1")
    }

    @Test(arguments: [
        ("def f(x):", true), ("async def f (x):", true), ("const f = (x) => x", true),
        ("f = lambda x: x", true), ("    public static int f(int x) {", true), ("f() {", true),
        ("sub f {", true), ("fn f<T>(x: T) {", true), ("char *f(int x)", true),
        ("local function f(x)", true), ("let f: Int = 1", true), ("f(1)", false),
        ("assert f(1) == 2", false), ("print(f(1))", false), ("return f(x)", false),
        ("x = f(1)", false), ("# f is good", false), ("def ff(x):", false), ("def gf(x):", false),
        ("if f == 1:", false), ("", false),
    ])
    func `a definition is told from a call`(line: String, isDefinition: Bool) {
        #expect(Definition.defines("f", in: "x\n" + line) == isDefinition)
    }

    @Test func `whatever is written, something is taken and its place is in it`() {
        let words = ["```", "~~~~", "```python\n", "\n", "def f(x):\n", "    ", "f", "é", "\r\n"]
            .map { Array($0.utf8) }
        let mutation = Mutation(words: words, maxBytes: 400)
        var random = SeededRandom(seed: 0xE47)
        var bytes = Array("Here:\n```python\ndef f(x): 1\n```\n".utf8)
        for round in 0..<4_000 {
            if round % 16 == 0 { bytes = Array("a\n```\nb\n```\n".utf8) }
            bytes = mutation.damage(bytes, &random)
            let response = String(decoding: bytes, as: UTF8.self)
            for language in ["python", "rust"] {
                let told = extract(response, language, starter: "s\n", closing: "}").extraction
                #expect(0 <= told.start && told.start <= told.end)
                #expect(told.end <= response.utf8.count)
            }
        }
    }
}
