package import Execution
import Grading

/// The escape suite: its programs, in the order of their catalogue, and the probe of the next run.
package struct AttackCatalog: Sendable {
    package private(set) var attacks: [Attack] = []
    package private(set) var probe: [UInt8] = []
    /// Everything that is wrong in the files.
    package private(set) var diagnostics: [Diagnostic] = []

    /// Reads `attacks.yaml` of a directory and the programs that it names.
    package static func read(directory: String) -> AttackCatalog {
        var catalog = AttackCatalog()
        let path = directory + "/attacks.yaml"
        let findings = Findings(path: path)
        do {
            let bytes = try Files.bytes(path, maxBytes: YAMLParsing.maxBytes)
            let root = try YAMLParsing.root(of: bytes, path: path)
            let attacks = AttackLoader(directory: directory, findings: findings).attacks(root)
            catalog.diagnostics = findings.diagnostics
            if findings.diagnostics.isEmpty { catalog.attacks = attacks }
            catalog.probe = try Files.bytes(
                directory + "/probe.py", maxBytes: AttackLoader.maxBytes)
        } catch {
            let diagnostic = (error as? Diagnostic) ?? Diagnostic("\(error)", path: path)
            catalog.diagnostics.append(diagnostic)
        }
        return catalog
    }

    /// As ``read(directory:)``, but throws the first ``Diagnostic``.
    package static func load(directory: String) throws -> AttackCatalog {
        let catalog = read(directory: directory)
        if let first = catalog.diagnostics.first { throw first }
        return catalog
    }
}

/// Reads the catalogue's parts and says what is wrong with them.
private struct AttackLoader {
    let directory: String
    let findings: Findings

    private static let keys = [
        "file", "denies", "stage", "ends", "sampled", "layers", "limits", "hits", "collect",
        "returns",
    ]
    private static let languages = ["py": "python", "c": "c", "cpp": "cpp"]
    static let maxBytes = 64 << 10

    func attacks(_ root: YAMLNode) -> [Attack] {
        guard
            let fields = Fields(
                root, "the catalogue", keys: ["schema", "limits", "attacks"], findings)
        else { return [] }
        let schema = fields.text("schema", required: true)
        if let schema, schema != "attacks/1" {
            findings.report(
                "unknown schema `\(schema)`", at: fields["schema"]?.position,
                hint: "this version of Assay reads `attacks/1`")
            return []
        }
        let limits = ProfileRules.limits("limits", fields)
        var attacks: [Attack] = []
        for node in fields.items("attacks") {
            guard let attack = attack(node, limits) else { continue }
            if attacks.contains(where: { $0.name == attack.name }) {
                findings.report("`\(attack.name)` is listed twice", at: node.position)
            }
            if attacks.contains(where: { $0.denies == attack.denies }) {
                findings.report("another attack has the same `denies`", at: node.position)
            }
            attacks.append(attack)
        }
        if attacks.isEmpty { findings.report("the catalogue has no attacks", at: root.position) }
        return attacks
    }

    private func attack(_ node: YAMLNode, _ limits: [LimitName: Int]) -> Attack? {
        guard let fields = Fields(node, "an attack", keys: Self.keys, findings),
            let file = fields.text("file", required: true),
            let denies = fields.text("denies", required: true)
        else { return nil }
        guard let language = language(of: file) else {
            findings.report(
                "`file` must be a name that ends in .py, .c or .cpp, not `\(file)`",
                at: fields["file"]?.position)
            return nil
        }
        let stage =
            fields.word("stage", among: Attack.Stage.allCases.map(\.rawValue))
            .flatMap(Attack.Stage.init) ?? .run
        let ends = endings("ends", fields) ?? [.contained]
        let barriers = barriers(fields)
        let returns = returns(fields)
        check(stage, ends, fields)
        guard let source = bytes(file, at: fields["file"]?.position),
            let others = files(language, at: fields["file"]?.position)
        else { return nil }
        return Attack(
            name: file, denies: denies, language: language, stage: stage, source: source,
            files: others, ends: ends, endsSampled: endings("sampled", fields) ?? ends,
            barriers: barriers,
            limits: limits.merging(ProfileRules.limits("limits", fields)) { $1 },
            hits: words("hits", fields).compactMap { limit($0, fields) },
            collect: fields.texts("collect") ?? [], returns: returns)
    }

    private func language(of file: String) -> String? {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, ProfileRules.isName(String(parts[0])) else { return nil }
        return Self.languages[String(parts[1])]
    }

    private func bytes(_ file: String, at position: Position?) -> [UInt8]? {
        do {
            return try Files.bytes("\(directory)/\(file)", maxBytes: Self.maxBytes)
        } catch {
            let reason = (error as? Diagnostic)?.message ?? "\(error)"
            findings.report("cannot read `\(file)`: \(reason)", at: position)
            return nil
        }
    }

    /// C programs share a header.
    private func files(_ language: String, at position: Position?) -> [BoxFile]? {
        guard language == "c" else { return [] }
        return bytes("attack.h", at: position).map { [BoxFile(path: "attack.h", bytes: $0)] }
    }

    /// One word or a list of them.
    private func words(_ key: String, _ fields: Fields) -> [String] {
        guard let value = fields[key] else { return [] }
        if case .scalar = value.content { return fields.text(key).map { [$0] } ?? [] }
        return fields.texts(key) ?? []
    }

    private func endings(_ key: String, _ fields: Fields) -> [Attack.Ending]? {
        guard fields[key] != nil else { return nil }
        return words(key, fields).compactMap { word in
            if let ending = Attack.Ending(name: word) { return ending }
            let known =
                ["contained", "refused", "compiled", "violation"]
                + LimitName.allCases.map(\.rawValue)
            let near = Spelling.nearest(to: word, among: known)
            findings.report(
                "`\(key)` of an attack cannot be `\(word)`", at: fields[key]?.position,
                note:
                    "known: contained, refused, compiled, violation, a limit's or a signal's name",
                hint: near.map { "did you mean `\($0)`?" })
            return nil
        }
    }

    private func barriers(_ fields: Fields) -> [Attack.Barrier] {
        let names = fields.texts("layers", required: true) ?? []
        if names.isEmpty, fields["layers"] != nil {
            findings.report("an attack needs a layer that stops it", at: fields["layers"]?.position)
        }
        return names.compactMap { name in
            if let barrier = Attack.Barrier(name: name) { return barrier }
            let near = Spelling.nearest(to: name, among: Attack.Barrier.all.map(\.name))
            findings.report(
                "unknown layer `\(name)` in `layers`", at: fields["layers"]?.position,
                hint: near.map { "did you mean `\($0)`?" })
            return nil
        }
    }

    private func limit(_ name: String, _ fields: Fields) -> LimitName? {
        if let limit = LimitName(rawValue: name) { return limit }
        let near = Spelling.nearest(to: name, among: LimitName.allCases.map(\.rawValue))
        findings.report(
            "unknown limit `\(name)` in `hits`", at: fields["hits"]?.position,
            hint: near.map { "did you mean `\($0)`?" })
        return nil
    }

    private func returns(_ fields: Fields) -> [String]? {
        guard let value = fields["returns"] else { return [] }
        if value.text == "any" { return nil }
        let names = fields.texts("returns") ?? []
        let asked = fields.texts("collect") ?? []
        for name in names where !asked.contains(name) {
            findings.report(
                "`returns` names `\(name)`, which `collect` does not", at: value.position)
        }
        return names
    }

    private func check(_ stage: Attack.Stage, _ ends: [Attack.Ending], _ fields: Fields) {
        for ending in ends {
            let fits =
                switch ending {
                case .contained: stage == .run
                case .refused, .compiled: stage == .compile
                case .limit, .signal, .violation: true
                }
            if !fits {
                findings.report(
                    "an attack of the stage `\(stage.rawValue)` cannot end as `\(ending.name)`",
                    at: fields["ends"]?.position)
            }
        }
    }
}
