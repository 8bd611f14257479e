import Execution
import Glibc

/// Reading what the user names.
enum InputFile {
    /// The whole content; `-` is standard input.
    ///
    /// - Throws: `Diagnostic`.
    static func read(_ path: String, maxBytes: Int) throws -> [UInt8] {
        guard path != "-" else { return try readAll(STDIN_FILENO, name: "-", maxBytes: maxBytes) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Diagnostic(
                "cannot read `\(path)`: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        return try readAll(descriptor, name: path, maxBytes: maxBytes)
    }

    /// Everything up to the end of a descriptor's stream.
    static func readAll(_ descriptor: Int32, name: String, maxBytes: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Diagnostic("cannot read `\(name)`: \(String(cString: strerror(errno)))")
            }
            guard bytes.count + count <= maxBytes else {
                throw Diagnostic(
                    "`\(name)` is too large", note: "at most \(maxBytes) bytes are read")
            }
            bytes += chunk[..<count]
        }
    }
}
