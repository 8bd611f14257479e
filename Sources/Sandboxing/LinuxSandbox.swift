import CBox
package import Execution
import Glibc
import Synchronization

/// Runs steps in boxes of this host's kernel.
package final class LinuxSandbox: Runner, Host {
    let pool: BoxPool
    let boxProgram: String
    private let loop: EventLoop
    private let toolchains = Mutex<[String: Toolchain]>([:])

    /// A sandbox whose boxes are `boxProgram`, with at least four `slots` for programs at a time.
    ///
    /// Throws a `RunnerError` if the program is not there or cannot be started, or if this process
    /// may not open as many files as so many slots need.
    package convenience init(boxProgram: String, slots: Int) throws(RunnerError) {
        try self.init(
            boxProgram: boxProgram, slots: slots, groups: LayerRemoval.left(of: ControlGroups()))
    }

    init(
        boxProgram: String, slots: Int, groups: ControlGroups, patience: Patience = Patience()
    ) throws(RunnerError) {
        guard unsafe access(boxProgram, X_OK) == 0 else {
            throw RunnerError(
                .host, "cannot start `\(boxProgram)`: \(describe(error: errno))",
                hint: "build it with `swift build --product assay-box`, or set ASSAY_HOME")
        }
        try Self.raiseDescriptorLimit(slots: slots)
        self.boxProgram = boxProgram
        pool = BoxPool(
            program: boxProgram, capacity: slots, groups: groups, patience: patience)
        loop = try EventLoop(patience: patience)
    }

    /// Makes room for so many slots; what else the process opens is counted generously.
    private static func raiseDescriptorLimit(slots: Int) throws(RunnerError) {
        // Of a box: its socket and its pidfd. Of a run: two streams, input, files and pipes.
        let needed = 256 + min(max(4, slots), 1 << 40) * 8
        let limit = Int(cbox_raise_descriptors(UInt64(needed)))
        guard limit >= 0, limit < needed else { return }
        throw RunnerError(
            .host,
            "\(slots) programs at a time need \(needed) open files; this process may have \(limit)",
            hint: "run fewer at the same time, or raise the hard limit: `ulimit -Hn`")
    }

    /// Ends every box and removes what belongs to them; runs that are under way end by their own
    /// cancellation.
    package func shutdown() async {
        await pool.close()
        loop.close()
    }

    /// How often a run is begun when its box is lost.
    private static let attempts = 3

    /// A step whose box is lost through no fault of the program is run again, in a new box; after
    /// three such attempts a `RunnerError` of code `host` is thrown.
    package func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult] {
        guard (1...4).contains(step.programs.count) else {
            throw RunnerError(.host, "a step has one to four programs, not \(step.programs.count)")
        }
        try await pool.acquire(step.programs.count)
        defer { pool.release(step.programs.count) }
        var attempt = 1
        while true {
            switch try await attemptOnce(step) {
            case .results(let results): return results
            case .lost(var fault):
                if Task.isCancelled {
                    throw RunnerError(.cancelled, "cancelled in the middle of a run")
                }
                if attempt == Self.attempts {
                    fault.message += ", \(attempt) times in a row"
                    throw fault
                }
                attempt += 1
            }
        }
    }

    private enum Attempt {
        case results([RunResult])
        case lost(RunnerError)
    }

    private func attemptOnce(_ step: ExecutionStep) async throws(RunnerError) -> Attempt {
        var boxes: [Box] = []
        do throws(RunnerError) {
            for program in step.programs {
                boxes.append(try await pool.take(program.profile))
                try require(program.profile, boxes[boxes.count - 1])
            }
            let ended = try await watch(step, in: boxes)
            // A box whose run ended as it should serves the next one.
            if ended.contains(where: { $0.fault != nil || $0.needsNewBox }) {
                await pool.discard(boxes)
            } else {
                for box in boxes { pool.giveBack(box) }
            }
            boxes = []
            return try outcome(of: ended, step)
        } catch {
            for box in boxes { pool.discard(box) }
            throw error
        }
    }

    private func require(_ profile: SandboxProfile, _ box: Box) throws(RunnerError) {
        let missing = profile.requires.filter { box.environment.missing.contains($0) }
        guard missing.isEmpty else {
            let names = missing.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw RunnerError(
                .cannotIsolate, "the profile `\(profile.language)` requires \(names)",
                hint: "run `assay doctor` to see what this host lacks")
        }
    }

    private func watch(
        _ step: ExecutionStep, in boxes: [Box]
    ) async throws(RunnerError) -> [LiveProgram] {
        let id = loop.newID()
        let loop = self.loop
        let launch = try Launch(step, boxes: boxes, id: id)
        defer { launch.finish() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let live = LiveStep(
                    id: id, lead: step.lead, programs: launch.programs, patience: pool.patience
                ) {
                    continuation.resume(returning: $0)
                }
                loop.begin(live, messages: launch.messages)
                // Only the boxes hold the pipes from here on, so that their end is seen.
                launch.close()
                if Task.isCancelled { loop.cancel(id) }
            }
        } onCancel: {
            loop.cancel(id)
        }
    }

    private func outcome(
        of ended: [LiveProgram], _ step: ExecutionStep
    ) throws(RunnerError) -> Attempt {
        defer { for file in ended.flatMap(\.files) { close(file) } }
        let cancelled = ended.contains { if case .cancelled = $0.killed { true } else { false } }
        if cancelled { throw RunnerError(.cancelled, "cancelled in the middle of a run") }
        // The first cause, not what was killed because of it.
        for live in ended { if let fault = live.fault { return .lost(fault) } }
        for (live, program) in zip(ended, step.programs) {
            guard let failure = live.failure, !live.failedByItself(program) else { continue }
            let error = Outcome.error(failure, program)
            if Box.passes(failure.error) { return .lost(error) }
            throw error
        }
        return .results(zip(ended, step.programs).map { Outcome.result(of: $0, program: $1) })
    }

    // MARK: - Host

    package func toolchain(for profile: SandboxProfile) async throws(RunnerError) -> Toolchain {
        var found = try await installedToolchain(for: profile)
        if !found.version.isEmpty { return found }
        let results = try await run(
            ExecutionStep(programs: [
                Program(
                    profile: profile,
                    arguments: [found.path] + profile.toolchain.versionArguments,
                    environment: profile.environment, limits: profile.compileLimits)
            ]))
        guard let result = results.first, result.termination == .exited(code: 0) else {
            throw RunnerError(
                .missingToolchain, "`\(found.path)` does not tell its version in a box",
                hint: Self.remedy(profile.toolchain))
        }
        let output = result.stdout.bytes.isEmpty ? result.stderr.bytes : result.stdout.bytes
        let line = String(decoding: output, as: UTF8.self).split(separator: "\n").first ?? ""
        found.version = String(line)
        let known = found
        toolchains.withLock { $0[Self.key(profile)] = known }
        return found
    }

    package func installedToolchain(
        for profile: SandboxProfile
    ) async throws(RunnerError) -> Toolchain {
        if let known = toolchains.withLock({ $0[Self.key(profile)] }) { return known }
        let wanted = profile.toolchain
        guard let path = wanted.candidates.first(where: { unsafe access($0, X_OK) == 0 }) else {
            let places = wanted.candidates.map { "`\($0)`" }.joined(separator: ", ")
            throw RunnerError(
                .missingToolchain, "no toolchain for `\(profile.language)`: \(places) not found",
                hint: Self.remedy(wanted))
        }
        guard let digest = sha256(ofFile: path) else {
            throw RunnerError(.missingToolchain, "cannot read `\(path)`", hint: wanted.remedy)
        }
        return Toolchain(path: path, version: "", sha256: digest)
    }

    private static func remedy(_ wanted: ToolchainRequirement) -> String {
        wanted.packages.isEmpty ? wanted.remedy : "run `\(wanted.remedy)`"
    }

    private static func key(_ profile: SandboxProfile) -> String {
        profile.language + " " + profile.sha256
    }

    private func sha256(ofFile path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        return readAll(file, atMost: 1 << 30).map { Digest.sha256($0) }
    }
}
