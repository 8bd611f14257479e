/// Changes of a single token.
extension MutationFinder {
    private static let comparisons = [
        "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    ]
    private static let reversals = ["<": ">", ">": "<", "<=": ">=", ">=": "<="]
    private static let arithmetic = [
        "+": "-", "-": "+", "*": "+", "/": "*", "//": "*", "%": "//", "**": "*", "<<": ">>",
        ">>": "<<", "&": "|", "|": "&", "^": "&", "+=": "-=", "-=": "+=", "*=": "+=", "/=": "*=",
        "//=": "*=", "%=": "//=", "**=": "*=",
    ]
    private static let words = ["and": "or", "or": "and", "True": "False", "False": "True"]

    mutating func findTokens() {
        var awaitedIns: [Int: Int] = [:]
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .symbol: findSymbol(token, index)
            case .number: findNumber(token)
            case .string: findString(token, index)
            case .name:
                if token.text == "for" { awaitedIns[token.depth, default: 0] += 1 }
                if token.text == "in", let awaited = awaitedIns[token.depth], awaited > 0 {
                    awaitedIns[token.depth] = awaited - 1
                } else {
                    findWord(token, index)
                }
            case .newline: break
            }
        }
    }

    private mutating func findSymbol(_ token: PythonToken, _ index: Int) {
        if let other = Self.comparisons[token.text] { add(.comparison, token, other) }
        if let other = Self.reversals[token.text] { add(.comparison, token, other) }
        guard let other = Self.arithmetic[token.text] else { return }
        let sides = [index - 1, index + 1].filter(tokens.indices.contains)
        // Text knows `+` and `%` alone: a change would only be a type error.
        guard !sides.contains(where: { tokens[$0].kind == .string }) else { return }
        if tokens.endsOperand(index - 1) {
            add(.arithmetic, token, other)
        } else if token.text == "-" {
            add(
                .arithmetic, token.range, "+", line: token.line,
                "the sign `-` of a value became `+`")
        }
    }

    private mutating func findNumber(_ token: PythonToken) {
        guard let value = Int(token.text.filter { $0 != "_" }), value < Int.max else { return }
        add(.constant, token, String(value + 1))
    }

    /// Empty text becomes some, and any text none; texts side by side are one and stay.
    private mutating func findString(_ token: PythonToken, _ index: Int) {
        for side in [index - 1, index + 1] where tokens.indices.contains(side) {
            guard tokens[side].kind != .string else { return }
        }
        guard let open = token.text.firstIndex(where: { $0 == "\"" || $0 == "'" }) else { return }
        let prefix = token.text[..<open]
        let quote = String(token.text[open])
        let isTriple = token.text[open...].hasPrefix(quote + quote + quote)
        let isEmpty = token.text[open...].utf8.count == (isTriple ? 6 : 2)
        add(.string, token, prefix + quote + (isEmpty ? "x" : "") + quote)
    }

    private mutating func findWord(_ token: PythonToken, _ index: Int) {
        let next = tokens.indices.contains(index + 1) ? tokens[index + 1] : nil
        let isAttribute = index > 0 && tokens[index - 1].text == "."
        if let other = Self.words[token.text] { add(.boolean, token, other) }
        switch token.text {
        case "not" where next?.text == "in":
            guard let next else { return }
            add(
                .membership, token.range.lowerBound..<next.range.upperBound, "in",
                line: token.line, "`not in` became `in`")
        case "not" where index == 0 || tokens[index - 1].text != "is":
            guard let next else { return }
            add(
                .boolean, token.range.lowerBound..<next.range.lowerBound, "", line: token.line,
                "`not` was removed")
        case "in" where index > 0 && tokens[index - 1].text != "not":
            add(.membership, token, "not in")
        case "is" where next?.text == "not":
            guard let next else { return }
            add(
                .comparison, token.range.lowerBound..<next.range.upperBound, "is",
                line: token.line, "`is not` became `is`")
        case "is": add(.comparison, token, "is not")
        case "break" where tokens.count == 1: add(.loopExit, token, "continue")
        case "continue" where tokens.count == 1: add(.loopExit, token, "break")
        default:
            let swaps = ["min": "max", "max": "min", "any": "all", "all": "any"]
            guard !isAttribute, next?.text == "(", let other = swaps[token.text] else { return }
            add(.extremum, token, other)
        }
    }
}
