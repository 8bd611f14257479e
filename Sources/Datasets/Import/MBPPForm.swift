import Execution
import Judging

/// MBPP, whole or sanitised, and as some harnesses carry it.
enum MBPPForm {
    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        let carried = record.has("content")
        let id = try record.identifier(carried ? "id" : "task_id")
        let task = try record.text(
            carried ? "content" : record.has("text") ? "text" : "prompt")
        let code = try record.text(carried ? "canonical_solution" : "code")
        let extra = try carried ? labels(record) : record
        let tests = try record.texts("test_list")
        guard !tests.isEmpty else { throw record.fault("`test_list` is empty", at: "test_list") }
        let challenge = draft.options.challenge ? try extra.texts("challenge_test_list") : []
        let imports = try record.texts("test_imports").map { $0 + "\n" }.joined()
        let setup = try imports + extra.textOrEmpty("test_setup_code")
        let entryPoint = entryPoint(tests: tests, code: code)
        let number = id.split(separator: "/").last.map(String.init) ?? id
        let problem = Problem(
            name: try draft.name(number, set: "MBPP"), prompt: [message(task, tests)],
            language: "python", entryPoint: entryPoint,
            suite: .assertions(
                AssertionSuite(
                    prelude: Array(setup.utf8),
                    body: .asserts((tests + challenge).map { Array($0.utf8) }),
                    entryPoint: entryPoint)),
            reference: code, licence: draft.licence, source: draft.format.source,
            tags: ["python"], family: "MBPP/\(number)")
        return draft.imported(problem)
    }

    /// The record of `labels`, an object or one in a string.
    private static func labels(_ record: Record) throws -> Record {
        guard let object = try record.embedded("labels")?.object else {
            throw record.fault("`labels` is no object", at: "labels")
        }
        return Record(object: object, like: record)
    }

    /// The tests belong to the task: only they say what the function is called.
    private static func message(_ task: String, _ tests: [String]) -> Message {
        let code = tests.joined(separator: "\n")
        return Message(
            role: "user",
            content: task.trimmed + "\n\nThe program must pass these tests:\n\n"
                + Fence.around(code, language: "python")
                + "\n\nAnswer with the whole program in one code block.")
    }

    /// The first name that the tests call and the solution defines.
    private static func entryPoint(tests: [String], code: String) -> String? {
        var defined: Set<Substring> = []
        for line in code.split(whereSeparator: \.isNewline) {
            for word in ["def ", "class ", "async def "] where line.hasPrefix(word) {
                let rest = line.dropFirst(word.count)
                defined.insert(rest.prefix { $0 != "(" && $0 != ":" && !$0.isWhitespace })
            }
        }
        for test in tests {
            var rest = test[...]
            while let open = rest.firstIndex(of: "(") {
                if let name = Identifier.last(in: rest[..<open]), defined.contains(name) {
                    return String(name)
                }
                rest = rest[rest.index(after: open)...]
            }
        }
        return nil
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
