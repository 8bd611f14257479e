import CBox
package import Execution
import Glibc

/// Turns a profile's groups of system calls into a seccomp filter.
///
/// What no group lists fails with `ENOSYS`, as on a kernel that does not have it: C libraries then
/// fall back to older calls, so a new library does not break on an old profile.
package enum SeccompPolicy {
    /// What an unlisted call fails with.
    package static let unlisted = "ENOSYS"

    /// The filter as classic BPF, 8 bytes an instruction, for this machine's architecture.
    package static func filter(_ groups: [SyscallGroup]) throws(Diagnostic) -> [UInt8] {
        var outcomes: [UInt32: SeccompOutcome] = [:]
        let unlisted = SeccompAction.fail(UInt32(ENOSYS))
        // What follows an unconditional rule of the same call can never be reached.
        var decided = Set<UInt32>()
        for rule in try rules(of: groups) {
            let number = unsafe rule.name.withCString { unsafe cbox_call_number($0) }
            // Known, but not on this architecture: nothing to allow or to refuse.
            guard number >= 0, !decided.contains(UInt32(number)) else { continue }
            var outcome = outcomes[UInt32(number)] ?? SeccompOutcome(otherwise: unlisted)
            if let test = rule.condition {
                outcome.cases.append(.init(test: test, action: rule.answer))
            } else {
                outcome.otherwise = rule.answer
                decided.insert(UInt32(number))
            }
            outcomes[UInt32(number)] = outcome
        }
        return SeccompProgram.compile(
            outcomes, unlisted: unlisted, architecture: cbox_architecture())
    }

    /// libseccomp's filter of the same rules: what ours is tested against.
    package static func reference(_ groups: [SyscallGroup]) throws(Diagnostic) -> [UInt8] {
        try export(groups, readable: false)
    }

    /// The rules as libseccomp's pseudo code.
    package static func readable(_ groups: [SyscallGroup]) throws(Diagnostic) -> String {
        String(decoding: try export(groups, readable: true), as: UTF8.self)
    }

    private static func rules(of groups: [SyscallGroup]) throws(Diagnostic) -> [Rule] {
        var rules: [Rule] = []
        for group in groups {
            for call in group.calls { rules.append(try Rule(call, in: group)) }
        }
        return rules
    }

    private static func export(_ groups: [SyscallGroup], readable: Bool) throws(Diagnostic)
        -> [UInt8]
    {
        let rules = try rules(of: groups)
        var fault = 0
        let file = unsafe withNames(rules) { raw in
            unsafe cbox_filter(raw.baseAddress, raw.count, UInt32(ENOSYS), readable ? 1 : 0, &fault)
        }
        guard file >= 0 else {
            guard fault < rules.count else {
                throw Diagnostic("cannot build the seccomp filter", note: describe(error: -file))
            }
            throw Diagnostic(
                "cannot use the system call `\(rules[fault].text)` of "
                    + "group `\(rules[fault].group)`",
                note: describe(error: -file))
        }
        defer { close(file) }
        guard let bytes = readAll(file, atMost: 1 << 20) else {
            throw Diagnostic("cannot read the seccomp filter back")
        }
        return bytes
    }

    private static func withNames(
        _ rules: [Rule], _ body: (UnsafeBufferPointer<cbox_rule>) -> Int32
    ) -> Int32 {
        let names = unsafe rules.map { unsafe strdup($0.name) }
        defer { unsafe names.forEach { unsafe free($0) } }
        var raw: [cbox_rule] = unsafe []
        for (index, rule) in rules.enumerated() {
            unsafe raw.append(
                cbox_rule(
                    name: names[index], action: rule.action.rawValue, error: rule.error,
                    test: rule.test.rawValue, argument: rule.argument, mask: rule.mask,
                    value: rule.value))
        }
        return unsafe raw.withUnsafeBufferPointer { unsafe body($0) }
    }
}

/// One system call of a group, with its argument test.
private struct Rule {
    let text: String
    let group: String
    let name: String
    let action: cbox_action
    var error: UInt32 = 0
    var test = CBOX_ALWAYS
    var argument: UInt32 = 0
    var mask: UInt64 = 0
    var value: UInt64 = 0

    var condition: SeccompTest? {
        test == CBOX_ALWAYS
            ? nil : SeccompTest(test: test, argument: argument, mask: mask, value: value)
    }

    var answer: SeccompAction {
        switch action {
        case CBOX_ERRNO: .fail(error)
        case CBOX_KILL: .kill
        default: .allow
        }
    }

    init(_ text: String, in group: SyscallGroup) throws(Diagnostic) {
        self.text = text
        self.group = group.name
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
        if parts.count == 2, !parse(parts[1]) {
            throw Diagnostic(
                "cannot read the argument test of `\(text)` in the group `\(group.name)`",
                hint: "write it as `clone:arg0&0x7e020000==0` or `socket:arg0==1`")
        }
    }

    /// `arg0&0x7e020000==0`, `arg0==1`, `arg1!=2`, `arg0>10`, `arg0<3`.
    private mutating func parse(_ suffix: Substring) -> Bool {
        guard suffix.hasPrefix("arg"), let digit = suffix.dropFirst(3).first?.wholeNumberValue,
            digit < 6
        else { return false }
        argument = UInt32(digit)
        var rest = suffix.dropFirst(4)
        if rest.first == "&" {
            guard let equals = rest.firstIndex(of: "="),
                let bits = Self.number(rest[rest.index(after: rest.startIndex)..<equals]),
                rest[equals...].hasPrefix("==")
            else { return false }
            mask = bits
            test = CBOX_MASKED_EQUAL
            rest = rest[equals...].dropFirst(2)
        } else {
            let tests: [(String, cbox_test)] = [
                ("==", CBOX_EQUAL), ("!=", CBOX_NOT_EQUAL), (">", CBOX_ABOVE), ("<", CBOX_BELOW),
            ]
            guard let (sign, found) = tests.first(where: { rest.hasPrefix($0.0) }) else {
                return false
            }
            test = found
            rest = rest.dropFirst(sign.count)
        }
        guard let number = Self.number(rest) else { return false }
        value = number
        return true
    }

    private static func number(_ text: Substring) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }

    private static let errors: [String: UInt32] = [
        "EPERM": UInt32(EPERM), "EACCES": UInt32(EACCES), "ENOSYS": UInt32(ENOSYS),
        "EINVAL": UInt32(EINVAL), "EAFNOSUPPORT": UInt32(EAFNOSUPPORT), "ENOTTY": UInt32(ENOTTY),
        "EOPNOTSUPP": UInt32(EOPNOTSUPP), "ENOENT": UInt32(ENOENT),
    ]
}
