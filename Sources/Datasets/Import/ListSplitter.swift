import Execution

/// Cuts a file that is one JSON list into its elements, as if each were a line.
struct ListSplitter {
    private enum State { case before, inside, after }

    private let maximumBytes: Int
    private var state = State.before
    private var pending: [UInt8] = []
    private var depth = 0
    private var inString = false
    private var escaped = false
    private var line = 1
    private var startLine = 1

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// The elements that end in these bytes; each has the number of the line it starts on.
    mutating func feed(_ bytes: [UInt8], _ path: String) throws -> [LineSplitter.Line] {
        var elements: [LineSplitter.Line] = []
        for byte in bytes {
            if byte == 0x0A { line += 1 }
            switch state {
            case .before: if byte == UInt8(ascii: "[") { state = .inside }
            case .inside: try take(byte, &elements, path)
            case .after:
                guard [0x20, 0x09, 0x0A, 0x0D].contains(byte) else {
                    throw Diagnostic("text follows the end of the list", path: path, line: line)
                }
            }
        }
        return elements
    }

    /// - Throws: `Diagnostic` if the list has no end.
    func finish(_ path: String) throws {
        guard state == .after else {
            throw Diagnostic("the list has no end", path: path, line: startLine)
        }
    }

    private mutating func take(
        _ byte: UInt8, _ elements: inout [LineSplitter.Line], _ path: String
    ) throws {
        if inString {
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString = false
            }
            return try keep(byte, path)
        }
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]") where depth == 0:
            flush(&elements)
            state = .after
            return
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
        case UInt8(ascii: ",") where depth == 0:
            flush(&elements)
            return
        default: break
        }
        let isBlank = [0x20, 0x09, 0x0A, 0x0D].contains(byte)
        if pending.isEmpty {
            if isBlank { return }
            startLine = line
        }
        try keep(byte, path)
    }

    private mutating func keep(_ byte: UInt8, _ path: String) throws {
        guard pending.count < maximumBytes else {
            throw Diagnostic(
                "an element is longer than \(maximumBytes >> 20) MiB", path: path, line: startLine)
        }
        pending.append(byte)
    }

    private mutating func flush(_ elements: inout [LineSplitter.Line]) {
        defer { pending.removeAll() }
        if pending.isEmpty { return }
        elements.append(LineSplitter.Line(bytes: pending, number: startLine))
    }
}
