import Execution

/// What one file says, before it is joined with what it extends; every field may be absent.
struct ProfileFile {
    /// The name of another file, and where it is named.
    struct Reference {
        var name: String
        var position: Position
    }

    var sha256 = ""
    var language: String?
    var title: String?
    var extends: Reference?
    var toolchain: ToolchainRequirement?
    var sourcePath: String?
    var compile: [String]?
    var run: [String]?
    var output: String?
    var environment: [String: String] = [:]
    var limits: [LimitName: Int] = [:]
    var compileLimits: [LimitName: Int] = [:]
    var reaper: Bool?
    var requires: [Layer] = []
    /// Folders that are laid together; `nil`: the file says nothing of it.
    var harness: [Reference]?
    var function: FunctionSection?
    var selfTest: SelfTest?
    var stub: Stub?
    var mounts: [Mount] = []
    var syscalls: [SyscallGroup] = []
    var examined: ExaminedTests?
    var assertions: TestHarness?
    var unit: [String: TestHarness] = [:]

    init() {}

    /// Lays a more special file over this one.
    mutating func add(_ other: ProfileFile) {
        title = other.title ?? title
        toolchain = other.toolchain ?? toolchain
        sourcePath = other.sourcePath ?? sourcePath
        compile = other.compile ?? compile
        run = other.run ?? run
        output = other.output ?? output
        environment.merge(other.environment) { _, new in new }
        limits.merge(other.limits) { _, new in new }
        compileLimits.merge(other.compileLimits) { _, new in new }
        reaper = other.reaper ?? reaper
        requires += other.requires.filter { !requires.contains($0) }
        harness = other.harness ?? harness
        function = other.function ?? function
        selfTest = other.selfTest ?? selfTest
        stub = other.stub ?? stub
        mounts += other.mounts
        // The first group that names a call decides: the more special file comes first.
        syscalls = other.syscalls + syscalls
        examined = other.examined ?? examined
        assertions = other.assertions ?? assertions
        unit.merge(other.unit) { _, new in new }
    }

    private static let keys = [
        "schema", "language", "title", "extends", "toolchain", "source_path", "compile", "output",
        "run", "environment", "limits", "compile_limits", "reaper", "requires", "harness",
        "function", "self_test", "mounts", "syscalls", "examined", "assertions", "unit",
        "stub",
    ]

    init?(_ root: YAMLNode, sha256: String, _ findings: Findings) {
        guard let fields = Fields(root, "the profile", keys: Self.keys, findings) else {
            return nil
        }
        self.sha256 = sha256
        let schema = fields.text("schema", required: true)
        if let schema, schema != "profile/1" {
            findings.report(
                "unknown schema `\(schema)`", at: fields["schema"]?.position,
                hint: "this version of Assay reads `profile/1`")
            return nil
        }
        language = fields.text("language")
        if let language, !ProfileRules.isName(language) {
            findings.report(
                "`language` must be lower-case letters, digits and dashes, not `\(language)`",
                at: fields["language"]?.position)
        }
        title = fields.text("title")
        extends = reference("extends", fields)
        harness = references("harness", fields)
        toolchain = fields["toolchain"].flatMap { ProfileRules.toolchain($0, findings) }
        sourcePath = ProfileRules.relativePath("source_path", fields)
        output = ProfileRules.relativePath("output", fields)
        compile = ProfileRules.command("compile", fields)
        run = ProfileRules.command("run", fields)
        environment = ProfileRules.environment(fields)
        limits = ProfileRules.limits("limits", fields)
        compileLimits = ProfileRules.limits("compile_limits", fields)
        reaper = fields.bool("reaper")
        function = fields["function"].flatMap { FunctionSection($0, findings) }
        selfTest = fields["self_test"].flatMap { ProfileRules.selfTest($0, findings) }
        stub = fields["stub"].flatMap { ProfileRules.stub($0, findings) }
        requires = ProfileRules.layers(fields)
        mounts = fields.items("mounts").compactMap { ProfileRules.mount($0, findings) }
        syscalls = fields.items("syscalls").compactMap { ProfileRules.group($0, findings) }
        examined = fields["examined"].flatMap { ProfileRules.examined($0, findings) }
        assertions = fields["assertions"].flatMap {
            ProfileRules.testHarness($0, "`assertions`", findings)
        }
        for entry in fields.mapping("unit") {
            unit[entry.key] = ProfileRules.testHarness(
                entry.value, "the framework `\(entry.key)`", like: assertions, findings)
        }
    }

    private func reference(_ key: String, _ fields: Fields) -> Reference? {
        guard let name = fields.text(key), let position = fields[key]?.position else { return nil }
        return reference(key, name, position, fields.findings)
    }

    private func reference(
        _ key: String, _ name: String, _ position: Position, _ findings: Findings
    ) -> Reference? {
        guard ProfileRules.isName(name) else {
            findings.report(
                "`\(key)` must be lower-case letters, digits and dashes, not `\(name)`",
                at: position)
            return nil
        }
        return Reference(name: name, position: position)
    }

    /// One name or a list of several.
    private func references(_ key: String, _ fields: Fields) -> [Reference]? {
        guard case .sequence(let items)? = fields[key]?.content else {
            return reference(key, fields).map { [$0] }
        }
        guard let names = fields.texts(key) else { return nil }
        return zip(names, items).compactMap {
            reference(key, $0, $1.position, fields.findings)
        }
    }
}
