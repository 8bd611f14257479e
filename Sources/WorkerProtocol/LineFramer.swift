/// Splits a stream of bytes into lines, whatever pieces it comes in, within a bound of memory.
///
/// Lines end with LF; blank ones are counted and skipped. A line beyond the limit is reported
/// once, as soon as it is too long, and the rest of it is dropped as it comes.
package struct LineFramer: Sendable {
    package enum Line: Sendable, Equatable {
        /// Without its LF. `number` counts all lines, from 1.
        case line([UInt8], number: Int)
        /// `prefix` is the line's beginning, at most 4 KiB: its id may stand there.
        case tooLarge(prefix: [UInt8], number: Int)
    }

    /// The longest line of `job/1` and `result/1`: 64 MiB.
    package static let protocolLimit = 64 << 20
    private static let prefixBytes = 4096

    private let limit: Int
    private var held: [UInt8] = []
    private var number = 1
    private var skipping = false

    /// - Parameter limit: in bytes, without the LF.
    package init(limit: Int = LineFramer.protocolLimit) { self.limit = limit }

    /// Takes the next piece; the lines that it completes, in order.
    package mutating func push(_ piece: some Sequence<UInt8>) -> [Line] {
        let piece = Array(piece)
        var lines: [Line] = []
        var start = 0
        while let end = piece[start...].firstIndex(of: 0x0A) {
            take(piece[start..<end], &lines)
            endLine(&lines)
            start = end + 1
        }
        take(piece[start...], &lines)
        return lines
    }

    /// The last line, if the stream did not end with LF.
    package mutating func finish() -> Line? {
        var lines: [Line] = []
        endLine(&lines)
        return lines.first
    }

    private mutating func take(_ part: ArraySlice<UInt8>, _ lines: inout [Line]) {
        guard !skipping else { return }
        guard held.count + part.count <= limit else {
            let prefix = (held.prefix(Self.prefixBytes) + part.prefix(Self.prefixBytes))
                .prefix(Self.prefixBytes)
            lines.append(.tooLarge(prefix: Array(prefix), number: number))
            held = []
            skipping = true
            return
        }
        held += part
    }

    private mutating func endLine(_ lines: inout [Line]) {
        let blank = held.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        if !skipping, !blank { lines.append(.line(held, number: number)) }
        held = []
        skipping = false
        number += 1
    }
}
