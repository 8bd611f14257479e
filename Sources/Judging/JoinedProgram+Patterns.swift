import Execution

/// What profiles look for in sources and in tests, all of which are hostile: each pattern takes a
/// time that grows with the text's length alone.
extension JoinedProgram {
    // MARK: - Patterns

    /// What a pattern's first group found, or the whole, with the place; each time it is found.
    static func found(_ pattern: String, in bytes: [UInt8]) -> [(place: Int, text: String)] {
        guard let pattern = Pattern.ofProfile(pattern) else { return [] }
        return pattern.search(bytes).map {
            ($0.range.lowerBound, String(decoding: bytes[$0.told], as: UTF8.self))
        }
    }

    /// The same, each text once.
    static func matches(of pattern: String, in bytes: [UInt8]) -> [String] {
        var seen: Set<String> = []
        return found(pattern, in: bytes).map(\.text).filter { seen.insert($0).inserted }
    }

    /// What `found` finds first.
    static func first(of pattern: String, in bytes: [UInt8]) -> String? {
        var search = Pattern.ofProfile(pattern)?.search(bytes)
        return search?.next().map { String(decoding: bytes[$0.told], as: UTF8.self) }
    }

    static func finds(_ pattern: String, in bytes: [UInt8]) -> Bool {
        Pattern.ofProfile(pattern)?.isFound(in: bytes) ?? false
    }

    /// The text with what a pattern finds in its code replaced; `nil` if it finds nothing.
    ///
    /// Groups are put in without comments; all else stays as it was.
    static func replacing(_ taken: Uncommented, _ pattern: String, with: String) -> [UInt8]? {
        var search = Pattern.ofProfile(pattern)?.search(taken.code)
        guard var match = search?.next() else { return nil }
        let text = taken.bytes
        let shown = taken.withoutComments
        let with = Array(with.utf8)
        var result: [UInt8] = []
        var index = 0
        while true {
            result += text[index..<match.range.lowerBound]
            result += filled(with, match, shown)
            index = match.range.upperBound
            guard let next = search?.next() else { return result + text[index...] }
            match = next
        }
    }

    /// `$0` to `$9` stand for groups.
    private static func filled(_ with: [UInt8], _ match: PatternMatch, _ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < with.count {
            let next = index + 1 < with.count ? Int(with[index + 1]) - 48 : -1
            if with[index] == UInt8(ascii: "$"), (0..<min(10, match.count)).contains(next) {
                if let range = match.group(next) { result += text[range] }
                index += 2
            } else {
                result.append(with[index])
                index += 1
            }
        }
        return result
    }

    // MARK: - How much is looked through

    static func isTooLarge(_ bytes: Int) -> Bool { bytes > Pattern.maxSourceBytes }

    var testBytes: Int {
        trusted.isEmpty ? tests.count : trusted.values.map(\.count).reduce(0, +)
    }

    /// - Throws: `JudgeError` if the tests are more than is looked through.
    func checkSize() throws(JudgeError) {
        let looks = harness.names != nil || !harness.rewrites.isEmpty || !harness.calls.isEmpty
        guard looks else { return }
        try Self.checkSize(testBytes)
    }

    static func checkSize(_ testBytes: Int) throws(JudgeError) {
        guard isTooLarge(testBytes) else { return }
        throw JudgeError(
            .tooLarge,
            "the tests have \(testBytes) bytes; \(Pattern.maxSourceBytes) can be looked through",
            hint: "split them into several suites, or move data out of them")
    }

    /// Why the source, with files that are compiled with it, is not looked through; `nil` if it is,
    /// or need not be.
    func oversize(files: [String: [UInt8]] = [:]) -> String? {
        let looks = looksAtSource || !harness.shims.isEmpty
        let others = harness.refusals.isEmpty ? [:] : compiled(files)
        return looks ? Self.oversize(source.count + others.values.map(\.count).reduce(0, +)) : nil
    }

    /// Whether the source's own words matter before it is compiled.
    var looksAtSource: Bool { !harness.refusals.isEmpty || namesByClass }

    var namesByClass: Bool { harness.files.keys.contains { $0.contains("{class}") } }

    static func oversize(_ sourceBytes: Int) -> String? {
        guard isTooLarge(sourceBytes) else { return nil }
        return "the source has \(sourceBytes) bytes; at most \(Pattern.maxSourceBytes) are read"
    }

    // MARK: - What a source is called

    static let packagePattern = #"(?m)^[ \t]*package\s+([\w.]+)\s*;"#
    static let goPackagePattern = #"(?m)^[ \t]*package\s+(\w+)"#
    static let importPattern = #"(?m)^[ \t]*(import\s+java[\w.]*(?:\.\*)?)\s*;"#
    static let openTypePattern = #"(?m)^[ \t]*public\s+"# + typePattern
    static let anyTypePattern = #"(?m)^[ \t]*"# + typePattern
    private static let typePattern =
        #"(?:(?:abstract|final|sealed|strictfp|static)\s+)*"#
        + #"(?:class|interface|enum|record)\s+(\w+)"#

    private var code: [UInt8] { (taken ?? Uncommented(source, language)).code }

    /// The type after which Java's compiler wants the source's file to be named.
    func foundMainType() -> String {
        let code = code
        let named =
            Self.first(of: Self.openTypePattern, in: code)
            ?? Self.first(of: Self.anyTypePattern, in: code)
        // Where the tests stand in the source's place, their class has the name.
        let isTaken = named == "Main" && harness.files["{source}"] != nil
        return isTaken ? "Solution" : named ?? "Solution"
    }

    /// The source's package, in Go.
    var package: String { Self.first(of: Self.goPackagePattern, in: code) ?? "main" }

    /// The source's imports of the language's own library, which its tests share.
    var imports: [UInt8] {
        let found = Self.matches(of: Self.importPattern, in: code)
        return Array(found.map { $0 + ";" }.joined(separator: " ").utf8)
    }
}
