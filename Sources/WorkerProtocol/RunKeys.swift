package import Execution
package import Judging

/// Makes the `run_key`s of jobs in one language: equal keys mean the same job, done the same way.
package struct RunKeys: Sendable {
    private let profile: SandboxProfile
    private let harnessSHA256: String
    private let toolchainSHA256: String
    /// Of the languages in which checker programs may be, by name.
    package var others: [String: Ground] = [:]

    /// What a program of one language runs on.
    package struct Ground: Sendable, Equatable {
        let profileSHA256: String
        let toolchainSHA256: String

        /// Of what the program's language has here.
        package init(profile: SandboxProfile, toolchain: Toolchain) {
            profileSHA256 = profile.sha256
            toolchainSHA256 = toolchain.sha256
        }
    }

    /// The keys of jobs that name no checker in another language; for those, fill `others`.
    package init(profile: SandboxProfile, toolchain: Toolchain) {
        self.profile = profile
        harnessSHA256 = profile.harnessSHA256
        toolchainSHA256 = toolchain.sha256
    }

    /// SHA-256 of the canonical job after defaults, without id and meta, with the digests of
    /// profile, harness and toolchain, and of the profiles and toolchains of checker programs.
    ///
    /// Attempts count from 1; a job that is judged anew on purpose has the next.
    package func key(for request: JudgeRequest, attempt: Int = 1) -> String {
        Digest.sha256(canonicalJob(request, attempt: attempt).canonical)
    }

    /// Equal for requests that are equal, whatever the profile and toolchain.
    @Sendable package static func fingerprint(_ request: JudgeRequest) -> String {
        Digest.sha256(JobWriter.json(Job(id: "", line: 0, request: request)).canonical)
    }

    func canonicalJob(_ request: JudgeRequest, attempt: Int) -> JSON {
        let limits = profile.limits.applying(request.limits)
        var job: JSONObject = [
            "schema": "job/1",
            "language": .string(request.language),
            "source": .text(request.source),
            "source_path": .string(request.sourcePath ?? profile.sourcePath),
            "files": .files(request.files),
            "args": .strings(request.arguments),
            "env": JobWriter.variables(request.environment),
            "stdin": .text(request.standardInput),
            "tests": request.tests.map { tests($0, limits) } ?? .null,
            "limits": .limits(limits),
            "compile_limits": .limits(profile.compileLimits.applying(request.compileLimits)),
            "evidence": .strings(request.evidence),
            "repeat": .int(request.repeats),
            "stop": .string(request.stop.rawValue),
            "attempt": .int(attempt),
            "profile_sha256": .string(profile.sha256),
            "harness_sha256": .string(harnessSHA256),
            "toolchain_sha256": .string(toolchainSHA256),
        ]
        let checkers = request.checkerLanguages
        if !checkers.isEmpty {
            job.append("checkers", .object(JSONObject(members: checkers.map(ground))))
        }
        // The policy, whatever it comes to in milliseconds.
        if let ratio = request.timeRatio { job.append("time_ratio", TimingCodec.json(ratio)) }
        return .object(job)
    }

    private func ground(_ language: String) -> JSONObject.Member {
        .init(
            key: language,
            value: others[language].map {
                [
                    "profile_sha256": .string($0.profileSHA256),
                    "toolchain_sha256": .string($0.toolchainSHA256),
                ]
            } ?? .null)
    }

    /// With each case's own limits resolved: a case that repeats the job's limits says nothing.
    private func tests(_ suite: TestSuite, _ limits: Limits) -> JSON {
        guard case .stdio(var cases) = suite else {
            return SuiteCodec.json(suite, complete: true)
        }
        for index in cases.indices {
            let effective = limits.applying(cases[index].limits)
            cases[index].limits = Dictionary(
                uniqueKeysWithValues: LimitName.allCases.filter { effective[$0] != limits[$0] }
                    .map { ($0, effective[$0]) })
        }
        return SuiteCodec.json(.stdio(cases), complete: true)
    }
}

extension JSON {
    /// All twelve, in the order of `LimitName`.
    static func limits(_ limits: Limits) -> JSON {
        .object(
            JSONObject(
                members: LimitName.allCases.map { .init(key: $0.rawValue, value: .int(limits[$0])) }
            ))
    }
}
