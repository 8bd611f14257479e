import Execution
import Judging

/// CodeContests: programs that read and print, with right and wrong solutions.
enum CodeContestsForm {
    /// `source`, by its number.
    private static let sites = [
        "unknown", "codechef", "codeforces", "hackerearth", "codejam", "atcoder", "aizu",
    ]
    /// The languages of solutions, by their numbers; Python 2 is none that Assay runs.
    private static let languages = [2: "cpp", 3: "python", 4: "java"]

    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        if record.has("content") { return try carried(draft) }
        let name = try record.name("name")
        for key in ["input_file", "output_file"] {
            let file = try record.textOrEmpty(key)
            guard file.isEmpty else {
                throw record.fault(
                    "the problem `\(name)` reads or writes the file `\(file)`", at: key,
                    note: "tests of whole programs go by standard input and output")
            }
        }
        var cases: [StdioCase] = []
        for group in ["public", "private", "generated"] {
            cases += try tests("\(group)_tests", group, record)
        }
        let right = try solutions("solutions", record)
        let wrong = try solutions("incorrect_solutions", record)
        let language = draft.options.language
        let problem = Problem(
            name: try draft.name(name, set: "CodeContests"),
            prompt: [
                ProblemDraft.program(
                    try record.text("description").trimmed, language: language)
            ],
            language: language,
            suite: try ProgramCases.suite(cases, record, at: "public_tests"),
            limits: try limits(record), reference: right.first { $0.language == language }?.source,
            licence: draft.licence, source: draft.format.source, tags: try tags(record))
        let kept = draft.options.samples
        let samples =
            right.prefix(kept).enumerated().map {
                SetSample.submission(
                    $1.source, to: problem, language: $1.language, index: $0, isRight: true)
            }
            + wrong.prefix(kept).enumerated().map {
                SetSample.submission(
                    $1.source, to: problem, language: $1.language, index: $0, isRight: false)
            }
        return draft.imported(problem, samples: samples)
    }

    /// `{"input": [...], "output": [...]}`, or a list of objects with `input` and `output`.
    private static func tests(
        _ key: String, _ group: String, _ record: Record
    ) throws -> [StdioCase] {
        guard let value = try record.embedded(key) else {
            guard group != "public" else {
                throw record.fault("the field `\(key)` is missing", at: nil)
            }
            return []
        }
        var pairs: [(JSON?, JSON?)] = []
        if let inputs = value["input"]?.array, let outputs = value["output"]?.array {
            guard inputs.count == outputs.count else {
                throw record.fault(
                    "`\(key)` has \(inputs.count) inputs and \(outputs.count) outputs", at: key)
            }
            pairs = zip(inputs, outputs).map { ($0, $1) }
        } else if let items = value.array {
            pairs = items.map { ($0["input"], $0["output"]) }
        } else {
            throw record.fault("`\(key)` has no `input` and `output`", at: key)
        }
        return try pairs.enumerated().map { index, pair in
            guard let input = pair.0?.string, let output = pair.1?.string else {
                throw record.fault("`\(key)`: test \(index + 1) is not two texts", at: key)
            }
            return ProgramCases.item(
                name: "\(group) \(index + 1)", input: input, output: output, group: group)
        }
    }

    private static func solutions(
        _ key: String, _ record: Record
    ) throws -> [(language: String, source: String)] {
        guard let value = try record.embedded(key) else { return [] }
        guard let codes = value["language"]?.array, let sources = value["solution"]?.array,
            codes.count == sources.count
        else {
            throw record.fault(
                "`\(key)` is not `language` and `solution`, lists of one length", at: key)
        }
        return zip(codes, sources).compactMap { code, source in
            guard let number = code.int, let language = languages[number],
                let text = source.string
            else { return nil }
            return (language, text)
        }
    }

    private static func limits(_ record: Record) throws -> [LimitName: Int] {
        var limits: [LimitName: Int] = [:]
        if let time = record.object["time_limit"], !time.isNull {
            guard let milliseconds = milliseconds(time), milliseconds > 0 else {
                throw record.fault(
                    "`time_limit` is not `seconds` and `nanos`, or seconds", at: "time_limit")
            }
            limits[.cpuMS] = milliseconds
            limits[.wallMS] = max(10_000, 4 * milliseconds)
        }
        if let memory = try record.count(ifPresent: "memory_limit_bytes"), memory > 0 {
            limits[.memoryBytes] = min(max(memory, 16 << 20), 64 << 30)
        }
        return limits
    }

    private static func milliseconds(_ time: JSON) -> Int? {
        let seconds: Double?
        if time.object != nil {
            seconds = (time["seconds"]?.double ?? 0) + (time["nanos"]?.double ?? 0) / 1e9
        } else {
            seconds = time.double
        }
        guard let seconds, (0...3600).contains(seconds) else { return nil }
        return Int((seconds * 1000).rounded())
    }

    private static func tags(_ record: Record) throws -> [String] {
        var tags: [String] = []
        if let site = record.object["source"]?.int, sites.indices.contains(site) {
            tags.append(sites[site])
        }
        if let rating = try record.count(ifPresent: "cf_rating"), rating > 0 {
            tags.append("rating:\(rating)")
        }
        return tags + (try record.texts("cf_tags").filter { !$0.isEmpty })
    }

    // MARK: - As some harnesses carry it

    private static func carried(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        guard let labels = try record.embedded("labels")?.object,
            let name = labels["name"]?.string?.trimmed, !name.isEmpty
        else { throw record.fault("`labels` has no `name`", at: "labels") }
        guard let tests = try record.embedded("test")?.array else {
            throw record.fault("`test` is no list", at: "test")
        }
        let cases = try tests.enumerated().map { index, test in
            guard let input = test["input"]?["stdin"]?.string,
                let output = test["output"]?["stdout"]?.string
            else {
                throw record.fault(
                    "`test`: test \(index + 1) has no `input.stdin` and `output.stdout`",
                    at: "test")
            }
            return ProgramCases.item(name: String(index + 1), input: input, output: output)
        }
        let language = draft.options.language
        return draft.imported(
            Problem(
                name: try draft.name(name, set: "CodeContests"),
                prompt: [
                    ProblemDraft.program(
                        try record.text("content").trimmed, language: language)
                ],
                language: language, suite: try ProgramCases.suite(cases, record, at: "test"),
                licence: draft.licence, source: draft.format.source,
                tags: (labels["source"]?.string).map { [$0.lowercased()] } ?? []))
    }
}
