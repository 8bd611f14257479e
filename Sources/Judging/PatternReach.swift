/// Follows a pattern from the end of a text to its start.
///
/// For each place it tells the states from which a match can still be reached. Sets of states that
/// were met have numbers, and each way from one to the next is worked out once.
struct PatternReach {
    let code: PatternCode
    let text: [UInt32]
    private let isWhole: Bool
    /// Places passed and states looked at.
    private(set) var steps = 0

    /// Words in a set.
    private let width: Int
    private let stride: Int
    private let maxSets: Int
    private var sets: [UInt64] = []
    private var numbers: [[UInt64]: Int] = [:]
    /// The set before a set, by what stands between and before; -1 is not known yet.
    private var moves: [Int32] = []
    /// What leads to a state without a character, by the state and what stands around it.
    private var closures: [Int: [UInt64]] = [:]
    /// The states that take a character, by its class; empty: not known yet.
    private var takers: [[UInt64]]
    /// For each look ahead, at which places it finds something.
    private var looks: [[Bool]] = []

    /// `isWhole`: a match ends where the text does; otherwise anywhere.
    init(_ code: PatternCode, _ text: [UInt32], isWhole: Bool) {
        self.code = code
        self.text = text
        self.isWhole = isWhole
        width = (code.instructions.count + 63) / 64
        stride = (code.classes * 4) << code.looks.count
        maxSets = max(64, (1 << 20) / stride)
        takers = Array(repeating: [], count: code.classes)
        for look in code.looks {
            var reach = PatternReach(look.code, text, isWhole: false)
            looks.append(reach.starts())
            steps += reach.steps
        }
    }

    // MARK: - Whole texts

    mutating func isMatch() -> Bool {
        var set = last()
        for place in text.indices.reversed() {
            set = before(place, trimmed(set))
            if isEmpty(set) { return false }
        }
        return has(0, set)
    }

    mutating func isFound() -> Bool {
        var set = last()
        if has(0, set) { return true }
        for place in text.indices.reversed() {
            set = before(place, trimmed(set))
            if has(0, set) { return true }
        }
        return false
    }

    /// Whether a match begins at each place.
    private mutating func starts() -> [Bool] {
        var found = [Bool](repeating: false, count: text.count + 1)
        var set = last()
        found[text.count] = has(0, set)
        for place in text.indices.reversed() {
            set = before(place, trimmed(set))
            found[place] = has(0, set)
        }
        return found
    }

    // MARK: - Sets of states

    func has(_ state: Int, _ set: Int) -> Bool {
        sets[set * width + state / 64] >> UInt64(state % 64) & 1 == 1
    }

    private func isEmpty(_ set: Int) -> Bool {
        sets[(set * width)..<((set + 1) * width)].allSatisfy { $0 == 0 }
    }

    func states(_ set: Int) -> [UInt64] { Array(sets[(set * width)..<((set + 1) * width)]) }

    mutating func number(of states: [UInt64]) -> Int {
        if let number = numbers[states] { return number }
        let number = numbers.count
        numbers[states] = number
        sets += states
        moves += [Int32](repeating: -1, count: stride)
        return number
    }

    /// The set under its number once what is known has been forgotten, if that is much.
    mutating func trimmed(_ set: Int) -> Int {
        guard numbers.count > maxSets else { return set }
        let states = states(set)
        forget()
        return number(of: states)
    }

    private mutating func forget() {
        numbers.removeAll(keepingCapacity: true)
        sets.removeAll(keepingCapacity: true)
        moves.removeAll(keepingCapacity: true)
    }

    /// The set at the end of the text.
    mutating func last() -> Int {
        let context = kind(before: text.count) * 4
        let states = closure(code.instructions.count - 1, context << looks.count | seen(text.count))
        return number(of: states)
    }

    /// The set at a place, from that at the next.
    mutating func before(_ place: Int, _ set: Int) -> Int {
        steps += 1
        let unit = text[place]
        let kind = kind(before: place)
        let seen = seen(place)
        let characterClass = code.characterClass(unit)
        let move = set * stride + ((characterClass * 4 + kind) << looks.count | seen)
        let known = moves[move]
        if known >= 0 { return Int(known) }
        let context = (kind * 4 + Self.kind(unit)) << looks.count | seen
        let found = number(of: states(before: set, unit, characterClass, context))
        moves[move] = Int32(found)
        return found
    }

    private mutating func states(
        before set: Int, _ unit: UInt32, _ characterClass: Int, _ context: Int
    ) -> [UInt64] {
        let taking = takers(characterClass, unit)
        var states =
            isWhole
            ? [UInt64](repeating: 0, count: width)
            : closure(code.instructions.count - 1, context)
        for word in 0..<width {
            let above = word + 1 < width ? sets[set * width + word + 1] << 63 : 0
            var bits = (sets[set * width + word] >> 1 | above) & taking[word]
            while bits != 0 {
                let state = word * 64 + bits.trailingZeroBitCount
                bits &= bits - 1
                steps += 1
                let more = closure(state, context)
                for index in 0..<width { states[index] |= more[index] }
            }
        }
        return states
    }

    private mutating func takers(_ characterClass: Int, _ unit: UInt32) -> [UInt64] {
        if !takers[characterClass].isEmpty { return takers[characterClass] }
        var states = [UInt64](repeating: 0, count: width)
        for (state, instruction) in code.instructions.enumerated() {
            if case .characters(let set) = instruction, set.contains(unit) {
                states[state / 64] |= 1 << UInt64(state % 64)
            }
        }
        takers[characterClass] = states
        return states
    }

    private mutating func closure(_ state: Int, _ context: Int) -> [UInt64] {
        let key = context * code.instructions.count + state
        if let known = closures[key] { return known }
        var states = [UInt64](repeating: 0, count: width)
        var waiting = [state]
        while let state = waiting.popLast() {
            let bit: UInt64 = 1 << UInt64(state % 64)
            guard states[state / 64] & bit == 0 else { continue }
            states[state / 64] |= bit
            steps += 1
            waiting += code.sources[state].filter { isPassable($0, context) }
        }
        closures[key] = states
        return states
    }

    // MARK: - What stands around a place

    private static let none = 0
    private static let lineEnd = 1
    private static let word = 2
    private static let other = 3

    private static func kind(_ unit: UInt32) -> Int {
        if unit == 10 { return lineEnd }
        return PatternNode.word.contains { $0.contains(unit) } ? word : other
    }

    private func kind(before place: Int) -> Int {
        place == 0 ? Self.none : Self.kind(text[place - 1])
    }

    /// What the looks ahead find at a place, a bit each.
    private func seen(_ place: Int) -> Int {
        var seen = 0
        for index in looks.indices where looks[index][place] { seen |= 1 << index }
        return seen
    }

    private func isPassable(_ state: Int, _ context: Int) -> Bool {
        let kinds = context >> looks.count
        let (before, after) = (kinds / 4, kinds % 4)
        switch code.instructions[state] {
        case .characters, .match: return false
        case .split, .jump, .save: return true
        case .look(let index): return (context >> index & 1 == 1) != code.looks[index].isNegative
        case .assertion(let assertion):
            switch assertion {
            case .start: return before == Self.none
            case .end: return after == Self.none
            case .lineStart: return before == Self.none || before == Self.lineEnd
            case .lineEnd: return after == Self.none || after == Self.lineEnd
            case .boundary: return (before == Self.word) != (after == Self.word)
            case .noBoundary: return (before == Self.word) == (after == Self.word)
            }
        }
    }
}
