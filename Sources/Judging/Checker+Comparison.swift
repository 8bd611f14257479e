import Execution

extension Checker {
    /// The first difference between an output and the expected one.
    package struct Difference: Sendable, Equatable {
        package var message: String
        package var expected: String
        package var actual: String
    }

    /// `nil` if the output counts as the expected one, or as one of the others.
    package func difference(
        actual: [UInt8], expected: [UInt8], alternatives: [[UInt8]]
    ) -> Difference? {
        guard let first = difference(actual: actual, expected: expected) else { return nil }
        for other in alternatives where difference(actual: actual, expected: other) == nil {
            return nil
        }
        guard !alternatives.isEmpty else { return first }
        return Difference(
            message: "none of \(alternatives.count + 1) outputs: for the first, \(first.message)",
            expected: first.expected, actual: first.actual)
    }

    /// `nil` if the output counts as the expected one; programs are not asked.
    package func difference(actual: [UInt8], expected: [UInt8]) -> Difference? {
        switch self {
        case .exact: Self.byteDifference(actual, expected)
        case .lines: Self.lineDifference(actual, expected)
        case .tokens:
            Self.tokenDifference(actual, expected) { $0.elementsEqual($1) }
        case .floats(let absolute, let relative):
            Self.tokenDifference(actual, expected) {
                Self.isClose($0, $1, absolute: absolute, relative: relative)
            }
        case .unordered(let unit, let countingRepeats):
            Self.unorderedDifference(actual, expected, unit, countingRepeats)
        case .regex(let pattern): Self.patternDifference(actual, pattern)
        case .json(let absolute, let relative):
            JSONComparison(absolute: absolute, relative: relative).difference(actual, expected)
        case .program, .interactor:
            Difference(message: "its checker program was not run", expected: "", actual: "")
        }
    }

    /// How much of an output is needed to compare it with an expected one of `count` bytes.
    func bytesNeeded(for count: Int) -> Int {
        switch self {
        case .regex: Pattern.maxOutputBytes + 4096
        case .json: count * 8 + (1 << 20)
        case .program, .interactor: .max
        default: count * 2 + 65_536
        }
    }

    private static func byteDifference(_ actual: [UInt8], _ expected: [UInt8]) -> Difference? {
        guard actual != expected else { return nil }
        let place =
            zip(actual, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(actual.count, expected.count)
        let line = expected.prefix(place).count { $0 == 10 } + 1
        return Difference(
            message: "differs at byte \(place + 1), in line \(line)",
            expected: Clip.text(context(expected, place)),
            actual: Clip.text(context(actual, place)))
    }

    /// The line around a place, and its end.
    private static func context(_ bytes: [UInt8], _ place: Int) -> ArraySlice<UInt8> {
        let place = min(place, bytes.count)
        let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
        return bytes[start..<end]
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func linesOf(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
            line.prefix(
                (line.lastIndex { !isSpace($0) } ?? line.startIndex - 1) + 1
                    - line.startIndex)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func lineDifference(_ actual: [UInt8], _ expected: [UInt8]) -> Difference? {
        let mine = linesOf(actual)
        let theirs = linesOf(expected)
        for (index, (line, wanted)) in zip(mine, theirs).enumerated() where line != wanted {
            return Difference(
                message: "line \(index + 1) differs", expected: Clip.text(wanted),
                actual: Clip.text(line))
        }
        return countDifference("line", mine, theirs)
    }

    private static func tokensOf(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(whereSeparator: isSpace)
    }

    private static func tokenDifference(
        _ actual: [UInt8], _ expected: [UInt8],
        _ equal: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Bool
    ) -> Difference? {
        let mine = tokensOf(actual)
        let theirs = tokensOf(expected)
        for (index, (token, wanted)) in zip(mine, theirs).enumerated()
        where !equal(token, wanted) {
            return Difference(
                message: "token \(index + 1) differs", expected: Clip.text(wanted),
                actual: Clip.text(token))
        }
        return countDifference("token", mine, theirs)
    }

    private static func countDifference(
        _ unit: String, _ mine: [ArraySlice<UInt8>], _ theirs: [ArraySlice<UInt8>]
    ) -> Difference? {
        guard mine.count != theirs.count else { return nil }
        let shared = min(mine.count, theirs.count)
        let missing = mine.count < theirs.count
        return Difference(
            message: missing
                ? "\(unit) \(shared + 1) of \(theirs.count) is missing"
                : "\(unit) \(shared + 1) is one too many",
            expected: missing ? Clip.text(theirs[shared]) : "",
            actual: missing ? "" : Clip.text(mine[shared]))
    }

    // MARK: - Close

    static func isClose(
        _ token: ArraySlice<UInt8>, _ wanted: ArraySlice<UInt8>, absolute: Double,
        relative: Double
    ) -> Bool {
        if token == wanted { return true }
        if let mine = FloatWord(token), let theirs = FloatWord(wanted) { return mine == theirs }
        guard let mine = number(token), let theirs = number(wanted) else { return false }
        if isLong(token) || isLong(wanted), isWhole(token), isWhole(wanted) {
            // A float would take different integers for one.
            guard let mine = DecimalNumber(token), let theirs = DecimalNumber(wanted) else {
                return false
            }
            return mine.isWithin(absolute: absolute, relative: relative, of: theirs)
        }
        guard mine.isFinite, theirs.isFinite else {
            // Beyond every float, and still a number of its own.
            return DecimalNumber(token).map { $0 == DecimalNumber(wanted) } ?? false
        }
        return mine == theirs || abs(mine - theirs) <= max(absolute, relative * abs(theirs))
    }

    private static func isWhole(_ token: ArraySlice<UInt8>) -> Bool {
        token.allSatisfy { $0.isDigit || $0 == 43 || $0 == 45 }
    }

    private static func isLong(_ token: ArraySlice<UInt8>) -> Bool { token.count > 15 }

    private static let numberMarks = Array("+-.eE".utf8)

    /// A number in digits; nothing else that Swift reads as one.
    private static func number(_ token: ArraySlice<UInt8>) -> Double? {
        guard token.allSatisfy({ $0.isDigit || numberMarks.contains($0) }) else {
            return nil
        }
        return Double(String(decoding: token, as: UTF8.self))
    }

    /// What is no finite number, by its word.
    private enum FloatWord {
        case nan, infinity, negativeInfinity

        init?(_ token: ArraySlice<UInt8>) {
            guard token.count <= 9, token.contains(where: { $0 | 32 == UInt8(ascii: "n") }) else {
                return nil
            }
            switch String(decoding: token, as: UTF8.self).lowercased() {
            case "nan", "+nan", "-nan": self = .nan
            case "inf", "+inf", "infinity", "+infinity": self = .infinity
            case "-inf", "-infinity": self = .negativeInfinity
            default: return nil
            }
        }
    }

    // MARK: - In any order

    private static func unorderedDifference(
        _ actual: [UInt8], _ expected: [UInt8], _ unit: Unit, _ countingRepeats: Bool
    ) -> Difference? {
        let split = unit == .lines ? linesOf : tokensOf
        let mine = split(actual)
        let theirs = split(expected)
        let name = unit == .lines ? "line" : "token"
        var left = Dictionary(theirs.map { ($0, 1) }, uniquingKeysWith: +)
        let wanted = left
        for (index, item) in mine.enumerated() {
            guard let count = left[item] else {
                return Difference(
                    message: "\(name) \(index + 1) is not among the expected", expected: "",
                    actual: Clip.text(item))
            }
            if countingRepeats, count == 0 {
                return Difference(
                    message: "\(name) \(index + 1) stands more often than the "
                        + "\(wanted[item] ?? 0) times expected",
                    expected: "", actual: Clip.text(item))
            }
            left[item] = countingRepeats ? count - 1 : 0
        }
        guard let missing = theirs.first(where: { left[$0] ?? 0 > 0 }) else { return nil }
        return Difference(
            message: "a \(name) is missing", expected: Clip.text(missing), actual: "")
    }

    // MARK: - Patterns

    private static func patternDifference(_ actual: [UInt8], _ pattern: Pattern) -> Difference? {
        if pattern.matches(actual) { return nil }
        let end = (actual.lastIndex { !isSpace($0) } ?? -1) + 1
        if end < actual.count, pattern.matches(actual[..<end]) { return nil }
        let isLong = end > Pattern.maxOutputBytes
        return Difference(
            message: isLong
                ? "longer than the \(Pattern.maxOutputBytes) bytes that a pattern is matched with"
                : "does not match the pattern",
            expected: Clip.text(pattern.text), actual: Clip.text(actual))
    }
}
