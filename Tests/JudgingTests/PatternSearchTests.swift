import Catalog
import Execution
import Foundation
import TestSupport
import Testing

@testable import Judging

struct PatternSearchTests {
    /// A pattern, a text, and its matches: each with its groups, `-` for one that took no part.
    private static let searches: [(String, String, String)] = [
        ("a", "banana", "a a a"), ("(a)(n)?", "banana", "an:a:n an:a:n a:a:-"),
        ("a|ab", "abab", "a a"), ("ab|a", "aba", "ab a"), ("a+", "aabaaa", "aa aaa"),
        ("a+?", "aab", "a a"), ("<.*>", "<a><b>", "<a><b>"), ("<.*?>", "<a><b>", "<a> <b>"),
        ("(?:(a)|b)+", "ab", "ab:a"), ("(a*)*b", "aab", "aab:aa"), ("x*", "axb", " x  "),
        (#"\b\w+\b"#, "an é-x", "an é x"), ("(?m)^(.)", "ab\ncd", "a:a c:c"),
        ("(?i)T", "tT", "t T"), ("[^{]*?b", "aab{b", "aab b"), ("a{1,2}", "aaa", "aa a"),
        ("a{1,2}?", "aaa", "a a a"), ("(?!ab)a.", "abacad", "ac ad"), (#"a(?=\d)"#, "aba1", "a"),
        (#"f\s+(\w+)"#, "f \n g f(h) f i", "f \n g:g f i:i"), (#"\W+"#, "aé- b", "- "),
    ]

    @Test(arguments: searches)
    func `a search finds what trying one way after the other would`(
        pattern: String, text: String, matches: String
    ) throws {
        let bytes = Array(text.utf8)
        let found = try Pattern(inSources: pattern).search(bytes).map { match in
            (0..<match.count).map { number in
                match.group(number).map { String(decoding: bytes[$0], as: UTF8.self) } ?? "-"
            }.joined(separator: ":")
        }
        #expect(found.joined(separator: " ") == matches)
        #expect(try Pattern(inSources: pattern).isFound(in: bytes) == !found.isEmpty)
    }

    @Test func `searches agree with the language's own engine`() throws {
        var random = SeededRandom(seed: 77)
        var matches = 0
        for _ in 0..<600 {
            let text = Self.pattern(&random, depth: 4)
            guard let pattern = try? Pattern(inSources: text) else { continue }
            let other = try Regex(text).matchingSemantics(.unicodeScalar)
            for _ in 0..<5 {
                let subject = String((0..<random.below(9)).map { _ in random.pick(Array("abc")) })
                let expected = subject.firstMatch(of: other).map {
                    subject.utf8.distance(
                        from: subject.startIndex, to: $0.range.lowerBound)..<subject.utf8.distance(
                            from: subject.startIndex, to: $0.range.upperBound)
                }
                let found = pattern.search(Array(subject.utf8)).first { _ in true }
                #expect(found?.range == expected, "`\(text)` on `\(subject)`")
                if expected != nil { matches += 1 }
            }
        }
        #expect(matches > 500)
    }

    private static func pattern(_ random: inout SeededRandom, depth: Int) -> String {
        guard depth > 0 else { return random.pick(["a", "b", "c", ".", "[ab]", "[^c]", "ab"]) }
        let one = pattern(&random, depth: depth - 1)
        switch random.below(7) {
        case 0: return one + pattern(&random, depth: depth - 1)
        case 1: return "(\(one)|\(pattern(&random, depth: depth - 1)))"
        case 2: return "(?:c\(one))" + random.pick(["*", "*?", "+", "+?", "?", "??", "{1,2}"])
        case 3: return "(\(one))"
        case 4: return random.pick(["a*", "b+?", "[^c]*", ".*?"]) + one
        case 5: return "(?!\(random.pick(["a", "bc", "c+"])))\(one)"
        default: return one
        }
    }

    // MARK: - Work

    /// Every pattern that runs over sources or tests.
    static let patterns: [String] = {
        let folder = Fixtures.root.appending(path: "Sandboxes").path
        let profiles = ProfileCatalog.read(directories: [folder]).profiles.values
        let harnesses = profiles.flatMap { [$0.assertions].compactMap(\.self) + $0.unit.values }
        let written = harnesses.flatMap { harness in
            [harness.names, harness.owners].compactMap(\.self) + harness.rewrites.map(\.find)
                + harness.refusals.map(\.find) + harness.shims.map(\.find)
        }
        let builtIn = [
            JoinedProgram.packagePattern, JoinedProgram.goPackagePattern,
            JoinedProgram.importPattern, JoinedProgram.openTypePattern,
            JoinedProgram.anyTypePattern, NativeTests.functionPattern, NativeTests.headerPattern,
            #"(?m)^(?:    )?assert (?:f)\(.*\) == (?!None\b)\S(?:(?! or ).)*$"#,
        ]
        return Set(written + builtIn).sorted()
    }()

    /// Texts that a pattern would like to begin with at each place, and never ends.
    private static func hostile(_ pattern: String) -> [String] {
        var words: [String] = [""]
        for character in pattern.replacing(#"\b"#, with: " ").replacing(#"\s"#, with: " ") {
            if character.isLetter || "#[@_".contains(character) {
                words[words.count - 1].append(character)
            } else if words.last != "" {
                words.append("")
            }
        }
        let first = words.first { $0.count > 1 } ?? "a"
        return [
            first + " a ", words.filter { $0.count > 1 }.joined(separator: " ") + " ", "\n", " ",
            "(", "func ==(a: ", "struct a: b ", "#[test] ", "@Test void ", "a", "<a: ",
        ]
    }

    @Test func `there are patterns to look at`() { #expect(Self.patterns.count > 20) }

    @Test(arguments: patterns)
    func `no source takes longer than it is long`(pattern: String) throws {
        let compiled = try Pattern(inSources: pattern)
        let states = compiled.code.instructions.count
        for token in Self.hostile(pattern) {
            var steps: [Int] = []
            for size in [1_500, 6_000] {
                let text = Array(
                    repeatElement(Array(token.utf8), count: size / token.utf8.count + 1).joined())
                var search = compiled.search(text)
                while search.next() != nil {}
                steps.append(search.steps)
                #expect(search.steps <= (8 * text.count + 16 * states) * states)
            }
            // Four times the text, at most about four times the work, less what is done once.
            #expect(steps[1] <= 5 * steps[0] + 1_000, "\(token)")
        }
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (#"\bfunc\s*==\s*(?:<[^>]*>)?\s*\([^)]*:\s*(?:Swift\.)?Int\b"#, "func ==(a "),
            (#"(?:\bstruct\s+(\w+)[^{]*?)?\bExpressibleBy\w*Literal\b"#, "struct a "),
            (JoinedProgram.anyTypePattern, "\n"),
        ])
    func `a source of a megabyte is looked through`(pattern: String, token: String) throws {
        let compiled = try Pattern(inSources: pattern)
        let text = Array(
            repeatElement(Array(token.utf8), count: (1 << 20) / token.utf8.count).joined())
        var steps = 0
        #expect(!compiled.isFound(in: text, steps: &steps))
        #expect(steps < 2 * text.count)
    }
}
