import CBox
import Execution
import Glibc

/// Turns what a box said of a run into a result.
enum Outcome {
    static func result(of live: LiveProgram, program: Program) -> RunResult {
        let ended = live.ended ?? box_ended()
        let usage = Usage(
            wallMS: milliseconds(ended.wall_us), cpuMS: milliseconds(ended.cpu_us),
            memoryPeakBytes: Int(clamping: ended.memory_peak),
            killMS: ended.kill_us > 0 ? milliseconds(ended.kill_us) : nil)
        if let failure = live.failure {
            return RunResult(
                termination: .exited(code: notStarted), usage: usage,
                stderr: CapturedOutput(bytes: Array(error(failure, program).message.utf8)),
                limitsHit: failure.error == ENOSPC ? [.diskBytes] : [],
                environment: environment(live, program))
        }
        return RunResult(
            termination: termination(ended, live: live), usage: usage,
            stdout: live.stdout.output, stderr: live.stderr.output,
            limitsHit: limitsHit(ended.limits_hit), collected: collected(live, program),
            work: work(live, program), attempts: live.attempts.map(AttemptText.call),
            attemptsDropped: Int(clamping: ended.attempts_dropped),
            environment: environment(live, program))
    }

    private static func environment(_ live: LiveProgram, _ program: Program) -> BoxEnvironment {
        var environment = live.box.environment
        if program.onOneCore { environment.core = Core.own }
        return environment
    }

    /// What shells say of a program that is there and cannot be started.
    private static let notStarted = 126

    private static func milliseconds(_ microseconds: UInt64) -> Double {
        Double(microseconds) / 1000
    }

    private static func termination(_ ended: box_ended, live: LiveProgram) -> Termination {
        let limits = live.limits
        func exceeded(_ name: LimitName, _ measured: Double) -> Termination {
            .limitExceeded(LimitBreach(name: name, limit: limits[name], measured: measured))
        }
        switch box_breach(rawValue: ended.breach) {
        case BOX_BREACH_CPU: return exceeded(.cpuMS, milliseconds(ended.measured))
        case BOX_BREACH_WALL: return exceeded(.wallMS, milliseconds(ended.measured))
        case BOX_BREACH_IDLE: return exceeded(.idleMS, milliseconds(ended.measured))
        case BOX_BREACH_MEMORY: return exceeded(.memoryBytes, Double(ended.measured))
        case BOX_BREACH_VIOLATION: return .violation
        default: break
        }
        // A program that had written too much may have ended before we could kill it.
        if let breach = live.stdout.breach ?? live.stderr.breach { return .limitExceeded(breach) }
        if case .output(let breach) = live.killed { return .limitExceeded(breach) }
        let status = ended.wait_status
        let signal = status & 0x7F
        // What was ending by itself when it was to be stopped has an ending of its own.
        let isOwn = signal == 0 ? status != 0 : signal != SIGKILL
        if ended.breach == BOX_BREACH_KILLED.rawValue, !isOwn { return .stopped }
        return signal == 0
            ? .exited(code: Int(status >> 8 & 0xFF)) : .signalled(signalName(signal))
    }

    private static func limitsHit(_ bits: UInt32) -> [LimitName] {
        let names: [(box_limit_hit, LimitName)] = [
            (BOX_HIT_PROCESSES, .processes), (BOX_HIT_DISK, .diskBytes),
            (BOX_HIT_INODES, .inodes), (BOX_HIT_FILE, .fileBytes),
        ]
        return names.filter { bits & $0.0.rawValue != 0 }.map(\.1)
    }

    private static func collected(_ live: LiveProgram, _ program: Program) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var next = live.files.makeIterator()
        for (index, path) in program.collect.enumerated()
        where (live.ended?.collected ?? 0) & (1 << UInt32(index)) != 0 {
            guard let file = next.next() else { break }
            files[path] = readAll(file, atMost: program.limits.diskBytes)
        }
        return files
    }

    private static func work(_ live: LiveProgram, _ program: Program) -> [BoxFile] {
        guard program.keepWork, let directory = live.files.last,
            live.files.count > (live.ended?.collected ?? 0).nonzeroBitCount
        else { return [] }
        return WorkTree.files(in: directory, limits: program.limits)
    }

    /// A step of starting the program that failed: ours, or the host's.
    static func error(_ failure: box_failure, _ program: Program) -> RunnerError {
        let cause = describe(error: failure.error)
        let place = "(step \(failure.step), \(failure.index))"
        switch box_step(rawValue: UInt32(failure.step)) {
        case BOX_STEP_EXECUTE:
            return RunnerError(
                .host,
                "cannot start `\(program.arguments.first ?? "")` in the box \(place): \(cause)",
                hint: "run `assay sandbox check \(program.profile.language)`")
        case BOX_STEP_FILE where program.files.indices.contains(Int(failure.index)):
            let path = program.files[Int(failure.index)].path
            return RunnerError(
                .host, "cannot write `\(path)` in the box \(place): \(cause)",
                hint: failure.error == ENOSPC ? "raise the limit `disk_bytes` or `inodes`" : nil)
        default:
            return RunnerError(.host, "cannot \(stepName(failure)) \(place): \(cause)")
        }
    }
}
