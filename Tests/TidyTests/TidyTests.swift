import Testing

/// The house rules that a machine can check; CONTRIBUTING says why.
struct TidyTests {
    @Test func `the tree is found`() {
        #expect(SourceTree.swift.count > 40)
        #expect(SourceTree.harness.count > 40)
    }

    @Test(arguments: SourceTree.sources + SourceTree.harness)
    func `a file has at most 400 lines`(file: SourceTree.File) {
        #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines")
    }

    @Test(arguments: SourceTree.sources)
    func `a line has at most 100 characters`(file: SourceTree.File) {
        for (number, line) in file.lines.enumerated() where line.count > 100 {
            Issue.record("\(file.path):\(number + 1): \(line.count) characters")
        }
    }

    @Test(arguments: SourceTree.sources.filter { ["swift", "c"].contains($0.suffix) })
    func `a function has at most 70 lines`(file: SourceTree.File) {
        for function in FunctionLengths.measure(file.lines, isC: file.suffix == "c")
        where function.lines > 70 {
            Issue.record("\(file.path):\(function.line): \(function.lines) lines")
        }
    }

    @Test(arguments: SourceTree.swift.filter { $0.path.hasPrefix("Sources/") })
    func `nothing is public`(file: SourceTree.File) {
        for (number, line) in file.lines.enumerated()
        where declaresPublic(line) {
            Issue.record("\(file.path):\(number + 1): say `package` where it crosses a module")
        }
    }

    /// Whether a line makes something public, and does not only have the word in a string.
    private func declaresPublic(_ line: String) -> Bool {
        let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
        let declared: Set<Substring> = [
            "static", "final", "func", "var", "let", "init", "struct", "class", "enum", "actor",
            "protocol", "extension", "typealias", "import", "subscript",
        ]
        return words.first == "public"
            && words.dropFirst().first.map { declared.contains($0.prefix { $0.isLetter }) } ?? false
    }

    @Test(arguments: SourceTree.swift)
    func `an unchecked Sendable has its reason beside it`(file: SourceTree.File) {
        let mark = "@unchecked" + " Sendable"
        for (number, line) in file.lines.enumerated() where line.contains(mark) {
            let near = file.lines[max(0, number - 3)...number]
            guard near.contains(where: { $0.contains("//") }) else {
                Issue.record("\(file.path):\(number + 1): no comment says why this is safe")
                continue
            }
        }
    }

    @Test(arguments: SourceTree.swift.filter { $0.path.hasPrefix("Sources/") })
    func `a module imports only what the architecture allows`(file: SourceTree.File) throws {
        let allowed = try #require(
            Architecture.imports[file.target], "no rule for \(file.target): see Architecture.swift")
        for (number, line) in file.lines.enumerated() {
            guard let name = Architecture.imported(by: line) else { continue }
            if allowed.contains(name) || Architecture.everywhere.contains(name) { continue }
            Issue.record("\(file.path):\(number + 1): \(file.target) may not import \(name)")
        }
    }

    @Test func `the measure of functions can tell a long one`() {
        let long =
            ["func f() {"] + Array(repeating: "    let a = 1", count: 80) + ["}"]
            + ["func g() {", "}"]
        let lengths = FunctionLengths.measure(long, isC: false)
        #expect(lengths.map(\.lines) == [82, 2])
    }

    @Test(arguments: [
        ("package import Execution", "Execution"), ("import struct GRDB.Row", "GRDB"),
        ("@testable import Judging", "Judging"), ("// import Yams", nil), ("let importer = 1", nil),
    ])
    func `an import is read from its line`(line: String, name: String?) {
        #expect(Architecture.imported(by: line) == name)
    }
}

extension SourceTree.File {
    var suffix: String { String(path.split(separator: ".").last ?? "") }
}
