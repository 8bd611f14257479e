import Execution
import Judging

/// The cases of `function` tests.
enum FunctionCodec {
    static func suite(_ fields: inout Fields) throws -> FunctionSuite {
        let entryPoint = try EntryPoint.read(
            try fields.required("entry_point", "`f` or `Class.method`"),
            at: fields.path(of: "entry_point"))
        let signature = try fields.optional("signature").map {
            try Self.signature($0, at: fields.path(of: "signature"))
        }
        let path = fields.path(of: "cases")
        let cases = try fields.required("cases", "an array of calls").elements(at: path)
        guard !cases.isEmpty else { throw noTests(at: path) }
        let tests = try cases.enumerated().map { try read($1, at: "\(path)[\($0)]") }
        return FunctionSuite(
            entryPoint: entryPoint, signature: signature, cases: tests,
            rules: try RulesCodec.read(&fields, tests.map(\.group)))
    }

    private static func signature(
        _ json: JSON, at path: String
    ) throws -> FunctionSuite.Signature {
        var fields = try Fields(json, at: path)
        let inner = fields.path(of: "params")
        let parameters = try fields.required("params", "an array of type names")
            .elements(at: inner).enumerated().map { try $1.text(at: "\(inner)[\($0)]") }
        let returns = try fields.required("returns", "a type name")
            .text(at: fields.path(of: "returns"))
        try fields.finish()
        return .init(parameters: parameters, returns: returns)
    }

    private static func read(_ json: JSON, at path: String) throws -> FunctionCase {
        var fields = try Fields(json, at: path)
        let marks = try CaseMarks(&fields)
        let arguments =
            try fields.optional("args")
            .map { try values($0, at: fields.path(of: "args")) } ?? []
        var keywords: [String: JSON] = [:]
        if let json = fields.optional("kwargs") {
            let inner = fields.path(of: "kwargs")
            guard case .object(let object) = json else {
                throw inner.shouldBe("an object of names and VALUEs", json)
            }
            for member in object.members {
                let place = "\(inner).\(member.key.shown)"
                try ValueRules.check(member.value, at: place)
                guard keywords.updateValue(member.value, forKey: member.key) == nil else {
                    throw JudgeError(.badField, "`\(place)` stands twice, in two Unicode forms")
                }
            }
        }
        let expectation = try Self.expectation(&fields)
        let comparison: FunctionCase.Comparison =
            try fields.optional("compare")
            .map { try Self.comparison($0, at: fields.path(of: "compare")) } ?? .equal
        let observation: FunctionCase.Observation =
            try fields.optional("observe")
            .map {
                try Self.observation($0, arguments.count, at: fields.path(of: "observe"))
            } ?? .returned
        try fields.finish()
        return FunctionCase(
            name: marks.name, arguments: arguments, keywordArguments: keywords,
            expectation: expectation, comparison: comparison, observation: observation,
            points: marks.points, group: marks.group, hidden: marks.hidden)
    }

    private static func values(_ json: JSON, at path: String) throws -> [JSON] {
        let values = try json.elements(at: path)
        for (index, value) in values.enumerated() {
            try ValueRules.check(value, at: "\(path)[\(index)]")
        }
        return values
    }

    private static func expectation(_ fields: inout Fields) throws -> FunctionCase.Expectation {
        let expected = fields.optional("expected")
        let anyOf = fields.optional("any_of")
        let raises = fields.optional("raises")
        switch (expected, anyOf, raises) {
        case (let value?, nil, nil):
            try ValueRules.check(value, at: fields.path(of: "expected"))
            return .value(value)
        case (nil, let list?, nil):
            let path = fields.path(of: "any_of")
            let values = try Self.values(list, at: path)
            guard !values.isEmpty else {
                throw JudgeError(
                    .badField, "`\(path)` is empty: no value could be right",
                    hint: "list the values that are right")
            }
            return .anyOf(values)
        case (nil, nil, let json?):
            var inner = try Fields(json, at: fields.path(of: "raises"))
            let type = try inner.required("type", "the name of an exception")
                .text(at: inner.path(of: "type"))
            let message = try inner.optional("message")?.text(at: inner.path(of: "message"))
            try inner.finish()
            return .raises(type: type, message: message)
        default:
            throw JudgeError(
                .badField, "`\(fields.path)` should have one of `expected`, `any_of` and `raises`",
                hint: "say in one way what must come of the call")
        }
    }

    private static func comparison(
        _ json: JSON, at path: String
    ) throws -> FunctionCase.Comparison {
        switch json.string {
        case "equal": return .equal
        case "exact": return .exact
        case "unordered": return .unordered
        case "set": return .set
        default: break
        }
        guard json["kind"]?.string == "close" else {
            throw JudgeError(
                .badField, "`\(path)`: there is no such comparison",
                hint: #"use `equal`, `exact`, `unordered`, `set` or {"kind":"close","abs":1e-9}"#)
        }
        var fields = try Fields(json, at: path)
        _ = fields.optional("kind")
        let absolute = try fields.optional("abs")?.amount(at: fields.path(of: "abs"))
        let relative = try fields.optional("rel")?.amount(at: fields.path(of: "rel"))
        try fields.finish()
        guard absolute != nil || relative != nil else {
            throw JudgeError(
                .badField, "`\(path)` has no tolerance", hint: "give `abs`, `rel` or both")
        }
        return .close(absolute: absolute ?? 0, relative: relative ?? 0)
    }

    private static func observation(
        _ json: JSON, _ arguments: Int, at path: String
    ) throws -> FunctionCase.Observation {
        if json.string == "return" { return .returned }
        guard case .object = json else { throw path.shouldBe(#""return" or {"arg":0}"#, json) }
        var fields = try Fields(json, at: path)
        let inner = fields.path(of: "arg")
        let index = try fields.required("arg", "an argument's index, from 0")
        try fields.finish()
        guard let number = index.int, (0..<arguments).contains(number) else {
            throw JudgeError(
                .badField, "`\(inner)`: there is no such argument",
                hint: "`args` has \(arguments), counted from 0")
        }
        return .argument(number)
    }

    static func json(_ test: FunctionCase, number: Int, _ complete: Bool) -> JSON {
        var object = JSONObject()
        if let name = test.name ?? (complete ? String(number) : nil) {
            object.append("name", .string(name))
        }
        object.append("args", .array(test.arguments))
        if complete || !test.keywordArguments.isEmpty {
            let sorted = test.keywordArguments.sorted {
                $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
            }
            object.append(
                "kwargs", .object(JSONObject(members: sorted.map { .init(key: $0, value: $1) })))
        }
        switch test.expectation {
        case .value(let value): object.append("expected", value)
        case .anyOf(let values): object.append("any_of", .array(values))
        case .raises(let type, let message):
            var raises: JSONObject = ["type": .string(type)]
            if let message { raises.append("message", .string(message)) }
            object.append("raises", .object(raises))
        }
        if complete || test.comparison != .equal {
            object.append("compare", json(test.comparison))
        }
        switch test.observation {
        case .returned: if complete { object.append("observe", "return") }
        case .argument(let index): object.append("observe", ["arg": .int(index)])
        }
        if let points = test.points { object.append("points", .double(points)) }
        if let group = test.group { object.append("group", .string(group)) }
        if test.hidden { object.append("hidden", true) }
        return .object(object)
    }

    private static func json(_ comparison: FunctionCase.Comparison) -> JSON {
        switch comparison {
        case .equal: "equal"
        case .exact: "exact"
        case .unordered: "unordered"
        case .set: "set"
        case .close(let absolute, let relative):
            ["kind": "close", "abs": .double(absolute), "rel": .double(relative)]
        }
    }
}

/// What a VALUE of a job must keep to before the examiner sees it.
enum ValueRules {
    static func check(_ json: JSON, at path: String) throws {
        do throws(ValueError) {
            _ = try Value(json)
        } catch {
            throw JudgeError(
                .badField, "`\(path)` is no VALUE: \(error.message)",
                hint: "a dict with a key that starts with `$` is written as `$dict`")
        }
        guard !holdsHandle(json) else {
            throw JudgeError(
                .badField, "`\(path)`: `$handle` cannot stand in a job",
                hint: "handles live only while a test runs")
        }
    }

    private static func holdsHandle(_ json: JSON) -> Bool {
        switch json {
        case .array(let values): values.contains(where: holdsHandle)
        case .object(let object):
            object.keys == ["$handle"] || object.members.contains { holdsHandle($0.value) }
        default: false
        }
    }
}
