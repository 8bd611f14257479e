import Judging

/// The imports of a Go program that was put together from parts.
///
/// Go takes no program that imports too much or too little, and a completion cannot write above
/// itself. So the set's own harness, too, imports what the joined program uses.
enum GoImports {
    /// Packages of the standard library that a part may rely on; of two with one name, the first.
    private static let standard = [
        "bufio", "bytes", "container/heap", "container/list", "crypto/md5", "encoding/hex",
        "encoding/json", "errors", "fmt", "math", "math/big", "math/bits", "math/cmplx",
        "math/rand", "os", "reflect", "regexp", "slices", "sort", "strconv", "strings", "sync",
        "time", "unicode", "unicode/utf8",
    ]

    /// The program with what it uses imported, and nothing else; as it was if that holds already,
    /// or if it cannot be read.
    static func settled(_ program: String) -> String {
        guard let tokens = try? TestLexer.tokens(of: program, language: .go),
            let scan = scan(tokens)
        else { return program }
        let kept = scan.imports.filter { scan.isUsed($0) }
        let known = Set(kept.map(\.name))
        let missing = standard.filter { path in
            let name = UnusedGoImports.name(of: path)
            return scan.called.contains(name) && !scan.declared.contains(name)
                && !known.contains(name)
        }
        guard kept.count < scan.imports.count || !missing.isEmpty else { return program }
        // By bytes, as the lexer counts: "\r\n" is one character.
        var lines = program.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        for range in scan.ranges.reversed() { lines.removeSubrange(range) }
        let wanted = kept.map(\.text) + missing.map { "\"\($0)\"" }
        if !wanted.isEmpty {
            lines.insert(
                contentsOf: ["import ("] + wanted.map { "\t\($0)" } + [")"], at: scan.package)
        }
        return lines.joined(separator: "\n")
    }

    private struct Import {
        /// `_` and `.` say that it is there for what it does.
        var alias: String?
        var path: String

        var text: String { (alias.map { "\($0) " } ?? "") + "\"\(path)\"" }
        var name: String { alias ?? UnusedGoImports.name(of: path) }
    }

    private struct Scan {
        var imports: [Import] = []
        /// Lines of import declarations, from 0.
        var ranges: [Range<Int>] = []
        /// Lines up to and with the package clause.
        var package = 0
        /// Names before a `.`, and names that stand without one, which are the program's own.
        var called: Set<String> = []
        var declared: Set<String> = []

        func isUsed(_ item: Import) -> Bool {
            item.alias == "_" || item.alias == "." || called.contains(item.name)
        }
    }

    private static func scan(_ tokens: [TestToken]) -> Scan? {
        var scan = Scan()
        var index = 0
        while index < tokens.count, tokens[index].kind == .lineEnd { index += 1 }
        guard index < tokens.count, tokens[index].isName("package") else { return nil }
        scan.package = tokens[index].line
        index += 2
        while index < tokens.count {
            if tokens[index].isName("import") {
                guard let next = imports(tokens, from: index, &scan) else { return nil }
                index = next
                continue
            }
            let token = tokens[index]
            if token.kind == .name, index == 0 || !tokens[index - 1].isSymbol(".") {
                let isCalled = index + 1 < tokens.count && tokens[index + 1].isSymbol(".")
                if isCalled {
                    scan.called.insert(token.text)
                } else {
                    scan.declared.insert(token.text)
                }
            }
            index += 1
        }
        return scan
    }

    /// Reads `import "a"` or `import ( "a"; b "c" )`, and tells where it ends.
    private static func imports(
        _ tokens: [TestToken], from start: Int, _ scan: inout Scan
    ) -> Int? {
        guard start + 1 < tokens.count else { return nil }
        var index = start + 1
        let isBlock = tokens[index].isSymbol("(")
        if isBlock { index += 1 }
        var found: [Import] = []
        var alias: String?
        while index < tokens.count {
            let token = tokens[index]
            index += 1
            switch token.kind {
            case .lineEnd: continue
            case .name: alias = token.text
            case .symbol where token.text == ".": alias = "."
            case .symbol where token.text == ";": continue
            case .symbol where token.text == ")" && isBlock:
                return finished(found, tokens, start..<index, &scan)
            case .string:
                found.append(Import(alias: alias, path: token.text))
                alias = nil
                if !isBlock { return finished(found, tokens, start..<index, &scan) }
            default: return nil
            }
        }
        return nil
    }

    /// `nil` where the lines of an import hold more than it.
    private static func finished(
        _ found: [Import], _ tokens: [TestToken], _ all: Range<Int>, _ scan: inout Scan
    ) -> Int? {
        let after = min(all.upperBound, tokens.count - 1)
        guard tokens[all.lowerBound - 1].kind == .lineEnd,
            [.lineEnd, .end].contains(tokens[after].kind)
        else { return nil }
        scan.imports += found
        scan.ranges.append(tokens[all.lowerBound].line - 1..<tokens[after - 1].line)
        return after
    }
}
