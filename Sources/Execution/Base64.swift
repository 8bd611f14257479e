/// Base64 of RFC 4648 section 4, with padding; reading is strict.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 64 stands for "not in the alphabet".
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        for (value, character) in alphabet.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        return values
    }()

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var at = 0
        while at < bytes.count {
            let left = bytes.count - at
            let group =
                UInt32(bytes[at]) << 16 | (left > 1 ? UInt32(bytes[at + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[at + 2]) : 0)
            text.append(alphabet[Int(group >> 18)])
            text.append(alphabet[Int(group >> 12 & 63)])
            text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
            text.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
            at += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes; `nil` if the text has another character, wrong padding or stray bits at its end.
    package static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        for at in stride(from: 0, to: characters.count, by: 4) {
            var kept = 4
            if at + 4 == characters.count {
                if characters[at + 3] == UInt8(ascii: "=") { kept = 3 }
                if kept == 3, characters[at + 2] == UInt8(ascii: "=") { kept = 2 }
            }
            var group: UInt32 = 0
            for place in 0..<4 {
                let value = place < kept ? values[Int(characters[at + place])] : 0
                guard value < 64 else { return nil }
                group = group << 6 | UInt32(value)
            }
            let unused: UInt32 = kept == 4 ? 0 : kept == 3 ? 0xFF : 0xFFFF
            guard group & unused == 0 else { return nil }
            bytes.append(UInt8(group >> 16))
            if kept > 2 { bytes.append(UInt8(group >> 8 & 0xFF)) }
            if kept > 3 { bytes.append(UInt8(group & 0xFF)) }
        }
        return bytes
    }
}
