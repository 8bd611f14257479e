import Execution
import Testing

@testable import Sandboxing

struct MachineReportTests {
    private static let quiet = [
        "/proc/meminfo": "MemTotal:  8000000 kB\nMemAvailable:    4194304 kB\n",
        "/proc/swaps": "Filename  Type  Size\n",
        "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "performance\n",
        "/sys/devices/system/cpu/smt/active": "0\n",
        "/proc/sys/kernel/randomize_va_space": "2\n",
    ]

    /// The names of what is no pass, where these files are otherwise; `nil`: not there.
    private func cautions(_ changes: [(path: String, text: String?)]) -> [String] {
        var files = Self.quiet
        for change in changes { files[change.path] = change.text }
        let report = MachineReport { [files] in files[$0] }
        return report.checks.filter { $0.status != .pass }.map(\.name)
    }

    @Test func `a quiet machine passes`() {
        #expect(cautions([]) == [])
    }

    @Test(
        arguments: [
            ("/proc/meminfo", "MemAvailable:  500000 kB\n", "memory"),
            ("/proc/meminfo", nil, "memory"),
            ("/proc/swaps", "Filename Type\n/dev/sda2 partition 1000\n", "swap"),
            (
                "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n",
                "cpu_frequency"
            ),
            ("/sys/devices/system/cpu/smt/active", "1\n", "cpu_threads"),
            ("/proc/sys/kernel/randomize_va_space", "0\n", "aslr"),
        ] as [(String, String?, String)])
    func `what makes times or memory vary is a caution`(
        _ path: String, _ text: String?, _ name: String
    ) {
        #expect(cautions([(path, text)]) == [name])
    }

    @Test func `a kernel that does not scale frequencies or has no threads passes`() {
        #expect(
            cautions([
                ("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", nil),
                ("/sys/devices/system/cpu/smt/active", nil),
            ]) == [])
    }

    @Test func `every caution says what mends it`() {
        let report = MachineReport { _ in nil }
        for check in report.checks where check.status == .caution && check.name != "memory" {
            #expect(check.remedy != nil)
        }
    }
}
