import CBox
import Glibc

/// What of a box is counted and bounded.
enum GroupController: String, CaseIterable, Sendable {
    case memory, pids, cpu

    /// As version 1 calls it.
    var firstName: String { self == .cpu ? "cpuacct" : rawValue }
}

enum GroupVersion: Int, Sendable {
    case v1 = 1
    case v2
}

/// Where groups with a controller can be made.
struct GroupPlace: Sendable, Equatable {
    var version: GroupVersion
    var directory: String
}

/// One file of a box's group: the only place that knows the names of either version.
struct GroupFile: Sendable {
    let purpose: box_group_file
    let controller: GroupController
    let name: String
    let mode: Int32
    /// Without it a box cannot be.
    var needed = true

    /// In the protocol's order.
    static func all(_ version: GroupVersion) -> [GroupFile] {
        switch version {
        case .v1: first
        case .v2: second
        }
    }

    private static let joins = [
        GroupFile(
            purpose: BOX_MEMORY_JOIN, controller: .memory, name: "cgroup.procs", mode: O_WRONLY),
        GroupFile(purpose: BOX_PIDS_JOIN, controller: .pids, name: "cgroup.procs", mode: O_WRONLY),
        GroupFile(purpose: BOX_CPU_JOIN, controller: .cpu, name: "cgroup.procs", mode: O_WRONLY),
    ]

    private static let first =
        joins + [
            GroupFile(
                purpose: BOX_MEMORY_LIMIT, controller: .memory, name: "memory.limit_in_bytes",
                mode: O_RDWR),
            GroupFile(
                purpose: BOX_MEMORY_SWAP_LIMIT, controller: .memory,
                name: "memory.memsw.limit_in_bytes", mode: O_RDWR, needed: false),
            GroupFile(
                purpose: BOX_MEMORY_USAGE, controller: .memory, name: "memory.usage_in_bytes",
                mode: O_RDONLY),
            GroupFile(
                purpose: BOX_MEMORY_PEAK, controller: .memory, name: "memory.max_usage_in_bytes",
                mode: O_RDWR),
            GroupFile(
                purpose: BOX_MEMORY_OOM, controller: .memory, name: "memory.oom_control",
                mode: O_RDONLY),
            GroupFile(
                purpose: BOX_MEMORY_EVENT_CONTROL, controller: .memory,
                name: "cgroup.event_control", mode: O_WRONLY, needed: false),
            GroupFile(purpose: BOX_PIDS_LIMIT, controller: .pids, name: "pids.max", mode: O_RDWR),
            GroupFile(
                purpose: BOX_PIDS_EVENTS, controller: .pids, name: "pids.events", mode: O_RDONLY,
                needed: false),
            GroupFile(
                purpose: BOX_CPU_USAGE, controller: .cpu, name: "cpuacct.usage", mode: O_RDONLY),
            GroupFile(
                purpose: BOX_MEMORY_STAT, controller: .memory, name: "memory.stat",
                mode: O_RDONLY, needed: false),
        ]

    /// The limit with swap is no file of its own here: `memory.swap.max` is 0 once and for all.
    private static let second =
        joins + [
            GroupFile(
                purpose: BOX_MEMORY_LIMIT, controller: .memory, name: "memory.max", mode: O_RDWR),
            GroupFile(
                purpose: BOX_MEMORY_USAGE, controller: .memory, name: "memory.current",
                mode: O_RDONLY),
            // Linux 6.12 and later: writing begins anew, for this descriptor alone.
            GroupFile(
                purpose: BOX_MEMORY_PEAK, controller: .memory, name: "memory.peak", mode: O_RDWR,
                needed: false),
            GroupFile(
                purpose: BOX_MEMORY_OOM, controller: .memory, name: "memory.events",
                mode: O_RDONLY),
            GroupFile(purpose: BOX_PIDS_LIMIT, controller: .pids, name: "pids.max", mode: O_RDWR),
            GroupFile(
                purpose: BOX_PIDS_EVENTS, controller: .pids, name: "pids.events", mode: O_RDONLY,
                needed: false),
            // There without the controller too.
            GroupFile(
                purpose: BOX_CPU_USAGE, controller: .cpu, name: "cpu.stat", mode: O_RDONLY),
            GroupFile(
                purpose: BOX_MEMORY_STAT, controller: .memory, name: "memory.stat",
                mode: O_RDONLY, needed: false),
            GroupFile(
                purpose: BOX_MEMORY_PEAK_EVER, controller: .memory, name: "memory.peak",
                mode: O_RDONLY, needed: false),
        ]

    /// The descriptor of this file in a group's directory, or -errno.
    func open(in directory: String) -> Int32 {
        let file = unsafe Glibc.open(directory + "/" + name, mode | O_CLOEXEC)
        guard file >= 0 else { return -errno }
        // Root may open what nobody can write: the mode tells what the kernel offers.
        var info = stat()
        let writes = purpose == BOX_MEMORY_PEAK
        guard !writes || (unsafe fstat(file, &info) == 0 && info.st_mode & S_IWUSR != 0) else {
            close(file)
            return -EACCES
        }
        return file
    }
}
