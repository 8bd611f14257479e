import Execution
import Judging

/// APPS: a record of the hub's form, or a directory with `question.txt`, `input_output.json`,
/// `solutions.json`, `metadata.json` and `starter_code.py`, which Operations reads into one.
enum APPSForm {
    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        let id = try record.identifier(record.has("problem_id") ? "problem_id" : "id")
        let question = try record.text("question")
        let starter = try record.textOrEmpty("starter_code")
        guard let tests = try record.embedded("input_output"), let object = tests.object else {
            throw record.fault(
                "`input_output` is no object with `inputs` and `outputs`", at: "input_output",
                hint: "some problems of APPS have no tests: leave them out")
        }
        let solutions = (try record.embedded("solutions")?.array ?? []).compactMap(\.string)
        let language = draft.options.language
        let reference = language == "python" ? solutions.first : nil
        let function = object["fn_name"]?.string
        var problem = Problem(
            name: try draft.name(id, set: "APPS"), prompt: [], language: language,
            suite: .stdio([]), reference: reference, licence: draft.licence,
            source: draft.format.source, tags: try tags(record))
        if let function {
            guard Identifier.isValid(function) else {
                throw record.fault("`fn_name` is not the name of a function", at: "input_output")
            }
            let entryPoint = CallCases.entryPoint(
                function, in: [starter] + solutions.prefix(1))
            problem.starterCode = starter
            problem.entryPoint = entryPoint
            problem.suite = .function(
                FunctionSuite(entryPoint: entryPoint, cases: try calls(object, record)))
            problem.prompt = [
                ProblemDraft.function(
                    question.trimmed, entryPoint: function, starterCode: starter,
                    language: language)
            ]
        } else {
            problem.suite = try ProgramCases.suite(
                try programs(object, record), record, at: "input_output")
            problem.prompt = [ProblemDraft.program(question.trimmed, language: language)]
        }
        let samples = solutions.prefix(draft.options.samples).enumerated().map { index, source in
            SetSample.submission(
                source, to: problem, language: "python", index: index, isRight: true)
        }
        return draft.imported(problem, samples: samples)
    }

    private static func tags(_ record: Record) throws -> [String] {
        let difficulty = try record.textOrEmpty("difficulty")
        return difficulty.isEmpty ? [] : ["difficulty:\(difficulty)"]
    }

    private static func pairs(
        _ object: JSONObject, _ record: Record
    ) throws -> [(JSON, JSON)] {
        let inputs = object["inputs"]?.array ?? []
        let outputs = object["outputs"]?.array ?? []
        guard inputs.count == outputs.count else {
            throw record.fault(
                "`input_output` has \(inputs.count) inputs and \(outputs.count) outputs",
                at: "input_output")
        }
        guard !inputs.isEmpty else { throw record.fault("there is no test", at: "input_output") }
        return Array(zip(inputs, outputs))
    }

    private static func calls(
        _ object: JSONObject, _ record: Record
    ) throws -> [FunctionCase] {
        let pairs = try pairs(object, record)
        try ProgramCases.bound(count: pairs.count, bytes: 0, record, at: "input_output")
        return try pairs.enumerated().map { index, pair in
            guard let arguments = pair.0.array else {
                throw record.fault(
                    "input \(index + 1) is no list of arguments", at: "input_output")
            }
            // Most answers are wrapped in a list of one, some are not: its harness takes both.
            var answers = [pair.1]
            if let items = pair.1.array, items.count == 1 { answers.append(items[0]) }
            return CallCases.item(
                name: String(index + 1), arguments: arguments, answers: answers, intKeys: true)
        }
    }

    private static func programs(
        _ object: JSONObject, _ record: Record
    ) throws -> [StdioCase] {
        try pairs(object, record).enumerated().map { index, pair in
            guard let input = text(pair.0), let output = text(pair.1) else {
                throw record.fault(
                    "test \(index + 1) is neither text nor a list of lines", at: "input_output")
            }
            return ProgramCases.item(name: String(index + 1), input: input, output: output)
        }
    }

    /// A text, or lines that make one.
    private static func text(_ json: JSON) -> String? {
        if let text = json.string { return text }
        guard let lines = json.array else { return nil }
        let texts = lines.compactMap(\.string)
        return texts.count == lines.count ? texts.joined(separator: "\n") : nil
    }
}

/// A program that a problem set brings along.
enum SetSample {
    static func submission(
        _ source: String, to problem: Problem, language: String, index: Int, isRight: Bool
    ) -> Submission {
        Submission(
            problem: problem.name, source: source, language: language,
            author: Author(
                kind: .unknown, name: problem.source,
                parameters: ["published": .string(isRight ? "right" : "wrong")]),
            sampleIndex: index, licence: problem.licence)
    }
}
