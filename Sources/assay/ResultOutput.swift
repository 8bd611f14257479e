import Dispatch
import Glibc
import Synchronization

/// Standard output for lines that many tasks write: one after the other, whole, at once.
final class ResultOutput: Sendable {
    private let stream: TextStream
    private let queue = DispatchQueue(label: "assay.standard-output")

    init(_ stream: TextStream) { self.stream = stream }

    /// Waits until the line is written, so that a slow reader slows the work down.
    ///
    /// - Throws: `OutputClosed`, `OutputFault`.
    func write(_ line: [UInt8]) async throws {
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            queue.async {
                continuation.resume(with: Result { try self.stream.write(line) })
            }
        }
    }
}

/// Notices that nobody reads standard output any more, also while there is nothing to write.
final class OutputWatch: Sendable {
    private let wake = WakePipe()
    private let closed = Atomic(false)

    /// True once the reader has gone.
    var sawClose: Bool { closed.load(ordering: .acquiring) }

    /// Calls `onClose` at most once, from a thread of its own.
    func start(_ onClose: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "assay.output-watch").async {
            var watched = [
                pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
                pollfd(fd: self.wake.reader, events: Int16(POLLIN), revents: 0),
            ]
            while poll(&watched, 2, -1) < 0 {}
            guard watched[1].revents == 0 else { return }
            self.closed.store(true, ordering: .releasing)
            onClose()
        }
    }

    func stop() { wake.fire() }
}
