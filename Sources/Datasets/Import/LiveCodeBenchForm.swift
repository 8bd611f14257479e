import Execution
import Judging

/// LiveCodeBench: public tests as JSON, private ones packed; programs and functions.
enum LiveCodeBenchForm {
    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        if record.has("content") { return try carried(draft) }
        let id = try record.identifier("question_id")
        let text = try record.text("question_content").trimmed
        let starter = try record.textOrEmpty("starter_code")
        var tests: [Test] = []
        for (key, group) in [("public_test_cases", "public"), ("private_test_cases", "private")] {
            tests += try Self.tests(key, group, record)
        }
        guard let first = tests.first else {
            throw record.fault("there is no test", at: "public_test_cases")
        }
        guard tests.allSatisfy({ $0.isCall == first.isCall }) else {
            throw record.fault(
                "the tests are calls and whole programs together", at: "public_test_cases")
        }
        let bytes = tests.reduce(0) { $0 + $1.input.utf8.count + $1.output.utf8.count }
        try ProgramCases.bound(
            count: tests.count, bytes: bytes, record, at: "private_test_cases")
        let language = first.isCall ? "python" : draft.options.language
        var problem = Problem(
            name: try draft.name(id, set: "LiveCodeBench"), prompt: [], language: language,
            suite: .stdio([]), licence: draft.licence, source: draft.format.source,
            tags: try tags(record))
        if first.isCall {
            guard let name = try record.embedded("metadata")?["func_name"]?.string,
                Identifier.isValid(name)
            else {
                throw record.fault("`metadata` has no `func_name`", at: "metadata")
            }
            let entryPoint = CallCases.entryPoint(name, in: [starter])
            problem.starterCode = starter
            problem.entryPoint = entryPoint
            problem.suite = .function(
                FunctionSuite(
                    entryPoint: entryPoint,
                    cases: try tests.map { try $0.call(record) }))
            problem.prompt = [
                ProblemDraft.function(
                    text, entryPoint: name, starterCode: starter, language: language)
            ]
        } else {
            problem.suite = .stdio(tests.map(\.program))
            problem.prompt = [ProblemDraft.program(text, language: language)]
        }
        return draft.imported(problem)
    }

    private struct Test {
        var name: String
        var group: String?
        var input: String
        var output: String
        var isCall: Bool

        var program: StdioCase {
            ProgramCases.item(name: name, input: input, output: output, group: group)
        }

        /// Each line of the input is one argument.
        func call(_ record: Record) throws -> FunctionCase {
            do {
                let arguments = try input.split(whereSeparator: \.isNewline).map {
                    try JSON(parsing: String($0), maxDepth: 128)
                }
                return CallCases.item(
                    name: name, arguments: arguments,
                    answers: [try JSON(parsing: output, maxDepth: 128)], group: group)
            } catch let error as JSONError {
                throw record.fault("the test `\(name)` is no JSON: \(error.message)", at: nil)
            }
        }
    }

    private static func tests(
        _ key: String, _ group: String, _ record: Record
    ) throws -> [Test] {
        guard let value = record.object[key], !value.isNull else { return [] }
        var json = value
        if let text = value.string {
            if text.isEmpty { return [] }
            let isPlain = text.drop { $0.isWhitespace }.first == "["
            do {
                json = try JSON(
                    parsing: isPlain ? text : PackedText.unpack(text, record, at: key),
                    maxDepth: 128)
            } catch let error as JSONError {
                throw record.fault("`\(key)` is no JSON: \(error.message)", at: key)
            }
        }
        guard let items = json.array else {
            throw record.fault("`\(key)` is no list of tests", at: key)
        }
        return try items.enumerated().map { index, item in
            guard let input = item["input"]?.string, let output = item["output"]?.string,
                let kind = item["testtype"]?.string, ["stdin", "functional"].contains(kind)
            else {
                throw record.fault(
                    "`\(key)`: test \(index + 1) has no `input`, `output` and `testtype`",
                    at: key, hint: "`testtype` is `stdin` or `functional`")
            }
            return Test(
                name: "\(group) \(index + 1)", group: group, input: input, output: output,
                isCall: kind == "functional")
        }
    }

    private static func tags(_ record: Record) throws -> [String] {
        var tags: [String] = []
        for (key, prefix) in [
            ("platform", ""), ("difficulty", "difficulty:"), ("contest_date", "date:"),
        ] {
            let text = try record.textOrEmpty(key)
            if !text.isEmpty { tags.append(prefix + text.prefix(64)) }
        }
        return tags
    }

    // MARK: - As some harnesses carry it

    private static func carried(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        guard let labels = try record.embedded("labels")?.object,
            let id = labels["task_id"]?.string, !id.isEmpty
        else { throw record.fault("`labels` has no `task_id`", at: "labels") }
        let packed = try PackedText.unpack(try record.text("test"), record, at: "test")
        let object: JSONObject
        do {
            guard let read = try JSON(parsing: packed, maxDepth: 128).object else {
                throw record.fault("`test` holds no object", at: "test")
            }
            object = read
        } catch let error as JSONError {
            throw record.fault("`test` holds no JSON: \(error.message)", at: "test")
        }
        let inputs = (object["inputs"]?.array ?? []).compactMap(\.string)
        let outputs = (object["outputs"]?.array ?? []).compactMap(\.string)
        guard !inputs.isEmpty, inputs.count == outputs.count else {
            throw record.fault("`test` has not as many outputs as inputs, or none", at: "test")
        }
        let function = object["fn_name"]?.string
        let tests = zip(inputs, outputs).enumerated().map { index, pair in
            Test(
                name: String(index + 1), input: pair.0, output: pair.1,
                isCall: function != nil)
        }
        let text = try record.text("content").trimmed
        var problem = Problem(
            name: try draft.name(id, set: "LiveCodeBench"),
            prompt: [Message(role: "user", content: text)],
            language: function == nil ? draft.options.language : "python",
            suite: .stdio([]), licence: draft.licence, source: draft.format.source,
            tags: (labels["difficulty"]?.string).map { ["difficulty:\($0)"] } ?? [])
        if let function, Identifier.isValid(function) {
            let entryPoint = text.contains("class Solution") ? "Solution.\(function)" : function
            problem.entryPoint = entryPoint
            problem.suite = .function(
                FunctionSuite(
                    entryPoint: entryPoint, cases: try tests.map { try $0.call(record) }))
        } else {
            problem.suite = try ProgramCases.suite(tests.map(\.program), record, at: "test")
        }
        return draft.imported(problem)
    }
}
