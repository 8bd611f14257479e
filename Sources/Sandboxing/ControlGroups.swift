import CBox
import Execution
import Glibc

/// Control groups of version 1, one for each box, below this process' own.
///
/// A controller that is not there or not ours to use is left out; what that costs is said in every
/// result. Version 2 has its place here, behind the same descriptors.
struct ControlGroups: Sendable {
    /// Directories in which groups can be made, by controller: `memory`, `pids`, `cpuacct`.
    let directories: [String: String]
    let prefix: String

    static let controllers = ["memory", "pids", "cpuacct"]

    init(named word: String = "assay") {
        let own = Self.ownGroups()
        let mounted = Self.mountPoints()
        let pid = getpid()
        prefix = "\(word)-\(pid)-"
        var usable: [String: String] = [:]
        for controller in Self.controllers {
            guard let mount = mounted[controller] else { continue }
            // In a container the path may be that of the host, which is not to be seen here.
            let nested = mount + (own[controller] ?? "/")
            let base = exists(nested + "/cgroup.procs") ? nested : mount
            Self.sweep(base, word: word)
            let probe = base + "/\(prefix)probe"
            guard unsafe mkdir(probe, 0o755) == 0 || errno == EEXIST else { continue }
            if unsafe access(probe + "/cgroup.procs", W_OK) == 0 { usable[controller] = base }
            unsafe rmdir(probe)
        }
        directories = usable
    }

    init(directories: [String: String], prefix: String) {
        self.directories = directories
        self.prefix = prefix
    }

    /// Removes what dead processes of ours left; a group in use cannot be removed.
    private static func sweep(_ base: String, word: String) {
        for name in names(in: base) where name.hasPrefix(word + "-") {
            let parts = name.split(separator: "-")
            guard parts.count == 3, let pid = Int(parts[1]), !exists("/proc/\(pid)") else {
                continue
            }
            unsafe rmdir(base + "/" + name)
        }
    }

    static func names(in directory: String) -> [String] {
        guard let open = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(open) }
        return unsafe names(in: open)
    }

    static func names(in open: OpaquePointer) -> [String] {
        var names: [String] = []
        while let entry = unsafe readdir(open) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func ownGroups() -> [String: String] {
        var found: [String: String] = [:]
        for line in (readSmallFile("/proc/self/cgroup") ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for controller in fields[1].split(separator: ",") {
                found[String(controller)] = fields[2] == "/" ? "" : String(fields[2])
            }
        }
        return found
    }

    private static func mountPoints() -> [String: String] {
        var found: [String: String] = [:]
        for line in (readSmallFile("/proc/self/mounts") ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[2] == "cgroup" else { continue }
            for option in fields[3].split(separator: ",") where controllers.contains(String(option))
            {
                found[String(option)] = String(fields[1])
            }
        }
        return found
    }

    func path(_ controller: String, box: Int) -> String? {
        directories[controller].map { "\($0)/\(prefix)\(box)" }
    }

    /// Makes the groups of one box and opens their files in the protocol's order.
    func make(box: Int) throws(RunnerError) -> BoxGroup {
        var group = BoxGroup()
        for base in directories.values {
            let path = "\(base)/\(prefix)\(box)"
            guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
                let error = errno
                group.close()
                throw .host("cannot make the control group `\(path)`", error: error)
            }
        }
        for (bit, controller, name, mode, needed) in Self.files {
            guard let directory = path(controller, box: box) else { continue }
            let file = unsafe open(directory + "/" + name, mode | O_CLOEXEC)
            if file >= 0 {
                group.mask |= 1 << UInt32(bit.rawValue)
                group.descriptors.append(file)
            } else if needed {
                let error = errno
                group.close()
                throw .host("cannot open `\(directory)/\(name)`", error: error)
            }
        }
        return group
    }

    /// Removes a box's groups; its processes are gone by now.
    func remove(box: Int) {
        for controller in directories.keys {
            guard let path = path(controller, box: box) else { continue }
            // The kernel may still be letting go of the last process.
            for _ in 0..<50 {
                if unsafe rmdir(path) == 0 || errno != EBUSY { break }
                usleep(2000)
            }
        }
    }

    private static let files: [(box_group_file, String, String, Int32, Bool)] = [
        (BOX_MEMORY_JOIN, "memory", "cgroup.procs", O_WRONLY, true),
        (BOX_PIDS_JOIN, "pids", "cgroup.procs", O_WRONLY, true),
        (BOX_CPU_JOIN, "cpuacct", "cgroup.procs", O_WRONLY, true),
        (BOX_MEMORY_LIMIT, "memory", "memory.limit_in_bytes", O_RDWR, true),
        (BOX_MEMORY_SWAP_LIMIT, "memory", "memory.memsw.limit_in_bytes", O_RDWR, false),
        (BOX_MEMORY_USAGE, "memory", "memory.usage_in_bytes", O_RDONLY, true),
        (BOX_MEMORY_PEAK, "memory", "memory.max_usage_in_bytes", O_RDWR, true),
        (BOX_MEMORY_OOM, "memory", "memory.oom_control", O_RDONLY, true),
        (BOX_MEMORY_EVENT_CONTROL, "memory", "cgroup.event_control", O_WRONLY, false),
        (BOX_PIDS_LIMIT, "pids", "pids.max", O_RDWR, true),
        (BOX_PIDS_EVENTS, "pids", "pids.events", O_RDONLY, false),
        (BOX_CPU_USAGE, "cpuacct", "cpuacct.usage", O_RDONLY, true),
    ]
}

/// The open files of one box's control groups.
struct BoxGroup {
    var mask: UInt32 = 0
    var descriptors: [Int32] = []

    mutating func close() {
        for descriptor in descriptors { Glibc.close(descriptor) }
        descriptors = []
    }
}
