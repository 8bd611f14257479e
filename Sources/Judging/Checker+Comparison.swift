extension Checker {
    /// The first difference between an output and the expected one.
    package struct Difference: Sendable, Equatable {
        package var message: String
        package var expected: String
        package var actual: String
    }

    /// `nil` if the output counts as the expected one.
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

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
            line.prefix(
                (line.lastIndex { !isSpace($0) } ?? line.startIndex - 1) + 1
                    - line.startIndex)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func lineDifference(_ actual: [UInt8], _ expected: [UInt8]) -> Difference? {
        let mine = lines(actual)
        let theirs = lines(expected)
        for (index, (line, wanted)) in zip(mine, theirs).enumerated() where line != wanted {
            return Difference(
                message: "line \(index + 1) differs", expected: Clip.text(wanted),
                actual: Clip.text(line))
        }
        return countDifference("line", mine, theirs)
    }

    private static func tokenDifference(
        _ actual: [UInt8], _ expected: [UInt8],
        _ equal: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Bool
    ) -> Difference? {
        let mine = actual.split(whereSeparator: isSpace)
        let theirs = expected.split(whereSeparator: isSpace)
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

    private static func isClose(
        _ token: ArraySlice<UInt8>, _ wanted: ArraySlice<UInt8>, absolute: Double,
        relative: Double
    ) -> Bool {
        if token == wanted { return true }
        guard let mine = number(token), let theirs = number(wanted) else { return false }
        if mine.isNaN && theirs.isNaN { return true }
        if mine == theirs { return true }
        guard mine.isFinite, theirs.isFinite else { return false }
        return abs(mine - theirs) <= max(absolute, relative * abs(theirs))
    }

    private static func number(_ token: ArraySlice<UInt8>) -> Double? {
        // Swift reads hexadecimal floats too; an output format does not.
        guard !token.contains(where: { $0 | 32 == UInt8(ascii: "x") }) else { return nil }
        return Double(String(decoding: token, as: UTF8.self))
    }
}
