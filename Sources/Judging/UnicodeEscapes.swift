/// A text as a compiler takes it that reads `\u0061` before all else, as Java's does.
enum UnicodeEscapes {
    /// The text with characters for their escapes, and without those that names are not told apart
    /// by; `nil` if that is the text itself.
    ///
    /// Its time grows with the text's length alone.
    static func read(_ bytes: [UInt8]) -> [UInt8]? {
        let units = Array(String(decoding: bytes, as: UTF8.self).utf16)
        var scalars = String.UnicodeScalarView()
        let whole = String(decoding: decoded(units), as: UTF16.self)
        for scalar in whole.unicodeScalars where !isIgnored(scalar) { scalars.append(scalar) }
        let read = Array(String(scalars).utf8)
        return read == bytes ? nil : read
    }

    /// A backslash behind a backslash begins no escape, unless that one came of an escape itself.
    private static func decoded(_ units: [UInt16]) -> [UInt16] {
        var result: [UInt16] = []
        var index = 0
        var wasBackslash = false
        var wasEscape = false
        while index < units.count {
            let unit = units[index]
            if unit != 92 || wasBackslash && !wasEscape {
                result.append(unit)
                index += 1
                wasBackslash = false
                wasEscape = false
            } else if let (escaped, end) = escape(units, index) {
                result.append(escaped)
                index = end
                wasBackslash = escaped == 92 && !wasBackslash
                wasEscape = true
            } else {
                result.append(unit)
                index += 1
                wasBackslash.toggle()
                wasEscape = false
            }
        }
        return result
    }

    /// What an escape stands for, and where the text goes on behind it.
    private static func escape(_ units: [UInt16], _ start: Int) -> (UInt16, end: Int)? {
        var index = start + 1
        while index < units.count, units[index] == 117 { index += 1 }
        guard index > start + 1, index + 4 <= units.count else { return nil }
        var value: UInt16 = 0
        for unit in units[index..<(index + 4)] {
            guard let digit = Unicode.Scalar(unit).flatMap({ Character($0).hexDigitValue }),
                unit < 128
            else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return (value, index + 4)
    }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...8, 14...27, 127...159: true
        case 0..<128: false
        default: scalar.properties.generalCategory == .format
        }
    }
}
