/// A file's text by line, to find places inside its scalars.
struct ScalarText {
    private let lines: [[Unicode.Scalar]]

    init(_ text: String) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Array($0) + ["\n"] }
    }

    func character(at position: Position) -> Unicode.Scalar? {
        guard lines.indices.contains(position.line - 1) else { return nil }
        let line = lines[position.line - 1]
        return line.indices.contains(position.column - 1) ? line[position.column - 1] : nil
    }

    /// The place in the file of the scalar's `offset`-th Unicode scalar, counted from 0.
    ///
    /// Follows quotes, escapes, folding and the indentation of blocks; where the source cannot be
    /// followed, the place where the scalar begins.
    func place(offset: Int, in text: String, at start: Position) -> Position {
        var cursor = start
        var quote: Unicode.Scalar?
        switch character(at: start) {
        case "'", "\"":
            quote = character(at: start)
            cursor.column += 1
        case "|", ">": cursor = Position(line: start.line + 1, column: 1)
        default: break
        }
        if quote == nil, text.unicodeScalars.first.map({ !Self.isSpace($0) }) == true {
            skipSpace(&cursor)
        }
        let target = Array(text.unicodeScalars)
        var index = 0
        while index < min(offset, target.count) {
            guard character(at: cursor) != nil else { return start }
            if Self.isSpace(target[index]), !isEscape(cursor, quote) {
                while index < target.count, Self.isSpace(target[index]) {
                    if index == offset { return cursor }
                    index += 1
                }
                skipSpace(&cursor)
            } else {
                advance(&cursor, quote)
                index += 1
            }
        }
        return cursor
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
    }

    private func isEscape(_ cursor: Position, _ quote: Unicode.Scalar?) -> Bool {
        quote == "\"" && character(at: cursor) == "\\"
    }

    private func skipSpace(_ cursor: inout Position) {
        while let scalar = character(at: cursor), Self.isSpace(scalar) {
            cursor =
                scalar == "\n"
                ? Position(line: cursor.line + 1, column: 1)
                : Position(line: cursor.line, column: cursor.column + 1)
        }
    }

    /// Past one character of the text, which may be two or more in the source.
    private func advance(_ cursor: inout Position, _ quote: Unicode.Scalar?) {
        let next = Position(line: cursor.line, column: cursor.column + 1)
        if quote == "'", character(at: cursor) == "'", character(at: next) == "'" {
            cursor.column += 2
        } else if isEscape(cursor, quote) {
            switch character(at: next) {
            case "x": cursor.column += 4
            case "u": cursor.column += 6
            case "U": cursor.column += 10
            default: cursor.column += 2
            }
        } else {
            cursor.column += 1
        }
    }
}
