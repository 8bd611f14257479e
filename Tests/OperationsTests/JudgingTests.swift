import Execution
import Foundation
import Judging
import Testing

@testable import Operations

struct WorkspaceJudgingTests {
    @Test func `all that waits is judged once, and shown`() async throws {
        let bench = try await Bench()
        #expect(try await bench.importProblems().problemsAdded == 2)
        #expect(try await bench.importSamples(["", "WRONG", ""]).submissionsAdded == 3)
        let summary = try await bench.workspace.judge(.init(jobs: 2))
        #expect(summary.judged == 3 && summary.pending == 0 && !summary.cancelled)
        #expect(summary.verdicts == [.accepted: 2, .wrongAnswer: 1])
        #expect(summary.integrity == [.isolated: 3])
        #expect(try await bench.workspace.judge().judged == 0)
        let wrong = try await bench.workspace.submissions(.init(verdict: .wrongAnswer))
        let id = try #require(wrong.items.first?.id)
        let detail = try await bench.workspace.submission(id)
        #expect(detail.report == Bench.report(Self.request(detail)))
        #expect(detail.submission.source.contains("WRONG"))
        #expect(detail.verdicts.map(\.attempt) == [1])
        #expect(try await bench.workspace.verifyEventLog() == 2 + 3 + 3)
    }

    private static func request(_ detail: SubmissionDetail) -> JudgeRequest {
        detail.problem.problem.request(
            source: Array(detail.submission.source.utf8), language: detail.item.language)
    }

    @Test func `importing twice changes nothing, and changed tests make all wait again`()
        async throws
    {
        let bench = try await Bench()
        _ = try await bench.importProblems()
        _ = try await bench.importSamples(["", ""])
        #expect(try await bench.importProblems().unchanged == 2)
        #expect(try await bench.importSamples(["", ""]).unchanged == 2)
        #expect(try await bench.workspace.judge().judged == 2)
        let changed = try await bench.importProblems(1, tests: "assert candidate(2) == 2")
        #expect(changed.problemsChanged == 1)
        #expect(try await bench.workspace.judge().judged == 2)
        #expect(try await bench.workspace.summary().verdicts == [.accepted: 2])
    }

    @Test func `a judge error is kept apart and tried again, three times in all`() async throws {
        let bench = try await Bench()
        _ = try await bench.importProblems()
        _ = try await bench.importSamples(["BOOM"])
        let counts = try await [
            bench.workspace.judge().judged, bench.workspace.judge().judged,
            bench.workspace.judge().judged, bench.workspace.judge().judged,
        ]
        #expect(counts == [1, 1, 1, 0])
        let rows = try await bench.workspace.passAtK([1])
        #expect(rows.map(\.samples) == [0] && rows.map(\.notCounted) == [1])
        #expect(rows.first?.values.first?.passAtK.value == nil)
    }

    @Test func `a cancelled call keeps what had ended, and the next one does the rest`()
        async throws
    {
        let counter = Counter()
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let judge: @Sendable (JudgeRequest) async -> JudgeReport = { request in
            let calls = counter.next()
            if calls == 8 { continuation.yield() }
            if calls >= 8 { try? await Task.sleep(for: .seconds(60)) }
            guard !Task.isCancelled else {
                return JudgeReport(verdict: .judgeError, error: JudgeError(.host, "cancelled"))
            }
            return Bench.report(request)
        }
        let bench = try await Bench(judge: judge)
        _ = try await bench.importProblems()
        _ = try await bench.importSamples(Array(repeating: "", count: 20))
        let workspace = bench.workspace
        let call = Task { try await workspace.judge(JudgeOptions(jobs: 1)) }
        for await _ in stream { break }
        call.cancel()
        let first = try await call.value
        #expect(first.cancelled && first.judged == 7 && first.pending == 13)
        #expect(first.verdicts == [.accepted: 7])
        let services = try Bench.services { Bench.report($0) }
        let second = try await Workspace.open(at: bench.directory, services: services)
        let rest = try await second.judge()
        #expect(rest.judged == 13 && rest.pending == 0)
        try second.close()
    }

    @Test func `an equal program is not run again, but judged anew when asked`() async throws {
        let calls = Counter()
        let judge: @Sendable (JudgeRequest) async -> JudgeReport = { request in
            _ = calls.next()
            return Bench.report(request)
        }
        let bench = try await Bench(judge: judge)
        _ = try await bench.importProblems()
        _ = try await bench.importSamples([""])
        _ = try await bench.workspace.judge()
        let path = try bench.file(
            "again.jsonl",
            #"{"task_id": "HumanEval/0", "completion": "    return x  # 0 \n"}"# + "\n")
        _ = try await bench.workspace.importSubmissions(path, model: "m2")
        let summary = try await bench.workspace.judge()
        #expect(summary.judged == 1 && summary.cached == 1)
        #expect(calls.value == 1)
        // Equal ones that wait together run once too, unless two start at the same moment.
        _ = try await bench.importProblems(1, tests: "assert candidate(3) == 3")
        #expect(try await bench.workspace.judge(.init(jobs: 1)).judged == 2)
        #expect(calls.value == 2)
        let anew = try await bench.workspace.judge(.init(rejudge: true))
        #expect(anew.judged == 2)
        #expect(calls.value == 3 || calls.value == 4)
        #expect(try await bench.workspace.summary().verdicts == [.accepted: 2])
    }

    @Test func `two calls at the same time do not do the same work`() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let judge: @Sendable (JudgeRequest) async -> JudgeReport = { request in
            continuation.yield()
            try? await Task.sleep(for: .milliseconds(300))
            return Bench.report(request)
        }
        let bench = try await Bench(judge: judge)
        _ = try await bench.importProblems()
        _ = try await bench.importSamples([""])
        let workspace = bench.workspace
        let first = Task { try await workspace.judge() }
        for await _ in stream { break }
        let error = await #expect(throws: Diagnostic.self) { try await workspace.judge() }
        #expect(error?.message == "another process judges this workspace")
        #expect(try await first.value.judged == 1)
    }

    @Test func `references and mutants become submissions with verdicts, once`() async throws {
        // The tests notice everything but a changed constant.
        let judge: @Sendable (JudgeRequest) async -> JudgeReport = { request in
            let source = String(decoding: request.source, as: UTF8.self)
            let noticed = !source.contains("return y") || !source.contains("y = x +")
            return Bench.report(
                JudgeRequest(language: "python", source: Array((noticed ? "WRONG" : "").utf8)))
        }
        let bench = try await Bench(judge: judge)
        _ = try await bench.importProblems(3)
        #expect(try await bench.workspace.addReferences().submissionsAdded == 3)
        #expect(try await bench.workspace.addReferences().unchanged == 3)
        #expect(try await bench.workspace.judge().verdicts == [.accepted: 3])
        let first = try await bench.workspace.addMutants(keep: 2, tries: 20, jobs: 2)
        #expect(first.killed == 6 && first.short.isEmpty && first.skipped.isEmpty)
        #expect(try await bench.workspace.addMutants(keep: 2, tries: 20).killed == 0)
        let summary = try await bench.workspace.summary()
        #expect(summary.authors == [.reference: 3, .mutant: 6] && summary.pending == 0)
        #expect(summary.verdicts == [.accepted: 3, .wrongAnswer: 6])
        let all = try await bench.workspace.addMutants(keep: 50, tries: 50)
        #expect(all.short == ["HumanEval/0", "HumanEval/1", "HumanEval/2"])
        #expect(all.survivors.contains { $0.change.contains("`0` became `1`") })
        _ = try await bench.workspace.verifyEventLog()
    }

    @Test func `a bad line of submissions is named, and nothing is stored`() async throws {
        let bench = try await Bench()
        _ = try await bench.importProblems()
        let path = try bench.file(
            "bad.jsonl",
            """
            {"task_id": "HumanEval/0", "completion": "    return x"}
            {"task_id": "HumanEval/9", "completion": "    return x"}

            """)
        await #expect(throws: (any Error).self) {
            try await bench.workspace.importSubmissions(path)
        }
        #expect(try await bench.workspace.summary().submissions == 0)
    }

    @Test func `a name that is nearly right gets a hint`() async throws {
        let bench = try await Bench()
        _ = try await bench.importProblems()
        let error = await #expect(throws: Diagnostic.self) {
            try await bench.workspace.problem("humaneval/1")
        }
        #expect(error?.hint == "did you mean `HumanEval/1`?")
    }
}
