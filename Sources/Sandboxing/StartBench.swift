import CBox
package import Execution
import Glibc

/// Times starting programs: plainly, in a box, and under bubblewrap with the same filter.
///
/// Each round starts all of them in turn, so that what else the machine does meets them alike.
package struct StartBench: Sendable {
    /// What is measured of starting a program.
    package struct Case: Sendable {
        package var name: String
        package var arguments: [String]
        /// As process 1 of a run, or under a reaper, as the shipped profiles have it.
        package var reaper = false
        /// As on a host that has no control groups.
        package var sampled = false
        package var peer = false
    }

    package static let cases = [
        Case(name: "/bin/true", arguments: ["/bin/true"], peer: true),
        Case(
            name: "/usr/bin/python3 -I -c pass",
            arguments: ["/usr/bin/python3", "-I", "-c", "pass"], peer: true),
        Case(name: "/bin/true, with a reaper", arguments: ["/bin/true"], reaper: true),
        Case(name: "/bin/true, no control groups", arguments: ["/bin/true"], sampled: true),
        Case(
            name: "env /bin/true: one reported call", arguments: ["/usr/bin/env", "/bin/true"]),
    ]

    /// The medians over all rounds, in milliseconds; what is added is the median of the rounds'
    /// own differences.
    package struct Figures: Sendable {
        package var name: String
        package var rounds: Int
        package var plainMS: Double
        package var assayMS: Double
        package var assayAddsMS: Double
        /// `nil` where bubblewrap is not installed.
        package var bubblewrapMS: Double?
        package var bubblewrapAddsMS: Double?
    }

    private static let bubblewrap = "/usr/bin/bwrap"

    private struct Times {
        var plain: [Double] = []
        var boxed: [Double] = []
        var other: [Double] = []
    }

    private let sandbox: LinuxSandbox
    /// The same, as on a host without control groups.
    private let sampling: LinuxSandbox
    private let profile: SandboxProfile

    /// Throws a `RunnerError` if a second sandbox cannot be had.
    package init(sandbox: LinuxSandbox, profile: SandboxProfile) throws(RunnerError) {
        self.sandbox = sandbox
        sampling = try LinuxSandbox(boxProgram: sandbox.boxProgram, slots: 4, groups: .none)
        self.profile = profile
    }

    /// Starts each case in `rounds` rounds, after a few that do not count.
    ///
    /// Throws a `RunnerError` if a program does not exit with 0.
    package func measure(
        _ cases: [Case], rounds: Int
    ) async throws(RunnerError) -> [Figures] {
        let filter = try filterDescriptor()
        defer { close(filter) }
        let wrapper = bubblewrapArguments(filter)
        let hasPeer = unsafe access(Self.bubblewrap, X_OK) == 0
        var times = [Times](repeating: Times(), count: cases.count)
        for round in -3..<max(1, rounds) {
            for (index, one) in cases.enumerated() {
                let plain = try spawn(one.arguments)
                let boxed = try await run(one)
                lseek(filter, 0, SEEK_SET)
                let other = hasPeer && one.peer ? try spawn(wrapper + one.arguments) : nil
                guard round >= 0 else { continue }
                times[index].plain.append(plain)
                times[index].boxed.append(boxed)
                if let other { times[index].other.append(other) }
            }
        }
        await sampling.shutdown()
        return zip(cases, times).map { one, times in
            let hasOther = !times.other.isEmpty
            return Figures(
                name: one.name, rounds: times.plain.count, plainMS: median(times.plain),
                assayMS: median(times.boxed),
                assayAddsMS: median(zip(times.boxed, times.plain).map(-)),
                bubblewrapMS: hasOther ? median(times.other) : nil,
                bubblewrapAddsMS: hasOther ? median(zip(times.other, times.plain).map(-)) : nil)
        }
    }

    /// Runs of `/bin/true` a second, the median of five times `runs` by two workers at a time.
    package func throughput(runs: Int) async throws(RunnerError) -> Double {
        var rates: [Double] = []
        let one = Case(name: "", arguments: ["/bin/true"])
        for _ in 0..<5 {
            let began = cbox_now()
            async let first: Void = repeating(one, runs / 2)
            async let second: Void = repeating(one, runs - runs / 2)
            do {
                _ = try await (first, second)
            } catch let error as RunnerError {
                throw error
            } catch {
                throw RunnerError(.host, "\(error)")
            }
            rates.append(Double(runs) / (Double(cbox_now() - began) / 1e9))
        }
        return median(rates)
    }

    private func repeating(_ one: Case, _ count: Int) async throws {
        for _ in 0..<count { _ = try await run(one) }
    }

    /// From the decision to kill a tree of 64 processes to the end of the last: the median of
    /// `rounds`, in milliseconds.
    package func kill(rounds: Int) async throws(RunnerError) -> Double {
        let code = """
            import os, time
            for _ in range(62):
                if os.fork() == 0: break
            time.sleep(60)
            """
        var limits = profile.limits
        limits.wallMS = 250
        limits.processes = 64
        var times: [Double] = []
        for _ in 0..<max(1, rounds) {
            let program = Program(
                profile: profile, arguments: ["/usr/bin/python3", "-I", "-c", code],
                limits: limits)
            let results = try await sandbox.run(ExecutionStep(programs: [program]))
            guard let time = results.first?.usage.killMS else {
                throw RunnerError(.host, "a tree of processes ended before it was killed")
            }
            times.append(time)
        }
        return median(times)
    }

    private func run(_ one: Case) async throws(RunnerError) -> Double {
        var profile = self.profile
        profile.reaper = one.reaper
        if !one.reaper { profile.sha256 += " without reaper" }
        let program = Program(profile: profile, arguments: one.arguments, limits: profile.limits)
        let sandbox = one.sampled ? sampling : self.sandbox
        let began = cbox_now()
        let results = try await sandbox.run(ExecutionStep(programs: [program]))
        let time = Double(cbox_now() - began) / 1e6
        guard results.first?.termination == .exited(code: 0) else {
            throw RunnerError(.host, "`\(one.arguments[0])` did not end well in a box")
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
