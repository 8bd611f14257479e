import Mustache

/// How much of a text a page shows.
struct ExcerptBounds {
    var lines: Int
    /// Code points of one line.
    var columns: Int
    var bytes: Int

    static let code = ExcerptBounds(lines: 5000, columns: 2000, bytes: 512 << 10)
    static let prompt = ExcerptBounds(lines: 2000, columns: 4000, bytes: 128 << 10)
    static let output = ExcerptBounds(lines: 200, columns: 1000, bytes: 16 << 10)
    static let message = ExcerptBounds(lines: 20, columns: 500, bytes: 4 << 10)
}

/// The beginning of a text as numbered lines, with counts of what is not shown.
struct Excerpt {
    let lines: [ExcerptLine]
    /// What was left out, as a sentence; `nil` if nothing was.
    let rest: String?

    var isEmpty: Bool { lines.isEmpty }

    init(_ text: String, _ bounds: ExcerptBounds) {
        self.init(Array(text.utf8), bounds)
    }

    init(_ bytes: [UInt8], _ bounds: ExcerptBounds) {
        var lines: [ExcerptLine] = []
        var position = 0
        let end = min(bytes.count, bounds.bytes)
        while position < end, lines.count < bounds.lines {
            let newline = bytes[position..<end].firstIndex(of: 0x0A) ?? end
            var line = bytes[position..<newline]
            if line.last == 0x0D && newline < end { line = line.dropLast() }
            lines.append(ExcerptLine(number: lines.count + 1, line, columns: bounds.columns))
            position = newline + 1
        }
        self.lines = lines
        if position < bytes.count {
            let left = bytes[position...]
            let newlines = left.count { $0 == 0x0A } + (left.last == 0x0A ? 0 : 1)
            rest =
                "\(grouped(left.count)) more bytes in \(counted(newlines, "line")) are not shown"
        } else {
            rest = nil
        }
    }
}

/// One line, clipped, with what hides in it made visible.
struct ExcerptLine: MustacheParent {
    let number: Int
    let runs: [TextRun]
    /// How many code points were clipped, for people; `nil` if none.
    let clipped: String?

    init(number: Int, _ bytes: ArraySlice<UInt8>, columns: Int) {
        let text = String(decoding: bytes, as: UTF8.self)
        let scalars = text.unicodeScalars
        self.number = number
        if bytes.count > columns,
            let cut = scalars.index(
                scalars.startIndex, offsetBy: columns, limitedBy: scalars.endIndex),
            cut < scalars.endIndex
        {
            runs = TextRun.runs(of: text[..<cut])
            clipped = grouped(scalars.distance(from: cut, to: scalars.endIndex))
        } else {
            runs = TextRun.runs(of: text)
            clipped = nil
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "number": number
        case "runs": runs
        case "clipped": clipped ?? false
        default: nil
        }
    }
}
