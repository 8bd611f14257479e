import Catalog
import Datasets
import Execution
import Glibc

/// Files of declarations, found by their `schema:` line and checked by its kind.
struct Inspection {
    struct Findings {
        var files: Int
        var diagnostics: [Diagnostic]
    }

    /// Where profiles find what they extend.
    let builtInProfiles: String
    /// Profile files by their directory: they are read together with what they extend.
    private var profiles: [String: Set<String>] = [:]
    private var findings = Findings(files: 0, diagnostics: [])

    init(builtInProfiles: String) { self.builtInProfiles = builtInProfiles }

    /// Takes a file, or every `.yaml` file of a directory.
    ///
    /// - Throws: `Diagnostic` if it cannot be read.
    mutating func add(_ path: String) throws {
        guard let names = Self.yamlNames(in: path) else { return try add(file: path) }
        let directory = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        for name in names { try add(file: "\(directory)/\(name)") }
        for part in ["Sandboxes", "Rubrics"] where Self.yamlNames(in: "\(directory)/\(part)") != nil
        {
            try add("\(directory)/\(part)")
        }
    }

    /// Everything that was found, in the order in which it was asked for, profiles last.
    mutating func finish() -> Findings {
        for (directory, files) in profiles.sorted(by: { $0.key < $1.key }) {
            let directories =
                directory == builtInProfiles ? [directory] : [builtInProfiles, directory]
            let catalog = ProfileCatalog.read(directories: directories)
            findings.diagnostics += catalog.diagnostics.filter { files.contains($0.path ?? "") }
        }
        profiles = [:]
        return findings
    }

    private mutating func add(file path: String) throws {
        findings.files += 1
        if path.hasSuffix(".jsonl") || path.hasSuffix(".gz") { return try add(problems: path) }
        let text = String(decoding: try InputFile.read(path, maxBytes: 1 << 22), as: UTF8.self)
        let schema = text.split(separator: "\n").first { $0.hasPrefix("schema:") }
            .map { $0.dropFirst(7).drop { $0 == " " }.prefix { $0 != " " } }
        switch schema {
        case "rubric/1":
            findings.diagnostics += RubricCatalog.check(path: path).diagnostics
        case "profile/1":
            let slash = path.lastIndex(of: "/")
            let directory = slash.map { String(path[..<$0]) } ?? "."
            profiles[directory, default: []].insert(slash == nil ? "./\(path)" : path)
        default:
            findings.diagnostics.append(
                Diagnostic(
                    schema.map { "unknown schema: `\($0)`" } ?? "there is no line `schema: ...`",
                    path: path, hint: "known: `profile/1`, `rubric/1`"))
        }
    }

    /// A problem file is checked by reading it as an import would.
    private mutating func add(problems path: String) throws {
        let bytes = try InputFile.read(path, maxBytes: HumanEvalImporter.maximumBytes)
        do {
            _ = try HumanEvalImporter.problems(from: bytes, path: path)
        } catch let faults as ImportFaults {
            findings.diagnostics += faults.diagnostics
            if faults.omitted > 0 {
                findings.diagnostics.append(
                    Diagnostic("\(faults.omitted) more errors", path: path))
            }
        }
    }

    /// `nil` if the path is no directory.
    private static func yamlNames(in path: String) -> [String]? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".yaml") { names.append(name) }
        }
        return names.sorted()
    }
}
