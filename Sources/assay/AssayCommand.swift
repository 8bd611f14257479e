import ArgumentParser

/// The command line: its verbs in groups, and what stands on the first help screen.
@main
struct AssayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Run AI-written code in a sandbox, grade it, release it as a dataset.",
        discussion: """
            assay run python solution.py       run one program in a sandbox
            assay init && assay import humaneval HumanEval.jsonl.gz
            assay judge                        judge what waits for a verdict
            assay doctor                       what this host can isolate

            Topics: assay help environment|exit-codes|formats|imports.
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Judge",
                subcommands: [
                    InitCommand.self, ImportCommand.self, ProblemsCommand.self,
                    JudgeCommand.self, RunCommand.self, ExecCommand.self,
                    EfficiencyCommand.self, SubmissionsCommand.self, ShowCommand.self,
                    StatsCommand.self,
                ]),
            CommandGroup(
                name: "Grade", subcommands: [GradeCommand.self, RubricCommand.self]),
            CommandGroup(name: "Export", subcommands: [ExportCommand.self]),
            CommandGroup(name: "Serve", subcommands: [ServeCommand.self]),
            CommandGroup(
                name: "Check",
                subcommands: [
                    CheckCommand.self, SandboxCommand.self, DoctorCommand.self, BenchCommand.self,
                ]),
        ])

    static var _errorPrefix: String { "error: " }

    static func main() async {
        await CommandLineProgram(arguments: Array(CommandLine.arguments.dropFirst())).runAndExit()
    }
}
