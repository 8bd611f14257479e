import Execution
package import Judging

/// What is known about one submission when it is scored: the facts that rubrics may name.
///
/// A fact that was not measured is absent, which is `null` in an expression, never 0.
package struct Evidence: Sendable, Equatable {
    /// By the full name, such as `evidence.tests.passed` or `item.language`.
    package private(set) var facts: [String: Fact]
    /// Which evaluators have run, as rubrics name them under `evidence: require`.
    package private(set) var produced: Set<String>
    /// `nil` if nothing was judged.
    package private(set) var verdict: Verdict?
    /// The tests' names, which rationales may cite.
    package private(set) var testNames: [String]
    /// The response's own text, which rationales may quote; `nil` if it is not at hand.
    package private(set) var response: String?

    /// - Parameters:
    ///   - report: `nil` if nothing was judged yet; of a `judge_error` only the verdict is taken.
    ///   - problem: What the submission answers.
    ///   - submission: Whose language and response are described.
    ///   - reference: The report on the problem's reference solution, from the same host.
    package init(
        report: JudgeReport? = nil, problem: Problem? = nil, submission: Submission? = nil,
        reference: JudgeReport? = nil
    ) {
        facts = [:]
        produced = []
        verdict = report?.verdict
        testNames = []
        response = submission?.response
        addItem(problem, submission)
        guard let report else { return }
        facts["evidence.verdict"] = .text(report.verdict.rawValue)
        guard report.verdict != .judgeError else { return }
        produced = ["build", "resources", "sandbox"]
        // What does not compile has no tests to show for it, and that says enough.
        if report.total > 0 || report.verdict == .compileError { produced.insert("tests") }
        testNames = report.tests.map(\.name)
        addTests(report)
        addResources(report, reference)
    }

    package subscript(name: String) -> Fact { facts[name] ?? .null }

    /// Adds facts that others measured, such as `evidence.lint.errors`; unknown names are ignored.
    package mutating func add(_ more: [String: Fact], produced: Set<String> = []) {
        for (name, fact) in more where Self.declared[name] != nil { facts[name] = fact }
        self.produced.formUnion(produced)
    }

    private mutating func addItem(_ problem: Problem?, _ submission: Submission?) {
        let name = problem?.name ?? submission?.problem
        facts["item.name"] = Fact(name)
        facts["item.language"] = Fact(submission?.language ?? problem?.language)
        facts["item.author_kind"] = Fact(submission?.author.kind.rawValue)
        facts["item.has_explanation"] =
            submission.map { .bool(Self.hasExplanation($0.response)) } ?? .null
        guard let problem else { return }
        facts["item.tags"] = .list(problem.tags.map(Fact.text))
        facts["item.source"] = .text(problem.source)
        let surface = problem.tags.first { $0.hasPrefix("surface:") }
        facts["item.surface"] = Fact(surface.map { String($0.dropFirst("surface:".count)) })
    }

    private mutating func addTests(_ report: JudgeReport) {
        facts["evidence.integrity"] = Fact(report.integrity?.rawValue)
        facts["evidence.build.status"] =
            .text(report.verdict == .compileError ? "failed" : "ok")
        facts["evidence.build.cpu_ms"] = Fact(report.compile?.usage.cpuMS)
        facts["evidence.tests.passed"] = Fact(Double(report.passed))
        facts["evidence.tests.total"] = Fact(Double(report.total))
        if report.total > 0 {
            facts["evidence.tests.pass_ratio"] = Fact(Double(report.passed) / Double(report.total))
        }
        facts["evidence.tests.points"] = Fact(report.points)
        let violating = report.tests.count { $0.verdict == .securityViolation }
        let whole = report.verdict == .securityViolation ? 1 : 0
        facts["evidence.sandbox.policy_violations"] = Fact(Double(max(violating, whole)))
        facts["evidence.sandbox.missing_layers"] =
            Fact(Double(report.environment.box.missing.count))
    }

    private mutating func addResources(_ report: JudgeReport, _ reference: JudgeReport?) {
        facts["evidence.resources.limit"] = Fact(report.limit?.name.rawValue)
        facts["evidence.resources.limits_hit"] =
            .list(report.limitsHit.map { .text($0.rawValue) })
        guard let usage = Self.costliest(report) else { return }
        facts["evidence.resources.cpu_ms"] = Fact(usage.cpuMS)
        facts["evidence.resources.wall_ms"] = Fact(usage.wallMS)
        facts["evidence.resources.memory_peak_bytes"] = Fact(Double(usage.memoryPeakBytes))
        facts["evidence.resources.cpu_share_of_limit"] =
            Fact(usage.cpuMS / Double(report.limits.cpuMS))
        facts["evidence.resources.memory_share_of_limit"] =
            Fact(Double(usage.memoryPeakBytes) / Double(report.limits.memoryBytes))
        guard let reference, reference.verdict == .accepted,
            let least = Self.costliest(reference)
        else { return }
        facts["evidence.resources.cpu_ratio_to_reference"] = Fact(usage.cpuMS / least.cpuMS)
        facts["evidence.resources.memory_ratio_to_reference"] =
            Fact(Double(usage.memoryPeakBytes) / Double(least.memoryPeakBytes))
    }

    /// The greatest of each measure over the runs that the limits hold for one by one.
    private static func costliest(_ report: JudgeReport) -> Usage? {
        let runs = report.run.map { [$0] } ?? report.tests.compactMap(\.run)
        guard var usage = runs.first?.usage else { return nil }
        for run in runs {
            usage.cpuMS = max(usage.cpuMS, run.usage.cpuMS)
            usage.wallMS = max(usage.wallMS, run.usage.wallMS)
            usage.memoryPeakBytes = max(usage.memoryPeakBytes, run.usage.memoryPeakBytes)
        }
        return usage
    }

    /// Whether there is prose around a fenced block of code; bare code has none.
    static func hasExplanation(_ response: String) -> Bool {
        var inside = false
        var fences = 0
        var prose = false
        for line in response.split(whereSeparator: \.isNewline) {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("```") {
                inside.toggle()
                fences += 1
            } else if !inside, !text.isEmpty {
                prose = true
            }
        }
        return fences > 0 && prose
    }
}
