import Execution
import Grading

/// Reads the parts of a profile and says what is wrong with them.
enum ProfileRules {
    static func isName(_ text: String) -> Bool {
        text.utf8.first.map { (97...122).contains($0) } == true && text.utf8.count <= 63
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
            }
    }

    /// Absolute, without `.`, `..`, empty parts or NUL.
    static func isAbsolute(_ path: String) -> Bool {
        path.hasPrefix("/") && path.utf8.count < 4096
            && (path == "/" || isRelative(String(path.dropFirst())))
    }

    /// Relative, without `.`, `..`, empty parts or NUL.
    static func isRelative(_ path: String) -> Bool {
        !path.isEmpty && path.utf8.count < 4096 && !path.utf8.contains(0)
            && path.split(separator: "/", omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    static func relativePath(_ key: String, _ fields: Fields) -> String? {
        guard let path = fields.text(key) else { return nil }
        guard isRelative(path) else {
            fields.findings.report(
                "`\(key)` must be a path inside the working directory, not `\(path)`",
                at: fields[key]?.position)
            return nil
        }
        return path
    }

    static func command(
        _ key: String, _ fields: Fields, known: [String] = ["toolchain", "source", "output"]
    ) -> [String]? {
        guard let words = fields.texts(key) else { return nil }
        let position = fields[key]?.position
        guard let program = words.first else {
            fields.findings.report("`\(key)` is empty", at: position)
            return nil
        }
        if !program.hasPrefix("/"), program != "{toolchain}" {
            fields.findings.report(
                "`\(key)` must begin with an absolute path or `{toolchain}`, not `\(program)`",
                at: position)
        }
        let limits = LimitName.allCases.map(\.rawValue)
        for word in words {
            for name in placeholders(in: word) where !(known + limits).contains(name) {
                let near = Spelling.nearest(to: name, among: known + limits)
                fields.findings.report(
                    "unknown placeholder `{\(name)}` in `\(key)`", at: position,
                    note: "known: " + known.map { "{\($0)}" }.joined(separator: ", ")
                        + ", and limits: {memory_bytes}",
                    hint: near.map { "did you mean `{\($0)}`?" })
            }
        }
        return words
    }

    /// The lower-case words, joined by underscores, that stand in braces; other braces are text.
    private static func placeholders(in word: String) -> [String] {
        word.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
            guard let end = $0.firstIndex(of: "}") else { return nil }
            let name = $0[..<end]
            let isWord =
                !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
            return isWord ? String(name) : nil
        }
    }

    static func environment(_ fields: Fields) -> [String: String] {
        var environment: [String: String] = [:]
        for entry in fields.mapping("environment") {
            guard case .scalar(let value, _) = entry.value.content, !entry.value.isNull else {
                fields.findings.report(
                    "the variable `\(entry.key)` must be text, not \(entry.value.kind)",
                    at: entry.value.position)
                continue
            }
            if entry.key.isEmpty || entry.key.contains("=") || (entry.key + value).utf8.contains(0)
            {
                fields.findings.report(
                    "`\(entry.key)` cannot be an environment variable", at: entry.position)
            }
            environment[entry.key] = value
        }
        return environment
    }

    static func limits(_ key: String, _ fields: Fields) -> [LimitName: Int] {
        var limits: [LimitName: Int] = [:]
        for entry in fields.mapping(key) {
            guard let name = LimitName(rawValue: entry.key) else {
                let near = Spelling.nearest(
                    to: entry.key, among: LimitName.allCases.map(\.rawValue))
                fields.findings.report(
                    "unknown limit `\(entry.key)` in `\(key)`", at: entry.position,
                    hint: near.map { "did you mean `\($0)`?" })
                continue
            }
            let least = name == .idleMS ? 0 : 1
            guard let value = entry.value.integer, value >= least else {
                fields.findings.report(
                    "the limit `\(entry.key)` must be a whole number of at least \(least)",
                    at: entry.value.position)
                continue
            }
            limits[name] = value
        }
        return limits
    }

    static func layers(_ fields: Fields) -> [Layer] {
        (fields.texts("requires") ?? []).compactMap { name in
            if let layer = Layer(rawValue: name) { return layer }
            let near = Spelling.nearest(to: name, among: Layer.allCases.map(\.rawValue))
            fields.findings.report(
                "unknown layer `\(name)` in `requires`", at: fields["requires"]?.position,
                hint: near.map { "did you mean `\($0)`?" })
            return nil
        }
    }

    static func mount(_ node: YAMLNode, _ findings: Findings) -> Mount? {
        let kinds = Mount.Kind.allCases.map(\.rawValue)
        guard
            let fields = Fields(node, "a mount", keys: kinds + ["at", "optional", "why"], findings)
        else { return nil }
        let named = kinds.filter { fields[$0] != nil }
        guard named.count == 1, let kind = Mount.Kind(rawValue: named[0]) else {
            findings.report(
                "a mount must have exactly one of \(kinds.joined(separator: ", "))",
                at: node.position,
                note: named.isEmpty ? nil : "it has \(named.joined(separator: " and "))")
            return nil
        }
        let why = fields.text("why", required: true)
        let optional = fields.bool("optional") ?? false
        guard let why, let source = fields.text(kind.rawValue, empty: kind == .file) else {
            return nil
        }
        if [.bind, .device, .tmpfs].contains(kind), !isAbsolute(source) {
            findings.report(
                "`\(kind.rawValue)` must be an absolute path, not `\(source)`",
                at: fields[kind.rawValue]?.position)
            return nil
        }
        var target: String? = source
        if fields["at"] != nil || kind == .symlink || kind == .file {
            if fields.required("at") == nil { return nil }
            target = fields.text("at")
        }
        guard let target else { return nil }
        guard isAbsolute(target) else {
            findings.report(
                "`at` must be an absolute path, not `\(target)`", at: fields["at"]?.position)
            return nil
        }
        return Mount(
            kind: kind, source: kind == .tmpfs ? "" : source, target: target, optional: optional,
            why: why)
    }

    static func group(_ node: YAMLNode, _ findings: Findings) -> SyscallGroup? {
        let keys = ["group", "why", "allow", "errno", "calls", "kill", "report"]
        guard let fields = Fields(node, "a system call group", keys: keys, findings) else {
            return nil
        }
        let name = fields.text("group", required: true)
        let why = fields.text("why", required: true)
        let named = ["allow", "errno", "kill"].filter { fields[$0] != nil }
        guard named.count == 1 else {
            findings.report(
                "a system call group must have exactly one of allow, errno, kill",
                at: node.position,
                note: named.isEmpty ? nil : "it has \(named.joined(separator: " and "))")
            return nil
        }
        let action: SyscallGroup.Action
        switch named[0] {
        case "allow": action = .allow
        case "kill": action = .kill
        default:
            guard let errno = fields.text("errno") else { return nil }
            guard errno.hasPrefix("E"), errno.utf8.allSatisfy({ isUpperOrDigit($0) }) else {
                findings.report(
                    "`errno` must be a name such as `EPERM`, not `\(errno)`",
                    at: fields["errno"]?.position)
                return nil
            }
            action = .errno(errno)
        }
        let list = named[0] == "errno" ? "calls" : named[0]
        if named[0] != "errno", fields["calls"] != nil {
            findings.report(
                "`calls` stands only beside `errno`", at: fields.position(of: "calls"))
        }
        guard let calls = fields.texts(list, required: true), let name, let why else { return nil }
        for call in calls where !isCall(call) {
            findings.report(
                "`\(call)` is no system call's name", at: fields[list]?.position)
        }
        let report = fields.bool("report") ?? false
        return SyscallGroup(
            name: name, why: why, action: action, calls: calls, report: report)
    }

    private static func isUpperOrDigit(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (48...57).contains(byte)
    }

    /// A name, and perhaps a colon and an argument test, which the filter's maker reads.
    private static func isCall(_ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return isName(String(parts[0]))
            || parts[0].hasPrefix("_")
                && isName(
                    String(parts[0].drop { $0 == "_" }))
    }
}
