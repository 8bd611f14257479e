import Execution
package import Judging
import Statistics
import Storage

/// What the rows of a table of metrics are.
package enum MetricGrouping: String, CaseIterable, Sendable {
    /// An author each.
    case model
    /// An author and a tag each; a problem counts under each of its tags.
    case tag
}

extension Workspace {
    /// pass@k and pass^k by the unbiased estimators and the share of tests passed, a row for each
    /// author, or author and tag.
    ///
    /// References and mutants are left out unless there is nothing else. Held at a time: two
    /// numbers for each problem, and tag, of one author.
    package func passAtK(
        _ ks: [Int] = [1, 10], by grouping: MetricGrouping = .model
    ) async throws -> [PassAtKRow] {
        var table = try await store.tallies(.answers, into: MetricTable(ks, grouping)) {
            $0.add($1)
        }
        return table.finish()
    }

    /// Compares two authors by pass@k on the problems that both answered.
    ///
    /// An author is named as in the table of `passAtK`, if need be with its parameters as JSON
    /// after the name.
    ///
    /// - Throws: `Diagnostic` if a name means nobody, or more than one.
    package func compareModels(
        _ first: String, _ second: String, k: Int = 1
    ) async throws -> ModelComparison {
        let authors = try await store.authors()
        let one = try Self.author(first, among: authors)
        let other = try Self.author(second, among: authors)
        guard one != other else {
            throw Diagnostic("`\(first)` cannot be compared with itself", hint: "name another")
        }
        let pairs = try await store.tallies(.authors(one, other), into: PairedTallies()) {
            $0.add($1, first: one)
        }
        return pairs.comparison(one, other, k)
    }

    static func author(_ name: String, among authors: [Author]) throws -> Author {
        let found = authors.filter { $0.label == name || $0.fullLabel == name }
        if found.count == 1 { return found[0] }
        let labels = (found.isEmpty ? authors : found).prefix(8).map {
            "`\(found.isEmpty ? $0.label : $0.fullLabel)`"
        }
        let list = labels.joined(separator: ", ")
        guard found.isEmpty else {
            throw Diagnostic("`\(name)` means \(found.count) authors", hint: "say which: \(list)")
        }
        throw Diagnostic(
            "no submission is by `\(name)`",
            hint: labels.isEmpty ? "`assay import submissions` adds some" : "there are \(list)")
    }
}

extension Author {
    /// As tables name an author.
    package var label: String {
        switch kind {
        case .model, .person: name
        case .reference, .mutant, .unknown:
            name.isEmpty ? kind.rawValue : "\(kind.rawValue) \(name)"
        }
    }

    /// With the sampling parameters, if there are any, as in `m {"temperature":0.8}`.
    package var fullLabel: String {
        parameters.members.isEmpty ? label : "\(label) \(JSON.object(parameters).text)"
    }
}

/// Makes the rows of one author after the other; tallies of one author come together.
private struct MetricTable: Sendable {
    private struct Group {
        var row: PassAtKRow
        var tallies: [PassAtK.Tally] = []
        var fractions: [Estimate] = []
    }

    private let ks: [Int]
    private let grouping: MetricGrouping
    private var author: Author?
    private var groups: [String?: Group] = [:]
    private var rows: [PassAtKRow] = []

    init(_ ks: [Int], _ grouping: MetricGrouping) {
        self.ks = ks
        self.grouping = grouping
    }

    mutating func add(_ tally: SampleTally) {
        if tally.author != author { close() }
        author = tally.author
        switch grouping {
        case .model: add(tally, to: nil)
        case .tag where tally.tags.isEmpty: add(tally, to: nil)
        case .tag: for tag in Set(tally.tags) { add(tally, to: tag) }
        }
    }

    private mutating func add(_ tally: SampleTally, to tag: String?) {
        let none = Measured(.undefined(""), .undefined(""))
        var group =
            groups.removeValue(forKey: tag)
            ?? Group(row: PassAtKRow(author: tally.author, tag: tag, testFraction: none))
        group.row.pending += tally.pending
        group.row.judgeErrors += tally.failed
        if tally.pending > 0, group.row.pendingProblems.count < PassAtKRow.mostNamed {
            group.row.pendingProblems.append(tally.problem)
        }
        if tally.judged > 0 {
            group.row.problems += 1
            group.row.samples += tally.judged
            group.row.accepted += tally.accepted
            group.tallies.append(.init(samples: tally.judged, correct: tally.accepted))
            group.fractions.append(
                tally.testFraction.map(Estimate.value) ?? .undefined("no tests"))
        }
        groups[tag] = group
    }

    private mutating func close() {
        // Problems without a tag come last.
        let sorted = groups.sorted {
            ($0.key == nil ? 1 : 0, $0.key ?? "") < ($1.key == nil ? 1 : 0, $1.key ?? "")
        }
        rows += sorted.map { row(of: $0.value) }
        groups = [:]
    }

    private func row(of group: Group) -> PassAtKRow {
        var row = group.row
        let fraction = ProblemMean(group.fractions, otherwise: "no sample had tests")
        row.testFraction = Measured(fraction.estimate, fraction.interval)
        row.values = ks.map { k in
            let any = ProblemMean.passAtK(group.tallies, k: k)
            let all = ProblemMean.passHatK(group.tallies, k: k)
            return PassAtKRow.Value(
                k: k, passAtK: Measured(any.estimate, any.interval),
                passHatK: Measured(all.estimate, all.interval), problems: any.defined)
        }
        return row
    }

    mutating func finish() -> [PassAtKRow] {
        close()
        return rows
    }
}

/// What two authors did, problem by problem.
private struct PairedTallies: Sendable {
    private var first: [String: PassAtK.Tally] = [:]
    private var second: [String: PassAtK.Tally] = [:]
    private var pending = 0
    private var judgeErrors = 0

    mutating func add(_ tally: SampleTally, first author: Author) {
        pending += tally.pending
        judgeErrors += tally.failed
        guard tally.judged > 0 else { return }
        let counts = PassAtK.Tally(samples: tally.judged, correct: tally.accepted)
        if tally.author == author {
            first[tally.problem] = counts
        } else {
            second[tally.problem] = counts
        }
    }

    func comparison(_ one: Author, _ other: Author, _ k: Int) -> ModelComparison {
        // In the order of the names, so that the bootstrap is the same each time.
        let both = first.keys.filter { second[$0] != nil }.sorted()
        var estimates: (first: [Estimate], second: [Estimate]) = ([], [])
        var pairs: [(first: Double, second: Double)] = []
        for name in both {
            guard let mine = first[name], let theirs = second[name] else { continue }
            let estimate = (PassAtK.estimate(mine, k: k), PassAtK.estimate(theirs, k: k))
            guard let value = estimate.0.value, let rival = estimate.1.value else { continue }
            estimates.first.append(estimate.0)
            estimates.second.append(estimate.1)
            pairs.append((value, rival))
        }
        let paired = PairedComparison(pairs)
        func mean(_ estimates: [Estimate]) -> Measured {
            let mean = ProblemMean(estimates, otherwise: "")
            return Measured(mean.estimate, mean.interval)
        }
        return ModelComparison(
            first: one, second: other, k: k, problems: pairs.count,
            onlyFirst: first.count - both.count, onlySecond: second.count - both.count,
            tooFew: both.count - pairs.count, pending: pending, judgeErrors: judgeErrors,
            firstValue: mean(estimates.first), secondValue: mean(estimates.second),
            difference: Measured(paired.difference, paired.interval), wins: paired.wins,
            losses: paired.losses, ties: paired.ties, p: paired.test.p.value,
            test: paired.test.method?.rawValue, testNote: paired.test.p.reason)
    }
}
