@testable import Judging
import Testing

struct CheckerTests {
    private static let floats = Checker.floats(absolute: 1e-6, relative: 1e-6)

    @Test(arguments: [
        (Checker.exact, "a\n", "a\n", true), (.exact, "a", "a\n", false),
        (.lines, "a \nb\r\n\n", "a\nb", true), (.lines, "a\n\nb", "a\nb", false),
        (.lines, " a", "a", false), (.lines, "", "", true), (.lines, "\n", "", true),
        (.lines, "a\nb", "a", false), (.lines, "a", "a\nb", false),
        (.tokens, "a  b\nc", "a b c", true), (.tokens, "a b", "ab", false),
        (floats, "1.0000001 x", "1 x", true), (floats, "1.1", "1", false),
        (floats, "nan", "NaN", true), (floats, "inf", "1e308", false), (floats, "0x1", "1", false),
        (floats, "1 2", "1", false), (floats, "1000001", "1000000", true),
    ])
    func `what counts as the same output`(
        checker: Checker, actual: String, expected: String, same: Bool
    ) {
        let difference = checker.difference(actual: Array(actual), expected: Array(expected))
        #expect((difference == nil) == same)
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
    }

    @Test func `what is shown is clipped`() {
        let long = String(repeating: "x", count: 10_000)
        let difference = Checker.lines.difference(actual: Array(long), expected: [])
        #expect((difference?.actual.utf8.count ?? 0) <= 2048)
    }
}
