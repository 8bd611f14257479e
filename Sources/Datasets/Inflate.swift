import CZlib
import Execution

/// What a compressed file may grow to.
package struct InflateBounds: Sendable {
    /// Of all output together.
    package var maximumBytes: Int
    /// Output bytes for each input byte; not asked of the first `ratioFloor` bytes of output.
    package var maximumRatio: Int
    package var ratioFloor: Int

    package init(
        maximumBytes: Int = 16 << 30, maximumRatio: Int = 400, ratioFloor: Int = 16 << 20
    ) {
        self.maximumBytes = maximumBytes
        self.maximumRatio = maximumRatio
        self.ratioFloor = ratioFloor
    }
}

/// Reads a stream that may be gzip, of one member or several; anything else passes as it is.
///
/// Memory is bounded by the chunk that is fed and 64 KiB, whatever the stream unfolds to.
package final class Inflate {
    private enum State { case undecided, plain, member, between }

    private let path: String
    private let bounds: InflateBounds
    private var state = State.undecided
    /// Its address must not change while zlib knows it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var initialised = false
    private var isZlib = false
    /// The first byte, while the second is not there yet.
    private var head: [UInt8] = []
    private var window = [UInt8](repeating: 0, count: 64 << 10)
    private var taken = 0
    private var given = 0

    /// - Parameters:
    ///   - path: for messages.
    ///   - bounds: what the stream may unfold to.
    package init(path: String, bounds: InflateBounds = InflateBounds()) {
        self.path = path
        self.bounds = bounds
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
    }

    deinit {
        if initialised { inflateEnd(stream) }
        stream.deallocate()
    }

    /// Unfolds the next bytes; `emit` gets the output in pieces.
    ///
    /// - Throws: `Diagnostic`, and whatever `emit` throws.
    package func feed(_ chunk: [UInt8], emit: ([UInt8]) throws -> Void) throws {
        var chunk = chunk
        if state == .undecided {
            chunk = head + chunk
            head = []
            if chunk.count < 2, chunk.first ?? 0x1F == 0x1F {
                head = chunk
                return
            }
            state = chunk.starts(with: [0x1F, 0x8B]) ? .between : .plain
        }
        guard state != .plain else {
            given += chunk.count
            guard given <= bounds.maximumBytes else { throw tooLarge }
            if !chunk.isEmpty { try emit(chunk) }
            return
        }
        try inflate(chunk, emit: emit)
    }

    /// Says that the stream has ended.
    ///
    /// - Throws: `Diagnostic` if it ended in the middle of a gzip member.
    package func finish(emit: ([UInt8]) throws -> Void) throws {
        if state == .undecided, !head.isEmpty { try emit(head) }
        guard state == .member else { return }
        throw cut
    }

    private var cut: Diagnostic {
        Diagnostic(
            "the \(isZlib ? "zlib" : "gzip") stream is cut short", path: path,
            note: "it ends after \(taken) bytes, in the middle of a member",
            hint: "fetch the file again")
    }

    /// The whole of a small file at once.
    ///
    /// - Throws: `Diagnostic`.
    package static func whole(
        _ bytes: [UInt8], path: String, bounds: InflateBounds = InflateBounds()
    ) throws -> [UInt8] {
        let inflate = Inflate(path: path, bounds: bounds)
        var output: [UInt8] = []
        try inflate.feed(bytes) { output += $0 }
        try inflate.finish { output += $0 }
        return output
    }

    /// The whole of a small zlib stream, as RFC 1950 has it.
    ///
    /// - Throws: `Diagnostic`, also if the stream is cut short or bytes follow it.
    package static func zlib(
        _ bytes: [UInt8], path: String, maximumBytes: Int
    ) throws -> [UInt8] {
        let inflate = Inflate(
            path: path, bounds: InflateBounds(maximumBytes: maximumBytes, maximumRatio: 1100))
        inflate.isZlib = true
        inflate.state = .between
        var output: [UInt8] = []
        try inflate.inflate(bytes) { output += $0 }
        guard inflate.state == .between, inflate.initialised else { throw inflate.cut }
        return output
    }

    private func inflate(_ chunk: [UInt8], emit: ([UInt8]) throws -> Void) throws {
        var at = 0
        // A full window means that output may wait although all input was taken.
        var full = false
        while at < chunk.count || full {
            if state == .between { try startMember(chunk[at]) }
            let step = advance(chunk, from: at)
            at += step.consumed
            taken += step.consumed
            given += step.produced
            guard given <= bounds.maximumBytes else { throw tooLarge }
            guard given <= bounds.ratioFloor || given / max(taken, 1) <= bounds.maximumRatio else {
                throw bomb
            }
            if step.produced > 0 { try emit(Array(window[..<step.produced])) }
            full = step.produced == window.count
            switch step.code {
            case Z_OK: break
            case Z_STREAM_END:
                state = .between
                full = false
            case Z_BUF_ERROR: return  // The rest comes with the next chunk.
            default: throw broken(step.code)
            }
        }
    }

    private func startMember(_ byte: UInt8) throws {
        guard isZlib ? !initialised : byte == 0x1F else {
            throw Diagnostic(
                "bytes follow the end of the \(isZlib ? "zlib" : "gzip") stream", path: path,
                note: "byte \(taken + 1) begins no further member",
                hint: "fetch the file again, or decompress it and look at its end")
        }
        // 16: gzip only, with its header and checksum.
        let bits = isZlib ? MAX_WBITS : MAX_WBITS + 16
        let code =
            initialised
            ? inflateReset(stream)
            : inflateInit2_(
                stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw broken(code) }
        initialised = true
        state = .member
    }

    private func advance(
        _ chunk: [UInt8], from at: Int
    ) -> (code: Int32, consumed: Int, produced: Int) {
        // zlib counts in 32 bits.
        let input = min(chunk.count - at, 1 << 30)
        return chunk.withUnsafeBufferPointer { source in
            window.withUnsafeMutableBufferPointer { target in
                // zlib's `next_in` is not const, but it only reads.
                stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: source.baseAddress.map { $0 + at })
                stream.pointee.avail_in = UInt32(input)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(target.count)
                let code = CZlib.inflate(stream, Z_NO_FLUSH)
                return (
                    code, input - Int(stream.pointee.avail_in),
                    target.count - Int(stream.pointee.avail_out)
                )
            }
        }
    }

    private var tooLarge: Diagnostic {
        Diagnostic(
            "the file unfolds to more than \(bounds.maximumBytes) bytes", path: path,
            hint: "split the file")
    }

    private var bomb: Diagnostic {
        Diagnostic(
            "the file unfolds to more than \(bounds.maximumRatio) times its size", path: path,
            note: "this looks like a decompression bomb",
            hint: "if you trust the file, decompress it yourself and import the plain file")
    }

    private func broken(_ code: Int32) -> Diagnostic {
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)"
        return Diagnostic(
            "the \(isZlib ? "zlib" : "gzip") stream is damaged", path: path,
            note: "\(reason), after \(taken) bytes", hint: "fetch the file again")
    }
}
