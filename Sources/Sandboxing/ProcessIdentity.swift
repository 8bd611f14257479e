import CBox
import Glibc

/// Tells this process from every other on the host, those of other containers included.
///
/// A process number says nothing without its namespace, and is used again.
struct ProcessIdentity: Sendable, Equatable {
    /// The inode of the process namespace.
    var namespace: UInt64
    var pid: Int32
    /// In ticks since the host's start.
    var started: UInt64

    static let own = ProcessIdentity(
        namespace: namespaceInode(), pid: getpid(), started: startTime(of: getpid()) ?? 0)

    /// The beginning of the names of this process' groups.
    func name(_ word: String) -> String {
        "\(word)-\(String(namespace, radix: 36))-\(pid)-\(String(started, radix: 36))-"
    }

    private static func namespaceInode() -> UInt64 {
        var info = stat()
        return unsafe stat("/proc/self/ns/pid", &info) == 0 ? UInt64(info.st_ino) : 0
    }

    /// `nil` where there is no such process.
    static func startTime(of pid: Int32) -> UInt64? {
        guard let text = readSmallFile("/proc/\(pid)/stat"),
            // The name may hold anything; it ends at the last parenthesis.
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        return fields.count > 20 ? UInt64(fields[20]) : nil
    }

    /// Whose a group of that name is, unless it is none of ours.
    init?(name: String, word: String) {
        let parts = name.split(separator: "-")
        guard parts.count == 5, parts[0] == word, let namespace = UInt64(parts[1], radix: 36),
            let pid = Int32(parts[2]), let started = UInt64(parts[3], radix: 36)
        else { return nil }
        self.init(namespace: namespace, pid: pid, started: started)
    }

    init(namespace: UInt64, pid: Int32, started: UInt64) {
        self.namespace = namespace
        self.pid = pid
        self.started = started
    }

    /// Removes groups that dead processes left; one in use cannot be removed.
    ///
    /// The processes of another namespace cannot be asked for: their groups are left alone for a
    /// minute, within which a live one has put its box there.
    static func sweep(_ directory: String, word: String, olderThan seconds: Int = 60) {
        for name in ControlGroups.names(in: directory) where name.hasPrefix(word + "-") {
            let path = directory + "/" + name
            let owner = ProcessIdentity(name: name, word: word)
            if let owner, owner.namespace == own.namespace {
                guard startTime(of: owner.pid) != owner.started else { continue }
            } else {
                var info = stat()
                guard unsafe stat(path, &info) == 0, time(nil) - info.st_ctim.tv_sec >= seconds
                else { continue }
            }
            unsafe rmdir(path)
        }
    }
}
