import FoundationEssentials
import Glibc
import TestSupport

/// The built `assay` as a child process, with a pipe to each of its streams.
final class Child {
    let pid: pid_t
    private(set) var input: Int32
    private(set) var output: Int32
    private let errors: Int32
    private var buffered: [UInt8] = []
    private(set) var status: Int32?

    struct Fault: Error { var message: String }

    /// Starts it in `directory`.
    ///
    /// The environment is added to a small fixed one; nothing else is inherited but `ASSAY_HOME`.
    /// A launcher is a command that starts it, such as `setpriv` with its options.
    init(
        _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
        launcher: [String] = []
    ) throws {
        guard let program = BuiltBinary.path("assay") else {
            throw Fault(message: "the program `assay` is not built")
        }
        let pipes = try (0..<3).map { _ in try Self.pipeEnds() }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipes[0].reader, 0)
        posix_spawn_file_actions_adddup2(&actions, pipes[1].writer, 1)
        posix_spawn_file_actions_adddup2(&actions, pipes[2].writer, 2)
        var variables = ["PATH": "/usr/bin:/bin", "USER": "tester", "TERM": "xterm"]
        for name in ["ASSAY_HOME", "HOME"] {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        variables.merge(environment) { $1 }
        let start =
            launcher + (directory.map { ["/usr/bin/env", "-C", $0, program] } ?? [program])
        var argv = (start + arguments).map { strdup($0) } + [nil]
        var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, start[0], &actions, nil, &argv, &envp)
        for end in [pipes[0].reader, pipes[1].writer, pipes[2].writer] { close(end) }
        input = pipes[0].writer
        output = pipes[1].reader
        errors = pipes[2].reader
        self.pid = pid
        guard failure == 0 else {
            throw Fault(message: "cannot start `\(program)`: \(String(cString: strerror(failure)))")
        }
    }

    deinit {
        if status == nil {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        for end in [input, output, errors] where end >= 0 { close(end) }
    }

    private static func pipeEnds() throws -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Fault(message: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Writes all; false if the child does not read any more.
    @discardableResult
    func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(input, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    func closeOutput() {
        if output >= 0 { close(output) }
        output = -1
    }

    /// The next line of standard output; `nil` at its end or after the time.
    func line(withinSeconds seconds: Double = 60) -> String? {
        let end = now() + seconds
        while true {
            if let feed = buffered.firstIndex(of: 10) {
                let line = String(decoding: buffered[..<feed], as: UTF8.self)
                buffered.removeFirst(feed + 1)
                return line
            }
            guard let piece = piece(output, until: end), !piece.isEmpty else { return nil }
            buffered += piece
        }
    }

    /// Everything that is still to come of both streams, and the exit status.
    ///
    /// A child that takes longer is killed; its status is then 128 + 9.
    func finish(withinSeconds seconds: Double = 120) -> Outcome {
        let end = now() + seconds
        var out = buffered
        var err: [UInt8] = []
        var open = [output, errors].filter { $0 >= 0 }
        while !open.isEmpty {
            var watched = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let left = Int32(max(0, (end - now()) * 1000))
            guard poll(&watched, nfds_t(watched.count), left) > 0 else { break }
            for entry in watched where entry.revents != 0 {
                let piece = piece(entry.fd, until: end) ?? []
                if piece.isEmpty { open.removeAll { $0 == entry.fd } }
                if entry.fd == output { out += piece } else { err += piece }
            }
        }
        return Outcome(
            status: wait(until: end), out: String(decoding: out, as: UTF8.self),
            err: String(decoding: err, as: UTF8.self))
    }

    /// Waits for the end; a child that takes longer is killed.
    @discardableResult
    func wait(until end: Double) -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, WNOHANG) == 0 {
            if now() > end {
                kill(pid, SIGKILL)
                waitpid(pid, &raw, 0)
                break
            }
            usleep(2000)
        }
        let signal = raw & 0x7F
        let code = signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
        status = code
        return code
    }

    private func piece(_ descriptor: Int32, until end: Double) -> [UInt8]? {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let left = Int32(max(0, (end - now()) * 1000))
        guard poll(&watched, 1, left) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = bytes.withUnsafeMutableBytes {
            read(descriptor, $0.baseAddress, $0.count)
        }
        return count > 0 ? Array(bytes[..<count]) : []
    }
}

/// Seconds of a clock that only goes forward.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// How a child ended and what it printed.
struct Outcome {
    var status: Int32
    var out: String
    var err: String
}

/// Runs `assay` to its end.
func assay(
    _ arguments: String..., input: String = "", environment: [String: String] = [:],
    directory: String? = nil, withinSeconds seconds: Double = 120
) throws -> Outcome {
    let child = try Child(arguments, environment: environment, directory: directory)
    child.write(input)
    child.closeInput()
    return child.finish(withinSeconds: seconds)
}

/// A directory that is removed when the test lets go of it.
final class ScratchDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/assay-commands-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
        guard mkdtemp(&template) != nil else { throw Child.Fault(message: "no directory") }
        path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        let target = "\(path)/\(name)"
        guard let file = fopen(target, "w") else { throw Child.Fault(message: "no file") }
        fputs(text, file)
        fclose(file)
        return target
    }
}
