import Catalog
import Execution
import Foundation
import Grading
import Judging
import Testing

@Suite struct RubricTests {
    static let text = """
        schema: rubric/1
        id: sample-rubric
        version: 1.2.3
        status: draft
        title: A sample
        unit: response
        scales:
          q3: {type: ordinal, values: [0, 1, 2], labels: {0: bad, 2: good}, not_applicable: true}
          yes_no: {type: binary}
        evidence: {require: [tests], optional: [lint]}
        gates:
          - {id: broken, when: "evidence.build.status != 'ok'", cap: 0.0, label: Broken}
        criteria:
          - id: right
            title: Right
            question: Is it right?
            axis: correctness
            scale: q3
            weight: 2
            auto:
              value: >-
                evidence.tests.pass_ratio == 1.0
                  ? 2 : 0
              mode: ceiling
            rationale: {when: "value != auto", min_chars: 10, cite: [test]}
            anchors: {0: wrong, 2: right}
            examples: [{score: 2, code: "x", why: because}]
          - id: polite
            title: Polite
            question: Is it polite?
            axis: tone
            scale: yes_no
            weight: 1
            applies_when: 'answers.right >= 1 and item.language in [''c'', "cpp"]'
        flags: [{id: rude, title: Rude, severity: high}]
        confidence: {scale: [1, 2, 3], required: true}
        corrected_version: {when: score < 0.5, must_pass: tests}
        aggregate: {method: weighted_mean, missing: renormalise, range: [0, 1]}
        presentation: {blind: true, hide: [model], seed: 7, share: 0.5}
        """

    private func check(_ text: String) -> (rubric: Rubric?, found: [String]) {
        let (rubric, diagnostics) = RubricCatalog.check(Array(text.utf8), path: "r.yaml")
        return (rubric, diagnostics.map(line))
    }

    @Test func `a rubric is read whole`() throws {
        let (rubric, found) = check(Self.text)
        #expect(found == [])
        let sample = try #require(rubric)
        #expect(sample.id == "sample-rubric" && sample.version == "1.2.3")
        #expect(sample.status == .draft && sample.unit == .response)
        #expect(sample.sha256 == Digest.sha256(Self.text))
        #expect(sample.criteria.map(\.id) == ["right", "polite"])
        let right = sample.criteria[0]
        #expect(right.scale.values == [.number(0), .number(1), .number(2)])
        #expect(right.scale.label(of: .number(2)) == "good")
        #expect(right.scale.label(of: .number(1)) == "1")
        #expect(right.scale.allowsNotApplicable)
        #expect(right.anchor(for: .number(0)) == "wrong")
        #expect(right.auto?.mode == .ceiling)
        #expect(right.rationale?.minimumCharacters == 10)
        #expect(right.examples.first?.score == "2")
        #expect(sample.criteria[1].scale.label(of: .bool(true)) == "Yes")
        #expect(sample.gates.first?.cap == 0)
        #expect(sample.flags == [Flag(id: "rude", title: "Rude", severity: .high)])
        #expect(sample.confidence == ConfidenceRule(values: [1, 2, 3], required: true))
        #expect(sample.requiredEvidence == ["tests"])
        #expect(sample.correctedWhen?.source == "score < 0.5")
        #expect(
            sample.details["presentation"]?.text
                == #"{"blind":true,"hide":["model"],"seed":7,"share":0.5}"#)
    }

    static let faults: [(change: (String, String), message: String)] = [
        (
            ("schema: rubric/1", "schema: rubric/2"),
            "r.yaml:1:9: unknown schema `rubric/2` | hint: this version of Assay reads `rubric/1`"
        ),
        (
            ("flags:", "flag:"),
            "r.yaml:35:1: unknown key `flag` in the rubric | hint: did you mean `flags`?"
        ),
        (
            ("    weight: 2", "    wieght: 2"),
            "r.yaml:19:5: unknown key `wieght` in a criterion | hint: did you mean `weight`?"
        ),
        (
            ("    weight: 2", "    points: 2"),
            "r.yaml:19:5: the method `weighted_mean` needs `weight`, not `points`"
        ),
        (
            ("    weight: 2", "    weight: -2"),
            "r.yaml:19:13: `weight` must be 0 or more | hint: `points` may be negative"
        ),
        (
            ("    weight: 2", "    weight: much"),
            "r.yaml:19:13: `weight` of a criterion must be a number, not text"
        ),
        (
            ("version: 1.2.3", "version: 1.2"),
            "r.yaml:3:10: `version` must be as in `1.0.0`, not `1.2`"
        ),
        (
            ("id: sample-rubric", "id: Sample"),
            "r.yaml:2:5: `id` must be 2 to 63 lower-case letters, digits and dashes, not `Sample`"
        ),
        (
            ("status: draft", "status: drift"),
            "r.yaml:4:9: `status` of the rubric cannot be `drift` "
                + "| note: known: draft, active, deprecated | hint: did you mean `draft`?"
        ),
        (("title: A sample\n", ""), "r.yaml:1:1: the rubric needs `title`"),
        (
            ("scale: q3", "scale: q4"),
            "r.yaml:18:12: there is no scale `q4` | note: the scales are q3, yes_no "
                + "| hint: did you mean `q3`?"
        ),
        (("id: polite", "id: right"), "r.yaml:28:9: the criterion `right` is there twice"),
        (
            ("{0: wrong,", "{5: wrong,"),
            "r.yaml:26:15: the scale has no value `5` for an anchor "
                + "| hint: it has 0, 1, 2 or n/a"
        ),
        (
            ("score: 2,", "score: 9,"),
            "r.yaml:27:24: the scale has no value `9` | hint: it has 0, 1, 2 or n/a"
        ),
        (
            ("values: [0, 1, 2]", "values: [0, 2, 1]"),
            "r.yaml:8:31: the values of the scale `q3` must rise"
        ),
        (("cap: 0.0, ", ""), "r.yaml:12:5: a gate whose effect is `cap` needs `cap`"),
        (("cap: 0.0", "cap: 1.5"), "r.yaml:12:62: `cap` must be from 0 to 1"),
        (
            ("!= 'ok'", "!= 'okay'"),
            "r.yaml:12:50: `evidence.build.status` is never `okay` "
                + "| note: in the expression of `when` | hint: did you mean `ok`?"
        ),
        (
            ("evidence.tests.pass_ratio == 1.0", "evidence.tests.pass_rate == 1.0"),
            "r.yaml:22:9: unknown name `evidence.tests.pass_rate` "
                + "| hint: did you mean `evidence.tests.pass_ratio`?"
        ),
        (
            ("? 2 : 0", "? 2 : 'x'"),
            "r.yaml:23:17: `? :` cannot be a number or text | note: in the expression of `value`"
        ),
        (
            ("value != auto", "value !== auto"),
            "r.yaml:25:32: expected a value, found `=` | note: in the expression of `when`"
        ),
        (
            ("''c''", "1"),
            "r.yaml:34:64: a list cannot hold a number and text "
                + "| note: in the expression of `applies_when`"
        ),
        (
            ("answers.right >= 1", "answers.polite >= 1"),
            "r.yaml:34:20: unknown name `answers.polite`"
        ),
        (
            ("\"cpp\"]'", "\"cpp\"] and spelt'"),
            "r.yaml:34:79: unknown name `spelt` | note: in the expression of `applies_when`"
        ),
        (
            ("when: score < 0.5", "when: scor < 0.5"),
            "r.yaml:37:27: unknown name `scor` | hint: did you mean `score`?"
        ),
        (
            ("method: weighted_mean", "method: mean"),
            "r.yaml:38:21: `method` of `aggregate` cannot be `mean` | note: known: points, tree, "
                + "formula, weighted_mean, bradley_terry, plackett_luce"
        ),
        (("range: [0, 1]", "range: [0, 5]"), "r.yaml:38:65: `range` must be [0, 1]"),
        (
            ("require: [tests]", "require: [test]"),
            "r.yaml:10:22: unknown evidence `test` | note: known: build, tests, resources, "
                + "sandbox, lint, security, complexity, coverage, diff, seeded_defects "
                + "| hint: did you mean `tests`?"
        ),
        (
            ("question: Is it right?", "question: note: is it right?"),
            "r.yaml:16:19: this is not YAML: mapping values are not allowed in this context "
                + "| hint: a text that holds `: `, `? ` or ends in `?` needs quotes"
        ),
    ]

    @Test(arguments: faults.indices)
    func `each fault is told with its place`(index: Int) {
        let (change, message) = Self.faults[index]
        let text = Self.text.replacing(change.0, with: change.1, maxReplacements: 1)
        #expect(text != Self.text)
        let (rubric, found) = check(text)
        #expect(found.first == message)
        #expect(rubric == nil)
    }

    @Test func `faults are all told, not only the first`() {
        let text = Self.text.replacing("weight: 1", with: "weight: -1")
            .replacing("severity: high", with: "severity: hihg").replacing(
                "cap: 0.0", with: "cap: 2")
        #expect(check(text).found.count == 3)
    }

    @Test(arguments: [
        ("nam: 'a ''b'' + '", 1), ("nam: \"a \\u00e9 \\\"b\\\" + \"", 1), ("nam: a b +", 1),
    ])
    func `a text's end is found through quotes and escapes`(yaml: String, line: Int) {
        let text = Self.text.replacing("when: score < 0.5", with: "when: " + yaml.dropFirst(5))
        let found = check(text).found.first ?? ""
        #expect(found.hasPrefix("r.yaml:37:"))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `a damaged rubric is a diagnostic or a rubric, never a crash`(seed: UInt64) {
        var random = Seeded(seed)
        var refused = 0
        for _ in 0..<60 {
            let bytes = random.mutated(Array(Self.text.utf8))
            let (rubric, diagnostics) = RubricCatalog.check(bytes, path: "r.yaml")
            #expect((rubric == nil) == !diagnostics.isEmpty)
            if rubric == nil { refused += 1 }
            let lines = bytes.count { $0 == 10 } + 2
            for diagnostic in diagnostics {
                #expect(diagnostic.path == "r.yaml")
                if let place = diagnostic.line { #expect((1...lines).contains(place)) }
                if let column = diagnostic.column { #expect(column >= 1) }
            }
        }
        #expect(refused > 0)
    }

    // MARK: Those that come with Assay

    static func shipped() throws -> [String: Rubric] {
        try RubricCatalog.load(directories: [Fixture.package + "/Rubrics"])
    }

    private func report(
        _ verdict: Verdict, passed: Int, total: Int = 4, cpuMS: Double = 20
    ) -> JudgeReport {
        JudgeReport(
            verdict: verdict, integrity: .isolated, passed: passed, total: total,
            run: verdict == .compileError
                ? nil
                : RunResult(
                    termination: .exited(code: 0),
                    usage: Usage(wallMS: 40, cpuMS: cpuMS, memoryPeakBytes: 9_000_000)))
    }

    @Test func `the rubrics that come with Assay have no fault`() throws {
        let rubrics = try Self.shipped()
        #expect(rubrics.keys.sorted() == ["code-execution", "code-response"])
        let execution = try #require(rubrics["code-execution"])
        #expect(RuleRater.canGrade(execution))
        let response = try #require(rubrics["code-response"])
        #expect(!RuleRater.canGrade(response))
        #expect(response.criteria.map(\.id).first == "correctness")
        #expect(response.flags.count == 7)
    }

    @Test func `the page about rubrics lists every name that they may use`() throws {
        let page = try String(
            contentsOfFile: Fixture.package + "/Rubrics/README.md", encoding: .utf8)
        for name in Evidence.declared.keys { #expect(page.contains("`\(name)`"), "\(name)") }
    }

    /// Worked by hand from the weights 1, 6, 1, 1, 1.
    @Test func `execution alone scores as its rubric says`() throws {
        let rubric = try #require(try Self.shipped()["code-execution"])
        func grade(_ report: JudgeReport) throws -> Grade {
            try RuleRater.grade(rubric, evidence: Evidence(report: report))
        }
        let good = try grade(report(.accepted, passed: 4))
        #expect(good.score == 1 && good.gates == [])
        #expect(good.answers.count == 5)
        #expect(!good.answers.values.contains { !$0.automatic })
        let half = try grade(report(.wrongAnswer, passed: 2))
        #expect(abs((half.score ?? 0) - 0.7) < 1e-12)
        let wasteful = try grade(report(.accepted, passed: 4, cpuMS: 6000))
        #expect(abs((wasteful.score ?? 0) - 0.925) < 1e-12)
        let none = try grade(report(.wrongAnswer, passed: 0))
        #expect(none.score == 0.1 && none.gates == ["passes-no-test"])
        let broken = try grade(report(.compileError, passed: 0))
        #expect(broken.score == 0)
        #expect(broken.gates == ["does-not-build", "passes-no-test"])
        #expect(Set(broken.answers.keys) == ["builds", "correctness"])
        let escaping = try grade(report(.securityViolation, passed: 4))
        #expect(escaping.score == 0 && escaping.gates == ["policy-violation"])
        #expect(try grade(report(.tampered, passed: 4)).gates == ["tampered"])
        var slow = report(.timeLimitExceeded, passed: 3)
        slow.limit = LimitBreach(name: .wallMS, limit: 1, measured: 2)
        #expect(try grade(slow).answers["within_limits"]?.value == .bool(false))
        #expect(throws: Diagnostic.self) { try grade(report(.judgeError, passed: 0)) }
    }

    @Test func `an engineer's grade is bounded by what the tests show`() throws {
        let rubric = try #require(try Self.shipped()["code-response"])
        let reasons = "test 3 shows that an empty list raises; see line 2 of the code"
        func draft(_ correctness: Double, _ more: [String: Answer] = [:]) -> GradeDraft {
            var answers: [String: Answer] = [
                "correctness": Answer(value: .number(correctness), rationale: reasons),
                "requirement_coverage": Answer(value: .number(4)),
                "practice": Answer(value: .number(3)),
            ]
            if correctness >= 2 { answers["efficiency"] = Answer(value: .notApplicable) }
            return GradeDraft(
                rater: Rater(kind: .person, name: "ada"), rubricID: "code-response",
                answers: answers.merging(more) { _, new in new }, confidence: 2)
        }
        let partly = Evidence(report: report(.wrongAnswer, passed: 3))
        let refusal = #expect(throws: GradeRefusal.self) {
            try rubric.grade(draft(4), evidence: partly)
        }
        #expect(
            refusal?.problems.map(\.message) == ["`correctness` can be at most `2` by evidence"])
        let grade = try rubric.grade(draft(2), evidence: partly)
        // (5 * 2/4 + 2 * 4/4 + 2 * 3/4) / 9
        #expect(abs((grade.score ?? 0) - 6.0 / 9) < 1e-12)
        let security = try rubric.score(
            ["security": Answer(value: .number(0)), "practice": Answer(value: .number(4))],
            evidence: partly)
        #expect(security.gates == ["exploitable"] && security.value == 0.2)
        let broken = try rubric.grade(
            draft(0), evidence: Evidence(report: report(.compileError, passed: 0)))
        #expect(broken.score == 0)
    }

    @Test func `other examples of the format load, and what is not built is refused`() throws {
        let environment = ProcessInfo.processInfo.environment
        let shared = environment["ASSAY_SHARED"] ?? Fixture.package + "/../shared"
        let directory = shared + "/rubrics"
        guard FileManager.default.fileExists(atPath: directory) else {
            print("skipped: there is no \(directory)")
            return
        }
        let catalog = RubricCatalog.read(directories: [directory])
        // The third has a comma in a text without quotes, which makes a key of what follows.
        #expect(catalog.rubrics.keys.sorted() == ["code-preference", "code-review"])
        #expect(catalog.diagnostics.count == 1)
        #expect(catalog.diagnostics.first?.hint == "put a text that holds a comma in quotes")
        let preference = try #require(catalog.rubrics["code-preference"])
        #expect(throws: Diagnostic.self) { try preference.score([:], evidence: Evidence()) }
        let review = try #require(catalog.rubrics["code-review"])
        let answers = ["finds-blocking": Answer(value: .bool(true))]
        #expect(try review.score(answers, evidence: Evidence()).value == 1)
    }

    @Test func `a later directory replaces a rubric, and twice in one is a fault`() throws {
        let own = Self.text.replacing("title: A sample", with: "title: Ours")
        let files = try Fixture(["a/r.yaml": Self.text, "b/r.yaml": own])
        let both = [files.root + "/a", files.root + "/b"]
        #expect(try RubricCatalog.load(directories: both)["sample-rubric"]?.title == "Ours")
        try files.write("b/s.yaml", Self.text)
        let found = RubricCatalog.read(directories: both).diagnostics.map(files.text)
        #expect(
            found == [
                "b/s.yaml: the rubric `sample-rubric` is described twice | note: also in `"
                    + "b/r.yaml`"
            ])
    }
}
