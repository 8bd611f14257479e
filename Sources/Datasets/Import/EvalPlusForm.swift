import Execution
package import Judging

/// HumanEval+ and MBPP+ as EvalPlus publishes them: inputs, and a solution that gives the answers.
enum EvalPlusForm {
    /// Answers that no comparison of values could tell from wrong ones.
    private static let untestable = [
        "Mbpp/164": "its own harness accepts every answer, so there is nothing to test"
    ]

    static func problem(_ draft: ProblemDraft) throws -> ImportedProblem {
        let record = draft.record
        let id = try record.name("task_id")
        if let reason = untestable[id] {
            throw record.fault("the problem `\(id)` cannot be tested", at: "task_id", note: reason)
        }
        let prompt = try record.text("prompt")
        let entryPoint = try record.name("entry_point")
        guard Identifier.isValid(entryPoint) else {
            throw record.fault(
                "`entry_point` is not a Python name", at: "entry_point", note: "`\(entryPoint)`")
        }
        let base = try inputs("base_input", of: id, record)
        let plus = try inputs("plus_input", of: id, record)
        guard base.count + plus.count > 0 else {
            throw record.fault("there is no input", at: "base_input")
        }
        let tolerance = try tolerance(record)
        let parts = id.split(separator: "/", maxSplits: 1)
        let family =
            parts.first == "Mbpp" && parts.count == 2 ? "MBPP/\(parts[1])" : id
        var problem = Problem(
            name: try draft.name(id, set: "evalplus"),
            prompt: [ProblemDraft.completion(prompt, language: "python")], starterCode: prompt,
            language: "python", entryPoint: entryPoint,
            suite: .function(
                FunctionSuite(
                    entryPoint: entryPoint,
                    cases: cases(base, "base") + cases(plus, "plus"))),
            reference: prompt + (try record.text("canonical_solution")), licence: draft.licence,
            source: draft.format.source, tags: ["python"], family: family)
        if id == "HumanEval/32" {
            problem.suite = .assertions(roots(base + plus, entryPoint, tolerance))
            return draft.imported(problem)
        }
        return draft.imported(
            problem,
            answers: .ofReference(ReferenceRule(task: entryPoint, id: id, tolerance: tolerance)))
    }

    private static func cases(_ inputs: [[Value]], _ group: String) -> [FunctionCase] {
        inputs.enumerated().map { index, arguments in
            FunctionCase(
                name: "\(group) \(index + 1)", arguments: arguments.map(\.json),
                expectation: .value(.null), group: group)
        }
    }

    private static func tolerance(_ record: Record) throws -> Double {
        guard let value = record.object["atol"], !value.isNull else { return 0 }
        guard let number = value.double, number >= 0, number.isFinite else {
            throw record.fault("`atol` is no number from 0", at: "atol")
        }
        return number
    }

    private static func inputs(
        _ key: String, of id: String, _ record: Record
    ) throws -> [[Value]] {
        guard let value = record.object[key] else {
            throw record.fault("the field `\(key)` is missing", at: nil)
        }
        // MBPP+ writes an empty object where it has no further input.
        if value.object?.members.isEmpty == true { return [] }
        guard let calls = value.array else {
            throw record.fault("`\(key)` is \(record.kind(value)), not a list", at: key)
        }
        let shape = EvalPlusShape(task: id)
        return try calls.enumerated().map { index, call in
            guard let arguments = call.array else {
                throw record.fault(
                    "`\(key)` holds \(record.kind(call)) at \(index + 1), not a list of arguments",
                    at: key)
            }
            guard let shaped = shape.shaped(arguments.map { PlainValue.value($0) }) else {
                throw record.fault(
                    "`\(key)`: call \(index + 1) has not the arguments that `\(id)` is known by",
                    at: key)
            }
            return shaped
        }
    }

    /// Any root of the polynomial is right, which no expected value can say: the test asks for one.
    private static func roots(
        _ inputs: [[Value]], _ entryPoint: String, _ tolerance: Double
    ) -> AssertionSuite {
        let prelude = """
            import math


            def value_at(coefficients, x):
                return sum(c * math.pow(x, power) for power, c in enumerate(coefficients))

            """
        let asserts = inputs.map { arguments in
            let list = arguments.map(\.text).joined(separator: ", ")
            return "assert abs(value_at(\(list), \(entryPoint)(\(list)))) <= \(tolerance)"
        }
        return AssertionSuite(
            prelude: Array(prelude.utf8), body: .asserts(asserts.map { Array($0.utf8) }),
            entryPoint: entryPoint)
    }
}

/// How the answers of a reference become expected values.
package struct ReferenceRule: Sendable, Equatable {
    /// The entry point, by which EvalPlus names its special cases.
    package var task: String
    package var id: String
    /// Absolute; 0 if answers are compared exactly, floats within 1e-6.
    package var tolerance: Double

    private static let asSets: Set = [
        "similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly",
        "larg_nnum", "intersection_array", "find_dissimilar", "Diff",
    ]
    private static let asFound: Set = ["check_str", "text_match_three", "text_starta_endb"]

    /// The problem with what the reference answered to its calls, in their order.
    ///
    /// - Throws: `Diagnostic` if an answer is no plain data.
    package func completed(
        _ imported: ImportedProblem, with answers: [CallAnswer]
    ) throws -> ImportedProblem {
        var imported = imported
        guard case .function(var suite) = imported.problem.suite,
            suite.cases.count == answers.count
        else { throw imported.fault("the reference answered another number of calls") }
        imported.answers = .given
        let answers = leaveOut(&suite, answers, &imported)
        if Self.asFound.contains(task), id.hasPrefix("Mbpp/") {
            imported.problem.suite = .assertions(try found(suite, answers, imported))
            return imported
        }
        for (index, answer) in answers.enumerated() {
            let value = try value(answer, of: suite.cases[index], imported)
            suite.cases[index].expectation = .value(value.json)
            suite.cases[index].comparison = comparison(for: value)
            if id == "Mbpp/295" {
                suite.cases[index].expectation = .anyOf([value.json, 0])
            }
        }
        imported.problem.suite = .function(suite)
        return imported
    }

    /// What is answered: an answer that no limit allows cannot be stored, nor any submission's.
    private func leaveOut(
        _ suite: inout FunctionSuite, _ answers: [CallAnswer], _ imported: inout ImportedProblem
    ) -> [CallAnswer] {
        var kept: [(FunctionCase, CallAnswer)] = []
        for (item, answer) in zip(suite.cases, answers) {
            guard case .nothing(let why) = answer else {
                kept.append((item, answer))
                continue
            }
            let name = item.name ?? ""
            imported.problem.tags.append("left-out:\(name)")
            imported.remarks.append(
                imported.fault("the input `\(name)` is left out: the reference \(why)"))
        }
        suite.cases = kept.map(\.0)
        return kept.map(\.1)
    }

    private func value(
        _ answer: CallAnswer, of item: FunctionCase, _ imported: ImportedProblem
    ) throws -> Value {
        let name = item.name ?? ""
        switch answer {
        case .value(let value): return value
        case .nothing(let why):
            throw imported.fault("the reference \(why) for the input `\(name)`")
        case .raised(let what):
            throw imported.fault(
                "the reference raised \(what) for the input `\(name)`",
                note: "the expected values are what the reference returns")
        case .cannot(let type):
            throw imported.fault(
                "the reference returned a value of type `\(type)` for the input `\(name)`, "
                    + "which is no plain data")
        }
    }

    private func comparison(for expected: Value) -> FunctionCase.Comparison {
        if Self.asSets.contains(task), id.hasPrefix("Mbpp/") {
            switch expected {
            case .list, .tuple, .set, .frozenset: return .set
            default: break
            }
        }
        if tolerance > 0 { return .close(absolute: tolerance, relative: 1e-7) }
        return Self.hasFloat(expected) ? .close(absolute: 1e-6, relative: 1e-7) : .equal
    }

    private static func hasFloat(_ value: Value) -> Bool {
        switch value {
        case .float, .complex: true
        case .list(let items), .tuple(let items): items.contains(where: hasFloat)
        case .dict(let entries): entries.contains { hasFloat($0.value) }
        case .definition(_, let value): hasFloat(value)
        default: false
        }
    }

    /// Whether something was found is all that counts: a match, `True` or a string are the same.
    private func found(
        _ suite: FunctionSuite, _ answers: [CallAnswer], _ imported: ImportedProblem
    ) throws -> AssertionSuite {
        let prelude = """
            def found(answer):
                return answer if isinstance(answer, bool) else answer is not None

            """
        let asserts = try zip(suite.cases, answers).map { item, answer in
            let wanted: Bool
            switch answer {
            case .value(.bool(let value)): wanted = value
            case .value(.null): wanted = false
            case .value, .cannot: wanted = true
            case .raised, .nothing: wanted = try value(answer, of: item, imported) == .bool(true)
            }
            let arguments = item.arguments.compactMap { try? Value($0).text }
            return "assert found(\(suite.entryPoint)(\(arguments.joined(separator: ", ")))) is "
                + (wanted ? "True" : "False")
        }
        return AssertionSuite(
            prelude: Array(prelude.utf8), body: .asserts(asserts.map { Array($0.utf8) }),
            entryPoint: suite.entryPoint)
    }
}
