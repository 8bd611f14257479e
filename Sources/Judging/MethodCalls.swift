/// Turns `RECEIVER.method(ARGUMENTS)` of a text in a language with C's tokens into
/// `function(RECEIVER, ARGUMENTS)`, so that the receiver's own class has no say alone.
struct MethodCalls {
    private var bytes: [UInt8]
    /// Whether a byte is part of a literal or a comment.
    private var isQuoted: [Bool]

    static func rewriting(_ text: [UInt8], _ method: String, to function: String) -> [UInt8] {
        var text = text
        let pattern = Array(".\(method)(".utf8)
        var from = 0
        // Each call is replaced once: what follows is looked at from inside its arguments.
        for _ in 0..<10_000 {
            let calls = MethodCalls(text)
            guard let dot = calls.first(pattern, from: from) else { break }
            let open = dot + pattern.count - 1
            guard let start = calls.receiver(before: dot), let close = calls.matching(open),
                !(calls.isType(start..<dot) && calls.hasSeveral(open..<close))
            else {
                from = open
                continue
            }
            let isEmpty = close == open + 1
            var result = Array(text[..<start])
            result += Array("\(function)(".utf8) + text[start..<dot]
            result += isEmpty ? [] : Array(", ".utf8)
            from = start + function.utf8.count + 1
            result += text[(open + 1)...]
            text = result
        }
        return text
    }

    private init(_ text: [UInt8]) {
        bytes = text
        isQuoted = Array(repeating: false, count: text.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            var end = index
            if byte == 34 || byte == 39 {
                end = index + 1
                while end < bytes.count, bytes[end] != byte, bytes[end] != 10 {
                    end += bytes[end] == 92 ? 2 : 1
                }
                end += 1
            } else if byte == 47, next == 47 {
                while end < bytes.count, bytes[end] != 10 { end += 1 }
            } else if byte == 47, next == 42 {
                end = index + 2
                while end + 1 < bytes.count, bytes[end] != 42 || bytes[end + 1] != 47 { end += 1 }
                end += 2
            } else {
                index += 1
                continue
            }
            for quoted in index..<min(end, bytes.count) { isQuoted[quoted] = true }
            index = end
        }
    }

    private func first(_ pattern: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= pattern.count, start <= bytes.count - pattern.count else { return nil }
        return (start...(bytes.count - pattern.count)).first {
            bytes[$0] == pattern[0] && !isQuoted[$0] && bytes[$0...].starts(with: pattern)
        }
    }

    private func matching(_ open: Int) -> Int? {
        var depth = 0
        for index in open..<bytes.count where !isQuoted[index] {
            if bytes[index] == 40 { depth += 1 }
            if bytes[index] == 41 { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private static let pairs: [UInt8: UInt8] = [41: 40, 93: 91, 62: 60]

    private func isSpace(_ index: Int) -> Bool { [32, 9, 10, 13].contains(bytes[index]) }

    private func isWord(_ index: Int) -> Bool {
        let byte = bytes[index]
        return byte == 95 || byte == 36 || byte >= 128 || (48...57).contains(byte)
            || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// Where the expression begins that ends before `dot`.
    private func receiver(before dot: Int) -> Int? {
        var index = dot
        while true {
            while index > 0, isSpace(index - 1), !isQuoted[index - 1] { index -= 1 }
            guard index > 0 else { return nil }
            if isQuoted[index - 1] {
                while index > 0, isQuoted[index - 1] { index -= 1 }
                return index
            }
            // Arguments, indices and type arguments belong to the word before them.
            while index > 0, let open = Self.pairs[bytes[index - 1]], !isQuoted[index - 1] {
                guard let start = opening(of: index - 1, open) else { return nil }
                index = start
                if open == 40,
                    index == 0 || !isWord(index - 1) && Self.pairs[bytes[index - 1]] == nil
                {
                    return index
                }
            }
            let end = index
            while index > 0, isWord(index - 1), !isQuoted[index - 1] { index -= 1 }
            guard index < end || index < dot else { return nil }
            var before = index
            while before > 0, isSpace(before - 1) { before -= 1 }
            if before > 0, bytes[before - 1] == 46 {
                index = before - 1
                continue
            }
            if before >= 3, Array(bytes[(before - 3)..<before]) == Array("new".utf8) {
                return before - 3
            }
            return index
        }
    }

    /// Whether it can be a type's name: words with dots between them, the last one capitalised.
    private func isType(_ range: Range<Int>) -> Bool {
        guard range.allSatisfy({ !isQuoted[$0] && (isWord($0) || isSpace($0) || bytes[$0] == 46) })
        else { return false }
        let words = bytes[range].split { [9, 10, 13, 32, 46].contains($0) }
        guard let first = words.last?.first else { return false }
        return (65...90).contains(first) && words.first != Array("new".utf8)[...]
    }

    /// Whether there are several arguments: a static method's; one that asks a receiver has one.
    private func hasSeveral(_ range: Range<Int>) -> Bool {
        var depth = 0
        for index in range where !isQuoted[index] {
            if [40, 91, 123].contains(bytes[index]) { depth += 1 }
            if [41, 93, 125].contains(bytes[index]) { depth -= 1 }
            if bytes[index] == 44, depth == 1 { return true }
        }
        return false
    }

    private func opening(of close: Int, _ open: UInt8) -> Int? {
        var depth = 0
        var index = close
        while index >= 0 {
            if !isQuoted[index] {
                if bytes[index] == bytes[close] { depth += 1 }
                if bytes[index] == open { depth -= 1 }
                if depth == 0 { return index }
            }
            index -= 1
        }
        return nil
    }
}
