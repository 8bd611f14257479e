import Execution
import Synchronization
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
        _ example: StubExamples.Example, _ look: StubExamples.Look
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
            language: example.language, source: Array(example.source.utf8),
            sourcePath: example.path, tests: suite)
        return await (try RealBoxes.judge.get()).judge(request)
    }

    @Test(arguments: rows)
    func `tests that look at nothing are refused, and no others`(row: Row) async throws {
        let report = try await Self.judged(row.example, row.look)
        let said = report.error?.message ?? ""
        let expected: Verdict = row.look == .calls ? .judgeError : .accepted
        #expect(report.verdict == expected, "\(said) \(report.tests)")
        #expect(said.hasPrefix("the tests accept a stub: ") == (row.look == .calls), "\(said)")
    }

    @Test func `a source that fails with its own stub does not have bad tests taken`() async throws
    {
        var example = try #require(StubExamples.assertions.first { $0.language == "c" })
        example.tests[.calls, default: ""] += "\n// Of a suite that nobody else is judged by."
        var failing = example
        failing.source += """

            #include <stdlib.h>
            __attribute__((constructor)) static void own(void) { if (twice(2) != 4) abort(); }
            """
        #expect(try await Self.judged(failing, .calls).verdict == .accepted)
        #expect(try await Self.judged(example, .calls).verdict == .judgeError)
    }
}

/// What is remembered of suites that were run with stubs.
struct StubCensusTests {
    private struct Fault: Error {}

    private static func isAsked(
        _ census: StubCensus, _ source: String, passing: String?
    ) async throws -> Bool {
        let asked = Mutex(false)
        let found = try await census.passing("suite", source: source) {
            asked.withLock { $0 = true }
            return passing
        }
        let isAsked = asked.withLock { $0 }
        if isAsked { #expect(found == passing) }
        return isAsked
    }

    @Test func `each source is asked once`() async throws {
        let census = StubCensus()
        #expect(try await Self.isAsked(census, "", passing: nil))
        #expect(try await !Self.isAsked(census, "", passing: "all"))
        #expect(try await Self.isAsked(census, "b", passing: "a `f`"))
        let known = try await census.passing("suite", source: "b") { nil }
        #expect(known == "a `f`")
    }

    @Test func `what one source's stub does is not held for or against another`() async throws {
        let census = StubCensus()
        for (source, passing) in [("a", nil), ("b", "a `f`"), ("c", nil), ("d", "a `f`")] {
            #expect(try await Self.isAsked(census, source, passing: passing))
        }
    }

    @Test func `no more than three sources are asked whose stub passes nothing`() async throws {
        let census = StubCensus()
        for source in ["a", "b", "c"] {
            #expect(try await Self.isAsked(census, source, passing: nil))
        }
        #expect(try await !Self.isAsked(census, "d", passing: "all"))
    }

    @Test func `a fault of ours leaves the question open, and nobody waits for ever`() async {
        let census = StubCensus()
        let (started, start) = AsyncStream<Void>.makeStream()
        async let first = census.passing("suite", source: "a") {
            start.yield()
            try await Task.sleep(for: .milliseconds(20))
            throw Fault()
        }
        for await _ in started { break }
        async let other = census.passing("suite", source: "a") { "a `f`" }
        let found = [try? await first, try? await other]
        #expect(found == [nil, "a `f`"])
    }
}
