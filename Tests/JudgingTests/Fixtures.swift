import Execution
import Foundation
import Synchronization

@testable import Judging

/// What tests judge with, made from the harness in the source tree.
enum Fixtures {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func harness(_ language: String) -> [String: [UInt8]] {
        guard language != "c", language != "cpp" else {
            return folder("c-common").merging(folder(language)) { $1 }
        }
        return folder(language)
    }

    private static func folder(_ name: String) -> [String: [UInt8]] {
        let folder = root.appending(path: "Sandboxes/harness/\(name)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var files: [String: [UInt8]] = [:]
        for name in names {
            files[name] = (try? Data(contentsOf: folder.appending(path: name))).map(Array.init)
        }
        return files
    }

    static func profile(_ language: String) -> SandboxProfile {
        let compiled = language != "python"
        let source = ["python": "main.py", "c": "main.c", "cpp": "main.cpp"][language] ?? ""
        let path = ["python": "/usr/bin/python3", "c": "/usr/bin/gcc", "cpp": "/usr/bin/g++"]
        return SandboxProfile(
            language: language, title: language, sha256: "",
            toolchain: ToolchainRequirement(
                candidates: [path[language] ?? ""], versionArguments: ["--version"], remedy: ""),
            mounts: [], syscalls: [],
            environment: compiled ? ["PATH": "/usr/bin:/bin"] : [:], sourcePath: source,
            compile: compiled
                ? ["{toolchain}", "-O1", "{source}", "-o", "{output}"] : nil,
            run: compiled ? ["/work/{output}"] : ["{toolchain}", "-I", "{source}"],
            output: compiled ? "main" : nil, limits: .standard, compileLimits: .standard,
            reaper: false, requires: [], harness: harness(language))
    }

    static var profiles: [String: SandboxProfile] {
        Dictionary(uniqueKeysWithValues: ["python", "c", "cpp"].map { ($0, profile($0)) })
    }

    static func judge(_ runner: any Runner) -> Judge {
        var judge = Judge(runner: runner, host: PlainHost(), profiles: profiles, version: "test")
        // A script of results has none for compiling guest code.
        if runner is StubRunner { judge.guestCode = nil }
        return judge
    }
}

/// A host whose toolchains are where their profiles first look.
struct PlainHost: Execution.Host {
    func report() async -> [HostCheck] { [] }

    func toolchain(for profile: SandboxProfile) async throws(RunnerError) -> Toolchain {
        Toolchain(path: profile.toolchain.candidates[0], version: "1", sha256: "")
    }
}

/// Answers each step in turn from a script, and keeps the steps.
final class StubRunner: Runner {
    enum Answer: Sendable {
        case results([RunResult])
        case fault(RunnerError)
    }

    private let state: Mutex<(answers: [Answer], steps: [ExecutionStep])>

    init(_ answers: [Answer]) { state = Mutex((answers, [])) }

    convenience init(_ results: RunResult...) { self.init(results.map { .results([$0]) }) }

    var steps: [ExecutionStep] { state.withLock { $0.steps } }

    func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult] {
        let answer = state.withLock { state -> Answer in
            state.steps.append(step)
            return state.answers.count > 1
                ? state.answers.removeFirst() : state.answers.first ?? .results([])
        }
        switch answer {
        case .results(let results): return results
        case .fault(let error): throw error
        }
    }
}

extension Array where Element == UInt8 {
    init(_ text: String) { self = Array(text.utf8) }
}

extension RunResult {
    static func exited(_ code: Int = 0, _ output: String = "") -> RunResult {
        RunResult(
            termination: .exited(code: code), stdout: .init(bytes: Array(output.utf8)))
    }

    static func ended(_ termination: Termination) -> RunResult {
        RunResult(termination: termination)
    }

    static func exceeded(_ name: LimitName) -> RunResult {
        .ended(.limitExceeded(LimitBreach(name: name, limit: 10, measured: 11)))
    }
}
