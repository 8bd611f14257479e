/// What a pattern is made of.
indirect enum PatternNode {
    case empty
    case characters(Pattern.CharacterSet)
    case assertion(Pattern.Assertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` is `nil` without an upper bound; a lazy one takes as little as it can.
    case repetition(PatternNode, least: Int, most: Int?, isLazy: Bool)
    /// A group by its number, from 1.
    case group(PatternNode, Int)
    /// What must, or must not, stand next; each has a number of its own.
    case look(PatternNode, isNegative: Bool, number: Int)

    static let digit: [ClosedRange<UInt32>] = [48...57]
    /// With what stands for a source's bytes beyond ASCII.
    static let word: [ClosedRange<UInt32>] = [
        48...57, 65...90, 95...95, 97...122, 0xDC80...0xDCFF,
    ]
    static let space: [ClosedRange<UInt32>] = [9...13, 32...32]
}

/// A pattern's states.
struct PatternCode: Sendable {
    struct Look: Sendable {
        var code: PatternCode
        var isNegative: Bool
    }

    let instructions: [Pattern.Instruction]
    let looks: [Look]
    let groups: Int
    /// For each state those that lead to it without a character.
    let sources: [[Int]]
    /// Where, beyond ASCII, a set may begin or end.
    let bounds: [UInt32]

    init(_ instructions: [Pattern.Instruction], _ looks: [Look], groups: Int) {
        self.instructions = instructions
        self.looks = looks
        self.groups = groups
        var sources = [[Int]](repeating: [], count: instructions.count)
        var bounds: Set<UInt32> = [128, 0xDC80, 0xDD00]
        for (state, instruction) in instructions.enumerated() {
            switch instruction {
            case .characters(let set):
                for range in set.ranges {
                    bounds.insert(max(128, range.lowerBound))
                    bounds.insert(range.upperBound + 1)
                }
            case .split(let one, let other):
                sources[one].append(state)
                if other != one { sources[other].append(state) }
            case .jump(let to): sources[to].append(state)
            case .assertion, .look, .save: sources[state + 1].append(state)
            case .match: break
            }
        }
        self.sources = sources
        self.bounds = bounds.sorted()
    }

    /// How many kinds of characters sets can tell apart, or more.
    var classes: Int { 128 + bounds.count }

    func characterClass(_ unit: UInt32) -> Int {
        if unit < 128 { return Int(unit) }
        var low = 0
        var high = bounds.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if bounds[middle] <= unit { low = middle } else { high = middle }
        }
        return 128 + low
    }
}

/// Writes a pattern's states; repetitions are written out.
struct PatternWriter {
    private var program: [Pattern.Instruction] = []
    private var looks: [PatternCode.Look] = []
    private var known: [Int: Int] = [:]
    /// Repetitions of nothing write nothing, yet take their time.
    private var visits = 0

    static func code(_ node: PatternNode, groups: Int) throws(Pattern.Fault) -> PatternCode {
        var writer = PatternWriter()
        try writer.write(node)
        writer.program.append(.match)
        return PatternCode(writer.program, writer.looks, groups: groups)
    }

    private mutating func write(_ node: PatternNode) throws(Pattern.Fault) {
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
        case .group(let node, let number):
            program.append(.save(2 * number))
            try write(node)
            program.append(.save(2 * number + 1))
        case .look(let node, let isNegative, let number):
            if known[number] == nil {
                known[number] = looks.count
                looks.append(
                    PatternCode.Look(code: try Self.code(node, groups: 0), isNegative: isNegative))
            }
            guard let look = known[number], looks.count <= Pattern.maxLooks else {
                throw Pattern.Fault(
                    message: "it looks ahead more than \(Pattern.maxLooks) times", column: 1)
            }
            program.append(.look(look))
        case .repetition(let node, let least, let most, let isLazy):
            for _ in 0..<least { try write(node) }
            guard let most else { return try write(star: node, isLazy: isLazy) }
            var splits: [Int] = []
            for _ in 0..<(most - least) {
                splits.append(program.count)
                program.append(.match)
                try write(node)
            }
            for at in splits { program[at] = split(at + 1, program.count, isLazy) }
        }
    }

    private func split(_ on: Int, _ out: Int, _ isLazy: Bool) -> Pattern.Instruction {
        isLazy ? .split(out, on) : .split(on, out)
    }

    private mutating func write(star node: PatternNode, isLazy: Bool) throws(Pattern.Fault) {
        let start = program.count
        program.append(.match)
        try write(node)
        program.append(.jump(start))
        program[start] = split(start + 1, program.count, isLazy)
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
