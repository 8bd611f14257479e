package import Execution

/// Judges submissions through any runner.
package struct Judge: Sendable {
    let runner: any Runner
    let host: any Host
    let profiles: [String: SandboxProfile]
    let version: String
    /// Static tools, by name.
    package var evaluators: [String: Evaluator] = [:]
    /// Makes the one-time word that only the judge and its own guest code know.
    var secret: @Sendable () -> String = Judge.randomSecret
    /// `nil`: guest code is started from its source.
    var guestCode: GuestCode? = GuestCode()
    let suiteCensus = SuiteCensus()
    let stubCensus = StubCensus()
    let gate = RunGate()
    var references = ReferenceTimes()
    /// Equal for requests that are equal; `nil`: what a reference used is measured each time.
    var fingerprint: (@Sendable (JudgeRequest) -> String)?
    let checkers: CheckerPrograms

    /// Profiles are by language; the version is Assay's own, recorded with each verdict.
    package init(
        runner: any Runner, host: any Host, profiles: [String: SandboxProfile], version: String,
        fingerprint: (@Sendable (JudgeRequest) -> String)? = nil
    ) {
        self.runner = runner
        self.host = host
        self.profiles = profiles
        self.version = version
        self.fingerprint = fingerprint
        checkers = CheckerPrograms(
            runner: runner, host: host, profiles: profiles, gate: gate)
    }

    /// Runs beside others, but not while one runs alone: for all that is no timed run itself.
    var gated: GatedRunner { GatedRunner(runner: runner, gate: gate) }

    /// Judges one request; a fault of ours is retried up to `attempts` times in all and then is a
    /// report whose verdict is `judge_error`.
    package func judge(_ request: JudgeRequest, attempts: Int = 3) async -> JudgeReport {
        if let fault = unknownEvaluator(in: request.evidence) {
            return JudgeReport(verdict: .judgeError, error: fault)
        }
        var report =
            request.repeats > 1
            ? await repeated(request, attempts: attempts) : await once(request, attempts: attempts)
        await addFindings(of: request, to: &report)
        return report
    }

    func once(_ request: JudgeRequest, attempts: Int = 3) async -> JudgeReport {
        guard let profile = profiles[request.language] else {
            let known = profiles.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
            return JudgeReport(
                verdict: .judgeError,
                error: JudgeError(
                    .unknownLanguage, "no profile for the language `\(request.language)`",
                    hint: "the languages are \(known)"))
        }
        var environment = JudgeEnvironment(
            assay: version, profile: profile.language, profileSHA256: profile.sha256,
            harnessSHA256: profile.harnessSHA256)
        var limits = profile.limits.applying(request.limits)
        var attempt = 1
        while true {
            let error: JudgeError
            do {
                let toolchain = try await host.toolchain(for: profile)
                environment.toolchain = toolchain.version
                environment.toolchainSHA256 = toolchain.sha256
                environment.checkers = await checkerVersions(of: request)
                let (request, reference) = try await resolved(request, profile)
                limits = profile.limits.applying(request.limits)
                var planner = Planner(request: request, profile: profile, toolchain: toolchain)
                if planner.needsGuests, let guestCode {
                    planner.compiledGuests = try await guestCode.compiled(
                        for: planner, by: gated)
                }
                planner.discoveredTests = try await discoveredTests(planner)
                var report = try await timed(planner)
                try await refuseTestsThatAcceptStub(planner, report)
                if let reference {
                    report.timing = TimingEvidence(
                        doubted: report.timing?.doubted, reference: reference)
                }
                report.attempts = attempt
                report.limits = limits
                environment.box = report.environment.box
                report.environment = environment
                return report
            } catch let fault as RunnerError {
                if fault.isWorthRetry, attempt < attempts {
                    attempt += 1
                    continue
                }
                error = JudgeError(fault)
            } catch let fault as JudgeError {
                error = fault
            } catch let fault {
                error = JudgeError(.host, "\(fault)")
            }
            return JudgeReport(
                verdict: .judgeError, attempts: attempt, limits: limits,
                environment: environment, error: error)
        }
    }

    @Sendable private static func randomSecret() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let word = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - word.count) + word
        }.joined()
    }
}

extension RunnerError {
    /// Whether the same step may succeed a moment later.
    var isWorthRetry: Bool { code == .host }
}

extension JudgeError {
    init(_ error: RunnerError) {
        let code: Code =
            switch error.code {
            case .missingToolchain: .missingToolchain
            case .unknownLanguage: .unknownLanguage
            case .cannotIsolate, .host, .cancelled: .host
            }
        self.init(code, error.message, hint: error.hint)
    }
}
