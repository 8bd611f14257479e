/// Writes classic BPF from its last instruction to its first, because jumps only lead forward.
struct BPFAssembler {
    enum Comparison: UInt16 {
        case equal = 0x15
        case above = 0x25
        case atLeast = 0x35
        case anyBit = 0x45
    }

    enum Target {
        case action(SeccompAction)
        /// An instruction, counted from the last.
        case at(Int)
    }

    private struct Instruction {
        var code: UInt16
        var ifTrue: UInt8 = 0
        var ifFalse: UInt8 = 0
        var operand: UInt32
    }

    /// A conditional jump reaches 255 instructions; two may be written before it.
    private static let reach = 250

    private var reversed: [Instruction] = []
    private var returns: [SeccompAction: Int] = [:]

    /// The instruction written last: the one that would run next.
    var here: Target { .at(reversed.count - 1) }

    /// Eight bytes an instruction, as `struct sock_filter`.
    var bytes: [UInt8] {
        reversed.reversed().flatMap { instruction in
            withLittleEndian(instruction.code) + [instruction.ifTrue, instruction.ifFalse]
                + withLittleEndian(instruction.operand)
        }
    }

    /// Loads a word of `struct seccomp_data`; what was written last runs next.
    mutating func load(_ offset: UInt32) { write(0x20, offset) }
    mutating func loadLow(_ argument: UInt32) { load(16 + 8 * argument) }
    mutating func loadHigh(_ argument: UInt32) { load(20 + 8 * argument) }
    mutating func and(_ mask: UInt32) { write(0x54, mask) }

    mutating func jump(
        _ comparison: Comparison, _ operand: UInt32, _ ifTrue: Target, _ ifFalse: Target
    ) {
        let (holds, fails) = (near(ifTrue), near(ifFalse))
        let at = reversed.count
        reversed.append(
            Instruction(
                code: comparison.rawValue, ifTrue: UInt8(at - holds - 1),
                ifFalse: UInt8(at - fails - 1), operand: operand))
    }

    /// Makes a target what runs next.
    mutating func place(_ target: Target) {
        switch target {
        case .action(let action): answer(action)
        case .at(let index): if index != reversed.count - 1 { leap(index) }
        }
    }

    private mutating func near(_ target: Target) -> Int {
        switch target {
        case .action(let action):
            if let known = returns[action], reversed.count - known < Self.reach { return known }
            answer(action)
        case .at(let index):
            if reversed.count - index < Self.reach { return index }
            leap(index)
        }
        return reversed.count - 1
    }

    private mutating func answer(_ action: SeccompAction) {
        returns[action] = reversed.count
        write(0x06, action.value)
    }

    private mutating func leap(_ index: Int) {
        write(0x05, UInt32(reversed.count - index - 1))
    }

    private mutating func write(_ code: UInt16, _ operand: UInt32) {
        reversed.append(Instruction(code: code, operand: operand))
    }

    private func withLittleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
