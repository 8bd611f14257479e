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
        /// The functions that tests name, in the order of their names.
        var names: [String] = []
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

    /// `nil` where none can be made.
    func files(
        of source: [UInt8], others: [String: [UInt8]], _ value: StubValue
    ) -> Files? {
        let bytes = others.values.reduce(source.count) { $0 + $1.count }
        guard others.count <= Self.mostFiles, bytes <= 2 * SourceTokens.maxBytes else { return nil }
        let bodies = StubBodies(syntax: syntax, value: value)
        var names: Set<String> = []
        var patience = SourceFunctions.patience
        guard let own = stub(of: source, bodies, &names, &patience) else { return nil }
        let (head, foot) = bodies.frame
        var files = Files(source: Array(head.utf8) + own + Array(foot.utf8))
        for (path, text) in others {
            files.others[path] = text
            guard syntax.endings.contains(where: path.hasSuffix) else { continue }
            guard let other = stub(of: text, bodies, &names, &patience) else { return nil }
            files.others[path] = other
        }
        guard !names.isEmpty else { return nil }
        files.names = names.sorted()
        return files
    }

    private func stub(
        of text: [UInt8], _ bodies: StubBodies, _ names: inout Set<String>, _ patience: inout Int
    ) -> [UInt8]? {
        guard let found = SourceFunctions(text, syntax, &patience), !found.isOpaque,
            words.isDisjoint(with: found.assigned), members.isDisjoint(with: found.declared)
        else { return nil }
        let asked = Self.implicit[syntax] ?? []
        var stub: [UInt8] = []
        var last = 0
        for function in found.functions where !function.isKept && function.name != "main" {
            let isNamed = words.contains(function.name)
            guard isNamed || asked.contains(function.name) else { continue }
            guard let body = bodies.body(function.result) else { return nil }
            stub += text[last..<function.body.lowerBound] + Array(body.utf8)
            last = function.body.upperBound
            if isNamed { names.insert(function.name) }
        }
        stub += text[last...]
        return syntax == .go ? GoImports.forgiving(stub) : stub
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

/// Go refuses an import that nothing uses, which the emptied functions may have done.
enum GoImports {
    /// The same with `_` before each such import.
    static func forgiving(_ text: [UInt8]) -> [UInt8]? {
        guard let source = SourceTokens(text, .go) else { return nil }
        var used: Set<String> = []
        for index in 0..<source.count where source.isWord(index) && source.isText(index + 1, ".") {
            used.insert(source.text(index))
        }
        var result: [UInt8] = []
        var last = 0
        for entry in entries(of: source) {
            let path = source.tokens[entry.path].range
            let start = source.tokens[entry.alias ?? entry.path].range.lowerBound
            guard !used.contains(entry.name) else { continue }
            result += text[last..<start] + Array("_ ".utf8) + text[path]
            last = path.upperBound
        }
        return result + text[last...]
    }

    private struct Entry {
        var alias: Int?
        var path: Int
        var name: String
    }

    private static func entries(of source: SourceTokens) -> [Entry] {
        var entries: [Entry] = []
        var index = 0
        var depth = 0
        while index < source.count {
            if source.isText(index, "{") { depth += 1 }
            if source.isText(index, "}") { depth -= 1 }
            guard depth == 0, source.isWord(index), source.isText(index, "import") else {
                index += 1
                continue
            }
            let isGroup = source.isText(index + 1, "(")
            let end = isGroup ? source.partners[index + 1] : min(index + 3, source.count)
            var at = isGroup ? index + 2 : index + 1
            var alias: Int?
            while at < end {
                if source.kind(at) == .literal {
                    if let entry = entry(source, alias, at) { entries.append(entry) }
                    alias = nil
                    if !isGroup { break }
                } else {
                    alias = source.isText(at, ";") ? nil : at
                }
                at += 1
            }
            index = max(at, index + 1)
        }
        return entries
    }

    /// `nil` for what is imported for its effects, or without a name.
    private static func entry(_ source: SourceTokens, _ alias: Int?, _ path: Int) -> Entry? {
        if let alias {
            let name = source.text(alias)
            guard source.isWord(alias), name != "_" else { return nil }
            return Entry(alias: alias, path: path, name: name)
        }
        let parts = source.text(path).dropFirst().dropLast().split(separator: "/")
        guard let last = parts.last else { return nil }
        let isVersion = last.hasPrefix("v") && last.dropFirst().allSatisfy(\.isNumber)
        let name = isVersion && parts.count > 1 ? parts[parts.count - 2] : last
        return Entry(alias: nil, path: path, name: String(name.prefix { $0 != "." }))
    }
}
