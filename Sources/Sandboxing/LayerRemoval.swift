import CBox
package import Execution
import Glibc
import Synchronization

/// Leaves layers out, to see that attacks then succeed: the layer check.
///
/// Of the whole process, said once before any box starts, and refused outside a guard. What the box
/// would have to leave out it does only if it is built for that; the one that ships is not.
package enum LayerRemoval {
    private static let removed = Mutex<Set<Attack.Barrier>>([])

    /// Leaves these out from here on; throws a `Diagnostic` that says what the guard lacks.
    package static func leaveOut(_ barriers: [Attack.Barrier]) throws {
        guard !barriers.isEmpty else { return }
        let faults = guardFaults()
        guard faults.isEmpty else {
            throw Diagnostic(
                "layers are left out only inside a guard",
                note: "here: " + faults.joined(separator: ", "))
        }
        removed.withLock { $0 = Set(barriers) }
    }

    /// What keeps this process from being in a guard: a place where an escape does no harm.
    private static func guardFaults() -> [String] {
        var faults: [String] = []
        if unsafe getenv("ASSAY_GUARD") == nil { faults.append("`ASSAY_GUARD` is not set") }
        // The inode numbers of the namespaces that a machine begins with.
        let first = [
            "user": "user:[4026531837]", "pid": "pid:[4026531836]", "ipc": "ipc:[4026531839]",
            "uts": "uts:[4026531838]",
        ]
        for (name, link) in first.sorted(by: { $0.key < $1.key }) {
            var buffer = [UInt8](repeating: 0, count: 64)
            let count = unsafe readlink("/proc/self/ns/\(name)", &buffer, 63)
            let found = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            if found.isEmpty || found == link {
                faults.append("the machine's own \(name) namespace")
            }
        }
        let interfaces = (readSmallFile("/proc/self/net/dev") ?? "eth0:").split(separator: "\n")
            .filter { $0.contains(":") && !$0.contains(" lo:") && !$0.hasPrefix("lo:") }
        if !interfaces.isEmpty { faults.append("a network") }
        for (controller, file) in [("memory", "memory.limit_in_bytes"), ("pids", "pids.max")] {
            let line = (readSmallFile("/proc/self/cgroup") ?? "").split(separator: "\n")
                .first { $0.split(separator: ":").dropFirst().first == Substring(controller) }
            let path = line.map {
                "/sys/fs/cgroup/\(controller)" + ($0.split(separator: ":").last ?? "")
            }
            let text = path.flatMap { readSmallFile($0 + "/" + file) } ?? "max"
            let limit = Int(text.filter(\.isNumber)) ?? .max
            if limit > 4 << 30 { faults.append("no limit of \(controller)") }
        }
        return faults
    }

    // MARK: - What the rest of the module asks

    private static func isOut(_ layer: Layer) -> Bool {
        removed.withLock { $0.contains(.layer(layer)) }
    }

    static var isActive: Bool { removed.withLock { !$0.isEmpty } }

    /// For the box.
    static var flags: UInt32 {
        let flags: [(Layer, UInt32)] = [
            (.landlock, BOX_NO_LANDLOCK.rawValue), (.noCapabilities, BOX_OUT_CAPABILITIES.rawValue),
            (.noNewPrivileges, BOX_OUT_NEW_PRIVILEGES.rawValue),
            (.resourceLimits, BOX_OUT_LIMITS.rawValue), (.workQuota, BOX_OUT_QUOTA.rawValue),
            (.readOnlyRoot, BOX_OUT_READ_ONLY.rawValue), (.maskedProc, BOX_OUT_PROC_MASK.rawValue),
            (.networkNamespace, BOX_OUT_NETWORK.rawValue), (.ipcNamespace, BOX_OUT_IPC.rawValue),
            (.pidNamespace, BOX_OUT_PIDS.rawValue), (.cgroupNamespace, BOX_OUT_CGROUP.rawValue),
        ]
        let removed = removed.withLock { $0 }
        var bits = flags.filter { removed.contains(.layer($0.0)) }.reduce(0) { $0 | $1.1 }
        if removed.contains(.collecting) { bits |= BOX_OUT_COLLECTING.rawValue }
        if removed.contains(.cleanStart) { bits |= BOX_OUT_DESCRIPTORS.rawValue }
        return bits
    }

    /// A filter that lets everything pass, in place of the profile's.
    static var filter: [UInt8]? {
        // BPF_RET | BPF_K of SECCOMP_RET_ALLOW.
        isOut(.seccomp) ? [6, 0, 0, 0, 0, 0, 0xFF, 0x7F] : nil
    }

    /// The user that began all this, in place of one that nobody has.
    static var user: BoxUser? { isOut(.unprivilegedUser) ? .host(0) : nil }

    /// What a box shows of the host besides.
    static var mounts: [Mount] {
        guard isOut(.mountNamespace) else { return [] }
        return ["/etc", "/var", "/opt", "/mnt", "/root", "/home"].map {
            Mount(kind: .bind, source: $0, target: $0, optional: true, why: "the layer check")
        }
    }

    static func left(of groups: ControlGroups) -> ControlGroups {
        let kept = groups.places.filter { controller, _ in
            switch controller {
            case .memory: !isOut(.cgroupMemory)
            case .pids: !isOut(.cgroupPids)
            default: true
            }
        }
        guard kept.count < groups.places.count else { return groups }
        return ControlGroups(places: kept, prefix: groups.prefix)
    }

    /// Nobody counts, and nobody kills but for time in the end.
    static func left(of limits: Limits) -> Limits {
        guard removed.withLock({ $0.contains(.supervision) }) else { return limits }
        var open = limits.applying([
            .cpuMS: 1 << 30, .wallMS: 6000, .idleMS: 0, .outputBytes: 1 << 40, .keepBytes: 1 << 20,
        ])
        if isOut(.cgroupMemory) { open.memoryBytes = 1 << 40 }
        return open
    }
}
