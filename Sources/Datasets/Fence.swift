/// Code blocks as chat models write them.
package enum Fence {
    /// Code in a fence that is longer than any row of backticks in it.
    package static func around(_ code: String, language: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestRow(code) + 1))
        let end = code.utf8.last == 0x0A ? "" : "\n"
        return fence + language + "\n" + code + end + fence
    }

    /// The contents of every closed fence, in order; of one without an end, what follows it.
    package static func blocks(in text: String) -> [String] {
        var blocks: [String] = []
        var open: (length: Int, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let marks = line.drop { $0 == " " }.prefix { $0 == "`" }.count
            if let (length, lines) = open {
                let closes = marks >= length && line.allSatisfy { "` \t\r".contains($0) }
                if closes {
                    blocks.append(lines.map { $0 + "\n" }.joined())
                    open = nil
                } else {
                    open?.lines.append(line)
                }
            } else if marks >= 3, !line.drop(while: { $0 == " " || $0 == "`" }).contains("`") {
                open = (marks, [])
            }
        }
        if let open { blocks.append(open.lines.joined(separator: "\n")) }
        return blocks
    }

    private static func longestRow(_ text: String) -> Int {
        var longest = 0
        var row = 0
        for byte in text.utf8 {
            row = byte == UInt8(ascii: "`") ? row + 1 : 0
            longest = max(longest, row)
        }
        return longest
    }
}
