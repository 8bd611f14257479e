import ArgumentParser
import Execution

struct ExecCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Judge a stream of jobs: a filter for batch engines.",
        discussion: """
            assay exec --jobs 8 < jobs.jsonl > results.jsonl

            Reads job/1 lines on standard input and writes a result/1 line for each on
            standard output as it finishes (`assay help formats`). A bad line is answered
            with its error and the rest goes on. The end of the input drains and exits 0;
            a closed standard output kills the boxes and exits 0; SIGINT and SIGTERM do so
            and exit 130.
            """)

    @OptionGroup var sealed: SealedOption
    @OptionGroup var strict: StrictOption
    @OptionGroup var jobs: JobsOption
    @OptionGroup var workspace: OverlayOption
    @OptionGroup var common: CommonOptions

    func perform(_ session: Session) async throws -> ExitStatus {
        let wiring = try Wiring.assemble(
            workspace: workspace.path, jobs: jobs.count, sealed: sealed.enabled,
            strict: strict.enabled, session: session)
        try await wiring.host.requireIsolation(strict: strict)
        let filter = WorkerFilter(
            judge: wiring.judge, keys: wiring.runKeys, jobs: jobs.count,
            output: ResultOutput(session.out))
        try await filter.run()
        return .yes
    }
}
