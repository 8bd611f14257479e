import Execution
import TestSupport
import Testing

@testable import Judging

/// Submissions with other bodies for their functions, in real boxes.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct StubbedSourceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var example: StubExamples.Example
        var look: StubExamples.Look

        var testDescription: String {
            "\(example.language) \(example.framework ?? "assertions"), \(look.rawValue)"
        }
    }

    static let rows = (StubExamples.assertions + StubExamples.unit).flatMap { example in
        StubExamples.Look.allCases.filter { example.tests[$0] != nil }.map {
            Row(example: example, look: $0)
        }
    }

    private static func judged(
        _ example: StubExamples.Example, _ look: StubExamples.Look, source: String? = nil,
        by judge: Judge? = nil
    ) async throws -> JudgeReport {
        let tests = Array((example.tests[look] ?? "").utf8)
        let suite: TestSuite
        if let framework = example.framework {
            var file = StubExamples.files[framework] ?? ""
            if example.language == "typescript" { file = "a.test.ts" }
            suite = .unit(UnitSuite(framework: framework, files: [file: tests]))
        } else {
            suite = .assertions(AssertionSuite(body: .code(tests)))
        }
        let request = JudgeRequest(
            language: example.language, source: Array((source ?? example.source).utf8),
            sourcePath: example.path, tests: suite)
        let usual = try RealBoxes.judge.get()
        return await (judge ?? usual).judge(request)
    }

    @Test(arguments: rows)
    func `tests that look at nothing are refused, and no others`(row: Row) async throws {
        let report = try await Self.judged(row.example, row.look)
        let said = report.error?.message ?? ""
        let expected: Verdict = row.look == .calls ? .judgeError : .accepted
        #expect(report.verdict == expected, "\(said) \(report.tests)")
        #expect(said.hasPrefix("the tests accept a stub: ") == (row.look == .calls), "\(said)")
    }
}

/// What is remembered of suites that were run with stubs.
struct StubCensusTests {
    @Test func `a suite that looks is known for all sources`() async {
        let census = StubCensus()
        #expect(await census.claim("suite", source: "a") == nil)
        await census.settle("suite", source: "a", .looks)
        #expect(await census.claim("suite", source: "b") == .looks)
    }

    @Test func `one that accepts the stub of one source is tried with the next`() async {
        let census = StubCensus()
        #expect(await census.claim("suite", source: "a") == nil)
        await census.settle("suite", source: "a", .accepts)
        #expect(await census.claim("suite", source: "a") == .accepts)
        #expect(await census.claim("suite", source: "b") == nil)
        await census.settle("suite", source: "b", nil)
    }

    @Test func `no more than three sources are tried where no stub can be made`() async {
        let census = StubCensus()
        for source in ["a", "b", "c"] {
            #expect(await census.claim("suite", source: source) == nil)
            await census.settle("suite", source: source, .unmade)
            #expect(await census.claim("suite", source: source) == .unmade)
        }
        #expect(await census.claim("suite", source: "d") == .unmade)
        #expect(await census.counts == StubCensus.Counts(unmade: 1))
    }

    @Test func `a fault of ours leaves the question open, and nobody waits for ever`() async {
        let census = StubCensus()
        #expect(await census.claim("suite", source: "a") == nil)
        async let other = census.claim("suite", source: "b")
        await census.settle("suite", source: "a", nil)
        #expect(await other == nil)
        await census.settle("suite", source: "b", .looks)
        #expect(await census.claim("suite", source: "a") == .looks)
    }
}
