import Execution

/// What is refused unseen.
extension JoinedProgram {
    /// Why the candidate's source and files are no honest ones; `nil` if nothing speaks against.
    ///
    /// Files that the source's compiler would take as well are looked through as the source is.
    func tampering(files: [String: [UInt8]]) -> String? {
        for name in files.keys.sorted() {
            if let pattern = harness.refusedFiles.first(where: { Self.glob($0, matches: name) }) {
                let shown = Clip.text(name, to: 200)
                return "the candidate brings `\(shown)`: `\(pattern)` is not its to bring"
            }
        }
        guard !harness.refusals.isEmpty else { return nil }
        if let why = refusal(of: source, taken) { return why }
        for (name, text) in compiled(files).sorted(by: { $0.key < $1.key }) {
            guard let why = refusal(of: text) else { continue }
            return "\(why), in `\(Clip.text(name, to: 200))`"
        }
        return nil
    }

    /// The files that end as the source does.
    func compiled(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
        guard let dot = sourcePath.lastIndex(of: ".") else { return [:] }
        let ending = sourcePath[dot...].lowercased()
        return files.filter { $0.key.lowercased().hasSuffix(ending) }
    }

    private func refusal(of text: [UInt8], _ taken: Uncommented? = nil) -> String? {
        let views = RefusalViews(text, language, taken)
        for refusal in harness.refusals {
            for view in views.of(refusal.place) where Self.finds(refusal.find, in: view) {
                if refusal.unlessNamed {
                    let named = Set(words)
                    let found = Self.matches(of: refusal.find, in: view)
                    if found.allSatisfy(named.contains) { continue }
                }
                return refusal.why
            }
        }
        return nil
    }

    /// Whether a path, or its last part if the pattern has no slash, is of a pattern.
    static func glob(_ pattern: String, matches path: String) -> Bool {
        let name = pattern.contains("/") ? path[...] : path.split(separator: "/").last ?? ""
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard pieces.count > 1 else { return pattern == name }
        guard name.hasPrefix(pieces[0]), name.hasSuffix(pieces[pieces.count - 1]),
            name.utf8.count >= pieces[0].utf8.count + pieces[pieces.count - 1].utf8.count
        else { return false }
        var rest = name.dropFirst(pieces[0].count).dropLast(pieces[pieces.count - 1].count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

/// A text as refusals look at it, and once more as a compiler takes it that reads escapes first.
private struct RefusalViews {
    private let all: [Uncommented]
    private let uncommented: [[UInt8]]

    init(_ text: [UInt8], _ language: String, _ taken: Uncommented?) {
        var all = [taken ?? Uncommented(text, language)]
        if TextForm.of(language).readsEscapes, let read = UnicodeEscapes.read(text) {
            all.append(Uncommented(read, language))
        }
        self.all = all
        // What does not end, a compiler may end elsewhere.
        uncommented = all.map { $0.isWhole ? $0.withoutComments : $0.bytes }
    }

    func of(_ place: TestHarness.Refusal.Place) -> [[UInt8]] {
        switch place {
        case .uncommented: uncommented
        case .anywhere: all.map(\.bytes)
        case .outermost: all.map(\.outermost)
        }
    }
}

extension Uncommented {
    /// The code with blanks for what stands in braces, in brackets, or in parentheses within
    /// others; these marks themselves stay.
    ///
    /// So what one pair of parentheses groups is seen, and no body.
    var outermost: [UInt8] {
        var result = code
        var depth = 0
        var isGroup = false
        for index in result.indices {
            let byte = parts[index] == .code ? result[index] : 32
            if [41, 93, 125].contains(byte) { depth = max(0, depth - 1) }
            let isSeen = depth == 0 || depth == 1 && isGroup
            if !isSeen { result[index] = 32 }
            guard [40, 91, 123].contains(byte) else { continue }
            if depth == 0 { isGroup = byte == 40 }
            depth += 1
        }
        return result
    }
}
