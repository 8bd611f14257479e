import Execution
import Yams

/// Reads one YAML file from bytes that nobody vouches for.
enum YAMLParsing {
    static let maxBytes = 256 << 10
    private static let maxDepth = 24

    /// The file's root; throws ``Diagnostic`` with the place.
    static func root(of bytes: [UInt8], path: String) throws -> YAMLNode {
        guard bytes.count <= maxBytes else {
            throw Diagnostic(
                "the file is larger than \(maxBytes >> 10) KiB", path: path,
                note: "it has \(bytes.count) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let valid = String(decoding: bytes, as: UTF8.self)
                .unicodeScalars.prefix { $0 != "\u{FFFD}" }
            let place = place(after: valid)
            throw Diagnostic(
                "the file is not UTF-8", path: path, line: place.line, column: place.column)
        }
        if let position = aliasPosition(in: text) {
            throw aliasRefusal(path, position)
        }
        if let position = Nesting.excess(in: text) {
            throw tooDeep(path, position)
        }
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            // The parser owns the anchors, which its nodes hold weakly.
            return try withExtendedLifetime(parser) {
                guard let node = try parser.singleRoot() else {
                    throw Diagnostic("the file is empty", path: path)
                }
                let scalars = ScalarText(text)
                return try convert(node, depth: 0, path: path, scalars)
            }
        } catch let error as YamlError {
            throw diagnostic(error, path: path)
        }
    }

    private static func convert(
        _ node: Node, depth: Int, path: String, _ scalars: ScalarText
    ) throws -> YAMLNode {
        let position = Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        guard depth < maxDepth else {
            throw tooDeep(path, position)
        }
        if node.anchor != nil { throw aliasRefusal(path, position) }
        if scalars.character(at: position) == "!" {
            throw Diagnostic(
                "tags are not allowed", path: path, line: position.line, column: position.column,
                hint: "put a text that begins with `!` in quotes")
        }
        let content: YAMLNode.Content
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, plain: scalar.style == .plain)
        case .sequence(let sequence):
            content = .sequence(
                try sequence.map { try convert($0, depth: depth + 1, path: path, scalars) })
        case .mapping(let mapping):
            content = .mapping(try entries(mapping, depth: depth, path: path, scalars))
        case .alias:
            throw aliasRefusal(path, position)
        }
        return YAMLNode(content: content, position: position)
    }

    private static func entries(
        _ mapping: Node.Mapping, depth: Int, path: String, _ scalars: ScalarText
    ) throws -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            let keyNode = try convert(key, depth: depth + 1, path: path, scalars)
            guard case .scalar(let name, _) = keyNode.content else {
                throw Diagnostic(
                    "a key must be text, not \(keyNode.kind)", path: path,
                    line: keyNode.position.line, column: keyNode.position.column)
            }
            // The library takes `1` and `"1"` for two keys.
            guard seen.insert(name).inserted else {
                throw duplicate(name, keyNode.position, path)
            }
            entries.append(
                .init(
                    key: name, position: keyNode.position,
                    value: try convert(value, depth: depth + 1, path: path, scalars)))
        }
        return entries
    }

    // MARK: Errors

    private static func diagnostic(_ error: YamlError, path: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let note = context.map {
                "\($0.text) at \($0.mark.line):\($0.mark.column)"
            }
            let hint =
                problem.contains("mapping values") || problem.contains("did not find expected")
                ? "a text that holds `: `, `? ` or ends in `?` needs quotes" : nil
            return Diagnostic(
                "this is not YAML: \(problem)", path: path, line: mark.line, column: mark.column,
                note: note, hint: hint)
        case .reader(let problem, let offset, _, let text):
            let before = text.utf8.prefix(offset ?? 0)
            let place = place(after: String(decoding: before, as: UTF8.self).unicodeScalars)
            return Diagnostic(
                "this is not YAML: \(problem)", path: path, line: place.line, column: place.column)
        case .duplicatedKeysInMapping(let keys, let context):
            let position = Position(line: context.mark.line, column: context.mark.column)
            return duplicate(keys.first ?? "", position, path)
        default:
            return Diagnostic("this is not YAML", path: path, note: "\(error)")
        }
    }

    private static func duplicate(
        _ key: String, _ position: Position, _ path: String
    ) -> Diagnostic {
        Diagnostic(
            "the key `\(key)` is given more than once", path: path, line: position.line,
            column: position.column)
    }

    private static func tooDeep(_ path: String, _ position: Position) -> Diagnostic {
        Diagnostic(
            "values are nested more than \(maxDepth) deep", path: path, line: position.line,
            column: position.column)
    }

    private static func aliasRefusal(_ path: String, _ position: Position) -> Diagnostic {
        Diagnostic(
            "anchors and aliases are not allowed", path: path, line: position.line,
            column: position.column,
            hint: "put a text that begins with `&` or `*` in quotes")
    }

    private static func place(after text: some Sequence<Unicode.Scalar>) -> Position {
        var position = Position(line: 1, column: 1)
        for scalar in text {
            if scalar == "\n" {
                position = Position(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
        }
        return position
    }

    /// Where the first alias seems to stand, in a file that seems to have an anchor too.
    ///
    /// Aliases of aliases take exponential time in the library, so they must not reach it. This
    /// looks only at what is before and after `&` and `*`; a single anchor is refused later, where
    /// the library tells it from text.
    private static func aliasPosition(in text: String) -> Position? {
        var position = Position(line: 1, column: 1)
        var previous: Unicode.Scalar = "\n"
        var before: Unicode.Scalar = "\n"
        var anchor: Position?
        var alias: Position?
        for scalar in text.unicodeScalars {
            let opens = " \t\n\r[]{},".unicodeScalars.contains(before)
            let names =
                scalar.properties.isAlphabetic
                || "_-0123456789".unicodeScalars
                    .contains(scalar)
            if opens, names {
                let start = Position(line: position.line, column: position.column - 1)
                if previous == "&" { anchor = anchor ?? start }
                if previous == "*" { alias = alias ?? start }
            }
            before = previous
            previous = scalar
            if scalar == "\n" {
                position = Position(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
        }
        return anchor == nil ? nil : alias
    }
}
