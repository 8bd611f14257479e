import Execution

/// What the lines of a harness' log are sealed with: each ends in a number made of a one-time key,
/// the number before it and the line (SipHash-2-4).
///
/// Who does not have the key can neither make a line nor leave one out, move one or say it again.
struct EventSeal {
    /// Of the secret on standard input: the key, then the word of the last line.
    static let keyCount = 32

    private let low: UInt64
    private let high: UInt64
    private var chain: [UInt8] = []

    /// - Parameter secret: begins with 32 hexadecimal digits.
    init(_ secret: String) {
        low = UInt64(secret.prefix(16), radix: 16) ?? 0
        high = UInt64(secret.dropFirst(16).prefix(16), radix: 16) ?? 0
    }

    /// The 16 hexadecimal digits that follow this line, after all before it.
    mutating func next(_ line: some Collection<UInt8>) -> [UInt8] {
        chain = Self.digits(hash(chain + line))
        return chain
    }

    private static func digits(_ number: UInt64) -> [UInt8] {
        let text = String(number, radix: 16)
        return Array((String(repeating: "0", count: 16 - text.utf8.count) + text).utf8)
    }

    func hash(_ bytes: [UInt8]) -> UInt64 {
        var state = State(low, high)
        let padded =
            bytes + [UInt8](repeating: 0, count: 7 - bytes.count % 8)
            + [UInt8(truncatingIfNeeded: bytes.count)]
        for start in stride(from: 0, to: padded.count, by: 8) {
            let word = padded[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
            state.v3 ^= word
            state.mix(2)
            state.v0 ^= word
        }
        state.v2 ^= 255
        state.mix(4)
        return state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        init(_ low: UInt64, _ high: UInt64) {
            v0 = low ^ 0x736f_6d65_7073_6575
            v1 = high ^ 0x646f_7261_6e64_6f6d
            v2 = low ^ 0x6c79_6765_6e65_7261
            v3 = high ^ 0x7465_6462_7974_6573
        }

        private static func turned(_ value: UInt64, _ count: UInt64) -> UInt64 {
            value << count | value >> (64 - count)
        }

        mutating func mix(_ rounds: Int) {
            for _ in 0..<rounds {
                v0 &+= v1
                v1 = Self.turned(v1, 13) ^ v0
                v0 = Self.turned(v0, 32)
                v2 &+= v3
                v3 = Self.turned(v3, 16) ^ v2
                v0 &+= v3
                v3 = Self.turned(v3, 21) ^ v0
                v2 &+= v1
                v1 = Self.turned(v1, 17) ^ v2
                v2 = Self.turned(v2, 32)
            }
        }
    }
}
