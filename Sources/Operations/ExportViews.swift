/// What to export, where to, from whose labels.
package struct ExportOptions: Sendable, Equatable {
    package enum Form: String, Sendable, CaseIterable { case graded, sft, dpo }

    package enum LabelSource: String, Sendable, CaseIterable { case evidence, human }

    package var form: Form
    /// Made, whole or not at all.
    package var directory: String
    package var labelSource: LabelSource
    /// Replace the directory if it is there.
    package var force: Bool

    package init(
        form: Form, directory: String, labelSource: LabelSource = .human, force: Bool = false
    ) {
        self.form = form
        self.directory = directory
        self.labelSource = labelSource
        self.force = force
    }
}

/// What an export wrote.
package struct ExportSummary: Sendable, Equatable {
    package var directory: String
    package var rows: Int
    /// By name relative to the directory, the manifest too.
    package var files: [File]
    /// Submissions or problems that gave no row, by reason.
    package var leftOut: [String: Int]

    package struct File: Sendable, Equatable {
        package var name: String
        package var bytes: Int
        package var sha256: String

        package init(name: String, bytes: Int, sha256: String) {
            self.name = name
            self.bytes = bytes
            self.sha256 = sha256
        }
    }
}
