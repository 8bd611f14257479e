import Execution
import Judging

/// The cases of `stdio` tests.
enum StdioCodec {
    static func cases(_ fields: inout Fields) throws -> [StdioCase] {
        let path = fields.path(of: "cases")
        let cases = try fields.required("cases", "an array of inputs and outputs")
            .elements(at: path)
        guard !cases.isEmpty else { throw noTests(at: path) }
        return try cases.enumerated().map { try read($1, at: "\(path)[\($0)]") }
    }

    private static func read(_ json: JSON, at path: String) throws -> StdioCase {
        var fields = try Fields(json, at: path)
        let marks = try CaseMarks(&fields)
        let input = try fields.required("input", "TEXT for standard input")
            .bytes(at: fields.path(of: "input"))
        let checker: Checker =
            try fields.optional("checker")
            .map { try Self.checker($0, at: fields.path(of: "checker")) } ?? .lines
        let output = try fields.required("output", "TEXT that the checker compares with")
            .bytes(at: fields.path(of: "output"))
        let files = try fields.optional("files")?.files(at: fields.path(of: "files")) ?? [:]
        let limits =
            try fields.optional("limits")
            .map { try LimitsCodec.read($0, at: fields.path(of: "limits")) } ?? [:]
        try fields.finish()
        return StdioCase(
            name: marks.name, input: input, output: output, files: files, checker: checker,
            points: marks.points, group: marks.group, limits: limits)
    }

    private static let unbuilt: Set = [
        "unordered_lines", "json", "regex", "program", "interactor",
    ]

    private static func checker(_ json: JSON, at path: String) throws -> Checker {
        var kind = json.string
        if case .object(let object) = json { kind = object["kind"]?.string }
        let known = #"`exact`, `lines`, `tokens` or {"kind":"floats","abs":1e-6,"rel":1e-6}"#
        guard let kind else { throw path.shouldBe("a checker", json, hint: "use \(known)") }
        if unbuilt.contains(kind) {
            throw notBuilt("the checker `\(kind)`", at: path, instead: "use \(known)")
        }
        if json.string != nil {
            switch kind {
            case "exact": return .exact
            case "lines": return .lines
            case "tokens": return .tokens
            default: break
            }
        } else if kind == "floats" {
            var fields = try Fields(json, at: path)
            _ = fields.optional("kind")
            let absolute = try fields.optional("abs")?.amount(at: fields.path(of: "abs"))
            let relative = try fields.optional("rel")?.amount(at: fields.path(of: "rel"))
            try fields.finish()
            return .floats(absolute: absolute ?? 1e-6, relative: relative ?? 1e-6)
        }
        throw JudgeError(
            .badField, "`\(path)`: there is no checker `\(kind.shown)` of this form",
            hint: "use \(known)")
    }

    static func json(_ test: StdioCase, number: Int, _ complete: Bool) -> JSON {
        var object = JSONObject()
        if let name = test.name ?? (complete ? String(number) : nil) {
            object.append("name", .string(name))
        }
        object.append("input", .text(test.input))
        object.append("output", .text(test.output))
        if complete || !test.files.isEmpty { object.append("files", .files(test.files)) }
        switch test.checker {
        case .exact: object.append("checker", "exact")
        case .lines: if complete { object.append("checker", "lines") }
        case .tokens: object.append("checker", "tokens")
        case .floats(let absolute, let relative):
            object.append(
                "checker", ["kind": "floats", "abs": .double(absolute), "rel": .double(relative)])
        }
        if let points = test.points { object.append("points", .double(points)) }
        if let group = test.group { object.append("group", .string(group)) }
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
