/// A program with one small fault put into it.
package struct Mutant: Sendable, Equatable {
    package var source: String
    /// The kind of change, such as `comparison`.
    package var operation: String
    /// Where, from 1.
    package var line: Int
    /// What was changed, as in ``` `<` became `<=` ```.
    package var description: String
}

/// Makes mutants of Python programs; the same program always gives the same mutants.
package enum Mutator {
    /// At most `limit` mutants, all different, spread over the program's lines and over the kinds
    /// of change; the first few are as far apart as can be.
    ///
    /// The first `prefix` bytes of the source (a prompt with its docstring) stay as they are.
    /// Empty if the source is no Python that the tokenizer can read.
    package static func mutants(
        of source: String, after prefix: Int = 0, limit: Int = 20
    ) -> [Mutant] {
        let bytes = Array(source.utf8)
        guard let tokens = PythonTokenizer.tokens(of: bytes) else { return [] }
        let groups = PythonStatement.statements(of: tokens)
            .map {
                MutationFinder.mutations(in: $0, of: bytes)
                    .filter { $0.range.lowerBound >= prefix }
            }
            .filter { !$0.isEmpty }
        var seen: Set = [bytes]
        var mutants: [Mutant] = []
        for mutation in spread(groups) {
            guard mutants.count < limit else { break }
            var changed = bytes
            changed.replaceSubrange(mutation.range, with: fitted(mutation, in: bytes))
            guard seen.insert(changed).inserted, PythonTokenizer.tokens(of: changed) != nil else {
                continue
            }
            mutants.append(
                Mutant(
                    source: String(decoding: changed, as: UTF8.self),
                    operation: mutation.kind.rawValue, line: mutation.line,
                    description: mutation.description))
        }
        return mutants
    }

    /// The replacement, kept apart from words that touch it, as in `if(x):`.
    private static func fitted(_ mutation: Mutation, in bytes: [UInt8]) -> [UInt8] {
        func isWord(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            return byte >= 0x80 || byte == UInt8(ascii: "_")
                || Character(UnicodeScalar(byte)).isLetter
                || Character(UnicodeScalar(byte)).isNumber
        }
        var text = Array(mutation.replacement.utf8)
        let before = bytes[..<mutation.range.lowerBound].last
        let after = bytes[mutation.range.upperBound...].first
        if isWord(text.first ?? after), isWord(before) { text.insert(0x20, at: 0) }
        if isWord(text.last), isWord(after) { text.append(0x20) }
        return text
    }

    /// All mutations: round by round one of each statement, statements far apart first, and in each
    /// the kind of change that was used least so far.
    private static func spread(_ groups: [[Mutation]]) -> [Mutation] {
        var left = farApart(groups)
        var used: [Mutation.Kind: Int] = [:]
        var order: [Mutation] = []
        while !left.isEmpty {
            for index in left.indices {
                let best = left[index].indices.min { a, b in
                    rank(left[index][a], used) < rank(left[index][b], used)
                }
                guard let best else { continue }
                let mutation = left[index].remove(at: best)
                used[mutation.kind, default: 0] += 1
                order.append(mutation)
            }
            left.removeAll(where: \.isEmpty)
        }
        return order
    }

    private static func rank(_ mutation: Mutation, _ used: [Mutation.Kind: Int]) -> (Int, Int, Int)
    {
        let preference = Mutation.Kind.allCases.firstIndex(of: mutation.kind) ?? 0
        return (used[mutation.kind, default: 0], preference, mutation.range.lowerBound)
    }

    /// The elements in bit-reversed order of their indices: each prefix is spread over the whole.
    private static func farApart<Element>(_ elements: [Element]) -> [Element] {
        var bits = 0
        while 1 << bits < elements.count { bits += 1 }
        return (0..<(1 << bits)).compactMap { index in
            var reversed = 0
            for bit in 0..<bits where index >> bit & 1 == 1 { reversed |= 1 << (bits - 1 - bit) }
            return elements.indices.contains(reversed) ? elements[reversed] : nil
        }
    }
}
