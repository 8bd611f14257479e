import Execution
import Judging

/// Files of tests for a framework.
enum UnitCodec {
    static func suite(_ fields: inout Fields) throws -> UnitSuite {
        let framework = try fields.required("framework", "the name of a test framework")
            .text(at: fields.path(of: "framework"))
        let path = fields.path(of: "files")
        let files = try fields.required("files", "the files of the tests, by path").files(at: path)
        guard !files.isEmpty else { throw noTests(at: path) }
        var expected: [String]?
        if let json = fields.optional("expected") {
            let path = fields.path(of: "expected")
            let ids = try json.elements(at: path)
            guard !ids.isEmpty else { throw noTests(at: path) }
            expected = try ids.enumerated().map { try $1.text(at: "\(path)[\($0)]") }
        }
        return UnitSuite(framework: framework, files: files, expected: expected)
    }

    static func append(_ suite: UnitSuite, to object: inout JSONObject) {
        object.append("style", "unit")
        object.append("framework", .string(suite.framework))
        object.append("files", .files(suite.files))
        if let expected = suite.expected { object.append("expected", .strings(expected)) }
    }
}
