import Judging
import Statistics
import Storage

extension Workspace {
    /// pass@k by the unbiased estimator, a row for each author.
    ///
    /// References and mutants are left out unless there is nothing else.
    package func passAtK(_ ks: [Int] = [1, 10]) async throws -> [PassAtKRow] {
        let all = try await store.sampleTallies()
        let answers = all.filter { ![.reference, .mutant].contains($0.author.kind) }
        var rows: [PassAtKRow] = []
        // Tallies of one author stand together.
        var rest = (answers.isEmpty ? all : answers)[...]
        while let first = rest.first {
            let own = rest.prefix { $0.author == first.author }
            rest = rest.dropFirst(own.count)
            rows.append(Self.row(own, ks))
        }
        return rows
    }

    private static func row(_ tallies: ArraySlice<SampleTally>, _ ks: [Int]) -> PassAtKRow {
        let counted = tallies.filter { $0.judged > 0 }.map {
            PassAtK.Tally(samples: $0.judged, correct: $0.accepted)
        }
        let samples = counted.reduce(0) { $0 + $1.samples }
        return PassAtKRow(
            author: tallies.first?.author ?? Author(kind: .unknown, name: ""),
            problems: counted.count, samples: samples,
            accepted: counted.reduce(0) { $0 + $1.correct },
            notCounted: tallies.reduce(0) { $0 + $1.samples } - samples,
            values: ks.map { k in
                let mean = PassAtK.mean(counted, k: k)
                return PassAtKRow.Value(
                    k: k, value: mean.estimate.value, problems: mean.defined,
                    note: mean.estimate.reason)
            })
    }
}
