/// A word, number, text or sign of an expression.
struct Token: Equatable {
    enum Kind: Equatable {
        /// A name with its dots, or a reserved word.
        case word(String)
        case number(Double)
        case text(String)
        case symbol(String)
        case end
    }

    var kind: Kind
    /// Unicode scalars before it.
    var offset: Int

    static let reserved: Set = ["and", "or", "not", "in"]

    var description: String {
        switch kind {
        case .word(let word): "`\(word)`"
        case .number(let number): "`\(Answer.Value.number(number).name)`"
        case .text: "a text"
        case .symbol(let symbol): "`\(symbol)`"
        case .end: "the end"
        }
    }

    static func all(in source: String) throws -> [Token] {
        let scalars = Array(source.unicodeScalars)
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            if [" ", "\n", "\t", "\r"].contains(scalars[index]) {
                index += 1
                continue
            }
            let (kind, length) = try token(scalars[index...])
            tokens.append(Token(kind: kind, offset: index))
            index += length
        }
        tokens.append(Token(kind: .end, offset: scalars.count))
        return tokens
    }

    private static func token(
        _ rest: ArraySlice<Unicode.Scalar>
    ) throws -> (Kind, length: Int) {
        let first = rest[rest.startIndex]
        if isLetter(first) {
            let word = String.UnicodeScalarView(
                rest.prefix { isLetter($0) || isDigit($0) || $0 == "." })
            let text = String(word)
            guard !text.hasSuffix("."), !text.contains("..") else {
                throw ExpressionError("`\(text)` is no name", at: rest.startIndex)
            }
            return (.word(text), word.count)
        }
        if isDigit(first) || first == "." { return try number(rest) }
        if first == "'" || first == "\"" {
            let body = rest.dropFirst().prefix { $0 != first }
            guard body.endIndex < rest.endIndex else {
                throw ExpressionError("the text has no end", at: rest.startIndex)
            }
            return (.text(String(String.UnicodeScalarView(body))), body.count + 2)
        }
        let two = String(String.UnicodeScalarView(rest.prefix(2)))
        if ["==", "!=", "<=", ">="].contains(two) { return (.symbol(two), 2) }
        let wrong = ["&&": "and", "||": "or", "<>": "!=", "**": "*"]
        if let right = wrong[two] {
            throw ExpressionError(
                "`\(two)` is no operator", at: rest.startIndex, hint: "write `\(right)`")
        }
        if "+-*/%<>()[],?:=".unicodeScalars.contains(first) {
            return (.symbol(String(first)), 1)
        }
        throw ExpressionError(
            "`\(first)` cannot stand here", at: rest.startIndex,
            hint: first == "!" ? "write `not`" : nil)
    }

    private static func number(
        _ rest: ArraySlice<Unicode.Scalar>
    ) throws -> (Kind, length: Int) {
        var end = rest.startIndex
        while end < rest.endIndex {
            let scalar = rest[end]
            let sign = scalar == "-" || scalar == "+"
            let afterExponent = end > rest.startIndex && ["e", "E"].contains(rest[end - 1])
            guard isDigit(scalar) || isLetter(scalar) || scalar == "." || sign && afterExponent
            else { break }
            end += 1
        }
        let text = String(String.UnicodeScalarView(rest[..<end]))
        let isDecimal = text.unicodeScalars.allSatisfy {
            isDigit($0) || [".", "e", "E", "+", "-"].contains($0)
        }
        guard isDecimal, let number = Double(text), number.isFinite else {
            throw ExpressionError("`\(text)` is no number", at: rest.startIndex)
        }
        return (.number(number), text.unicodeScalars.count)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}
