import Glibc

/// Seeded damage to bytes: what a fuzzer feeds to a parser.
package struct Mutation {
    /// Pieces that mean something to the parser.
    let words: [[UInt8]]
    let maxBytes: Int

    package init(words: [[UInt8]], maxBytes: Int) {
        self.words = words
        self.maxBytes = maxBytes
    }

    /// One to eight changes, most of them small.
    package func damage(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(random.chance(4) ? 8 : 2) { change(&bytes, &random) }
        if bytes.count > maxBytes { bytes.removeLast(bytes.count - maxBytes) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return bytes = random.pick(words) }
        let at = random.below(bytes.count)
        let end = min(bytes.count, at + 1 + random.below(random.chance(8) ? bytes.count : 12))
        switch random.below(9) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[at] ^= 1 << UInt8(random.below(8))
        case 2: bytes[at] = random.pick([0, 1, 0x7F, 0x80, 0xFF, 10, 32, 9])
        case 3: bytes.removeSubrange(at..<end)
        case 4: bytes.insert(contentsOf: bytes[at..<end], at: random.below(bytes.count))
        case 5: bytes.insert(contentsOf: random.pick(words), at: at)
        case 6: bytes.replaceSubrange(at..<end, with: random.pick(words))
        case 7: bytes.removeLast(bytes.count - at)
        default: number(&bytes, &random)
        }
    }

    /// Overwrites an aligned number by one at the edge of what fits.
    private func number(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let width = random.pick([4, 8])
        guard bytes.count >= width else { return }
        let at = random.below(bytes.count / width) * width
        let edges: [UInt64] = [
            0, 1, 2, 0x7F, 0xFF, 0x1000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
            UInt64.max, UInt64.max / 2, UInt64.max - 7, UInt64(bytes.count),
            UInt64.random(in: 0...64, using: &random),
        ]
        let value = random.pick(edges)
        for byte in 0..<width {
            bytes[at + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte)))
        }
    }

    /// How many inputs: `short`, or what the variable says for a long run.
    package static func count(_ variable: String, short: Int) -> Int {
        guard let value = getenv(variable) else { return short }
        return Int(String(cString: value)) ?? short
    }
}
