import Execution
import Grading
import Judging
import Testing

@Suite struct GradeTests {
    private func problems(
        _ rubric: Rubric, _ draft: GradeDraft, _ evidence: Evidence = Evidence()
    ) throws -> [String] {
        do {
            _ = try rubric.grade(draft, evidence: evidence)
            return []
        } catch let refusal as GradeRefusal {
            return refusal.problems.map(\.message)
        }
    }

    private func passed(_ mode: Criterion.Automatic.Mode) throws -> Criterion.Automatic {
        .init(value: try Samples.expression("evidence.tests.passed"), mode: mode)
    }

    @Test func `a good draft becomes a grade with the rubric's digest and its score`() throws {
        let rubric = Samples.rubric(
            [Samples.criterion("a"), Samples.criterion("b", weight: 3)],
            flags: [
                Flag(id: "x", title: "X", severity: .high),
                Flag(id: "y", title: "Y", severity: .item),
            ], confidence: ConfidenceRule(values: [1, 2, 3], required: true))
        var draft = Samples.draft(
            Samples.answers(["a": 4, "b": nil]), flags: ["y", "x", "y"], confidence: 2,
            activeSeconds: 61.5)
        draft.comment = "fine"
        let grade = try rubric.grade(draft, evidence: Evidence())
        #expect(grade.score == 1)
        #expect(grade.rubricSHA256 == "abc")
        #expect(grade.rubricVersion == "1.0.0")
        #expect(grade.answers["b"]?.value == .notApplicable)
        #expect(grade.flags == ["x", "y"])
        #expect(grade.confidence == 2)
        #expect(grade.activeSeconds == 61.5)
        #expect(grade.comment == "fine")
        #expect(grade.rater == Rater(kind: .person, name: "ada"))
    }

    @Test func `every problem is told, and names its criterion`() throws {
        let rubric = Samples.rubric(
            [
                Samples.criterion("style"), Samples.criterion("truth", Samples.yesNo),
                Samples.criterion("note", weight: 0),
            ],
            flags: [Flag(id: "malicious", title: "", severity: .block)],
            confidence: ConfidenceRule(values: [1, 2, 3], required: true))
        let answers = [
            "style": Answer(value: .number(7)), "stile": Answer(value: .number(1)),
        ]
        let found = try problems(
            rubric, Samples.draft(answers, flags: ["malicous"], activeSeconds: -1))
        #expect(
            found == [
                "there is no criterion `stile`", "`style` cannot be `7`", "`truth` is not answered",
                "there is no flag `malicous`", "the confidence is not given",
                "the active time must be 0 seconds or more",
            ])
        let wrongKind = [
            "style": Answer(value: .bool(true)), "truth": Answer(value: .notApplicable),
        ]
        #expect(
            try problems(rubric, Samples.draft(wrongKind, confidence: 9)) == [
                "`style` cannot be `true`", "`truth` cannot be `n/a`",
                "the confidence cannot be `9`",
            ])
    }

    @Test func `the hint says what an answer can be`() throws {
        let rubric = Samples.rubric([Samples.criterion("style")])
        let refusal = #expect(throws: GradeRefusal.self) {
            try rubric.grade(Samples.draft([:]), evidence: Evidence())
        }
        #expect(refusal?.problems.first?.hint == "it can be 0, 1, 2, 3, 4 or n/a")
        #expect(refusal?.problems.first?.criterion == "style")
        #expect(refusal?.diagnostics.first?.message == "`style` is not answered")
    }

    static let bounds: [(Criterion.Automatic.Mode, Double, [String])] = [
        (Criterion.Automatic.Mode.ceiling, 4.0, ["`a` can be at most `3` by evidence"]),
        (.ceiling, 3, []), (.ceiling, 0, []),
        (.floor, 2, ["`a` must be at least `3` by evidence"]), (.floor, 3, []), (.floor, 4, []),
        (.suggest, 0, []), (.suggest, 4, []),
        (.lock, 4, ["`a` is `3` by evidence and cannot be changed"]), (.lock, 3, []),
    ]

    @Test(arguments: bounds)
    func `evidence bounds an answer as its mode says`(
        mode: Criterion.Automatic.Mode, given: Double, expected: [String]
    ) throws {
        let rubric = Samples.rubric([Samples.criterion("a", auto: try passed(mode))])
        let evidence = Evidence(report: Samples.report(.wrongAnswer, passed: 3))
        let draft = Samples.draft(Samples.answers(["a": given]))
        #expect(try problems(rubric, draft, evidence) == expected)
        // Without evidence there is no bound, and only a lock leaves nothing to say.
        let locked = ["`a` comes from evidence alone, and there is none"]
        #expect(try problems(rubric, draft) == (mode == .lock ? locked : []))
    }

    @Test func `a locked answer is filled in, whatever the draft leaves out`() throws {
        let rubric = Samples.rubric([Samples.criterion("a", auto: try passed(.lock))])
        let grade = try rubric.grade(
            Samples.draft([:]), evidence: Evidence(report: Samples.report(passed: 3)))
        #expect(grade.answers["a"] == Answer(value: .number(3), automatic: true))
        #expect(grade.score == 0.75)
    }

    @Test func `a criterion that does not apply is neither asked for nor taken`() throws {
        let applies = try Samples.expression("answers.a >= 2", ["a"])
        let rubric = Samples.rubric([
            Samples.criterion("a"), Samples.criterion("b", appliesWhen: applies),
        ])
        let low = try rubric.grade(
            Samples.draft(Samples.answers(["a": 1, "b": nil])), evidence: Evidence())
        #expect(Array(low.answers.keys) == ["a"])
        #expect(
            try problems(rubric, Samples.draft(Samples.answers(["a": 1, "b": 3])))
                == ["`b` does not apply here"])
        #expect(
            try problems(rubric, Samples.draft(Samples.answers(["a": 2])))
                == ["`b` is not answered"])
    }

    static let rationales: [(String, [String])] = [
        ("", ["the rationale of `a` is missing"]),
        ("   \n  ", ["the rationale of `a` is missing"]),
        ("line 3", ["the rationale of `a` is too short"]),
        ("it is wrong somewhere", ["the rationale of `a` cites no line or test"]),
        ("it is wrong on line 12", []), ("it fails for test 3, see there", []),
        ("see L12, it cannot be right", []), ("case-3 of the suite is wrong", []),
    ]

    @Test(arguments: rationales)
    func `reasons are asked for where the rule says so`(
        rationale: String, expected: [String]
    ) throws {
        let rule = Criterion.RationaleRule(
            when: try Samples.expression("value <= 2", inside: Samples.q5), minimumCharacters: 20,
            cite: [.line, .test])
        let rubric = Samples.rubric([Samples.criterion("a", rationale: rule)])
        let evidence = Evidence(report: Samples.report())
        let low = Samples.draft(["a": Answer(value: .number(1), rationale: rationale)])
        #expect(try problems(rubric, low, evidence) == expected)
        let high = Samples.draft(["a": Answer(value: .number(3), rationale: rationale)])
        #expect(try problems(rubric, high, evidence) == [])
        let none = Samples.draft(["a": Answer(value: .notApplicable)])
        #expect(try problems(rubric, none, evidence) == [])
    }

    @Test func `a change of what the evidence suggests needs reasons`() throws {
        let rule = Criterion.RationaleRule(
            when: try Samples.expression("value != auto", inside: Samples.q5))
        let rubric = Samples.rubric([
            Samples.criterion("a", auto: try passed(.suggest), rationale: rule)
        ])
        let evidence = Evidence(report: Samples.report(passed: 3))
        let same = Answer(value: .number(3), automatic: true)
        let kept = try rubric.grade(Samples.draft(["a": same]), evidence: evidence)
        #expect(kept.answers["a"]?.automatic == true)
        let other = Answer(value: .number(2), automatic: true)
        #expect(
            try problems(rubric, Samples.draft(["a": other]), evidence)
                == ["the rationale of `a` is missing"])
        let explained = Answer(value: .number(2), rationale: "slow", automatic: true)
        let changed = try rubric.grade(Samples.draft(["a": explained]), evidence: evidence)
        #expect(changed.answers["a"]?.automatic == false)
    }

    static let quotations: [(String, [String])] = [
        ("it says \"O(n)\", which is false", ["the rationale of `a` names no weakness"]),
        ("it says `O(n)`: CWE-400", []),
        ("CWE-400, nothing quoted", ["the rationale of `a` quotes nothing of the response"]),
        ("it says `O(1)`: CWE-400", ["the rationale of `a` quotes nothing of the response"]),
    ]

    @Test(arguments: quotations)
    func `a quotation is of the response, and a weakness has a number`(
        rationale: String, expected: [String]
    ) throws {
        let rule = Criterion.RationaleRule(quoteRequired: true, taxonomy: "cwe")
        let rubric = Samples.rubric([Samples.criterion("a", rationale: rule)])
        let submission = Submission(
            problem: "p", source: "", language: "python",
            author: Author(kind: .model, name: "m"), response: "This is O(n).")
        let draft = Samples.draft(["a": Answer(value: .number(1), rationale: rationale)])
        #expect(try problems(rubric, draft, Evidence(submission: submission)) == expected)
    }

    @Test func `a gate that blocks keeps the draft from being a grade`() throws {
        let gate = Gate(
            id: "stop", label: "Ask first", when: try Samples.expression("answers.a == 0", ["a"]),
            effect: .blockSubmit)
        let rubric = Samples.rubric([Samples.criterion("a")], gates: [gate])
        #expect(
            try problems(rubric, Samples.draft(Samples.answers(["a": 0])))
                == ["cannot be submitted: Ask first"])
        #expect(try problems(rubric, Samples.draft(Samples.answers(["a": 1]))) == [])
    }

    @Test func `the state of a criterion tells a page what to show`() throws {
        let rule = Criterion.RationaleRule(
            when: try Samples.expression("value != auto", inside: Samples.q5))
        let applies = try Samples.expression("answers.a == 3", ["a"])
        let rubric = Samples.rubric([
            Samples.criterion("a", auto: try passed(.suggest), rationale: rule),
            Samples.criterion("b", appliesWhen: applies),
        ])
        let evidence = Evidence(report: Samples.report(passed: 3))
        let fresh = rubric.states([:], evidence: evidence)
        #expect(fresh["a"]?.automatic == .number(3))
        #expect(fresh["a"]?.rationaleRequired == false)
        #expect(fresh["b"]?.applies == false)
        let changed = rubric.states(Samples.answers(["a": 2]), evidence: evidence)
        #expect(changed["a"]?.rationaleRequired == true)
        let kept = rubric.states(Samples.answers(["a": 3]), evidence: evidence)
        #expect(kept["b"]?.applies == true)
    }
}
