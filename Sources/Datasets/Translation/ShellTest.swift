import Execution
import Judging

/// Bash, as in `[[ $(candidate "1 2") = "3" ]]`.
struct ShellTest {
    private let lines: [Substring]
    private var number = 0
    private var cases: [FunctionCase] = []

    static func cases(
        of text: String, entryPoint: String
    ) throws(TestFault) -> [FunctionCase] {
        var test = ShellTest(
            lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        try test.program(entryPoint)
        return test.cases
    }

    private init(lines: [Substring]) { self.lines = lines }

    private func fault(_ reason: String) -> TestFault {
        TestFault(line: min(number, lines.count), reason: reason)
    }

    /// The next line that says something, without blanks around it.
    private mutating func next() -> String? {
        while number < lines.count {
            number += 1
            let line = lines[number - 1].trimmed
            if !line.isEmpty, !line.hasPrefix("#") { return line }
        }
        return nil
    }

    private mutating func expect(_ line: String) throws(TestFault) {
        guard next() == line else { throw fault("a statement that is not known") }
    }

    private mutating func program(_ entryPoint: String) throws(TestFault) {
        guard var line = next() else { throw fault("there is no test in it") }
        // What MultiPL-E writes first ends the function under test.
        if line == "}" { line = next() ?? "" }
        guard line == "candidate() {" else { throw fault("a statement that is not known") }
        try expect("\(entryPoint) \"$@\"")
        try expect("}")
        try expect("set -e")
        try expect("run_test() {")
        while let line = next(), line != "}" { try check(line) }
        try expect("run_test")
        guard next() == nil else { throw fault("a statement that is not known") }
        guard !cases.isEmpty else { throw fault("there is no test in it") }
    }

    /// A value may go on over several lines.
    private mutating func check(_ first: String) throws(TestFault) {
        var text = first
        while true {
            var words = ShellWords(text)
            guard let finished = words.check() else { throw fault("a statement that is not known") }
            if finished {
                guard cases.count < TestTranslation.maximumCases else {
                    throw fault("too many tests")
                }
                cases.append(
                    FunctionCase(
                        name: String(cases.count + 1), arguments: words.arguments.map(\.json),
                        expectation: .value(words.expected.json)))
                return
            }
            guard number < lines.count, text.utf8.count < TestTranslation.maximumBytes else {
                throw fault("a string has no end")
            }
            number += 1
            text += "\n" + lines[number - 1]
        }
    }
}

/// The words of one `[[ .. ]]`.
private struct ShellWords {
    private let bytes: [UInt8]
    private var index = 0
    var arguments: [Value] = []
    var expected: Value = .null

    init(_ text: String) { bytes = Array(text.utf8) }

    /// - Returns: whether the statement is whole; `nil` if it is of another form.
    mutating func check() -> Bool? {
        guard accept("[[ $(candidate") else { return nil }
        while true {
            skipBlanks()
            if accept(")") { break }
            guard bytes.indices.contains(index) else { return nil }
            guard let word = word() else { return index >= bytes.count ? false : nil }
            arguments.append(.string(word))
        }
        skipBlanks()
        guard accept("= ") || accept("== ") else { return nil }
        skipBlanks()
        guard let word = word() else { return index >= bytes.count ? false : nil }
        expected = .string(word)
        skipBlanks()
        guard accept("]]") else { return nil }
        skipBlanks()
        return index == bytes.count ? true : nil
    }

    private mutating func skipBlanks() {
        while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
    }

    private mutating func accept(_ text: String) -> Bool {
        guard bytes[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }

    /// A quoted word; unquoted ones may be patterns.
    ///
    /// - Returns: `nil`, at the end of the text if only the closing quote is missing.
    private mutating func word() -> [UInt8]? {
        let quote = bytes[index]
        let dollar = quote == UInt8(ascii: "$") && bytes.dropFirst(index + 1).first == 39
        if dollar { index += 1 }
        guard dollar || quote == 34 || quote == 39 else { return nil }
        index += 1
        let close = dollar ? 39 : quote
        var content: [UInt8] = []
        while index < bytes.count, bytes[index] != close {
            let byte = bytes[index]
            let next = bytes.dropFirst(index + 1).first
            if byte == UInt8(ascii: "\\"), dollar || quote == 34, let next {
                guard let resolved = Self.escaped(next, dollar: dollar) else { return nil }
                content += resolved
                index += 2
                continue
            }
            // Names of variables, commands: no literal. A dollar before others is one.
            if quote == 34,
                byte == UInt8(ascii: "`") || byte == UInt8(ascii: "$") && Self.expands(next)
            {
                return nil
            }
            content.append(byte)
            index += 1
        }
        guard index < bytes.count else { return nil }
        index += 1
        // What follows a word without a blank is joined to it.
        guard index == bytes.count || [32, 41].contains(bytes[index]) else { return nil }
        return content
    }

    private static func expands(_ next: UInt8?) -> Bool {
        guard let next else { return false }
        return TestLexer.isWord(next) || "({@*#?-$!".utf8.contains(next)
    }

    private static func escaped(_ next: UInt8, dollar: Bool) -> [UInt8]? {
        if dollar {
            switch next {
            case UInt8(ascii: "n"): return [10]
            case UInt8(ascii: "t"): return [9]
            case UInt8(ascii: "r"): return [13]
            case 92, 39, 34: return [next]
            default: return nil
            }
        }
        switch next {
        case 92, 34, UInt8(ascii: "$"), UInt8(ascii: "`"): return [next]
        case 10: return []
        default: return [92, next]
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while let first = text.unicodeScalars.first, first == " " || first == "\t" {
            text = text.dropFirst()
        }
        while let last = text.unicodeScalars.last, last == " " || last == "\t" || last == "\r" {
            text = text.dropLast()
        }
        return String(text)
    }
}
