import Execution
import Glibc
import TestSupport

/// The sandbox of this host, as the command line sees it.
enum Sandbox {
    /// Whether tests that need it run; `ASSAY_REQUIRE_SANDBOX=1` makes them.
    static let works: Bool =
        SandboxGate.required || (try? assay("doctor", "--quick"))?.status != ExitCode.cannotIsolate

    /// Whether a process with this text among its arguments is alive, in whatever namespace.
    static func runs(_ marker: String) -> Bool {
        guard let directory = opendir("/proc") else { return false }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let pid = Int32(name), pid != getpid() else { continue }
            if commandLine(pid).contains(marker) { return true }
        }
        return false
    }

    /// Waits until a program with the marker runs or not; false if that did not come in time.
    static func waitUntil(_ marker: String, runs wanted: Bool, seconds: Double = 30) -> Bool {
        let end = now() + seconds
        while now() < end {
            if runs(marker) == wanted { return true }
            usleep(20_000)
        }
        return runs(marker) == wanted
    }

    /// The most memory a process ever had, in KiB.
    static func peakMemoryKiB(_ pid: pid_t) -> Int? {
        guard let file = fopen("/proc/\(pid)/status", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("VmHWM:") else { continue }
            return Int(text.filter(\.isNumber))
        }
        return nil
    }

    private static func commandLine(_ pid: pid_t) -> String {
        guard let file = fopen("/proc/\(pid)/cmdline", "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// The exit statuses, as numbers a caller sees.
enum ExitCode {
    static let yes: Int32 = 0
    static let no: Int32 = 1
    static let couldNot: Int32 = 2
    static let usage: Int32 = 64
    static let cannotIsolate: Int32 = 69
    static let interrupted: Int32 = 130
}

/// One `job/1` line.
func jobLine(
    _ id: String, _ source: String, arguments: [String] = [], language: String = "python"
) -> String {
    let job: JSON = [
        "schema": "job/1", "id": .string(id), "language": .string(language),
        "source": .string(source), "args": .strings(arguments),
    ]
    return job.text + "\n"
}

/// The lines of a text as JSON; a line that is none is `null`.
func jsonLines(_ text: String) -> [JSON] {
    text.split(separator: "\n").map { (try? JSON(parsing: String($0))) ?? .null }
}
