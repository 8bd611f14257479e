import Catalog
import Execution
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sandboxing

/// Programs in real boxes, with the profiles of the source tree.
enum Boxes {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let program = BuiltBinary.path("assay-box") ?? "assay-box"

    /// With whatever control groups this host has.
    static let sandbox = Result { try LinuxSandbox(boxProgram: program, slots: 4) }
    /// As on a host that has none.
    static let sampling = Result {
        try LinuxSandbox(
            boxProgram: program, slots: 4, groups: .none)
    }

    static let profiles = Result {
        try ProfileCatalog.load(directories: [root.appending(path: "Sandboxes").path])
    }

    static var isOpen: Bool {
        get async {
            guard let host = try? sandbox.get() else { return SandboxGate.required }
            let report = await host.report()
            for check in report where check.status == .fail {
                print("\(check.name): \(check.detail)")
            }
            return SandboxGate.isOpen(report)
        }
    }

    static func profile(_ language: String) throws -> SandboxProfile {
        try profiles.get()[language] ?? { throw Diagnostic("no profile `\(language)`") }()
    }

    static func python(
        _ code: String, _ limits: [LimitName: Int] = [:], words: [String] = [],
        collect: [String] = []
    ) throws -> Program {
        let profile = try profile("python")
        return Program(
            profile: profile, arguments: ["/usr/bin/python3", "-I", "main.py"] + words,
            environment: profile.environment, limits: profile.limits.applying(limits),
            files: [BoxFile(path: "main.py", bytes: Array(code.utf8))], collect: collect)
    }

    private static let compiled = Mutex<[String: [UInt8]]>([:])

    /// Compiles in a box, as a submission would be.
    static func c(_ code: String, _ limits: [LimitName: Int] = [:]) async throws -> Program {
        let profile = try profile("c")
        let known = compiled.withLock { $0[code] }
        let binary: [UInt8]
        if let known {
            binary = known
        } else {
            // Deep recursion must stay what it is.
            let compiler = Program(
                profile: profile,
                arguments: ["/usr/bin/gcc", "-std=gnu17", "-O0", "-w", "-o", "main", "main.c"],
                environment: profile.environment, limits: profile.compileLimits,
                files: [BoxFile(path: "main.c", bytes: Array(code.utf8))], collect: ["main"])
            let result = try await run(compiler)
            guard let made = result.collected["main"] else {
                throw Diagnostic("gcc: " + result.stderr.text)
            }
            compiled.withLock { $0[code] = made }
            binary = made
        }
        return Program(
            profile: profile, arguments: ["/work/main"], environment: profile.environment,
            limits: profile.limits.applying(limits),
            files: [BoxFile(path: "main", bytes: binary, executable: true)])
    }

    static func run(_ program: Program, in other: LinuxSandbox? = nil) async throws -> RunResult {
        let sandbox = try other ?? sandbox.get()
        let results = try await sandbox.run(ExecutionStep(programs: [program]))
        guard let result = results.first, results.count == 1 else {
            throw Diagnostic("\(results.count) results of one program")
        }
        return result
    }

    /// A sandbox of one test alone, ended with it.
    static func withOwnSandbox<Answer>(
        program: String = program, slots: Int = 4, patience: Patience = Patience(),
        _ body: (LinuxSandbox) async throws -> Answer
    ) async throws -> Answer {
        let own = try LinuxSandbox(
            boxProgram: program, slots: slots, groups: ControlGroups(), patience: patience)
        do {
            let answer = try await body(own)
            await own.shutdown()
            return answer
        } catch {
            await own.shutdown()
            throw error
        }
    }
}

extension CapturedOutput {
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] {
        text.split(separator: "\n").map(String.init)
    }
}

extension RunResult {
    var breach: LimitBreach? {
        guard case .limitExceeded(let breach) = termination else { return nil }
        return breach
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips, saying so, where this host cannot isolate.
    static var realBoxes: Self {
        .enabled("\(SandboxGate.reason)") { await Boxes.isOpen }
    }
}
