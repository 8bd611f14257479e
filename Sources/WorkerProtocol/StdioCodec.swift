import Execution
import Judging

/// `stdio` tests.
enum StdioCodec {
    static func suite(_ fields: inout Fields) throws -> StdioSuite {
        let path = fields.path(of: "cases")
        let cases = try fields.required("cases", "an array of inputs and outputs")
            .elements(at: path)
        guard !cases.isEmpty else { throw noTests(at: path) }
        let checker =
            try fields.optional("checker")
            .map { try CheckerCodec.read($0, at: fields.path(of: "checker")) } ?? .lines
        let tests = try cases.enumerated().map { try read($1, at: "\(path)[\($0)]", checker) }
        return StdioSuite(
            tests, checker: checker, rules: try RulesCodec.read(&fields, tests.map(\.group)))
    }

    private static func read(
        _ json: JSON, at path: String, _ suiteChecker: Checker
    ) throws -> StdioCase {
        var fields = try Fields(json, at: path)
        let marks = try CaseMarks(&fields)
        let input = try fields.required("input", "TEXT for standard input")
            .bytes(at: fields.path(of: "input"))
        let checker =
            try fields.optional("checker")
            .map { try CheckerCodec.read($0, at: fields.path(of: "checker")) } ?? suiteChecker
        let outputs = try outputs(&fields, checker)
        let files = try fields.optional("files")?.files(at: fields.path(of: "files")) ?? [:]
        let limits =
            try fields.optional("limits")
            .map { try LimitsCodec.read($0, at: fields.path(of: "limits")) } ?? [:]
        try fields.finish()
        return StdioCase(
            name: marks.name, input: input, output: outputs.first ?? [],
            alternatives: Array(outputs.dropFirst()), files: files, checker: checker,
            points: marks.points, group: marks.group, hidden: marks.hidden, limits: limits)
    }

    /// The right outputs: one, several, or none where the checker compares with none.
    private static func outputs(_ fields: inout Fields, _ checker: Checker) throws -> [[UInt8]] {
        let single = fields.optional("output")
        let outputs: [[UInt8]]
        if let several = fields.optional("any_of") {
            let path = fields.path(of: "any_of")
            guard single == nil else {
                throw JudgeError(
                    .badField, "`\(fields.path)` has both `output` and `any_of`",
                    hint: "put all right outputs into `any_of`")
            }
            guard checker.comparesWithOutput else {
                throw JudgeError(
                    .badField, "`\(path)` cannot stand beside this checker",
                    hint: "a pattern or a program says itself which outputs are right")
            }
            outputs = try several.elements(at: path).enumerated().map {
                try $1.bytes(at: "\(path)[\($0)]")
            }
            guard !outputs.isEmpty else {
                throw JudgeError(
                    .badField, "`\(path)` is empty: no output could be right",
                    hint: "list the right outputs")
            }
        } else if let single {
            outputs = [try single.bytes(at: fields.path(of: "output"))]
        } else if checker.comparesWithOutput {
            _ = try fields.required("output", "TEXT that the checker compares with")
            outputs = []
        } else {
            outputs = []
        }
        if case .json = checker {
            for output in outputs { try checkJSON(output, at: fields.path(of: "output")) }
        }
        return outputs
    }

    private static func checkJSON(_ output: [UInt8], at path: String) throws {
        do throws(JSONError) {
            _ = try JSON(parsing: output, maxDepth: 256)
        } catch {
            throw JudgeError(
                .badField, "`\(path)` is not JSON: \(error.message)",
                hint: "the checker `json` compares JSON with JSON")
        }
    }

    static func append(_ suite: StdioSuite, to object: inout JSONObject, _ complete: Bool) {
        if !complete, suite.checker != .lines {
            object.append("checker", CheckerCodec.json(suite.checker))
        }
        // The same program may stand in every case; it is written out once.
        var known: (checker: Checker, json: JSON) = (.lines, "lines")
        var cases: [JSON] = []
        for (index, item) in suite.cases.enumerated() {
            if item.checker != known.checker {
                known = (
                    item.checker,
                    complete
                        ? CheckerCodec.digest(item.checker) : CheckerCodec.json(item.checker)
                )
            }
            let says = complete || item.checker != suite.checker
            // `nil` alone would be JSON's null.
            let written: JSON? = says ? .some(known.json) : .none
            cases.append(json(item, number: index + 1, written, complete))
        }
        object.append("cases", .array(cases))
        RulesCodec.append(suite.rules, to: &object)
    }

    private static func json(
        _ test: StdioCase, number: Int, _ checker: JSON?, _ complete: Bool
    ) -> JSON {
        var object = JSONObject()
        if let name = test.name ?? (complete ? String(number) : nil) {
            object.append("name", .string(name))
        }
        object.append("input", .text(test.input))
        if !test.alternatives.isEmpty {
            object.append("any_of", .array(([test.output] + test.alternatives).map(JSON.text)))
        } else if complete || !test.output.isEmpty || test.checker.comparesWithOutput {
            object.append("output", .text(test.output))
        }
        if complete || !test.files.isEmpty { object.append("files", .files(test.files)) }
        if let checker { object.append("checker", checker) }
        if let points = test.points { object.append("points", .double(points)) }
        if let group = test.group { object.append("group", .string(group)) }
        if test.hidden { object.append("hidden", true) }
        if !test.limits.isEmpty { object.append("limits", LimitsCodec.json(test.limits)) }
        return .object(object)
    }
}

extension JSON {
    /// Files in the order of their paths' bytes.
    static func files(_ files: [String: [UInt8]]) -> JSON {
        let sorted = files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return .object(JSONObject(members: sorted.map { .init(key: $0, value: .text($1)) }))
    }
}
