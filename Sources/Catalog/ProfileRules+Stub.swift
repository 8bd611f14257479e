import Execution

extension ProfileRules {
    private static let marker = "ASSAY_ENTRY_POINT"

    /// `stub`: two texts, or `{bodies: LANGUAGE}`.
    static func stub(_ node: YAMLNode, _ findings: Findings) -> Stub? {
        if case .sequence(let items) = node.content {
            let texts = items.compactMap(\.text)
            guard items.count == 2, texts.count == 2, texts.allSatisfy({ $0.contains(marker) })
            else {
                findings.report(
                    "`stub` must hold two sources with a function `\(marker)`", at: node.position,
                    hint: "the first gives back nothing, the second something else")
                return nil
            }
            return .texts(nothing: texts[0], other: texts[1])
        }
        let known = SourceSyntax.allCases.map(\.rawValue)
        guard let fields = Fields(node, "`stub`", keys: ["bodies"], findings) else { return nil }
        return fields.word("bodies", among: known, required: true)
            .flatMap { SourceSyntax(rawValue: $0) }.map { .bodies($0) }
    }
}
