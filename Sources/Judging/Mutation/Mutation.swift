/// One small change of a program.
struct Mutation {
    /// What kind of change it is, in the order in which kinds are preferred on equal terms.
    enum Kind: String, CaseIterable {
        case comparison
        case arithmetic
        case boolean
        case constant
        case offByOne = "off_by_one"
        case membership
        case extremum
        case call
        case condition
        case loopExit = "loop_exit"
        case string
        case deletion
        case returnValue = "return_value"
    }

    var kind: Kind
    var range: Range<Int>
    var replacement: String
    /// From 1.
    var line: Int
    var description: String
}

/// Finds every mutation of one statement.
struct MutationFinder {
    let bytes: [UInt8]
    let statement: PythonStatement
    private(set) var found: [Mutation] = []

    var tokens: [PythonToken] { statement.tokens }

    init(bytes: [UInt8], statement: PythonStatement) {
        self.bytes = bytes
        self.statement = statement
    }

    static func mutations(in statement: PythonStatement, of bytes: [UInt8]) -> [Mutation] {
        var finder = MutationFinder(bytes: bytes, statement: statement)
        finder.find()
        return finder.found
    }

    private mutating func find() {
        let skipped: Set = ["import", "from", "global", "nonlocal", "@", "class", "pass"]
        guard !statement.isDocumentation, !skipped.contains(statement.word) else { return }
        findTokens()
        findCalls()
        findSlices()
        findConditions()
        findInnerConditions()
        findUnwrapped()
        findReturns()
        findDeletion()
    }

    mutating func add(_ kind: Mutation.Kind, _ token: PythonToken, _ replacement: String) {
        add(
            kind, token.range, replacement, line: token.line,
            "`\(token.text.excerpt)` became `\(replacement.excerpt)`")
    }

    mutating func add(
        _ kind: Mutation.Kind, _ range: Range<Int>, _ replacement: String, line: Int,
        _ description: String
    ) {
        found.append(
            Mutation(
                kind: kind, range: range, replacement: replacement, line: line,
                description: description))
    }

    /// The source text from the first of these tokens to the last.
    func text(_ tokens: some BidirectionalCollection<PythonToken>) -> String {
        guard let first = tokens.first, let last = tokens.last else { return "" }
        return String(
            decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
    }
}

extension String {
    /// At most 40 characters on one line.
    var excerpt: String {
        let line = split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 40 ? line.prefix(39) + "…" : line
    }
}
