/// Reads the text of a pattern.
struct PatternParser {
    private let text: [Unicode.Scalar]
    private var at = 0
    private var depth = 0
    private var ignoresCase = false
    private var dotTakesLines = false
    private var isMultiline = false
    private let keepsGroups: Bool
    /// How many groups there are, if they are kept.
    private(set) var groups = 0
    private var looks = 0

    private static let maxDepth = 100
    private static let maxRepeats = 1000

    init(_ text: String, keepsGroups: Bool) {
        self.text = Array(text.unicodeScalars)
        self.keepsGroups = keepsGroups
    }

    mutating func whole() throws(Pattern.Fault) -> PatternNode {
        try flags()
        let node = try choice()
        guard at == text.count else { throw fault("`)` closes nothing") }
        return node
    }

    private var peek: Unicode.Scalar? { at < text.count ? text[at] : nil }

    private func fault(_ message: String, back: Int = 0) -> Pattern.Fault {
        Pattern.Fault(message: message, column: max(1, at + 1 - back))
    }

    private mutating func take(_ word: String) -> Bool {
        let wanted = Array(word.unicodeScalars)
        guard text[at...].starts(with: wanted) else { return false }
        at += wanted.count
        return true
    }

    /// `(?ims)` at the very start.
    private mutating func flags() throws(Pattern.Fault) {
        guard text.count > 3, text[0] == "(", text[1] == "?", "ims".unicodeScalars.contains(text[2])
        else { return }
        // Those of a group stand before a `:`.
        guard text[2...].first(where: { !"ims".unicodeScalars.contains($0) }) != ":" else { return }
        at = 2
        while let flag = peek, flag != ")" {
            switch flag {
            case "i": ignoresCase = true
            case "m": isMultiline = true
            case "s": dotTakesLines = true
            default: throw fault("there is no flag `\(flag)` here; `i`, `m` and `s` are known")
            }
            at += 1
        }
        guard take(")") else { throw fault("the flags lack their `)`") }
    }

    private mutating func choice() throws(Pattern.Fault) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(Pattern.Fault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = peek, next != "|", next != ")" { nodes.append(try repeated()) }
        return nodes.isEmpty ? .empty : nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repeated() throws(Pattern.Fault) -> PatternNode {
        let node = try atom()
        guard let (least, most) = try quantifier() else { return node }
        let isLazy = take("?")
        if let next = peek, "*+?{".unicodeScalars.contains(next) {
            throw fault("`\(next)` follows a repetition; put that into `(?:...)`")
        }
        return .repetition(node, least: least, most: most, isLazy: isLazy)
    }

    private mutating func quantifier() throws(Pattern.Fault) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        let least = try count()
        var most: Int? = least
        if take(",") { most = peek == "}" ? nil : try count() }
        guard take("}") else { throw fault("a repetition is written `{2}`, `{2,}` or `{2,5}`") }
        if let most, most < least { throw fault("`{\(least),\(most)}` is the wrong way round") }
        return (least, most)
    }

    private mutating func count() throws(Pattern.Fault) -> Int {
        var value = 0
        let start = at
        while let next = peek, ("0"..."9").contains(next), value <= Self.maxRepeats {
            value = value * 10 + Int(next.value - 48)
            at += 1
        }
        guard at > start else {
            throw fault("a repetition is written `{2}`, `{2,}` or `{2,5}`; a brace itself is `\\{`")
        }
        guard value <= Self.maxRepeats else {
            throw fault("at most \(Self.maxRepeats) repetitions can be asked for")
        }
        return value
    }

    private mutating func atom() throws(Pattern.Fault) -> PatternNode {
        guard let next = peek else { return .empty }
        at += 1
        switch next {
        case "(": return try group()
        case "[": return .characters(try bracket())
        case ".": return .characters(.init(dotTakesLines ? [] : [10...10], negated: true))
        case "^": return .assertion(isMultiline ? .lineStart : .start)
        case "$": return .assertion(isMultiline ? .lineEnd : .end)
        case "*", "+", "?", "{":
            throw fault("`\(next)` repeats nothing; the character itself is `\\\(next)`", back: 1)
        case "\\":
            if take("b") { return .assertion(.boundary) }
            if take("B") { return .assertion(.noBoundary) }
            return .characters(.init(cased(try escape())))
        default: return .characters(.init(cased([next.value...next.value])))
        }
    }

    private mutating func group() throws(Pattern.Fault) -> PatternNode {
        guard depth < Self.maxDepth else { throw fault("it nests deeper than \(Self.maxDepth)") }
        depth += 1
        let outside = (ignoresCase, dotTakesLines, isMultiline)
        defer {
            depth -= 1
            (ignoresCase, dotTakesLines, isMultiline) = outside
        }
        guard take("?") else {
            groups += keepsGroups ? 1 : 0
            let number = groups
            let node = try inside()
            return keepsGroups ? .group(node, number) : node
        }
        for (mark, isNegative) in [("=", false), ("!", true)] where take(mark) {
            looks += 1
            let number = looks
            return .look(try inside(), isNegative: isNegative, number: number)
        }
        try groupFlags()
        return try inside()
    }

    /// `:`, or flags before it.
    private mutating func groupFlags() throws(Pattern.Fault) {
        while !take(":") {
            switch peek {
            case "i": ignoresCase = true
            case "m": isMultiline = true
            case "s": dotTakesLines = true
            default:
                throw fault(
                    "only `(...)`, `(?:...)`, `(?=...)` and `(?!...)` are groups; looking behind "
                        + "is not possible", back: 2)
            }
            at += 1
        }
    }

    private mutating func inside() throws(Pattern.Fault) -> PatternNode {
        let node = try choice()
        guard take(")") else { throw fault("a `(` is not closed") }
        return node
    }

    /// What follows a backslash, other than `b` and `B`.
    private mutating func escape() throws(Pattern.Fault) -> [ClosedRange<UInt32>] {
        guard let next = peek else { throw fault("it ends in a backslash") }
        at += 1
        func other(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
            Pattern.CharacterSet.complement(ranges)
        }
        switch next {
        case "d": return PatternNode.digit
        case "D": return other(PatternNode.digit)
        case "w": return PatternNode.word
        case "W": return other(PatternNode.word)
        case "s": return PatternNode.space
        case "S": return other(PatternNode.space)
        case "n": return [10...10]
        case "r": return [13...13]
        case "t": return [9...9]
        case "f": return [12...12]
        case "v": return [11...11]
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        case "1"..."9": throw fault("back references are not possible", back: 1)
        default:
            guard next.isASCII, !next.properties.isAlphabetic, !("0"..."9").contains(next) else {
                throw fault("there is no `\\\(next)` here", back: 1)
            }
            return [next.value...next.value]
        }
    }

    private mutating func hexadecimal(_ digits: Int) throws(Pattern.Fault) -> [ClosedRange<UInt32>]
    {
        let end = at + digits
        guard end <= text.count,
            let code = UInt32(String(String.UnicodeScalarView(text[at..<end])), radix: 16)
        else { throw fault("\(digits) hexadecimal digits should stand here") }
        at = end
        return [code...code]
    }

    private mutating func bracket() throws(Pattern.Fault) -> Pattern.CharacterSet {
        let negated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while let next = peek, next != "]" || isFirst {
            isFirst = false
            let low = try member()
            guard low.count == 1, low[0].count == 1, peek == "-", at + 1 < text.count,
                text[at + 1] != "]"
            else {
                ranges += low
                continue
            }
            at += 1
            let high = try member()
            guard high.count == 1, high[0].count == 1, high[0].lowerBound >= low[0].lowerBound
            else { throw fault("a range in `[...]` is the wrong way round") }
            ranges.append(low[0].lowerBound...high[0].lowerBound)
        }
        guard take("]") else { throw fault("a `[` is not closed") }
        return .init(cased(ranges), negated: negated)
    }

    private mutating func member() throws(Pattern.Fault) -> [ClosedRange<UInt32>] {
        guard let next = peek else { throw fault("a `[` is not closed") }
        at += 1
        return next == "\\" ? try escape() : [next.value...next.value]
    }

    /// With the other case of what is ASCII, if case does not matter.
    private func cased(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        guard ignoresCase else { return ranges }
        var all = ranges
        for range in ranges {
            for code in range.clamped(to: 65...90) where range.contains(code) {
                all.append((code + 32)...(code + 32))
            }
            for code in range.clamped(to: 97...122) where range.contains(code) {
                all.append((code - 32)...(code - 32))
            }
        }
        return all
    }
}
