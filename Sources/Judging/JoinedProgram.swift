import Execution

/// Tests and source put together as a profile says.
struct JoinedProgram {
    /// As profiles call it: how comments and texts are written.
    let language: String
    let harness: TestHarness
    /// The harness's own files, by name.
    let parts: [String: [UInt8]]
    let sourcePath: String
    let source: [UInt8]
    let prelude: [UInt8]
    /// The tests' text, as it was given.
    let tests: [UInt8]
    /// Only the judge and its guest code know it: what seals lines, and the word of the last.
    let key: String
    /// Part of names that the source must not guess.
    let mark: String
    /// Files of tests that lie beside the source.
    let trusted: [String: [UInt8]]
    /// Whether there is a source to test.
    var hasSource = true
    /// The source taken apart, where it is looked through.
    private(set) var taken: Uncommented?
    private var namedType: String?
    /// The tests that the text names, in its order; none if it is too large.
    private(set) var found: [FoundTest] = []

    static let maxTests = 5_000

    init(
        language: String, harness: TestHarness, parts: [String: [UInt8]], sourcePath: String,
        source: [UInt8], prelude: [UInt8], tests: [UInt8], key: String, mark: String,
        trusted: [String: [UInt8]] = [:]
    ) {
        self.language = language
        self.harness = harness
        self.parts = parts
        self.sourcePath = sourcePath
        self.source = source
        self.prelude = prelude
        self.tests = tests
        self.key = key
        self.mark = mark
        self.trusted = trusted
        if looksAtSource, !Self.isTooLarge(source.count) {
            taken = Uncommented(source, language)
            namedType = namesByClass ? foundMainType() : nil
        }
        if !Self.isTooLarge(testBytes) { found = foundTests() }
    }

    var mainType: String { namedType ?? foundMainType() }

    // MARK: - Texts

    /// The tests with the profile's rewriting done.
    var rewritten: [UInt8] {
        trusted.isEmpty ? rewriting(tests) : joinedTrusted
    }

    /// All trusted files as parts of one text; `{name}` of the profile's frame is a file's own.
    private var joinedTrusted: [UInt8] {
        var all: [UInt8] = []
        for (path, text) in trusted.sorted(by: { $0.key < $1.key }) {
            let name = (path.split(separator: "/").last ?? "").prefix { $0 != "." }
            let word = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
            let frame = harness.frame.split(separator: "{name}", omittingEmptySubsequences: false)
                .joined(separator: word)
            let halves = frame.split(separator: "{tests}", omittingEmptySubsequences: false)
            all += Array((halves.first ?? "").utf8) + rewriting(text)
            all += Array((halves.count > 1 ? halves[1] : "").utf8) + [10]
        }
        return all
    }

    private func rewriting(_ text: [UInt8]) -> [UInt8] {
        var tests = text
        for call in harness.calls {
            tests = MethodCalls.rewriting(tests, call.find, to: marked(call.with), language)
        }
        guard !harness.rewrites.isEmpty else { return tests }
        var taken = Uncommented(tests, language)
        for rewrite in harness.rewrites {
            let with = marked(rewrite.with)
            guard let changed = Self.replacing(taken, rewrite.find, with: with) else { continue }
            taken = Uncommented(changed, language)
        }
        return taken.bytes
    }

    /// The tests that the text names, in its order.
    var names: [String] { found.map(\.id) }

    /// The classes of the files of tests, with their packages.
    private var testClasses: [String] {
        trusted.sorted { $0.key < $1.key }.compactMap { path, text in
            let code = Uncommented(text, language).code
            guard let names = harness.names, Self.finds(names, in: code) else { return nil }
            let package = Self.first(of: Self.packagePattern, in: code)
            return (package.map { $0 + "." } ?? "") + FoundTest.stem(path) + ".class"
        }
    }

    func marked(_ text: String) -> String {
        text.split(separator: "ASSAY_MARK", omittingEmptySubsequences: false)
            .joined(separator: mark)
    }

    private func path(_ text: String) -> String {
        var path = text == "{source}" ? sourcePath : text
        for name in ["{mark}", "{class}"] where path.contains(name) {
            path = path.split(separator: name, omittingEmptySubsequences: false)
                .joined(separator: name == "{mark}" ? mark : mainType)
        }
        return path
    }

    /// A file of the harness with its markers replaced.
    private func text(of part: String, _ shims: [UInt8]) -> [UInt8] {
        if part == "{tests}" { return rewritten }
        if part == "{source}" { return source }
        let template = String(decoding: parts[part] ?? [], as: UTF8.self)
        var bytes: [UInt8] = []
        var rest = template[...]
        while let found = rest.firstRange(of: "ASSAY_") {
            bytes += Array(rest[..<found.lowerBound].utf8)
            let name = rest[found.upperBound...].prefix { ("A"..."Z").contains($0) }
            rest = rest[name.endIndex...]
            switch name {
            case "MARK": bytes += Array(mark.utf8)
            case "SOURCE": bytes += source
            case "PRELUDE": bytes += prelude
            case "TESTS": bytes += rewritten
            case "SHIMS": bytes += shims
            case "CALLS": bytes += calls
            case "IMPORTS": bytes += imports
            case "CLASS": bytes += Array(mainType.utf8)
            case "WORDS":
                bytes += Array("\" \(words.joined(separator: " ")) \"".utf8)
            case "PACKAGE":
                bytes += Array(package.utf8)
            case "STEMS": bytes += Array(testClasses.joined(separator: ", ").utf8)
            default: bytes += Array("ASSAY_\(name)".utf8)
            }
        }
        return bytes + Array(rest.utf8)
    }

    /// What the harness puts into the box; the source is among it where it is joined.
    var files: [BoxFile] {
        var shims: [UInt8] = []
        for shim in harness.shims where Self.finds(shim.find, in: source) {
            shims += (parts[shim.with] ?? []) + [10]
        }
        var files: [BoxFile] = []
        for (place, part) in harness.files.sorted(by: { $0.key < $1.key }) {
            // A folder's files keep their names.
            let within = part.hasSuffix("/") ? parts.keys.filter { $0.hasPrefix(part) } : [part]
            for name in within.sorted() {
                let rest = part.hasSuffix("/") ? String(name.dropFirst(part.count)) : ""
                files.append(BoxFile(path: path(place) + rest, bytes: text(of: name, shims)))
            }
        }
        let isPlaced = harness.files.values.contains("{source}")
        if harness.frame.isEmpty {
            files += trusted.sorted { $0.key < $1.key }.map {
                BoxFile(path: $0.key, bytes: rewriting($0.value))
            }
        }
        if hasSource, !isPlaced, !files.contains(where: { $0.path == sourcePath }) {
            files.append(
                BoxFile(path: sourcePath, bytes: prelude.isEmpty ? source : prelude + [10] + source)
            )
        }
        return files
    }
}
