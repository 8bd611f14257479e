import Execution

extension Judge {
    /// Runs tests that were passed once more, with stubs; they must fail with one of the two.
    ///
    /// One or two runs for all submissions of a suite, or for each of the first that lend their
    /// source; none where no stub can be made, or the tests' text shows that they look.
    ///
    /// - Throws: `JudgeError` if both stubs pass: then the tests are at fault, not the submission.
    func refuseTestsThatAcceptStub(_ planner: Planner, _ report: JudgeReport) async throws {
        guard report.verdict == .accepted, let suite = StubbedSuite(planner) else { return }
        let passing = try await stubCensus.passing(suite.key, source: suite.sourceKey) {
            try await stub(passing: suite)
        }
        guard let passing else { return }
        throw JudgeError(
            .badField, "the tests accept a stub: \(passing)",
            hint: "correct the tests: they must look at what the submission gives back; of the "
                + "stubs one gave nothing (0, an empty text) and one something else (8191)")
    }

    /// What passes the tests with either stub; `nil` if one fails, or none can be made.
    private func stub(passing suite: StubbedSuite) async throws -> String? {
        guard !suite.evidentlyLooks else { return nil }
        let lent = suite.lent()
        var last: JudgeRequest?
        for value in [StubValue.nothing, .other] {
            guard let stub = suite.stub(value, lent) else { return nil }
            // Where nothing is named both are an empty source.
            if !suite.asksHarness, last == stub.request { continue }
            last = stub.request
            let trial = Trial(planner: stub, runner: gated, secret: secret, checkers: checkers)
            do {
                let verdict =
                    suite.asksHarness
                    ? try await trial.unitStub(value) : try await trial.report().verdict
                guard verdict == .accepted else { return nil }
            } catch is JudgeError {
                // Tests that cannot be run so look at something.
                return nil
            }
        }
        return suite.description(lent)
    }
}

/// Tests that can be run with stubs in the place of a submission.
struct StubbedSuite {
    let planner: Planner
    /// Whether the stub is the submission's source with other bodies.
    var lendsSource: Bool { syntax != nil }
    /// Whether the harness itself stands in for whatever the tests import.
    private(set) var asksHarness = false
    private var syntax: SourceSyntax?
    private let tests: [UInt8]
    private let entryPoint: String?

    /// `nil` where no stub is known.
    init?(_ planner: Planner) {
        guard let stub = planner.profile.stub else { return nil }
        self.planner = planner
        if case .bodies(let syntax) = stub { self.syntax = syntax }
        switch planner.request.tests {
        case .assertions(let suite):
            tests = suite.text
            entryPoint = suite.entryPoint
        case .unit(let suite):
            asksHarness = syntax == nil
            let files = suite.files.sorted { $0.key < $1.key }.map(\.value)
            tests = Array(files.joined(separator: [10]))
            entryPoint = nil
        default: return nil
        }
    }

    /// What the outcome of stubs depends on, but for the source.
    var key: String {
        var parts = [
            planner.profile.sha256, planner.profile.harnessSHA256, planner.toolchain.sha256,
            planner.sourcePath, entryPoint ?? "", Digest.sha256(tests),
            planner.request.environment.sorted { $0.key < $1.key }
                .map { "\($0.key)=\($0.value)" }.joined(separator: "\n"),
        ]
        switch planner.request.tests {
        case .assertions(let suite): parts.append(Digest.sha256(suite.prelude))
        case .unit(let suite):
            parts.append(suite.framework)
            parts += suite.files.keys.sorted() + ["expected"] + (suite.expected ?? [])
            parts += ["files"] + planner.request.files.keys.sorted()
        default: break
        }
        return Digest.sha256(parts.joined(separator: "\u{0}"))
    }

    /// Whether the text of the tests shows that a stub fails.
    var evidentlyLooks: Bool {
        guard planner.profile.language == "python",
            case .assertions(let suite) = planner.request.tests
        else { return false }
        return suite.evidentlyLooks
    }

    /// Of the submission that lends its source; empty if none does.
    var sourceKey: String {
        guard lendsSource else { return "" }
        let files = planner.request.files.sorted { $0.key < $1.key }
            .map { "\($0.key) \(Digest.sha256($0.value))" }
        return Digest.sha256(
            ([Digest.sha256(planner.request.source)] + files).joined(separator: "\n"))
    }

    /// What passes the tests, said of the stub.
    func description(_ lent: LentSource?) -> String {
        if let names = lent?.names {
            let shown = names.prefix(3).map { "`\(Clip.text($0, to: 100))`" }
            let more = names.count > 3 ? " and \(names.count - 3) more" : ""
            return names.count == 1
                ? "a \(shown[0]) that does nothing passes them all"
                : "\(shown.joined(separator: ", "))\(more) that do nothing pass them all"
        }
        if asksHarness { return "a module whose functions do nothing passes them all" }
        let named = entryPoint.map { "a `\(Clip.text($0, to: 100))` that does nothing" }
        return "\(named ?? "an empty source") passes them all"
    }

    // MARK: - The stubs

    /// The same request with a stub in the place of the submission; `nil` where none can be made.
    func stub(_ value: StubValue, _ lent: LentSource?) -> Planner? {
        var planner = self.planner
        planner.request.keepWork = false
        if asksHarness { return planner }
        if lendsSource {
            guard let files = lent?.files(value) else { return nil }
            planner.request.source = files.source
            planner.request.files = files.others
            if syntax == .go, case .assertions(var suite) = planner.request.tests {
                suite.prelude = []
                planner.request.tests = .assertions(suite)
            }
            return planner
        }
        guard case .texts(let nothing, let other) = planner.profile.stub else { return nil }
        let text = value == .nothing ? nothing : other
        let name = entryPoint.flatMap { $0.utf8.allSatisfy(\.isASCIIWord) ? $0 : nil }
        planner.request.source =
            name.map {
                Array(
                    text.split(separator: "ASSAY_ENTRY_POINT", omittingEmptySubsequences: false)
                        .joined(separator: $0).utf8)
            } ?? []
        planner.request.files = [:]
        return planner
    }

    /// The source that the stubs are made of; `nil` where none can be made, or it is not needed.
    func lent() -> LentSource? {
        guard let syntax else { return nil }
        var source = planner.request.source
        // In Go what stands before it holds imports that only emptied functions may have used.
        if syntax == .go, case .assertions(let suite) = planner.request.tests,
            !suite.prelude.isEmpty
        {
            source = suite.prelude + [10] + source
        }
        return SourceStub(syntax: syntax, tests: tests)
            .lent(by: source, others: planner.request.files)
    }
}

extension AssertionSuite {
    /// Whether Python's text shows that nothing is not enough, which spares the run.
    ///
    /// That is so if a line of its own asserts that the entry point gives something but `None`,
    /// that it is true, or does with it what `None` cannot.
    var evidentlyLooks: Bool {
        let call = "(?:\(["candidate", entryPoint].compactMap(\.self).joined(separator: "|")))\\("
        let given = #"(?:[^()"']|"[^"]*"|'[^']*')*\)"#
        let taking = "tuple|list|sorted|set|len|sum|max|min"
        let lines = [
            #"\(?\#(call).*\) ?(?:==|is) ?(?!None\b|\#(call))\S(?:(?! or ).)*$"#,
            #"\#(call)\#(given)(?:, ?["'].*)?$"#, #"abs\(\#(call)\#(given) - "#,
            #"(?:\#(taking))\(\#(call)"#,
        ]
        return lines.contains {
            JoinedProgram.finds(#"(?m)^(?:    )?assert "# + $0, in: text)
        }
    }
}
