import Execution

/// Go refuses an import that nothing uses, which the emptied functions may have done.
package enum UnusedGoImports {
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
        let text = source.text(path).dropFirst().dropLast()
        guard !text.isEmpty else { return nil }
        return Entry(alias: nil, path: path, name: name(of: String(text)))
    }

    /// A package's name as its path tells it: `yaml` of `gopkg.in/yaml.v3`, `rand` of
    /// `math/rand/v2`.
    ///
    /// The package itself may have another.
    package static func name(of path: String) -> String {
        let last = path.split(separator: "/").last { !isVersion($0) }
        return String((last ?? path[...]).prefix { $0 != "." })
    }

    private static func isVersion(_ part: Substring) -> Bool {
        part.first == "v" && part.count > 1 && part.dropFirst().allSatisfy(\.isNumber)
    }
}
