import Catalog
import Execution
import Foundation
import Grading
import Judging
import Synchronization

@testable import Operations

/// Counts calls from many tasks.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}

/// A workspace in a directory of its own, with a judge that looks at the source alone.
///
/// `WRONG` in a source makes it wrong, `BOOM` is a fault of the host.
final class Bench: Sendable {
    let directory: String
    let workspace: Workspace

    init(judge: (@Sendable (JudgeRequest) async -> JudgeReport)? = nil) async throws {
        directory =
            FileManager.default.temporaryDirectory
            .appending(path: "assay-test-\(UUID().uuidString)").path
        workspace = try await Workspace.create(
            at: directory, services: Self.services(judge: judge ?? Self.report))
    }

    deinit {
        try? workspace.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    static func services(
        judge: @escaping @Sendable (JudgeRequest) async -> JudgeReport
    ) throws -> WorkspaceServices {
        WorkspaceServices(
            host: StubHost(), profiles: ["python": profile], rubrics: try rubrics(),
            version: "0.0.1", judge: judge)
    }

    static func report(_ request: JudgeRequest) -> JudgeReport {
        let source = String(decoding: request.source, as: UTF8.self)
        if source.contains("BOOM") {
            return JudgeReport(verdict: .judgeError, error: JudgeError(.host, "no box"))
        }
        let right = !source.contains("WRONG")
        let verdict: Verdict = right ? .accepted : .wrongAnswer
        let run = RunResult(
            termination: .exited(code: right ? 0 : 1),
            usage: Usage(wallMS: 20, cpuMS: 10, memoryPeakBytes: 1 << 20))
        return JudgeReport(
            verdict: verdict, integrity: .isolated, passed: right ? 1 : 0, total: 1,
            tests: [TestResult(name: "check", verdict: verdict)], run: run)
    }

    private static func rubrics() throws -> [String: Rubric] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try RubricCatalog.load(directories: [root.appending(path: "Rubrics").path])
    }

    private static let profile = SandboxProfile(
        language: "python", title: "Python", sha256: String(repeating: "1", count: 64),
        toolchain: ToolchainRequirement(
            candidates: ["/usr/bin/python3"], versionArguments: ["--version"], remedy: ""),
        mounts: [], syscalls: [], environment: [:], sourcePath: "main.py", compile: nil,
        run: ["{toolchain}", "{source}"], output: nil, limits: .standard, compileLimits: .standard,
        reaper: false, requires: [], harness: [:])

    /// Writes a file into the workspace's directory.
    func file(_ name: String, _ text: String) throws -> String {
        let path = "\(directory)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// Problems `HumanEval/0` and on.
    func importProblems(_ count: Int = 2, tests: String = "assert candidate(1) == 1") async throws
        -> ImportSummary
    {
        let lines = (0..<count).map { index in
            JSON.object([
                "task_id": .string("HumanEval/\(index)"),
                "prompt": "def same(x):\n    \"\"\"Return x.\"\"\"\n", "entry_point": "same",
                "canonical_solution": "    y = x + 0\n    return y\n",
                "test": .string("def check(candidate):\n    \(tests)\n"),
            ]).text
        }
        let path = try file("problems.jsonl", lines.joined(separator: "\n") + "\n")
        return try await workspace.importHumanEval(path)
    }

    /// Submissions to `HumanEval/0`, each of another source.
    func importSamples(_ bodies: [String]) async throws -> ImportSummary {
        let lines = bodies.enumerated().map { index, body in
            JSON.object([
                "task_id": "HumanEval/0",
                "completion": .string("    return x  # \(index) \(body)\n"),
            ]).text
        }
        let path = try file("samples.jsonl", lines.joined(separator: "\n") + "\n")
        return try await workspace.importSubmissions(path, model: "m1")
    }
}

struct StubHost: Execution.Host {
    func report() async -> [HostCheck] { [] }

    func toolchain(for profile: SandboxProfile) async throws(RunnerError) -> Toolchain {
        Toolchain(path: "/usr/bin/python3", version: "3", sha256: String(repeating: "2", count: 64))
    }
}
