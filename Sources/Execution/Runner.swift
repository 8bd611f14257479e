/// Runs steps in isolation; the one thing that judging knows of a sandbox.
package protocol Runner: Sendable {
    /// Runs one step to its end; results are in the order of the step's programs.
    ///
    /// No process of the step is alive when this returns or throws. Cancelling the task kills them.
    /// What the programs did is a result; a fault of ours is thrown and is never a verdict.
    func run(_ step: ExecutionStep) async throws(RunnerError) -> [RunResult]
}

/// What a host offers; pages and commands learn of it through this alone.
package protocol Host: Sendable {
    /// The checks of `assay doctor`, most important first.
    func report() async -> [HostCheck]
    /// Those of them that tell whether, and with which layers, anything can be run here.
    func isolation() async -> [HostCheck]
    /// The installed toolchain that a profile will use; looked up once a process.
    func toolchain(for profile: SandboxProfile) async throws(RunnerError) -> Toolchain
    /// The same without starting anything: its version is empty unless it is known already.
    func installedToolchain(for profile: SandboxProfile) async throws(RunnerError) -> Toolchain
}

extension Host {
    package func isolation() async -> [HostCheck] { await report() }

    package func installedToolchain(
        for profile: SandboxProfile
    ) async throws(RunnerError) -> Toolchain {
        try await toolchain(for: profile)
    }
}

/// One line of `assay doctor`.
package struct HostCheck: Sendable, Equatable {
    package enum Status: String, Sendable { case pass, caution, fail }

    /// Stable name for machines, such as `user_namespaces`.
    package var name: String
    package var status: Status
    package var detail: String
    /// The command or setting that mends it.
    package var remedy: String?

    package init(name: String, status: Status, detail: String, remedy: String? = nil) {
        self.name = name
        self.status = status
        self.detail = detail
        self.remedy = remedy
    }
}

/// A fault of ours or of the host: never a verdict on a submission.
package struct RunnerError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// This host cannot isolate; the command line exits 69.
        case cannotIsolate = "cannot_isolate"
        case missingToolchain = "missing_toolchain"
        case unknownLanguage = "unknown_language"
        /// The box program failed, or the host ran out of something; worth a retry.
        case host
        case cancelled
    }

    package var code: Code
    /// What was being done and why it could not be, as in
    /// ``cannot mount `/usr` in the box (step 7): permission denied``.
    package var message: String
    package var hint: String?

    package init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
