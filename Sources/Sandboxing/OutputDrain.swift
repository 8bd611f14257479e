import Execution
import Glibc

/// One stream of a program: always read to its end, kept up to a bound.
struct OutputDrain {
    private(set) var reader: Int32
    private(set) var output = CapturedOutput()
    let keep: Int
    let limit: Int
    private var total = 0

    init(reader: Int32, limits: Limits) {
        self.reader = reader
        keep = max(0, limits.keepBytes)
        limit = limits.outputBytes
    }

    var isOpen: Bool { reader >= 0 }
    var isOverLimit: Bool { total > limit }

    /// The breach of `output_bytes`, if there is one.
    var breach: LimitBreach? {
        guard isOverLimit else { return nil }
        return LimitBreach(name: .outputBytes, limit: limit, measured: Double(total))
    }

    /// Reads what is there, at most `rounds` chunks, so that a flood does not starve other runs.
    mutating func read(into chunk: inout [UInt8], rounds: Int) {
        for _ in 0..<rounds {
            guard isOpen else { return }
            let got = unsafe Glibc.read(reader, &chunk, chunk.count)
            if got < 0, errno == EINTR { continue }
            if got < 0, errno == EAGAIN { return }
            guard got > 0 else { return close() }
            let room = keep - output.bytes.count
            if room > 0 { output.bytes += chunk[..<min(room, got)] }
            total += got
        }
    }

    mutating func close() {
        if isOpen { Glibc.close(reader) }
        reader = -1
        output = CapturedOutput(bytes: output.bytes, totalBytes: total)
    }
}
