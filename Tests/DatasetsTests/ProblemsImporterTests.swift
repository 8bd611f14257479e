import Execution
import Judging
import TestSupport
import Testing

@testable import Datasets

/// What came of reading a problem file.
struct ProblemReading {
    var problems: [ImportedProblem] = []
    var faults: [Diagnostic] = []
    var format: ProblemFormat?

    init(
        _ bytes: [UInt8], format: ProblemFormat? = nil, options: ProblemImportOptions = .init(),
        by size: Int = 1 << 20
    ) {
        var importer = ProblemsImporter(format: format, path: "p.jsonl", options: options)
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                let chunk = Array(bytes[start..<min(start + size, bytes.count)])
                try importer.feed(chunk) { problems.append($0) }
            }
            try importer.finish { problems.append($0) }
            faults = importer.faults?.diagnostics ?? []
        } catch let thrown as ImportFaults {
            faults = thrown.diagnostics
        } catch {
            Issue.record("\(error)")
        }
        self.format = importer.format
    }

    init(
        _ text: String, format: ProblemFormat? = nil, options: ProblemImportOptions = .init(),
        by size: Int = 1 << 20
    ) {
        self.init(Array(text.utf8), format: format, options: options, by: size)
    }

    /// The only problem, without faults.
    func only(_ location: SourceLocation = #_sourceLocation) throws -> Problem {
        #expect(faults.isEmpty, sourceLocation: location)
        return try #require(problems.first?.problem, sourceLocation: location)
    }
}

/// One record of each format, of our own writing.
enum SetRecord {
    static let all: [(format: ProblemFormat, line: String)] = [
        (
            .humanEval,
            #"""
            {"task_id":"HumanEval/900","prompt":"def f(x):\n","entry_point":"f",\#
            "canonical_solution":"    return x\n","test":"def check(c):\n    assert c(1) == 1\n"}
            """#
        ),
        (
            .evalPlus,
            #"""
            {"task_id":"HumanEval/900","prompt":"def half(x):\n","contract":"",\#
            "canonical_solution":"    return x / 2\n","entry_point":"half",\#
            "base_input":[[3]],"plus_input":[[4],[5]],"atol":0}
            """#
        ),
        (
            .mbpp,
            #"""
            {"text":"Write a function to double a number.","code":"def twice(x):\n  return 2*x",\#
            "task_id":900,"test_setup_code":"import math","test_list":["assert twice(1) == 2",\#
            "assert twice(0) == 0"],"challenge_test_list":["assert twice(-1) == -2"]}
            """#
        ),
        (
            .humanEvalX,
            #"""
            {"task_id":"CPP/900","prompt":"#include<vector>\n\#
            using namespace std;\nint twice(int x){\n",\#
            "declaration":"#include <vector>\nusing namespace std;\n\#
            #include<algorithm>\nint twice(int x){\n",\#
            "canonical_solution":"    return 2 * x;\n}\n",\#
            "test":"#include <cassert>\nint main(){}\n",\#
            "example_test":""}
            """#
        ),
        (
            .multiPLE,
            #"""
            {"name":"HumanEval_900_twice_it","language":"rs",\#
            "prompt":"fn twice_it(x: i32) -> i32 {\n",\#
            "doctests":"transform","original":"x.py","prompt_terminology":"reworded",\#
            "tests":"}\n\nfn main() {\n    assert_eq!(twice_it(1), 2);\n}\n","stop_tokens":["\n}"]}
            """#
        ),
        (
            .mxeval,
            #"""
            {"task_id":"MBJP/900","language":"java","prompt":"class Twice {\n","description":"d",\#
            "entry_point":"Twice.twice","test":"class Main {}","canonical_solution":null}
            """#
        ),
        (
            .apps,
            #"""
            {"problem_id":900,"question":"Double it.","solutions":"[\"print(2*int(input()))\"]",\#
            "input_output":"{\"inputs\":[\"1\\n\",\"2\\n\"],\"outputs\":[\"2\\n\",\"4\\n\"]}",\#
            "difficulty":"introductory","url":"","starter_code":""}
            """#
        ),
        (
            .codeContests,
            #"""
            {"name":"900_A. Twice","description":"Double it.",\#
            "public_tests":{"input":["1\n"],"output":["2\n"]},\#
            "private_tests":{"input":["2\n"],"output":["4.0\n"]},\#
            "generated_tests":{"input":[],"output":[]},"source":2,"difficulty":7,\#
            "solutions":{"language":[2,3],"solution":["int main(){}","print(2*int(input()))"]},\#
            "incorrect_solutions":{"language":[3,1],"solution":["print(1)","print 1"]},\#
            "cf_rating":800,"cf_tags":["math"],"time_limit":{"seconds":1,"nanos":500000000},\#
            "memory_limit_bytes":256000000,"input_file":"","output_file":""}
            """#
        ),
        (
            .liveCodeBench,
            #"""
            {"question_title":"Twice","question_content":"Double it.","platform":"leetcode",\#
            "question_id":"900","contest_date":"2024-01-02T00:00:00","difficulty":"easy",\#
            "starter_code":"class Solution:\n    def twice(self, x: int) -> int:\n        ",\#
            "public_test_cases":"[{\"input\":\"1\",\#
            \"output\":\"2\",\"testtype\":\"functional\"}]",\#
            "private_test_cases":"eJxrYJlqzwABPdbR1UqZeQWlJUpWCkpGhko6Ckr5pSVQvokRiF+SWlxSUlmQ\#
            ChJJK81LLsnMz0vMUaqNnaIHAMK1FS8=",\#
            "metadata":"{\"func_name\":\"twice\"}"}
            """#
        ),
    ]

    static func line(_ format: ProblemFormat) -> String {
        all.first { $0.format == format }?.line ?? ""
    }
}

struct ProblemsImporterTests {
    @Test(arguments: ProblemFormat.allCases)
    func `the fields of a record tell of its set`(format: ProblemFormat) throws {
        let reading = ProblemReading(SetRecord.line(format))
        #expect(reading.format == format)
        let problem = try reading.only()
        #expect(problem.licence == format.licence && problem.source == format.source)
        #expect(!problem.prompt.isEmpty && !problem.family.isEmpty)
    }

    @Test func `every good record is kept, and every bad one named with its line`() {
        let good = SetRecord.line(.mbpp)
        let other = good.replacing("900", with: "901")
        let text = [good, "{\"task_id\":7}", "?", other, good].joined(separator: "\n")
        for size in [1, 7, 1 << 20] {
            let reading = ProblemReading(text, by: size)
            #expect(reading.problems.map(\.problem.name) == ["MBPP/900", "MBPP/901"])
            #expect(reading.faults.map(\.line) == [2, 3, 5])
            #expect(reading.faults.last?.note == "first on line 1")
            #expect(reading.faults.allSatisfy { $0.path == "p.jsonl" })
        }
    }

    @Test func `a file that is one list is read element by element`() {
        let good = SetRecord.line(.mbpp)
        let text = "[\n" + good + ",\n" + good.replacing("900", with: "901") + "\n]\n"
        for size in [1, 1 << 20] {
            #expect(ProblemReading(text, by: size).problems.map(\.line) == [2, 3])
        }
        #expect(ProblemReading("[" + good).faults.map(\.message) == ["the list has no end"])
        #expect(
            ProblemReading("[" + good + "] x").faults.map(\.message)
                == ["text follows the end of the list"])
    }

    @Test func `a record of no known set is refused with its fields`() {
        let reading = ProblemReading(#"{"a":1,"b":2}"#)
        #expect(reading.faults.first?.note == "its fields are `a`, `b`")
        #expect(ProblemReading("").faults.map(\.message) == ["there is no problem in the file"])
    }

    @Test func `inputs wait for what the reference answers`() throws {
        let reading = ProblemReading(SetRecord.line(.evalPlus))
        let imported = try #require(reading.problems.first)
        #expect(imported.problem.name == "evalplus/HumanEval/900")
        #expect(imported.problem.family == "HumanEval/900")
        guard case .ofReference(let rule) = imported.answers else {
            Issue.record("nothing is asked of the reference")
            return
        }
        let done = try rule.completed(
            imported, with: [.value(.float(1.5)), .value(.int(2)), .nothing("ran out of time")])
        guard case .function(let suite) = done.problem.suite else {
            Issue.record("no calls")
            return
        }
        #expect(suite.cases.map(\.name) == ["base 1", "plus 1"])
        #expect(suite.cases.map(\.expectation) == [.value(.number("1.5")), .value(2)])
        #expect(
            suite.cases.map(\.comparison) == [.close(absolute: 1e-6, relative: 1e-7), .equal])
        #expect(done.problem.tags.contains("left-out:plus 2") && done.remarks.count == 1)
        #expect(throws: Diagnostic.self) {
            try rule.completed(
                imported, with: [.raised("E"), .value(.null), .value(.null)])
        }
    }

    @Test func `MBPP+ inputs get back their tuples, and its oracles are kept`() throws {
        let line = SetRecord.line(.evalPlus).replacing("HumanEval/900", with: "Mbpp/2")
            .replacing("half", with: "similar_elements").replacing("[[3]]", with: "[[[1],[2,1]]]")
            .replacing("[[4],[5]]", with: "{}")
        let imported = try #require(ProblemReading(line).problems.first)
        #expect(imported.problem.name == "evalplus/Mbpp/2" && imported.problem.family == "MBPP/2")
        guard case .function(let suite) = imported.problem.suite,
            case .ofReference(let rule) = imported.answers
        else {
            Issue.record("no calls")
            return
        }
        #expect(
            suite.cases.first?.arguments == [["$tuple": [1]], ["$tuple": [2, 1]]])
        let done = try rule.completed(imported, with: [.value(.tuple([.int(1)]))])
        guard case .function(let judged) = done.problem.suite else { return }
        #expect(judged.cases.first?.comparison == .set)
        let refused = ProblemReading(line.replacing("Mbpp/2", with: "Mbpp/164"))
        #expect(refused.faults.first?.message == "the problem `Mbpp/164` cannot be tested")
        let root = ProblemReading(
            SetRecord.line(.evalPlus).replacing("HumanEval/900", with: "HumanEval/32"))
        guard case .assertions(let asserts)? = root.problems.first?.problem.suite else {
            Issue.record("no assertions")
            return
        }
        #expect(
            asserts.body
                == .asserts(
                    [3, 4, 5].map {
                        Array("assert abs(value_at(\($0), half(\($0)))) <= 0.0".utf8)
                    }))
    }

    @Test func `MBPP's asserts are one test each, its challenge on request`() throws {
        let problem = try ProblemReading(SetRecord.line(.mbpp), options: .init(asWritten: true))
            .only()
        #expect(problem.entryPoint == "twice" && problem.prompt[0].content.contains("twice(1)"))
        let asserts = ["assert twice(1) == 2", "assert twice(0) == 0"].map { Array($0.utf8) }
        let prelude = Array("import math".utf8)
        #expect(
            problem.suite
                == .assertions(
                    AssertionSuite(
                        prelude: prelude, body: .asserts(asserts), entryPoint: "twice")))
        let more = try ProblemReading(
            SetRecord.line(.mbpp), options: .init(set: "mine", challenge: true, asWritten: true)
        ).only()
        #expect(more.name == "mine/900" && more.family == "MBPP/900")
        guard case .assertions(let suite) = more.suite else { return }
        #expect(suite.count == 3)
    }

    @Test func `the same problem in several languages is one family`() throws {
        let formats: [ProblemFormat] = [.humanEval, .evalPlus, .humanEvalX, .multiPLE]
        for format in formats {
            #expect(try ProblemReading(SetRecord.line(format)).only().family == "HumanEval/900")
        }
        #expect(try ProblemReading(SetRecord.line(.mxeval)).only().family == "MBPP/900")
    }

    @Test func `HumanEval-X programs begin with what their solutions need`() throws {
        let problem = try ProblemReading(SetRecord.line(.humanEvalX)).only()
        #expect(problem.language == "cpp" && problem.entryPoint == "twice")
        #expect(problem.starterCode.hasPrefix("#include<algorithm>\n#include<vector>\n"))
        #expect(problem.reference?.hasSuffix("    return 2 * x;\n}\n") == true)
    }

    @Test func `MultiPL-E's tests give their brace back to the completion`() throws {
        let problem = try ProblemReading(
            SetRecord.line(.multiPLE), options: .init(asWritten: true)
        ).only()
        #expect(problem.name == "multipl-e/rs/HumanEval_900_twice_it")
        #expect(problem.language == "rust" && problem.entryPoint == "twice_it")
        #expect(problem.closing == "}" && problem.reference == nil)
        guard case .assertions(let suite) = problem.suite, case .code(let code) = suite.body
        else { return }
        #expect(String(decoding: code, as: UTF8.self).hasPrefix("\n\nfn main()"))
    }

    @Test func `test programs of plain calls become calls, unless told otherwise`() throws {
        for format in [ProblemFormat.mbpp, .multiPLE] {
            let reading = ProblemReading(
                SetRecord.line(format).replacing("import math", with: ""))
            guard case .function(let suite) = try reading.only().suite else {
                Issue.record("no calls: \(reading.problems[0].untranslated ?? "")")
                continue
            }
            #expect(suite.cases.first?.arguments == [1])
        }
        let other = ProblemReading(
            SetRecord.line(.multiPLE).replacing("assert_eq!(twice_it(1), 2);", with: "go();"))
        guard case .assertions = try other.only().suite else {
            Issue.record("not as written")
            return
        }
        #expect(other.problems[0].untranslated != nil)
    }

    @Test func `APPS runs programs, or calls the function it names`() throws {
        let line = SetRecord.line(.apps)
        let problem = try ProblemReading(line).only()
        #expect(problem.name == "APPS/900" && problem.reference == "print(2*int(input()))")
        guard case .stdio(let cases) = problem.suite else {
            Issue.record("no programs")
            return
        }
        #expect(cases.map(\.output) == [Array("2\n".utf8), Array("4\n".utf8)])
        #expect(cases.allSatisfy { $0.checker == .tokens })
        let called = line.replacing(
            #"{\"inputs\":[\"1\\n\",\"2\\n\"],\"outputs\":[\"2\\n\",\"4\\n\"]}"#,
            with: #"{\"fn_name\":\"f\",\"inputs\":[[[1],{\"1\":2}]],\"outputs\":[[[3]]]}"#)
        let function = try ProblemReading(called).only()
        #expect(function.entryPoint == "f")
        guard case .function(let suite) = function.suite else {
            Issue.record("no calls")
            return
        }
        #expect(suite.cases[0].arguments == [[1], ["$dict": [[1, 2]]]])
        #expect(
            suite.cases[0].expectation
                == .anyOf([[[3]], ["$tuple": [[3]]], [3], ["$tuple": [3]]]))
    }

    @Test func `CodeContests brings tests, limits, and solutions on request`() throws {
        let line = SetRecord.line(.codeContests)
        let imported = try #require(
            ProblemReading(line, options: .init(samples: 2)).problems.first)
        let problem = imported.problem
        #expect(problem.limits == [.cpuMS: 1500, .wallMS: 10_000, .memoryBytes: 256_000_000])
        #expect(problem.reference == "print(2*int(input()))")
        #expect(problem.tags == ["codeforces", "rating:800", "math"])
        guard case .stdio(let cases) = problem.suite else {
            Issue.record("no programs")
            return
        }
        #expect(cases.map(\.name) == ["public 1", "private 1"])
        #expect(cases.map(\.checker) == [.tokens, .floats(absolute: 1e-6, relative: 1e-6)])
        let published = imported.samples.map {
            "\($0.language) \($0.author.parameters["published"]?.string ?? "")"
        }
        #expect(published == ["cpp right", "python right", "python wrong"])
        let cpp = try ProblemReading(line, options: .init(language: "cpp")).only()
        #expect(cpp.reference == "int main(){}" && cpp.language == "cpp")
        let file = ProblemReading(
            line.replacing(#""input_file":"""#, with: #""input_file":"in.txt""#))
        #expect(file.faults.first?.message.contains("the file `in.txt`") == true)
    }

    @Test func `LiveCodeBench's private tests are read, and no pickle is run`() throws {
        let line = SetRecord.line(.liveCodeBench)
        let problem = try ProblemReading(line).only()
        #expect(problem.entryPoint == "Solution.twice")
        #expect(problem.tags == ["leetcode", "difficulty:easy", "date:2024-01-02T00:00:00"])
        guard case .function(let suite) = problem.suite else {
            Issue.record("no calls")
            return
        }
        #expect(suite.cases.map(\.name) == ["public 1", "private 1"])
        #expect(suite.cases.map(\.arguments) == [[1], [21]])
        #expect(suite.cases.map(\.expectation) == [.value(2), .value(42)])
    }

    @Test(arguments: [
        #"""
        {"task_id":"JavaScript/9","prompt":"const twiceIt = (x) => {\n",\#
        "declaration":"\nconst twiceIt = (x) => {\n","canonical_solution":"return 2*x }",\#
        "test":"console.assert(twiceIt(1) === 2 || later())","example_test":""}
        """#,
        #"""
        {"name":"HumanEval_9_twice_it","language":"ts","prompt":"function twiceIt(x) {\n",\#
        "doctests":"","original":"","prompt_terminology":"",\#
        "tests":"assert.ok(twiceIt(1) || later())","stop_tokens":[]}
        """#,
        #"""
        {"task_id":"MBJSP/9","language":"javascript","prompt":"function twiceIt(x) {\n",\#
        "description":"d","entry_point":"twiceIt","test":"later(twiceIt(1))",\#
        "canonical_solution":null}
        """#,
    ])
    func `tests that stay programs in JavaScript and TypeScript say what they call`(
        _ line: String
    ) throws {
        let problem = try ProblemReading(line).only()
        guard case .assertions(let suite) = problem.suite else {
            Issue.record("no program")
            return
        }
        #expect(suite.entryPoint == "twiceIt" && problem.entryPoint == "twiceIt")
    }
}
