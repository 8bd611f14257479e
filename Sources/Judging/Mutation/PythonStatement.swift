/// A simple statement, or the header of a compound one, with its `:` as the last token.
struct PythonStatement {
    /// Without the newline or `;` that ends it; never empty.
    var tokens: [PythonToken]
    var isHeader: Bool

    var word: String { tokens.first.map(\.text) ?? "" }

    /// A bare string: a docstring, or text that nothing reads.
    var isDocumentation: Bool { tokens.allSatisfy { $0.kind == .string } }

    private static let headers: Set = [
        "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class",
        "async",
    ]

    /// The statements of a whole program, in order.
    static func statements(of tokens: [PythonToken]) -> [PythonStatement] {
        tokens.split { $0.kind == .newline }.flatMap { lineStatements(Array($0)) }
    }

    private static func lineStatements(_ line: [PythonToken]) -> [PythonStatement] {
        var rest = line[...]
        var statements: [PythonStatement] = []
        if let first = line.first, first.kind == .name, headers.contains(first.text),
            let colon = headerEnd(line)
        {
            statements.append(PythonStatement(tokens: Array(line[...colon]), isHeader: true))
            rest = line[(colon + 1)...]
        }
        for part in rest.split(whereSeparator: { $0.text == ";" && $0.depth == 0 }) {
            statements.append(PythonStatement(tokens: Array(part), isHeader: false))
        }
        return statements
    }

    /// The colon that ends a header: the first outside brackets that is no lambda's.
    private static func headerEnd(_ line: [PythonToken]) -> Int? {
        var lambdas = 0
        for (index, token) in line.enumerated() where token.depth == 0 {
            if token.text == "lambda" { lambdas += 1 }
            guard token.text == ":" else { continue }
            if lambdas == 0 { return index }
            lambdas -= 1
        }
        return nil
    }
}

extension [PythonToken] {
    /// The index of the bracket that closes the one at `open`.
    func closing(_ open: Int) -> Int? {
        self[(open + 1)...].firstIndex { $0.depth == self[open].depth && $0.kind == .symbol }
    }

    /// Whether the token at `index` ends an operand: then a sign after it is binary.
    func endsOperand(_ index: Int) -> Bool {
        guard indices.contains(index) else { return false }
        let token = self[index]
        switch token.kind {
        case .number, .string: return true
        case .name: return !PythonWords.beforeOperand.contains(token.text)
        case .symbol: return token.text == ")" || token.text == "]" || token.text == "}"
        case .newline: return false
        }
    }
}

enum PythonWords {
    /// Keywords that an operand follows.
    static let beforeOperand: Set = [
        "and", "or", "not", "in", "is", "if", "elif", "else", "while", "for", "return", "yield",
        "lambda", "assert", "del", "raise", "from", "import", "await", "print", "with", "as",
        "except",
    ]
}
