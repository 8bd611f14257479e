import Execution

/// What `assay doctor` says of counting: which control groups, and a proof that they count.
extension LinuxSandbox {
    func groups() -> HostCheck {
        let name = "control_groups"
        let found = GroupController.allCases.compactMap { controller in
            pool.groups.places[controller].map { "\(controller) v\($0.version.rawValue)" }
        }
        let lacking = GroupController.allCases.compactMap { controller in
            pool.groups.absences[controller].map { "\(controller): \($0.reason)" }
        }
        let remedies = GroupController.allCases.compactMap {
            pool.groups.absences[$0]?.remedy
        }
        let detail = (found.isEmpty ? ["none"] : found).joined(separator: ", ")
        return lacking.isEmpty
            ? HostCheck(name: name, status: .pass, detail: detail)
            : HostCheck(
                name: name, status: .caution,
                detail: ([detail] + lacking).joined(separator: "; "), remedy: remedies.first)
    }

    func processorTime(_ environment: BoxEnvironment) -> HostCheck {
        let name = "processor_time"
        switch environment.cpuMethod {
        case "cgroup":
            return HostCheck(
                name: name, status: .pass, detail: "counted by control groups, for every process")
        case "perf":
            return HostCheck(
                name: name, status: .pass,
                detail: "counted by the kernel's task clock, for every process of a run")
        default:
            return HostCheck(
                name: name, status: .caution,
                detail: "sampled: short children that nobody waits for go unseen, within `wall_ms`",
                remedy: "sysctl -w kernel.perf_event_paranoid=2")
        }
    }

    /// Really beyond a limit, and really within one: what the numbers are worth on this host.
    func memory(_ environment: BoxEnvironment) async throws(RunnerError) -> HostCheck {
        let name = "memory_accounting"
        let method = environment.memoryMethod
        let within = try await run(AccountingProbe.hog(of: 64, limit: 256))
        let beyond = try await run(AccountingProbe.hog(of: 128, limit: 48))
        let peak = within.usage.memoryPeakBytes >> 20
        var faults: [String] = []
        if within.termination != .exited(code: 0) { faults.append("64 MiB of 256 are refused") }
        if !(60...96).contains(peak) { faults.append("64 MiB are told as \(peak)") }
        if case .limitExceeded(let breach) = beyond.termination, breach.name == .memoryBytes {
        } else {
            faults.append("a program with 128 MiB is not ended by its limit of 48")
        }
        guard faults.isEmpty else {
            return HostCheck(
                name: name, status: .caution,
                detail: "by method `\(method)`: " + faults.joined(separator: "; "),
                remedy: "report this with the output of `assay doctor --json`")
        }
        let proof = "64 MiB told as \(peak), 128 MiB ended at the limit of 48"
        guard method != "sampled" else {
            return HostCheck(
                name: name, status: .caution,
                detail: "sampled: \(proof); a short peak can be missed",
                remedy: pool.groups.absences[.memory]?.remedy)
        }
        let version = pool.groups.places[.memory].map { "v\($0.version.rawValue)" } ?? "none"
        return HostCheck(
            name: name, status: .pass, detail: "cgroup \(version), method `\(method)`: \(proof)")
    }
}

/// Programs that every Debian has, in a box with nothing but `/usr`.
enum AccountingProbe {
    static func program(_ arguments: [String], _ limits: Limits) -> Program {
        Program(profile: profile, arguments: arguments, limits: limits)
    }

    /// Has so many MiB for a moment.
    static func hog(of size: Int, limit: Int) -> Program {
        let arguments = [
            "/usr/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=\(size)M", "count=3", "status=none",
        ]
        let limits = Limits.standard.applying([.memoryBytes: limit << 20, .wallMS: 10_000])
        return program(arguments, limits)
    }

    private static let calls = [
        "read", "write", "close", "mmap", "munmap", "mremap", "madvise", "mprotect", "brk",
        "openat", "newfstatat", "fstat", "pread64", "execve", "exit_group", "exit", "arch_prctl",
        "set_tid_address", "set_robust_list", "rseq", "prlimit64", "getrandom", "access", "futex",
        "dup2", "lseek", "rt_sigaction", "rt_sigprocmask", "clock_gettime",
    ]

    private static let profile = SandboxProfile(
        language: "probe", title: "Probe", sha256: "",
        toolchain: ToolchainRequirement(candidates: [], versionArguments: [], remedy: ""),
        mounts: mounts,
        syscalls: [
            SyscallGroup(
                name: "probe", why: "starting, counting and ending", action: .allow, calls: calls)
        ],
        environment: [:], sourcePath: "probe", compile: nil, run: [], output: nil,
        limits: .standard, compileLimits: .standard, reaper: false, requires: [], harness: [:])

    private static let mounts =
        [
            Mount(kind: .bind, source: "/usr", target: "/usr", why: "the programs of the probe"),
            Mount(kind: .device, source: "/dev/null", target: "/dev/null", why: "its input"),
            Mount(kind: .device, source: "/dev/zero", target: "/dev/zero", why: "its memory"),
        ]
        + ["bin", "lib", "lib64"].map {
            Mount(kind: .symlink, source: "usr/" + $0, target: "/" + $0, why: "merged /usr")
        }
}
