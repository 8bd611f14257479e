/// How the cases of a suite are put together: groups that score as one, and their order.
package struct SuiteRules: Sendable, Equatable {
    /// In the order of results; empty: every case scores for itself.
    package var groups: [TestGroup]
    /// The cases run in an order that the source cannot know; results keep the suite's order.
    package var shuffle: Bool

    package init(groups: [TestGroup] = [], shuffle: Bool = false) {
        self.groups = groups
        self.shuffle = shuffle
    }
}

/// Cases that score together: a subtask.
package struct TestGroup: Sendable, Equatable {
    /// How the points of its cases make those of the group.
    package enum Policy: String, Sendable {
        /// In proportion to the points of its cases.
        case sum
        /// As its worst case: all or nothing, where cases are right or wrong.
        case min
    }

    package var name: String
    /// What it is worth; `nil`: the points of its cases.
    package var points: Double?
    package var policy: Policy
    /// It counts only if all of these are full.
    package var needs: [String]
    /// Whether the rest of the group runs after its first failure.
    package var stop: JudgeRequest.StopRule

    package init(
        name: String, points: Double? = nil, policy: Policy = .sum, needs: [String] = [],
        stop: JudgeRequest.StopRule = .all
    ) {
        self.name = name
        self.points = points
        self.policy = policy
        self.needs = needs
        self.stop = stop
    }
}

/// What a group came to.
package struct GroupResult: Sendable, Equatable {
    package var name: String
    package var points: Double
    /// The most it could have been.
    package var possible: Double
    package var passed: Int
    package var total: Int
    /// The groups that it needs and that are not full: why it counts nothing.
    package var missing: [String]

    package init(
        name: String, points: Double, possible: Double, passed: Int, total: Int,
        missing: [String] = []
    ) {
        self.name = name
        self.points = points
        self.possible = possible
        self.passed = passed
        self.total = total
        self.missing = missing
    }
}

extension SuiteRules {
    /// A group or its like that cannot be: what is wrong, and with which.
    package struct Fault: Error, Equatable {
        /// Where among the groups, from 0; `nil`: in a case.
        package var group: Int?
        /// Where among the cases, from 0.
        package var item: Int?
        package var message: String
        package var hint: String
    }

    /// Refuses unknown names, names that stand twice, and needs that lead round in a circle.
    ///
    /// `named` are the groups of the cases, in order.
    package func check(_ named: [String?]) throws(Fault) {
        guard !groups.isEmpty else { return }
        var known: Set<String> = []
        for (index, group) in groups.enumerated() {
            guard known.insert(group.name).inserted else {
                throw Fault(
                    group: index, message: "there are two groups `\(group.name)`",
                    hint: "rename one of them")
            }
        }
        for (index, group) in groups.enumerated() {
            for need in group.needs where !known.contains(need) {
                throw Fault(
                    group: index, message: "`\(group.name)` needs `\(need)`, which is no group",
                    hint: "the groups are \(Self.list(groups.map(\.name)))")
            }
            if shuffle, group.stop == .firstFailure {
                throw Fault(
                    group: index, message: "`\(group.name)` stops, and the suite is shuffled",
                    hint: "what stops at a failure needs its order: leave out one of them")
            }
        }
        for (index, name) in named.enumerated() {
            guard let name else { continue }
            guard known.contains(name) else {
                throw Fault(
                    item: index, message: "there is no group `\(name)`",
                    hint: "the groups are \(Self.list(groups.map(\.name)))")
            }
        }
        let used = Set(named.compactMap { $0 })
        for (index, group) in groups.enumerated() where !used.contains(group.name) {
            throw Fault(
                group: index, message: "no case is in the group `\(group.name)`",
                hint: #"give its cases "group": "\#(group.name)""#)
        }
        if let circle = circle {
            throw Fault(
                group: groups.firstIndex { $0.name == circle[0] },
                message: "the groups need each other in a circle: \(Self.list(circle))",
                hint: "leave out one of the needs")
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
        return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
    }

    /// Groups in an order in which each stands behind all that it needs; fewer, if there is none.
    private var ordered: [TestGroup] {
        var waiting: [String: Int] = [:]
        var followers: [String: [String]] = [:]
        for group in groups {
            let needs = Set(group.needs)
            waiting[group.name] = needs.count
            for need in needs { followers[need, default: []].append(group.name) }
        }
        let byName = Dictionary(
            groups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var ready = groups.filter { $0.needs.isEmpty }.map(\.name)
        var done: [TestGroup] = []
        while let name = ready.popLast() {
            if let group = byName[name] { done.append(group) }
            for follower in followers[name] ?? [] {
                waiting[follower, default: 0] -= 1
                if waiting[follower] == 0 { ready.append(follower) }
            }
        }
        return done
    }

    /// The names along a circle of needs, if there is one.
    private var circle: [String]? {
        let free = Set(ordered.map(\.name))
        let stuck = groups.filter { !free.contains($0.name) }
        guard let start = stuck.first else { return nil }
        let byName = Dictionary(
            stuck.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var path: [String] = []
        var next: String? = start.name
        while let name = next {
            if let place = path.firstIndex(of: name) { return Array(path[place...]) }
            path.append(name)
            next = byName[name]?.needs.first { byName[$0] != nil }
        }
        return path
    }
}

/// A case as scoring sees it.
struct ScoredCase: Equatable {
    var group: String?
    var points: Double?
    /// Of what it is worth, from 0 to 1; `nil`: it was not run.
    var share: Double?
    var passed: Bool

    static let full = 1 - 1e-9
}

extension SuiteRules {
    /// What the groups came to, in their order, and the sum with the cases that are in none.
    func score(_ cases: [ScoredCase]) -> (points: Double, possible: Double, groups: [GroupResult]) {
        var results: [String: GroupResult] = [:]
        for group in ordered {
            let mine = cases.filter { $0.group == group.name }
            var result = Self.score(group, mine)
            result.missing = group.needs.filter { name in
                guard let needed = results[name] else { return true }
                return !needed.isFull
            }
            if !result.missing.isEmpty { result.points = 0 }
            results[group.name] = result
        }
        let inOrder = groups.compactMap { results[$0.name] }
        let alone = cases.filter { $0.group.map { results[$0] == nil } ?? true }
        return (
            inOrder.reduce(0) { $0 + $1.points }
                + alone.reduce(0) { $0 + ($1.points ?? 0) * ($1.share ?? 0) },
            inOrder.reduce(0) { $0 + $1.possible } + alone.reduce(0) { $0 + ($1.points ?? 0) },
            inOrder
        )
    }

    private static func score(_ group: TestGroup, _ cases: [ScoredCase]) -> GroupResult {
        // Among cases without points each counts as much as the others.
        let weights = cases.map { $0.points ?? 1 }
        let whole = weights.reduce(0, +)
        let possible = group.points ?? whole
        let share: Double
        switch group.policy {
        case .min: share = cases.map { $0.share ?? 0 }.min() ?? 0
        case .sum:
            let earned = zip(cases, weights).reduce(0) { $0 + ($1.0.share ?? 0) * $1.1 }
            share = whole > 0 ? earned / whole : cases.allSatisfy(\.passed) ? 1 : 0
        }
        return GroupResult(
            name: group.name, points: share >= ScoredCase.full ? possible : possible * share,
            possible: possible, passed: cases.count { $0.passed }, total: cases.count)
    }
}

extension GroupResult {
    /// Every case passed, and nothing it needs is missing.
    var isFull: Bool { passed == total && missing.isEmpty }
}
