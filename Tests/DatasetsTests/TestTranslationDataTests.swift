import Execution
import Judging
import TestSupport
import Testing

@testable import Datasets

/// Published problem sets: nearly all of their tests are translated.
struct TestTranslationDataTests {
    private static let sets = [
        ("humaneval-x/humanevalx_cpp.jsonl", "cpp"), ("humaneval-x/humanevalx_go.jsonl", "go"),
        ("humaneval-x/humanevalx_java.jsonl", "java"),
        ("humaneval-x/humanevalx_js.jsonl", "javascript"),
        ("humaneval-x/humanevalx_rust.jsonl", "rust"),
        ("humaneval-x/humanevalx_python.jsonl", "python"),
        ("multipl-e/humaneval-lua.jsonl", "lua"), ("multipl-e/humaneval-php.jsonl", "php"),
        ("multipl-e/humaneval-pl.jsonl", "perl"), ("multipl-e/humaneval-rb.jsonl", "ruby"),
        ("multipl-e/humaneval-rs.jsonl", "rust"), ("multipl-e/humaneval-sh.jsonl", "bash"),
        ("multipl-e/humaneval-ts.jsonl", "typescript"),
    ]

    /// Every tenth test of each; those that stay as they are, are two at most.
    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.reason)"), arguments: sets.indices)
    func `nearly all tests of published sets become calls`(_ index: Int) throws {
        let (path, language) = Self.sets[index]
        let bytes = try #require(SharedData.read("data/" + path))
        var refused: [String] = []
        var total = 0
        for (number, line) in bytes.split(separator: 10).enumerated() where number % 10 == 0 {
            let row = try JSON(parsing: Array(line))
            let test = try #require((row["test"] ?? row["tests"])?.string)
            let text = (row["declaration"] ?? row["prompt"])?.string ?? ""
            total += 1
            // The function is one that the text declares, at its end, and the test names.
            let names = Self.names(in: text).reversed().filter { test.contains($0) }
            let isTranslated = names.prefix(6).contains {
                let suite = TestTranslation.suite(
                    of: test, language: language, entryPoint: $0, declaration: text)
                return (try? suite.get()) != nil
            }
            if !isTranslated { refused.append(row["task_id"]?.string ?? "") }
        }
        #expect(total > 15 && refused.count <= 2, "\(path): \(refused)")
    }

    /// Words before a parenthesis, or that a JavaScript function is bound to.
    private static func names(in text: String) -> [String] {
        var names: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if scalar == "_" || scalar.isASCII && scalar.properties.isAlphabetic
                || scalar.properties.numericType != nil
            {
                word.unicodeScalars.append(scalar)
            } else {
                let begins = scalar == "(" || scalar == "<" || scalar == " "
                if begins, !word.isEmpty, names.last != word { names.append(word) }
                word = ""
            }
        }
        // The last ones stand in the declaration; others in its comment.
        return names.suffix(60)
    }
}
