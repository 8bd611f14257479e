import Execution

extension Planner {
    /// Compiles what is joined; `nil` where nothing is compiled.
    func sealedCompileStep(_ program: JoinedProgram) -> ExecutionStep? {
        guard let command = program.harness.compile ?? profile.compile else { return nil }
        let compiler = Program(
            profile: profile,
            arguments: sealedWords(
                command, program, profile.compileLimits.applying(request.compileLimits)),
            environment: profile.environment.merging(program.harness.environment) {
                Self.marked($1, program.mark)
            }.mapValues { Self.marked($0, program.mark) },
            limits: profile.compileLimits.applying(request.compileLimits),
            files: program.files + otherFiles, collect: profile.output.map { [$0] } ?? [])
        return ExecutionStep(programs: [compiler])
    }

    /// Runs tests and source together; `output` is what compiling left.
    func sealedRunStep(
        _ program: JoinedProgram, output: [UInt8]?, limits overrides: [LimitName: Int] = [:],
        input: [UInt8]? = nil
    ) -> ExecutionStep {
        var files = otherFiles + [BoxFile(path: SealedReport.path, bytes: [])]
        if let output, let path = profile.output {
            files.append(
                BoxFile(path: path, bytes: output, executable: true, readOnly: true))
        }
        // What was compiled in is not shown to the program that runs.
        if output == nil || program.harness.compile == nil {
            files += program.files.map {
                var file = $0
                file.readOnly = file.path != sourcePath
                return file
            }
        }
        var word = Array(program.key.utf8) + [10]
        if let input {
            word += input
        } else if program.harness.testsOnInput {
            word += program.rewritten
        }
        return ExecutionStep(programs: [
            Program(
                profile: profile,
                arguments: sealedWords(
                    program.harness.run ?? profile.run, program, limits.applying(overrides)),
                environment: profile.environment
                    .merging(program.harness.environment) { $1 }
                    .mapValues { Self.marked($0, program.mark) }
                    .merging(request.environment) { $1 },
                limits: limits.applying(overrides), standardInput: word, files: files,
                collect: [SealedReport.path])
        ])
    }

    private var otherFiles: [BoxFile] {
        request.files.sorted { $0.key < $1.key }.map { BoxFile(path: $0.key, bytes: $0.value) }
    }

    private func sealedWords(
        _ words: [String], _ program: JoinedProgram, _ limits: Limits
    ) -> [String] {
        words.map { replaced(Self.marked($0, program.mark), limits) }
    }

    private static func marked(_ text: String, _ mark: String) -> String {
        text.split(separator: "{mark}", omittingEmptySubsequences: false).joined(separator: mark)
    }

    var joinedReason: String { "tests and source share one process in \(profile.title)" }

    /// Of assertions: where they would be judged in two boxes, sealed was a choice.
    var assertionsReason: String {
        profile.isSealedByChoice ? Self.sealedReason : joinedReason
    }
}

extension AssertionSuite {
    /// The tests as one text; asserts stand one a line.
    var text: [UInt8] {
        switch body {
        case .code(let code): code
        case .asserts(let asserts): Array(asserts.joined(separator: [10]))
        }
    }
}

extension JoinedProgram {
    /// The same with words that are no secret, to show what would be run.
    static func sample(
        _ harness: TestHarness, _ planner: Planner, _ prelude: [UInt8], _ tests: [UInt8]
    ) -> JoinedProgram {
        JoinedProgram(
            language: planner.profile.language, harness: harness, parts: planner.profile.harness,
            sourcePath: planner.sourcePath,
            source: planner.request.source, prelude: prelude, tests: tests, key: "word",
            mark: "mark")
    }

    /// What the tests of an assertion suite are called: as they are named, or all are one.
    ///
    /// - Throws: `JudgeError` if tests have names in this language and there is none, or too many.
    func assertionNames() throws(JudgeError) -> [String] {
        let names = try testNames()
        guard harness.names != nil else { return ["1"] }
        guard !names.isEmpty else {
            throw JudgeError(
                .badField, "`tests.code` holds no test: there would be nothing to run",
                hint: "tests in comments do not count")
        }
        return names
    }
}

extension Planner {
    /// Adds the steps of a joined program.
    func add(_ program: JoinedProgram, to plan: inout JudgePlan, reason: String) {
        plan.integrity = .sealed
        plan.integrityReason = reason
        var output: [UInt8]?
        if let step = sealedCompileStep(program) {
            output = []
            plan.steps.append(
                JudgePlan.Step(
                    part: .compile, times: 1, programs: [.init("compiler", step.programs[0])]))
        }
        let step = sealedRunStep(program, output: output)
        plan.steps.append(
            JudgePlan.Step(
                part: .tests, times: 1,
                programs: [.init("tests and candidate", step.programs[0])]))
    }
}
