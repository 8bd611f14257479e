import Execution

/// A source cut into words, literals and marks, as far as finding its functions needs it.
///
/// At most 512 KiB, words of 1,000 bytes and brackets 1,000 deep; what holds more, or cannot be
/// read, gives none.
struct SourceTokens {
    enum Kind { case word, literal, lifetime, mark, directive }

    struct Token {
        var kind: Kind
        var range: Range<Int>
    }

    static let maxBytes = 512 << 10
    static let maxDepth = 1_000
    /// Of a word, and of the type of what a function gives back.
    static let maxWord = 1_000
    static let maxType = 400

    let bytes: [UInt8]
    private(set) var tokens: [Token] = []
    /// For each bracket its other half, for all else -1.
    private(set) var partners: [Int] = []

    init?(_ bytes: [UInt8], _ syntax: SourceSyntax) {
        guard bytes.count <= Self.maxBytes else { return nil }
        self.bytes = bytes
        guard var cutter = SourceCutter(bytes, syntax) else { return nil }
        while let token = cutter.next() { tokens.append(token) }
        let isLong = tokens.contains { $0.kind == .word && $0.range.count > Self.maxWord }
        guard !cutter.isLost, !isLong, match() else { return nil }
    }

    private mutating func match() -> Bool {
        partners = Array(repeating: -1, count: tokens.count)
        var open: [Int] = []
        for index in tokens.indices where tokens[index].kind == .mark {
            switch bytes[tokens[index].range.lowerBound] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                open.append(index)
                if open.count > Self.maxDepth { return false }
            case let byte where Self.opening[byte] != nil:
                guard let start = open.popLast(),
                    bytes[tokens[start].range.lowerBound] == Self.opening[byte]
                else { return false }
                partners[index] = start
                partners[start] = index
            default: break
            }
        }
        return open.isEmpty
    }

    private static let opening: [UInt8: UInt8] = [
        UInt8(ascii: ")"): UInt8(ascii: "("), UInt8(ascii: "]"): UInt8(ascii: "["),
        UInt8(ascii: "}"): UInt8(ascii: "{"),
    ]

    var count: Int { tokens.count }

    /// Empty for what is longer than a word: a literal, a directive.
    func text(_ index: Int) -> String {
        guard tokens.indices.contains(index), tokens[index].range.count <= Self.maxWord
        else { return "" }
        return String(decoding: bytes[tokens[index].range], as: UTF8.self)
    }

    func kind(_ index: Int) -> Kind? { tokens.indices.contains(index) ? tokens[index].kind : nil }

    func isWord(_ index: Int) -> Bool { kind(index) == .word }

    /// Whether it is this mark or word, and no literal.
    func isText(_ index: Int, _ text: StaticString) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind != .literal else { return false }
        let range = tokens[index].range
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            range.indices.allSatisfy { bytes[$0] == wanted[$0 - range.lowerBound] }
        }
    }

    /// The text of some tokens, a blank between any two words.
    ///
    /// What is longer than a type may be is told as a longer one, whatever it is.
    func joined(_ indices: some Sequence<Int>) -> String {
        var text = ""
        var wasWord = false
        for index in indices {
            guard text.utf8.count + tokens[index].range.count <= Self.maxType else {
                return String(repeating: "?", count: Self.maxType + 1)
            }
            let isWord = kind(index) != .mark
            if wasWord, isWord { text += " " }
            text += self.text(index)
            wasWord = isWord
        }
        return text
    }
}
