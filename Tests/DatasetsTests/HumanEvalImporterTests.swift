import Execution
import FoundationEssentials
import Judging
import Testing

@testable import Datasets

struct HumanEvalImporterTests {
    private static let line = #"""
        {"task_id": "HumanEval/0", "prompt": "def f(x):\n", "entry_point": "f", \#
        "canonical_solution": "    return x\n", "test": "def check(c):\n    assert c(1) == 1\n"}
        """#

    private func problems(_ text: String) throws -> [Problem] {
        try HumanEvalImporter.problems(from: Array(text.utf8), path: "he.jsonl")
    }

    private func faults(_ text: String) -> [Diagnostic] {
        do {
            _ = try problems(text)
            return []
        } catch let faults as ImportFaults {
            return faults.diagnostics
        } catch {
            Issue.record("\(error)")
            return []
        }
    }

    @Test func `a line becomes a problem with everything that judging it needs`() throws {
        let problem = try #require(problems(HumanEvalImporterTests.line + "\n").first)
        #expect(problem.name == "HumanEval/0" && problem.family == "HumanEval/0")
        #expect(problem.starterCode == "def f(x):\n")
        #expect(problem.reference == "def f(x):\n    return x\n")
        #expect(problem.entryPoint == "f" && problem.language == "python")
        #expect(problem.licence == "MIT" && problem.source == "human-eval")
        let test = Array("def check(c):\n    assert c(1) == 1\n".utf8)
        #expect(
            problem.suite == .assertions(AssertionSuite(body: .code(test), entryPoint: "f")))
        #expect(problem.prompt.map(\.role) == ["user"])
        #expect(problem.prompt.first?.content.hasSuffix("```python\ndef f(x):\n```") == true)
    }

    /// One change of the good line, and what is said about it: the column, from 1, and the message.
    private static let mistakes: [(from: String, to: String, column: Int?, message: String)] = [
        ("\"test\"", "\"tests\"", 1, "the field `test` is missing"),
        (
            "\"entry_point\": \"f\"", "\"entry_point\": 7", 68,
            "`entry_point` is a number, not a string"
        ),
        ("\"f\"", "\"f()\"", 68, "`entry_point` is not a Python name"),
        ("\"f\"", "\"\"", 68, "`entry_point` is empty"),
        ("HumanEval/0", "Human\\u0000Eval/0", 13, "`task_id` holds a NUL"),
        ("HumanEval/0", "Human\\nEval/0", 13, "`task_id` holds a control character"),
        ("def f(x):", "def f(x):\\u0000", 38, "`prompt` holds a NUL"),
        (
            "def f(x):", "\\ud800", 38,
            "`prompt` holds half of a surrogate pair, which no UTF-8 file can"
        ),
        ("\"task_id\"", "\"x\": 1, \"task_id\"", 7, "the field `x` is unknown"),
        (
            "\"task_id\"", "\"base_input\": [], \"task_id\"", 16,
            "this is EvalPlus's problem file with inputs instead of test code, not HumanEval"
        ),
        (
            "\"task_id\"", "\"example_test\": 1, \"task_id\"", 18,
            "this is HumanEval-X, not HumanEval"
        ),
        (
            "\"task_id\"", "\"completion\": \"\", \"task_id\"", 16,
            "this is a samples file, not HumanEval"
        ),
        ("{", "[", 11, "the line is not JSON: `,` or `]` should stand here"),
        (
            "\"prompt\"", "\"task_id\"", 28,
            "the line is not JSON: the key `task_id` stands twice"
        ),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake is named with its place`(index: Int) {
        let mistake = HumanEvalImporterTests.mistakes[index]
        let good = HumanEvalImporterTests.line
        let bad = good.replacing(mistake.from, with: mistake.to, maxReplacements: 1)
        let found = faults("\n" + bad + "\n")
        #expect(found.map(\.message) == [mistake.message])
        #expect(found.first?.path == "he.jsonl" && found.first?.line == 2)
        #expect(found.first?.column == mistake.column)
    }

    @Test func `a problem that stands twice is refused and both lines are named`() {
        let line = HumanEvalImporterTests.line
        let found = faults(line + "\n\n" + line)
        #expect(found.map(\.line) == [3])
        #expect(found.first?.note == "first on line 1")
    }

    @Test func `every bad line is named, up to a bound`() throws {
        let text = String(repeating: "{}\n", count: 60)
        #expect(faults("x\n" + text + "y").count == ImportFaults.kept)
        #expect(throws: ImportFaults.self) { try problems("") }
        #expect(faults("[]\n1\n").map(\.line) == [1, 2])
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        var bytes = Array(HumanEvalImporterTests.line.utf8)
        if let place = bytes.firstIndex(of: UInt8(ascii: "(")) { bytes[place] = 0xFF }
        let fault = #expect(throws: ImportFaults.self) {
            try HumanEvalImporter.problems(from: bytes, path: "he.jsonl")
        }
        #expect(
            fault?.diagnostics.first?.message == "the line is not JSON: the string is not UTF-8")
    }

    private static let shared =
        (ProcessInfo.processInfo.environment["ASSAY_SHARED"] ?? "../shared") + "/data"

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: shared),
            "there is no `../shared`; ASSAY_SHARED names it"),
        arguments: [
            ("evalplus/HumanEvalPlus-Mini.jsonl", "EvalPlus"),
            ("humaneval-x/humanevalx_python.jsonl", "HumanEval-X"),
            ("multipl-e/humaneval-lua.jsonl", "MultiPL-E"),
        ])
    func `data sets that look alike are refused by name`(file: String, name: String) throws {
        let path = HumanEvalImporterTests.shared + "/" + file
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let fault = #expect(throws: ImportFaults.self) {
            try HumanEvalImporter.problems(from: Array(bytes), path: path)
        }
        #expect(fault?.diagnostics.first?.message.hasPrefix("this is \(name)") == true)
    }
}
