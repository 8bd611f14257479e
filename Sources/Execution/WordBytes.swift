extension UInt8 {
    /// Whether it is a digit of ASCII.
    package var isDigit: Bool { (48...57).contains(self) }

    /// Whether it is a letter of ASCII, a digit or `_`.
    package var isASCIIWord: Bool {
        (97...122).contains(self) || (65...90).contains(self) || isDigit || self == 95
    }

    /// Whether a word of a program may hold it: beyond ASCII each byte is a part of a letter.
    package var isOfWord: Bool { isASCIIWord || self >= 128 }
}
