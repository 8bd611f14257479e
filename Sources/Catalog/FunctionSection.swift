import Execution
import Grading

/// A profile's `function`: the driver that calls the source, and how the two are started.
struct FunctionSection {
    var driver: FunctionDriver
    private let position: Position
    private let filesPosition: Position?

    private static let keys = ["driver", "compile", "output", "run", "signature", "blurs"]
    private static let placeholders = ["toolchain", "source", "driver", "output"]

    init?(_ node: YAMLNode, _ findings: Findings) {
        guard let fields = Fields(node, "`function`", keys: Self.keys, findings) else { return nil }
        position = node.position
        filesPosition = fields["driver"]?.position
        var files: [String]?
        if case .scalar? = fields["driver"]?.content {
            files = fields.text("driver", required: true).map { [$0] }
        } else {
            files = fields.texts("driver", required: true)
        }
        if files?.isEmpty == true {
            findings.report("`driver` is empty", at: filesPosition)
            files = nil
        }
        for file in files ?? [] where !ProfileRules.isRelative(file) {
            findings.report(
                "`driver` must be a file of the harness, not `\(file)`", at: filesPosition)
        }
        if fields.required("run") == nil { return nil }
        let run = ProfileRules.command("run", fields, known: Self.placeholders)
        guard let files, let run else { return nil }
        driver = FunctionDriver(
            files: files,
            compile: ProfileRules.command("compile", fields, known: Self.placeholders),
            run: run, output: ProfileRules.relativePath("output", fields),
            needsSignature: Self.needsSignature(fields), blurs: Self.blurs(fields))
    }

    private static func needsSignature(_ fields: Fields) -> Bool {
        switch fields.text("signature") {
        case nil, "optional": return false
        case "required": return true
        case let word?:
            fields.findings.report(
                "`signature` must be `required` or `optional`, not `\(word)`",
                at: fields["signature"]?.position)
            return false
        }
    }

    private static func blurs(_ fields: Fields) -> Set<Blur> {
        let known = Blur.allCases.map(\.rawValue)
        let blurs = Set(
            (fields.texts("blurs") ?? []).compactMap { word -> Blur? in
                if let blur = Blur(rawValue: word) { return blur }
                let near = Spelling.nearest(to: word, among: known)
                fields.findings.report(
                    "unknown blur `\(word)`", at: fields["blurs"]?.position,
                    note: "known: " + known.joined(separator: ", "),
                    hint: near.map { "did you mean `\($0)`?" })
                return nil
            })
        if blurs.isSuperset(of: [.listsFrom0, .listsFrom1]) {
            fields.findings.report(
                "lists begin at 0 or at 1, not at both", at: fields["blurs"]?.position,
                hint: "drop `lists-from-0` or `lists-from-1`")
        }
        return blurs
    }

    /// Whether harness and commands bring what the section names; reports what they do not.
    func check(
        _ profile: ProfileFile, _ harness: [String: [UInt8]], _ findings: Findings
    ) -> Bool {
        let missing = driver.files.filter { harness[$0] == nil }
        for file in missing {
            findings.report(
                "there is no driver `\(file)` in the harness", at: filesPosition,
                note: profile.harness == nil
                    ? "the profile names no `harness`"
                    : "the harness holds "
                        + harness.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))
        }
        let named = (driver.compile ?? []) + driver.run
        let lacksOutput =
            (driver.output ?? profile.output) == nil
            && (driver.compile != nil || named.contains { $0.contains("{output}") })
        if lacksOutput {
            findings.report("`function` needs an `output`", at: position)
        }
        return missing.isEmpty && !lacksOutput
    }
}
