import Execution
import Judging

/// HumanEval-X: the HumanEval problems written again in other languages, with their own tests.
enum HumanEvalXForm {
    private static let languages = [
        "Python": "python", "CPP": "cpp", "Go": "go", "Java": "java", "JavaScript": "javascript",
        "Rust": "rust",
    ]

    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        let id = try record.name("task_id")
        let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let language = languages[parts[0]], Int(parts[1]) != nil else {
            throw record.fault(
                "`task_id` is not such as `CPP/0`", at: "task_id",
                hint: "the languages are "
                    + languages.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))
        }
        let prompt = try record.text("prompt")
        let declaration = try record.text("declaration")
        let solution = try record.text("canonical_solution")
        let test = try test(record, language)
        let starter = starter(prompt, declaration, solution + test, language)
        var entryPoint = Identifier.declared(in: declaration)
        let suite = AssertionSuite(
            body: .code(Array(test.utf8)),
            // Python's tests call `check` themselves.
            entryPoint: language == "python" && !test.contains("\ncheck(")
                ? entryPoint : ProblemDraft.named(entryPoint, in: language))
        if language == "java" { entryPoint = entryPoint.map { "Solution.\($0)" } }
        let reference = starter + solution
        return draft.imported(
            Problem(
                name: try draft.name(id, set: nil),
                prompt: [ProblemDraft.completion(starter, language: language)],
                starterCode: starter, language: language, entryPoint: entryPoint,
                suite: .assertions(suite),
                reference: language == "go" ? GoImports.settled(reference) : reference,
                licence: draft.licence, source: draft.format.source, tags: [language],
                family: "HumanEval/\(parts[1])"))
    }

    private static func test(_ record: Record, _ language: String) throws -> String {
        let test = try record.text("test")
        switch language {
        case "go": return GoImports.settled(try record.textOrEmpty("test_setup") + "\n" + test)
        case "javascript":
            // Where a condition is false, Node's `console.assert` only prints.
            return """
                console.assert = (condition, ...message) => {
                  if (!condition) throw new Error(["assertion failed", ...message].join(" "));
                };
                """ + "\n" + test
        default: return test
        }
    }

    /// The prompt as a program's beginning that compiles by itself.
    private static func starter(
        _ prompt: String, _ declaration: String, _ code: String, _ language: String
    ) -> String {
        switch language {
        case "go": return prompt.hasPrefix("package ") ? prompt : "package main\n\n" + prompt
        case "cpp":
            // The solutions rely on headers that only the declaration includes.
            let present = Set(prompt.split(separator: "\n").map { $0.filter { $0 != " " } })
            let missing = declaration.split(separator: "\n").filter { line in
                line.hasPrefix("#include") && !present.contains(line.filter { $0 != " " })
            }
            return missing.map { $0 + "\n" }.joined() + prompt
        case "rust":
            // Every prompt names three libraries that a few of the solutions and tests need.
            let libraries = [
                ("use rand::", "rand::"), ("use regex::", "Regex"), ("use md5", "md5::"),
            ]
            let lines = prompt.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.filter { line in
                !libraries.contains { line.hasPrefix($0.0) && !code.contains($0.1) }
            }.joined(separator: "\n")
        default: return prompt
        }
    }
}
