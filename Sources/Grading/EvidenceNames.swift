import Judging

extension Evidence {
    /// Every fact that a rubric may name, with its type; a new evaluator adds its own here.
    package static let declared: [String: Namespace.Entry] = [
        "evidence.verdict": .init(
            .text, words: Verdict.allCases.map(\.rawValue)),
        "evidence.integrity": .init(.text, words: ["isolated", "sealed"]),
        "evidence.build.status": .init(.text, words: ["ok", "failed"]),
        "evidence.build.cpu_ms": .init(.number),
        "evidence.tests.passed": .init(.number),
        "evidence.tests.total": .init(.number),
        "evidence.tests.pass_ratio": .init(.number),
        "evidence.tests.points": .init(.number),
        "evidence.resources.cpu_ms": .init(.number),
        "evidence.resources.wall_ms": .init(.number),
        "evidence.resources.memory_peak_bytes": .init(.number),
        "evidence.resources.cpu_share_of_limit": .init(.number),
        "evidence.resources.memory_share_of_limit": .init(.number),
        "evidence.resources.cpu_ratio_to_reference": .init(.number),
        "evidence.resources.memory_ratio_to_reference": .init(.number),
        "evidence.resources.limit": .init(.text),
        "evidence.resources.limits_hit": .init(.list(.text)),
        "evidence.sandbox.policy_violations": .init(.number),
        "evidence.sandbox.missing_layers": .init(.number),
        "evidence.lint.errors": .init(.number),
        "evidence.lint.warnings": .init(.number),
        "evidence.security.findings": .init(.number),
        "evidence.security.max_severity": .init(.text, words: ["low", "medium", "high"]),
        "evidence.complexity.cyclomatic_max": .init(.number),
        "evidence.coverage.line_ratio": .init(.number),
        "evidence.seeded_defects.blocking": .init(.number),
        "evidence.seeded_defects.found": .init(.number),
        "item.name": .init(.text),
        "item.language": .init(.text),
        "item.author_kind": .init(.text),
        "item.has_explanation": .init(.bool),
        "item.source": .init(.text),
        "item.surface": .init(.text),
        "item.tags": .init(.list(.text)),
        "item.verdict": .init(.text),
    ]

    /// The evaluators that a rubric may require.
    package static let evaluators = [
        "build", "tests", "resources", "sandbox", "lint", "security", "complexity", "coverage",
        "diff", "seeded_defects",
    ]
}

extension Namespace {
    /// What the expressions of a rubric may name: evidence, the item, and the answers so far.
    package static func rubric(
        unit: Rubric.Unit, answers: [(id: String, scale: Scale)]
    ) -> Namespace {
        var names = Namespace(Evidence.declared)
        if unit == .set || unit == .pair { names["responses"] = .init(.responses) }
        for (id, scale) in answers { names["answers.\(id)"] = .init(scale.factType) }
        return names
    }

    /// With `value` and `auto`, for what stands inside a criterion.
    package func inside(_ scale: Scale) -> Namespace {
        var names = self
        names["value"] = .init(scale.factType)
        names["auto"] = .init(scale.factType)
        return names
    }
}

extension Scale {
    /// The type of an answer on this scale.
    package var factType: FactType {
        switch kind {
        case .binary: .bool
        case .ordinal, .preference, .number: .number
        case .choice, .text: .text
        case .ranking: .list(.number)
        }
    }
}
