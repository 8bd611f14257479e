import Execution

extension Trial {
    /// Tests of a framework, in one process with the submission.
    func unit(_ suite: UnitSuite) async throws -> JudgeReport {
        let harness = try planner.unitHarness(suite)
        let program = planner.unitProgram(suite, harness, key: secret() + secret(), mark: secret())
        if let taken = suite.collision(with: planner.sourcePath) {
            throw JudgeError(
                .badField, "`tests.files` holds `\(taken)`, which is in the source's place",
                hint: "give the source another `source_path`")
        }
        try program.checkSize()
        let expected =
            try suite.expected ?? (harness.names == nil ? discovered : program.testNames())
        guard !expected.isEmpty else {
            throw JudgeError(
                .badField, "`tests.files` holds no test of `\(suite.framework)`",
                hint: "name the tests in `expected`, or correct the test files")
        }
        guard Set(expected).count == expected.count else {
            throw JudgeError(
                .badField, "two tests of `tests` have one name",
                hint: "give each test a name of its own")
        }
        for path in request.files.keys.sorted() {
            guard let taken = suite.collision(with: path) else { continue }
            let evidence = "the candidate brings `\(path)` in the place of the tests' `\(taken)`"
            return unrun(expected, .tampered, evidence, reason: planner.joinedReason)
        }
        return try await sealed(
            program, expected: expected, reason: planner.joinedReason,
            input: planner.unitInput(suite, program, stub: nil))
    }

    /// How the tests end with modules whose functions only give back a value.
    func unitStub(_ value: StubValue) async throws -> Verdict {
        guard case .unit(let suite) = request.tests else { throw JudgeError(.host, "no suite") }
        let word = secret() + secret()
        let stub = try planner.unitStub(suite, key: word, mark: secret(), giving: value)
        let run = try await single(stub.step)
        let report = SealedReport(run.collected[SealedReport.path] ?? [], key: word)
        let expected = suite.expected ?? discovered
        return Verdict.overall(report.tests(expected: expected, run).map(\.verdict))
    }

    private var discovered: [String] { planner.discoveredTests }
}

extension Judge {
    /// The tests of a suite that its text does not name.
    func discoveredTests(_ planner: Planner) async throws -> [String] {
        guard case .unit(let suite) = planner.request.tests,
            try planner.unitHarness(suite).names == nil
        else { return [] }
        let facts = try await suiteCensus.facts(
            of: suite, planner, by: gated, secret: secret)
        let hint = "name the tests in `expected`, or correct the test files"
        let wanted = suite.expected ?? facts.ids
        guard !wanted.isEmpty else {
            throw JudgeError(
                .badField,
                "the tests cannot be found without a submission"
                    + (facts.note.isEmpty ? "" : ": \(facts.note)"),
                hint: hint)
        }
        return wanted
    }
}
