/// One sandboxed execution as the kernel saw it: no judgement.
package struct RunResult: Sendable, Equatable {
    package var termination: Termination
    package var usage: Usage
    package var stdout: CapturedOutput
    package var stderr: CapturedOutput
    /// Bounds that gave the program an errno or a signal, as far as could be observed.
    package var limitsHit: [LimitName]
    /// The files asked for that exist, by path; what could not be read safely is left out.
    package var collected: [String: [UInt8]]
    /// What the program left in its working directory, if `Program.keepWork` asked for it: regular
    /// files only, links never followed, at most `disk_bytes` in all.
    package var work: [BoxFile]
    /// The calls that the profile reports, in the order first tried; at most 32 different ones.
    package var attempts: [AttemptedCall]
    /// Attempts that were answered and not listed.
    package var attemptsDropped: Int
    package var environment: BoxEnvironment

    package init(
        termination: Termination, usage: Usage = Usage(), stdout: CapturedOutput = .init(),
        stderr: CapturedOutput = .init(), limitsHit: [LimitName] = [],
        collected: [String: [UInt8]] = [:], work: [BoxFile] = [],
        attempts: [AttemptedCall] = [], attemptsDropped: Int = 0,
        environment: BoxEnvironment = .init()
    ) {
        self.termination = termination
        self.usage = usage
        self.stdout = stdout
        self.stderr = stderr
        self.limitsHit = limitsHit
        self.collected = collected
        self.work = work
        self.attempts = attempts
        self.attemptsDropped = attemptsDropped
        self.environment = environment
    }
}

/// How a program ended.
package enum Termination: Sendable, Equatable {
    case exited(code: Int)
    /// By a signal that was not ours, named as in `SIGSEGV`.
    case signalled(String)
    /// Killed by us because a limit was exceeded.
    case limitExceeded(LimitBreach)
    /// Killed by us because the step's lead program had ended.
    case stopped
    /// Killed by us because it tried what its profile calls fatal: the last of its attempts.
    case violation
}

/// A system call that a profile reports, as a program tried it.
package struct AttemptedCall: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        /// It failed with this errno, named as in `EPERM`.
        case refused(String)
        /// It is allowed, and noted all the same.
        case wentOn
        /// The run was killed for it.
        case fatal
    }

    /// The name of the call, as in `connect`.
    package var call: String
    /// What its arguments say, for people, such as `127.0.0.1:80`.
    ///
    /// Hostile text, may be empty.
    package var detail: String
    package var count: Int
    package var outcome: Outcome

    package init(call: String, detail: String, count: Int, outcome: Outcome) {
        self.call = call
        self.detail = detail
        self.count = count
        self.outcome = outcome
    }
}

/// A limit, and the value that was measured beyond it, in the limit's own unit.
package struct LimitBreach: Sendable, Equatable {
    package var name: LimitName
    package var limit: Int
    package var measured: Double

    package init(name: LimitName, limit: Int, measured: Double) {
        self.name = name
        self.limit = limit
        self.measured = measured
    }
}

/// What the whole process tree of one run used.
package struct Usage: Sendable, Equatable {
    package var wallMS: Double
    package var cpuMS: Double
    package var memoryPeakBytes: Int
    /// From the decision to kill until no process of the run was left; `nil` if not killed.
    package var killMS: Double?

    package init(
        wallMS: Double = 0, cpuMS: Double = 0, memoryPeakBytes: Int = 0, killMS: Double? = nil
    ) {
        self.wallMS = wallMS
        self.cpuMS = cpuMS
        self.memoryPeakBytes = memoryPeakBytes
        self.killMS = killMS
    }
}

/// The kept beginning of a stream, and how much there was in all.
package struct CapturedOutput: Sendable, Equatable {
    package var bytes: [UInt8]
    package var totalBytes: Int
    package var truncated: Bool { totalBytes > bytes.count }

    package init(bytes: [UInt8] = [], totalBytes: Int? = nil) {
        self.bytes = bytes
        self.totalBytes = totalBytes ?? bytes.count
    }
}

/// Which layers held during a run, and how its usage was measured.
package struct BoxEnvironment: Sendable, Equatable {
    package var isolation: [Layer]
    package var missing: [Layer]
    /// `cgroup`, `perf` (the kernel's task clock, for ordinary users) or `sampled`.
    package var cpuMethod: String
    /// `cgroup`, `cgroup2_sampled` (bounded by the kernel, the peak looked at) or `sampled`.
    package var memoryMethod: String
    /// The host's number of the one processor that the program was put on; `nil`: on any.
    package var core: Int?

    package init(
        isolation: [Layer] = [], missing: [Layer] = [], cpuMethod: String = "",
        memoryMethod: String = "", core: Int? = nil
    ) {
        self.isolation = isolation
        self.missing = missing
        self.cpuMethod = cpuMethod
        self.memoryMethod = memoryMethod
        self.core = core
    }
}

/// One layer of the sandbox, named as in results, profiles (`requires:`) and `assay doctor`.
package enum Layer: String, CaseIterable, Sendable, Hashable {
    case userNamespace = "user_namespace"
    case mountNamespace = "mount_namespace"
    case pidNamespace = "pid_namespace"
    case networkNamespace = "network_namespace"
    case ipcNamespace = "ipc_namespace"
    case utsNamespace = "uts_namespace"
    case cgroupNamespace = "cgroup_namespace"
    case readOnlyRoot = "read_only_root"
    case workQuota = "work_quota"
    case maskedProc = "masked_proc"
    case noNewPrivileges = "no_new_privs"
    case noCapabilities = "no_capabilities"
    case resourceLimits = "rlimits"
    case landlock
    case seccomp
    case attemptedCalls = "attempted_calls"
    case unprivilegedUser = "unprivileged_user"
    case cgroupMemory = "cgroup_memory"
    case cgroupPids = "cgroup_pids"
}
