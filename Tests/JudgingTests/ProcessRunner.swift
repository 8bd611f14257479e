import Execution
import Foundation
import Glibc
import Synchronization

/// Runs steps as plain processes, without any isolation: only for code that these tests contain.
///
/// Of the limits it knows wall time alone.
struct ProcessRunner: Runner {
    func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult] {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    do {
                        continuation.resume(returning: try Self.runBlocking(step))
                    } catch {
                        continuation.resume(throwing: error)
                    }
                }
            }
        } catch {
            throw RunnerError(.host, "\(error)")
        }
    }

    private struct Running {
        var pid: pid_t
        var directory: URL
        var status: Int32?
        var killed: Termination?
    }

    private static func runBlocking(_ step: ExecutionStep) throws -> [RunResult] {
        var ends: [Int: [(number: Int, descriptor: Int32)]] = [:]
        var opened: [Int32] = []
        for pipe in step.pipes {
            var pair: [Int32] = [0, 0]
            guard Glibc.pipe(&pair) == 0 else { throw RunnerError(.host, "pipe") }
            // High, so that no copy below overwrites one that is still needed.
            let high = pair.map { fcntl($0, F_DUPFD_CLOEXEC, 100) }
            pair.forEach { _ = close($0) }
            opened += high
            ends[pipe.reader.program, default: []].append((pipe.reader.descriptor, high[0]))
            ends[pipe.writer.program, default: []].append((pipe.writer.descriptor, high[1]))
        }
        var running: [Running] = []
        for (index, program) in step.programs.enumerated() {
            running.append(try start(program, ends[index] ?? []))
        }
        opened.forEach { _ = close($0) }
        let clock = ContinuousClock()
        let began = clock.now
        while running.contains(where: { $0.status == nil }) {
            for index in running.indices where running[index].status == nil {
                var status: Int32 = 0
                if waitpid(running[index].pid, &status, WNOHANG) == running[index].pid {
                    running[index].status = status
                }
                let limits = step.programs[index].limits
                if running[index].killed == nil,
                    clock.now - began > .milliseconds(limits.wallMS)
                {
                    running[index].killed = .limitExceeded(
                        LimitBreach(
                            name: .wallMS, limit: limits.wallMS, measured: Double(limits.wallMS)))
                    kill(running[index].pid, SIGKILL)
                }
            }
            if let lead = step.lead, running[lead].status != nil {
                for index in running.indices
                where running[index].status == nil && running[index].killed == nil {
                    running[index].killed = .stopped
                    kill(running[index].pid, SIGKILL)
                }
            }
            usleep(300)
        }
        return try zip(running, step.programs).map { try result($0, $1) }
    }

    /// One start at a time: a copy of the descriptor that writes a program would keep it busy.
    private static let starting = Mutex(())

    private static func start(
        _ program: Program, _ ends: [(number: Int, descriptor: Int32)]
    ) throws -> Running {
        try starting.withLock { _ in try startAlone(program, ends) }
    }

    private static func startAlone(
        _ program: Program, _ ends: [(number: Int, descriptor: Int32)]
    ) throws -> Running {
        let root = URL(filePath: NSTemporaryDirectory()).appending(
            path: "assay-tests-\(UUID().uuidString)")
        let work = root.appending(path: "work")
        for file in program.files {
            let url = work.appending(path: file.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
            if file.executable { chmod(url.path, 0o700) }
        }
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        try Data(program.standardInput).write(to: root.appending(path: "stdin"))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, 0, root.appending(path: "stdin").path, O_RDONLY, 0)
        for (number, name) in [(Int32(1), "stdout"), (2, "stderr")] {
            posix_spawn_file_actions_addopen(
                &actions, number, root.appending(path: name).path, O_WRONLY | O_CREAT, 0o600)
        }
        for end in ends {
            posix_spawn_file_actions_adddup2(&actions, end.descriptor, Int32(end.number))
        }
        let words = program.arguments.map {
            $0.hasPrefix("/work/") ? work.path + $0.dropFirst(5) : $0
        }
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", work.path] + words
        var arguments: [UnsafeMutablePointer<CChar>?] = shell.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] =
            program.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, shell[0], &actions, nil, &arguments, &environment)
        guard code == 0 else { throw RunnerError(.host, "cannot start \(words[0]): \(code)") }
        return Running(pid: pid, directory: root)
    }

    private static func result(_ running: Running, _ program: Program) throws -> RunResult {
        defer { try? FileManager.default.removeItem(at: running.directory) }
        func bytes(_ path: String) -> [UInt8]? {
            (try? Data(contentsOf: running.directory.appending(path: path))).map(Array.init)
        }
        let status = running.status ?? 0
        let termination: Termination =
            running.killed
            ?? (status & 0x7F == 0
                ? .exited(code: Int(status >> 8 & 0xFF))
                : .signalled(status & 0x7F == SIGSEGV ? "SIGSEGV" : "SIGABRT"))
        var collected: [String: [UInt8]] = [:]
        for path in program.collect {
            if let found = bytes("work/" + path) { collected[path] = found }
        }
        func kept(_ name: String) -> CapturedOutput {
            let all = bytes(name) ?? []
            return CapturedOutput(
                bytes: Array(all.prefix(program.limits.keepBytes)), totalBytes: all.count)
        }
        return RunResult(
            termination: termination, stdout: kept("stdout"), stderr: kept("stderr"),
            collected: collected)
    }
}
