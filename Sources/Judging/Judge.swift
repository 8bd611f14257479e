package import Execution

/// Judges submissions through any runner.
package struct Judge: Sendable {
    let runner: any Runner
    let host: any Host
    let profiles: [String: SandboxProfile]
    let version: String

    /// - Parameters:
    ///   - profiles: by language.
    ///   - version: Assay's own, recorded with each verdict.
    package init(
        runner: any Runner, host: any Host, profiles: [String: SandboxProfile], version: String
    ) {
        self.runner = runner
        self.host = host
        self.profiles = profiles
        self.version = version
    }

    /// Judges one request; a fault of ours is retried up to `attempts` times in all and then is a
    /// report whose verdict is `judge_error`.
    package func judge(_ request: JudgeRequest, attempts: Int = 3) async -> JudgeReport {
        JudgeReport(
            verdict: .judgeError, error: JudgeError(.host, "not built yet"))
    }
}
