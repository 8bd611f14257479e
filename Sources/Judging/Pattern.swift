import Synchronization

/// A regular expression whose time is bounded by the length of the text times its own size.
///
/// It is followed from the end of the text to its start with all ways at once, so nothing is ever
/// tried and given up: no text, however hostile, takes longer. What needs going back (back
/// references, looking behind) is refused.
package struct Pattern: Sendable, Equatable {
    package let text: String
    let code: PatternCode

    /// In bytes.
    package static let maxBytes = 4096
    /// How many states the pattern may have once repetitions are written out.
    package static let maxStates = 1000
    /// How often a pattern may look ahead, on each level.
    package static let maxLooks = 2
    /// A longer output matches no pattern, in bytes.
    package static let maxOutputBytes = 1 << 20
    /// What is longer, of sources and of tests, is not looked through, in bytes.
    package static let maxSourceBytes = 4 << 20

    /// Why a text is no pattern, with the place, from 1, in characters.
    package struct Fault: Error, Equatable {
        package var message: String
        package var column: Int
    }

    /// One that is to match the whole of an output.
    package init(_ text: String) throws(Fault) { try self.init(text, keepsGroups: false) }

    /// One that is looked for in a source, whose groups are then known.
    ///
    /// There every byte beyond ASCII counts as a part of a word.
    package init(inSources text: String) throws(Fault) {
        if let place = text.unicodeScalars.enumerated().first(where: { !$0.element.isASCII }) {
            throw Fault(
                message:
                    "sources are looked through by the byte, and this is no ASCII; `\\w` takes it",
                column: place.offset + 1)
        }
        try self.init(text, keepsGroups: true)
    }

    private init(_ text: String, keepsGroups: Bool) throws(Fault) {
        guard text.utf8.count <= Self.maxBytes else {
            throw Fault(message: "it is longer than \(Self.maxBytes) bytes", column: 1)
        }
        var parser = PatternParser(text, keepsGroups: keepsGroups)
        let node = try parser.whole()
        self.text = text
        code = try PatternWriter.code(node, groups: parser.groups)
    }

    package static func == (left: Pattern, right: Pattern) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
            && left.code.groups == right.code.groups
    }

    enum Instruction: Sendable {
        case characters(CharacterSet)
        /// Goes on at both; the first is preferred.
        case split(Int, Int)
        case jump(Int)
        case assertion(Assertion)
        case look(Int)
        case save(Int)
        case match
    }

    enum Assertion: Sendable { case start, end, lineStart, lineEnd, boundary, noBoundary }

    /// Scalars by ranges, those of ASCII at a glance.
    struct CharacterSet: Sendable {
        private var ascii: (UInt64, UInt64) = (0, 0)
        private(set) var ranges: [ClosedRange<UInt32>] = []

        init(_ ranges: [ClosedRange<UInt32>] = [], negated: Bool = false) {
            let whole = negated ? Self.complement(ranges) : ranges
            self.ranges = whole.filter { $0.upperBound > 127 }
            for range in whole where range.lowerBound < 128 {
                for code in range.lowerBound...min(range.upperBound, 127) {
                    if code < 64 {
                        ascii.0 |= 1 << UInt64(code)
                    } else {
                        ascii.1 |= 1 << UInt64(code - 64)
                    }
                }
            }
        }

        func contains(_ code: UInt32) -> Bool {
            if code < 64 { return ascii.0 >> UInt64(code) & 1 == 1 }
            if code < 128 { return ascii.1 >> UInt64(code - 64) & 1 == 1 }
            return ranges.contains { $0.contains(code) }
        }

        static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
            var result: [ClosedRange<UInt32>] = []
            var next: UInt32 = 0
            for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
                next = max(next, range.upperBound + 1)
            }
            if next <= 0x10FFFF { result.append(next...0x10FFFF) }
            return result
        }
    }
}

extension Pattern {
    /// Whether the pattern matches the whole of an output.
    ///
    /// Bytes that are not UTF-8 count as U+FFFD. Text beyond `maxOutputBytes` matches nothing.
    package func matches(_ bytes: some Collection<UInt8>) -> Bool {
        var steps = 0
        return matches(bytes, steps: &steps)
    }

    /// `steps` counts the states that were looked at.
    func matches(_ bytes: some Collection<UInt8>, steps: inout Int) -> Bool {
        guard bytes.count <= Self.maxOutputBytes else { return false }
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
        var reach = PatternReach(code, text, isWhole: true)
        defer { steps = reach.steps }
        return reach.isMatch()
    }
}

// MARK: - In sources

extension Pattern {
    /// A source's bytes as patterns read them: each beyond ASCII is what no text holds otherwise.
    private static func units(_ bytes: [UInt8]) -> [UInt32] {
        bytes.map { $0 < 128 ? UInt32($0) : 0xDC00 + UInt32($0) }
    }

    /// Whether it is found anywhere in a source.
    func isFound(in bytes: [UInt8]) -> Bool {
        var steps = 0
        return isFound(in: bytes, steps: &steps)
    }

    func isFound(in bytes: [UInt8], steps: inout Int) -> Bool {
        var reach = PatternReach(code, Self.units(bytes), isWhole: false)
        defer { steps = reach.steps }
        return reach.isFound()
    }

    private static let known = Mutex<[String: Pattern]>([:])
    private static let mostKnown = 512

    /// One that a profile holds, read once for all submissions; `nil` if it is none.
    static func ofProfile(_ text: String) -> Pattern? {
        if let pattern = known.withLock({ $0[text] }) { return pattern }
        guard let pattern = try? Pattern(inSources: text) else { return nil }
        known.withLock { known in
            if known.count >= mostKnown { known = [:] }
            known[text] = pattern
        }
        return pattern
    }

    /// Its matches in a source, from left to right, none within another.
    func search(_ bytes: [UInt8]) -> PatternSearch { PatternSearch(code, Self.units(bytes)) }
}
