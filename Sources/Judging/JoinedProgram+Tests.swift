import Execution

/// A test that a text names.
struct FoundTest {
    var name: String
    /// What it stands in; empty if nothing was looked for.
    var owner = ""
    /// What results call it.
    var id: String

    /// A file's name without what follows its first dot.
    static func stem(_ path: String) -> String {
        String((path.split(separator: "/").last ?? "").prefix { $0 != "." })
    }
}

extension JoinedProgram {
    /// The tests that the text names, in its order.
    var found: [FoundTest] {
        guard let pattern = harness.names else { return [] }
        guard !trusted.isEmpty else {
            return Self.matches(of: pattern, in: Uncommented.text(tests)).map {
                FoundTest(name: $0, id: $0)
            }
        }
        let texts = trusted.sorted { $0.key < $1.key }.map { ($0.key, Uncommented.text($0.value)) }
        let owners = TestOwners(
            harness.owners, base: harness.base,
            texts: harness.owners == nil ? [] : texts.map { String(decoding: $1, as: UTF8.self) })
        let tests = texts.flatMap { path, text in
            placed(pattern, owners, in: text).map { name, owner in
                FoundTest(name: name, owner: owner, id: named(name, owner, in: path))
            }
        }
        guard let owners else { return tests }
        return owners.completed(tests).prefix(Self.maxTests).map {
            FoundTest(name: $0.name, owner: $0.owner, id: named($0.name, $0.owner, in: ""))
        }
    }

    private func named(_ name: String, _ owner: String, in path: String) -> String {
        guard !harness.id.isEmpty else { return name }
        return Self.filling(
            harness.id, ["{stem}": FoundTest.stem(path), "{class}": owner, "{name}": name])
    }

    /// Names, each once in what it stands in.
    private func placed(
        _ pattern: String, _ owners: TestOwners?, in text: [UInt8]
    ) -> [(name: String, owner: String)] {
        guard let owners, let regex = try? Regex(pattern) else {
            return Self.matches(of: pattern, in: text).map { ($0, "") }
        }
        let text = String(decoding: text, as: UTF8.self)
        let places = owners.places(in: text)
        var seen: Set<String> = []
        return text.matches(of: regex).prefix(Self.maxTests).compactMap { match in
            guard let owner = places.last(where: { $0.0 < match.range.lowerBound })?.1 else {
                return nil
            }
            let name = String(match.output.dropFirst().compactMap(\.substring).first ?? "")
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
        let text = trusted.isEmpty ? tests : Array(trusted.values.joined(separator: [10]))
        return Self.matches(of: #"([A-Za-z_]\w*)"#, in: text)
    }
}
