import Execution

/// A test that a text names.
struct FoundTest {
    var name: String
    /// What it stands in; empty if nothing was looked for.
    var owner = ""
    /// The file in which it is written; empty where the tests are one text.
    var path = ""
    /// What results call it.
    var id = ""

    /// A file's name without what follows its first dot.
    static func stem(_ path: String) -> String {
        String((path.split(separator: "/").last ?? "").prefix { $0 != "." })
    }
}

extension JoinedProgram {
    func foundTests() -> [FoundTest] {
        guard let pattern = harness.names else { return [] }
        guard !trusted.isEmpty else {
            return Self.matches(of: pattern, in: Uncommented(tests, language).code).map {
                FoundTest(name: $0, id: $0)
            }
        }
        let texts = trusted.sorted { $0.key < $1.key }
            .map { ($0.key, Uncommented($0.value, language).code) }
        let owners = TestOwners(harness.owners, base: harness.base, texts: texts.map(\.1))
        let tests = texts.flatMap { path, code in
            placed(pattern, owners, in: code).map { name, owner in
                FoundTest(name: name, owner: owner, path: path)
            }
        }
        return (owners?.completed(tests) ?? tests).map {
            var test = $0
            test.id = id(of: test)
            return test
        }
    }

    private func id(of test: FoundTest) -> String {
        guard !harness.id.isEmpty else { return test.name }
        return Self.filling(
            harness.id,
            ["{stem}": FoundTest.stem(test.path), "{class}": test.owner, "{name}": test.name])
    }

    /// The tests that the text names.
    ///
    /// - Throws: `JudgeError` if the text is too large, or names more than are judged.
    func testNames() throws(JudgeError) -> [String] {
        try checkSize()
        let names = names
        guard names.count <= Self.maxTests else {
            throw JudgeError(
                .tooLarge,
                "the tests' text names \(names.count) tests; at most \(Self.maxTests) are judged",
                hint: "split them into several suites")
        }
        return names
    }

    /// Names, each once in what it stands in.
    private func placed(
        _ pattern: String, _ owners: TestOwners?, in code: [UInt8]
    ) -> [(name: String, owner: String)] {
        guard let places = owners?.places(in: code) else {
            return Self.matches(of: pattern, in: code).map { ($0, "") }
        }
        var next = 0
        var seen: Set<String> = []
        return Self.found(pattern, in: code).compactMap { place, name in
            while next < places.count, places[next].place < place { next += 1 }
            guard next > 0 else { return nil }
            let owner = places[next - 1].name
            return seen.insert(owner + "." + name).inserted ? (name, owner) : nil
        }
    }

    /// The text that stands for the tests found, a line each.
    var calls: [UInt8] {
        found.flatMap { test in
            let line = Self.filling(
                marked(harness.call), ["{name}": test.name, "{class}": test.owner, "{id}": test.id])
            return Array(line.utf8) + [10]
        }
    }

    private static func filling(_ text: String, _ values: [String: String]) -> String {
        values.reduce(text) { text, value in
            text.split(separator: value.key, omittingEmptySubsequences: false)
                .joined(separator: value.value)
        }
    }

    /// The identifiers of the tests' text.
    var words: [String] {
        NativeTests.words(
            of: trusted.isEmpty ? tests : Array(trusted.values.joined(separator: [10])))
    }
}
