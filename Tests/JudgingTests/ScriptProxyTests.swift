import Execution
import TestSupport
import Testing

@testable import Judging

/// JavaScript's objects, each side in a box of its own.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct ScriptProxyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var verdict: Verdict
        var integrity: Integrity
        var source: String
        var tests: String
        var language = "javascript"

        init(
            _ title: String, _ verdict: Verdict, _ integrity: Integrity, source: String,
            tests: String, language: String = "javascript"
        ) {
            testDescription = title
            self.verdict = verdict
            self.integrity = integrity
            self.source = source
            self.tests = tests
            self.language = language
        }
    }

    private static func judged(
        _ asserts: [String], _ source: String
    ) async throws -> JudgeReport {
        await (try RealBoxes.judge.get()).judge(
            JudgeRequest(
                language: "javascript", source: Array(source.utf8),
                tests: .assertions(
                    AssertionSuite(body: .asserts(asserts.map { Array($0.utf8) })))))
    }

    private static func judged(_ row: Row) async throws -> JudgeReport {
        let code = "const assert = require('assert');\n" + row.tests
        return await (try RealBoxes.judge.get()).judge(
            JudgeRequest(
                language: row.language, source: Array(row.source.utf8),
                tests: .assertions(AssertionSuite(body: .code(Array(code.utf8))))))
    }

    @Test(arguments: values + objects + asynchronous + shared + wanted + uses + order)
    func `what tests and source have of each other behaves as in one process`(
        _ row: Row
    ) async throws {
        let report = try await Self.judged(row)
        #expect(
            report.verdict == row.verdict,
            "\(report.tests.map(\.message)) \(String(describing: report.error))")
        #expect(report.integrity == row.integrity, "\(report.integrityReason ?? "")")
    }

    static let shares: [(tests: String, reason: String)] = [
        ("assert(twice.toString().includes('n'));", "the tests read the source of a function"),
        ("require('fs').readFileSync('main.js');", "the tests and the source share `fs`"),
        ("Math.random = () => 1;", "the tests and the source share `Math.random`"),
        ("class Mine extends Box {}\nassert(new Mine());", "the tests use inheritance on a"),
        ("Object.freeze(new Box());", "the tests use Object.freeze on a `Box` of the source's"),
        ("twice(new Proxy({}, {}));", "a value of type `Object` is given to the source"),
        ("require('./other.js');", "the tests load `./other.js`"),
    ]

    @Test(arguments: shares.indices)
    func `tests that need the source's own process are judged there, and it is told why`(
        index: Int
    ) async throws {
        let (tests, reason) = Self.shares[index]
        let row = Row(
            reason, .accepted, .sealed,
            source: "const twice = (n) => n * 2;\nclass Box {}",
            tests: "assert(twice(1) === 2);\n" + tests)
        let report = try await Self.judged(row)
        #expect(report.integrity == .sealed, "\(String(describing: report.error))")
        #expect(
            report.integrityReason?.hasPrefix(reason) == true, "\(report.integrityReason ?? "")")
    }

    @Test func `each assert is a test of its own, with the names of those before`() async throws {
        let source = "const twice = (n) => n * 2;"
        let apart = try await Self.judged(
            ["console.assert(twice(2) === 4)", "if (twice(1) !== 3) throw 1", "twice(4)"], source)
        #expect(apart.tests.map(\.verdict) == [.accepted, .wrongAnswer, .accepted])
        let joined = try await Self.judged(
            ["const x = twice(2);", "if (x !== 4) throw 1", "if (x) throw new Error('x')", "x"],
            source)
        #expect(
            joined.tests.map(\.verdict) == [.accepted, .accepted, .wrongAnswer, .wrongAnswer])
        #expect(joined.tests[2].message == "line 5: Error: x")
    }

    @Test(arguments: dishonest + forgedFrames + judges + intruders)
    func `an object or a frame that claims to be right is not believed`(
        _ row: Row
    ) async throws {
        let report = try await Self.judged(row)
        #expect(report.verdict == row.verdict, "\(report.tests.map(\.message))")
        #expect(report.integrity == .isolated, "\(report.integrityReason ?? "")")
    }
}
