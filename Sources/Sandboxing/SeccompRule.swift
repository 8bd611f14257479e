import CBox
import Execution
import Glibc

/// One system call of a group, with the tests of its arguments: all must hold.
struct SeccompRule {
    let text: String
    let group: String
    let name: String
    let action: cbox_action
    var error: UInt32 = 0
    var tests: [SeccompTest] = []
    private let report: Bool

    var isReported: Bool { report || action == CBOX_KILL }

    /// For people.
    var answer: String {
        switch action {
        case CBOX_KILL: "kill and report"
        case CBOX_ERRNO: Self.errorName(error) + (report ? " and report" : "")
        default: "allow" + (report ? " and report" : "")
        }
    }

    /// What the kernel answers where nobody listens.
    var silently: SeccompAction {
        switch action {
        case CBOX_ERRNO: .fail(error)
        case CBOX_KILL: .kill
        default: .allow
        }
    }

    /// What the box is asked about, else what the kernel answers.
    var reporting: SeccompAction {
        switch action {
        case CBOX_ERRNO: report ? .refuseAndReport(error) : .fail(error)
        case CBOX_KILL: .fatal
        default: report ? .allowAndReport : .allow
        }
    }

    init(_ text: String, in group: SyscallGroup) throws(Diagnostic) {
        self.text = text
        self.group = group.name
        report = group.report
        switch group.action {
        case .allow: action = CBOX_ALLOW
        case .kill: action = CBOX_KILL
        case .errno(let name):
            action = CBOX_ERRNO
            guard let number = Self.errors[name] else {
                throw Diagnostic(
                    "unknown errno `\(name)` in the group of system calls `\(group.name)`",
                    hint: "one of " + Self.errors.keys.sorted().joined(separator: ", "))
            }
            error = number
        }
        let parts = text.split(separator: ":", maxSplits: 1)
        name = String(parts.first ?? "")
        let known = unsafe name.withCString { unsafe cbox_knows_call($0) }
        guard known == 1 else {
            throw Diagnostic("unknown system call `\(name)` in the group `\(group.name)`")
        }
        guard parts.count == 2 else { return }
        let tests = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(Self.test)
        self.tests = tests.compactMap { $0 }
        guard self.tests.count == tests.count, tests.count <= Int(CBOX_TESTS_MAX),
            Set(self.tests.map(\.argument)).count == tests.count
        else {
            throw Diagnostic(
                "cannot read the argument test of `\(text)` in the group `\(group.name)`",
                hint: "write it as `clone:arg0&0x7e020000==0`, or `socket:arg0==2,arg2<2` for both")
        }
    }

    /// `arg0&0x7e020000==0`, `arg0==1`, `arg1!=2`, `arg0>10`, `arg0<3`.
    private static func test(_ suffix: Substring) -> SeccompTest? {
        guard suffix.hasPrefix("arg"), let digit = suffix.dropFirst(3).first?.wholeNumberValue,
            digit < 6
        else { return nil }
        var rest = suffix.dropFirst(4)
        var mask: UInt64 = 0
        let test: cbox_test
        if rest.first == "&" {
            guard let equals = rest.firstIndex(of: "="),
                let bits = number(rest[rest.index(after: rest.startIndex)..<equals]),
                rest[equals...].hasPrefix("==")
            else { return nil }
            mask = bits
            test = CBOX_MASKED_EQUAL
            rest = rest[equals...].dropFirst(2)
        } else {
            let tests: [(String, cbox_test)] = [
                ("==", CBOX_EQUAL), ("!=", CBOX_NOT_EQUAL), (">", CBOX_ABOVE), ("<", CBOX_BELOW),
            ]
            guard let (sign, found) = tests.first(where: { rest.hasPrefix($0.0) }) else {
                return nil
            }
            test = found
            rest = rest.dropFirst(sign.count)
        }
        guard let value = number(rest) else { return nil }
        return SeccompTest(test: test, argument: UInt32(digit), mask: mask, value: value)
    }

    private static func number(_ text: Substring) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }

    static func errorName(_ number: UInt32) -> String {
        errors.first { $0.value == number }?.key ?? "errno \(number)"
    }

    private static let errors: [String: UInt32] = [
        "EPERM": UInt32(EPERM), "EACCES": UInt32(EACCES), "ENOSYS": UInt32(ENOSYS),
        "EINVAL": UInt32(EINVAL), "EAFNOSUPPORT": UInt32(EAFNOSUPPORT), "ENOTTY": UInt32(ENOTTY),
        "EOPNOTSUPP": UInt32(EOPNOTSUPP), "ENOENT": UInt32(ENOENT),
        "ENETUNREACH": UInt32(ENETUNREACH), "EPROTONOSUPPORT": UInt32(EPROTONOSUPPORT),
        "ENOPROTOOPT": UInt32(ENOPROTOOPT), "EADDRNOTAVAIL": UInt32(EADDRNOTAVAIL),
    ]
}
