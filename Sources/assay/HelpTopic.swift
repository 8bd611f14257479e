/// `assay help TOPIC`: what belongs to no single command.
enum HelpTopic: String, CaseIterable {
    case environment
    case exitCodes = "exit-codes"
    case formats
    case imports

    init?(arguments: [String]) {
        guard arguments.count == 2, arguments[0] == "help" else { return nil }
        self.init(rawValue: arguments[1])
    }

    var text: String {
        switch self {
        case .environment: Self.environmentText
        case .exitCodes: Self.exitCodesText
        case .formats: Self.formatsText
        case .imports: Self.importsText
        }
    }

    private static let environmentText = """
        ASSAY_WORKSPACE  the workspace, where `--workspace` is not given
        ASSAY_HOME       where assay-box, Sandboxes and Rubrics are; default: `../share/assay`
                         beside the binary, then the source tree
        NO_COLOR         any value: no colour
        CLICOLOR_FORCE   any value but 0: colour even where there is no terminal
        TERM=dumb        no colour and no progress line
        CI               any value: no progress line

        `--color always` and `--color never` are stronger than all of these.

        """

    private static var exitCodesText: String {
        ExitStatus.allCases.map { status in
            let code = String(status.rawValue)
            let space = String(repeating: " ", count: 3 - code.count)
            return "\(space)\(code)  \(status.meaning)\n"
        }.joined() + """

            A command whose standard output is closed by its reader ends quietly with 0.

            """
    }

    private static let formatsText = """
        Commands that read take `--json`: one JSON object a line, UTF-8, each with a
        `schema` field such as `result/1`. Units are in the names: `_ms` milliseconds,
        `_bytes` bytes, `_at_ms` milliseconds since 1970 (UTC). Readers should ignore
        fields they do not know. Nothing but JSON is on standard output then; remarks
        and errors are on standard error.

        result/1         run, exec               a verdict with its evidence
        job/1            exec (input)            what to judge
        doctor/1         doctor                  one check of the host
        sandbox/1        sandbox show            a profile
        sandbox_check/1  sandbox check           whether a language runs here
        learned_call/1   sandbox learn           a call that samples were refused
        problem/1        problems list|show      a problem
        submission/1     submissions, show       a submission and its live verdict
        judge_summary/1  judge                   what a call judged
        judge_plan/1     judge --dry-run         a submission, and what would be run
        plan_summary/1   judge --dry-run         how many; the last line
        import/1         import, problems ...    what a call added
        problem_check/1  problems verify         what references tell of a problem
        mutants/1        problems mutants        what a call made, and the survivors
        grade/1          grade                   a grade
        grade_summary/1  grade --file, --rule    what a call added
        pass_at_k/1      stats pass-at-k         one author, or one on a tag
        efficiency/1     efficiency              a program beside a reference
        models/1         stats models            two authors on the same problems
        summary/1        stats summary           the workspace
        rubric/1         rubric list|show        a rubric
        diagnostic/1     check, rubric check     one fault: path, line, column, message
        export/1         export                  what was written

        """
}
