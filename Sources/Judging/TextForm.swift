/// How a language writes comments and texts.
struct TextForm: Sendable {
    /// What opens and closes texts of one kind.
    struct Quote: Sendable {
        var open: [UInt8]
        var close: [UInt8]
        /// What takes the next byte its meaning; empty: nothing does.
        var escape = Array("\\".utf8)
        /// Whether what closes stands for itself if it stands twice.
        var isDoubled = false
        var hasLines = false
        /// What leads to code in the text, and the brackets that hold it.
        var inner: (lead: [UInt8], open: UInt8, close: UInt8)?

        init(
            _ open: String, _ close: String? = nil, escape: String = "\\", isDoubled: Bool = false,
            hasLines: Bool = false, inner: String? = nil
        ) {
            self.open = Array(open.utf8)
            self.close = Array((close ?? open).utf8)
            self.escape = Array(escape.utf8)
            self.isDoubled = isDoubled
            self.hasLines = hasLines
            if let lead = inner.map({ Array($0.utf8) }), let open = lead.last {
                self.inner = (lead, open, open == UInt8(ascii: "(") ? 41 : 125)
            }
        }
    }

    /// What a single quote is besides what opens a text.
    enum Tick { case quote, lifetime, prime }
    /// What begins with a word or a mark and is read by rules of its own.
    enum Special { case none, rust, swift, cpp, script, lua }

    var lines: [[UInt8]] = [Array("//".utf8)]
    /// Whether what begins a comment to the end of the line counts behind a blank alone.
    var wantsBlank = false
    /// Whether a backslash at the end of a line makes the next one part of its comment.
    var joinsLines = false
    var blocks: [(open: [UInt8], close: [UInt8])] = [(Array("/*".utf8), Array("*/".utf8))]
    var nests = false
    var quotes: [Quote] = [Quote("\""), Quote("'")]
    var tick = Tick.quote
    var special = Special.none
    /// White space of the language's beyond ASCII.
    var blanks: [[UInt8]] = []
    /// Whether a carriage return alone ends a line, as a line feed does in all languages.
    var endsAtReturn = false
    /// What else ends a comment's line, beyond ASCII; texts go on behind it.
    var lineEnds: [[UInt8]] = []
    /// Whether `\u0061` is read before all else, and names are without what is not seen.
    var readsEscapes = false

    /// As the language is called in profiles; one that is not known writes as C does.
    static func of(_ language: String) -> TextForm { known[language] ?? plain }

    static let languages = known.keys.sorted()

    private static let plain = TextForm()
    private static let raw = Quote("`", escape: "", hasLines: true)

    private static func commented(
        _ lines: [String], _ blocks: [(String, String)] = [], nests: Bool = false,
        _ change: (inout TextForm) -> Void = { _ in }
    ) -> TextForm {
        var form = TextForm()
        form.lines = lines.map { Array($0.utf8) }
        form.blocks = blocks.map { (Array($0.0.utf8), Array($0.1.utf8)) }
        form.nests = nests
        change(&form)
        return form
    }

    private static func slashed(
        nests: Bool = false, _ change: (inout TextForm) -> Void
    ) -> TextForm { commented(["//"], [("/*", "*/")], nests: nests, change) }

    private static func hashed(
        _ quotes: [Quote], wantsBlank: Bool = true, endsAtReturn: Bool = false
    ) -> TextForm {
        commented(["#"]) {
            $0.quotes = quotes
            $0.wantsBlank = wantsBlank
            $0.endsAtReturn = endsAtReturn
        }
    }

    private static let separators = ["\u{2028}", "\u{2029}"].map { Array($0.utf8) }

    private static let script = slashed {
        $0.endsAtReturn = true
        $0.lineEnds = separators
        $0.blanks = separators
        $0.quotes = [Quote("\""), Quote("'"), Quote("`", hasLines: true, inner: "${")]
        $0.special = .script
    }

    /// Of C++, and of C as gcc takes it.
    private static let native = slashed {
        $0.joinsLines = true
        $0.special = .cpp
    }

    private static let known: [String: TextForm] = [
        "c": native, "cpp": native,
        "csharp": slashed {
            $0.endsAtReturn = true
            $0.lineEnds = separators
            $0.blanks = separators
            let verbatim = ["$@\"", "@$\"", "@\""].map {
                Quote($0, "\"", escape: "", isDoubled: true, hasLines: true)
            }
            $0.quotes = [Quote("\"\"\"", escape: "", hasLines: true)] + verbatim + $0.quotes
        },
        "java": slashed {
            $0.endsAtReturn = true
            $0.readsEscapes = true
            $0.quotes = [Quote("\"\"\"", hasLines: true)] + $0.quotes
        },
        "go": slashed { $0.quotes.append(raw) },
        "rust": slashed(nests: true) {
            $0.quotes = [Quote("\"", hasLines: true)]
            $0.tick = .lifetime
            $0.special = .rust
            $0.blanks = ["\u{85}", "\u{200E}", "\u{200F}", "\u{2028}", "\u{2029}"]
                .map { Array($0.utf8) }
        },
        "swift": slashed(nests: true) {
            $0.endsAtReturn = true
            $0.quotes = []
            $0.special = .swift
        },
        "javascript": script, "typescript": script,
        "python": hashed(
            [
                Quote("\"\"\"", hasLines: true), Quote("'''", hasLines: true), Quote("\""),
                Quote("'"),
            ], wantsBlank: false, endsAtReturn: true),
        "ruby": hashed([
            Quote("\"", hasLines: true, inner: "#{"), Quote("'", hasLines: true),
            Quote("`", hasLines: true, inner: "#{"),
        ]),
        "perl": hashed([Quote("\"", hasLines: true), Quote("'", hasLines: true)]),
        "bash": hashed([Quote("\"", hasLines: true), Quote("'", escape: "", hasLines: true)]),
        "r": hashed(
            [Quote("\"", hasLines: true), Quote("'", hasLines: true), raw], wantsBlank: false),
        "php": commented(["//", "#"], [("/*", "*/")]) {
            $0.endsAtReturn = true
            $0.quotes = [Quote("\"", hasLines: true), Quote("'", hasLines: true)]
        },
        "lua": commented(["--"]) {
            $0.endsAtReturn = true
            $0.special = .lua
        },
        "haskell": commented(["--"], [("{-", "-}")], nests: true) {
            $0.quotes = [Quote("\"")]
            $0.tick = .prime
        },
        "ocaml": commented([], [("(*", "*)")], nests: true) {
            $0.quotes = [
                Quote("\"", hasLines: true), Quote("{|", "|}", escape: "", hasLines: true),
            ]
            $0.tick = .prime
        },
        "sql": commented(["--"], [("/*", "*/")]) {
            $0.quotes = ["'", "\""].map {
                Quote($0, escape: "", isDoubled: true, hasLines: true)
            }
        },
    ]
}
