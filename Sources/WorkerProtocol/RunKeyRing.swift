package import Execution
package import Judging

/// The run keys of each language, made when it is first met.
package actor RunKeyRing {
    private let profiles: [String: SandboxProfile]
    private let host: any Host
    private let startsNothing: Bool
    private var known: [String: RunKeys] = [:]
    private var grounds: [String: RunKeys.Ground] = [:]

    /// Asks each toolchain for its version, and so whether it works, unless it is to start nothing.
    package init(
        profiles: [String: SandboxProfile], host: any Host, startsNothing: Bool = false
    ) {
        self.profiles = profiles
        self.host = host
        self.startsNothing = startsNothing
    }

    /// As ``RunKeys/key(for:attempt:)``.
    ///
    /// - Throws: `RunnerError` without such a language or its toolchain; where only a checker's is
    ///   missing, the key says so.
    package nonisolated func key(
        for request: JudgeRequest, attempt: Int = 1
    ) async throws(RunnerError) -> String {
        // What is hashed may be tens of MiB: not while others wait for the ring.
        try await keys(for: request).key(for: request, attempt: attempt)
    }

    private func keys(for request: JudgeRequest) async throws(RunnerError) -> RunKeys {
        var keys = try await keys(request.language)
        for language in request.checkerLanguages {
            keys.others[language] = await ground(language)
        }
        return keys
    }

    private func keys(_ language: String) async throws(RunnerError) -> RunKeys {
        if let keys = known[language] { return keys }
        guard let profile = profiles[language] else {
            throw RunnerError(
                .unknownLanguage, "there is no profile for `\(language)`",
                hint: "add `Sandboxes/\(language).yaml`")
        }
        let toolchain =
            startsNothing
            ? try await host.installedToolchain(for: profile)
            : try await host.toolchain(for: profile)
        let keys = RunKeys(profile: profile, toolchain: toolchain)
        known[language] = keys
        return keys
    }

    private func ground(_ language: String) async -> RunKeys.Ground? {
        if let ground = grounds[language] { return ground }
        guard let profile = profiles[language],
            let toolchain = try? await host.installedToolchain(for: profile)
        else { return nil }
        let ground = RunKeys.Ground(profile: profile, toolchain: toolchain)
        grounds[language] = ground
        return ground
    }
}
