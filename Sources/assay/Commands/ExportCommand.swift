import ArgumentParser
import Execution
import Operations

struct ExportCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a dataset: JSON Lines and a manifest.",
        discussion: """
            assay export graded --out dataset --label-source evidence
            assay export dpo --out pairs --force

            graded: everything about each submission; sft: messages of good answers; dpo:
            pairs of answers to one problem. The directory appears whole or not at all,
            and the same workspace gives the same bytes.
            """)

    @Argument(help: "graded, sft or dpo.")
    var form: ExportForm

    @Option(
        help: ArgumentHelp("The directory to make.", valueName: "dir"), completion: .directory)
    var out: String

    @Option(
        help: ArgumentHelp(
            "Whose labels: evidence (the tests) or human (grades by people).",
            valueName: "source"))
    var labelSource: ExportLabelSource = .human

    @Flag(help: "Replace the directory if it is there.")
    var force = false

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let options = ExportOptions(
            form: form.form, directory: out, labelSource: labelSource.source, force: force)
        let summary = try await workspace.open(session).export(options)
        if json.enabled {
            try session.emit(summary.json)
        } else {
            try session.show(summary)
        }
        return .yes
    }
}

/// The forms of an export as an argument's value.
enum ExportForm: String, ExpressibleByArgument, CaseIterable {
    case graded, sft, dpo

    var form: ExportOptions.Form {
        switch self {
        case .graded: .graded
        case .sft: .sft
        case .dpo: .dpo
        }
    }
}

/// The sources of labels as an option's value.
enum ExportLabelSource: String, ExpressibleByArgument, CaseIterable {
    case evidence, human

    var source: ExportOptions.LabelSource {
        switch self {
        case .evidence: .evidence
        case .human: .human
        }
    }
}

extension ExportSummary {
    var json: JSON {
        [
            "schema": "export/1", "directory": .string(directory), "rows": .int(rows),
            "files": .array(
                files.map {
                    [
                        "name": .string($0.name), "bytes": .int($0.bytes),
                        "sha256": .string($0.sha256),
                    ]
                }), "left_out": JSON(counts: leftOut),
        ]
    }
}

extension Session {
    func show(_ summary: ExportSummary) throws {
        let place = VisibleText.line(summary.directory)
        try out.line("\(Quantities.count(summary.rows, "row")) in `\(place)`")
        var table = TextTable([.init("FILE"), .init("SIZE", .right), .init("SHA256")])
        for file in summary.files {
            table.add([file.name, Quantities.bytes(file.bytes), file.sha256])
        }
        try out.write(table.render(out))
        for (reason, count) in summary.leftOut.sorted(by: { $0.key < $1.key }) {
            remark("left out: \(count), " + VisibleText.line(reason))
        }
    }
}
