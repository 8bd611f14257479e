import Execution

/// The classes in which tests stand, by the text of all files of tests.
struct TestOwners {
    /// Finds a class and what it inherits from, or what adds to a class: its last group.
    private let regex: Regex<AnyRegexOutput>
    /// Each with the class it inherits from.
    private let parents: [String: String]

    private static let mostAncestors = 50

    /// `base`: what tests inherit from in the end; `nil`: whatever the pattern finds holds tests.
    init?(_ pattern: String?, base: String?, texts: [String]) {
        guard let pattern, let regex = try? Regex(pattern) else { return nil }
        self.regex = regex
        var named: [String: String] = [:]
        for text in texts {
            for match in text.matches(of: regex) {
                let words = match.output.dropFirst().map { $0.substring.map(String.init) }
                guard let name = words.first ?? nil else { continue }
                named[name] = words.count > 1 ? words[1] ?? "" : ""
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
    func places(in text: String) -> [(String.Index, String)] {
        text.matches(of: regex).compactMap { match in
            let name = match.output.dropFirst().compactMap(\.substring).first.map(String.init)
            guard let name, parents[name] != nil else { return nil }
            return (match.range.lowerBound, name)
        }
    }

    /// The tests of each class together, with those that it inherits before its own.
    func completed(_ tests: [FoundTest]) -> [FoundTest] {
        var order: [String] = []
        for test in tests where !order.contains(test.owner) { order.append(test.owner) }
        for name in parents.keys.sorted() where !order.contains(name) { order.append(name) }
        let own = Dictionary(grouping: tests, by: \.owner)
        return order.flatMap { owner in
            var seen = Set(own[owner, default: []].map(\.name))
            let inherited = Self.ancestors(of: owner, parents).flatMap { own[$0, default: []] }
                .filter { seen.insert($0.name).inserted }
            return inherited.map { FoundTest(name: $0.name, owner: owner, id: $0.name) }
                + own[owner, default: []]
        }
    }
}
