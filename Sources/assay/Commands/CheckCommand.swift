import ArgumentParser
import Catalog
import Execution

struct CheckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check profiles, rubrics and problems, with the place of every error.",
        discussion: """
            assay check
            assay check Rubrics/ Sandboxes/python.yaml --json
            assay check HumanEval.jsonl.gz

            Without paths: the built-in profiles and rubrics and the workspace's own. JSON
            Lines, gzipped or not, are read as a HumanEval problem file, without importing
            it. Exit status 0: all are valid; 1: errors were found.

            assay check --checker tokens in.txt out.txt answer.txt
            assay check --checker my.cpp --with testlib.h in.txt out.txt answer.txt

            With --checker: what a checker says of an output. It is a word or a .json
            file as in `job/1`, or a program, which is run in a sandbox. Exit status 0:
            accepted; 1: wrong; 2: the checker failed.
            """)

    @Argument(
        help: "Files, or directories of them.",
        completion: .file(extensions: ["yaml", "jsonl", "gz"]))
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "Try this checker with three files: input, output and answer.", valueName: "checker"),
        completion: .file())
    var checker: String?

    @Option(
        help: ArgumentHelp("A file beside the checker program; repeatable.", valueName: "file"),
        completion: .file())
    var with: [String] = []

    @OptionGroup var exitZero: ExitZeroOption
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var json: JSONOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        if let checker {
            let wiring = try Wiring.assemble(
                workspace: workspace.path, session: session)
            return exitZero.status(
                try await CheckerTrial(
                    checker: CheckerArgument(checker: checker, files: with), paths: paths
                ).perform(wiring, session, json: json.enabled))
        }
        var inspection = Inspection(builtInProfiles: try Wiring.resources().sandboxes)
        for path in paths.isEmpty ? try defaultPaths() : paths { try inspection.add(path) }
        return exitZero.status(try session.show(inspection.finish(), json: json.enabled))
    }

    private func defaultPaths() throws -> [String] {
        let resources = try Wiring.resources()
        return Wiring.directories(of: resources.sandboxes, "Sandboxes", workspace.path)
            + Wiring.directories(of: resources.rubrics, "Rubrics", workspace.path)
    }
}

extension Session {
    /// Shows what is wrong; false if anything is.
    func show(_ findings: Inspection.Findings, json: Bool) throws -> Bool {
        if json {
            for diagnostic in findings.diagnostics { try emit(diagnostic.json) }
        } else {
            for diagnostic in findings.diagnostics { err.show(diagnostic) }
            let faults = Quantities.count(findings.diagnostics.count, "error")
            try out.line(
                "\(Quantities.count(findings.files, "file")) checked, "
                    + (findings.diagnostics.isEmpty ? "all valid" : faults))
        }
        return findings.diagnostics.isEmpty
    }
}
