package import Execution
package import Judging

/// The static tools of a workspace, by name: `evaluators/*.yaml` beside the sandbox profiles.
package struct EvaluatorCatalog: Sendable {
    /// Those without a fault.
    package private(set) var evaluators: [String: Evaluator] = [:]
    /// Everything that is wrong in the files.
    package private(set) var diagnostics: [Diagnostic] = []

    /// Reads the `evaluators` directory of each profile directory.
    ///
    /// A later directory's evaluator replaces an earlier's. What every box has comes from
    /// `base.yaml`.
    package static func read(directories: [String]) -> EvaluatorCatalog {
        var catalog = EvaluatorCatalog()
        for (index, directory) in directories.enumerated() {
            catalog.read(directory, search: directories[...index].reversed())
        }
        return catalog
    }

    /// As ``read(directories:)``, but throws the first ``Diagnostic``.
    package static func load(directories: [String]) throws -> [String: Evaluator] {
        let catalog = read(directories: directories)
        if let first = catalog.diagnostics.first { throw first }
        return catalog.evaluators
    }

    private mutating func read(_ profiles: String, search: [String]) {
        let directory = profiles + "/evaluators"
        let loader = ProfileLoader(search: search)
        do {
            for name in try Files.names(in: directory) where name.hasSuffix(".yaml") {
                let path = "\(directory)/\(name)"
                let findings = Findings(path: path)
                let evaluator = Self.evaluator(path, loader, findings)
                diagnostics += findings.diagnostics
                if let evaluator, findings.diagnostics.isEmpty {
                    evaluators[evaluator.name] = evaluator
                }
            }
        } catch {
            diagnostics.append((error as? Diagnostic) ?? Diagnostic("\(error)", path: directory))
        }
    }

    private static func evaluator(
        _ path: String, _ loader: ProfileLoader, _ findings: Findings
    ) -> Evaluator? {
        do {
            let bytes = try Files.bytes(path, maxBytes: YAMLParsing.maxBytes)
            let root = try YAMLParsing.root(of: bytes, path: path)
            guard let base = loader.search.map({ $0 + "/base.yaml" }).first(where: Files.exists),
                let layers = loader.layers(base, findings)
            else {
                findings.report("there is no `base.yaml` for the evaluator's box", at: nil)
                return nil
            }
            return EvaluatorFile(root, sha256: Digest.sha256(bytes), findings)?
                .evaluator(over: layers, findings)
        } catch let diagnostic as Diagnostic {
            findings.add(diagnostic)
        } catch {
            findings.report("\(error)", at: nil)
        }
        return nil
    }
}

/// What one evaluator's file says.
private struct EvaluatorFile {
    private static let keys = [
        "schema", "name", "title", "languages", "format", "exit_codes", "weaknesses", "bounds",
        "toolchain", "run", "environment", "limits", "mounts", "syscalls",
    ]

    var name: String
    var title: String
    var languages: [String]
    var format: Evaluator.Format
    var exitCodes: [Int]
    var weaknesses: [String: Int] = [:]
    var bounds: [String: Double] = [:]
    var profile = ProfileFile()

    init?(_ root: YAMLNode, sha256: String, _ findings: Findings) {
        guard let fields = Fields(root, "the evaluator", keys: Self.keys, findings),
            fields.word("schema", among: ["evaluator/1"], required: true) != nil,
            let name = fields.text("name", required: true),
            let languages = fields.texts("languages", required: true),
            let format = fields.word(
                "format", among: Evaluator.Format.allCases.map(\.rawValue), required: true
            ).flatMap(Evaluator.Format.init)
        else { return nil }
        if !ProfileRules.isName(name) {
            findings.report(
                "`name` must be lower-case letters, digits and dashes, not `\(name)`",
                at: fields["name"]?.position)
        }
        self.name = name
        title = fields.text("title") ?? name
        self.languages = languages
        self.format = format
        exitCodes = fields.items("exit_codes").compactMap(\.integer)
        if fields["exit_codes"] == nil { exitCodes = [0] }
        if exitCodes.isEmpty || exitCodes.count != max(1, fields.items("exit_codes").count) {
            findings.report(
                "`exit_codes` must hold whole numbers", at: fields["exit_codes"]?.position)
        }
        for entry in fields.mapping("weaknesses") {
            guard let number = entry.value.integer, number > 0 else {
                findings.report(
                    "the weakness of `\(entry.key)` must be a number of the CWE",
                    at: entry.position)
                continue
            }
            weaknesses[entry.key] = number
        }
        for entry in fields.mapping("bounds") {
            guard let number = entry.value.number else {
                findings.report("the bound of `\(entry.key)` must be a number", at: entry.position)
                continue
            }
            bounds[entry.key] = number
        }
        profile.sha256 = sha256
        profile.title = title
        profile.toolchain = fields["toolchain"].flatMap { ProfileRules.toolchain($0, findings) }
        profile.run = ProfileRules.command("run", fields)
        profile.environment = ProfileRules.environment(fields)
        profile.limits = ProfileRules.limits("limits", fields)
        profile.mounts = fields.items("mounts").compactMap { ProfileRules.mount($0, findings) }
        profile.syscalls = fields.items("syscalls").compactMap { ProfileRules.group($0, findings) }
        if profile.toolchain == nil || profile.run == nil {
            findings.report("the evaluator needs `toolchain` and `run`", at: nil)
        }
    }

    func evaluator(over base: [ProfileFile], _ findings: Findings) -> Evaluator? {
        var merged = ProfileFile()
        for layer in base + [profile] { merged.add(layer) }
        guard findings.diagnostics.isEmpty, let toolchain = merged.toolchain, let run = merged.run
        else { return nil }
        let digests = (base.map(\.sha256) + [profile.sha256]).map { $0 + "\n" }.joined()
        return Evaluator(
            name: name, title: title, languages: languages, format: format, exitCodes: exitCodes,
            weaknesses: weaknesses, bounds: bounds,
            profile: SandboxProfile(
                language: "evaluator-" + name, title: title, sha256: Digest.sha256(digests),
                toolchain: toolchain, mounts: merged.mounts, syscalls: merged.syscalls,
                environment: merged.environment, sourcePath: "source", compile: nil, run: run,
                output: nil, limits: Limits.standard.applying(merged.limits),
                compileLimits: .standard, reaper: false, requires: merged.requires, harness: [:]))
    }
}
