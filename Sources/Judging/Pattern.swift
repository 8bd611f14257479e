/// A regular expression whose time is bounded by the length of the text times its own size.
///
/// It is matched by following all ways at once, so nothing ever goes back: no text, however
/// hostile, takes longer. What needs going back (back references, looking around) is refused.
package struct Pattern: Sendable, Equatable {
    package let text: String
    let program: [Instruction]

    /// In bytes.
    package static let maxBytes = 4096
    /// How many states the pattern may have once repetitions are written out.
    package static let maxStates = 1000
    /// A longer output matches no pattern, in bytes.
    package static let maxOutputBytes = 1 << 20

    /// Why a text is no pattern, with the place, from 1, in characters.
    package struct Fault: Error, Equatable {
        package var message: String
        package var column: Int
    }

    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.maxBytes else {
            throw Fault(message: "it is longer than \(Self.maxBytes) bytes", column: 1)
        }
        var parser = PatternParser(text)
        let node = try parser.whole()
        var writer = PatternWriter()
        try writer.write(node)
        writer.program.append(.match)
        self.text = text
        program = writer.program
    }

    package static func == (left: Pattern, right: Pattern) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    enum Instruction: Sendable {
        case characters(CharacterSet)
        case split(Int, Int)
        case jump(Int)
        case assertion(Assertion)
        case match
    }

    enum Assertion: Sendable { case start, end, lineStart, lineEnd, boundary, noBoundary }

    /// Scalars by ranges, those of ASCII at a glance.
    struct CharacterSet: Sendable {
        private var ascii: (UInt64, UInt64) = (0, 0)
        private var ranges: [ClosedRange<UInt32>] = []

        init(_ ranges: [ClosedRange<UInt32>] = [], negated: Bool = false) {
            let whole = negated ? Self.complement(ranges) : ranges
            self.ranges = whole.filter { $0.upperBound > 127 }
            for code in UInt32(0)...127 where whole.contains(where: { $0.contains(code) }) {
                if code < 64 {
                    ascii.0 |= 1 << UInt64(code)
                } else {
                    ascii.1 |= 1 << UInt64(code - 64)
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

    /// `steps` counts the states that were looked at: at most one each for every place in the text.
    func matches(_ bytes: some Collection<UInt8>, steps: inout Int) -> Bool {
        guard bytes.count <= Self.maxOutputBytes else { return false }
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
        var walk = Walk(program: program, text: text)
        defer { steps = walk.steps }
        return walk.isMatch()
    }

    private struct Walk {
        let program: [Instruction]
        let text: [UInt32]
        var steps = 0
        /// When each state was last reached; one more than the place.
        private var seen: [Int]
        private var current: [Int] = []
        private var stack: [Int] = []
        private var isAtMatch = false

        init(program: [Instruction], text: [UInt32]) {
            self.program = program
            self.text = text
            seen = [Int](repeating: 0, count: program.count)
        }

        mutating func isMatch() -> Bool {
            reach(0, at: 0)
            for place in text.indices {
                let waiting = current
                if waiting.isEmpty { return false }
                current.removeAll(keepingCapacity: true)
                isAtMatch = false
                for state in waiting {
                    if case .characters(let set) = program[state], set.contains(text[place]) {
                        reach(state + 1, at: place + 1)
                    }
                }
            }
            return isAtMatch
        }

        /// Goes on from a state to all that can be reached without a character.
        private mutating func reach(_ state: Int, at place: Int) {
            stack.append(state)
            while let state = stack.popLast() {
                guard seen[state] != place + 1 else { continue }
                seen[state] = place + 1
                steps += 1
                switch program[state] {
                case .characters: current.append(state)
                case .match: isAtMatch = true
                case .jump(let to): stack.append(to)
                case .split(let one, let other):
                    stack.append(other)
                    stack.append(one)
                case .assertion(let assertion):
                    if holds(assertion, at: place) { stack.append(state + 1) }
                }
            }
        }

        private func holds(_ assertion: Assertion, at place: Int) -> Bool {
            switch assertion {
            case .start: place == 0
            case .end: place == text.count
            case .lineStart: place == 0 || text[place - 1] == 10
            case .lineEnd: place == text.count || text[place] == 10
            case .boundary: isWord(place - 1) != isWord(place)
            case .noBoundary: isWord(place - 1) == isWord(place)
            }
        }

        private func isWord(_ place: Int) -> Bool {
            text.indices.contains(place)
                && PatternNode.word.contains { $0.contains(text[place]) }
        }
    }
}

/// What a pattern is made of.
indirect enum PatternNode {
    case empty
    case characters(Pattern.CharacterSet)
    case assertion(Pattern.Assertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` is `nil` without an upper bound.
    case repetition(PatternNode, least: Int, most: Int?)

    static let digit: [ClosedRange<UInt32>] = [48...57]
    static let word: [ClosedRange<UInt32>] = [48...57, 65...90, 95...95, 97...122]
    static let space: [ClosedRange<UInt32>] = [9...13, 32...32]
}

/// Writes a pattern's states; repetitions are written out.
private struct PatternWriter {
    var program: [Pattern.Instruction] = []
    /// Repetitions of nothing write nothing, yet take their time.
    private var visits = 0

    mutating func write(_ node: PatternNode) throws(Pattern.Fault) {
        visits += 1
        guard program.count < Pattern.maxStates, visits < 100 * Pattern.maxStates else {
            throw Pattern.Fault(
                message: "it has more than \(Pattern.maxStates) states with all repetitions",
                column: 1)
        }
        switch node {
        case .empty: break
        case .characters(let set): program.append(.characters(set))
        case .assertion(let assertion): program.append(.assertion(assertion))
        case .sequence(let nodes): for node in nodes { try write(node) }
        case .choice(let nodes): try write(choice: nodes[...])
        case .repetition(let node, let least, let most):
            for _ in 0..<least { try write(node) }
            guard let most else { return try write(star: node) }
            var splits: [Int] = []
            for _ in 0..<(most - least) {
                splits.append(program.count)
                program.append(.match)
                try write(node)
            }
            for at in splits { program[at] = .split(at + 1, program.count) }
        }
    }

    private mutating func write(star node: PatternNode) throws(Pattern.Fault) {
        let start = program.count
        program.append(.match)
        try write(node)
        program.append(.jump(start))
        program[start] = .split(start + 1, program.count)
    }

    private mutating func write(choice nodes: ArraySlice<PatternNode>) throws(Pattern.Fault) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            let start = program.count
            let isLast = index == nodes.count - 1
            if !isLast { program.append(.match) }
            try write(node)
            if !isLast {
                jumps.append(program.count)
                program.append(.match)
                program[start] = .split(start + 1, program.count)
            }
        }
        for at in jumps { program[at] = .jump(program.count) }
    }
}
