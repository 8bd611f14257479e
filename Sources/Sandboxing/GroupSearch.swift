import CBox
import Glibc

/// What a host says of its control groups: its own files, or in tests a recorded tree's.
struct GroupHost: Sendable {
    /// Before every path; empty for the host itself.
    var root = ""
    var pid = getpid()
    var user = geteuid()

    func read(_ path: String) -> String { readSmallFile(root + path) ?? "" }

    func lines(_ path: String) -> [Substring] { read(path).split(separator: "\n") }

    func words(_ path: String) -> Set<String> {
        Set(read(path).split(whereSeparator: \.isWhitespace).map(String.init))
    }

    func has(_ path: String) -> Bool { exists(root + path) }

    func write(_ path: String, _ text: String) -> Bool { writeSmallFile(root + path, text) }
}

/// Why a controller cannot be used, and what would mend it.
struct GroupAbsence: Sendable, Equatable {
    var reason: String
    var remedy: String
}

/// Looks for directories in which this process can make groups, by controller.
struct GroupSearch {
    let host: GroupHost
    let prefix: String
    var places: [GroupController: GroupPlace] = [:]
    var absences: [GroupController: GroupAbsence] = [:]

    /// Where a hierarchy is mounted, and what of it that place shows.
    private struct Mount {
        var directory: String
        var root: String
        var options: Set<String>
        var isSecond: Bool
    }

    init(host: GroupHost, prefix: String) {
        self.host = host
        self.prefix = prefix
    }

    mutating func run() {
        let mounts = mountPoints()
        let own = ownGroups()
        for controller in GroupController.allCases {
            guard let mount = mounts.first(where: { $0.options.contains(controller.firstName) })
            else { continue }
            let path = own[controller.firstName] ?? "/"
            let nested = nestedDirectory(path, in: mount)
            let base = nested ?? mount.directory
            if canMakeGroups(in: base, file: "cgroup.procs") {
                places[controller] = GroupPlace(version: .v1, directory: host.root + base)
            } else {
                absences[controller] = GroupAbsence(
                    reason: "`\(base)` is not ours to use",
                    remedy: "run as root, or give this user the directory")
            }
        }
        if places.count < GroupController.allCases.count,
            let mount = mounts.first(where: \.isSecond)
        {
            searchSecond(mount, path: own[""] ?? "/")
        }
        for controller in GroupController.allCases
        where places[controller] == nil && absences[controller] == nil {
            absences[controller] = GroupAbsence(
                reason: "no hierarchy with it is mounted",
                remedy: "mount cgroup v2: `mount -t cgroup2 none /sys/fs/cgroup`")
        }
        for controller in places.keys { absences[controller] = nil }
    }

    // MARK: - What the kernel says

    /// The paths of our own groups by version 1's names, and by the empty one for version 2.
    private func ownGroups() -> [String: String] {
        var found: [String: String] = [:]
        for line in host.lines("/proc/self/cgroup") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for controller in fields[1].split(separator: ",", omittingEmptySubsequences: false) {
                found[String(controller)] = String(fields[2])
            }
        }
        return found
    }

    private func mountPoints() -> [Mount] {
        host.lines("/proc/self/mountinfo").compactMap { line in
            let parts = line.split(separator: " ")
            guard let dash = parts.firstIndex(of: "-"), dash >= 6, parts.count > dash + 3,
                parts[dash + 1] == "cgroup" || parts[dash + 1] == "cgroup2"
            else { return nil }
            return Mount(
                directory: String(parts[4]), root: String(parts[3]),
                options: Set(parts[dash + 3].split(separator: ",").map(String.init)),
                isSecond: parts[dash + 1] == "cgroup2")
        }
    }

    /// Our own group as that mount shows it; `nil` if it does not.
    ///
    /// In a container the path may be that of the host, of which the mount shows only a part.
    private func nestedDirectory(_ path: String, in mount: Mount) -> String? {
        var relative = path
        if mount.root != "/" {
            guard path == mount.root || path.hasPrefix(mount.root + "/") else { return nil }
            relative = String(path.dropFirst(mount.root.count))
        }
        guard !relative.split(separator: "/").contains("..") else { return nil }
        let directory = relative == "/" ? mount.directory : mount.directory + relative
        return host.has(directory + "/cgroup.procs") ? directory : nil
    }

    private func canMakeGroups(in directory: String, file: String) -> Bool {
        let probe = "\(host.root)\(directory)/\(prefix)probe"
        guard unsafe mkdir(probe, 0o755) == 0 || errno == EEXIST else { return false }
        defer { unsafe rmdir(probe) }
        return unsafe access(probe + "/cgroup.procs", W_OK) == 0 && exists(probe + "/" + file)
    }

    // MARK: - Version 2

    private static let wanted: [(GroupController, String, String)] = [
        (.memory, "memory", "memory.max"), (.pids, "pids", "pids.max"),
    ]

    /// Chooses one directory for all that version 2 has: a box is then in one leaf.
    private mutating func searchSecond(_ mount: Mount, path: String) {
        let offered = host.words(mount.directory + "/cgroup.controllers")
        var candidates: [String] = []
        if var own = nestedDirectory(path, in: mount) {
            // Another of ours was moved there to make room for groups beside it.
            if own.hasSuffix("/" + Self.supervisor) { own.removeLast(Self.supervisor.count + 1) }
            enable(in: own, isTop: own == mount.directory)
            candidates.append(own)
        }
        if host.user == 0, !isBounded(path, in: mount), !host.has(top(mount) + "/cgroup.type") {
            candidates.append(mount.directory)
        }
        for candidate in candidates {
            for (controller, _, file) in Self.wanted where places[controller] == nil {
                guard canMakeGroups(in: candidate, file: file) else { continue }
                places[controller] = GroupPlace(version: .v2, directory: host.root + candidate)
            }
            // Processor time is counted without a controller; one leaf is cheaper than two.
            let hasOthers = places.values.contains { $0.directory == host.root + candidate }
            if hasOthers || places[.cpu] == nil, canMakeGroups(in: candidate, file: "cpu.stat") {
                places[.cpu] = GroupPlace(version: .v2, directory: host.root + candidate)
            }
        }
        // Where version 1 has it, version 2 cannot: what is said of that one stands.
        for (controller, name, _) in Self.wanted
        where places[controller] == nil && absences[controller] == nil {
            absences[controller] = absence(of: name, offered: offered, at: mount.directory)
        }
    }

    private func absence(
        of name: String, offered: Set<String>, at directory: String
    ) -> GroupAbsence {
        guard offered.contains(name) else {
            return GroupAbsence(
                reason: "cgroup v2 at `\(directory)` does not offer it",
                remedy: "boot with `systemd.unified_cgroup_hierarchy=1 cgroup_no_v1=all`, or in a "
                    + "container delegate the controller")
        }
        return GroupAbsence(
            reason: "this process' own cgroup v2 is not delegated to it alone",
            remedy: "run it as `systemd-run --user --scope -p Delegate=yes assay ...` (as root "
                + "without `--user`); in a container make `assay` its only process")
    }

    /// The top as this mount shows it: only the host's own has no type.
    private func top(_ mount: Mount) -> String { mount.directory }

    static let supervisor = "supervisor"

    /// Lets groups below have the controllers.
    ///
    /// The kernel refuses while processes are in the group itself: ours goes into one of its own,
    /// others are never moved. Nothing is done to a group that was not given to us.
    private func enable(in directory: String, isTop: Bool) {
        let offered = host.words(directory + "/cgroup.controllers")
        let enabled = host.words(directory + "/cgroup.subtree_control")
        let lacking = Self.wanted.map(\.1).filter { offered.contains($0) && !enabled.contains($0) }
        guard !lacking.isEmpty, isDelegated(directory, isTop: isTop) else { return }
        let order = lacking.map { "+" + $0 }.joined(separator: " ")
        let members = host.words(directory + "/cgroup.procs")
        guard members.subtracting([String(host.pid)]).isEmpty else { return }
        let leaf = directory + "/" + Self.supervisor
        if !members.isEmpty {
            guard unsafe mkdir(host.root + leaf, 0o755) == 0 || errno == EEXIST,
                host.write(leaf + "/cgroup.procs", String(host.pid))
            else { return }
        }
        if !host.write(directory + "/cgroup.subtree_control", order), !members.isEmpty {
            _ = host.write(directory + "/cgroup.procs", String(host.pid))
            unsafe rmdir(host.root + leaf)
        }
    }

    /// Given to us: by systemd's mark, by its owner, or as the top of a container.
    private func isDelegated(_ directory: String, isTop: Bool) -> Bool {
        let path = host.root + directory
        guard exists(path + "/cgroup.type") else { return false }
        let marks = ["trusted.delegate", "user.delegate"]
        if marks.contains(where: { unsafe cbox_is_marked(path, $0) == 1 }) { return true }
        var info = stat()
        guard unsafe stat(path, &info) == 0 else { return false }
        return isTop || (info.st_uid == host.user && host.user != 0)
    }

    /// Whether whoever started us bounds the memory we use: then boxes must stay below.
    private func isBounded(_ path: String, in mount: Mount) -> Bool {
        guard var at = nestedDirectory(path, in: mount) else { return true }
        while at.count > mount.directory.count {
            // Not `pids.max`: systemd sets it for all, and each box has one of its own.
            for file in ["memory.max", "memory.high"] {
                let words = host.words(at + "/" + file)
                if !words.isEmpty, words != ["max"] { return true }
            }
            at = String(at[..<(at.lastIndex(of: "/") ?? at.startIndex)])
        }
        return false
    }
}
