@testable import Judging
import TestSupport
import Testing

struct PatternTests {
    @Test(arguments: [
        ("abc", "abc", true), ("abc", "abcd", false), ("abc", "ab", false), ("", "", true),
        ("", "a", false), ("a|bc", "bc", true), ("a|", "", true), ("a*", "aaaa", true),
        ("a+", "", false), ("a?b", "b", true), ("(ab)+", "abab", true), ("(?:ab)+c", "ababc", true),
        ("a{3}", "aaa", true), ("a{3}", "aa", false), ("a{2,}", "aaaaa", true),
        ("a{1,2}", "aaa", false), ("a{0}", "", true), ("[a-c]+", "cab", true),
        ("[^a-c]+", "cab", false), ("[^a-c]+", "xyz", true), ("[]a]+", "]a", true),
        ("[a-]+", "-a", true), (#"[\d.]+"#, "3.14", true), (#"\d+ \w+"#, "12 ab_3", true),
        (#"\S+\s\S+"#, "a\tb", true), (#"\D"#, "5", false), (".", "\n", false),
        ("(?s).", "\n", true),
        (".", "é", true), ("^a$", "a", true), ("(?m)^a$\n^b$", "a\nb", true), ("a^b", "ab", false),
        (#"\bfoo\b.*"#, "foo bar", true), (#"\bfoo\b.*"#, "foobar", false),
        (#"fo\Bo"#, "foo", true),
        ("(?i)Yes", "yES", true), ("(?i)[a-f]+", "FaDe", true), (#"\x41\u00e9"#, "Aé", true),
        (#"\{\}\\"#, #"{}\"#, true), ("a*?b+?", "aab", true), ("(a*)*", "aaa", true),
        ("((a|b)*c){2}", "abcbac", true), ("(?!b).*", "abc", true), ("(?!a).*", "abc", false),
        ("(?:(?!bb).)*", "abab", true), ("(?:(?!bb).)*", "abba", false), ("a(?=b$)b", "ab", true),
        (#"(?=\w+\d)(?!.*x)\w+"#, "abc1", true), (#"(?=\w+\d)(?!.*x)\w+"#, "axc1", false),
        ("(?s:a.)b.", "a\nbc", true), ("(?s:a.)b.", "a\nb\n", false),
    ])
    func `patterns match whole texts`(pattern: String, text: String, matches: Bool) throws {
        #expect(try Pattern(pattern).matches(Array(text.utf8)) == matches)
    }

    @Test(arguments: [
        ("(", "is not closed", 2), (")", "closes nothing", 1), ("[a", "is not closed", 3),
        ("*a", "repeats nothing", 1), ("a**", "follows a repetition", 3), ("a{", "is written", 3),
        ("a{2,1}", "wrong way round", 7), ("a{9999}", "at most 1000", 7),
        (#"(a)\1"#, "back references", 5), ("(?=a)(?!b)(?=c)", "more than 2", 1),
        ("(?<=a)b", "looking behind", 1), (#"\q"#, "there is no", 2),
        ("a\\", "ends in a backslash", 3), ("[z-a]", "wrong way round", 5),
        ("(((a{100}){100}){100}){100}", "more than 1000 states", 1),
        ("((){1000}){1000}", "more than 1000 states", 1),
    ])
    func `what cannot be matched in bounded time, or is no pattern, is refused`(
        pattern: String, says: String, column: Int
    ) {
        let fault = #expect(throws: Pattern.Fault.self) { try Pattern(pattern) }
        #expect(fault?.message.contains(says) == true, "\(fault?.message ?? "")")
        #expect(fault?.column == column)
    }

    @Test func `deep nesting and long patterns are refused`() {
        let deep = String(repeating: "(", count: 5000)
        #expect(throws: Pattern.Fault.self) { try Pattern(deep) }
        #expect(throws: Pattern.Fault.self) { try Pattern(String(repeating: "a", count: 5000)) }
    }

    @Test(arguments: [
        "(a*)*b", "(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)*b", "(a?){30}a{30}b", "(a*a*a*a*)*b",
        "(?:a|b|ab)*c", "a*a*a*a*a*a*a*a*b", #"(\w+\s?)*!"#,
    ])
    func `no text takes more than its length times the states of the pattern`(
        pattern: String
    ) throws {
        let compiled = try Pattern(pattern)
        for length in [10, 1000, 4000] {
            var steps = 0
            let text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(!compiled.matches(text, steps: &steps))
            // What leads where is worked out once, for each of what can stand around a place.
            let states = compiled.code.instructions.count
            #expect(steps <= (length + 1 + 16 * states) * states)
        }
    }

    @Test func `patterns agree with what they mean`() throws {
        var random = SeededRandom(seed: 51)
        var matches = 0
        for _ in 0..<1500 {
            let meaning = Meaning.random(&random, depth: 4)
            let pattern = try Pattern(meaning.text)
            for _ in 0..<6 {
                let subject = (0..<random.below(7)).map { _ in random.pick(Array("abc".utf8)) }
                let expected = meaning.ends(subject, [0]).contains(subject.count)
                #expect(
                    pattern.matches(subject) == expected,
                    "`\(meaning.text)` on `\(String(decoding: subject, as: UTF8.self))`")
                if expected { matches += 1 }
            }
        }
        #expect(matches > 500)
    }

    /// A pattern by its definition: from which places it leads to which.
    private indirect enum Meaning {
        case one(String, Set<UInt8>)
        case both(Meaning, Meaning)
        case either(Meaning, Meaning)
        case times(Meaning, String, least: Int, most: Int?)

        static func random(_ random: inout SeededRandom, depth: Int) -> Meaning {
            let all = Set("abc".utf8)
            guard depth > 0 else {
                return random.pick([
                    .one("a", [97]), .one("b", [98]), .one("c", [99]), .one(".", all),
                    .one("[ab]", [97, 98]), .one("[^c]", [97, 98]), .one("", []),
                ])
            }
            let inner = Meaning.random(&random, depth: depth - 1)
            switch random.below(6) {
            case 0: return .both(inner, .random(&random, depth: depth - 1))
            case 1: return .either(inner, .random(&random, depth: depth - 1))
            case 2: return .times(inner, random.pick(["*", "*?"]), least: 0, most: nil)
            case 3: return .times(inner, random.pick(["+", "{1,}"]), least: 1, most: nil)
            case 4:
                return random.pick([
                    .times(inner, "{2}", least: 2, most: 2),
                    .times(inner, "{0,2}", least: 0, most: 2),
                    .times(inner, "?", least: 0, most: 1),
                ])
            default: return inner
            }
        }

        var text: String {
            switch self {
            case .one(let text, _): text
            case .both(let one, let other): one.text + other.text
            case .either(let one, let other): "(\(one.text)|\(other.text))"
            case .times(let one, let mark, _, _): "(?:\(one.text))\(mark)"
            }
        }

        func ends(_ text: [UInt8], _ starts: Set<Int>) -> Set<Int> {
            switch self {
            case .one("", _): return starts
            case .one(_, let set):
                return Set(
                    starts.filter { $0 < text.count && set.contains(text[$0]) }.map { $0 + 1 })
            case .both(let one, let other): return other.ends(text, one.ends(text, starts))
            case .either(let one, let other):
                return one.ends(text, starts).union(other.ends(text, starts))
            case .times(let one, _, let least, let most):
                var places = starts
                for _ in 0..<least { places = one.ends(text, places) }
                var all = places
                for _ in 0..<((most ?? least + text.count + 1) - least) {
                    places = one.ends(text, places)
                    all.formUnion(places)
                }
                return all
            }
        }
    }

    @Test func `the checker takes white space at the end or leaves it`() throws {
        let word = Checker.regex(try Pattern("yes"))
        let line = Checker.regex(try Pattern("yes\\n"))
        #expect(word.difference(actual: Array("yes\n"), expected: []) == nil)
        #expect(line.difference(actual: Array("yes\n"), expected: []) == nil)
        #expect(word.difference(actual: Array("yes no"), expected: [])?.expected == "yes")
        let long = [UInt8](repeating: 0x61, count: Pattern.maxOutputBytes + 1)
        #expect(Checker.regex(try Pattern("a*")).difference(actual: long, expected: []) != nil)
    }
}
