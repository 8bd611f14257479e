/// Changes of more than one token: bounds, conditions, returned values, whole statements.
extension MutationFinder {
    /// The end of a `range` moves down by one, and up by one.
    mutating func findCalls() {
        for index in tokens.indices.dropLast()
        where tokens[index].text == "range" && tokens[index + 1].text == "(" {
            guard index == 0 || tokens[index - 1].text != ".",
                let close = tokens.closing(index + 1)
            else { continue }
            let arguments = parts(from: index + 2, to: close, separator: ",")
            guard (1...3).contains(arguments.count) else { continue }
            let end = arguments[arguments.count == 1 ? 0 : 1]
            guard let first = end.first, first.text != "*", isPlain(end) else { continue }
            shift(end, by: "- 1", in: "range")
            shift(end, by: "+ 1", in: "range")
        }
    }

    /// A slice's bounds move by one.
    mutating func findSlices() {
        for index in tokens.indices where tokens[index].text == "[" && tokens.endsOperand(index - 1)
        {
            guard let close = tokens.closing(index) else { continue }
            let inside = tokens[(index + 1)..<close]
            guard isPlain(inside),
                !inside.contains(where: { $0.text == "," && isDirect($0, index) }),
                inside.contains(where: { $0.text == ":" && isDirect($0, index) })
            else { continue }
            let bounds = parts(from: index + 1, to: close, separator: ":")
            if bounds[0].isEmpty {
                let place = tokens[index].range.upperBound
                add(
                    .offByOne, place..<place, "1", line: tokens[index].line,
                    "a slice starts at 1, not at its beginning")
            } else {
                shift(bounds[0], by: "+ 1", in: "a slice")
            }
            if bounds.count > 1, !bounds[1].isEmpty { shift(bounds[1], by: "- 1", in: "a slice") }
        }
    }

    /// `if x:` becomes `if not (x):`.
    mutating func findConditions() {
        guard statement.isHeader, ["if", "elif", "while"].contains(statement.word) else { return }
        let condition = tokens.dropFirst().dropLast()
        guard let first = condition.first, let last = condition.last,
            !condition.contains(where: { $0.text == ":=" })
        else { return }
        add(
            .condition, first.range.lowerBound..<last.range.upperBound,
            "not (\(text(condition)))", line: first.line,
            "the condition `\(text(condition).excerpt)` was negated")
    }

    /// The condition of `a if x else b`, or of a comprehension, is negated.
    mutating func findInnerConditions() {
        let ends: Set = ["else", "for", "if", "async", ",", ":"]
        for index in tokens.indices.dropFirst() where tokens[index].text == "if" {
            let depth = tokens[index].depth
            let rest = tokens[(index + 1)...]
            let end = rest.firstIndex {
                $0.depth < depth || ($0.depth == depth && ends.contains($0.text))
            }
            let condition = rest[..<(end ?? rest.endIndex)]
            guard let first = condition.first, let last = condition.last, isPlain(condition) else {
                continue
            }
            add(
                .condition, first.range.lowerBound..<last.range.upperBound,
                "not (\(text(condition)))", line: first.line,
                "the condition `\(text(condition).excerpt)` was negated")
        }
    }

    private static let wrappers: Set = [
        "abs", "float", "int", "list", "reversed", "round", "set", "sorted", "str", "tuple",
    ]
    private static let changers: Set = [
        "capitalize", "lower", "lstrip", "rstrip", "strip", "swapcase", "title", "upper",
    ]

    /// `sorted(x)` becomes `(x)`, and `x.lower()` becomes `x`.
    mutating func findUnwrapped() {
        for index in tokens.indices.dropLast() where tokens[index + 1].text == "(" {
            let name = tokens[index]
            guard let close = tokens.closing(index + 1) else { continue }
            let inside = tokens[(index + 2)..<close]
            let isMethod = index > 0 && tokens[index - 1].text == "."
            let end = tokens[close].range.upperBound
            if isMethod, inside.isEmpty, Self.changers.contains(name.text) {
                add(
                    .call, tokens[index - 1].range.lowerBound..<end, "", line: name.line,
                    "`.\(name.text)()` was removed")
            } else if !isMethod, Self.wrappers.contains(name.text), let first = inside.first,
                first.text != "*",
                !inside.contains(where: {
                    $0.depth == first.depth && [",", "=", ":="].contains($0.text)
                })
            {
                add(
                    .call, name.range.lowerBound..<tokens[index + 1].range.lowerBound, "",
                    line: name.line, "the call of `\(name.text)` was removed")
            }
        }
    }

    mutating func findReturns() {
        guard statement.word == "return", !statement.isHeader else { return }
        let value = tokens.dropFirst()
        guard let first = value.first, let last = value.last else { return }
        let range = first.range.lowerBound..<last.range.upperBound
        let text = text(value)
        if text != "None" {
            add(
                .returnValue, range, "None", line: first.line,
                "`\(text.excerpt)` was not returned, but `None`")
        }
        // A bare tuple or starred value cannot be negated as it stands.
        guard !value.contains(where: { $0.text == "," && $0.depth == 0 }), first.text != "*" else {
            return
        }
        add(
            .returnValue, range, "not (\(text))", line: first.line,
            "the returned `\(text.excerpt)` was negated")
    }

    /// A statement that only has an effect becomes `pass`.
    mutating func findDeletion() {
        let kept: Set = ["return", "break", "continue", "def", "class", "if", "for", "while"]
        guard !statement.isHeader, !kept.contains(statement.word), let first = tokens.first,
            let last = tokens.last
        else { return }
        add(
            .deletion, first.range.lowerBound..<last.range.upperBound, "pass", line: first.line,
            "`\(text(tokens).excerpt)` was removed")
    }

    private mutating func shift(_ bound: ArraySlice<PythonToken>, by step: String, in place: String)
    {
        guard let first = bound.first, let last = bound.last else { return }
        let text = text(bound)
        let operand = bound.count == 1 ? text : "(\(text))"
        add(
            .offByOne, first.range.lowerBound..<last.range.upperBound, "\(operand) \(step)",
            line: first.line,
            "the bound `\(text.excerpt)` of \(place) became `\(text.excerpt) \(step)`"
        )
    }

    private func isDirect(_ token: PythonToken, _ open: Int) -> Bool {
        token.depth == tokens[open].depth + 1
    }

    /// Without words whose own `:`, `,` or scope would make a part something else.
    private func isPlain(_ part: ArraySlice<PythonToken>) -> Bool {
        !part.contains { ["lambda", ":=", "for", "="].contains($0.text) }
    }

    /// What stands between separators at the bracket's own level; at least one part.
    private func parts(
        from start: Int, to end: Int, separator: String
    ) -> [ArraySlice<PythonToken>] {
        let depth = tokens[end].depth + 1
        return tokens[start..<end].split(omittingEmptySubsequences: false) {
            $0.text == separator && $0.depth == depth
        }
    }
}
