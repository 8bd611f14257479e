import Execution
import Grading

/// Reads a scale, which stands in `scales` or in the criterion itself.
struct ScaleReader {
    let findings: Findings

    private static let keys = ["type", "values", "labels", "not_applicable", "ties", "max"]

    func scale(_ node: YAMLNode, _ what: String) -> Scale? {
        guard let fields = Fields(node, what, keys: Self.keys, findings),
            let word = fields.word(
                "type", among: Scale.Kind.allCases.map(\.rawValue), required: true),
            let kind = Scale.Kind(rawValue: word)
        else { return nil }
        var values: [Answer.Value] = []
        for item in fields.items("values") {
            guard let value = value(item, kind) else {
                findings.report(
                    "a value of \(what) must be \(kind == .choice ? "text" : "a number"), "
                        + "not \(item.kind)", at: item.position)
                return nil
            }
            if values.contains(value) {
                findings.report(
                    "\(what) has the value `\(value.name)` twice", at: item.position)
            }
            values.append(value)
        }
        checkValues(values, kind, what, fields)
        let scale = Scale(
            kind, values: values, labels: labels(fields),
            allowsNotApplicable: fields.bool("not_applicable") ?? false,
            ties: fields.bool("ties") ?? false, max: fields.integer("max"))
        for entry in fields.mapping("labels") where !scale.hasValue(named: entry.key) {
            findings.report(
                "\(what) has no value `\(entry.key)` to label", at: entry.position)
        }
        return scale
    }

    private func value(_ node: YAMLNode, _ kind: Scale.Kind) -> Answer.Value? {
        kind == .choice ? node.text.map(Answer.Value.text) : node.number.map(Answer.Value.number)
    }

    private func checkValues(
        _ values: [Answer.Value], _ kind: Scale.Kind, _ what: String, _ fields: Fields
    ) {
        let position = fields["values"]?.position ?? fields.node.position
        switch kind {
        case .ordinal, .preference, .choice:
            if values.count < 2 {
                findings.report("\(what) needs at least two values", at: position)
            }
        case .number:
            if !values.isEmpty, values.count != 2 {
                findings.report("`values` of a number are its two ends", at: position)
            }
        case .binary, .ranking, .text:
            if fields["values"] != nil {
                findings.report("a \(kind.rawValue) scale has no `values`", at: position)
            }
        }
        let numbers = values.compactMap { value -> Double? in
            if case .number(let number) = value { number } else { nil }
        }
        if !zip(numbers, numbers.dropFirst()).allSatisfy({ $0 <= $1 }) {
            findings.report("the values of \(what) must rise", at: position)
        }
    }

    private func labels(_ fields: Fields) -> [String: String] {
        var labels: [String: String] = [:]
        for entry in fields.mapping("labels") {
            guard let text = entry.value.text else {
                findings.report("a label must be text", at: entry.value.position)
                continue
            }
            labels[entry.key] = text
        }
        return labels
    }
}

extension Scale {
    /// Whether a key of `labels` or `anchors` means one of the values.
    func hasValue(named key: String) -> Bool {
        switch kind {
        case .text, .ranking: false
        case .number: Double(key).map { contains(.number($0)) } ?? false
        case .binary, .ordinal, .preference, .choice: values.contains { $0.name == key }
        }
    }
}
