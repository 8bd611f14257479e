import Execution
import Judging
import TestSupport
import Testing

@testable import Datasets

/// Hostile and damaged files.
struct ProblemsImporterFuzzTests {
    private static let packed: [(text: String, message: String, note: String?)] = [
        (
            "eJxrYJkqxwABPRxJpZk5JZl5xVN6WAuKMvNKpkye0sNYMaV1StAUPQDyFg4J",
            "`private_test_cases` holds a pickle that is no plain text",
            "the instruction 0x93 at byte 30 builds no text"
        ),
        (
            "eJxrYJnKwQABsVN6GBOnJOoBACKxBCQ=",
            "`private_test_cases` holds a pickle that is no plain text",
            "the instruction 0x5d at byte 11 builds no text"
        ),
        (
            "eJxrYJlqzwABPdbR1UqZeQWlJUpWCkpGhko6Ckr5pSVQvokRiF+SWlxSUlmQ"
                + "ChJJK81LLsnMz0vMUaqNnaJXAQDYXBWn",
            "`private_test_cases` holds a pickle that is no plain text", "bytes follow its end"
        ),
        (
            "eJxrYJlqzwABPdbR1UqZeQWlJUpWCkpGhko6Ckr5pSVQvokRiF+SWlxSUlmQ"
                + "ChJJK81LLsnMz0vMUaqNnaI=",
            "`private_test_cases`: the zlib stream is cut short",
            "it ends after 62 bytes, in the middle of a member"
        ),
        ("?", "`private_test_cases` is neither JSON nor base64", nil),
        ("AAAA", "`private_test_cases`: the zlib stream is damaged", nil),
    ]

    @Test(arguments: packed.indices)
    func `what is packed and no plain text is refused by name`(index: Int) throws {
        let (text, message, note) = Self.packed[index]
        let line = SetRecord.line(.liveCodeBench)
        let start = try #require(line.firstRange(of: #""private_test_cases":""#)).upperBound
        let end = try #require(line[start...].firstIndex(of: "\""))
        let reading = ProblemReading(String(line[..<start]) + text + String(line[end...]))
        let fault = try #require(reading.faults.first)
        #expect(fault.message == message)
        if let note { #expect(fault.note == note) }
        #expect(reading.problems.isEmpty)
    }

    @Test(arguments: ProblemFormat.allCases)
    func `damaged records are told of, whatever they hold`(format: ProblemFormat) {
        let words = [
            "null", "[]", "{}", "\"\"", "\\u0000", "\\ud800", "1e999", "-0", "[[", "}}",
            "\"$tuple\"",
            "99999999999999999999", "\n", "Mbpp/252", "Mbpp/124", "HumanEval/32", "fn_name", "()",
            "class Solution", "==", "\"a\":",
        ].map { Array($0.utf8) }
        let mutation = Mutation(words: words, maxBytes: 1 << 16)
        var random = SeededRandom(seed: 0x1_4904 + UInt64(format.rawValue.utf8.count))
        let line = Array(SetRecord.line(format).utf8)
        for _ in 0..<Mutation.count("ASSAY_FUZZ_IMPORT", short: 1_500) {
            let bytes = mutation.damage(line, &random)
            let told = ProblemReading(bytes, format: random.chance(2) ? format : nil)
            #expect(!told.problems.isEmpty || !told.faults.isEmpty)
            for imported in told.problems {
                #expect(imported.problem.name.utf8.count <= 256)
                if case .ofReference(let rule) = imported.answers {
                    _ = try? rule.completed(imported, with: [.value(.null)])
                }
            }
        }
    }

    @Test func `a damaged pickle is refused or read, and nothing else happens`() {
        let good = Array("\u{4}text".utf8)
        let pickle: [UInt8] =
            [0x80, 4, 0x95, 12, 0, 0, 0, 0, 0, 0, 0, 0x8C] + good + [0x94, 0x2E]
        var reader = PickledText(pickle)
        #expect((try? reader.read()) == "text")
        let mutation = Mutation(words: [[0x8D], [0x7D], [0x73], [0x58, 0xFF]], maxBytes: 256)
        var random = SeededRandom(seed: 0x91C7)
        for _ in 0..<Mutation.count("ASSAY_FUZZ_IMPORT", short: 5_000) {
            var reader = PickledText(mutation.damage(pickle, &random))
            do throws(PickledText.Fault) { _ = try reader.read() } catch {
                #expect(!error.what.isEmpty)
            }
        }
    }

    @Test func `sizes are bounded`() {
        let inputs = String(repeating: "\\\"1\\\",", count: ProgramCases.maximumCases) + "\\\"1\\\""
        let line = SetRecord.line(.apps)
            .replacing(#"\"1\\n\",\"2\\n\""#, with: inputs)
            .replacing(#"\"2\\n\",\"4\\n\""#, with: inputs)
        #expect(ProblemReading(line).faults.map(\.message) == ["the tests are too large"])
        let name = String(repeating: "x", count: 300)
        let long = ProblemReading(
            SetRecord.line(.humanEvalX), options: .init(set: name))
        #expect(long.faults.map(\.message) == ["the problem's name is longer than 256 bytes"])
    }
}

/// The sets themselves, where they are at hand.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.reason)))
struct SharedProblemSetTests {
    private static let files: [(path: String, format: ProblemFormat, count: Int)] = [
        ("evalplus/HumanEvalPlus-Mini.jsonl", .evalPlus, 164),
        ("humaneval-x/humanevalx_cpp.jsonl", .humanEvalX, 164),
        ("humaneval-x/humanevalx_go.jsonl", .humanEvalX, 164),
        ("humaneval-x/humanevalx_java.jsonl", .humanEvalX, 164),
        ("humaneval-x/humanevalx_js.jsonl", .humanEvalX, 164),
        ("humaneval-x/humanevalx_python.jsonl", .humanEvalX, 164),
        ("humaneval-x/humanevalx_rust.jsonl", .humanEvalX, 164),
        ("multipl-e/humaneval-lua.jsonl", .multiPLE, 161),
        ("multipl-e/humaneval-php.jsonl", .multiPLE, 161),
        ("multipl-e/humaneval-pl.jsonl", .multiPLE, 161),
        ("multipl-e/humaneval-rb.jsonl", .multiPLE, 161),
        ("multipl-e/humaneval-rs.jsonl", .multiPLE, 156),
        ("multipl-e/humaneval-sh.jsonl", .multiPLE, 158),
        ("multipl-e/humaneval-ts.jsonl", .multiPLE, 159),
        ("samples/code_eval_code_contests.jsonl", .codeContests, 20),
        ("samples/code_eval_live_code_bench_v1.jsonl", .liveCodeBench, 3),
        ("samples/code_eval_mbpp.jsonl", .mbpp, 20),
    ]

    @Test(arguments: files.indices)
    func `every record of a published set becomes a problem`(index: Int) throws {
        let (path, format, count) = Self.files[index]
        let bytes = try #require(SharedData.read("data/" + path))
        let reading = ProblemReading(bytes)
        #expect(reading.faults.isEmpty && reading.format == format)
        #expect(reading.problems.count == count)
        for problem in reading.problems.map(\.problem) {
            #expect(
                format == .multiPLE || format == .liveCodeBench
                    || problem.reference != nil || format == .codeContests)
            if format == .humanEvalX || format == .evalPlus || format == .mbpp {
                #expect(problem.entryPoint != nil, "\(problem.name)")
            }
        }
        // A family is a number of the original set.
        let families = reading.problems.map(\.problem.family)
        #expect(Set(families).count == count)
    }
}
