import CBox
import Execution
import Glibc

/// Control groups, one leaf for each box in each hierarchy, below this process' own.
///
/// Either version, by controller: a host may have both. A controller that is not there or not ours
/// to use is left out; what that costs is said in every result.
struct ControlGroups: Sendable {
    let places: [GroupController: GroupPlace]
    /// Why a controller is not in `places`, with what would mend it.
    let absences: [GroupController: GroupAbsence]
    let prefix: String
    /// Let the kernel count processor time of ordinary users, where no group does.
    var countsByEvent = true

    /// Looks for what this host offers; made once a process, it also removes what dead processes
    /// of ours left.
    init(named word: String = "assay", on host: GroupHost = GroupHost()) {
        prefix = ProcessIdentity.own.name(word)
        var search = GroupSearch(host: host, prefix: prefix)
        search.run()
        places = search.places
        absences = search.absences
        for directory in Set(places.values.map(\.directory)) {
            ProcessIdentity.sweep(directory, word: word)
        }
    }

    init(places: [GroupController: GroupPlace], prefix: String) {
        self.places = places
        self.prefix = prefix
        absences = [:]
    }

    /// As on a host that has none.
    static let none = ControlGroups(places: [:], prefix: "none-")

    /// By what `/proc/<pid>/cgroup` calls the hierarchy: nothing in version 2.
    var directories: [String: String] {
        Dictionary(
            places.map { ($1.version == .v1 ? $0.firstName : "", $1.directory) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Where no group counts memory, what a process can hold without mapping it is refused: nobody
    /// could see it.
    var refusals: [SyscallGroup] {
        guard places[.memory] == nil else { return [] }
        return [
            SyscallGroup(
                name: "unseen-memory", why: "memory is sampled here, and this cannot be seen",
                action: .errno("ENOSYS"), calls: ["memfd_create", "memfd_secret"])
        ]
    }

    func path(_ controller: GroupController, box: Int) -> String? {
        places[controller].map { "\($0.directory)/\(prefix)\(box)" }
    }

    /// The same by what `directories` calls the hierarchy.
    func path(_ hierarchy: String, box: Int) -> String? {
        directories[hierarchy].map { "\($0)/\(prefix)\(box)" }
    }

    /// Makes the groups of one box and opens their files in the protocol's order.
    func make(box: Int) throws(RunnerError) -> BoxGroup {
        var group = BoxGroup()
        if !countsByEvent { group.flags |= BOX_NO_CPU_EVENT.rawValue }
        for directory in Set(places.values.map(\.directory)) {
            let path = "\(directory)/\(prefix)\(box)"
            guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw .host("cannot make the control group `\(path)`", error: errno)
            }
        }
        do throws(RunnerError) {
            try open(box: box, into: &group)
        } catch {
            group.close()
            throw error
        }
        if places[.memory]?.version == .v2, let leaf = path(.memory, box: box) {
            // A limit that swap could stretch would be none.
            _ = writeSmallFile(leaf + "/memory.swap.max", "0")
        }
        return group
    }

    private func open(box: Int, into group: inout BoxGroup) throws(RunnerError) {
        var files: [(file: GroupFile, directory: String)] = []
        var joined: Set<String> = []
        for (controller, place) in places {
            for file in GroupFile.all(place.version) where file.controller == controller {
                files.append((file, "\(place.directory)/\(prefix)\(box)"))
            }
        }
        files.sort { $0.file.purpose.rawValue < $1.file.purpose.rawValue }
        for (file, directory) in files {
            // Controllers that share a leaf are joined together.
            if file.name == "cgroup.procs", !joined.insert(directory).inserted { continue }
            if file.purpose == BOX_MEMORY_PEAK_EVER, group.has(BOX_MEMORY_PEAK) { continue }
            let descriptor = file.open(in: directory)
            if descriptor >= 0 {
                group.mask |= 1 << UInt32(file.purpose.rawValue)
                group.descriptors.append(descriptor)
            } else if file.needed {
                throw .host("cannot open `\(directory)/\(file.name)`", error: -descriptor)
            }
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

    /// Removes a box's groups; its processes are gone by now.
    func remove(box: Int) {
        for directory in Set(places.values.map(\.directory)) {
            // The kernel may still be letting go of the last process.
            for _ in 0..<50 {
                if unsafe rmdir("\(directory)/\(prefix)\(box)") == 0 || errno != EBUSY { break }
                usleep(2000)
            }
        }
    }
}

/// The open files of one box's control groups.
struct BoxGroup {
    var mask: UInt32 = 0
    /// Of `box_flags`.
    var flags: UInt32 = 0
    var descriptors: [Int32] = []

    func has(_ file: box_group_file) -> Bool { Self.has(file, in: mask) }

    mutating func close() {
        for descriptor in descriptors { Glibc.close(descriptor) }
        descriptors = []
    }

    private static func has(_ file: box_group_file, in mask: UInt32) -> Bool {
        mask & (1 << UInt32(file.rawValue)) != 0
    }

    /// How processor time is counted in a box with these files and layers.
    static func cpuMethod(_ mask: UInt32, layers: UInt32) -> String {
        if has(BOX_CPU_USAGE, in: mask) { return "cgroup" }
        return layers & UInt32(BOX_HAS_CPU_EVENT.rawValue) != 0 ? "perf" : "sampled"
    }

    /// How memory is counted; bounded it is by the kernel in every group.
    static func memoryMethod(_ mask: UInt32) -> String {
        guard has(BOX_MEMORY_USAGE, in: mask) else { return "sampled" }
        return has(BOX_MEMORY_PEAK, in: mask) ? "cgroup" : "cgroup2_sampled"
    }
}

extension LiveProgram {
    /// The box says that what its last run left is still there: another one must do.
    var needsNewBox: Bool {
        failure.map { $0.step == Int32(BOX_STEP_GROUP_LIMIT.rawValue) } ?? false
    }
}
