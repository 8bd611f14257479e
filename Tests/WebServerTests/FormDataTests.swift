import Testing

@testable import WebServer

@Suite struct FormDataTests {
    @Test(arguments: [
        ("a=1&b=2", [("a", "1"), ("b", "2")]),
        ("a=x+y%20z&a=", [("a", "x y z"), ("a", "")]),
        ("%61=%E2%82%AC", [("a", "€")]),
        ("a=%4&b=%zz&c", [("a", "%4"), ("b", "%zz"), ("c", "")]),
        ("a=1%0D%0A2", [("a", "1\n2")]),
        ("a=b=c", [("a", "b=c")]),
        ("", []),
    ])
    func `a form is read as browsers write it`(text: String, fields: [(String, String)]) throws {
        let form = try #require(FormData(encoded: text.utf8))
        #expect(form == FormData(fields.map { (name: $0.0, value: $0.1) }))
    }

    @Test func `a form with too many fields is none`() {
        let text = Array(repeating: "a=1", count: 1001).joined(separator: "&")
        #expect(FormData(encoded: text.utf8) == nil)
    }

    @Test func `an encoded value reads back`() throws {
        let value = "HumanEval/0 &=?#%+ü\n\u{202E}"
        let form = try #require(FormData(encoded: "a=\(percentEncoded(value))".utf8))
        #expect(form["a"] == value)
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00 UTC"), (951_782_400_000, "2000-02-29 00:00 UTC"),
        (1_795_234_679_000, "2026-11-21 04:17 UTC"),
    ])
    func `a moment is written in UTC`(milliseconds: Int, text: String) {
        #expect(timestamp(milliseconds) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func `a number is grouped by thousands`(number: Int, text: String) {
        #expect(grouped(number) == text)
    }

    @Test(arguments: [
        (0.845, 2, "0.85"), (1.0, 2, "1.00"), (0.05, 1, "0.1"), (-0.5, 0, "-1"),
        (.nan, 2, "—"), (12.04, 1, "12.0"),
    ])
    func `a number is rounded for people`(number: Double, places: Int, text: String) {
        #expect(decimal(number, places) == text)
    }
}
