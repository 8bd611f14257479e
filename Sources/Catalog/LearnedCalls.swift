package import Execution

/// What samples tried that a profile refuses, sorted by what would have to change.
package struct LearnedCalls: Sendable, Equatable {
    /// Why a call was refused.
    package enum Cause: Sendable, Equatable {
        /// No group names it; a new group with this name could allow it.
        case unlisted(suggestion: String)
        /// A group allows it, but with other arguments.
        case otherArguments(group: String)
        /// A group refuses it; to allow it, a group of a file that extends that one must name it.
        case refused(group: String, why: String)
        /// This kernel has no name for it.
        case unknown
    }

    /// One call, over all samples.
    package struct Call: Sendable, Equatable {
        package var name: String
        package var cause: Cause
        package var count: Int
        /// In the order in which they were run.
        package var samples: [String]
        /// The first few different arguments, as the box tells them; hostile text.
        package var details: [String]

        /// What a program could do with it that a box is there to prevent; `nil` for most.
        package var danger: String? { CallFamily.danger(of: name) }
    }

    /// In the order first tried.
    package private(set) var calls: [Call] = []
    /// Samples that tried more than the box lists, so that calls may be missing.
    package private(set) var overflowed: [String] = []

    private let profile: SandboxProfile
    private static let mostDetails = 4

    package init(profile: SandboxProfile) { self.profile = profile }

    /// Adds what a run of a sample tried; what was let go on is left out.
    package mutating func add(_ run: RunResult, sample: String) {
        if run.attemptsDropped > 0, !overflowed.contains(sample) { overflowed.append(sample) }
        for attempt in run.attempts where attempt.outcome != .wentOn {
            let cause = cause(of: attempt)
            let place =
                calls.firstIndex { $0.name == attempt.call && $0.cause == cause } ?? calls.count
            if place == calls.count {
                calls.append(
                    Call(name: attempt.call, cause: cause, count: 0, samples: [], details: []))
            }
            calls[place].count += attempt.count
            if !calls[place].samples.contains(sample) { calls[place].samples.append(sample) }
            if !attempt.detail.isEmpty, calls[place].details.count < Self.mostDetails,
                !calls[place].details.contains(attempt.detail)
            {
                calls[place].details.append(attempt.detail)
            }
        }
    }

    /// Whether new groups could allow something that was refused.
    package var hasProposal: Bool {
        calls.contains { if case .unlisted = $0.cause { true } else { false } }
    }

    private func cause(of attempt: AttemptedCall) -> Cause {
        guard ProfileRules.isName(attempt.call) else { return .unknown }
        var allowing: String?
        for group in profile.syscalls {
            for call in group.calls {
                let parts = call.split(separator: ":", maxSplits: 1)
                guard parts.first.map(String.init) == attempt.call else { continue }
                let refuses = group.action != .allow
                if refuses, parts.count == 1 || matches(group.action, attempt.outcome) {
                    return .refused(group: group.name, why: group.why)
                }
                if !refuses { allowing = allowing ?? group.name }
            }
        }
        if let allowing { return .otherArguments(group: allowing) }
        let family = CallFamily.name(of: attempt.call)
        let isTaken = profile.syscalls.contains { $0.name == family }
        return .unlisted(suggestion: isTaken ? "\(family)-of-\(profile.language)" : family)
    }

    private func matches(_ action: SyscallGroup.Action, _ outcome: AttemptedCall.Outcome) -> Bool {
        switch (action, outcome) {
        case (.errno(let error), .refused(let seen)): error == seen && seen != "ENOSYS"
        case (.kill, .fatal): true
        default: false
        }
    }
}

extension LearnedCalls {
    /// Groups to paste into the language's file; the reasons are left for a person to give, and
    /// the file is not valid before.
    package var yaml: String {
        var groups: [(name: String, calls: [Call])] = []
        for call in calls {
            guard case .unlisted(let name) = call.cause else { continue }
            let place = groups.firstIndex { $0.name == name } ?? groups.count
            if place == groups.count { groups.append((name, [])) }
            groups[place].calls.append(call)
        }
        guard !groups.isEmpty else { return "" }
        var text = "syscalls:\n"
        for group in groups {
            text +=
                "  - group: \(group.name)\n    why:  # what needs it, and what it cannot reach\n"
            text += "    allow:\n"
            for call in group.calls {
                let times = call.count == 1 ? "once" : "\(call.count) times"
                let samples = call.samples.map(Self.comment).joined(separator: ", ")
                text += "      - \(call.name)  # \(times), in \(samples)"
                text += (call.danger.map { "; mind: \($0)" } ?? "") + "\n"
            }
        }
        return text
    }

    /// Text that stays in its comment: file names may hold anything.
    private static func comment(_ text: String) -> String {
        let printable = text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "?"
            default: String(scalar)
            }
        }
        return printable.joined()
    }
}

extension SandboxProfile {
    /// The same profile that reports all it refuses, and nothing that it allows.
    ///
    /// What samples can do is as before: nothing is allowed for the sake of learning.
    package var learning: SandboxProfile {
        var profile = self
        profile.reportUnlisted = true
        for index in profile.syscalls.indices {
            profile.syscalls[index].report = profile.syscalls[index].action != .allow
        }
        return profile
    }
}

/// System calls that belong together, to propose groups by.
enum CallFamily {
    private static let families: [(name: String, members: Set<String>, prefixes: [String])] = [
        (
            "memory-policy",
            [
                "mbind", "set_mempolicy", "get_mempolicy", "migrate_pages", "move_pages",
                "set_mempolicy_home_node",
            ], []
        ),
        ("memory", ["mlock2", "mlockall", "munlockall", "remap_file_pages", "mseal"], ["pkey_"]),
        ("message-queues", [], ["mq_"]),
        ("shared-memory", ["memfd_create", "memfd_secret"], ["shm", "sem", "msg"]),
        ("asynchronous-files", [], ["io_"]),
        ("file-watching", [], ["inotify_", "fanotify_"]),
        ("file-attributes", [], ["getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr"]),
        ("file-locks", ["flock"], []),
        ("time", ["times", "adjtimex"], ["clock_", "timer", "getitimer", "setitimer"]),
        ("scheduling", ["getpriority", "ioprio_get", "ioprio_set"], ["sched_"]),
        ("processes", ["process_madvise", "process_mrelease", "unshare", "setns"], ["pidfd_"]),
        ("signals", [], ["rt_", "signalfd"]),
        ("sockets", [], ["socket", "recv", "send", "getsock", "setsock"]),
        ("identity", ["getgroups", "umask"], ["getres", "setres", "setre"]),
        ("limits", ["getrusage"], ["getrlimit", "setrlimit"]),
        (
            "files", ["sync", "syncfs", "readahead", "vmsplice", "tee", "splice", "cachestat"],
            [
                "open", "name_to_handle", "fsync", "fdatasync", "statx", "statfs", "mknod", "link",
                "rename", "fchmod", "chown", "lchown", "fchown", "utime",
            ]
        ),
    ]

    private static let dangers: [(prefixes: [String], what: String)] = [
        (["inotify_", "fanotify_"], "it sees what others do with files that all boxes show"),
        (["flock"], "others see its locks on files that all boxes show"),
        (["unshare", "setns"], "it makes or joins namespaces, and with them gains rights"),
        (["name_to_handle_at", "open_by_handle_at"], "it opens files past the mounts"),
        (["io_uring_", "io_submit"], "it does input and output that no filter sees"),
        (["pidfd_getfd", "process_vm_", "process_madvise"], "it reaches into other processes"),
    ]

    /// What could be done with a call that boxes are there to prevent.
    static func danger(of call: String) -> String? {
        dangers.first { $0.prefixes.contains { call.hasPrefix($0) } }?.what
    }

    /// The group that a call may stand in; `other-calls` if it belongs to no family.
    static func name(of call: String) -> String {
        let family = families.first { family in
            family.members.contains(call) || family.prefixes.contains { call.hasPrefix($0) }
        }
        return family?.name ?? "other-calls"
    }
}
