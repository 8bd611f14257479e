@testable import Judging
import TestSupport
import Testing

struct CheckerTests {
    private static let floats = Checker.floats(absolute: 1e-6, relative: 1e-6)
    private static let tight = Checker.floats(absolute: 1e-6, relative: 0)
    private static let huge = "1" + String(repeating: "0", count: 400)
    private static let lineSet = Checker.unordered(.lines, countingRepeats: false)
    private static let tokenSet = Checker.unordered(.tokens, countingRepeats: false)
    private static let tokenBag = Checker.unordered(.tokens, countingRepeats: true)
    private static let json = Checker.json(absolute: 0, relative: 0)

    @Test(arguments: [
        (Checker.exact, "a\n", "a\n", true), (.exact, "a", "a\n", false),
        (.lines, "a \nb\r\n\n", "a\nb", true), (.lines, "a\n\nb", "a\nb", false),
        (.lines, " a", "a", false), (.lines, "", "", true), (.lines, "\n", "", true),
        (.lines, "a\nb", "a", false), (.lines, "a", "a\nb", false),
        (.tokens, "a  b\nc", "a b c", true), (.tokens, "a b", "ab", false),
        (floats, "1.0000001 x", "1 x", true), (floats, "1.1", "1", false),
        (floats, "nan", "NaN", true), (floats, "inf", "1e308", false), (floats, "0x1", "1", false),
        (floats, "1 2", "1", false), (floats, "1000001", "1000000", true),
        (floats, "Infinity", "inf", true), (floats, "-inf", "inf", false),
        (floats, "inf", huge, false),
        (floats, huge, "inf", false), (floats, "1e999", "1e998", false),
        (floats, "10e998", "1e999", true), (floats, "1.0\0", "1.0", false),
        (floats, "nan(1)", "nan", false), (floats, ".5", "0.5", true), (floats, "5.", "+5", true),
        (tight, "9007199254740992", "9007199254740993", false),
        (tight, "+9007199254740993", "9007199254740993", true),
        (tight, "10000000000000000000001", "10000000000000000000000", false),
        (tight, "-9007199254740993", "9007199254740993", false),
        (tight, "1e22", "10000000000000000000000.0", true),
        (floats, "10000000000000000000001", "10000000000000000000000", true),
        (floats, "1" + huge, "1" + huge.dropLast() + "7", true),
        (floats, "1" + huge, "2" + huge, false), (floats, "--1", "1", false),
        (.unorderedLines, "b\na \n", "a\nb", true), (.unorderedLines, "a\na", "a", false),
        (.unorderedLines, "a\nb", "a\nb\nb", false), (.unorderedLines, "a b", "b a", false),
        (lineSet, "a\nb\na", "b\na", true), (lineSet, "a", "a\nb", false),
        (lineSet, "a\nc\nb", "a\nb", false), (lineSet, "", "", true),
        (tokenBag, "3 1\n2", "1 2 3", true), (tokenBag, "1 1 2", "1 2 2", false),
        (tokenSet, "1 1 2", "2 1", true), (tokenSet, "1", "1 2", false),
    ])
    func `what counts as the same output`(
        checker: Checker, actual: String, expected: String, same: Bool
    ) {
        let difference = checker.difference(actual: Array(actual), expected: Array(expected))
        #expect((difference == nil) == same)
    }

    @Test(arguments: [
        (#"{"a":1,"b":[1,2]}"#, #" {"b":[1.0,2e0],"a":10e-1} "#, true),
        (#"{"a":1}"#, #"{"a":1,"b":2}"#, false), (#"{"a":1,"b":2}"#, #"{"a":1}"#, false),
        ("[1,2]", "[2,1]", false), ("[1]", "[1,2]", false), ("1", "\"1\"", false),
        ("12345678901234567890", "12345678901234567891", false), ("-0", "0.0", true),
        ("1e400", "10e399", true), ("1e400", "1e401", false), ("true", "1", false),
        ("null", "null", true), (#""é""#, #""\u00e9""#, true), (#""é""#, #""e\u0301""#, false),
        (#"{"a":1,"a":1}"#, #"{"a":1}"#, false), ("", "1", false), ("1 2", "1", false),
        ("1e99999999999999999999", "1e99999999999999999998", false),
    ])
    func `json is compared by what it means`(actual: String, expected: String, same: Bool) {
        let difference = Self.json.difference(actual: Array(actual), expected: Array(expected))
        #expect((difference == nil) == same)
    }

    @Test func `json numbers may be close, and the place of a difference is told`() {
        let close = Checker.json(absolute: 0.01, relative: 0)
        #expect(close.difference(actual: Array("[1.005]"), expected: Array("[1]")) == nil)
        #expect(close.difference(actual: Array("[1.02]"), expected: Array("[1]")) != nil)
        let long = Array("[9007199254740993]")
        #expect(close.difference(actual: Array("[9007199254740992]"), expected: long) != nil)
        #expect(close.difference(actual: Array("[1e999]"), expected: Array("[1e998]")) != nil)
        #expect(
            close.difference(
                actual: Array(#"{"a":[{"b":1}]}"#), expected: Array(#"{"a":[{"b":2}]}"#))
                == .init(message: "$.a[0].b differs", expected: "2", actual: "1"))
        let deep = String(repeating: "[", count: 100_000)
        #expect(
            close.difference(actual: Array(deep), expected: Array("[]"))?.message
                .hasPrefix("not JSON") == true)
    }

    @Test func `one of several outputs is enough`() {
        let others = [Array("b"), Array("c d")]
        func difference(_ text: String) -> Checker.Difference? {
            Checker.tokens.difference(
                actual: Array(text), expected: Array("a"), alternatives: others)
        }
        #expect(difference("a") == nil && difference("b\n") == nil && difference("c  d") == nil)
        #expect(
            difference("e")
                == .init(
                    message: "none of 3 outputs: for the first, token 1 differs", expected: "a",
                    actual: "e"))
    }

    @Test func `unordered holds for every permutation, and for nothing that differs`() {
        var random = SeededRandom(seed: 41)
        for _ in 0..<400 {
            let items = (0..<(1 + random.below(8))).map { _ in "w\(random.below(5))" }
            let shuffled = items.shuffled(using: &random)
            let expected = Array(items.joined(separator: "\n"))
            let bag = Checker.unorderedLines
            #expect(
                bag.difference(actual: Array(shuffled.joined(separator: "\n")), expected: expected)
                    == nil)
            var changed = shuffled
            changed[random.below(changed.count)] = "w\(random.below(6))"
            let text = Array(changed.joined(separator: "\n"))
            #expect(
                (bag.difference(actual: text, expected: expected) == nil)
                    == (changed.sorted() == items.sorted()))
            #expect(
                (Self.lineSet.difference(actual: text, expected: expected) == nil)
                    == (Set(changed) == Set(items)))
        }
    }

    @Test func `the first difference is shown`() {
        #expect(
            Checker.lines.difference(actual: Array("1\n2\n3"), expected: Array("1\n4\n3"))
                == .init(message: "line 2 differs", expected: "4", actual: "2"))
        #expect(
            Checker.tokens.difference(actual: Array("1"), expected: Array("1 2"))
                == .init(message: "token 2 of 2 is missing", expected: "2", actual: ""))
        #expect(
            Checker.exact.difference(actual: Array("ab\ncd"), expected: Array("ab\nce"))
                == .init(message: "differs at byte 5, in line 2", expected: "ce", actual: "cd"))
        #expect(
            Checker.unorderedLines.difference(actual: Array("a\na"), expected: Array("b\na"))
                == .init(
                    message: "line 2 stands more often than the 1 times expected", expected: "",
                    actual: "a"))
    }

    @Test func `what is shown is clipped`() {
        let long = String(repeating: "x", count: 10_000)
        let difference = Checker.lines.difference(actual: Array(long), expected: [])
        #expect((difference?.actual.utf8.count ?? 0) <= 2048)
    }
}
