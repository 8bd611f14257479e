import Synchronization

/// Makes UUIDs of version 7: milliseconds, then a counter, then random bits.
///
/// Every UUID is greater, as text, than the one before it, also when the clock stands or goes back.
package final class UUIDv7Generator: Sendable {
    private struct State {
        var milliseconds: UInt64 = 0
        /// 12 bits.
        var counter: UInt64 = 0
    }

    private let state = Mutex(State())
    private let clock: @Sendable () -> Int
    private let random: @Sendable () -> UInt64

    /// Makes a generator.
    ///
    /// - Parameters:
    ///   - clock: milliseconds since 1970.
    ///   - random: 64 bits that nobody can guess.
    package init(
        clock: @escaping @Sendable () -> Int,
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.clock = clock
        self.random = random
    }

    /// The next one, in lower case with hyphens: 36 characters.
    package func next() -> String {
        let now = UInt64(max(0, clock()))
        let bits = random()
        let (milliseconds, counter) = state.withLock { state -> (UInt64, UInt64) in
            if now > state.milliseconds {
                // Starts in the lower half, so that there is room to count within a millisecond.
                state = State(milliseconds: now, counter: bits >> 53)
            } else if state.counter < 0xFFF {
                state.counter += 1
            } else {
                state = State(milliseconds: state.milliseconds + 1, counter: 0)
            }
            return (state.milliseconds, state.counter)
        }
        return Self.text(
            high: milliseconds << 16 | 0x7000 | counter, low: 1 << 63 | random() >> 2)
    }

    private static func text(high: UInt64, low: UInt64) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for position in 0..<32 {
            if [8, 12, 16, 20].contains(position) { text.append(UInt8(ascii: "-")) }
            let half = position < 16 ? high : low
            text.append(digits[Int(half >> UInt64(60 - position % 16 * 4) & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
