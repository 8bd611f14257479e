import Dispatch
import Execution
import Glibc

/// Standard input in pieces, read on a thread of its own: a wait blocks nobody else.
final class StandardInput: Sendable {
    static let pieceBytes = 1 << 16

    private let queue = DispatchQueue(label: "assay.standard-input")
    private let wake = WakePipe()

    /// The next piece; `nil` at the end, or as soon as the task is cancelled.
    ///
    /// - Throws: `Diagnostic` if it cannot be read.
    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async { continuation.resume(with: Result { try self.read() }) }
            }
        } onCancel: {
            wake.fire()
        }
    }

    private func read() throws -> [UInt8]? {
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            var watched = [
                pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, -1) >= 0 else { continue }
            if watched[0].revents != 0 { return nil }
            let count = piece.withUnsafeMutableBytes {
                Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count > 0 { return Array(piece[..<count]) }
            if count == 0 { return nil }
            guard errno == EINTR || errno == EAGAIN else {
                throw Diagnostic(
                    "cannot read standard input: \(String(cString: strerror(errno)))")
            }
        }
    }
}

/// A pipe that ends a wait in `poll`, once.
final class WakePipe: Sendable {
    let reader: Int32
    private let writer: Int32

    init() { (reader, writer) = Self.ends() }

    /// A pipe that no other program inherits.
    static func ends() -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    func fire() {
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    deinit {
        close(reader)
        close(writer)
    }
}
