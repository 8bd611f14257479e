import Execution
import Judging

/// Test programs read as calls with expected values, which are judged isolated in every language.
enum Translated {
    /// The problem with its tests as calls, or as it was, with the reason.
    static func problem(_ imported: ImportedProblem, _ draft: ProblemDraft) -> ImportedProblem {
        let problem = imported.problem
        guard !draft.options.asWritten, case .assertions(let suite) = problem.suite else {
            return imported
        }
        var imported = imported
        guard let entryPoint = problem.entryPoint else {
            imported.untranslated = "the function that is tested is not known"
            return imported
        }
        guard let result = translation(suite, entryPoint, imported, draft.record) else {
            return imported
        }
        switch result {
        case .success(let suite): imported.problem.suite = .function(suite)
        case .failure(let refusal): imported.untranslated = refusal.text
        }
        return imported
    }

    /// `nil` for sets whose tests are no programs of calls.
    private static func translation(
        _ suite: AssertionSuite, _ entryPoint: String, _ imported: ImportedProblem,
        _ record: Record
    ) -> Result<FunctionSuite, TestTranslation.Refusal>? {
        let problem = imported.problem
        let texts: [String]
        switch suite.body {
        case .asserts(let asserts): texts = asserts.map { String(decoding: $0, as: UTF8.self) }
        case .code: texts = []
        }
        switch ProblemFormat(rawValue: problem.source) {
        case .mbpp:
            // What the tests need to be set up is no literal.
            guard suite.prelude.isEmpty else { return nil }
            return TestTranslation.suite(ofAsserts: texts, entryPoint: entryPoint)
        case .humanEvalX, .mxeval, .multiPLE:
            let field = problem.source == ProblemFormat.multiPLE.source ? "tests" : "test"
            let declaration = record.object["declaration"] ?? record.object["prompt"]
            return TestTranslation.suite(
                of: record.object[field]?.string ?? "", language: problem.language,
                entryPoint: entryPoint, declaration: declaration?.string ?? "")
        default: return nil
        }
    }
}
