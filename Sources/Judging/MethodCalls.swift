import Execution

/// Turns `RECEIVER.method(ARGUMENTS)` of a text in a language with C's tokens into
/// `function(RECEIVER, ARGUMENTS)`, so that the receiver's own class has no say alone.
///
/// Its time grows with the length of the text alone.
struct MethodCalls {
    private let bytes: [UInt8]
    private let parts: [Uncommented.Part]
    /// For each bracket the other one of its kind; -1 without one.
    private var partners: [Int]
    /// Opening brackets with a comma between what they hold.
    private var several: Set<Int> = []
    /// For each dot that was looked at, where the expression before it begins; -1: nowhere.
    private var starts: [Int: Int] = [:]

    static func rewriting(
        _ text: [UInt8], _ method: String, to function: String, _ language: String
    ) -> [UInt8] {
        var calls = MethodCalls(text, language)
        let pattern = Array(".\(method)(".utf8)
        var opened: [Int: Int] = [:]
        var dots: [Int: Bool] = [:]
        for dot in calls.places(of: pattern) {
            let open = dot + pattern.count - 1
            let close = calls.partners[open]
            guard close >= 0, let start = calls.receiver(before: dot),
                !(calls.several.contains(open) && calls.isType(start..<dot))
            else { continue }
            opened[start, default: 0] += 1
            dots[dot] = close == open + 1
        }
        let head = Array("\(function)(".utf8)
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            for _ in 0..<(opened[index] ?? 0) { result += head }
            if let isEmpty = dots[index] {
                result += isEmpty ? [] : Array(", ".utf8)
                index += pattern.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    private init(_ text: [UInt8], _ language: String) {
        let taken = Uncommented(text, language)
        bytes = text
        parts = taken.parts
        partners = Array(repeating: -1, count: text.count)
        var open: [UInt8: [Int]] = [:]
        var all: [Int] = []
        for index in bytes.indices where parts[index] == .code {
            let byte = bytes[index]
            switch byte {
            case 40, 91, 60, 123:
                open[byte, default: []].append(index)
                if byte != 60 { all.append(index) }
            case 41, 93, 62, 125:
                if let kind = Self.pairs[byte], let start = open[kind]?.popLast() {
                    partners[index] = start
                    partners[start] = index
                }
                if byte != 62 { _ = all.popLast() }
            case 44: if let start = all.last { several.insert(start) }
            default: break
            }
        }
    }

    private func places(of pattern: [UInt8]) -> [Int] {
        guard bytes.count >= pattern.count else { return [] }
        return (0...(bytes.count - pattern.count)).filter {
            bytes[$0] == pattern[0] && parts[$0] == .code && bytes[$0...].starts(with: pattern)
        }
    }

    private static let pairs: [UInt8: UInt8] = [41: 40, 93: 91, 62: 60, 125: 123]

    private func isSpace(_ index: Int) -> Bool {
        parts[index] == .comment || [32, 9, 10, 13].contains(bytes[index])
    }

    private func isQuoted(_ index: Int) -> Bool { parts[index] == .quote || parts[index] == .text }

    private func isWord(_ index: Int) -> Bool {
        parts[index] == .code && (bytes[index].isOfWord || bytes[index] == UInt8(ascii: "$"))
    }

    private enum Before {
        case start(Int)
        case dot(Int)
    }

    /// Where the expression begins that ends before `dot`.
    private mutating func receiver(before dot: Int) -> Int? {
        var passed: [Int] = []
        var start = -1
        var index = dot
        while true {
            if let known = starts[index] {
                start = known
                break
            }
            passed.append(index)
            switch part(before: index) {
            case .dot(let other):
                index = other
                continue
            case .start(let found): start = found
            case nil: break
            }
            break
        }
        for dot in passed { starts[dot] = start }
        return start < 0 ? nil : start
    }

    /// Back to the dot before what ends before `dot`, or to where all begins.
    private func part(before dot: Int) -> Before? {
        var index = dot
        while index > 0, isSpace(index - 1) { index -= 1 }
        guard index > 0 else { return nil }
        if isQuoted(index - 1) {
            while index > 0, isQuoted(index - 1) { index -= 1 }
            return .start(index)
        }
        // Arguments, indices and type arguments belong to the word before them.
        while index > 0, parts[index - 1] == .code, bytes[index - 1] != 125,
            let open = Self.pairs[bytes[index - 1]]
        {
            let start = partners[index - 1]
            guard start >= 0 else { return nil }
            index = start
            if open == 40, index == 0 || !isWord(index - 1) && Self.pairs[bytes[index - 1]] == nil {
                return .start(index)
            }
        }
        while index > 0, isWord(index - 1) { index -= 1 }
        guard index < dot else { return nil }
        var before = index
        while before > 0, isSpace(before - 1) { before -= 1 }
        if before > 0, bytes[before - 1] == 46, parts[before - 1] == .code {
            return .dot(before - 1)
        }
        if before >= 3, bytes[(before - 3)..<before].elementsEqual("new".utf8) {
            return .start(before - 3)
        }
        return .start(index)
    }

    /// Whether it can be a type's name: words with dots between them, the last one capitalised.
    private func isType(_ range: Range<Int>) -> Bool {
        guard range.count <= 1_000,
            range.allSatisfy({ isWord($0) || isSpace($0) || bytes[$0] == 46 })
        else { return false }
        let words = bytes[range].split { [9, 10, 13, 32, 46].contains($0) }
        guard let first = words.last?.first else { return false }
        return (65...90).contains(first) && !(words.first?.elementsEqual("new".utf8) ?? false)
    }
}
