import Execution

/// What of the machine makes measured times and memory vary, or boxes run short.
struct MachineReport {
    /// The text of a small file of `/proc` or `/sys`; `nil` if there is none.
    var read: (String) -> String? = readSmallFile

    var checks: [HostCheck] {
        [memory(), swap(), frequency(), threads(), addresses()]
    }

    private func word(_ path: String) -> String? {
        read(path)?.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// Boxes keep their files in memory, beside their programs.
    private func memory() -> HostCheck {
        let line = read("/proc/meminfo")?.split(separator: "\n")
            .first { $0.hasPrefix("MemAvailable:") }
        guard let line, let free = Int(line.filter(\.isNumber)) else {
            return HostCheck(
                name: "memory", status: .caution, detail: "/proc/meminfo does not tell what is free"
            )
        }
        let detail = "\(free >> 10) MiB free for programs and for the files of their boxes"
        guard free < 1 << 20 else {
            return HostCheck(name: "memory", status: .pass, detail: detail)
        }
        return HostCheck(
            name: "memory", status: .caution, detail: detail + ": the host may run out of it",
            remedy: "lower `--jobs` or the limit `memory_bytes`")
    }

    private func swap() -> HostCheck {
        let lines = (read("/proc/swaps") ?? "").split(separator: "\n").dropFirst()
        return lines.isEmpty
            ? HostCheck(
                name: "swap", status: .pass, detail: "off: memory limits and times are steady")
            : HostCheck(
                name: "swap", status: .caution,
                detail: "on: a program over its memory may get slow instead of being stopped",
                remedy: "swapoff -a")
    }

    private func frequency() -> HostCheck {
        let name = "cpu_frequency"
        let path = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
        guard let governor = word(path) else {
            return HostCheck(name: name, status: .pass, detail: "not scaled by this kernel")
        }
        guard governor != "performance" else {
            return HostCheck(name: name, status: .pass, detail: "fixed: governor `performance`")
        }
        return HostCheck(
            name: name, status: .caution,
            detail: "governor `\(governor)`: times depend on what ran before",
            remedy: "cpupower frequency-set --governor performance")
    }

    private func threads() -> HostCheck {
        let name = "cpu_threads"
        guard word("/sys/devices/system/cpu/smt/active") == "1" else {
            return HostCheck(name: name, status: .pass, detail: "each processor is a core")
        }
        return HostCheck(
            name: name, status: .caution,
            detail: "two processors share a core: times depend on what the other one runs",
            remedy: "echo off > /sys/devices/system/cpu/smt/control")
    }

    private func addresses() -> HostCheck {
        let name = "aslr"
        let value = word("/proc/sys/kernel/randomize_va_space")
        guard value != "2" else {
            return HostCheck(name: name, status: .pass, detail: "on")
        }
        return HostCheck(
            name: name, status: .caution,
            detail: "\(value == "0" ? "off" : "not in full"): memory faults are easier to exploit",
            remedy: "sysctl -w kernel.randomize_va_space=2")
    }
}
