package import Execution

/// The sandbox profiles of a workspace, by language.
package struct ProfileCatalog: Sendable {
    /// Those without a fault.
    package private(set) var profiles: [String: SandboxProfile] = [:]
    /// Everything that is wrong in the files, in the order of the directories and of the names.
    package private(set) var diagnostics: [Diagnostic] = []

    /// Reads every `*.yaml` of the directories; a later directory's profile replaces an earlier's.
    ///
    /// A directory that does not exist is skipped. `extends` and `harness` are looked for in the
    /// profile's own directory first, then in the earlier ones, nearest first.
    package static func read(directories: [String]) -> ProfileCatalog {
        var catalog = ProfileCatalog()
        for (index, directory) in directories.enumerated() {
            catalog.read(directory, search: directories[...index].reversed())
        }
        return catalog
    }

    /// As ``read(directories:)``, but throws the first ``Diagnostic``.
    package static func load(directories: [String]) throws -> [String: SandboxProfile] {
        let catalog = read(directories: directories)
        if let first = catalog.diagnostics.first { throw first }
        guard !catalog.profiles.isEmpty else {
            throw Diagnostic(
                "there is no sandbox profile",
                note: "looked in \(directories.map { "`\($0)`" }.joined(separator: ", "))")
        }
        return catalog.profiles
    }

    private mutating func read(_ directory: String, search: [String]) {
        var origin: [String: String] = [:]
        let loader = ProfileLoader(search: search)
        do {
            for name in try Files.names(in: directory) where name.hasSuffix(".yaml") {
                let path = "\(directory)/\(name)"
                let findings = Findings(path: path)
                let profile = loader.profile(path, findings)
                diagnostics += findings.diagnostics
                guard let profile else { continue }
                if let other = origin[profile.language] {
                    diagnostics.append(
                        Diagnostic(
                            "the language `\(profile.language)` is described twice", path: path,
                            note: "also in `\(other)`"))
                }
                origin[profile.language] = path
                profiles[profile.language] = profile
            }
        } catch {
            diagnostics.append((error as? Diagnostic) ?? Diagnostic("\(error)", path: directory))
        }
    }
}

/// Reads one profile with what it extends.
struct ProfileLoader {
    let search: [String]
    /// Files without a fault: many profiles extend the same.
    private let known = KnownFiles()

    private final class KnownFiles {
        var files: [String: ProfileFile] = [:]
    }

    init(search: [String]) { self.search = search }

    /// `nil` for a base, which has no language, and whenever something was reported.
    func profile(_ path: String, _ findings: Findings) -> SandboxProfile? {
        guard let layers = layers(path, findings) else { return nil }
        guard let top = layers.last, findings.diagnostics.isEmpty else {
            return nil
        }
        guard let language = top.language else { return nil }
        var merged = ProfileFile()
        for layer in layers { merged.add(layer) }
        guard let toolchain = merged.toolchain else {
            findings.report("the profile needs `toolchain`", at: nil)
            return nil
        }
        guard let sourcePath = merged.sourcePath, let run = merged.run else {
            findings.report("the profile needs `source_path` and `run`", at: nil)
            return nil
        }
        let named = (merged.compile ?? []) + run
        if merged.output == nil, named.contains(where: { $0.contains("{output}") }) {
            findings.report("a command names `{output}`, but there is no `output`", at: nil)
            return nil
        }
        guard let harness = harness(merged.harness, findings),
            merged.function?.check(merged, harness, findings) != false
        else { return nil }
        var profile = SandboxProfile(
            language: language, title: merged.title ?? language, sha256: digest(of: layers),
            toolchain: toolchain, mounts: merged.mounts, syscalls: merged.syscalls,
            environment: merged.environment, sourcePath: sourcePath, compile: merged.compile,
            run: run, output: merged.output, limits: Limits.standard.applying(merged.limits),
            compileLimits: Limits.standard.applying(merged.compileLimits),
            reaper: merged.reaper ?? false, requires: merged.requires, harness: harness,
            function: merged.function?.driver)
        profile.selfTest = merged.selfTest
        profile.examined = merged.examined
        profile.stub = merged.stub
        profile.assertions = merged.assertions
        profile.unit = merged.unit
        checkParts(of: profile, findings)
        return findings.diagnostics.isEmpty ? profile : nil
    }

    /// Reports files of `examined`, `assertions` and `unit` that the harness does not have.
    private func checkParts(of profile: SandboxProfile, _ findings: Findings) {
        let guests = [profile.examined?.candidate, profile.examined?.examiner]
        for part in guests.flatMap({ $0?.files ?? [] }) where profile.harness[part] == nil {
            findings.report("the harness has no file `\(part)`", at: nil)
        }
        for way in [profile.assertions].compactMap({ $0 }) + profile.unit.values {
            for part in Array(way.files.values) + way.shims.map(\.with)
            where part != "{tests}" && part != "{source}" && !part.hasSuffix("/")
                && profile.harness[part] == nil
            {
                findings.report("the harness has no file `\(part)`", at: nil)
            }
        }
    }

    /// The file and what it extends, the outermost base first.
    func layers(_ path: String, _ findings: Findings) -> [ProfileFile]? {
        guard let file = read(path, findings) else { return nil }
        var layers = [file]
        var paths = [path]
        while let parent = layers[0].extends {
            let candidates = search.map { "\($0)/\(parent.name).yaml" }
            // A workspace's `python` may extend the built-in `python`, so never the file itself.
            guard let base = candidates.first(where: { $0 != paths[0] && Files.exists($0) }) else {
                findings.report(
                    "there is no profile `\(parent.name)` to extend",
                    at: layers.count == 1 ? parent.position : nil,
                    note: "looked for \(candidates.map { "`\($0)`" }.joined(separator: ", "))")
                return nil
            }
            guard !paths.contains(base), paths.count <= 4 else {
                findings.report(
                    "`extends` goes round in a circle or is more than 4 deep",
                    at: file.extends?.position)
                return nil
            }
            paths.insert(base, at: 0)
            let baseFindings = Findings(path: base)
            let file = read(base, baseFindings)
            // The base reports its own faults when it is read by itself.
            guard baseFindings.diagnostics.isEmpty, let file else {
                findings.report(
                    "the profile `\(parent.name)` that this extends has errors",
                    at: layers.count == 1 ? parent.position : nil)
                return nil
            }
            layers.insert(file, at: 0)
        }
        return layers
    }

    private func read(_ path: String, _ findings: Findings) -> ProfileFile? {
        if let file = known.files[path] { return file }
        do {
            let bytes = try Files.bytes(path, maxBytes: YAMLParsing.maxBytes)
            let root = try YAMLParsing.root(of: bytes, path: path)
            let file = ProfileFile(root, sha256: Digest.sha256(bytes), findings)
            if findings.diagnostics.isEmpty { known.files[path] = file }
            return file
        } catch let diagnostic as Diagnostic {
            findings.add(diagnostic)
        } catch {
            findings.report("\(error)", at: nil)
        }
        return nil
    }

    /// The files of all folders together, each found by itself; no name stands in two of them.
    private func harness(
        _ names: [ProfileFile.Reference]?, _ findings: Findings
    ) -> [String: [UInt8]]? {
        var files: [String: [UInt8]] = [:]
        var origins: [String: String] = [:]
        for name in names ?? [] {
            guard let directory = harness(name, findings) else { return nil }
            do {
                let found = try Files.tree(directory, maxBytes: 4 << 20)
                if let twice = found.keys.filter({ files[$0] != nil }).min() {
                    findings.report(
                        "two folders of `harness` hold a file `\(twice)`", at: name.position,
                        note: "`\(origins[twice] ?? "")` and `\(directory)`",
                        hint: "give one of the two another name")
                    return nil
                }
                files.merge(found) { first, _ in first }
                for path in found.keys { origins[path] = directory }
            } catch {
                findings.add((error as? Diagnostic) ?? Diagnostic("\(error)", path: directory))
                return nil
            }
        }
        return files
    }

    /// The nearest folder of that name.
    private func harness(_ name: ProfileFile.Reference, _ findings: Findings) -> String? {
        let candidates = search.map { "\($0)/harness/\(name.name)" }
        if let directory = candidates.first(where: Files.isDirectory) { return directory }
        findings.report(
            "there is no harness `\(name.name)`", at: name.position,
            note: "looked for \(candidates.map { "`\($0)`" }.joined(separator: ", "))")
        return nil
    }

    /// Of the bytes alone if nothing is extended, else of the digests, the outermost base first.
    private func digest(of layers: [ProfileFile]) -> String {
        layers.count == 1
            ? layers[0].sha256
            : Digest.sha256(layers.map { $0.sha256 + "\n" }.joined())
    }
}
