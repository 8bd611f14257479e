import CBox
package import Execution
import Glibc

/// Turns a profile's groups of system calls into a seccomp filter.
///
/// What no group lists fails with `ENOSYS`, as on a kernel that does not have it: C libraries then
/// fall back to older calls, so a new library does not break on an old profile.
package enum SeccompPolicy {
    /// What an unlisted call fails with.
    package static let unlisted = "ENOSYS"

    /// The policy alone as classic BPF, 8 bytes an instruction, for this machine's architecture:
    /// nothing is reported, what is fatal is killed by the kernel.
    package static func filter(_ groups: [SyscallGroup]) throws(Diagnostic) -> [UInt8] {
        let unlisted = SeccompAction.fail(UInt32(ENOSYS))
        let outcomes = try outcomes(of: rules(of: groups), unlisted, \.silently)
        return SeccompProgram.compile(
            outcomes, unlisted: unlisted, architecture: cbox_architecture())
    }

    /// What a box installs once, before its first run; every run inherits it.
    ///
    /// Calls to report end in a user notification that carries the box's answer. The box's own
    /// calls are let through: harmless ones as such, the others by `BOX_FILTER_SECRET` in their
    /// last argument, which the box replaces by random bits of its own before it installs this.
    /// With `reportUnlisted`, calls that no group names are reported as well.
    package static func boxFilter(
        _ groups: [SyscallGroup], reportUnlisted: Bool = false
    ) throws(Diagnostic) -> [UInt8] {
        let unlisted = reportUnlisted
            ? SeccompAction.refuseAndReport(UInt32(ENOSYS)) : .fail(UInt32(ENOSYS))
        let own = try rules(of: [ownCalls])
        var outcomes = try outcomes(of: rules(of: groups) + own, unlisted, \.reporting)
        let secret = SeccompTest(
            test: CBOX_EQUAL, argument: 5, mask: 0, value: UInt64(BOX_FILTER_SECRET))
        for name in secretCalls {
            let number = unsafe name.withCString { unsafe cbox_call_number($0) }
            guard number >= 0 else { continue }
            let policy = outcomes[UInt32(number)] ?? SeccompOutcome(otherwise: unlisted)
            let first = SeccompOutcome.Case(tests: [secret], action: .allow)
            outcomes[UInt32(number)] = SeccompOutcome(
                cases: [first] + policy.cases, otherwise: policy.otherwise)
        }
        return SeccompProgram.compile(
            outcomes, unlisted: unlisted, architecture: cbox_architecture())
    }

    /// What the box does for itself that no program could harm anybody with.
    private static let ownCalls = SyscallGroup(
        name: "box", why: "the box serves and watches its runs under its own filter",
        action: .allow,
        calls: [
            "read", "write", "pread64", "pwrite64", "open", "openat", "close", "close_range",
            "mkdir", "mkdirat", "chdir", "fstat", "newfstatat", "fstatfs", "getdents64", "lseek",
            "mmap", "munmap", "brk", "recvmsg", "sendmsg", "ppoll", "wait4", "waitid",
            "pidfd_send_signal", "exit", "exit_group", "restart_syscall", "rt_sigreturn",
            "rt_sigprocmask", "clock_gettime", "clock_nanosleep", "dup2", "dup3", "setsid",
            "fcntl:arg1==1030", "fcntl:arg1==3", "prctl:arg0==38", "prctl:arg0==4", "prlimit64", "getrusage",
            "getpid", "gettid", "tgkill",
        ])

    /// What the box does with rights that a program has not.
    private static let secretCalls = [
        "clone", "mount", "sethostname", "capset", "landlock_create_ruleset", "landlock_add_rule",
        "landlock_restrict_self", "openat2", "ioctl", "execve",
    ]

    private static func outcomes(
        of rules: [SeccompRule], _ unlisted: SeccompAction,
        _ answer: KeyPath<SeccompRule, SeccompAction>
    ) -> [UInt32: SeccompOutcome] {
        var outcomes: [UInt32: SeccompOutcome] = [:]
        // What follows an unconditional rule of the same call can never be reached.
        var decided = Set<UInt32>()
        for rule in rules {
            let number = unsafe rule.name.withCString { unsafe cbox_call_number($0) }
            // Known, but not on this architecture: nothing to allow or to refuse.
            guard number >= 0, !decided.contains(UInt32(number)) else { continue }
            var outcome = outcomes[UInt32(number)] ?? SeccompOutcome(otherwise: unlisted)
            if rule.tests.isEmpty {
                outcome.otherwise = rule[keyPath: answer]
                decided.insert(UInt32(number))
            } else {
                outcome.cases.append(.init(tests: rule.tests, action: rule[keyPath: answer]))
            }
            outcomes[UInt32(number)] = outcome
        }
        return outcomes
    }

    /// libseccomp's filter of the same rules: what ours is tested against.
    package static func reference(_ groups: [SyscallGroup]) throws(Diagnostic) -> [UInt8] {
        try export(groups, readable: false)
    }

    /// The rules as libseccomp's pseudo code.
    package static func readable(_ groups: [SyscallGroup]) throws(Diagnostic) -> String {
        String(decoding: try export(groups, readable: true), as: UTF8.self)
    }

    private static func rules(of groups: [SyscallGroup]) throws(Diagnostic) -> [SeccompRule] {
        var rules: [SeccompRule] = []
        for group in groups {
            for call in group.calls { rules.append(try SeccompRule(call, in: group)) }
        }
        return rules
    }

    private static func export(_ groups: [SyscallGroup], readable: Bool) throws(Diagnostic)
        -> [UInt8]
    {
        let rules = try rules(of: groups)
        var fault = 0
        let file = unsafe withNames(rules) { raw in
            unsafe cbox_filter(raw.baseAddress, raw.count, UInt32(ENOSYS), readable ? 1 : 0, &fault)
        }
        guard file >= 0 else {
            guard fault < rules.count else {
                throw Diagnostic("cannot build the seccomp filter", note: describe(error: -file))
            }
            throw Diagnostic(
                "cannot use the system call `\(rules[fault].text)` of "
                    + "group `\(rules[fault].group)`",
                note: describe(error: -file))
        }
        defer { close(file) }
        guard let bytes = readAll(file, atMost: 1 << 20) else {
            throw Diagnostic("cannot read the seccomp filter back")
        }
        return bytes
    }

    private static func withNames(
        _ rules: [SeccompRule], _ body: (UnsafeBufferPointer<cbox_rule>) -> Int32
    ) -> Int32 {
        let names = unsafe rules.map { unsafe strdup($0.name) }
        defer { unsafe names.forEach { unsafe free($0) } }
        var raw: [cbox_rule] = unsafe []
        for (index, rule) in rules.enumerated() {
            var one = unsafe cbox_rule()
            unsafe one.name = unsafe UnsafePointer(names[index])
            unsafe one.action = rule.action.rawValue
            unsafe one.error = rule.error
            unsafe one.test_count = UInt32(rule.tests.count)
            unsafe withUnsafeMutableBytes(of: &one.tests) { bytes in
                let tests = unsafe bytes.bindMemory(to: cbox_argument.self)
                for (at, test) in rule.tests.enumerated() { unsafe tests[at] = test.raw }
            }
            unsafe raw.append(one)
        }
        return unsafe raw.withUnsafeBufferPointer { unsafe body($0) }
    }
}
