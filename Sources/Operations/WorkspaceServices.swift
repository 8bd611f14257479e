package import Execution
package import Judging

/// What a workspace needs from outside; the command line's wiring makes it, tests make their own.
package struct WorkspaceServices: Sendable {
    package var host: any Host
    /// By language: the built-in profiles, overlaid by the workspace's own.
    package var profiles: [String: SandboxProfile]
    /// Assay's own version, recorded with verdicts and in manifests.
    package var version: String
    /// Judges one request; the attempt number is 1 for the first verdict of a submission.
    package var judge: @Sendable (JudgeRequest) async -> JudgeReport

    /// Judges with `Judge` through `runner`.
    package init(
        runner: any Runner, host: any Host, profiles: [String: SandboxProfile], version: String
    ) {
        let judge = Judge(runner: runner, host: host, profiles: profiles, version: version)
        self.init(host: host, profiles: profiles, version: version) { await judge.judge($0) }
    }

    /// Judges with any function; for tests.
    package init(
        host: any Host, profiles: [String: SandboxProfile], version: String,
        judge: @escaping @Sendable (JudgeRequest) async -> JudgeReport
    ) {
        self.host = host
        self.profiles = profiles
        self.version = version
        self.judge = judge
    }
}
