package import Execution
package import Grading
package import Judging
import WorkerProtocol

/// What a workspace needs from outside; the command line's wiring makes it, tests make their own.
package struct WorkspaceServices: Sendable {
    package var host: any Host
    /// By language: the built-in profiles, overlaid by the workspace's own.
    package var profiles: [String: SandboxProfile]
    /// By id.
    package var rubrics: [String: Rubric]
    /// Assay's own version, recorded with verdicts and in manifests.
    package var version: String
    /// Static tools, by name.
    package var evaluators: [String: Evaluator] = [:]
    /// Judges one request.
    package var judge: @Sendable (JudgeRequest) async -> JudgeReport
    /// Runs a trusted program on the calls of a request's tests; throws a `JudgeError`.
    package var answers: @Sendable (JudgeRequest) async throws -> [CallAnswer]

    /// Judges with `Judge` through `runner`.
    package init(
        runner: any Runner, host: any Host, profiles: [String: SandboxProfile],
        evaluators: [String: Evaluator] = [:], rubrics: [String: Rubric] = [:], version: String
    ) {
        var judge = Judge(
            runner: runner, host: host, profiles: profiles, version: version,
            fingerprint: RunKeys.fingerprint)
        judge.evaluators = evaluators
        let whole = judge
        self.init(
            host: host, profiles: profiles, rubrics: rubrics, version: version,
            answers: { try await whole.answers($0) }
        ) { await whole.judge($0) }
        self.evaluators = evaluators
    }

    /// Judges with any function; for tests.
    package init(
        host: any Host, profiles: [String: SandboxProfile], rubrics: [String: Rubric] = [:],
        version: String,
        answers: @escaping @Sendable (JudgeRequest) async throws -> [CallAnswer] = { _ in
            throw JudgeError(.host, "nothing runs here")
        },
        judge: @escaping @Sendable (JudgeRequest) async -> JudgeReport
    ) {
        self.host = host
        self.profiles = profiles
        self.rubrics = rubrics
        self.version = version
        self.judge = judge
        self.answers = answers
    }
}
