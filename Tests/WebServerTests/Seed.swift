import Catalog
import Execution
import FoundationEssentials
import Grading
import Judging
import Operations

@testable import WebServer

/// A small workspace in a temporary directory, judged by a stub.
struct Seed: Sendable {
    let directory: String
    let workspace: Workspace

    static let hostileSource = """
        def running_median(values):
            # </pre><script>alert(1)</script> <img src=x onerror=alert(2)>
            access = "user\u{202E} \u{2066}// only for admins\u{2069} \u{2066}"
            return [\u{200B}]  \u{1B}[31m
        """

    /// Made anew; ``remove()`` takes it away.
    init(empty: Bool = false) async throws {
        let name = "assay-web-\(UInt64.random(in: 0..<(.max)))"
        directory = FileManager.default.temporaryDirectory.appending(path: name).path
        workspace = try await Workspace.create(at: directory, services: try Self.services())
        guard !empty else { return }
        try write("problems.jsonl", Self.problems)
        _ = try await workspace.importHumanEval("\(directory)/problems.jsonl")
        try write("samples.jsonl", Self.samples)
        _ = try await workspace.importSubmissions("\(directory)/samples.jsonl", model: "acme-7b")
        _ = try await workspace.judge()
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }

    /// The id of the first submission that this fits.
    func submission(where fits: (SubmissionItem) -> Bool) async throws -> String {
        let all = try await workspace.submissions()
        guard let item = all.items.first(where: fits) else {
            throw Diagnostic("the seed has no such submission")
        }
        return item.id
    }

    private func write(_ name: String, _ lines: [JSON]) throws {
        let text = lines.map { $0.text + "\n" }.joined()
        try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
    }

    private static let prompt = """
        from heapq import heappush, heappop


        def running_median(values: list[int]) -> list[float]:
            \"\"\" Return the median of every prefix of values, in order.
            The values may be negative; an empty list gives an empty list.
            >>> running_median([2, 1, 5])
            [2, 1.5, 2]
            >>> running_median([])
            []
            \"\"\"

        """

    private static let reference = """
            low, high, medians = [], [], []
            for value in values:
                heappush(low, -value)
                heappush(high, -heappop(low))
                if len(high) > len(low):
                    heappush(low, -heappop(high))
                middle = -low[0]
                if len(low) == len(high):
                    middle = (middle + high[0]) / 2
                medians.append(middle)
            return medians

        """

    private static let wrong = """
            medians = []
            for end in range(1, len(values) + 1):
                window = sorted(values[:end], key=abs)   # O(n log n) for every prefix
                half = end // 2
                if end % 2:
                    medians.append(window[half])
                else:
                    medians.append((window[half - 1] + window[half]) / 2)
            return medians

        """

    private static let problems: [JSON] = (0..<60).map { index in
        [
            "task_id": .string("Demo/\(index)"), "prompt": .string(prompt),
            "entry_point": "running_median", "canonical_solution": .string(reference),
            "test": "def check(f):\n    assert f([2, 1, 5]) == [2, 1.5, 2]\n",
        ]
    }

    private static let samples: [JSON] = [
        ["task_id": "Demo/0", "completion": .string(wrong)],
        ["task_id": "Demo/0", "completion": .string(reference)],
        ["task_id": "Demo/0", "solution": .string(hostileSource)],
        ["task_id": "Demo/1", "completion": "    while True: pass\n"],
        ["task_id": "Demo/2", "completion": .string(wrong)],
    ]

    private static func services() throws -> WorkspaceServices {
        let rubrics = try RubricCatalog.load(directories: [sourceTree + "/Rubrics"])
        return WorkspaceServices(
            host: NoHost(), profiles: ["python": profile], rubrics: rubrics, version: "0.1.0-test",
            judge: { judge($0) })
    }

    private static let profile = SandboxProfile(
        language: "python", title: "Python 3", sha256: Digest.sha256("profile"),
        toolchain: ToolchainRequirement(
            candidates: ["/usr/bin/python3"], versionArguments: ["--version"], remedy: ""),
        mounts: [], syscalls: [], environment: [:], sourcePath: "main.py", compile: nil,
        run: ["{toolchain}", "{source}"], output: nil, limits: .standard,
        compileLimits: .standard, reaper: false, requires: [], harness: [:])

    private static func judge(_ request: JudgeRequest) -> JudgeReport {
        let source = String(decoding: request.source, as: UTF8.self)
        var report = JudgeReport(verdict: .accepted, integrity: .isolated)
        report.environment = JudgeEnvironment(
            assay: "0.1.0-test", profile: "python", profileSHA256: Digest.sha256("profile"),
            toolchain: "Python 3.11.2",
            box: BoxEnvironment(isolation: [.userNamespace, .seccomp, .readOnlyRoot]))
        report.tests = tests(source)
        report.passed = report.tests.count { $0.verdict == .accepted }
        report.total = report.tests.count
        report.verdict = Verdict.overall(report.tests.map(\.verdict))
        if source.contains("while True") {
            report.verdict = .timeLimitExceeded
            report.limit = LimitBreach(name: .cpuMS, limit: 10_000, measured: 10_012)
            report.flaky = true
            report.repetition = Repetition(
                runs: 3, verdicts: [.accepted: 2, .timeLimitExceeded: 1], tests: [])
        }
        report.run = RunResult(
            termination: .exited(code: 0),
            usage: Usage(wallMS: 61.2, cpuMS: 48.7, memoryPeakBytes: 11_862_016),
            stdout: CapturedOutput(
                bytes: Array("</pre><script>alert(3)</script>\n".utf8), totalBytes: 70_000))
        return report
    }

    private static func tests(_ source: String) -> [TestResult] {
        if source.contains("only for admins") {
            let trick = "</pre><script>alert(4)</script>\u{202E}"
            return [
                TestResult(
                    name: trick, verdict: .wrongAnswer, message: trick, expected: "[]",
                    actual: trick + String(repeating: "x", count: 40_000))
            ]
        }
        return (1...12).map { number in
            var test = TestResult(name: "test_\(number)", verdict: .accepted)
            if source.contains("key=abs"), number == 5 || number == 9 {
                let call = number == 5 ? "[-3, 1, 2]" : "[0, -4, 1]"
                test.verdict = .wrongAnswer
                test.message = "running_median(\(call)): the answer differs at index 2"
                test.expected = number == 5 ? "[-3, -1.0, 1]" : "[0, -2.0, 0]"
                test.actual = number == 5 ? "[-3, -1.0, 2]" : "[0, -2.0, 1]"
            }
            if source.contains("while True") { test.verdict = .timeLimitExceeded }
            return test
        }
    }
}

private struct NoHost: Host {
    func report() async -> [HostCheck] { [] }

    func toolchain(for profile: SandboxProfile) async throws(RunnerError) -> Toolchain {
        Toolchain(path: "/usr/bin/python3", version: "Python 3.11.2", sha256: "")
    }
}

/// The pages of a seeded workspace on a free port, for the time of a test.
func withServer<Value: Sendable>(
    empty: Bool = false, _ body: @Sendable (TestClient, Seed) async throws -> Value
) async throws -> Value {
    let seed = try await Seed(empty: empty)
    defer { seed.remove() }
    let options = ServerOptions(templates: templatesDirectory, port: 0)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = Task {
        defer { port.finish() }
        try await serve(seed.workspace, options) { port.yield($0) }
    }
    guard let number = await ports.first(where: { _ in true }) else {
        try await server.value
        throw Diagnostic("the server ended before it took requests")
    }
    let value: Result<Value, any Error>
    do {
        value = .success(try await body(TestClient(port: number), seed))
    } catch {
        value = .failure(error)
    }
    server.cancel()
    try await server.value
    return try value.get()
}

/// The source tree that this file is in.
let sourceTree = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

let templatesDirectory = sourceTree + "/Sources/WebServer/Templates"
