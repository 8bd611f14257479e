import Execution

/// A source whose functions do nothing, made of one that does something.
///
/// Replaced are the functions that tests name, and those that a language calls unasked.
/// Constructors and `main` stay. There is no stub where other parts of the source might be what
/// the tests look at: then a stub that passes would prove nothing.
struct SourceStub {
    let syntax: SourceSyntax
    /// The identifiers of the tests' text.
    let words: Set<String>
    /// Those that the tests write behind a dot, an arrow or colons, without calling them.
    let members: Set<String>

    private static let mostFiles = 64

    /// A source and the candidate's other files, by path.
    struct Files: Sendable, Equatable {
        var source: [UInt8]
        var others: [String: [UInt8]] = [:]
    }

    init(syntax: SourceSyntax, tests: [UInt8]) {
        self.syntax = syntax
        let text = Uncommented(tests, syntax.rawValue).withoutComments
        words = Set(NativeTests.words(of: text))
        members = Self.members(of: text)
    }

    /// What a language calls though no test names it.
    private static let implicit: [SourceSyntax: Set<String>] = [
        .java: ["equals", "hashCode", "compareTo", "compare", "toString", "iterator"],
        .go: ["String", "Error", "Len", "Less", "Swap"],
        .rust: [
            "eq", "ne", "cmp", "partial_cmp", "fmt", "next", "add", "sub", "mul", "div", "rem",
            "neg", "not", "index", "deref", "from", "into", "try_from", "from_str", "hash",
        ],
        .swift: ["hash", "callAsFunction", "makeIterator", "next"],
    ]

    /// `nil` where no stub can be made.
    func lent(by source: [UInt8], others: [String: [UInt8]]) -> LentSource? {
        let bytes = others.values.reduce(source.count) { $0 + $1.count }
        guard others.count <= Self.mostFiles, bytes <= 2 * SourceTokens.maxBytes else { return nil }
        var patience = SourceFunctions.patience
        guard let own = part(source, &patience) else { return nil }
        var lent = LentSource(syntax: syntax, source: own, others: others)
        for (path, text) in others where syntax.endings.contains(where: path.hasSuffix) {
            guard let part = part(text, &patience) else { return nil }
            lent.parts[path] = part
        }
        let names = Set(([own] + lent.parts.values).flatMap { $0.functions.map(\.name) })
        lent.names = names.intersection(words).sorted()
        return lent.names.isEmpty ? nil : lent
    }

    private func part(_ text: [UInt8], _ patience: inout Int) -> LentSource.Part? {
        guard let found = SourceFunctions(text, syntax, &patience), !found.isOpaque,
            words.isDisjoint(with: found.assigned), members.isDisjoint(with: found.declared)
        else { return nil }
        let asked = Self.implicit[syntax] ?? []
        return LentSource.Part(
            text: text,
            functions: found.functions.filter {
                !$0.isKept && $0.name != "main"
                    && (words.contains($0.name) || asked.contains($0.name))
            })
    }

    private static func members(of text: [UInt8]) -> Set<String> {
        var members: Set<String> = []
        var index = 0
        while index < text.count {
            guard SourceCutter.isStart(text[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < text.count, SourceCutter.isPart(text[index]) { index += 1 }
            guard start > 0 else { continue }
            let before = text[start - 1]
            let isMember =
                before == UInt8(ascii: ".")
                || start > 1 && before == UInt8(ascii: ">") && text[start - 2] == UInt8(ascii: "-")
                || start > 1 && before == UInt8(ascii: ":") && text[start - 2] == before
            var next = index
            while next < text.count, text[next] == 32 || text[next] == 10 { next += 1 }
            let isCalled =
                next < text.count
                && (text[next] == UInt8(ascii: "(") || text[next] == UInt8(ascii: "<"))
            if isMember, !isCalled {
                members.insert(String(decoding: text[start..<index], as: UTF8.self))
            }
        }
        return members
    }
}

/// A source of which stubs are made, and the candidate's other files.
struct LentSource: Sendable {
    /// A text, and those of its functions that are replaced.
    struct Part: Sendable {
        var text: [UInt8]
        var functions: [SourceFunction]
    }

    let syntax: SourceSyntax
    let source: Part
    let others: [String: [UInt8]]
    /// Those of the others that hold functions of the language.
    fileprivate(set) var parts: [String: Part] = [:]
    /// The functions that tests name, in the order of their names.
    fileprivate(set) var names: [String] = []

    /// `nil` where a function has no body that gives this back.
    func files(_ value: StubValue) -> SourceStub.Files? {
        let bodies = StubBodies(syntax: syntax, value: value)
        guard let own = stub(of: source, bodies) else { return nil }
        let (head, foot) = bodies.frame
        var files = SourceStub.Files(
            source: Array(head.utf8) + own + Array(foot.utf8), others: others)
        for (path, part) in parts {
            guard let other = stub(of: part, bodies) else { return nil }
            files.others[path] = other
        }
        return files
    }

    private func stub(of part: Part, _ bodies: StubBodies) -> [UInt8]? {
        var stub: [UInt8] = []
        var last = 0
        for function in part.functions {
            guard let body = bodies.body(function.result) else { return nil }
            stub += part.text[last..<function.body.lowerBound] + Array(body.utf8)
            last = function.body.upperBound
        }
        stub += part.text[last...]
        return syntax == .go ? UnusedGoImports.forgiving(stub) : stub
    }
}
