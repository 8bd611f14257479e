import Mustache
import Testing

@testable import WebServer

@Suite struct EscapingTests {
    @Test(arguments: [
        ("</pre><script>alert(1)</script>", "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        (#""onfocus='x' a="&"#, "&quot;onfocus=&#39;x&#39; a=&quot;&amp;"),
        // A quote with a combining mark, and `<` after a prepending character, are one grapheme.
        ("\"\u{301} onfocus=x", "&quot;\u{301} onfocus=x"),
        ("\u{600}<script>", "⟨U+0600⟩&lt;script&gt;"),
        ("a\u{202E}b\u{0}c\td\n", "a⟨RLO⟩b⟨NUL⟩c\td\n"),
        ("{{x}}", "{{x}}"),
    ])
    func `what is printed is escaped by code point, and what hides is named`(
        text: String, html: String
    ) {
        #expect(VisibleHTML().escapeText(text) == html)
    }

    @Test func `no code point can leave a text or a quoted attribute`() {
        var generator = SystemRandomNumberGenerator()
        let special = Array("<>&\"'\u{600}\u{301}\u{200D}\u{FE0F}\u{1F1E9}a \r\n".unicodeScalars)
        for _ in 0..<2000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<8 {
                scalars.append(special[Int.random(in: 0..<special.count, using: &generator)])
            }
            for escaping in [VisibleHTML(), TypedHTML()] as [any MustacheContentType] {
                let html = escaping.escapeText(String(scalars)).unicodeScalars
                #expect(!html.contains { "<>\"'".unicodeScalars.contains($0) })
            }
        }
    }

    @Test func `what was typed comes back as it was typed`() {
        let typed = "👩‍👧 \u{200C}می\u{202E} <b> \"x\"\n"
        let html = TypedHTML().escapeText(typed)
        #expect(html == "👩‍👧 \u{200C}می\u{202E} &lt;b&gt; &quot;x&quot;\n")
    }

    @Test(arguments: [
        ("\u{202E}", "RLO", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u{200B}", "ZWSP", "U+200B ZERO WIDTH SPACE"),
        ("\u{1B}", "ESC", "U+001B control character"),
        ("\u{A0}", "NBSP", "U+00A0 NO-BREAK SPACE"),
        ("\u{E0041}", "U+E0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("\u{3164}", "U+3164", "U+3164 HANGUL FILLER"),
        ("\u{FE0F}", "U+FE0F", "U+FE0F VARIATION SELECTOR-16"),
    ])
    func `a character that hides has a label and a name`(
        text: String, label: String, name: String
    ) {
        let runs = TextRun.runs(of: "a\(text)b")
        #expect(runs.first == .text("a"))
        guard runs.count == 3, case .glyph(let glyph) = runs[1] else {
            Issue.record("\(runs)")
            return
        }
        #expect(glyph.label == label)
        #expect(glyph.name == name)
    }

    @Test func `letters, marks and symbols of all scripts stay as they are`() {
        let text = "naïve Ωμέγα हिन्दी 漢字 عربى 🙂 ½ → {}[]\t"
        #expect(TextRun.runs(of: text) == [.text(text)])
    }

    @Test func `a long line and a long text are clipped with counts`() {
        let bounds = ExcerptBounds(lines: 2, columns: 5, bytes: 1000)
        let excerpt = Excerpt("abcdefgh\r\nb\nc\nd", bounds)
        #expect(excerpt.lines.map(\.runs) == [[.text("abcde")], [.text("b")]])
        #expect(excerpt.lines.map(\.clipped) == ["3", nil])
        #expect(excerpt.rest == "3 more bytes in 2 lines are not shown")
        #expect(Excerpt("a\n", bounds).rest == nil)
    }

    @Test func `an excerpt of any bytes ends and loses nothing silently`() {
        let bounds = ExcerptBounds(lines: 3, columns: 4, bytes: 64)
        for length in 0..<200 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            let excerpt = Excerpt(bytes, bounds)
            #expect(excerpt.lines.count <= 3)
            #expect(
                length <= 12 || excerpt.rest != nil || excerpt.lines.contains { $0.clipped != nil })
        }
    }
}
