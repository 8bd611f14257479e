import Execution

/// What is known of suites of assertions that were run once with a stub.
actor StubCensus {
    private var known: [String: Bool] = [:]

    func answer(of key: String) -> Bool? { known[key] }

    func keep(_ isAccepted: Bool, of key: String) {
        if known.count > 16_384 { known = [:] }
        known[key] = isAccepted
    }
}

extension Judge {
    /// Runs assertions that were passed once more, with a source that does nothing; they must fail.
    ///
    /// One run for all submissions of a suite, and none where no stub can be made.
    ///
    /// - Throws: `JudgeError` if the stub passes: then the tests are at fault, not the submission.
    func refuseTestsThatAcceptStub(_ planner: Planner, _ report: JudgeReport) async throws {
        guard report.verdict == .accepted, case .assertions(let suite) = planner.request.tests,
            let stubbed = planner.stubbed(suite),
            !(planner.profile.language == "python" && suite.evidentlyLooks)
        else { return }
        let key = planner.stubKey(suite)
        var isAccepted = await stubCensus.answer(of: key)
        if isAccepted == nil {
            let stub = try await Trial(
                planner: stubbed, runner: runner, secret: secret, checkers: checkers
            ).report()
            isAccepted = stub.verdict == .accepted
            await stubCensus.keep(stub.verdict == .accepted, of: key)
        }
        guard isAccepted == true else { return }
        let named = suite.entryPoint.map { "a `\(Clip.text($0, to: 100))` that does nothing" }
        throw JudgeError(
            .badField, "the tests accept a stub: \(named ?? "an empty source") passes them all",
            hint: "correct the tests: they must look at what the submission gives back")
    }
}

extension Planner {
    /// The same with a stub in the place of the submission; `nil` where none can be made.
    func stubbed(_ suite: AssertionSuite) -> Planner? {
        guard let stub = profile.stub else { return nil }
        var planner = self
        let name = suite.entryPoint.flatMap { $0.utf8.allSatisfy(Self.isWord) ? $0 : nil }
        planner.request.source =
            name.map {
                Array(
                    stub.split(separator: "ASSAY_ENTRY_POINT", omittingEmptySubsequences: false)
                        .joined(separator: $0).utf8)
            } ?? []
        planner.request.files = [:]
        planner.request.keepWork = false
        return planner
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
            || byte == 95
    }

    /// What the outcome of a stub depends on.
    func stubKey(_ suite: AssertionSuite) -> String {
        let tests: [UInt8]
        switch suite.body {
        case .code(let code): tests = code
        case .asserts(let asserts): tests = Array(asserts.joined(separator: [0]))
        }
        let parts = [
            profile.sha256, profile.harnessSHA256, toolchain.sha256, sourcePath,
            suite.entryPoint ?? "", Digest.sha256(suite.prelude), Digest.sha256(tests),
            request.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "\n"),
        ]
        return Digest.sha256(parts.joined(separator: "\u{0}"))
    }
}

extension AssertionSuite {
    /// Whether Python's text shows that nothing is not enough, which spares the run.
    ///
    /// That is so if a line of its own asserts that the entry point gives something but `None`.
    var evidentlyLooks: Bool {
        let names = ["candidate", entryPoint].compactMap(\.self).joined(separator: "|")
        let line = #"(?m)^(?:    )?assert (?:\#(names))\(.*\) == (?!None\b)\S(?:(?! or ).)*$"#
        return !JoinedProgram.matches(of: line, in: text).isEmpty
    }
}
