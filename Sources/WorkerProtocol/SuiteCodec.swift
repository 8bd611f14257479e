package import Execution
package import Judging

/// A test suite as the `tests` of `job/1`; problems are stored in this form too.
package enum SuiteCodec {
    /// Reads `tests`; messages call it `path`.
    ///
    /// - Throws: `JudgeError` that names the field and says what to do.
    package static func suite(_ json: JSON, at path: String = "tests") throws -> TestSuite {
        var fields = try Fields(json, at: path)
        let styles = "`stdio`, `function`, `assertions` or `unit`"
        let style = try fields.required("style", styles).text(at: fields.path(of: "style"))
        let suite: TestSuite
        switch style {
        case "stdio": suite = .stdio(try StdioCodec.suite(&fields))
        case "function": suite = .function(try FunctionCodec.suite(&fields))
        case "assertions": suite = .assertions(try assertions(&fields))
        case "unit": suite = .unit(try UnitCodec.suite(&fields))
        default:
            throw JudgeError(
                .badField, "`\(fields.path(of: "style"))`: there is no style `\(style.shown)`",
                hint: "use \(styles)")
        }
        try fields.finish()
        return suite
    }

    /// Writes `tests`; what has its default is left out.
    package static func json(_ suite: TestSuite) -> JSON { json(suite, complete: false) }

    /// Writes `tests`; `complete` spells out every default, as `run_key` needs it.
    static func json(_ suite: TestSuite, complete: Bool) -> JSON {
        var object = JSONObject()
        switch suite {
        case .stdio(let suite):
            object.append("style", "stdio")
            StdioCodec.append(suite, to: &object, complete)
        case .function(let suite):
            object.append("style", "function")
            object.append("entry_point", .string(suite.entryPoint))
            if let signature = suite.signature {
                object.append(
                    "signature",
                    [
                        "params": .strings(signature.parameters),
                        "returns": .string(signature.returns),
                    ])
            }
            object.append(
                "cases",
                .array(
                    suite.cases.enumerated().map {
                        FunctionCodec.json($1, number: $0 + 1, complete)
                    }))
            RulesCodec.append(suite.rules, to: &object)
        case .unit(let suite): UnitCodec.append(suite, to: &object)
        case .assertions(let suite):
            object.append("style", "assertions")
            if complete || !suite.prelude.isEmpty {
                object.append("prelude", .text(suite.prelude))
            }
            switch suite.body {
            case .code(let code): object.append("code", .text(code))
            case .asserts(let asserts): object.append("asserts", .array(asserts.map(JSON.text)))
            }
            if let entryPoint = suite.entryPoint {
                object.append("entry_point", .string(entryPoint))
            }
        }
        return .object(object)
    }

    /// Reads a checker; messages call it `path`.
    ///
    /// - Throws: `JudgeError` that names the field and says what to do.
    package static func checker(_ json: JSON, at path: String = "checker") throws -> Checker {
        try CheckerCodec.read(json, at: path)
    }

    /// Reads the limits of a job or of a stored problem.
    package static func limits(
        _ json: JSON, at path: String = "limits"
    ) throws -> [LimitName: Int] {
        try LimitsCodec.read(json, at: path)
    }

    /// Writes limits in the order of `LimitName`.
    package static func json(_ limits: [LimitName: Int]) -> JSON { LimitsCodec.json(limits) }

    private static func assertions(_ fields: inout Fields) throws -> AssertionSuite {
        let prelude = try fields.optional("prelude")?.bytes(at: fields.path(of: "prelude")) ?? []
        let entryPoint = try fields.optional("entry_point").map {
            try EntryPoint.read($0, at: fields.path(of: "entry_point"))
        }
        let code = fields.optional("code")
        let asserts = fields.optional("asserts")
        let body: AssertionSuite.Body
        switch (code, asserts) {
        case (let code?, nil):
            body = .code(try code.bytes(at: fields.path(of: "code")))
        case (nil, let asserts?):
            let path = fields.path(of: "asserts")
            let texts = try asserts.elements(at: path)
            guard !texts.isEmpty else { throw noTests(at: path) }
            body = .asserts(try texts.enumerated().map { try $1.bytes(at: "\(path)[\($0)]") })
        default:
            throw JudgeError(
                .badField, "`\(fields.path)` should have one of `code` and `asserts`",
                hint: "`code` is a whole test program, `asserts` are statements, one test each")
        }
        return AssertionSuite(prelude: prelude, body: body, entryPoint: entryPoint)
    }
}

/// A suite without a test would accept or blame everything.
func noTests(at path: String) -> JudgeError {
    JudgeError(
        .badField, "`\(path)` is empty: there would be nothing to test",
        hint: "leave out `tests` to only run the program")
}

enum EntryPoint {
    /// `f` or `Class.method`.
    static func read(_ json: JSON, at path: String) throws -> String {
        let text = try json.text(at: path)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy(isIdentifier) else {
            throw JudgeError(
                .badField, "`\(path)`: `\(text.shown)` is not the name of a function",
                hint: "write `f` or `Class.method`")
        }
        return text
    }

    private static func isIdentifier(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        guard first == "_" || first.properties.isXIDStart else { return false }
        return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
    }
}

extension JSON {
    /// Bytes as TEXT: a string if they are UTF-8, else base64.
    static func text(_ bytes: [UInt8]) -> JSON {
        if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
        return ["base64": .string(Base64.encode(bytes))]
    }
}

/// What cases of every style may carry.
struct CaseMarks {
    var name: String?
    var points: Double?
    var group: String?
    var hidden: Bool

    init(_ fields: inout Fields) throws {
        name = try fields.optional("name")?.text(at: fields.path(of: "name"))
        points = try fields.optional("points")?.amount(at: fields.path(of: "points"))
        group = try fields.optional("group")?.text(at: fields.path(of: "group"))
        hidden = try fields.optional("hidden")?.flag(at: fields.path(of: "hidden")) ?? false
    }
}
