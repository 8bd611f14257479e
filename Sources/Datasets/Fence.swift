/// Code blocks as chat models write them.
package enum Fence {
    /// One block.
    package struct Block: Sendable, Equatable {
        /// The first word after the fence, in lower case; empty if there is none.
        package var tag: String
        /// What is inside, without the indentation of the fence.
        package var text: String
        /// Where it is, in bytes of UTF-8.
        package var start: Int
        package var end: Int
        /// Whether the fence has an end.
        package var isClosed: Bool
    }

    /// Code in a fence that is longer than any row of backticks in it.
    package static func around(_ code: String, language: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestRow(code) + 1))
        let end = code.utf8.last == 0x0A ? "" : "\n"
        return fence + language + "\n" + code + end + fence
    }

    /// The contents of every closed fence, in order; of one without an end, what follows it.
    package static func blocks(in text: String) -> [String] { parsed(text).map(\.text) }

    /// The blocks of a text, in order.
    package static func parsed(_ text: String) -> [Block] {
        let bytes = Array(text.utf8)
        var blocks: [Block] = []
        var open: Opening?
        var contentStart = 0
        var lines: [ArraySlice<UInt8>] = []
        var at = 0
        while at <= bytes.count {
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[at..<end]
            if let fence = open {
                if fence.isClosed(by: line) {
                    let inside = lines.map { fence.stripped($0) + [0x0A] }.joined()
                    blocks.append(
                        Block(
                            tag: fence.tag, text: String(decoding: Array(inside), as: UTF8.self),
                            start: contentStart, end: at, isClosed: true))
                    open = nil
                } else {
                    lines.append(line)
                }
            } else if let fence = Opening(line) {
                open = fence
                lines = []
                contentStart = min(end + 1, bytes.count)
            }
            at = end + 1
        }
        if let open {
            let inside = lines.map(open.stripped).joined(separator: [0x0A])
            blocks.append(
                Block(
                    tag: open.tag, text: String(decoding: Array(inside), as: UTF8.self),
                    start: contentStart, end: bytes.count, isClosed: false))
        }
        return blocks
    }

    /// A line that opens a fence: three or more backticks or tildes, and perhaps a tag.
    private struct Opening {
        let indent: Int
        let mark: UInt8
        let length: Int
        let tag: String

        init?(_ line: ArraySlice<UInt8>) {
            let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
            guard let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
            else { return nil }
            let marks = rest.prefix { $0 == mark }
            let info = rest.dropFirst(marks.count)
            guard marks.count >= 3, !(mark == UInt8(ascii: "`") && info.contains(mark)) else {
                return nil
            }
            indent = rest.startIndex - line.startIndex
            self.mark = mark
            length = marks.count
            let word = info.split(whereSeparator: { [0x20, 0x09, 0x0D, 0x2C].contains($0) }).first
            tag = String(decoding: Array(word ?? []), as: UTF8.self).lowercased()
                .filter { !"{}".contains($0) }
        }

        func isClosed(by line: ArraySlice<UInt8>) -> Bool {
            let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
            let marks = rest.prefix { $0 == mark }
            return marks.count >= length
                && rest.dropFirst(marks.count).allSatisfy { [0x20, 0x09, 0x0D, mark].contains($0) }
        }

        func stripped(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            line.dropFirst(line.prefix(indent).prefix { $0 == 0x20 || $0 == 0x09 }.count)
        }
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
