import Execution

/// What of C and C++ tests the source must not change: words, functions, `assert`.
struct NativeTests {
    let text: [UInt8]
    let source: [UInt8]
    /// Functions that the tests define and the source speaks of: each keeps its own.
    let functions: [String]

    init(text: [UInt8], source: [UInt8]) {
        self.text = text
        self.source = source
        functions = Self.functions(of: text, spokenOfIn: source)
    }

    /// What tests compare with; a source may well write its own functions as macros.
    private static let library = Set(
        """
        abs fabs labs llabs fabsf fmin fmax round floor ceil sqrt pow strcmp strncmp strlen memcmp \
        size length begin end data empty equal min max vector string map set pair tuple std
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let operators: Set = [
        "and", "or", "not", "xor", "bitand", "bitor", "compl", "defined",
    ]

    private static let control: Set = ["main", "if", "for", "while", "switch", "catch", "return"]

    /// The identifiers of a text, each once.
    static func words(of text: [UInt8]) -> [String] {
        var seen: Set<String> = []
        var words: [String] = []
        var start: Int?
        for (index, byte) in (text + [10]).enumerated() {
            if byte.isOfWord {
                if start == nil { start = index }
                continue
            }
            guard let first = start else { continue }
            start = nil
            guard !text[first].isDigit else { continue }
            let word = String(decoding: text[first..<index], as: UTF8.self)
            if seen.insert(word).inserted { words.append(word) }
        }
        return words
    }

    /// Words that no macro of the source may stand for: the library's in the tests, their own
    /// functions', and those of what compares for them.
    func protected(with others: [UInt8]) -> [String] {
        let compared = Self.words(of: others).filter {
            !$0.hasPrefix("__") && !Self.operators.contains($0) && $0.contains { $0.isLowercase }
        }
        return Self.words(of: text).filter(Self.library.contains) + functions + compared
    }

    static let functionPattern = #"(?m)^[A-Za-z_][\w:<>,\*& ]*[\s\*&](\w+)\s*\([^;{}()]*\)\s*\{"#
    static let headerPattern = #"(?m)^[ \t]*#[ \t]*include[ \t]*[<"](?:assert\.h|cassert)[>"]"#

    private static func functions(of text: [UInt8], spokenOfIn source: [UInt8]) -> [String] {
        let code = Uncommented(text, "cpp").code
        let defined = JoinedProgram.matches(of: functionPattern, in: code)
        guard !defined.isEmpty else { return [] }
        let spoken = Set(words(of: source))
        return defined.filter { !control.contains($0) && spoken.contains($0) }
    }

    /// Functions of the C library that tests often compare with, as it declares them.
    private static let comparing = [
        ("strcmp", "int strcmp(const char *, const char *);"),
        ("strncmp", "int strncmp(const char *, const char *, unsigned long);"),
        ("memcmp", "int memcmp(const void *, const void *, unsigned long);"),
        ("strlen", "unsigned long strlen(const char *);"), ("abs", "int abs(int);"),
        ("labs", "long labs(long);"), ("llabs", "long long llabs(long long);"),
        ("fabs", "double fabs(double);"), ("fabsf", "float fabsf(float);"),
        ("fabsl", "long double fabsl(long double);"), ("fmax", "double fmax(double, double);"),
        ("fmin", "double fmin(double, double);"), ("round", "double round(double);"),
        ("sqrt", "double sqrt(double);"), ("pow", "double pow(double, double);"),
    ]

    /// Those of them that the source writes anew, where tests call them beside what they test.
    ///
    /// There the library's are meant. Each with its declaration. C alone has them.
    var shadowed: [(name: String, declaration: String)] {
        let called = #"\b([A-Za-z_]\w*)\s*\("#
        let spoken = Set(JoinedProgram.matches(of: called, in: Uncommented(text, "c").code))
        let candidates = Self.comparing.filter { spoken.contains($0.0) }
        guard !candidates.isEmpty else { return [] }
        let pattern = #"(?m)^[ \t]*[A-Za-z_][\w\* \t]*[\s\*]\(?(\w+)\)?\s*\([^;{}()]*\)\s*\{"#
        let defined = Set(JoinedProgram.matches(of: pattern, in: Uncommented(source, "c").code))
        let own = Set(functions).union(Self.control).union(Self.comparing.map(\.0))
        guard spoken.contains(where: { defined.contains($0) && !own.contains($0) }) else {
            return []
        }
        return candidates.filter { defined.contains($0.0) }
    }

    /// The assertion that a line of tests is in, or the line where that is not one alone.
    static func assertion(of tests: [UInt8], line: Int) -> String {
        let code = Uncommented(tests, "cpp").code
        let word = Array("assert".utf8)
        var open: [(start: Int?, line: Int)] = []
        var found: [Range<Int>] = []
        var number = 1
        var ofLine: Range<Int>?
        var begin = 0
        for (index, byte) in code.enumerated() {
            switch byte {
            case 10:
                if number == line { ofLine = begin..<index }
                number += 1
                begin = index + 1
            case 40:
                let start = index - word.count
                let isAssert =
                    start >= 0 && code[start..<index] == word[...]
                    && !(start > 0 && code[start - 1].isOfWord)
                open.append((isAssert ? start : nil, number))
            case 41:
                guard let (start, first) = open.popLast(), let start else { continue }
                if first <= line, line <= number { found.append(start..<index + 1) }
            default: break
            }
        }
        if number == line { ofLine = begin..<code.count }
        let range = found.count == 1 ? found[0] : ofLine ?? 0..<0
        return String(decoding: tests[range], as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The tests without the header that would bring another `assert`.
    var withoutAssertHeader: [UInt8] {
        guard let pattern = Pattern.ofProfile(Self.headerPattern) else { return text }
        var result: [UInt8] = []
        var index = 0
        for match in pattern.search(text) {
            result += text[index..<match.range.lowerBound]
            index = match.range.upperBound
        }
        return result + text[index...]
    }
}
