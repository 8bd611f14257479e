import Execution

/// Cuts a stream of bytes into lines.
struct LineSplitter {
    /// One line without its end, and its number from 1.
    struct Line {
        var bytes: [UInt8]
        var number: Int
        /// It was longer than allowed; `bytes` is empty.
        var tooLong = false
    }

    let maximumBytes: Int
    private var pending: [UInt8] = []
    private var number = 0
    private var dropping = false

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// The lines that end in these bytes.
    mutating func feed(_ chunk: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = 0
        while let end = chunk[start...].firstIndex(of: 0x0A) {
            take(chunk[start..<end])
            start = end + 1
            if let line = flush() { lines.append(line) }
        }
        take(chunk[start...])
        return lines
    }

    /// The last line, if it has no line end.
    mutating func finish() -> Line? {
        pending.isEmpty && !dropping ? nil : flush()
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        guard !dropping else { return }
        if pending.count + bytes.count > maximumBytes {
            dropping = true
            pending = []
        } else {
            pending += bytes
        }
    }

    /// - Returns: `nil` for a blank line.
    private mutating func flush() -> Line? {
        number += 1
        defer {
            pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
            dropping = false
        }
        guard !dropping else { return Line(bytes: [], number: number, tooLong: true) }
        // A byte order mark is no part of the text.
        if number == 1, pending.starts(with: [0xEF, 0xBB, 0xBF]) { pending.removeFirst(3) }
        if pending.last == 0x0D { pending.removeLast() }
        let blank = pending.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        return blank ? nil : Line(bytes: pending, number: number)
    }
}
