/// A program's text without its comments, in languages that write them as C does.
enum Uncommented {
    /// The text with blanks for its comments.
    ///
    /// Line ends stay; so do texts in double quotes or backquotes.
    static func text(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        let at = { (offset: Int) -> UInt8 in
            index + offset < bytes.count ? bytes[index + offset] : 0
        }
        while index < bytes.count {
            switch (at(0), at(1)) {
            case (UInt8(ascii: "/"), UInt8(ascii: "/")):
                while index < bytes.count, bytes[index] != 10 { index += 1 }
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                index += 2
                while index < bytes.count, (at(0), at(1)) != closing {
                    if bytes[index] == 10 { result.append(10) }
                    index += 1
                }
                index = min(index + 2, bytes.count)
                result.append(UInt8(ascii: " "))
            case (UInt8(ascii: "'"), UInt8(ascii: "\"")) where at(2) == UInt8(ascii: "'"):
                result += bytes[index..<index + 3]
                index += 3
            case (let quote, _) where quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`"):
                let end = end(of: bytes, quote, from: index + 1)
                result += bytes[index..<end]
                index = end
            default:
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static let closing = (UInt8(ascii: "*"), UInt8(ascii: "/"))

    /// Behind the quote that closes; what is not closed goes on to the end.
    private static func end(of bytes: [UInt8], _ quote: UInt8, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != quote {
            index += bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }
}
