package import Execution

/// A static tool: how it is run over a submission in a box, and how what it prints is read.
package struct Evaluator: Sendable {
    /// The form of what the tool prints.
    package enum Format: String, Sendable, CaseIterable {
        /// SARIF 2.1.0.
        case sarif
        /// `path:line:column: severity: message [rule]`, a line each, as compilers print it; on
        /// standard output or standard error.
        case lines
        /// Bandit's JSON.
        case bandit
        /// Lizard's comma separated values: one function a line.
        case lizard
    }

    package var name: String
    package var title: String
    /// The languages it is for.
    package var languages: [String]
    package var format: Format
    /// Exit statuses that mean the tool has done its work.
    package var exitCodes: [Int]
    /// The weakness that a rule stands for, where the tool does not say.
    package var weaknesses: [String: Int]
    /// Rules whose finding is a warning if this metric is above this bound, such as
    /// `cyclomatic_complexity` above 15.
    package var bounds: [String: Double]
    /// The tool's box; its `run` words may hold `{toolchain}` and `{source}`.
    package var profile: SandboxProfile

    package init(
        name: String, title: String, languages: [String], format: Format, exitCodes: [Int],
        weaknesses: [String: Int], bounds: [String: Double], profile: SandboxProfile
    ) {
        self.name = name
        self.title = title
        self.languages = languages
        self.format = format
        self.exitCodes = exitCodes
        self.weaknesses = weaknesses
        self.bounds = bounds
        self.profile = profile
    }
}

extension Evaluator {
    /// Runs the tool over a request's source and files.
    func step(for request: JudgeRequest, sourcePath: String, toolchain: Toolchain) -> ExecutionStep
    {
        let words = profile.run.map {
            switch $0 {
            case "{toolchain}": toolchain.path
            case "{source}": sourcePath
            default: $0
            }
        }
        var limits = profile.limits
        limits.keepBytes = limits.outputBytes
        let files =
            [BoxFile(path: sourcePath, bytes: request.source)]
            + request.files.sorted { $0.key < $1.key }
            .map { BoxFile(path: $0.key, bytes: $0.value) }
        return ExecutionStep(programs: [
            Program(
                profile: profile, arguments: words, environment: profile.environment,
                limits: limits, files: files)
        ])
    }

    static let mostFindings = 200

    /// Compilers and their like speak on standard error.
    private func printed(_ run: RunResult) -> [UInt8] {
        format == .lines ? run.stdout.bytes + run.stderr.bytes : run.stdout.bytes
    }

    /// Reads a run of the tool: what it found, and how it fared.
    func read(_ run: RunResult, toolchain: Toolchain) -> (findings: [Finding], Evaluation) {
        var evaluation = Evaluation(evaluator: name, status: .done, version: toolchain.version)
        guard case .exited(let code) = run.termination, exitCodes.contains(code) else {
            evaluation.status = .failed
            let said = Clip.text(run.stderr.bytes, to: 300)
            evaluation.message =
                "the tool \(Ending(run)?.message ?? "exited with status 0")"
                + (said.isEmpty ? "" : ": \(said)")
            return ([], evaluation)
        }
        guard !run.stdout.truncated, let all = findings(in: printed(run)) else {
            evaluation.status = .failed
            evaluation.message = "what the tool printed cannot be read as `\(format.rawValue)`"
            return ([], evaluation)
        }
        evaluation.dropped = max(0, all.count - Self.mostFindings)
        return (all.prefix(Self.mostFindings).map(completed), evaluation)
    }

    private func completed(_ finding: Finding) -> Finding {
        var finding = finding
        finding.evaluator = name
        finding.cwe = finding.cwe ?? weaknesses[finding.rule]
        finding.rule = Clip.text(finding.rule, to: 100)
        finding.message = Clip.text(finding.message, to: 1000)
        finding.path = Clip.text(finding.path, to: 300)
        let above = finding.metrics.contains { name, value in
            bounds[name].map { value > $0 } == true
        }
        if above { finding.level = .warning }
        return finding
    }
}
