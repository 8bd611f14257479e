import Execution
import Grading

/// Makes a rubric of a YAML tree; whatever is wrong goes to the findings.
struct RubricLoader {
    let findings: Findings
    let scalars: ScalarText

    private static let keys = [
        "schema", "id", "version", "status", "title", "unit", "languages", "guidelines", "time",
        "scales", "evidence", "presentation", "gates", "criteria", "consistency", "flags",
        "comments", "corrected_version", "confidence", "aggregate", "agreement", "migration",
        "provenance", "changelog",
    ]
    /// Kept as they are; parts to come read them.
    private static let details = [
        "guidelines", "time", "presentation", "consistency", "comments", "corrected_version",
        "agreement", "migration", "provenance", "changelog",
    ]

    /// `nil` only after something was reported; what is returned may be unusable then too.
    func rubric(_ root: YAMLNode, sha256: String) -> Rubric? {
        guard let fields = Fields(root, "the rubric", keys: Self.keys, findings) else {
            return nil
        }
        if let schema = fields.text("schema", required: true), schema != "rubric/1" {
            findings.report(
                "unknown schema `\(schema)`", at: fields["schema"]?.position,
                hint: "this version of Assay reads `rubric/1`")
            return nil
        }
        let id = fields.text("id", required: true)
        let version = fields.text("version", required: true)
        let title = fields.text("title", required: true)
        let status = choice(Rubric.Status.self, "status", fields)
        let unit = choice(Rubric.Unit.self, "unit", fields)
        checkIdentity(id, version, fields)
        let aggregate = aggregate(fields)
        let scales = self.scales(fields)
        guard fields.required("criteria") != nil else { return nil }
        let reader = CriterionReader(
            findings: findings, scalars: scalars, scales: scales, unit: unit ?? .response,
            method: aggregate?.method)
        let criteria = reader.criteria(fields.items("criteria"))
        if criteria.isEmpty, findings.diagnostics.isEmpty {
            findings.report("`criteria` is empty", at: fields.position(of: "criteria"))
        }
        let names = Namespace.rubric(
            unit: unit ?? .response, answers: criteria.map { ($0.id, $0.scale) })
        let gates = gates(fields, reader, names)
        let evidence = self.evidence(fields)
        guard let id, let version, let title, let status, let unit, let aggregate else {
            return nil
        }
        return Rubric(
            id: id, version: version, status: status, title: title, unit: unit,
            languages: fields.texts("languages") ?? ["any"], sha256: sha256, criteria: criteria,
            gates: gates, flags: flags(fields), confidence: confidence(fields),
            aggregate: aggregate, requiredEvidence: evidence.required,
            optionalEvidence: evidence.optional,
            correctedWhen: correctedWhen(fields, reader, names), details: detail(fields))
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type, _ key: String, _ fields: Fields
    ) -> Choice? where Choice.RawValue == String {
        fields.word(key, among: Choice.allCases.map(\.rawValue), required: true)
            .flatMap(Choice.init(rawValue:))
    }

    private func checkIdentity(_ id: String?, _ version: String?, _ fields: Fields) {
        if let id, id.wholeMatch(of: /[a-z][a-z0-9-]{1,62}/) == nil {
            findings.report(
                "`id` must be 2 to 63 lower-case letters, digits and dashes, not `\(id)`",
                at: fields["id"]?.position)
        }
        if let version, version.wholeMatch(of: /[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}/) == nil {
            findings.report(
                "`version` must be as in `1.0.0`, not `\(version)`",
                at: fields["version"]?.position)
        }
    }

    private func aggregate(_ fields: Fields) -> Aggregate? {
        guard let node = fields.required("aggregate"),
            let inner = Fields(
                node, "`aggregate`",
                keys: [
                    "method", "missing", "range", "formula", "ties", "position_effect",
                    "controls", "interval",
                ], findings),
            let method = choice(Aggregate.Method.self, "method", inner)
        else { return nil }
        _ = inner.word("missing", among: ["renormalise"])
        if let range = inner["range"], range.texts != ["0", "1"] {
            findings.report("`range` must be [0, 1]", at: range.position)
        }
        return Aggregate(method: method)
    }

    private func scales(_ fields: Fields) -> [String: Scale] {
        guard fields.required("scales") != nil else { return [:] }
        let reader = ScaleReader(findings: findings)
        var scales: [String: Scale] = [:]
        for entry in fields.mapping("scales") {
            scales[entry.key] = reader.scale(entry.value, "the scale `\(entry.key)`")
        }
        return scales
    }

    private func gates(
        _ fields: Fields, _ reader: CriterionReader, _ names: Namespace
    ) -> [Gate] {
        var seen: Set<String> = []
        return fields.items("gates").compactMap { node in
            guard
                let gate = Fields(
                    node, "a gate", keys: ["id", "when", "cap", "effect", "review", "label"],
                    findings)
            else { return nil }
            let id = reader.identifier(gate, "the gate", &seen)
            let when = reader.expression("when", gate, names, .bool, required: true)
            let label = gate.text("label", required: true)
            let cap = gate.number("cap")
            if let cap, !(0...1).contains(cap) {
                findings.report("`cap` must be from 0 to 1", at: gate["cap"]?.position)
            }
            let word = gate.word("effect", among: Gate.Effect.allCases.map(\.rawValue))
            let effect = word.flatMap(Gate.Effect.init(rawValue:)) ?? .cap
            if effect == .cap, gate["cap"] == nil {
                findings.report("a gate whose effect is `cap` needs `cap`", at: node.position)
            } else if effect != .cap, gate["cap"] != nil {
                findings.report(
                    "`cap` does nothing when the effect is `\(effect.rawValue)`",
                    at: gate.position(of: "cap"))
            }
            guard let id, let when, let label else { return nil }
            return Gate(
                id: id, label: label, when: when, effect: effect, cap: cap,
                review: gate.text("review"))
        }
    }

    private func flags(_ fields: Fields) -> [Flag] {
        var seen: Set<String> = []
        return fields.items("flags").compactMap { node in
            guard let flag = Fields(node, "a flag", keys: ["id", "title", "severity"], findings)
            else { return nil }
            let title = flag.text("title", required: true)
            let severity = choice(Flag.Severity.self, "severity", flag)
            guard let id = flag.text("id", required: true), let title, let severity else {
                return nil
            }
            if !seen.insert(id).inserted {
                findings.report("the flag `\(id)` is there twice", at: flag["id"]?.position)
            }
            return Flag(id: id, title: title, severity: severity)
        }
    }

    private func confidence(_ fields: Fields) -> ConfidenceRule? {
        guard let node = fields["confidence"],
            let inner = Fields(node, "`confidence`", keys: ["scale", "required"], findings),
            inner.required("scale") != nil
        else { return nil }
        let items = inner.items("scale")
        let values = items.compactMap(\.integer)
        if values.isEmpty || values.count != items.count || Set(values).count != values.count {
            findings.report(
                "`scale` of `confidence` must be different whole numbers",
                at: inner.position(of: "scale"))
        }
        return ConfidenceRule(values: values, required: inner.bool("required") ?? false)
    }

    private func evidence(_ fields: Fields) -> (required: [String], optional: [String]) {
        guard let node = fields["evidence"],
            let inner = Fields(node, "`evidence`", keys: ["require", "optional"], findings)
        else { return ([], []) }
        for key in ["require", "optional"] {
            for item in inner.items(key) {
                guard let name = item.text, !Evidence.evaluators.contains(name) else { continue }
                let near = Spelling.nearest(to: name, among: Evidence.evaluators)
                findings.report(
                    "unknown evidence `\(name)`", at: item.position,
                    note: "known: \(Evidence.evaluators.joined(separator: ", "))",
                    hint: near.map { "did you mean `\($0)`?" })
            }
        }
        return (inner.texts("require") ?? [], inner.texts("optional") ?? [])
    }

    private func correctedWhen(
        _ fields: Fields, _ reader: CriterionReader, _ names: Namespace
    ) -> Expression? {
        guard let node = fields["corrected_version"],
            let inner = Fields(
                node, "`corrected_version`", keys: ["when", "required", "must_pass"], findings)
        else { return nil }
        _ = inner.bool("required")
        _ = inner.word("must_pass", among: ["tests"])
        var names = names
        names["score"] = .init(.number)
        return reader.expression("when", inner, names, .bool)
    }

    private func detail(_ fields: Fields) -> JSONObject {
        JSONObject(
            members: Self.details.compactMap { key in
                fields[key].map { .init(key: key, value: $0.json) }
            })
    }
}

extension YAMLNode {
    /// The texts of a list of scalars; `nil` if it is something else.
    var texts: [String]? {
        guard case .sequence(let items) = content else { return nil }
        let texts = items.compactMap(\.text)
        return texts.count == items.count ? texts : nil
    }

    /// As JSON, with the scalars' types as they are read here.
    var json: JSON {
        switch content {
        case .sequence(let items): return .array(items.map(\.json))
        case .mapping(let entries):
            return .object(
                JSONObject(members: entries.map { .init(key: $0.key, value: $0.value.json) }))
        case .scalar(let text, _):
            if isNull { return .null }
            if let bool { return .bool(bool) }
            if let integer { return .int(integer) }
            if let number { return .double(number) }
            return .string(text)
        }
    }
}
