import CBox

/// What a filter answers, as the kernel's return value.
struct SeccompAction: Hashable, Sendable {
    let value: UInt32

    static let allow = SeccompAction(value: 0x7FFF_0000)
    static let kill = SeccompAction(value: 0x8000_0000)
    static func fail(_ error: UInt32) -> SeccompAction {
        SeccompAction(value: 0x0005_0000 | error & 0xFFFF)
    }

    // The kernel asks the box and ignores the low half: there the box finds its answer.
    static let allowAndReport = SeccompAction(value: 0x7FC0_0000)
    static let fatal = SeccompAction(value: 0x7FC0_FFFF)
    static func refuseAndReport(_ error: UInt32) -> SeccompAction {
        SeccompAction(value: 0x7FC0_0000 | error & 0xFFF)
    }
}

/// A test of one argument, all 64 bits of it.
struct SeccompTest: Hashable, Sendable {
    let test: cbox_test
    let argument: UInt32
    let mask: UInt64
    let value: UInt64

    static func == (left: Self, right: Self) -> Bool {
        left.test == right.test && left.argument == right.argument && left.mask == right.mask
            && left.value == right.value
    }

    var raw: cbox_argument {
        cbox_argument(test: test.rawValue, argument: argument, mask: mask, value: value)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(test.rawValue)
        hasher.combine(argument)
        hasher.combine(mask)
        hasher.combine(value)
    }
}

/// What happens to one system call: the first case that holds decides, else `otherwise`.
struct SeccompOutcome: Hashable, Sendable {
    struct Case: Hashable, Sendable {
        /// All must hold.
        let tests: [SeccompTest]
        let action: SeccompAction
    }

    var cases: [Case] = []
    var otherwise: SeccompAction
}

/// Compiles outcomes by number into classic BPF: a binary search over ranges of equal outcome.
///
/// The kernel reads, checks and translates the whole filter for every run, so its length matters
/// more than the length of a path through it.
struct SeccompProgram {
    /// Numbers from `start` up to the next range's.
    private struct Range {
        let start: UInt32
        let outcome: SeccompOutcome
        /// Single numbers within that differ.
        var exceptions: [(number: UInt32, outcome: SeccompOutcome)] = []
    }

    private static let mostExceptions = 3

    private var code = BPFAssembler()

    /// Calls of an architecture other than `architecture` end the process, and so do the numbers
    /// of x32, which share the architecture of x86-64.
    static func compile(
        _ outcomes: [UInt32: SeccompOutcome], unlisted: SeccompAction, architecture: UInt32
    ) -> [UInt8] {
        var program = SeccompProgram()
        let ranges = folded(ranges(outcomes, unlisted, hasX32: architecture == 0xC000_003E))
        let root = program.search(ranges[...])
        program.code.place(root)
        program.code.load(0)
        let numbers = program.code.here
        program.code.jump(.equal, architecture, numbers, .action(.kill))
        program.code.load(4)
        return program.code.bytes
    }

    private static func ranges(
        _ outcomes: [UInt32: SeccompOutcome], _ unlisted: SeccompAction, hasX32: Bool
    ) -> [Range] {
        let rest = SeccompOutcome(otherwise: unlisted)
        var ranges = [Range(start: 0, outcome: rest)]
        func add(_ start: UInt32, _ outcome: SeccompOutcome) {
            if ranges[ranges.count - 1].start == start { ranges.removeLast() }
            guard ranges.last?.outcome != outcome else { return }
            ranges.append(Range(start: start, outcome: outcome))
        }
        for (number, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            add(number, outcome)
            add(number + 1, rest)
        }
        if hasX32 {
            add(0x4000_0000, SeccompOutcome(otherwise: .kill))
            // The number of a call that a tracer has cancelled.
            add(0xFFFF_FFFF, rest)
        }
        return ranges
    }

    /// A single number between equals is one test for equality instead of two for order.
    private static func folded(_ ranges: [Range]) -> [Range] {
        var folded: [Range] = []
        var index = 0
        while index < ranges.count {
            var range = ranges[index]
            while range.exceptions.count < mostExceptions, index + 2 < ranges.count,
                ranges[index + 2].outcome == range.outcome,
                ranges[index + 2].start == ranges[index + 1].start + 1
            {
                range.exceptions.append((ranges[index + 1].start, ranges[index + 1].outcome))
                index += 2
            }
            folded.append(range)
            index += 1
        }
        return folded
    }

    private mutating func search(_ ranges: ArraySlice<Range>) -> BPFAssembler.Target {
        if ranges.count == 1, let range = ranges.first { return leaf(range) }
        let middle = ranges.startIndex + ranges.count / 2
        let upper = search(ranges[middle...])
        let lower = search(ranges[..<middle])
        code.jump(.atLeast, ranges[middle].start, upper, lower)
        return code.here
    }

    private mutating func leaf(_ range: Range) -> BPFAssembler.Target {
        var next = decide(range.outcome)
        for exception in range.exceptions.reversed() {
            let taken = decide(exception.outcome)
            code.jump(.equal, exception.number, taken, next)
            next = code.here
        }
        return next
    }

    private mutating func decide(_ outcome: SeccompOutcome) -> BPFAssembler.Target {
        var next = BPFAssembler.Target.action(outcome.otherwise)
        var left = outcome.cases[...]
        while let last = left.last {
            // Tests of one argument against several values share its loading.
            var start = left.endIndex - 1
            while start > left.startIndex, left[start - 1].sharesLoading(with: last) { start -= 1 }
            let group = left[start...]
            left = left[..<start]
            next = group.count > 1 ? anyEqual(group, next) : all(of: last, next)
        }
        return next
    }

    private mutating func anyEqual(
        _ group: ArraySlice<SeccompOutcome.Case>, _ otherwise: BPFAssembler.Target
    ) -> BPFAssembler.Target {
        var next = otherwise
        guard let first = group.first?.tests.first else { return next }
        for one in group.reversed() {
            guard let test = one.tests.first else { continue }
            code.jump(.equal, test.value.low, .action(one.action), next)
            next = code.here
        }
        code.loadLow(first.argument)
        next = code.here
        code.jump(.equal, first.value.high, next, otherwise)
        code.loadHigh(first.argument)
        return code.here
    }

    private mutating func all(
        of one: SeccompOutcome.Case, _ otherwise: BPFAssembler.Target
    ) -> BPFAssembler.Target {
        one.tests.reversed().reduce(.action(one.action)) { single($1, $0, otherwise) }
    }

    private mutating func single(
        _ test: SeccompTest, _ taken: BPFAssembler.Target, _ otherwise: BPFAssembler.Target
    ) -> BPFAssembler.Target {
        let value = test.value
        switch test.test {
        case CBOX_MASKED_EQUAL:
            let low = masked(
                test.mask.low, value.low, taken, otherwise
            ) { $0.loadLow(test.argument) }
            return masked(
                test.mask.high, value.high, low, otherwise
            ) { $0.loadHigh(test.argument) }
        case CBOX_EQUAL: return ordered(test, .equal, low: (taken, otherwise), above: otherwise)
        case CBOX_NOT_EQUAL: return ordered(test, .equal, low: (otherwise, taken), above: taken)
        case CBOX_ABOVE:
            return ordered(
                test, .above, low: (taken, otherwise), above: taken, below: otherwise)
        case CBOX_BELOW:
            return ordered(
                test, .atLeast, low: (otherwise, taken), above: otherwise, below: taken)
        default: return taken
        }
    }

    /// Compares the high halves and, where they are equal, the low ones.
    private mutating func ordered(
        _ test: SeccompTest, _ comparison: BPFAssembler.Comparison,
        low: (holds: BPFAssembler.Target, fails: BPFAssembler.Target),
        above: BPFAssembler.Target, below: BPFAssembler.Target? = nil
    ) -> BPFAssembler.Target {
        code.jump(comparison, test.value.low, low.holds, low.fails)
        code.loadLow(test.argument)
        let halves = code.here
        var unequal = above
        if let below {
            code.jump(.above, test.value.high, above, below)
            unequal = code.here
        }
        code.jump(.equal, test.value.high, halves, unequal)
        code.loadHigh(test.argument)
        return code.here
    }

    private mutating func masked(
        _ mask: UInt32, _ value: UInt32, _ equal: BPFAssembler.Target,
        _ unequal: BPFAssembler.Target, load: (inout BPFAssembler) -> Void
    ) -> BPFAssembler.Target {
        if mask == 0, value == 0 { return equal }
        if value == 0 {
            code.jump(.anyBit, mask, unequal, equal)
        } else {
            code.jump(.equal, value, equal, unequal)
            code.and(mask)
        }
        load(&code)
        return code.here
    }
}

extension SeccompOutcome.Case {
    fileprivate func sharesLoading(with other: Self) -> Bool {
        guard tests.count == 1, other.tests.count == 1, let test = tests.first,
            let second = other.tests.first
        else { return false }
        return test.test == CBOX_EQUAL && second.test == CBOX_EQUAL
            && test.argument == second.argument && test.value.high == second.value.high
    }
}

extension UInt64 {
    fileprivate var low: UInt32 { UInt32(truncatingIfNeeded: self) }
    fileprivate var high: UInt32 { UInt32(truncatingIfNeeded: self >> 32) }
}
