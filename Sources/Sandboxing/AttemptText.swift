import CBox
import Execution
import Glibc

/// Turns what the box noted of a call into words; all of it came from the program.
enum AttemptText {
    static func call(_ raw: box_attempt) -> AttemptedCall {
        let outcome: AttemptedCall.Outcome =
            switch raw.answer {
            case 0: .wentOn
            case UInt32(BOX_ANSWER_FATAL): .fatal
            default: .refused(SeccompRule.errorName(raw.answer))
            }
        let name = callName(raw.call)
        return AttemptedCall(
            call: name, detail: detail(raw, of: name), count: Int(clamping: raw.count),
            outcome: outcome)
    }

    static func callName(_ number: UInt32) -> String {
        var name = [CChar](repeating: 0, count: 64)
        guard unsafe cbox_call_name(Int32(bitPattern: number), &name, name.count) == 0 else {
            return "system call \(number)"
        }
        return text(name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }

    private static func detail(_ raw: box_attempt, of name: String) -> String {
        let bytes = unsafe withUnsafeBytes(of: raw.bytes) {
            unsafe Array($0.prefix(Int(raw.bytes_count)))
        }
        switch box_attempt_form(rawValue: raw.form) {
        case BOX_ATTEMPT_TEXT: return text(bytes)
        case BOX_ATTEMPT_ADDRESS: return address(bytes)
        default: return numbers(raw, of: name)
        }
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// `127.0.0.1:80`, `[::1]:80`, `unix:/run/x`, `unix:@abstract`.
    static func address(_ bytes: [UInt8]) -> String {
        guard bytes.count >= 2 else { return "" }
        let family = Int32(bytes[0]) | Int32(bytes[1]) << 8
        func port() -> Int { Int(bytes[2]) << 8 | Int(bytes[3]) }
        switch family {
        case AF_INET where bytes.count >= 8:
            return bytes[4..<8].map(String.init).joined(separator: ".") + ":\(port())"
        case AF_INET6 where bytes.count >= 24:
            let groups = stride(from: 8, to: 24, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return "[\(internet6(groups))]:\(port())"
        case AF_UNIX where bytes.count > 2:
            let path = bytes[2...]
            return path.first == 0
                ? "unix:@" + text(path.dropFirst()) : "unix:" + text(path.prefix { $0 != 0 })
        default: return "address family \(family)"
        }
    }

    /// The longest run of zero groups, of two at least, is written `::` (RFC 5952).
    private static func internet6(_ groups: [UInt16]) -> String {
        var longest = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        func words(_ part: some Collection<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard longest.count > 1 else { return words(groups) }
        return words(groups[..<longest.lowerBound]) + "::" + words(groups[longest.upperBound...])
    }

    private static func numbers(_ raw: box_attempt, of name: String) -> String {
        let (first, second, third) = raw.numbers
        let small = Int32(truncatingIfNeeded: first)
        switch name {
        case "kill", "tkill", "tgkill":
            let signal = Int32(truncatingIfNeeded: second)
            return "process \(small), \(signal == 0 ? "signal 0" : signalName(signal))"
        case "process_vm_readv", "process_vm_writev": return "process \(small)"
        case "kcmp": return "processes \(small) and \(Int32(truncatingIfNeeded: second))"
        case "ptrace": return "request \(small), process \(Int32(truncatingIfNeeded: second))"
        case "socket":
            let type = Int32(truncatingIfNeeded: second) & 0xF
            return
                "\(familyName(small)), type \(type), protocol \(Int32(truncatingIfNeeded: third))"
        case "unshare", "setns", "clone", "ioctl": return "0x" + String(first, radix: 16)
        case "prctl", "keyctl", "bpf", "personality": return "\(small)"
        default: return ""
        }
    }

    private static func familyName(_ family: Int32) -> String {
        let names: [Int32: String] = [
            AF_UNIX: "AF_UNIX", AF_INET: "AF_INET", AF_INET6: "AF_INET6", 16: "AF_NETLINK",
            17: "AF_PACKET", 38: "AF_ALG", 40: "AF_VSOCK", 44: "AF_XDP", 15: "AF_KEY",
            29: "AF_CAN", 31: "AF_BLUETOOTH", 30: "AF_TIPC", 21: "AF_RDS",
        ]
        return names[family] ?? "family \(family)"
    }
}
