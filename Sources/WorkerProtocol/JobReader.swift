import Execution
import Judging

/// Reads lines of `job/1`.
///
/// Every line gives a job or the answer that says what is wrong with it, by the path of the
/// field, as in `tests.cases[3].input`. What `job/1` has and this version cannot do yet is refused
/// by name with the code `unknown_field`.
package struct JobReader: Sendable {
    /// In bytes.
    package static let maxIDBytes = 256
    /// A VALUE of the greatest depth may take three levels each, as in `{"$dict":[[k,v]]}`.
    private static let maxDepth = 3 * Value.maxDepth + 16

    package init() {}

    /// Reads what the framer cut out of the stream.
    package func read(_ line: LineFramer.Line) -> Result<Job, RefusedLine> {
        switch line {
        case .line(let bytes, let number):
            return read(bytes, line: number)
        case .tooLarge(let prefix, let number):
            let error = JudgeError(
                .tooLarge, "the line is longer than \(LineFramer.protocolLimit) bytes",
                hint: "split the tests, or put large inputs into fewer cases")
            return .failure(
                RefusedLine(id: TornLine.id(in: prefix), line: number, error: error))
        }
    }

    /// Reads one line without its LF; `line` is its number in the input, from 1.
    package func read(_ bytes: [UInt8], line: Int) -> Result<Job, RefusedLine> {
        guard bytes.count <= LineFramer.protocolLimit else {
            return read(.tooLarge(prefix: Array(bytes.prefix(4096)), number: line))
        }
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes, maxDepth: Self.maxDepth)
        } catch {
            return .failure(
                RefusedLine(
                    id: TornLine.id(in: bytes.prefix(error.offset)), line: line,
                    error: Self.error(error, bytes)))
        }
        do {
            return .success(try job(json, line: line))
        } catch let error as JudgeError {
            return .failure(
                RefusedLine(
                    id: json["id"].flatMap { try? Self.id($0) }, line: line,
                    meta: json["meta"]?.object ?? [:], error: error))
        } catch {
            return .failure(
                RefusedLine(id: nil, line: line, error: JudgeError(.host, "\(error)")))
        }
    }

    private static func error(_ error: JSONError, _ bytes: [UInt8]) -> JudgeError {
        let place = "at byte \(error.offset), column \(error.column)"
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return JudgeError(
                .badJSON, "the line starts with a byte order mark",
                hint: "write UTF-8 without one")
        }
        switch error.kind {
        case .utf8:
            return JudgeError(
                .badUTF8, "\(error.message), \(place)",
                hint: #"send bytes that are not UTF-8 as {"base64":"..."}"#)
        case .duplicateKey:
            return JudgeError(.badJSON, "\(error.message), \(place)", hint: "keep one of them")
        case .tooDeep:
            return JudgeError(.badJSON, "\(error.message), \(place)")
        case .syntax:
            return JudgeError(
                .badJSON, "\(error.message), \(place)",
                hint: "each line holds one whole JSON object")
        }
    }

    private func job(_ json: JSON, line: Int) throws -> Job {
        guard case .object(let object) = json else {
            throw JudgeError(
                .badJSON, "the line should hold an object, not \(json.kind)",
                hint: "each line holds one whole JSON object")
        }
        let schemaHint = #"this worker reads {"schema":"job/1",...}"#
        guard let schema = object["schema"] else {
            throw JudgeError(.unknownSchema, "`schema` is missing", hint: schemaHint)
        }
        guard schema.string == "job/1" else {
            let found = schema.string.map { "`\($0.shown)`" } ?? schema.kind
            throw JudgeError(.unknownSchema, "`schema` is \(found)", hint: schemaHint)
        }
        var fields = try Fields(json, at: "")
        _ = fields.optional("schema")
        let id = try Self.id(fields.required("id", "a string, at most \(Self.maxIDBytes) bytes"))
        var request = JudgeRequest(
            language: try fields.required("language", "such as `python`").text(at: "language"),
            source: try fields.required("source", "TEXT of the program").bytes(at: "source"))
        try readFiles(&fields, into: &request)
        try readInputs(&fields, into: &request)
        try readRules(&fields, into: &request)
        let meta = fields.optional("meta") ?? [:]
        guard case .object(let meta) = meta else { throw "meta".shouldBe("an object", meta) }
        try fields.finish()
        try checkCaseFiles(request)
        return Job(id: id, line: line, request: request, meta: meta)
    }

    private static func id(_ json: JSON) throws -> String {
        let text = try json.text(at: "id")
        guard text.utf8.count <= Self.maxIDBytes else {
            throw JudgeError(
                .badField, "`id` has \(text.utf8.count) bytes; at most \(maxIDBytes) may be",
                hint: "put what is longer into `meta`")
        }
        return text
    }

    private func readFiles(_ fields: inout Fields, into request: inout JudgeRequest) throws {
        if let json = fields.optional("source_path") {
            let path = try json.text(at: "source_path")
            try RelativePath.check(path, at: "source_path")
            request.sourcePath = path
        }
        guard let json = fields.optional("files") else { return }
        request.files = try json.files(at: "files")
        guard let path = request.sourcePath else { return }
        guard request.files[path] == nil else {
            throw JudgeError(
                .badField, "`files` has `\(path.shown)`, which is the `source_path`",
                hint: "rename one of them")
        }
        try RelativePath.checkTogether(Array(request.files.keys) + [path], at: "files")
    }

    private func readInputs(_ fields: inout Fields, into request: inout JudgeRequest) throws {
        if let json = fields.optional("args") {
            request.arguments = try json.elements(at: "args").enumerated().map {
                try $1.argument(at: "args[\($0)]")
            }
        }
        if let json = fields.optional("env") {
            guard case .object(let object) = json else { throw "env".shouldBe("an object", json) }
            for member in object.members {
                let path = "env.\(member.key.shown)"
                guard !member.key.isEmpty, !member.key.utf8.contains(0),
                    !member.key.utf8.contains(UInt8(ascii: "="))
                else {
                    throw JudgeError(
                        .badField, "`\(path)` is not the name of a variable",
                        hint: "a name is not empty and has no `=` and no NUL")
                }
                request.environment[member.key] = try member.value.argument(at: path)
            }
        }
        let stdin = fields.optional("stdin")
        if let json = fields.optional("tests") {
            guard stdin == nil else {
                throw JudgeError(
                    .badField, "`stdin` cannot stand beside `tests`",
                    hint: "give each case its `input`")
            }
            request.tests = try SuiteCodec.suite(json)
        } else if let stdin {
            request.standardInput = try stdin.bytes(at: "stdin")
        }
    }

    private func readRules(_ fields: inout Fields, into request: inout JudgeRequest) throws {
        if let json = fields.optional("limits") {
            let (plain, ratio) = try TimingCodec.split(json, at: "limits")
            request.limits = try LimitsCodec.read(plain, at: "limits")
            request.timeRatio = ratio
        }
        if let json = fields.optional("compile_limits") {
            request.compileLimits = try LimitsCodec.read(json, at: "compile_limits")
        }
        if let json = fields.optional("evidence") {
            for (index, item) in try json.elements(at: "evidence").enumerated() {
                let name = try item.text(at: "evidence[\(index)]")
                guard index < 16, !request.evidence.contains(name) else {
                    throw JudgeError(
                        .badField, "`evidence[\(index)]` is one too many or named twice",
                        hint: "name up to 16 evaluators, each once")
                }
                request.evidence.append(name)
            }
        }
        if let json = fields.optional("repeat") {
            guard let times = json.int, (1...Repetition.mostRuns).contains(times) else {
                throw "repeat".shouldBe(
                    "a whole number from 1 to \(Repetition.mostRuns)", json)
            }
            request.repeats = times
        }
        if let json = fields.optional("stop") {
            guard let rule = json.string.flatMap(JudgeRequest.StopRule.init) else {
                throw JudgeError(
                    .badField, "`stop` has no such rule", hint: "use `all` or `first_failure`")
            }
            request.stop = rule
        }
    }

    /// A case's files stand beside the candidate's.
    private func checkCaseFiles(_ request: JudgeRequest) throws {
        guard case .stdio(let cases) = request.tests else { return }
        let own = Array(request.files.keys) + (request.sourcePath.map { [$0] } ?? [])
        for (index, test) in cases.enumerated() where !test.files.isEmpty {
            let path = "tests.cases[\(index)].files"
            if let twice = own.first(where: { test.files[$0] != nil }) {
                throw JudgeError(
                    .badField, "`\(path)` has `\(twice.shown)`, which is the candidate's",
                    hint: "rename one of them")
            }
            try RelativePath.checkTogether(own + test.files.keys, at: path)
        }
    }
}
