package import Execution

extension SeededRandom {
    /// Text with everything that is apt to go wrong: quotes, controls, accents, emoji, brackets.
    package mutating func text(upTo count: Int = 12) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{7F}", "é", "\u{301}",
            "ß", "\u{D7FF}", "\u{E000}", "\u{2028}", "\u{FFFD}", "😀", "<", "$", "{", "]",
        ]
        var text = ""
        for _ in 0..<below(count + 1) { text.unicodeScalars.append(pick(scalars)) }
        return text
    }

    /// Bytes that sometimes are UTF-8.
    package mutating func bytes(upTo count: Int = 12) -> [UInt8] {
        chance(3) ? (0..<below(count + 1)).map { _ in UInt8(below(256)) } : Array(text().utf8)
    }

    /// Any JSON, with lone surrogates and numbers of any form if wanted.
    package mutating func json(depth: Int = 4, surrogates: Bool = true) -> JSON {
        switch below(depth > 0 ? 8 : 5) {
        case 0: return .null
        case 1: return .bool(chance(2))
        case 2:
            return .number(
                pick(["0", "-0", "1", "1.0", "-12.50e-7", "1E+9", "123456789012345678901234567890"])
            )
        case 3, 4:
            if surrogates, chance(6) {
                return .surrogates(
                    Array(text().utf8) + pick([[0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF]])
                        + Array("x".utf8))
            }
            return .string(text())
        case 5, 6:
            return .array(
                (0..<below(5)).map { _ in json(depth: depth - 1, surrogates: surrogates) })
        default:
            var object = JSONObject()
            for _ in 0..<below(5) {
                object[text(upTo: 4)] = json(depth: depth - 1, surrogates: surrogates)
            }
            return .object(object)
        }
    }
}
