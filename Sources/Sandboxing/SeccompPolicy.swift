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
        let unlisted =
            reportUnlisted
            ? SeccompAction.refuseAndReport(UInt32(ENOSYS)) : .fail(UInt32(ENOSYS))
        let own = try rules(of: [ownCalls])
        let asked = try rules(of: groups)
        // The box would wait for an answer of its own.
        for rule in asked where rule.isReported && own.contains(where: { $0.name == rule.name }) {
            throw Diagnostic(
                "the system call `\(rule.name)` of the group `\(rule.group)` cannot be reported",
                note: "the box makes it itself while it watches a run")
        }
        var outcomes = outcomes(of: asked + own, unlisted, \.reporting)
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
            "read", "write", "pread64", "pwrite64", "close", "close_range",
            "mkdir", "mkdirat", "chdir", "fstat", "newfstatat", "fstatfs", "getdents64", "lseek",
            "mmap", "munmap", "brk", "recvmsg", "sendmsg", "ppoll", "wait4", "waitid",
            "pidfd_send_signal", "exit", "exit_group", "restart_syscall", "rt_sigreturn",
            "rt_sigprocmask", "clock_gettime", "clock_nanosleep", "dup2", "dup3", "setsid",
            "fcntl:arg1==1030", "fcntl:arg1==3", "prctl:arg0==38", "prctl:arg0==4", "prlimit64",
            "getrusage",
            "getpid", "gettid", "tgkill", "shmctl",
        ])

    /// What the box does with rights that a program has not.
    private static let secretCalls = [
        "clone", "mount", "sethostname", "capset", "landlock_create_ruleset", "landlock_add_rule",
        "landlock_restrict_self", "openat", "openat2", "ioctl", "execve",
        "setns", "unshare", "sched_setaffinity",
    ]

    static func isOwnCall(_ number: UInt32) -> Bool { includes(ownCalls.calls, number) }
    static func isSecretCall(_ number: UInt32) -> Bool { includes(secretCalls, number) }

    private static func includes(_ calls: [String], _ number: UInt32) -> Bool {
        calls.contains { call in
            let name = String(call.prefix { $0 != ":" })
            return unsafe name.withCString { unsafe cbox_call_number($0) }
                == Int32(
                    bitPattern: number)
        }
    }

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
        try export(groups)
    }

    /// The policy in words, a call a line, in the order of their names.
    ///
    /// `clone: arg0&0x7e020080==0 allow, else EPERM and report`; what is not there fails with
    /// `unlisted`.
    package static func readable(_ groups: [SyscallGroup]) throws(Diagnostic) -> String {
        var calls: [String: [SeccompRule]] = [:]
        for rule in try rules(of: groups) where calls[rule.name]?.last?.tests.isEmpty != true {
            calls[rule.name, default: []].append(rule)
        }
        return calls.sorted { $0.key < $1.key }.map { name, rules in
            let words = rules.map { rule in
                let tests = rule.text.dropFirst(rule.name.count + 1)
                if !rule.tests.isEmpty { return "\(tests) \(rule.answer)" }
                return rules.count > 1 ? "else \(rule.answer)" : rule.answer
            }
            return "\(name): \(words.joined(separator: "; "))\n"
        }.joined()
    }

    private static func rules(of groups: [SyscallGroup]) throws(Diagnostic) -> [SeccompRule] {
        var rules: [SeccompRule] = []
        for group in groups {
            for call in group.calls { rules.append(try SeccompRule(call, in: group)) }
        }
        return rules
    }

    private static func export(_ groups: [SyscallGroup]) throws(Diagnostic) -> [UInt8] {
        let rules = try rules(of: groups)
        var fault = 0
        let file = unsafe withNames(rules) { raw in
            unsafe cbox_filter(raw.baseAddress, raw.count, UInt32(ENOSYS), &fault)
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
