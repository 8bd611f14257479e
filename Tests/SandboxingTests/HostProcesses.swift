import Foundation

/// Processes as the host sees them, found by a word of their command line.
struct HostProcess {
    let pid: Int32
    let command: String
    let status: [String: String]

    var parent: Int32 { status["PPid"].flatMap { Int32($0) } ?? 0 }
    /// The real uid on the host.
    var user: UInt32? { status["Uid"]?.split(separator: "\t").first.flatMap { UInt32($0) } }

    init?(_ pid: Int32) {
        guard let command = Self.read("/proc/\(pid)/cmdline"),
            let text = Self.read("/proc/\(pid)/status")
        else { return nil }
        self.pid = pid
        self.command = command
        var status: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            status[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        self.status = status
    }

    static func holding(_ word: String) -> [HostProcess] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { HostProcess($0) }
            .filter { $0.command.contains(word) && $0.status["State"]?.hasPrefix("Z") == false }
    }

    /// Waits until as many are there, at most ten seconds.
    static func waitFor(_ word: String, count: Int = 1) async throws -> [HostProcess] {
        for _ in 0..<500 {
            let found = holding(word)
            if found.count == count { return found }
            try await Task.sleep(for: .milliseconds(20))
        }
        return holding(word)
    }

    static func exists(_ pid: Int32) -> Bool {
        HostProcess(pid).map { $0.status["State"]?.hasPrefix("Z") == false } ?? false
    }

    /// The `assay-box` processes above this one, innermost first.
    var boxes: [HostProcess] {
        var found: [HostProcess] = []
        var at = HostProcess(parent)
        while let one = at, one.status["Name"] == "assay-box" {
            found.append(one)
            at = HostProcess(one.parent)
        }
        return found
    }

    /// The paths of its control groups by controller.
    var groups: [String: String] {
        var groups: [String: String] = [:]
        for line in (Self.read("/proc/\(pid)/cgroup") ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2)
            if fields.count == 3 { groups[String(fields[1])] = String(fields[2]) }
        }
        return groups
    }

    static func word() -> String { "marked-\(UUID().uuidString)" }

    private static func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
