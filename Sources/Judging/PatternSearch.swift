/// Where a pattern was found, and its groups.
struct PatternMatch: Equatable {
    fileprivate var slots: [Int]

    var range: Range<Int> { slots[0]..<slots[1] }
    /// With the whole match as the first.
    var count: Int { slots.count / 2 }

    /// `nil` if the group took no part.
    func group(_ number: Int) -> Range<Int>? {
        guard number < count, slots[2 * number] >= 0, slots[2 * number + 1] >= slots[2 * number]
        else { return nil }
        return slots[2 * number]..<slots[2 * number + 1]
    }

    /// The first group that took part, else the whole.
    var told: Range<Int> {
        for number in 1..<max(1, count) { if let range = group(number) { return range } }
        return range
    }
}

/// Finds a pattern's matches from left to right, none within another.
///
/// Each is the one that trying the pattern's ways in their order would find first. The way back is
/// gone once for all, with the states kept at some places, and once more for parts that hold
/// matches: so all matches together take as long as one.
struct PatternSearch: Sequence, IteratorProtocol {
    private var reach: PatternReach
    private var walked = 0
    private var place = 0

    /// How many places are kept at once.
    private static let block = 256
    /// For each block, the states at the place behind it.
    private var behind: [[UInt64]] = []
    private var hasStart: [Bool] = []
    private var loaded = -1
    /// The sets of states at the loaded block's places.
    private var sets: [Int] = []

    private enum Step {
        case visit(Int)
        case restore(slot: Int, Int)
    }

    private var stack: [Step] = []
    /// When each state was last looked at.
    private var seen: [Int]
    private var turn = 0

    /// Places passed and states looked at.
    var steps: Int { reach.steps + walked }

    init(_ code: PatternCode, _ text: [UInt32]) {
        reach = PatternReach(code, text, isWhole: false)
        seen = [Int](repeating: 0, count: code.instructions.count)
        let blocks = text.count / Self.block + 1
        behind = Array(repeating: [], count: blocks)
        hasStart = Array(repeating: false, count: blocks)
        var set = reach.last()
        for block in (0..<blocks).reversed() {
            set = reach.trimmed(set)
            behind[block] = reach.states(set)
            for place in places(block).reversed() {
                if place < text.count { set = reach.before(place, set) }
                if reach.has(0, set) { hasStart[block] = true }
            }
        }
    }

    private func places(_ block: Int) -> Range<Int> {
        let start = block * Self.block
        return start..<Swift.min(start + Self.block, reach.text.count + 1)
    }

    private mutating func set(at place: Int) -> Int {
        let block = place / Self.block
        if block != loaded {
            loaded = block
            var set = reach.number(of: behind[block])
            set = reach.trimmed(set)
            let places = places(block)
            sets = Array(repeating: 0, count: places.count)
            for place in places.reversed() {
                if place < reach.text.count { set = reach.before(place, set) }
                sets[place - places.lowerBound] = set
            }
        }
        return sets[place % Self.block]
    }

    mutating func next() -> PatternMatch? {
        while place <= reach.text.count {
            guard hasStart[place / Self.block] else {
                place = (place / Self.block + 1) * Self.block
                continue
            }
            walked += 1
            if reach.has(0, set(at: place)), let match = match(from: place) {
                place = match.range.isEmpty ? place + 1 : match.range.upperBound
                return match
            }
            place += 1
        }
        return nil
    }

    private mutating func match(from start: Int) -> PatternMatch? {
        var slots = [Int](repeating: -1, count: 2 * (reach.code.groups + 1))
        slots[0] = start
        var place = start
        var state = 0
        while let found = leave(state, place, &slots) {
            guard case .characters = reach.code.instructions[found] else {
                slots[1] = place
                return PatternMatch(slots: slots)
            }
            place += 1
            state = found + 1
        }
        return nil
    }

    /// The first state, in the pattern's order, that takes what stands here and leads to a match.
    private mutating func leave(_ start: Int, _ place: Int, _ slots: inout [Int]) -> Int? {
        let set = set(at: place)
        turn += 1
        stack.removeAll(keepingCapacity: true)
        stack.append(.visit(start))
        while let step = stack.popLast() {
            guard case .visit(let state) = step else {
                if case .restore(let slot, let old) = step { slots[slot] = old }
                continue
            }
            guard seen[state] != turn, reach.has(state, set) else { continue }
            seen[state] = turn
            walked += 1
            switch reach.code.instructions[state] {
            case .characters, .match: return state
            case .jump(let to): stack.append(.visit(to))
            case .split(let one, let other):
                stack.append(.visit(other))
                stack.append(.visit(one))
            case .assertion, .look: stack.append(.visit(state + 1))
            case .save(let slot):
                stack.append(.restore(slot: slot, slots[slot]))
                slots[slot] = place
                stack.append(.visit(state + 1))
            }
        }
        return nil
    }
}
