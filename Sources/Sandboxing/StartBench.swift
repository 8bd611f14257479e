import CBox
package import Execution
import Glibc

/// Times starting one program: plainly, in a box, and under bubblewrap with the same filter.
///
/// Each round starts all three in turn, so that what else the machine does meets them alike.
package struct StartBench: Sendable {
    /// The medians over all rounds, in milliseconds; what is added is the median of the rounds'
    /// own differences.
    package struct Figures: Sendable {
        package var rounds: Int
        package var plainMS: Double
        package var assayMS: Double
        package var assayAddsMS: Double
        /// `nil` where bubblewrap is not installed.
        package var bubblewrapMS: Double?
        package var bubblewrapAddsMS: Double?
    }

    private static let bubblewrap = "/usr/bin/bwrap"

    private let sandbox: LinuxSandbox
    private var profile: SandboxProfile

    /// The profile's reaper is left out: it is no part of starting a program.
    package init(sandbox: LinuxSandbox, profile: SandboxProfile) {
        self.sandbox = sandbox
        self.profile = profile
        self.profile.reaper = false
        self.profile.sha256 += " without reaper"
    }

    /// Starts a program, by absolute path, in `rounds` rounds, after a few that do not count.
    ///
    /// Throws a `RunnerError` if it does not exit with 0.
    package func measure(
        _ arguments: [String], rounds: Int
    ) async throws(RunnerError) -> Figures {
        let filter = try filterDescriptor()
        defer { close(filter) }
        let wrapped = bubblewrapArguments(filter) + arguments
        let peer = unsafe access(Self.bubblewrap, X_OK) == 0
        var plain: [Double] = []
        var boxed: [Double] = []
        var other: [Double] = []
        for round in -3..<max(1, rounds) {
            let (first, second) = (try spawn(arguments), try await run(arguments))
            lseek(filter, 0, SEEK_SET)
            let third = peer ? try spawn(wrapped) : 0
            guard round >= 0 else { continue }
            plain.append(first)
            boxed.append(second)
            other.append(third)
        }
        return Figures(
            rounds: plain.count, plainMS: median(plain), assayMS: median(boxed),
            assayAddsMS: median(zip(boxed, plain).map(-)),
            bubblewrapMS: peer ? median(other) : nil,
            bubblewrapAddsMS: peer ? median(zip(other, plain).map(-)) : nil)
    }

    private func run(_ arguments: [String]) async throws(RunnerError) -> Double {
        let program = Program(profile: profile, arguments: arguments, limits: profile.limits)
        let began = cbox_now()
        let results = try await sandbox.run(ExecutionStep(programs: [program]))
        let time = Double(cbox_now() - began) / 1e6
        guard results.first?.termination == .exited(code: 0) else {
            throw RunnerError(.host, "`\(arguments[0])` did not end well in a box")
        }
        return time
    }

    private func spawn(_ arguments: [String]) throws(RunnerError) -> Double {
        let words = unsafe arguments.map { unsafe strdup($0) }
        defer { unsafe words.forEach { unsafe free($0) } }
        let began = cbox_now()
        let status = unsafe cbox_spawn_plainly(arguments[0], words + [nil])
        let time = Double(cbox_now() - began) / 1e6
        guard status == 0 else {
            throw RunnerError(.host, "`\(arguments[0])` did not end well: status \(status)")
        }
        return time
    }

    /// A copy that the child keeps: bubblewrap reads the filter from a descriptor.
    private func filterDescriptor() throws(RunnerError) -> Int32 {
        let bytes: [UInt8]
        do throws(Diagnostic) {
            bytes = try SeccompPolicy.filter(profile.syscalls)
        } catch {
            throw RunnerError(.host, error.message)
        }
        let sealed = try sealedMemory(bytes)
        defer { close(sealed) }
        let copy = fcntl(sealed, F_DUPFD, 10)
        guard copy >= 0 else { throw .host("cannot copy a descriptor", error: errno) }
        return copy
    }

    /// All namespaces, a read-only view of what the profile binds, and private writable places.
    private func bubblewrapArguments(_ filter: Int32) -> [String] {
        var words = [
            Self.bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop",
            "ALL", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/work", "--tmpfs", "/tmp",
            "--chdir", "/work", "--hostname", "box", "--seccomp", "\(filter)",
        ]
        for mount in profile.mounts {
            switch mount.kind {
            case .bind: words += ["--ro-bind-try", mount.source, mount.target]
            case .symlink where !mount.target.hasPrefix("/dev/"):
                words += ["--symlink", mount.source, mount.target]
            case .symlink, .tmpfs, .file, .device: break
            }
        }
        return words
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
