import Execution
import Judging

/// MultiPL-E: HumanEval and MBPP translated by a program into many languages.
enum MultiPLEForm {
    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        let name = try record.name("name")
        let code = try record.name("language")
        let language = LanguageNames.identifier(code) ?? code
        let prompt = try record.text("prompt")
        var tests = try record.text("tests")
        guard !tests.trimmed.isEmpty else { throw record.fault("`tests` is empty", at: "tests") }
        // A completion is cut where the function's brace would be; the tests begin with it.
        let start = tests.drop { $0.isWhitespace }
        let closes = start.first == "}"
        if closes { tests = String(start.dropFirst()) }
        let (family, function) = Self.family(name)
        let entryPoint = function.flatMap { Self.entryPoint($0, prompt) }
        return draft.imported(
            Problem(
                name: try draft.name(name, set: "multipl-e/\(code)"),
                prompt: [ProblemDraft.completion(prompt, language: language)],
                starterCode: prompt, closing: closes ? "}" : "", language: language,
                entryPoint: entryPoint,
                suite: .assertions(
                    AssertionSuite(
                        body: .code(Array(tests.utf8)),
                        entryPoint: ProblemDraft.named(entryPoint, in: language))),
                licence: draft.licence, source: draft.format.source, tags: [language],
                family: family ?? name))
    }

    /// `HumanEval_1_separate_paren_groups` or `mbpp_3_is_not_prime`.
    private static func family(_ name: String) -> (family: String?, function: String?) {
        let parts = name.split(separator: "_", maxSplits: 2).map(String.init)
        guard parts.count == 3, let number = Int(parts[1]) else { return (nil, nil) }
        switch parts[0].lowercased() {
        case "humaneval": return ("HumanEval/\(number)", parts[2])
        case "mbpp": return ("MBPP/\(number)", parts[2])
        default: return (nil, nil)
        }
    }

    /// The name as the language writes it: as it is, or in camel case.
    private static func entryPoint(_ function: String, _ prompt: String) -> String? {
        let words = function.split(separator: "_").map(String.init)
        let camel = (words.first ?? "") + words.dropFirst().map(\.capitalizedFirst).joined()
        let pascal = words.map(\.capitalizedFirst).joined()
        return [function, camel, pascal].first { prompt.contains($0) && Identifier.isValid($0) }
    }
}

extension String {
    fileprivate var capitalizedFirst: String {
        guard let first else { return "" }
        return first.uppercased() + dropFirst()
    }
}
