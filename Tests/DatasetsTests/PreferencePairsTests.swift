import Grading
import Judging
import Testing

@testable import Datasets

struct PreferencePairsTests {
    private let problem = Examples.problem("P/0")

    /// `a0.9` is accepted with a human label of 0.9, `w0.2` is a wrong answer with 0.2.
    private func pairs(_ specs: [String], maximum: Int = 8) -> [String] {
        var leftOut: [LeftOut: Int] = [:]
        let examples = specs.enumerated().map { index, spec in
            let score = Double(spec.dropFirst()) ?? 0
            return Examples.example(
                spec, problem: problem, body: "    return \(index)\n",
                verdict: spec.hasPrefix("a") ? .accepted : .wrongAnswer,
                passed: spec.hasPrefix("a") ? 1 : 0, grades: [Examples.grade(score)])
        }
        let candidates = Candidate.all(examples, source: .human, leftOut: &leftOut)
        return PreferencePairs.pairs(
            of: candidates, maximum: maximum, margin: 0.1, leftOut: &leftOut
        ).map { "\($0.chosen.example.id)>\($0.rejected.example.id)" }
    }

    @Test(arguments: [
        (["a0.9", "w0.2"], ["a0.9>w0.2"]),
        (["w0.2", "a0.9"], ["a0.9>w0.2"]),
        // Two accepted answers: the label decides, if it says enough.
        (["a0.9", "a0.5"], ["a0.9>a0.5"]),
        (["a0.9", "a0.85"], []),
        // An equal label is no contradiction of the tests, a higher one is.
        (["a0.5", "w0.5"], ["a0.5>w0.5"]),
        (["a0.5", "w0.6"], []),
        // Nothing to learn from the better of two wrong ones.
        (["w0.9", "w0.1"], []),
        (["a1"], []),
        ([], []),
        (
            ["a1", "a0.9", "w0.1", "w0.0"],
            ["a1>w0.0", "a0.9>w0.1", "a1>w0.1", "a1>a0.9", "a0.9>w0.0"]
        ),
    ])
    func `pairs come best against worst, each once`(specs: [String], expected: [String]) {
        #expect(pairs(specs) == expected)
    }

    @Test func `a problem has no more pairs than allowed`() {
        let specs = (0..<20).map { "a0.9\($0)" } + (0..<20).map { "w0.1\($0)" }
        let made = pairs(specs, maximum: 12)
        #expect(made.count == 12)
        // As many answers as possible take part before one is used twice.
        #expect(Set(made.map { $0.split(separator: ">")[0] }).count == 12)
        #expect(Set(made.map { $0.split(separator: ">")[1] }).count == 12)
    }

    @Test func `an answer that was accepted once and refused once makes no pair`() {
        let body = "    return 1\n"
        let candidates = [
            Examples.example("1", problem: problem, body: body),
            Examples.example("2", problem: problem, body: body, verdict: .timeLimitExceeded),
            Examples.example("3", problem: problem, body: "    return 2\n", verdict: .wrongAnswer),
        ]
        var export = DatasetExport(Examples.options(.dpo))
        export.add(problem, candidates)
        #expect(export.rows == 0)
        #expect(export.leftOut == [.duplicate: 1, .conflictingVerdicts: 1, .noPair: 1])
    }
}

struct LabelTests {
    private let accepted = Examples.report(.accepted, passed: 4, total: 4)

    private func label(
        _ report: JudgeReport, _ grades: [Grade], _ source: LabelSource
    ) -> Double? {
        Label(report: report, grades: grades, source: source)?.value
    }

    @Test(arguments: [
        (Verdict.accepted, 4, 1.0), (.wrongAnswer, 3, 0.75), (.runtimeError, 0, 0.0),
        (.tampered, 3, 0.0), (.compileError, 0, 0.0), (.wrongAnswer, 4, 0.0),
    ])
    func `without a rule's grade, evidence is the share of tests passed`(
        verdict: Verdict, passed: Int, value: Double
    ) {
        let report = Examples.report(verdict, passed: passed, total: 4)
        #expect(label(report, [Examples.grade(0.3)], .evidence) == value)
    }

    @Test func `a rule's grade is evidence and a person's is not`() {
        let grades = [Examples.grade(0.3), Examples.grade(0.8, by: .rule)]
        #expect(label(accepted, grades, .evidence) == 0.8)
        #expect(label(accepted, grades, .human) == 0.3)
        #expect(label(accepted, [Examples.grade(0.8, by: .rule)], .human) == nil)
        #expect(label(accepted, [Examples.grade(nil)], .human) == nil)
        #expect(label(accepted, grades, .adjudicated) == nil)
    }

    @Test func `a rubric with more raters does not outweigh another`() {
        let grades = [
            Examples.grade(1, named: "ada"), Examples.grade(1, named: "grace"),
            Examples.grade(0, rubric: "code-security"),
        ]
        #expect(label(accepted, grades, .human) == 0.5)
    }
}

struct AnswerTests {
    private let problem = Examples.problem("P/0")

    private func answer(body: String, response: String?) -> String? {
        var leftOut: [LeftOut: Int] = [:]
        let example = Examples.example("1", problem: problem, body: body, response: response)
        return Candidate.all([example], source: .evidence, leftOut: &leftOut).first?.answer
    }

    @Test func `a completion becomes the whole program in a fence`() {
        let program = problem.problem.starterCode + "    return 1"
        #expect(answer(body: "    return 1", response: nil) == "```python\n\(program)\n```")
    }

    @Test func `a chat answer that holds the program stays as it was`() {
        let program = problem.problem.starterCode + "    return 1\n"
        let chat = "Here:\n```python\n\(program)```\nBye."
        #expect(answer(body: "    return 1\n", response: chat) == chat)
    }

    @Test func `a program with backticks gets a longer fence`() throws {
        let body = "    return '''\n```\n'''\n"
        let text = try #require(answer(body: body, response: nil))
        #expect(text.hasPrefix("````python\n") && text.hasSuffix("\n````"))
        #expect(Fence.blocks(in: text) == [problem.problem.starterCode + body])
    }
}
