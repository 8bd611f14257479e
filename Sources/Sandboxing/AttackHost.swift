import CBox
import Execution
import Glibc

/// What the escape suite puts on the host for attacks to find, and what it looks at afterwards.
///
/// All of it is open to everybody on the host, so that the box alone keeps code away from it.
final class AttackHost: Sendable {
    private let directory: String
    private let port: UInt16
    private let listeners: [Int32]
    private let segment: Int32
    private let segmentKey: Int32
    private let key: Int32
    private let socketName: String
    /// Of this object; no code that does not read what it must not can know it.
    private let secret: String

    private var canary: String { directory + "/canary" }

    init() throws(RunnerError) {
        var random = SystemRandomNumberGenerator()
        let word = String(random.next(), radix: 16)
        secret = "secret-" + String(random.next(), radix: 16) + String(random.next(), radix: 16)
        // Not where a box has a place of its own.
        let place = unsafe access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"
        directory = "\(place)/assay-canary-\(getpid())-\(word)"
        socketName = "assay-canary-\(getpid())-\(word)"
        try Self.place(secret, in: directory)
        var port: UInt16 = 0
        let loopback = unsafe cbox_listen_loopback(&port)
        let abstract = unsafe cbox_listen_abstract(socketName)
        guard loopback >= 0, abstract >= 0 else {
            if loopback >= 0 { close(loopback) }
            if abstract >= 0 { close(abstract) }
            Self.removeCanary(directory)
            throw .host("cannot listen on the host", error: -min(loopback, abstract))
        }
        self.port = port
        listeners = [loopback, abstract]
        segmentKey = Int32(truncatingIfNeeded: random.next() as UInt32) & 0x7FFF_FFFF | 1
        // Neither is to be had everywhere; what is not there cannot be reached.
        segment = unsafe cbox_segment(segmentKey, secret)
        key = unsafe cbox_key(socketName, secret)
    }

    private static func place(_ secret: String, in directory: String) throws(RunnerError) {
        guard unsafe mkdir(directory, 0o777) == 0, unsafe chmod(directory, 0o777) == 0 else {
            throw .host("cannot make `\(directory)`", error: errno)
        }
        let path = directory + "/canary"
        let file = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .host("cannot make `\(path)`", error: errno) }
        defer { close(file) }
        let text = Array("\(secret)\n".utf8)
        guard unsafe write(file, text, text.count) == text.count, fchmod(file, 0o666) == 0 else {
            throw .host("cannot write `\(path)`", error: errno)
        }
        // Last read before it was last changed: the next one who reads it is noted by the kernel.
        var times = [
            timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 0, tv_nsec: Self.unchanged),
        ]
        unsafe futimens(file, &times)
    }

    /// UTIME_OMIT of the C library.
    private static let unchanged = (1 << 30) - 2

    private static func removeCanary(_ directory: String) {
        unsafe unlink(directory + "/canary")
        unsafe rmdir(directory)
    }

    func remove() {
        for listener in listeners { close(listener) }
        if segment >= 0 { cbox_forget_segment(segment) }
        if key >= 0 { cbox_forget_key(key) }
        Self.removeCanary(directory)
    }

    /// What an attack is told, so that it need not guess.
    var variables: [String: String] {
        // In a container ours may be as low as those in a box, and would stand for one of them.
        let pid = getpid() < 1000 ? 999_999 : getpid()
        var variables = [
            "HOST_CANARY": canary, "HOST_PORT": "\(port)", "HOST_SOCKET": socketName,
            "HOST_PID": "\(pid)", "HOST_SHM": "\(segmentKey)", "HOST_SHM_ID": "\(segment)",
        ]
        if key >= 0 { variables["HOST_KEY"] = "\(key)" }
        return variables
    }

    /// The same for sources that only the compiler sees.
    var header: BoxFile {
        BoxFile(path: "host.h", bytes: Array("#define HOST_CANARY \"\(canary)\"\n".utf8))
    }

    /// Whether bytes that came out of a box hold what is only on the host.
    func isRevealed(by bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(secret)
    }

    // MARK: - Looking

    /// What must be the same before and after.
    struct State: Equatable {
        var canary: [Int]
        var settings: [String: String]
        var mounts: Int
        var leftBehind: [String]
        var descriptors: Int?
    }

    private static let settings = [
        "/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname",
        "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/self/uid_map",
        "/proc/self/oom_score_adj", "/proc/self/cgroup",
    ]

    /// With `alone`, nothing else of this process opens files meanwhile.
    func state(alone: Bool) -> State {
        var info = stat()
        var canary: [Int] = [-1]
        if unsafe stat(self.canary, &info) == 0 {
            canary = [
                Int(info.st_size), Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec),
                Int(info.st_ctim.tv_sec), Int(info.st_ctim.tv_nsec), Int(info.st_atim.tv_sec),
                Int(info.st_nlink), Int(info.st_mode), Int(info.st_uid),
            ]
        }
        var settings: [String: String] = [:]
        for path in Self.settings { settings[path] = readSmallFile(path) }
        let mounts = (readSmallFile("/proc/self/mountinfo") ?? "").split(separator: "\n").count
        var left = ControlGroups.names(in: directory).filter { $0 != "canary" }
        for place in ["/tmp", "/var/tmp", "/dev/shm"] {
            left += ControlGroups.names(in: place).filter { $0.hasPrefix("escape-") }
        }
        return State(
            canary: canary, settings: settings, mounts: mounts, leftBehind: left.sorted(),
            descriptors: alone ? ControlGroups.names(in: "/proc/self/fd").count : nil)
    }

    /// What is not as it was, as sentences; empty if all is.
    func faults(since before: State, mark: String, alone: Bool) -> [String] {
        let after = state(alone: before.descriptors != nil)
        var faults: [String] = []
        if after.canary != before.canary { faults.append("the canary was read or changed") }
        for path in Self.settings where after.settings[path] != before.settings[path] {
            faults.append("`\(path)` changed")
        }
        if after.mounts != before.mounts { faults.append("the host's mounts changed") }
        if after.leftBehind != before.leftBehind {
            faults.append("files were left: \(after.leftBehind.joined(separator: ", "))")
        }
        if after.descriptors != before.descriptors {
            faults.append(
                "descriptors of ours: \(before.descriptors ?? 0), then \(after.descriptors ?? 0)")
        }
        // Each listener is looked at, since a look forgets.
        let reached = listeners.map { cbox_was_reached($0) }
        if reached.contains(1) { faults.append("a socket of the host was reached") }
        if segment >= 0, unsafe cbox_segment_is_untouched(segment, secret) == 0 {
            faults.append("the host's shared memory was touched")
        }
        if key >= 0, unsafe cbox_key_is_untouched(key, secret) == 0 {
            faults.append("the host's key was touched")
        }
        return faults + processes(mark: mark, alone: alone)
    }

    /// Processes of the run that are still there: by a mark in their environment and, where no
    /// other run is under way, by being below a box.
    private func processes(mark: String, alone: Bool) -> [String] {
        var names: [String] = []
        let own = ProcessStatus(pid: getpid())
        if own?.tracer != 0 { names.append("this process is traced") }
        let all = ControlGroups.names(in: "/proc").compactMap { Int32($0) }
        let statuses = all.compactMap(ProcessStatus.init)
        let parents = Dictionary(
            statuses.map { ($0.pid, $0.parent) }, uniquingKeysWith: { first, _ in first })
        for status in statuses where status.state != "Z" {
            let marked = (readSmallFile("/proc/\(status.pid)/environ") ?? "").contains(mark)
            // A box is two levels of namespace processes: its keeper beside us, itself one deeper.
            let deep = alone && status.depth >= (own?.depth ?? 1) + 2
            if marked || (deep && isBelow(getpid(), status.pid, parents)) {
                names.append("the process `\(status.name)` is left")
            }
        }
        return names
    }

    private func isBelow(_ root: Int32, _ pid: Int32, _ parents: [Int32: Int32]) -> Bool {
        var at = pid
        for _ in 0..<64 {
            guard let parent = parents[at], parent > 0 else { return false }
            if parent == root { return true }
            at = parent
        }
        return false
    }
}

/// What `/proc/PID/status` says, to everybody.
private struct ProcessStatus {
    var pid: Int32
    var name = ""
    var state = ""
    var parent: Int32 = 0
    var tracer: Int32 = 0
    /// How many pid namespaces it is in.
    var depth = 1

    init?(pid: Int32) {
        guard let text = readSmallFile("/proc/\(pid)/status") else { return nil }
        self.pid = pid
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
            guard words.count > 1 else { continue }
            switch words[0] {
            case "Name:": name = words.dropFirst().joined(separator: " ")
            case "State:": state = String(words[1])
            case "PPid:": parent = Int32(words[1]) ?? 0
            case "TracerPid:": tracer = Int32(words[1]) ?? 0
            case "NSpid:": depth = words.count - 1
            default: break
            }
        }
    }
}
