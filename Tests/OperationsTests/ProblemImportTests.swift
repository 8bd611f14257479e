import Datasets
import Execution
import Foundation
import Judging
import Testing

@testable import Operations

struct ProblemImportTests {
    private static let mbpp = #"""
        {"text":"Double.","code":"def twice(x):\n  return 2*x","task_id":1,\#
        "test_setup_code":"","test_list":["assert twice(1) == 2"],"challenge_test_list":[]}
        """#

    @Test func `good records are stored, bad ones told, and twice changes nothing`() async throws {
        let bench = try await Bench()
        let text =
            Self.mbpp + "\n{}\n" + Self.mbpp.replacing("\"task_id\":1", with: "\"task_id\":2")
        let path = try bench.file("mbpp.jsonl", text)
        let first = try await bench.workspace.importProblems(path, format: .mbpp)
        #expect(first.problemsAdded == 2 && first.diagnostics.map(\.line) == [2])
        let again = try await bench.workspace.importProblems(path, format: nil)
        #expect(again.unchanged == 2 && again.problemsAdded == 0)
        let problem = try await bench.workspace.problem("MBPP/1").problem
        guard case .function(let suite) = problem.suite else {
            Issue.record("the assert is a call with an expected value")
            return
        }
        #expect(suite.cases.count == 1)
    }

    @Test func `a dict of a test keeps its order in the store`() async throws {
        let bench = try await Bench()
        let path = try bench.file(
            "mbpp.jsonl",
            Self.mbpp.replacing("twice(1)", with: "twice({'b': 1, 'a': {'d': 2, 'c': 3}})"))
        _ = try await bench.workspace.importProblems(path, format: .mbpp)
        let problem = try await bench.workspace.problem("MBPP/1").problem
        guard case .function(let suite) = problem.suite else { return }
        let value = try Value(try #require(suite.cases.first?.arguments.first))
        #expect(value.text == "{'b': 1, 'a': {'d': 2, 'c': 3}}")
    }

    @Test func `a directory of APPS is read problem by problem`() async throws {
        let bench = try await Bench()
        let root = bench.directory + "/apps"
        for name in ["0001", "0002"] {
            let directory = "\(root)/\(name)"
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
            let files = [
                "question.txt": "Double it.", "metadata.json": #"{"difficulty":"interview"}"#,
                "solutions.json": #"["print(2*int(input()))"]"#,
                "input_output.json": #"{"inputs":["1\n"],"outputs":["2\n"]}"#,
            ]
            for (file, text) in files {
                try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(file)"))
            }
        }
        try Data("{".utf8).write(to: URL(filePath: "\(root)/0002/input_output.json"))
        let summary = try await bench.workspace.importProblems(root, format: nil)
        #expect(summary.problemsAdded == 1)
        #expect(summary.diagnostics.map(\.path) == ["\(root)/0002"])
        let problem = try await bench.workspace.problem("APPS/0001")
        #expect(problem.problem.tags == ["difficulty:interview"] && problem.item.hasReference)
    }

    @Test func `extraction is stored with the submission`() async throws {
        let bench = try await Bench()
        _ = try await bench.importProblems(1)
        let path = try bench.file(
            "replies.jsonl",
            #"{"task_id":"HumanEval/0","completion":"Hm:\n```python\ndef same(x): 1\n```"}"#)
        _ = try await bench.workspace.importSubmissions(path, completion: .reply)
        let id = try #require(try await bench.workspace.submissions().items.first?.id)
        let submission = try await bench.workspace.submission(id).submission
        #expect(submission.source == "def same(x): 1\n")
        #expect(
            submission.extraction
                == Extraction(
                    rule: "extract/1", form: .program, pick: "defining", block: 1, blocks: 1,
                    start: 14, end: 29))
    }
}

struct ProblemVerifyTests {
    private func checks(
        _ bench: Bench, _ options: ProblemCheckOptions = .init()
    ) async throws -> [ProblemCheck] {
        var checks: [ProblemCheck] = []
        try await bench.workspace.verifyProblems(options) { checks.append($0) }
        return checks
    }

    @Test func `references are run so often, stored as checks and taken over`() async throws {
        let runs = Counter()
        let bench = try await Bench { request in
            _ = runs.next()
            return Bench.report(request)
        }
        _ = try await bench.importProblems(2)
        let first = try await checks(bench, .init(repeats: 3))
        #expect(first.map(\.finding) == [.ok, .ok] && runs.value == 6)
        #expect(first.map(\.problem) == ["HumanEval/0", "HumanEval/1"])
        #expect(first.allSatisfy { $0.verdicts == [.accepted, .accepted, .accepted] })
        let second = try await checks(bench, .init(repeats: 2))
        #expect(second.allSatisfy(\.takenOver) && runs.value == 6)
        #expect(try await checks(bench, .init(repeats: 4)).contains(where: \.takenOver) == false)
        #expect(try await checks(bench, .init(repeats: 1, again: true)).count == 2)
        #expect(runs.value == 6 + 8 + 2)
        // No submission was made, and no verdict given.
        #expect(try await bench.workspace.summary().submissions == 0)
        let detail = try await bench.workspace.problem("HumanEval/0")
        #expect(try await bench.workspace.lastCheck(of: detail)?.finding == .ok)
        #expect(try await bench.workspace.verifyEventLog() == 2 + 6)
    }

    @Test(arguments: [
        (ProblemCheck.Finding.fails, [false, false, false], 10.0, 1 << 20),
        (.flaky, [true, false, true], 10, 1 << 20),
        (.nearLimit, [true, true, true], 6_000, 1 << 20),
        (.nearLimit, [true, true, true], 10, 300 << 20), (.ok, [true, true, true], 10, 1 << 20),
    ])
    func `what a reference does is named`(
        finding: ProblemCheck.Finding, accepted: [Bool], cpuMS: Double, memory: Int
    ) async throws {
        let runs = Counter()
        let bench = try await Bench { request in
            var report = Bench.report(request)
            report.run?.usage.cpuMS = cpuMS
            report.run?.usage.memoryPeakBytes = memory
            if !accepted[(runs.next() - 1) % accepted.count] {
                report.verdict = .wrongAnswer
                report.tests[0].verdict = .wrongAnswer
            }
            return report
        }
        _ = try await bench.importProblems(1)
        let check = try #require(try await checks(bench).first)
        #expect(check.finding == finding)
        #expect(check.detail.isEmpty == (finding == .ok))
    }

    @Test func `no reference and no profile are told, and faults of ours are not kept`()
        async throws
    {
        let bench = try await Bench()
        let lua = #"""
            {"name":"HumanEval_0_f","language":"jl","prompt":"","tests":"f()","stop_tokens":[]}
            """#
        let path = try bench.file("julia.jsonl", lua)
        _ = try await bench.workspace.importProblems(path, format: nil)
        #expect(try await checks(bench).map(\.finding) == [.noReference])
        let other = #"""
            {"task_id":"MBKP/1","language":"kotlin","prompt":"fun f() {","entry_point":"f",\#
            "test":"f()","canonical_solution":"}"}
            """#
        let second = try bench.file("kotlin.jsonl", other)
        _ = try await bench.workspace.importProblems(second, format: nil)
        let found = try await checks(bench)
        #expect(found.map(\.finding) == [.noReference, .notJudged])
        #expect(found.last?.detail == "there is no profile for `kotlin`")
        await #expect(throws: Diagnostic.self) { try await checks(bench, .init(problems: ["x"])) }
    }
}
