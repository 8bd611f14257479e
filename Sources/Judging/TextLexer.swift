import Execution

/// Tells code, comments and texts of a program apart, whatever it holds.
///
/// What opens and is not closed ends with its line, or with the whole where lines may stand in it.
struct TextLexer {
    let bytes: [UInt8]
    let form: TextForm
    private(set) var parts: [Uncommented.Part]
    /// Whether all texts and comments end.
    private(set) var isWhole = true
    private var index = 0
    /// Texts that code stands in, and how many of its brackets are open.
    private var open: [(quote: TextForm.Quote, depth: Int)] = []
    private var last = Last.mark
    /// Behind the line in which something looked like a pattern and was none.
    private var noPatternsBefore = 0

    private enum Last {
        /// What a value follows.
        case mark
        /// What ends a value.
        case value
    }

    init(_ bytes: [UInt8], _ form: TextForm) {
        self.bytes = bytes
        self.form = form
        parts = Array(repeating: .code, count: bytes.count)
    }

    mutating func run() {
        while index < bytes.count {
            if blank() || inner() || comment() || special() || tick() || quoted() || word() {
                continue
            }
            last = [41, 93, 125].contains(bytes[index]) ? .value : .mark
            index += 1
        }
        if !open.isEmpty { isWhole = false }
    }

    // MARK: - Bytes

    private func at(_ offset: Int) -> UInt8 {
        let place = index + offset
        return place >= 0 && place < bytes.count ? bytes[place] : 0
    }

    private func isAt(_ wanted: [UInt8], _ offset: Int = 0) -> Bool {
        let start = index + offset
        guard start + wanted.count <= bytes.count else { return false }
        for place in wanted.indices where bytes[start + place] != wanted[place] { return false }
        return true
    }

    private mutating func mark(_ part: Uncommented.Part, _ count: Int = 1) {
        let end = min(index + count, bytes.count)
        while index < end {
            parts[index] = part
            index += 1
        }
    }

    /// How many of a byte stand from here.
    private func run(of byte: UInt8, _ offset: Int = 0) -> Int {
        var count = 0
        while index + offset + count < bytes.count, at(offset + count) == byte { count += 1 }
        return count
    }

    private func endsLine(_ place: Int) -> Bool {
        bytes[place] == 10 || bytes[place] == 13 && form.endsAtReturn
    }

    /// Whether what begins with a mark and needs none to end goes no further.
    private func endsComment(_ place: Int) -> Bool {
        endsLine(place)
            || bytes[place] >= 128 && form.lineEnds.contains { isAt($0, place - index) }
    }

    // MARK: - What does not count

    /// The length of a blank beyond ASCII.
    private var blankHere: Int? {
        bytes[index] < 128 ? nil : form.blanks.first { isAt($0) }?.count
    }

    private mutating func blank() -> Bool {
        if bytes[index] == 0 {
            mark(.comment)
        } else if bytes[index] <= 32 {
            index += 1
        } else if let count = blankHere {
            mark(.comment, count)
        } else {
            return false
        }
        return true
    }

    private mutating func comment() -> Bool {
        if let block = form.blocks.first(where: { isAt($0.open) }) {
            blockComment(block.open, block.close)
            return true
        }
        guard let line = form.lines.first(where: { isAt($0) }), isFree,
            // An attribute of PHP's.
            !(line == [35] && form.lines.count > 1 && at(1) == UInt8(ascii: "["))
        else { return false }
        if form.special == .lua, let level = longBracket(2) {
            let close = [93] + [UInt8](repeating: 61, count: level) + [93]
            while index < bytes.count, !isAt(close) { mark(.comment) }
            mark(.comment, close.count)
            return true
        }
        while index < bytes.count, !endsComment(index) {
            let isJoined = form.joinsLines && bytes[index] == UInt8(ascii: "\\")
            mark(.comment, isJoined ? at(1) == 13 ? 3 : 2 : 1)
        }
        return true
    }

    private var isFree: Bool {
        !form.wantsBlank || index == 0 || at(-1) <= 32
            || at(-1) == UInt8(ascii: ";") || at(-1) == UInt8(ascii: ")")
    }

    private mutating func blockComment(_ open: [UInt8], _ close: [UInt8]) {
        var depth = 1
        mark(.comment, open.count)
        while index < bytes.count, depth > 0 {
            if isAt(close) {
                depth -= 1
                mark(.comment, close.count)
            } else if form.nests, isAt(open) {
                depth += 1
                mark(.comment, open.count)
            } else {
                mark(.comment)
            }
        }
        if depth > 0 { isWhole = false }
    }

    // MARK: - Texts

    /// Code in a text: its brackets, and the one that ends it.
    private mutating func inner() -> Bool {
        guard let top = open.last, let inner = top.quote.inner else { return false }
        if bytes[index] == inner.open { open[open.count - 1].depth += 1 }
        guard bytes[index] == inner.close else { return false }
        if top.depth > 0 {
            open[open.count - 1].depth -= 1
            return false
        }
        open.removeLast()
        mark(.quote)
        text(top.quote)
        return true
    }

    private mutating func quoted() -> Bool {
        guard let quote = form.quotes.first(where: { isAt($0.open) }) else { return false }
        mark(.quote, quote.open.count)
        text(quote)
        return true
    }

    /// From inside of a text to behind its end, or to code that stands in it.
    private mutating func text(_ quote: TextForm.Quote) {
        last = .value
        while index < bytes.count {
            if isAt(quote.close) {
                let isBoth = quote.isDoubled && isAt(quote.close, quote.close.count)
                mark(isBoth ? .text : .quote, quote.close.count * (isBoth ? 2 : 1))
                if !isBoth { return }
            } else if !quote.hasLines, endsLine(index) {
                isWhole = false
                return
            } else if let inner = quote.inner, isAt(inner.lead) {
                mark(.quote, inner.lead.count)
                open.append((quote, 0))
                last = .mark
                return
            } else {
                let escape = quote.escape.count
                let isEscape = escape > 0 && isAt(quote.escape)
                let isJoined = isEscape && at(escape) == 13 && at(escape + 1) == 10
                mark(.text, isJoined ? escape + 2 : isEscape ? escape + 1 : 1)
            }
        }
        isWhole = false
    }

    /// What a single quote is where it is not always a text's.
    private mutating func tick() -> Bool {
        guard form.tick != .quote, bytes[index] == UInt8(ascii: "'") else { return false }
        let width: Int
        if at(1) == UInt8(ascii: "\\") {
            // The longest there is: '\u{10FFFF}'.
            width = (2...12).first { at($0 + 1) == UInt8(ascii: "'") } ?? 0
        } else {
            let first = at(1)
            width = first < 128 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        }
        guard width > 0, at(width + 1) == UInt8(ascii: "'"), !endsLine(index + 1) else {
            index += 1
            return true
        }
        mark(.quote)
        mark(.text, width)
        mark(.quote)
        last = .value
        return true
    }

    // MARK: - Rules of single languages

    private mutating func special() -> Bool {
        switch form.special {
        case .swift: return swiftText()
        case .script: return scriptPattern()
        case .lua:
            guard let level = longBracket(0) else { return false }
            mark(.quote, level + 2)
            let close = "]" + String(repeating: "=", count: level) + "]"
            text(TextForm.Quote("[", close, escape: "", hasLines: true))
            return true
        case .none, .rust, .cpp: return false
        }
    }

    /// The level of a long bracket of Lua's.
    private func longBracket(_ offset: Int) -> Int? {
        guard at(offset) == UInt8(ascii: "[") else { return nil }
        let level = run(of: UInt8(ascii: "="), offset + 1)
        return at(offset + 1 + level) == UInt8(ascii: "[") ? level : nil
    }

    private mutating func swiftText() -> Bool {
        let count = run(of: UInt8(ascii: "#"))
        let hashes = String(repeating: "#", count: count)
        if count > 0, at(count) == UInt8(ascii: "/") {
            mark(.quote, count + 1)
            text(TextForm.Quote("/", "/" + hashes, hasLines: [10, 13].contains(at(0))))
            return true
        }
        guard at(count) == UInt8(ascii: "\"") else {
            index += count
            return count > 0
        }
        let isLong = isAt(Array("\"\"\"".utf8), count)
        let quotes = isLong ? "\"\"\"" : "\""
        mark(.quote, count + quotes.utf8.count)
        text(
            TextForm.Quote(
                quotes, quotes + hashes, escape: "\\" + hashes, hasLines: isLong,
                inner: "\\" + hashes + "("))
        return true
    }

    private static let beforePatterns: Set<String> = [
        "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "instanceof",
        "do", "else", "yield", "await",
    ]

    /// A pattern between slashes, where a value may begin.
    private mutating func scriptPattern() -> Bool {
        guard bytes[index] == UInt8(ascii: "/"), last == .mark, index >= noPatternsBefore
        else { return false }
        var end = index + 1
        var isInSet = false
        while end < bytes.count, !endsComment(end), isInSet || bytes[end] != UInt8(ascii: "/") {
            if bytes[end] == UInt8(ascii: "[") { isInSet = true }
            if bytes[end] == UInt8(ascii: "]") { isInSet = false }
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "/") else {
            noPatternsBefore = end
            return false
        }
        mark(.quote)
        mark(.text, end - index)
        mark(.quote)
        last = .value
        return true
    }

    /// A word or number, and the text that it may begin.
    private mutating func word() -> Bool {
        guard bytes[index].isOfWord else { return false }
        let start = index
        let isNumber = bytes[index].isDigit
        while index < bytes.count {
            let isParted = isNumber && form.special == .cpp && at(1).isOfWord
            let isTick =
                bytes[index] == UInt8(ascii: "'") && (form.tick == .prime || isParted)
            guard isTick || bytes[index].isOfWord, blankHere == nil else { break }
            index += 1
        }
        last = .value
        guard index - start <= 10 else { return true }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        switch form.special {
        case .rust where ["r", "br", "cr"].contains(word): rustText()
        case .cpp where ["R", "LR", "uR", "UR", "u8R"].contains(word): delimitedText()
        case .script where Self.beforePatterns.contains(word): last = .mark
        default: break
        }
        return true
    }

    private mutating func rustText() {
        let count = run(of: UInt8(ascii: "#"))
        guard at(count) == UInt8(ascii: "\"") else { return }
        mark(.quote, count + 1)
        let close = "\"" + String(repeating: "#", count: count)
        text(TextForm.Quote("\"", close, escape: "", hasLines: true))
    }

    /// `"delimiter(` to `)delimiter"`, of C++; a delimiter has at most 16 bytes.
    private mutating func delimitedText() {
        guard at(0) == UInt8(ascii: "\""),
            let size = (0...16).first(where: { at(1 + $0) == UInt8(ascii: "(") })
        else { return }
        var quote = TextForm.Quote("\"", escape: "", hasLines: true)
        quote.close = [41] + bytes[(index + 1)..<(index + 1 + size)] + [34]
        mark(.quote, size + 2)
        text(quote)
    }
}
