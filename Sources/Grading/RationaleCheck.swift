/// Looks into a rationale for what its rule asks: length, citations, a quotation.
struct RationaleCheck {
    let text: String
    let testNames: [String]
    let response: String?

    func problems(_ rule: Criterion.RationaleRule) -> [(message: String, hint: String?)] {
        var problems: [(message: String, hint: String?)] = []
        let length = trimmedLength
        guard length > 0 else {
            return [("is missing", "at least \(rule.minimumCharacters) characters are needed")]
        }
        if length < rule.minimumCharacters {
            problems.append(
                ("is too short", "\(length) of at least \(rule.minimumCharacters) characters"))
        }
        if !rule.cite.isEmpty, !rule.cite.contains(where: cites) {
            let kinds = rule.cite.map(\.rawValue).joined(separator: " or ")
            problems.append(
                ("cites no \(kinds)", rule.cite.map(Self.form).joined(separator: ", ")))
        }
        if rule.quoteRequired, !quotes {
            problems.append(
                ("quotes nothing of the response", "put a piece of it in quotes or backticks"))
        }
        if rule.taxonomy == "cwe", text.firstMatch(of: /\bCWE-[0-9]+/.ignoresCase()) == nil {
            problems.append(("names no weakness", "as in `CWE-89`"))
        }
        return problems
    }

    private var trimmedLength: Int {
        let body = text.drop(while: \.isWhitespace)
        guard let last = body.lastIndex(where: { !$0.isWhitespace }) else { return 0 }
        return body[...last].count
    }

    private static func form(_ citation: Criterion.RationaleRule.Citation) -> String {
        switch citation {
        case .line: "a line is cited as in `line 12` or `L12`"
        case .test: "a test by its name or as in `test 3`"
        case .metric: "a metric by its name or as in `120 ms`"
        }
    }

    private func cites(_ citation: Criterion.RationaleRule.Citation) -> Bool {
        switch citation {
        case .line:
            return text.firstMatch(of: /\b(?:lines?\s+|L)[0-9]+/.ignoresCase()) != nil
        case .test:
            return text.firstMatch(of: /\b(?:tests?|cases?)\s+[`'"#]?\w+/.ignoresCase()) != nil
                || testNames.contains { $0.count > 2 && text.contains($0) }
        case .metric:
            return text.firstMatch(
                of: /[0-9]\s*(?:ms|s|µs|us|[KMG]i?B|bytes|%|x|times)\b|[0-9]\s*%/.ignoresCase())
                != nil
                || Evidence.declared.keys.contains { name in
                    text.contains(name.split(separator: ".").last ?? "")
                        && name.hasPrefix("evidence.resources.")
                }
        }
    }

    /// A piece of three or more characters in quotes, which the response holds if it is known.
    private var quotes: Bool {
        text.matches(of: /`([^`]{3,})`|"([^"]{3,})"|“([^”]{3,})”/).contains { match in
            let piece = match.output.1 ?? match.output.2 ?? match.output.3 ?? ""
            return response?.contains(piece) ?? true
        }
    }
}
