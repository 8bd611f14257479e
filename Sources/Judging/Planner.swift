package import Execution

/// Turns a request into the steps that a runner runs; pure.
package struct Planner: Sendable {
    package internal(set) var request: JudgeRequest
    package let profile: SandboxProfile
    package let toolchain: Toolchain
    /// Guest programs that are compiled already.
    var compiledGuests: [Guest: [UInt8]] = [:]
    /// The tests of a suite that does not name them, where they were found by running it.
    var discoveredTests: [String] = []

    package init(request: JudgeRequest, profile: SandboxProfile, toolchain: Toolchain) {
        self.request = request
        self.profile = profile
        self.toolchain = toolchain
    }

    package var sourcePath: String { request.sourcePath ?? profile.sourcePath }
    package var limits: Limits { profile.limits.applying(request.limits) }

    /// What a program that was compiled, or needs no compiling, is started with.
    package struct Executable: Sendable, Equatable {
        package var files: [BoxFile]

        package init(files: [BoxFile]) { self.files = files }
    }

    /// The guest code's own directory in a box.
    static let guestDirectory = ".assay"

    var environment: [String: String] {
        profile.environment.merging(request.environment) { $1 }
    }

    var candidateFiles: [BoxFile] {
        request.files.sorted { $0.key < $1.key }
            .map { BoxFile(path: $0.key, bytes: $0.value) }
    }

    /// A word of a command with its placeholders filled in.
    func replaced(
        _ word: String, _ limits: Limits, driver: String? = nil, output: String? = nil
    ) -> String {
        var text = ""
        var rest = word[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            text += rest[..<start]
            switch rest[start...end] {
            case "{toolchain}": text += toolchain.path
            case "{source}": text += sourcePath
            case "{output}": text += output ?? profile.output ?? ""
            case "{driver}": text += driver ?? "{driver}"
            default:
                let name = String(rest[start...end].dropFirst().dropLast())
                text += LimitName(rawValue: name).map { String(limits[$0]) } ?? "{\(name)}"
            }
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    /// The step that compiles; `nil` for languages that are not compiled.
    ///
    /// `source` replaces the request's, `guest` stands beside it; with a `native` harness, a path
    /// among them, it holds the tests, too, and can be read by the compiler alone.
    package func compileStep(
        source: [UInt8]? = nil, guest: [BoxFile] = [], native: String? = nil
    ) -> ExecutionStep? {
        guard let command = profile.compile else { return nil }
        let main = BoxFile(path: sourcePath, bytes: source ?? request.source)
        let limits = profile.compileLimits.applying(request.compileLimits)
        var arguments = command.map { replaced($0, limits) }
        if let native { arguments = hidingSource(arguments, harness: native) }
        let program = Program(
            profile: profile, arguments: arguments,
            environment: profile.environment, limits: limits,
            files: [main] + candidateFiles + guest, collect: profile.output.map { [$0] } ?? [])
        return ExecutionStep(programs: [program])
    }

    /// What is run when nothing is compiled.
    package var interpreted: Executable {
        Executable(
            files: [BoxFile(path: sourcePath, bytes: request.source)] + candidateFiles)
    }

    /// What is run when compiling left `output`.
    package func compiled(_ output: [UInt8]) -> Executable {
        Executable(
            files: [BoxFile(path: profile.output ?? "", bytes: output, executable: true)]
                + candidateFiles)
    }

    /// The program itself, with its own arguments.
    package func runStep(
        _ executable: Executable, input: [UInt8], files: [String: [UInt8]] = [:],
        limits overrides: [LimitName: Int] = [:], keepAtLeast: Int = 0, collect: [String] = []
    ) -> ExecutionStep {
        var limits = limits.applying(overrides)
        limits.keepBytes = min(max(limits.keepBytes, keepAtLeast), max(limits.outputBytes, 1))
        let extra = files.sorted { $0.key < $1.key }.map {
            BoxFile(path: $0.key, bytes: $0.value)
        }
        let replaced = Set(files.keys)
        let program = Program(
            profile: profile,
            arguments: profile.run.map { self.replaced($0, limits) } + request.arguments,
            environment: environment, limits: limits, standardInput: input,
            files: executable.files.filter { !replaced.contains($0.path) } + extra,
            collect: collect)
        return ExecutionStep(programs: [program])
    }
}

// MARK: - Python's guest code

extension Planner {
    /// The parts of each guest program, joined in this order.
    enum Guest: String, CaseIterable {
        case candidate
        case examiner
        case sealed

        var parts: [String] {
            let values = [
                "frames.py", "values.py", "decoding.py", "science.py", "views.py", "bases.py",
                "raising.py", "imports.py",
            ]
            return switch self {
            case .candidate: values + ["handles.py", "turns.py", "loading.py", "candidate.py"]
            case .examiner:
                values + [
                    "handles.py", "turns.py", "tests.py", "text.py", "believing.py", "lending.py",
                    "names.py", "rewriting.py", "identity.py", "examiner.py",
                ]
            case .sealed:
                values + ["loading.py", "tests.py", "rewriting.py", "guarding.py", "sealed.py"]
            }
        }

        var path: String { "\(Planner.guestDirectory)/\(rawValue).py" }
    }

    /// Whether the profile brings all parts of a guest.
    func has(_ guest: Guest) -> Bool { guest.parts.allSatisfy { profile.harness[$0] != nil } }

    /// Whether the profile brings guest code that keeps tests out of the candidate's process.
    var canIsolate: Bool { has(.candidate) && has(.examiner) }

    private func guest(
        _ guest: Guest, arguments: [String], files: [BoxFile], limits: Limits
    ) -> Program {
        var file = BoxFile(path: guest.path, bytes: text(of: guest))
        if let code = compiledGuests[guest] { file = BoxFile(path: guest.path + "c", bytes: code) }
        file.readOnly = guest == .sealed
        return Program(
            profile: profile,
            // `-S`: the guest adds `site` itself when something outside the library is imported.
            arguments: [toolchain.path, "-I", "-S", file.path] + arguments,
            environment: guest == .examiner ? profile.environment : environment, limits: limits,
            files: files + [file])
    }

    private var trustedLimits: Limits {
        // Every wait for the candidate counts against the examiner's own wall time.
        var limits = limits
        limits.cpuMS += 10_000
        limits.wallMS += 10_000
        limits.idleMS = 0
        limits.memoryBytes = max(limits.memoryBytes, 512 << 20)
        limits.outputBytes = 64 << 20
        limits.keepBytes = 16 << 20
        return limits
    }

    /// One of the two programs that a profile names.
    private func program(
        _ guest: ExaminedTests.Guest, files: [BoxFile], environment: [String: String],
        limits: Limits
    ) -> Program {
        let paths = guest.files.map { "\(Self.guestDirectory)/\($0)" }
        return Program(
            profile: profile,
            arguments: guest.run.map { replaced($0, limits, driver: paths.first) },
            environment: environment, limits: limits,
            files: files
                + zip(paths, guest.files).map {
                    BoxFile(path: $0, bytes: profile.harness[$1] ?? [])
                })
    }

    /// The candidate (program 0) and its examiner (program 1, leading), each in a box of its own.
    func examinedStep(_ executable: Executable, plan: JSON) -> ExecutionStep {
        let candidate: Program
        var examiner: Program
        if let guests = profile.examined {
            candidate = program(
                guests.candidate, files: executable.files, environment: environment,
                limits: limits)
            examiner = program(
                guests.examiner, files: [], environment: profile.environment,
                limits: trustedLimits)
        } else {
            candidate = guest(
                .candidate, arguments: [sourcePath], files: executable.files, limits: limits)
            examiner = guest(.examiner, arguments: [], files: [], limits: trustedLimits)
        }
        examiner.standardInput = plan.utf8
        return ExecutionStep(
            programs: [candidate, examiner],
            pipes: [
                PipeLink(
                    writer: .init(program: 1, descriptor: 3),
                    reader: .init(program: 0, descriptor: 3)),
                PipeLink(
                    writer: .init(program: 0, descriptor: 4),
                    reader: .init(program: 1, descriptor: 4)),
            ],
            lead: 1)
    }

    /// The candidate alone: calls on its standard input, answers on its standard output.
    func guestCalledStep(calls: [UInt8]) -> ExecutionStep {
        var program = guest(
            .candidate, arguments: [sourcePath, "alone"], files: interpreted.files,
            limits: answeringLimits)
        program.standardInput = calls
        return ExecutionStep(programs: [program])
    }

    /// Where sealed guest code leaves its report.
    static let reportPath = "\(guestDirectory)/report"

    /// Tests and source in one process.
    func sealedStep(plan: JSON) -> ExecutionStep {
        var program = guest(
            .sealed, arguments: [sourcePath], files: interpreted.files, limits: limits)
        program.standardInput = plan.utf8
        program.collect = [Self.reportPath]
        return ExecutionStep(programs: [program])
    }
}
