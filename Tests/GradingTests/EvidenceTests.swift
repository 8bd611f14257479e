import Execution
import Grading
import Judging
import Testing

@Suite struct EvidenceTests {
    private static func submission(_ response: String) -> Submission {
        Submission(
            problem: "p/1", source: "x", language: "python",
            author: Author(kind: .model, name: "m"), response: response)
    }

    private static let problem = Problem(
        name: "p/1", prompt: [], language: "python", suite: .stdio([]),
        tags: ["easy", "surface:sql"])

    @Test func `a report gives its facts, and what was not measured is absent`() {
        var report = Samples.report(.wrongAnswer, passed: 3, total: 4, cpuMS: 50)
        report.limits.cpuMS = 1000
        let evidence = Evidence(
            report: report, problem: Self.problem,
            submission: Self.submission("Here it is:\n```python\nx\n```"),
            reference: Samples.report(cpuMS: 25))
        let expected: [String: Fact] = [
            "evidence.verdict": .text("wrong_answer"), "evidence.integrity": .text("isolated"),
            "evidence.build.status": .text("ok"), "evidence.tests.passed": .number(3),
            "evidence.tests.total": .number(4), "evidence.tests.pass_ratio": .number(0.75),
            "evidence.resources.cpu_ms": .number(50), "evidence.resources.wall_ms": .number(100),
            "evidence.resources.memory_peak_bytes": .number(8_388_608),
            "evidence.resources.cpu_share_of_limit": .number(0.05),
            "evidence.resources.cpu_ratio_to_reference": .number(2),
            "evidence.resources.limit": .null, "evidence.sandbox.policy_violations": .number(0),
            "evidence.lint.errors": .null, "item.name": .text("p/1"),
            "item.language": .text("python"), "item.surface": .text("sql"),
            "item.has_explanation": .bool(true),
        ]
        for (name, fact) in expected { #expect(evidence[name] == fact, "\(name)") }
    }

    @Test func `every fact that evidence gives is declared with its type`() {
        var report = Samples.report(.securityViolation)
        report.points = 2
        report.compile = report.run
        report.limit = LimitBreach(name: .cpuMS, limit: 1, measured: 2)
        let evidence = Evidence(
            report: report, problem: Self.problem, submission: Self.submission("x"),
            reference: Samples.report())
        #expect(evidence.facts.count > 20)
        for (name, fact) in evidence.facts where fact != .null {
            guard let entry = Evidence.declared[name] else {
                Issue.record("\(name) is not declared")
                continue
            }
            switch (entry.type, fact) {
            case (.bool, .bool), (.number, .number), (.list, .list): break
            case (.text, .text(let text)):
                if let words = entry.words { #expect(words.contains(text), "\(name)") }
            default: Issue.record("\(name) is \(fact), not \(entry.type)")
            }
        }
    }

    @Test func `of cases with a run each, the costliest counts`() {
        var report = Samples.report(total: 2)
        report.run = nil
        for (index, cpu) in [30.0, 70.0].enumerated() {
            report.tests[index].run = RunResult(
                termination: .exited(code: 0),
                usage: Usage(wallMS: 1, cpuMS: cpu, memoryPeakBytes: 100 - Int(cpu)))
        }
        let evidence = Evidence(report: report)
        #expect(evidence["evidence.resources.cpu_ms"] == .number(70))
        #expect(evidence["evidence.resources.memory_peak_bytes"] == .number(70))
    }

    @Test func `a fault of the judge says nothing about the submission`() {
        let evidence = Evidence(report: Samples.report(.judgeError, passed: 0))
        #expect(evidence.verdict == .judgeError)
        #expect(evidence["evidence.tests.passed"] == .null)
        #expect(evidence["evidence.build.status"] == .null)
        #expect(evidence.produced.isEmpty)
    }

    @Test(arguments: [
        ("def f(): pass", false), ("```python\nx\n```", false), ("", false),
        ("Sure!\n```\nx\n```", true), ("```\nx\n```\nIt is O(n).", true), ("only words", false),
    ])
    func `prose around a block of code is an explanation`(response: String, has: Bool) {
        let evidence = Evidence(submission: Self.submission(response))
        #expect(evidence["item.has_explanation"] == .bool(has))
    }

    private func lockedRubric(_ more: [Criterion] = []) throws -> Rubric {
        let auto = Criterion.Automatic(
            value: try Samples.expression("evidence.tests.passed"), mode: .lock)
        return Samples.rubric(
            [Samples.criterion("a", auto: auto)] + more, requiredEvidence: ["tests"])
    }

    @Test func `a rule grades what is locked`() throws {
        let evidence = Evidence(report: Samples.report(.wrongAnswer, passed: 2))
        let grade = try RuleRater.grade(try lockedRubric(), evidence: evidence)
        #expect(grade.rater == Rater(kind: .rule, name: "sample"))
        #expect(grade.score == 0.5)
        #expect(try RuleRater.grade(try lockedRubric(), evidence: evidence) == grade)
    }

    @Test func `a rule refuses what needs a person, by name`() throws {
        let rubric = try lockedRubric([Samples.criterion("style")])
        let error = #expect(throws: Diagnostic.self) {
            try RuleRater.grade(rubric, evidence: Evidence(report: Samples.report()))
        }
        #expect(error?.note == "the criterion `style` is not locked to evidence")
        #expect(!RuleRater.canGrade(rubric))
    }

    @Test func `a rule never grades a fault of the judge, nor what was not judged`() throws {
        let rubric = try lockedRubric()
        let fault = #expect(throws: Diagnostic.self) {
            try RuleRater.grade(rubric, evidence: Evidence(report: Samples.report(.judgeError)))
        }
        #expect(
            fault?.message == "a submission whose verdict is `judge_error` cannot be graded")
        for report in [nil, Samples.report(passed: 0, total: 0)] {
            let absent = #expect(throws: Diagnostic.self) {
                try RuleRater.grade(rubric, evidence: Evidence(report: report))
            }
            #expect(absent?.message == "evidence is missing: tests")
        }
    }
}
