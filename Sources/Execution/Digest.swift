import Crypto

/// SHA-256, as 64 lower-case hexadecimal digits.
package enum Digest {
    package static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        if bytes.withContiguousStorageIfAvailable({
            hash.update(bufferPointer: UnsafeRawBufferPointer($0))
        }) == nil {
            hash.update(data: Array(bytes))
        }
        return hex(hash.finalize())
    }

    package static func sha256(_ text: String) -> String { sha256(text.utf8) }

    /// Appends the 32 bytes of the hash itself.
    package static func append(sha256Of bytes: UnsafeRawBufferPointer, to hashes: inout [UInt8]) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        hash.finalize().withUnsafeBytes { hashes.append(contentsOf: $0) }
    }

    package static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// SHA-256 of bytes that come in pieces.
package struct RunningDigest {
    private var hash = SHA256()

    package init() {}

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// The hash of everything so far, as 64 lower-case hexadecimal digits.
    package var hexadecimal: String { Digest.hex(hash.finalize()) }
}
