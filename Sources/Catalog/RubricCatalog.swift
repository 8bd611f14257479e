package import Execution
package import Grading

/// The rubrics of a workspace, by id.
package struct RubricCatalog: Sendable {
    /// Those without a fault.
    package private(set) var rubrics: [String: Rubric] = [:]
    /// Everything that is wrong in the files, in the order of the directories and of the names.
    package private(set) var diagnostics: [Diagnostic] = []

    /// Reads every `*.yaml` of the directories; a later directory's rubric replaces an earlier's.
    ///
    /// A directory that does not exist is skipped.
    package static func read(directories: [String]) -> RubricCatalog {
        var catalog = RubricCatalog()
        for directory in directories { catalog.read(directory) }
        return catalog
    }

    /// As ``read(directories:)``, but throws the first ``Diagnostic``.
    package static func load(directories: [String]) throws -> [String: Rubric] {
        let catalog = read(directories: directories)
        if let first = catalog.diagnostics.first { throw first }
        return catalog.rubrics
    }

    /// Reads one file; the rubric is `nil` exactly if something was found.
    package static func check(path: String) -> (rubric: Rubric?, diagnostics: [Diagnostic]) {
        do {
            return check(try Files.bytes(path, maxBytes: YAMLParsing.maxBytes), path: path)
        } catch {
            return (nil, [(error as? Diagnostic) ?? Diagnostic("\(error)", path: path)])
        }
    }

    /// As ``check(path:)``, for bytes that stand for the file `path`.
    package static func check(
        _ bytes: [UInt8], path: String
    ) -> (rubric: Rubric?, diagnostics: [Diagnostic]) {
        let findings = Findings(path: path)
        do {
            let root = try YAMLParsing.root(of: bytes, path: path)
            let loader = RubricLoader(
                findings: findings, scalars: ScalarText(String(decoding: bytes, as: UTF8.self)))
            let rubric = loader.rubric(root, sha256: Digest.sha256(bytes))
            guard findings.diagnostics.isEmpty else { return (nil, findings.diagnostics) }
            return (rubric, [])
        } catch {
            return (nil, [(error as? Diagnostic) ?? Diagnostic("\(error)", path: path)])
        }
    }

    private mutating func read(_ directory: String) {
        var origin: [String: String] = [:]
        do {
            for name in try Files.names(in: directory) where name.hasSuffix(".yaml") {
                let path = "\(directory)/\(name)"
                let (rubric, found) = Self.check(path: path)
                diagnostics += found
                guard let rubric else { continue }
                if let other = origin[rubric.id] {
                    diagnostics.append(
                        Diagnostic(
                            "the rubric `\(rubric.id)` is described twice", path: path,
                            note: "also in `\(other)`"))
                }
                origin[rubric.id] = path
                rubrics[rubric.id] = rubric
            }
        } catch {
            diagnostics.append((error as? Diagnostic) ?? Diagnostic("\(error)", path: directory))
        }
    }
}
