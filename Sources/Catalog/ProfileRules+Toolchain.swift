import Execution

/// What a profile says of its toolchain, and how the toolchain is seen to work.
extension ProfileRules {
    static func toolchain(_ node: YAMLNode, _ findings: Findings) -> ToolchainRequirement? {
        guard
            let fields = Fields(
                node, "the toolchain",
                keys: ["candidates", "version", "packages", "pypi", "remedy"], findings),
            let candidates = fields.texts("candidates", required: true),
            let version = fields.texts("version", required: true)
        else { return nil }
        if candidates.isEmpty {
            findings.report("`candidates` is empty", at: fields["candidates"]?.position)
        }
        for candidate in candidates where !isAbsolute(candidate) {
            findings.report(
                "a toolchain must be an absolute path, not `\(candidate)`",
                at: fields["candidates"]?.position, note: "`PATH` is never searched")
        }
        let packages = packages("packages", fields)
        _ = self.packages("pypi", fields)
        let installs = packages.isEmpty ? nil : "apt-get install " + packages.joined(separator: " ")
        guard let remedy = fields.text("remedy") ?? installs else {
            findings.report(
                "the toolchain needs `packages` or `remedy`", at: node.position,
                note: "`packages` names the Debian packages that bring it; `remedy` says what to do"
            )
            return nil
        }
        return ToolchainRequirement(
            candidates: candidates, versionArguments: version, remedy: remedy, packages: packages)
    }

    /// Names that are safe in a shell's command: the scripts that install toolchains read them too.
    private static func packages(_ key: String, _ fields: Fields) -> [String] {
        let packages = fields.texts(key) ?? []
        for package in packages where !isPackage(package) {
            fields.findings.report(
                "`\(package)` cannot be the name of a package", at: fields[key]?.position)
        }
        return packages
    }

    private static func isPackage(_ text: String) -> Bool {
        let isLetterOrDigit = { (byte: UInt8) in
            (97...122).contains(byte) || (48...57).contains(byte)
        }
        return text.utf8.count >= 2 && text.utf8.first.map(isLetterOrDigit) == true
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "+-.".utf8.contains($0) }
    }

    static func selfTest(_ node: YAMLNode, _ findings: Findings) -> SelfTest? {
        guard
            let fields = Fields(
                node, "the self-test", keys: ["source", "stdin", "stdout"], findings),
            let source = fields.text("source", required: true),
            let output = fields.text("stdout", required: true)
        else { return nil }
        return SelfTest(
            source: source, standardInput: fields.text("stdin", empty: true) ?? "",
            standardOutput: output)
    }
}
