import Execution
import Foundation
import Judging
import Testing

/// Programs that try to be accepted without solving anything, and honest twins of them.
///
/// The corpus is no part of this repository: it is found by `ASSAY_SHARED`, or beside the package.
struct IntegrityCorpus {
    struct Row: Sendable, CustomTestStringConvertible {
        var id: String
        var language: String
        var honest: Bool
        /// Passes every test it is shown, so that no judge can refuse it.
        var isPassing: Bool
        var request: JudgeRequest
        /// The same problem as calls with hidden arguments, where the row has them.
        var calls: JudgeRequest?

        var testDescription: String { id }
    }

    static let shared: URL? = {
        let named = ProcessInfo.processInfo.environment["ASSAY_SHARED"].map {
            URL(filePath: $0)
        }
        let beside = Fixtures.root.deletingLastPathComponent().appending(path: "shared")
        return [named, beside].compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }()

    static func rows(_ languages: Set<String>) throws -> [Row] {
        guard let shared else { return [] }
        let data = try Data(contentsOf: shared.appending(path: "integrity/forgeries.jsonl"))
        return try data.split(separator: 10).compactMap { line in
            let row = try JSON(parsing: Array(line))
            guard let language = row["language"]?.string, languages.contains(language) else {
                return nil
            }
            return Self.row(row, language)
        }
    }

    private static func row(_ row: JSON, _ language: String) -> Row? {
        guard let id = row["id"]?.string, let source = row["solution"]?.string,
            let problem = row["problem"]
        else { return nil }
        let seconds = problem["time_limit_s"]?.double ?? 3
        var request = JudgeRequest(
            language: language, source: Array(source.utf8),
            limits: [.wallMS: Int(seconds * 1000), .cpuMS: Int(seconds * 1000)])
        for member in row["files"]?.object?.members ?? [] {
            request.files[member.key] = member.value.string.map { Array($0.utf8) }
        }
        var calls: JudgeRequest?
        if let cases = problem["tests"]?.array {
            request.tests = .stdio(
                cases.map {
                    StdioCase(
                        input: Array(($0["input"]?.string ?? "").utf8),
                        output: Array(($0["output"]?.string ?? "").utf8))
                })
        } else {
            let entry = problem["entry_point"]?.string
            request.tests = .assertions(
                AssertionSuite(
                    body: .code(Array((problem["test"]?.string ?? "").utf8)),
                    entryPoint: language == "python" ? entry : nil))
            if let entry, let inputs = problem["inputs"]?.array,
                let expected = problem["expected"]?.array
            {
                let tolerance = problem["atol"]?.double ?? 0
                calls = request
                calls?.tests = .function(
                    FunctionSuite(
                        entryPoint: entry,
                        cases: zip(inputs, expected).map { input, expected in
                            FunctionCase(
                                arguments: input.array ?? [], expectation: .value(expected),
                                comparison: .close(absolute: tolerance, relative: 1e-9))
                        }))
            }
        }
        return Row(
            id: id, language: language, honest: row["honest_verdict"]?.string == "pass",
            isPassing: id.contains("hardcode_public_tests") || id.contains("background_precompute"),
            request: request,
            // Its clock is in the tests; calls take no time that matters.
            calls: id.contains("patch_perf_counter") ? nil : calls)
    }
}
