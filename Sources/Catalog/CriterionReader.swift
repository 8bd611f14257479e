import Execution
import Grading

/// Reads criteria, and the expressions in them and around them.
struct CriterionReader {
    let findings: Findings
    let scalars: ScalarText
    let scales: [String: Scale]
    let unit: Rubric.Unit
    /// `nil` if the file names none that is known.
    let method: Aggregate.Method?

    private static let keys = [
        "id", "title", "question", "axis", "tags", "scale", "weight", "points", "anchors",
        "examples", "applies_when", "auto", "rationale", "children",
    ]

    /// An expression may name only the answers to criteria that stand before it, so that the
    /// conditions can be decided in the order of the file.
    func criteria(_ nodes: [YAMLNode]) -> [Criterion] {
        var criteria: [Criterion] = []
        var seen: Set<String> = []
        for node in nodes {
            let names = Namespace.rubric(unit: unit, answers: criteria.map { ($0.id, $0.scale) })
            if let criterion = criterion(node, names, &seen) { criteria.append(criterion) }
        }
        return criteria
    }

    private func criterion(
        _ node: YAMLNode, _ names: Namespace, _ seen: inout Set<String>
    ) -> Criterion? {
        guard let fields = Fields(node, "a criterion", keys: Self.keys, findings) else {
            return nil
        }
        let id = identifier(fields, "the criterion", &seen)
        let title = fields.text("title", required: true)
        let question = fields.text("question", required: true)
        let axis = fields.text("axis", required: true)
        checkWeight(fields)
        guard let scale = scale(fields) else { return nil }
        let inside = names.inside(scale)
        var withValue = inside
        if let id { withValue["answers.\(id)"] = .init(scale.factType) }
        let appliesWhen = expression("applies_when", fields, names, .bool)
        let auto = auto(fields, names, scale)
        let rationale = rationale(fields, withValue)
        let children = fields["children"] == nil ? [] : self.children(fields)
        guard let id, let title, let question, let axis else { return nil }
        return Criterion(
            id: id, title: title, question: question, axis: axis,
            tags: fields.texts("tags") ?? [], scale: scale, weight: fields.number("weight"),
            points: fields.number("points"), anchors: anchors(fields, scale),
            examples: examples(fields, scale), appliesWhen: appliesWhen, auto: auto,
            rationale: rationale, children: children)
    }

    /// An id that no other of its kind has; letters, digits, dashes and underscores.
    func identifier(
        _ fields: Fields, _ what: String, _ seen: inout Set<String>
    ) -> String? {
        guard let id = fields.text("id", required: true) else { return nil }
        if id.wholeMatch(of: /[a-z][a-z0-9_-]{0,62}/) == nil {
            findings.report(
                "`id` must be lower-case letters, digits, `-` and `_`, not `\(id)`",
                at: fields["id"]?.position)
        }
        if !seen.insert(id).inserted {
            findings.report("\(what) `\(id)` is there twice", at: fields["id"]?.position)
        }
        return id
    }

    private func children(_ fields: Fields) -> [Criterion] {
        if let method, method != .tree {
            findings.report(
                "`children` need the method `tree`, not `\(method.rawValue)`",
                at: fields.position(of: "children"))
        }
        return criteria(fields.items("children"))
    }

    private func checkWeight(_ fields: Fields) {
        let keys = ["weight", "points"].filter { fields[$0] != nil }
        guard keys.count == 1 else {
            findings.report(
                "a criterion needs exactly one of `weight` and `points`", at: fields.node.position)
            return
        }
        if let weight = fields.number("weight"), weight < 0 {
            findings.report(
                "`weight` must be 0 or more", at: fields["weight"]?.position,
                hint: "`points` may be negative")
        }
        let wanted: [Aggregate.Method: String] = [
            .weightedMean: "weight", .tree: "weight", .points: "points",
        ]
        if let method, let key = wanted[method], keys[0] != key {
            findings.report(
                "the method `\(method.rawValue)` needs `\(key)`, not `\(keys[0])`",
                at: fields.position(of: keys[0]))
        }
    }

    private func scale(_ fields: Fields) -> Scale? {
        guard let node = fields.required("scale") else { return nil }
        guard let name = node.text else {
            return ScaleReader(findings: findings).scale(node, "the scale")
        }
        if let scale = scales[name] { return scale }
        let near = Spelling.nearest(to: name, among: scales.keys.sorted())
        findings.report(
            "there is no scale `\(name)`", at: node.position,
            note: "the scales are \(scales.keys.sorted().joined(separator: ", "))",
            hint: near.map { "did you mean `\($0)`?" })
        return nil
    }

    private func anchors(_ fields: Fields, _ scale: Scale) -> [String: String] {
        var anchors: [String: String] = [:]
        for entry in fields.mapping("anchors") {
            guard scale.hasValue(named: entry.key) else {
                findings.report(
                    "the scale has no value `\(entry.key)` for an anchor", at: entry.position,
                    hint: "it has \(scale.summary)")
                continue
            }
            guard let text = entry.value.text else {
                findings.report(
                    "an anchor must be text, not \(entry.value.kind)", at: entry.value.position)
                continue
            }
            anchors[entry.key] = text
        }
        return anchors
    }

    private func examples(_ fields: Fields, _ scale: Scale) -> [Criterion.Example] {
        fields.items("examples").compactMap { node in
            guard
                let example = Fields(
                    node, "an example", keys: ["score", "language", "code", "why"], findings)
            else { return nil }
            let score = example.text("score", required: true)
            let code = example.text("code", required: true)
            let why = example.text("why", required: true)
            guard let score, let code, let why else { return nil }
            if scale.value(named: score) == nil {
                findings.report(
                    "the scale has no value `\(score)`", at: example["score"]?.position,
                    hint: "it has \(scale.summary)")
            }
            return .init(
                score: score, language: example.text("language") ?? "any", code: code, why: why)
        }
    }

    private func auto(
        _ fields: Fields, _ names: Namespace, _ scale: Scale
    ) -> Criterion.Automatic? {
        guard let node = fields["auto"],
            let inner = Fields(node, "`auto`", keys: ["value", "mode"], findings)
        else { return nil }
        let value = expression("value", inner, names, scale.factType, required: true)
        let modes = Criterion.Automatic.Mode.allCases.map(\.rawValue)
        let mode = inner.word("mode", among: modes, required: true)
            .flatMap(Criterion.Automatic.Mode.init(rawValue:))
        if mode == .floor || mode == .ceiling, scale.bounds == nil, scale.kind != .binary {
            findings.report(
                "a scale without order has no floor and no ceiling", at: inner["mode"]?.position)
        }
        guard let value, let mode else { return nil }
        return .init(value: value, mode: mode)
    }

    private func rationale(
        _ fields: Fields, _ names: Namespace
    ) -> Criterion.RationaleRule? {
        guard let node = fields["rationale"],
            let inner = Fields(
                node, "`rationale`", keys: ["when", "min_chars", "cite", "quote", "taxonomy"],
                findings)
        else { return nil }
        let always = inner.required("when")?.text == "always"
        let when = always ? nil : expression("when", inner, names, .bool)
        guard always || when != nil else { return nil }
        let least = inner.integer("min_chars") ?? 1
        if !(1...10_000).contains(least) {
            findings.report(
                "`min_chars` must be from 1 to 10000", at: inner["min_chars"]?.position)
        }
        let cite = inner.items("cite").compactMap { item -> Criterion.RationaleRule.Citation? in
            if let citation = item.text.flatMap(Criterion.RationaleRule.Citation.init(rawValue:)) {
                return citation
            }
            findings.report("`cite` can hold line, test, metric", at: item.position)
            return nil
        }
        let quote = inner.word("quote", among: ["required"])
        let taxonomy = inner.word("taxonomy", among: ["cwe"])
        return .init(
            when: when, minimumCharacters: least, cite: cite, quoteRequired: quote != nil,
            taxonomy: taxonomy)
    }

    /// An expression; its errors are placed inside the YAML text.
    func expression(
        _ key: String, _ fields: Fields, _ names: Namespace, _ type: FactType,
        required: Bool = false
    ) -> Expression? {
        guard let node = required ? fields.required(key) : fields[key] else { return nil }
        guard case .scalar(let text, _) = node.content, !node.isNull else {
            findings.report(
                "`\(key)` of \(fields.what) must be an expression, not \(node.kind)",
                at: node.position)
            return nil
        }
        do {
            return try Expression(text, in: names, expecting: type)
        } catch let error as ExpressionError {
            findings.report(
                error.message,
                at: scalars.place(offset: error.offset, in: text, at: node.position),
                note: error.offset == 0 ? nil : "in the expression of `\(key)`", hint: error.hint)
        } catch {
            findings.report("\(error)", at: node.position)
        }
        return nil
    }
}
