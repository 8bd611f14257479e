import Execution
import Judging

// The two forms of a line.
extension SamplesImporter {
    func samplesForm(_ record: Record) throws -> Submission {
        guard record.has("task_id") || !record.has("problem") else {
            throw record.fault(
                "the field `schema` is missing", at: nil,
                hint: "begin with \"schema\":\"submission/1\", or name the problem `task_id`")
        }
        let name = try record.name("task_id")
        let problem = try find(name, field: "task_id", record)
        let author = Author(kind: .unknown, name: "")
        if record.has("response"), !record.has("completion"), !record.has("solution") {
            return try responded(record, name: name, problem: problem, author: author)
        }
        return try joined(record, name: name, problem: problem, author: author)
    }

    private static let nativeFields: Set = [
        "schema", "problem", "response", "completion", "solution", "source", "model", "person",
        "parameters", "sample_index", "language", "licence",
    ]

    func nativeForm(_ record: Record) throws -> Submission {
        let schema = try record.text("schema")
        guard schema == "submission/1" else {
            throw record.fault(
                "the schema `\(schema)` is unknown", at: "schema",
                hint: "this version reads `submission/1`")
        }
        for key in record.object.keys where !SamplesImporter.nativeFields.contains(key) {
            throw record.fault("the field `\(key)` is unknown", at: key)
        }
        let name = try record.name("problem")
        let problem = try find(name, field: "problem", record)
        var submission =
            try record.has("response")
            ? responded(record, name: name, problem: problem, author: author(record))
            : joined(record, name: name, problem: problem, author: author(record))
        submission.language = try record.name(ifPresent: "language") ?? problem.language
        submission.licence = try record.text(ifPresent: "licence") ?? ""
        return submission
    }

    func find(_ name: String, field: String, _ record: Record) throws -> Problem {
        if let problem = try problem(name) { return problem }
        throw record.fault(
            "there is no problem `\(name)`", at: field,
            hint: "import its problem set first; `assay problems list` shows the names")
    }

    func joined(
        _ record: Record, name: String, problem: Problem, author: Author
    ) throws -> Submission {
        let native = record.has("schema")
        guard !native || !(record.has("solution") && record.has("completion")) else {
            throw record.fault(
                "`completion` and `solution` exclude each other", at: "completion",
                hint: "keep one of them")
        }
        guard !native || !record.has("source") else {
            throw record.fault(
                "`source` goes with `response` only", at: "source",
                hint: "a whole program alone is a `solution`")
        }
        if let solution = try record.text(ifPresent: "solution", nul: true) {
            return Submission(
                problem: name, source: solution, language: problem.language, author: author)
        }
        if let completion = try record.text(ifPresent: "completion", nul: true) {
            return completed(completion, name: name, problem: problem, author: author)
        }
        throw record.fault(
            "neither `completion` nor `solution` nor `response` is there", at: nil,
            hint: "`completion` is appended to the starter code, `solution` is a whole program")
    }

    private func completed(
        _ text: String, name: String, problem: Problem, author: Author
    ) -> Submission {
        let extractor = extractor(problem, language: problem.language)
        let result: (source: String, extraction: Extraction)
        switch completion {
        case .program:
            return Submission(
                problem: name, source: text, language: problem.language, author: author)
        case .body: result = extractor.joined(completion: text)
        case .reply: result = extractor.program(from: text)
        }
        return Submission(
            problem: name, source: result.source, language: problem.language, author: author,
            response: text, extraction: result.extraction)
    }

    private func extractor(_ problem: Problem, language: String) -> ProgramExtractor {
        // Starter code is of the problem's own language.
        let isOwn = language == problem.language
        return ProgramExtractor(
            language: language, starterCode: isOwn ? problem.starterCode : "",
            closing: isOwn ? problem.closing : "", entryPoint: problem.entryPoint,
            options: extraction)
    }

    func responded(
        _ record: Record, name: String, problem: Problem, author: Author
    ) throws -> Submission {
        for key in ["completion", "solution"] where record.has(key) {
            throw record.fault(
                "`response` and `\(key)` exclude each other", at: key, hint: "keep one of them")
        }
        let response = try record.text("response", nul: true)
        let language = try record.name(ifPresent: "language") ?? problem.language
        var submission = Submission(
            problem: name, source: "", language: language, author: author, response: response)
        if record.has("schema"), let given = try record.text(ifPresent: "source", nul: true) {
            submission.source = given
        } else {
            let extractor = extractor(problem, language: language)
            (submission.source, submission.extraction) = extractor.program(from: response)
        }
        return submission
    }

    func author(_ record: Record) throws -> Author {
        let parameters = record.object["parameters"]
        guard parameters == nil || parameters?.object != nil else {
            throw record.fault(
                "`parameters` is not an object", at: "parameters",
                hint: "write the sampling parameters as {\"temperature\":0.8}")
        }
        let (model, person) = try (
            record.name(ifPresent: "model"), record.name(ifPresent: "person")
        )
        switch (model, person) {
        case (_?, _?):
            throw record.fault("`model` and `person` exclude each other", at: "person")
        case (let name?, nil):
            return Author(kind: .model, name: name, parameters: parameters?.object ?? [:])
        case (nil, let name?):
            guard parameters == nil else {
                throw record.fault(
                    "a person has no sampling parameters", at: "parameters")
            }
            return Author(kind: .person, name: name)
        case (nil, nil):
            return Author(kind: .unknown, name: "", parameters: parameters?.object ?? [:])
        }
    }

    func sampleIndex(_ record: Record) throws -> Int? {
        guard let value = record.object["sample_index"] else { return nil }
        guard let index = value.int, (0..<1_000_000_000).contains(index) else {
            throw record.fault(
                "`sample_index` is not a whole number from 0", at: "sample_index")
        }
        return index
    }
}
