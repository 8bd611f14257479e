import CBox

/// Reads the message that ends a run: a fixed structure, then the attempted calls.
enum BoxAnswer {
    private static let head = MemoryLayout<box_ended>.size
    private static let record = MemoryLayout<box_attempt>.stride

    /// `size` is what was received in `bytes`; `nil` for what no box of ours sends.
    static func read(
        _ bytes: [UInt8], _ size: Int
    ) -> (ended: box_ended, attempts: [box_attempt])? {
        guard size >= Self.head, size <= bytes.count else { return nil }
        return unsafe bytes.withUnsafeBytes { raw in
            let ended = unsafe raw.loadUnaligned(as: box_ended.self)
            let count = Int(ended.attempts)
            guard ended.header.kind == BOX_ENDED.rawValue, count <= Int(BOX_ATTEMPTS_MAX),
                size == Self.head + count * Self.record
            else { return nil }
            let attempts = (0..<count).map {
                unsafe raw.loadUnaligned(
                    fromByteOffset: Self.head + $0 * Self.record, as: box_attempt.self)
            }
            return (ended, attempts)
        }
    }
}
