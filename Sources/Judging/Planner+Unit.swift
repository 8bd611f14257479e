import Execution

extension Planner {
    func unitHarness(_ suite: UnitSuite) throws(JudgeError) -> TestHarness {
        if let harness = profile.unit[suite.framework] { return harness }
        let known = profile.unit.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
        throw JudgeError(
            .badField,
            "there is no framework `\(Clip.text(suite.framework, to: 100))` for \(profile.title)",
            hint: known.isEmpty ? "it has none" : "it has \(known)")
    }

    /// Tests and source put together; without a submission where the tests are only looked for.
    func unitProgram(
        _ suite: UnitSuite, _ harness: TestHarness, key: String, mark: String
    ) -> JoinedProgram {
        JoinedProgram(
            language: profile.language, harness: harness, parts: profile.harness,
            sourcePath: sourcePath,
            source: request.source, prelude: [], tests: [], key: key, mark: mark,
            trusted: suite.files)
    }

    /// What follows the one-time word on standard input.
    ///
    /// `stub` says that there is no submission: `absent` for functions that fail, else what they
    /// give back.
    func unitInput(_ suite: UnitSuite, _ program: JoinedProgram, stub: String?) -> [UInt8]? {
        guard program.harness.testsOnInput else { return nil }
        let files = suite.files.sorted { $0.key < $1.key }
        let members = files.map {
            JSONObject.Member(key: $0.key, value: .string(Base64.encode($0.value)))
        }
        let paths = ([sourcePath] + request.files.keys.sorted()).map(JSON.string)
        let plan: JSON = [
            "framework": .string(suite.framework), "mark": .string(program.mark),
            "files": .object(JSONObject(members: members)), "candidate": .array(paths),
            "stub": stub.map { .string($0) } ?? .null,
        ]
        return plan.utf8
    }

    /// What runs the tests with nothing to test, or with functions that give back a value.
    func unitStub(
        _ suite: UnitSuite, key: String, mark: String, giving value: StubValue? = nil
    ) throws(JudgeError) -> (program: JoinedProgram, step: ExecutionStep) {
        var planner = self
        planner.request.source = []
        planner.request.files = [:]
        var program = planner.unitProgram(suite, try unitHarness(suite), key: key, mark: mark)
        program.hasSource = false
        // The paths are the submission's, so that the same names are imported.
        let step = planner.sealedRunStep(
            program, output: nil,
            input: unitInput(suite, program, stub: value?.rawValue ?? "absent"))
        return (program, step)
    }

    func add(_ suite: UnitSuite, to plan: inout JudgePlan) throws(JudgeError) {
        let harness = try unitHarness(suite)
        let program = unitProgram(suite, harness, key: "word", mark: "mark")
        if let expected = suite.expected {
            plan.tests = expected.count
        } else {
            plan.tests = try program.testNames().count
        }
        if suite.expected == nil, harness.names == nil {
            let stub = try unitStub(suite, key: "word", mark: "mark").step
            plan.steps.append(
                JudgePlan.Step(
                    part: .guestCode, times: 1,
                    condition: "once, for all submissions, to find the tests",
                    programs: [.init("tests alone", stub.programs[0])]))
        }
        add(program, to: &plan, reason: joinedReason)
        addStub(to: &plan)
    }
}

/// What a suite does without a submission.
struct SuiteFacts: Sendable {
    /// Its tests; empty if it cannot be run so.
    var ids: [String] = []
    /// Why it cannot be run without a submission.
    var note = ""
}

/// Runs each suite once without a submission, to find its tests.
actor SuiteCensus {
    private var known: [String: Task<SuiteFacts, any Error>] = [:]

    /// Once for all who ask, also at the same time.
    ///
    /// - Throws: `JudgeError` if the framework cannot be run at all.
    func facts(
        of suite: UnitSuite, _ planner: Planner, by runner: any Runner,
        secret: @escaping @Sendable () -> String
    ) async throws -> SuiteFacts {
        let key = Self.key(suite, planner)
        if let task = known[key] { return try await task.value }
        if known.count > 4096 { known = [:] }
        let task = Task { try await Self.found(suite, planner, by: runner, secret: secret) }
        known[key] = task
        do {
            return try await task.value
        } catch {
            known[key] = nil
            throw error
        }
    }

    private static func found(
        _ suite: UnitSuite, _ planner: Planner, by runner: any Runner,
        secret: @Sendable () -> String
    ) async throws -> SuiteFacts {
        let word = secret() + secret()
        let stub = try planner.unitStub(suite, key: word, mark: secret())
        let results = try await runner.run(stub.step)
        guard let run = results.first else { throw RunnerError(.host, "no result of a step") }
        let report = SealedReport(run.collected[SealedReport.path] ?? [], key: word)
        if let fault = report.fault { throw JudgeError(.badField, fault) }
        var facts = SuiteFacts()
        if report.isComplete {
            facts.ids = report.ids
        }
        facts.note = report.notes.first ?? Clip.text(run.stderr.bytes, to: 300)
        return facts
    }

    private static func key(_ suite: UnitSuite, _ planner: Planner) -> String {
        let files = suite.files.sorted { $0.key < $1.key }
            .map { "\($0.key) \(Digest.sha256($0.value))" }
        let parts =
            [
                planner.profile.sha256, planner.profile.harnessSHA256, planner.toolchain.sha256,
                suite.framework, planner.sourcePath,
            ] + planner.request.files.keys.sorted() + files
        return Digest.sha256(parts.joined(separator: "\n"))
    }
}
