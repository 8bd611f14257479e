import CBox
import Execution
import Glibc

/// Writes the messages of `box_protocol.h`.
enum BoxMessages {
    static func header(_ kind: box_kind, run: UInt64 = 0) -> box_header {
        box_header(version: UInt32(BOX_VERSION), kind: kind.rawValue, run: run)
    }

    static func bytes<Value>(of value: Value) -> [UInt8] {
        unsafe withUnsafeBytes(of: value) { unsafe Array($0) }
    }

    /// What every box of one profile is told, but for its user and its control groups.
    static func configuration(
        _ profile: SandboxProfile, filter: [UInt8], user: BoxUser, group: BoxGroup
    ) throws(RunnerError) -> [UInt8] {
        var head = box_configure()
        head.header = header(BOX_CONFIGURE)
        switch user {
        case .caller: head.map_self = 1
        case .host(let id):
            head.host_uid = id
            head.host_gid = id
        }
        head.flags = group.flags | (profile.reaper ? BOX_REAPER.rawValue : 0) | LayerRemoval.flags
        let mounts = profile.mounts + LayerRemoval.mounts
        head.group_files = group.mask
        head.mounts = UInt32(mounts.count)
        head.filter = UInt32(filter.count / 8)
        var message = bytes(of: head)
        var strings: [UInt8] = []
        for mount in mounts {
            var record = box_mount()
            record.kind = kind(mount.kind).rawValue
            record.optional = mount.optional ? 1 : 0
            // A tmpfs has no source; the empty string keeps the records alike.
            let source = Array(mount.source.utf8) + [0]
            let target = Array(mount.target.utf8) + [0]
            record.source_bytes = UInt32(source.count)
            record.target_bytes = UInt32(target.count)
            message += bytes(of: record)
            strings += source + target
        }
        message += filter
        message += strings
        guard message.count <= Int(BOX_MESSAGE_MAX), profile.mounts.count <= Int(BOX_MOUNTS_MAX)
        else { throw RunnerError(.host, "the profile of `\(profile.language)` is too large") }
        return message
    }

    private static func kind(_ kind: Mount.Kind) -> box_mount_kind {
        switch kind {
        case .bind: BOX_BIND
        case .symlink: BOX_SYMLINK
        case .tmpfs: BOX_TMPFS
        case .file: BOX_FILE
        case .device: BOX_DEVICE
        }
    }

    static func limits(_ limits: Limits) -> box_limits {
        func positive(_ value: Int) -> UInt64 { UInt64(max(0, value)) }
        return box_limits(
            cpu_us: positive(limits.cpuMS) * 1000, wall_us: positive(limits.wallMS) * 1000,
            idle_us: positive(limits.idleMS) * 1000, memory_bytes: positive(limits.memoryBytes),
            disk_bytes: positive(limits.diskBytes), inodes: positive(limits.inodes),
            file_bytes: positive(limits.fileBytes), open_files: positive(limits.openFiles),
            stack_bytes: positive(limits.stackBytes), processes: positive(limits.processes))
    }

    /// One run: the message, and its payload apart if it does not fit.
    static func run(_ program: Program, id: UInt64, links: [Int]) throws(RunnerError) -> (
        message: [UInt8], payload: [UInt8]?
    ) {
        try check(program)
        var head = box_run()
        head.header = header(BOX_RUN, run: id)
        head.limits = limits(program.limits)
        head.arguments = UInt32(program.arguments.count)
        head.environment = UInt32(program.environment.count)
        head.files = UInt32(program.files.count)
        head.collect = UInt32(program.collect.count)
        head.links = UInt32(links.count)
        if !program.standardInput.isEmpty { head.flags |= BOX_RUN_HAS_INPUT.rawValue }
        if program.onOneCore, let core = Core.own { head.core = UInt32(core + 1) }
        if program.keepWork { head.flags |= BOX_RUN_KEEP_WORK.rawValue }
        var payload: [UInt8] = []
        for target in links { payload += bytes(of: UInt32(target)) }
        if links.count % 2 == 1 { payload += [0, 0, 0, 0] }
        for file in program.files {
            var record = box_file()
            record.size = UInt64(file.bytes.count)
            record.executable = file.executable ? 1 : 0
            record.read_only = file.readOnly ? 1 : 0
            payload += bytes(of: record)
        }
        func add(_ text: String) {
            payload += text.utf8
            payload.append(0)
        }
        for argument in program.arguments { add(argument) }
        for (name, value) in program.environment { add(name + "=" + value) }
        for file in program.files { add(file.path) }
        for path in program.collect { add(path) }
        for file in program.files { payload += file.bytes }
        head.payload = UInt64(payload.count)
        if MemoryLayout<box_run>.size + payload.count <= Int(BOX_MESSAGE_MAX) {
            return (bytes(of: head) + payload, nil)
        }
        head.flags |= BOX_RUN_PAYLOAD_APART.rawValue
        return (bytes(of: head), payload)
    }

    private static func check(_ program: Program) throws(RunnerError) {
        guard let first = program.arguments.first, first.hasPrefix("/") else {
            throw RunnerError(.host, "a program needs an absolute path to start")
        }
        let strings =
            program.arguments.count + program.environment.count + program.files.count
            + program.collect.count
        guard strings <= Int(BOX_STRINGS_MAX), program.collect.count <= Int(BOX_COLLECT_MAX) else {
            throw RunnerError(.host, "a program has too many arguments or files (\(strings))")
        }
        for path in program.files.map(\.path) + program.collect where !isSafe(path) {
            throw RunnerError(.host, "the path `\(path)` does not stay in the working directory")
        }
        let environment = program.environment.map { $0.key + $0.value }
        guard !(program.arguments + environment).contains(where: { $0.utf8.contains(0) }) else {
            throw RunnerError(.host, "an argument or variable of the program holds a NUL byte")
        }
    }

    private static func isSafe(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/") && !path.utf8.contains(0)
            && !path.split(separator: "/", omittingEmptySubsequences: false).contains {
                $0 == ".." || $0 == "." || $0.isEmpty
            }
    }
}

/// Whom code in a box is on the host.
enum BoxUser: Sendable {
    /// An ordinary user can only map itself.
    case caller
    /// An unused user and group of the host, chosen by root.
    case host(UInt32)
}

/// The names of the box's steps, for messages.
func stepName(_ failure: box_failure) -> String {
    let names: [(box_step, String)] = [
        (BOX_STEP_MESSAGE, "read the request"), (BOX_STEP_JOIN_GROUP, "join the control group"),
        (BOX_STEP_NAMESPACES, "make the namespaces"), (BOX_STEP_MAP_USER, "map the user"),
        (BOX_STEP_ROOT, "make the root"), (BOX_STEP_MOUNT, "mount"), (BOX_STEP_PROC, "mount /proc"),
        (BOX_STEP_PIVOT, "change the root"), (BOX_STEP_WORK, "make the working directory"),
        (BOX_STEP_FILE, "write a file"), (BOX_STEP_HOSTNAME, "set the host name"),
        (BOX_STEP_DESCRIPTOR, "arrange the descriptors"), (BOX_STEP_RESOURCE_LIMIT, "set a limit"),
        (BOX_STEP_CAPABILITIES, "drop the capabilities"), (BOX_STEP_LANDLOCK, "apply Landlock"),
        (BOX_STEP_SECCOMP, "install the seccomp filter"), (BOX_STEP_EXECUTE, "start the program"),
        (BOX_STEP_CLONE, "make the process"), (BOX_STEP_GROUP_LIMIT, "set a control group's limit"),
        (BOX_STEP_OUT_OF_MEMORY_SCORE, "set the out-of-memory score"),
        (BOX_STEP_CORE, "keep to one core"),
    ]
    return names.first { $0.0.rawValue == UInt32(failure.step) }?.1 ?? "do something"
}
