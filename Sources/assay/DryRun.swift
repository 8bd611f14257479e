import Execution
import Judging
import Operations

/// What `assay judge --dry-run` shows: problems in a table, and each different plan once.
struct DryRun {
    /// Submissions to one problem in one language that have the same plan.
    private struct Row {
        var problem: String
        var language: String
        var submissions = 0
        var cached = 0
        /// An index of `plans`.
        var plan: Int?
    }

    private struct RowKey: Hashable {
        var problem: String
        var language: String
    }

    private var rows: [Row] = []
    private var places: [RowKey: Int] = [:]
    private var plans: [JudgePlan] = []
    /// Distinct reasons for which submissions cannot be judged.
    private(set) var faults: [Diagnostic] = []

    mutating func add(_ planned: PlannedSubmission) {
        let key = RowKey(problem: planned.problem, language: planned.language)
        let place = places[key] ?? rows.count
        if place == rows.count {
            places[key] = place
            // The source takes no part in a plan: one problem and language, one plan.
            rows.append(
                Row(
                    problem: planned.problem, language: planned.language,
                    plan: planned.plan.map { index(of: $0) }))
        }
        rows[place].submissions += 1
        if planned.cached { rows[place].cached += 1 }
        if let fault = planned.fault, !faults.contains(fault) { faults.append(fault) }
    }

    private mutating func index(of plan: JudgePlan) -> Int {
        if let known = plans.firstIndex(of: plan) { return known }
        plans.append(plan)
        return plans.count - 1
    }

    func text(_ session: Session) -> String {
        guard !rows.isEmpty else { return "" }
        var table = TextTable([
            .init("PROBLEM"), .init("LANGUAGE"), .init("SUBMISSIONS", .right),
            .init("CACHED", .right), .init("TESTS", .right), .init("INTEGRITY"), .init("PLAN"),
        ])
        for row in rows {
            let plan = row.plan.map { plans[$0] }
            table.add([
                row.problem, row.language, "\(row.submissions)", "\(row.cached)",
                plan.map { "\($0.tests)" } ?? "", plan?.integrity?.rawValue ?? "",
                row.plan.map { "\($0 + 1)" } ?? "cannot be judged",
            ])
        }
        var text = table.render(session.out)
        for (index, plan) in plans.enumerated() {
            text += "\n" + session.out.paint("plan \(index + 1)", .bold)
            if let reason = plan.integrityReason { text += "  sealed: " + VisibleText.line(reason) }
            text += "\n"
            for step in plan.steps { text += session.text(of: step) }
        }
        return text
    }
}

extension Session {
    fileprivate func text(of step: JudgePlan.Step) -> String {
        var title = step.part.rawValue
        if step.times > 1 { title += ", \(step.times) times" }
        if let condition = step.condition { title += ", \(condition)" }
        var text = "  " + out.paint(title, .cyan) + "\n"
        for program in step.programs {
            let words = program.arguments.map { argument in
                let line = VisibleText.line(argument)
                return line.count > 60 ? line.prefix(57) + "..." : line
            }
            text += wrapped(["\(program.role):"] + words, indent: 4, hanging: 4)
            if !program.files.isEmpty {
                text += wrapped(
                    ["files:"] + program.files.map(VisibleText.line), indent: 6, hanging: 2)
            }
            let limits = LimitName.allCases.map { "\($0.rawValue)=\(program.limits[$0])" }
            text += wrapped(["limits:"] + limits, indent: 6, hanging: 2)
        }
        return text
    }

    func show(_ summary: JudgePlanSummary) throws {
        guard summary.submissions > 0 else {
            let judged = summary.judged > 0 ? ", \(summary.judged) judged already" : ""
            return try out.line("nothing waits for a verdict\(judged)")
        }
        var parts = [Quantities.count(summary.submissions, "submission") + " would be judged"]
        if summary.cached > 0 { parts.append("\(summary.cached) of them taken over") }
        if summary.impossible > 0 { parts.append("\(summary.impossible) cannot be") }
        if summary.judged > 0 { parts.append("\(summary.judged) judged already") }
        try out.line("\n" + parts.joined(separator: ", ") + "; nothing was run")
    }
}

extension PlannedSubmission {
    var json: JSON {
        [
            "schema": "judge_plan/1", "submission": .string(id), "problem": .string(problem),
            "language": .string(language), "attempt": .int(attempt), "cached": .bool(cached),
            "integrity": JSON(plan?.integrity?.rawValue),
            "integrity_reason": JSON(plan?.integrityReason), "tests": JSON(plan?.tests),
            "steps": .array((plan?.steps ?? []).map(\.json)), "message": JSON(fault?.message),
        ]
    }
}

extension JudgePlan.Step {
    fileprivate var json: JSON {
        [
            "part": .string(part.rawValue), "times": .int(times), "condition": JSON(condition),
            "programs": .array(
                programs.map {
                    [
                        "role": .string($0.role), "arguments": .strings($0.arguments),
                        "files": .strings($0.files), "limits": $0.limits.json,
                    ]
                }),
        ]
    }
}

extension JudgePlanSummary {
    var json: JSON {
        [
            "schema": "plan_summary/1", "submissions": .int(submissions),
            "cached": .int(cached), "judged": .int(judged), "impossible": .int(impossible),
        ]
    }
}
