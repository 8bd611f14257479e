import Execution

/// The classes in which tests stand, by the text of all files of tests.
struct TestOwners {
    /// Finds a class and what it inherits from, or what adds to a class: its last group.
    private let pattern: Pattern
    /// Each with the class it inherits from.
    private let parents: [String: String]

    private static let mostAncestors = 50
    /// More are not worked out: so many are not judged anyway.
    private static let mostTests = 100_000

    /// `base` is what tests inherit from in the end, `nil` for whatever the pattern finds.
    ///
    /// `texts` hold their code alone.
    init?(_ pattern: String?, base: String?, texts: [[UInt8]]) {
        guard let pattern, let pattern = Pattern.ofProfile(pattern) else { return nil }
        self.pattern = pattern
        var named: [String: String] = [:]
        for text in texts {
            for match in pattern.search(text) {
                func word(_ group: Int) -> String? {
                    match.group(group).map { String(decoding: text[$0], as: UTF8.self) }
                }
                guard let name = word(1) else { continue }
                named[name] = word(2) ?? ""
            }
        }
        guard let base else {
            parents = named
            return
        }
        parents = named.filter { Self.ancestors(of: $0.key, named).last == base }
    }

    private static func ancestors(of name: String, _ parents: [String: String]) -> [String] {
        var found: [String] = []
        var name = name
        while let parent = parents[name], found.count < mostAncestors {
            found.append(parent)
            name = parent
        }
        return found
    }

    /// Where each of them begins in a text.
    func places(in text: [UInt8]) -> [(place: Int, name: String)] {
        pattern.search(text).compactMap { match in
            let name = String(decoding: text[match.told], as: UTF8.self)
            return parents[name] == nil ? nil : (match.range.lowerBound, name)
        }
    }

    /// The tests of each class together, with those that it inherits before its own.
    func completed(_ tests: [FoundTest]) -> [FoundTest] {
        var order: [String] = []
        var listed: Set<String> = []
        for test in tests where listed.insert(test.owner).inserted { order.append(test.owner) }
        for name in parents.keys.sorted() where listed.insert(name).inserted { order.append(name) }
        let own = Dictionary(grouping: tests, by: \.owner)
        var all: [FoundTest] = []
        for owner in order where all.count < Self.mostTests {
            var seen = Set(own[owner, default: []].map(\.name))
            let inherited = Self.ancestors(of: owner, parents).flatMap { own[$0, default: []] }
                .filter { seen.insert($0.name).inserted }
            all += inherited.map { FoundTest(name: $0.name, owner: owner, path: $0.path) }
            all += own[owner, default: []]
        }
        return all
    }
}
