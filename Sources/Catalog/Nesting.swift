/// How deep a YAML text may nest, judged before the library reads it.
///
/// The library descends by recursion, so that depth costs stack: a small file could end the
/// process. This counts without knowing quotes or block texts and so never too little; what it
/// counts too much of, such as brackets in texts, stays far below the limit in any real file.
struct Nesting {
    static let limit = 48

    private var brackets = 0
    /// The lines that this one stands below, by indentation, with the levels each may open.
    private var lines: [(indentation: Int, levels: Int)] = []
    private var levels = 0

    /// Where the text goes too deep, if it does.
    static func excess(in text: String) -> Position? {
        var nesting = Nesting()
        var row = 1
        for line in text.utf8.split(omittingEmptySubsequences: false, whereSeparator: \.endsLine) {
            if let end = nesting.excess(in: line) {
                let before = String(decoding: line[..<end], as: UTF8.self)
                return Position(line: row, column: 1 + before.unicodeScalars.count)
            }
            row += 1
        }
        return nil
    }

    private mutating func excess(in line: Substring.UTF8View) -> String.Index? {
        var markers = 0
        var bytes = line[...]
        // Each `- ` and `? ` opens a level of its own, on the same line.
        while let byte = bytes.first {
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") {
                let next = bytes.dropFirst().first
                guard next == nil || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") else {
                    break
                }
                markers += 1
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                break
            }
            bytes = bytes.dropFirst()
        }
        if !bytes.isEmpty || markers > 0 {
            let indentation = line.prefix { $0 == UInt8(ascii: " ") }.count
            while let last = lines.last, last.indentation >= indentation {
                levels -= last.levels
                lines.removeLast()
            }
            lines.append((indentation, markers + 1))
            levels += markers + 1
            if levels > Self.limit { return bytes.startIndex }
        }
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { brackets += 1 }
            if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
                brackets = max(0, brackets - 1)
            }
            if brackets > Self.limit { return index }
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var endsLine: Bool { self == 10 || self == 13 }
}
