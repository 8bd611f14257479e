import Execution

extension ProfileRules {
    private static let examinedPlaceholders = ["toolchain", "source", "driver", "output"]

    /// The section `examined`: the two programs and their files.
    static func examined(_ node: YAMLNode, _ findings: Findings) -> ExaminedTests? {
        guard
            let fields = Fields(node, "`examined`", keys: ["candidate", "examiner"], findings),
            let candidate = fields.required("candidate"),
            let examiner = fields.required("examiner"),
            let first = guest(candidate, "`candidate`", findings),
            let second = guest(examiner, "`examiner`", findings)
        else { return nil }
        return ExaminedTests(candidate: first, examiner: second)
    }

    private static func guest(
        _ node: YAMLNode, _ what: String, _ findings: Findings
    ) -> ExaminedTests.Guest? {
        guard let fields = Fields(node, what, keys: ["files", "run"], findings),
            let files = fields.texts("files", required: true), fields.required("run") != nil,
            let run = command("run", fields, known: examinedPlaceholders)
        else { return nil }
        if files.isEmpty {
            findings.report("`files` is empty", at: fields["files"]?.position)
            return nil
        }
        return ExaminedTests.Guest(files: files, run: run)
    }
}
