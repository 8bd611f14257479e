import Execution
import Judging

/// mxeval's sets: MBXP and the multilingual HumanEval.
enum MXEvalForm {
    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        let id = try record.name("task_id")
        let code = try record.name("language")
        let language = LanguageNames.identifier(code) ?? code.lowercased()
        let prompt = try record.text("prompt")
        let entryPoint = try record.name("entry_point")
        let parts = entryPoint.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ Identifier.isValid($0) }) else {
            throw record.fault(
                "`entry_point` is not the name of a function", at: "entry_point",
                note: "`\(entryPoint)`")
        }
        let test = try record.text("test")
        guard !test.trimmed.isEmpty else { throw record.fault("`test` is empty", at: "test") }
        let solution = try record.textOrEmpty("canonical_solution")
        // Python's tests define `check`, which the harness calls.
        let checks = language == "python" && !test.contains("\ncheck(")
        let number = id.split(separator: "/").last.map(String.init) ?? id
        let isHumanEval = id.lowercased().hasPrefix("humaneval")
        // Ids that the original sets have too.
        let isForeign = isHumanEval || id.hasPrefix("MBPP/")
        return draft.imported(
            Problem(
                name: try draft.name(id, set: isForeign ? "mxeval/\(language)" : nil),
                prompt: [ProblemDraft.completion(prompt, language: language)],
                starterCode: prompt, language: language, entryPoint: entryPoint,
                suite: .assertions(
                    AssertionSuite(
                        body: .code(Array(test.utf8)),
                        entryPoint: checks
                            ? entryPoint : ProblemDraft.named(entryPoint, in: language))),
                reference: solution.isEmpty ? nil : prompt + solution, licence: draft.licence,
                source: draft.format.source, tags: [language],
                family: (isHumanEval ? "HumanEval/" : "MBPP/") + number))
    }
}
