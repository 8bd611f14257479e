import Execution
import Grading
import Judging

@testable import Datasets

/// Values that the tests of this module share.
enum Examples {
    static func problem(_ name: String, tags: [String] = []) -> ProblemVersion {
        let starter = "def f(x):\n    \"\"\"Twice x, for \(name).\"\"\"\n"
        return ProblemVersion(
            sha256: Digest.sha256(name),
            problem: Problem(
                name: name, prompt: [HumanEvalImporter.message(for: starter)],
                starterCode: starter, language: "python", entryPoint: "f",
                suite: .assertions(
                    AssertionSuite(body: .code(Array("def check(f): pass".utf8)))),
                reference: starter + "    return 2 * x\n", licence: "MIT", source: "human-eval",
                tags: tags))
    }

    static func example(
        _ id: String, problem: ProblemVersion, body: String, verdict: Verdict = .accepted,
        passed: Int = 1, total: Int = 1, author: Author = Author(kind: .model, name: "acme-7b"),
        sampleIndex: Int = 0, response: String? = nil, grades: [Grade] = []
    ) -> GradedExample {
        let problem = problem.problem
        let submission = Submission(
            problem: problem.name, source: problem.starterCode + body, language: "python",
            author: author, sampleIndex: sampleIndex, response: response ?? body,
            licence: author.kind == .reference ? "MIT" : "")
        return GradedExample(
            id: id, submission: submission,
            report: report(verdict, passed: passed, total: total), grades: grades)
    }

    static func report(_ verdict: Verdict, passed: Int, total: Int) -> JudgeReport {
        let tests = (0..<total).map { index in
            TestResult(
                name: "\(index + 1)", verdict: index < passed ? .accepted : verdict)
        }
        let usage = Usage(wallMS: 12.5, cpuMS: 10, memoryPeakBytes: 9_000_000)
        return JudgeReport(
            verdict: verdict, integrity: .isolated, passed: passed, total: total, tests: tests,
            run: RunResult(termination: .exited(code: 0), usage: usage),
            environment: JudgeEnvironment(
                assay: "0.1.0", profile: "python", profileSHA256: Digest.sha256("profile"),
                harnessSHA256: Digest.sha256("harness"), toolchain: "Python 3.11.2",
                toolchainSHA256: Digest.sha256("toolchain"),
                box: BoxEnvironment(cpuMethod: "cgroup", memoryMethod: "cgroup")))
    }

    static func grade(
        _ score: Double?, by kind: Rater.Kind = .person, named name: String = "ada",
        rubric: String = "code-response", answers: [String: Answer] = [:]
    ) -> Grade {
        Grade(
            rater: Rater(kind: kind, name: name), rubricID: rubric, rubricVersion: "1.0.0",
            rubricSHA256: Digest.sha256(rubric), answers: answers, score: score,
            confidence: kind == .person ? 2 : nil, activeSeconds: kind == .person ? 61.5 : 0)
    }

    /// Two problems with answers of every kind that an export tells apart.
    static var dataset: [(ProblemVersion, [GradedExample])] {
        let first = problem("HumanEval/0", tags: ["lists", "easy"])
        let second = problem("HumanEval/1")
        let sampled = Author(
            kind: .model, name: "acme-7b", parameters: ["temperature": .number("0.8")])
        let chat = "Sure:\n\n```python\n\(first.problem.starterCode)    return x + x\n```\nDone."
        return [
            (
                first,
                [
                    example(
                        "s1", problem: first, body: "    return 2 * x\n",
                        author: Author(kind: .reference, name: "reference"),
                        grades: [
                            grade(1, by: .rule, named: "evidence", rubric: "code-execution"),
                            grade(0.9, answers: answers),
                        ]),
                    example(
                        "s2", problem: first, body: "    return x + x\n", author: sampled,
                        response: chat,
                        grades: [
                            grade(1, by: .rule, named: "evidence", rubric: "code-execution"),
                            grade(0.5), grade(0.7, named: "grace"),
                        ]),
                    example(
                        "s3", problem: first, body: "    return x\n", verdict: .wrongAnswer,
                        passed: 1, total: 4, author: sampled, sampleIndex: 1,
                        grades: [grade(0.1)]),
                    example(
                        "s4", problem: first, body: "    return 2 * x\n", author: sampled,
                        sampleIndex: 2, grades: [grade(0.9)]),
                    example(
                        "s5", problem: first, body: "    return 3\n", verdict: .judgeError,
                        author: sampled, sampleIndex: 3, grades: [grade(0.3)]),
                ]
            ),
            (
                second,
                [
                    example(
                        "s6", problem: second, body: "    return 2 * x  # \u{1F600} <&>\u{7}\n",
                        author: Author(kind: .reference, name: "reference"),
                        grades: [grade(nil)]),
                    example(
                        "s7", problem: second, body: "    import os\n    os._exit(0)\n",
                        verdict: .tampered, passed: 0, total: 4,
                        author: Author(kind: .mutant, name: "mutant")),
                ]
            ),
        ]
    }

    private static let answers: [String: Answer] = [
        "correctness": Answer(value: .number(4), rationale: "all tests pass", automatic: true),
        "explanation_true": Answer(value: .notApplicable),
        "names": Answer(value: .text("plain"), rationale: "says \"x\""),
        "tested": Answer(value: .bool(true)),
    ]

    static func options(
        _ form: DatasetForm, _ source: LabelSource = .evidence, minimal: Bool = false
    ) -> DatasetOptions {
        DatasetOptions(form: form, labelSource: source, minimal: minimal, assay: "0.1.0")
    }

    /// A whole export: its files by name.
    static func export(
        _ dataset: [(ProblemVersion, [GradedExample])], _ options: DatasetOptions
    ) -> [String: String] {
        var export = DatasetExport(options)
        var rows: [UInt8] = []
        for (problem, examples) in dataset {
            export.add(problem, examples)
            rows += export.takeRows()
        }
        var files = [options.dataFile: String(decoding: rows, as: UTF8.self)]
        for file in export.finish() {
            files[file.name] = String(decoding: file.contents, as: UTF8.self)
        }
        return files
    }

    /// The rows of an export, read back.
    static func rows(
        _ dataset: [(ProblemVersion, [GradedExample])], _ options: DatasetOptions
    ) throws -> [JSON] {
        try (export(dataset, options)[options.dataFile] ?? "")
            .split(separator: "\n").map { try JSON(parsing: String($0)) }
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
