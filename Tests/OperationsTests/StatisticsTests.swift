import Execution
import Foundation
import Judging
import Storage
import Testing

@testable import Operations

struct WorkspaceStatisticsTests {
    /// Samples of a model: for each problem, by its number, what each sample's body says.
    private func bench(_ answers: [String: [[String]]]) async throws -> Bench {
        let bench = try await Bench()
        let problems = answers.values.map(\.count).max() ?? 0
        _ = try await bench.importProblems(problems)
        for (model, bodies) in answers {
            let lines = bodies.enumerated().flatMap { problem, samples in
                samples.enumerated().map { index, body in
                    JSON.object([
                        "task_id": .string("HumanEval/\(problem)"),
                        "completion": .string("    return x  # \(model) \(index) \(body)\n"),
                    ]).text
                }
            }
            let path = try bench.file("\(model).jsonl", lines.joined(separator: "\n") + "\n")
            _ = try await bench.workspace.importSubmissions(path, model: model)
        }
        return bench
    }

    @Test func `each author has a row with pass@k, pass^k and an interval`() async throws {
        let bench = try await bench([
            "a": [["", "WRONG", ""], ["WRONG", "WRONG", "WRONG"], ["", "", ""]],
            "b": [["WRONG"], [""], ["BOOM"]],
        ])
        _ = try await bench.workspace.judge()
        let rows = try await bench.workspace.passAtK([1, 2])
        #expect(rows.map(\.author.name) == ["a", "b"])
        let values = rows[0].values
        #expect(rows[0].problems == 3 && rows[0].samples == 9 && rows[0].accepted == 5)
        // Two thirds, none, all; of two samples: all, none, all; both right: one of three, none,
        // all.
        #expect(abs(try #require(values[0].passAtK.value) - 5.0 / 9) < 1e-12)
        #expect(abs(try #require(values[1].passAtK.value) - 2.0 / 3) < 1e-12)
        #expect(abs(try #require(values[1].passHatK.value) - 4.0 / 9) < 1e-12)
        #expect(values[0].passAtK.interval == "bca" && values[0].problems == 3)
        let ends = try (#require(values[0].passAtK.low), #require(values[0].passAtK.high))
        #expect(ends.0 <= 5.0 / 9 && 5.0 / 9 <= ends.1 && ends.0 < ends.1)
        #expect(abs(try #require(rows[0].testFraction.value) - 5.0 / 9) < 1e-12)
        #expect(rows[1].judgeErrors == 1 && rows[1].problems == 2 && rows[1].samples == 2)
        #expect(rows[1].values[1].passAtK.value == nil)
        #expect(rows[1].values[1].passAtK.note == "no problem has 2 samples")
    }

    @Test func `what waits is named and does not count`() async throws {
        let bench = try await bench(["a": [["", "WRONG"], [""]]])
        let before = try await bench.workspace.passAtK([1])
        #expect(before.map(\.pending) == [3] && before.map(\.samples) == [0])
        #expect(before[0].pendingProblems == ["HumanEval/0", "HumanEval/1"])
        #expect(before[0].values[0].passAtK.note == "there are no problems")
        _ = try await bench.workspace.judge(JudgeOptions(problem: "HumanEval/0"))
        let after = try await bench.workspace.passAtK([1])
        #expect(after.map(\.pending) == [1] && after[0].pendingProblems == ["HumanEval/1"])
        #expect(after[0].values[0].passAtK.value == 0.5)
    }

    @Test func `by tag, a problem counts under each of its tags`() async throws {
        let bench = try await bench(["a": [["WRONG"]]])
        for (index, tags) in [["graph", "dp"], ["dp"]].enumerated() {
            let problem = Problem(
                name: "tagged/\(index)", prompt: [], language: "python",
                suite: .stdio([StdioCase(input: [], output: [])]), tags: tags)
            let answer = Submission(
                problem: problem.name, source: index == 0 ? "WRONG" : "", language: "python",
                author: Author(kind: .model, name: "a"))
            try await bench.workspace.store.change { transaction in
                _ = try transaction.add(
                    NewProblem(problem: problem, content: StoredForm.content(problem)))
                _ = try transaction.add(answer)
            }
        }
        _ = try await bench.workspace.judge()
        let rows = try await bench.workspace.passAtK([1], by: .tag)
        #expect(rows.map(\.tag) == ["dp", "graph", nil])
        #expect(rows.map(\.problems) == [2, 1, 1])
        #expect(rows.map(\.values[0].passAtK.value) == [0.5, 0, 0])
        #expect(try await bench.workspace.passAtK([1]).map(\.problems) == [3])
    }

    @Test func `two models are compared on the problems of both`() async throws {
        let bench = try await bench([
            "good": [[""], [""], [""], [""], ["WRONG"], ["", "BOOM"]],
            "bad": [["WRONG"], ["WRONG"], [""], ["WRONG"], ["WRONG"]],
        ])
        _ = try await bench.workspace.judge()
        let comparison = try await bench.workspace.compareModels("good", "bad")
        #expect(comparison.problems == 5 && comparison.onlyFirst == 1)
        #expect(comparison.wins == 3 && comparison.losses == 0 && comparison.ties == 2)
        #expect(abs(try #require(comparison.difference.value) - 0.6) < 1e-12)
        // Three wins of three: 2 / 2^3.
        #expect(abs(try #require(comparison.p) - 0.25) < 1e-12)
        #expect(comparison.test == "binomial")
        #expect(comparison.judgeErrors == 1 && comparison.pending == 0)
        #expect(comparison.firstValue.value == 0.8 && comparison.secondValue.value == 0.2)
        let turned = try await bench.workspace.compareModels("bad", "good")
        #expect(turned.losses == 3 && turned.p == comparison.p && turned.onlySecond == 1)
        let ten = try await bench.workspace.compareModels("good", "bad", k: 10)
        #expect(ten.problems == 0 && ten.tooFew == 5 && ten.p == nil)
        #expect(ten.testNote == "no problem has enough samples of both")
    }

    @Test func `a name that means nobody, or two, is refused`() async throws {
        let authors = [
            Author(kind: .model, name: "m", parameters: ["temperature": .double(0.2)]),
            Author(kind: .model, name: "m", parameters: ["temperature": .double(0.8)]),
            Author(kind: .model, name: "n"),
        ]
        #expect(try Workspace.author("n", among: authors) == authors[2])
        #expect(
            try Workspace.author(#"m {"temperature":0.8}"#, among: authors) == authors[1])
        let two = #expect(throws: Diagnostic.self) { try Workspace.author("m", among: authors) }
        #expect(two?.message == "`m` means 2 authors")
        #expect(two?.hint?.contains(#"`m {"temperature":0.2}`"#) == true)
        let none = #expect(throws: Diagnostic.self) { try Workspace.author("x", among: authors) }
        #expect(none?.message == "no submission is by `x`")
    }
}
