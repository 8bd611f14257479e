package import Execution

/// What judging a request will run, as far as that can be told before anything has run.
package struct JudgePlan: Sendable, Equatable {
    /// What a step is for.
    package enum Part: String, Sendable {
        /// Compiling Assay's own code; no submission's code is in that box.
        case guestCode = "guest_code"
        case compile
        case run
        case tests
        /// A checker or an interactor; its programs are planned when it is made ready.
        case check
    }

    /// Programs that run at the same time.
    package struct Step: Sendable, Equatable {
        package var part: Part
        /// How often it is run.
        package var times: Int
        /// When it is run less or more often than that; `nil` if never.
        package var condition: String?
        package var programs: [PlannedProgram]
    }

    /// One sandboxed program, without the contents of its files.
    package struct PlannedProgram: Sendable, Equatable {
        /// `compiler`, `program`, `candidate`, `examiner` or `tests and candidate`.
        package var role: String
        package var arguments: [String]
        package var limits: Limits
        /// What is put into its box, by relative path.
        package var files: [String]

        init(_ role: String, _ program: Program) {
            self.role = role
            arguments = program.arguments
            limits = program.limits
            files = program.files.map(\.path)
        }
    }

    /// `nil` without tests.
    package var integrity: Integrity?
    /// Why it is not isolated.
    package var integrityReason: String?
    /// Test cases; 0 if the program is only run.
    package var tests: Int
    package var steps: [Step]
}

extension Planner {
    /// How test code and candidate come together.
    enum AssertionWay {
        /// In two boxes.
        case examined
        /// In one interpreter.
        case sealed
        /// Compiled into one program.
        case native
        /// As the profile says.
        case joined(TestHarness)
    }

    private static let fallbackCondition =
        "once and sealed, if the tests need the candidate's own objects"
    static let sealedReason = "sealed judging was asked for"

    func way(of suite: AssertionSuite) throws(JudgeError) -> AssertionWay {
        guard suite.count > 0 else { throw JudgeError(.badField, "`asserts` is empty") }
        if profile.examined != nil || canIsolate { return .examined }
        if has(.sealed) { return .sealed }
        if nativeHarness != nil { return .native }
        if let harness = profile.assertions { return .joined(harness) }
        throw JudgeError(.badField, "`assertions` are not built yet for `\(profile.language)`")
    }

    /// Tells what judging this planner's request will run.
    ///
    /// Throws the `JudgeError` of a request that cannot be judged.
    package func plan() throws(JudgeError) -> JudgePlan {
        var planner = self
        var plan = JudgePlan(tests: 0, steps: [])
        if needsGuests {
            for guest in guests { planner.compiledGuests[guest] = [] }
            plan.steps.append(
                JudgePlan.Step(
                    part: .guestCode, times: 1, condition: "once, for all submissions",
                    programs: [.init("compiler", guestCompilingStep.programs[0])]))
        }
        switch request.tests {
        case nil: planner.addRun(to: &plan)
        case .stdio(let suite): planner.add(suite, to: &plan)
        case .function(let suite): try planner.add(suite, to: &plan)
        case .assertions(let suite): try planner.add(suite, to: &plan)
        case .unit(let suite): try planner.add(suite, to: &plan)
        }
        return plan
    }

    /// Compiling, if there is any, and what is started then.
    private func addCompiling(
        to plan: inout JudgePlan, guest: [BoxFile] = [], native: String? = nil
    ) -> Executable {
        guard let step = compileStep(guest: guest, native: native) else { return interpreted }
        plan.steps.append(
            JudgePlan.Step(
                part: .compile, times: 1, programs: [.init("compiler", step.programs[0])]))
        return compiled([])
    }

    private func addRun(to plan: inout JudgePlan) {
        let step = runStep(addCompiling(to: &plan), input: request.standardInput)
        plan.steps.append(
            JudgePlan.Step(part: .run, times: 1, programs: [.init("program", step.programs[0])]))
    }

    private func add(_ suite: StdioSuite, to plan: inout JudgePlan) {
        let cases = suite.cases
        let executable = addCompiling(to: &plan)
        plan.integrity = .isolated
        plan.tests = cases.count
        for item in cases {
            let step = runStep(executable, input: [], files: item.files, limits: item.limits)
            let program = JudgePlan.PlannedProgram("program", step.programs[0])
            if plan.steps.last?.programs == [program] {
                plan.steps[plan.steps.count - 1].times += 1
            } else {
                plan.steps.append(JudgePlan.Step(part: .tests, times: 1, programs: [program]))
            }
        }
        for (role, programs) in Self.checkers(of: cases) {
            let languages = Set(programs.map(\.language)).sorted()
            plan.steps.append(
                JudgePlan.Step(
                    part: .check, times: programs.count,
                    condition: "\(role) in \(languages.joined(separator: ", "))", programs: []))
        }
    }

    private static func checkers(
        of cases: [StdioCase]
    ) -> [(role: String, programs: [CheckerProgram])] {
        var checkers: [CheckerProgram] = []
        var interactors: [CheckerProgram] = []
        for item in cases {
            switch item.checker {
            case .program(let program): checkers.append(program)
            case .interactor(let program): interactors.append(program)
            default: break
            }
        }
        return [("after a run, a checker", checkers), ("beside a run, an interactor", interactors)]
            .filter { !$0.1.isEmpty }
    }

    private func add(_ suite: FunctionSuite, to plan: inout JudgePlan) throws(JudgeError) {
        try check(suite)
        plan.integrity = .isolated
        plan.tests = suite.cases.count
        var executable = interpreted
        if let step = functionCompileStep(suite) {
            plan.steps.append(
                JudgePlan.Step(
                    part: .compile, times: 1, programs: [.init("compiler", step.programs[0])]))
            executable = functionExecutable([])
        }
        let step = calledStep(executable, suite, calls: [])
        plan.steps.append(
            JudgePlan.Step(
                part: .tests, times: 1, condition: "again after a call that ends the program",
                programs: [.init("candidate", step.programs[0])]))
    }

    private func add(_ suite: AssertionSuite, to plan: inout JudgePlan) throws(JudgeError) {
        plan.tests = suite.count
        defer { addStub(to: &plan) }
        func sealed() -> [JudgePlan.PlannedProgram] {
            [.init("tests and candidate", sealedStep(plan: [:]).programs[0])]
        }
        switch try way(of: suite) {
        case .examined:
            plan.integrity = .isolated
            let executable = profile.examined == nil ? interpreted : addCompiling(to: &plan)
            let step = examinedStep(executable, plan: [:])
            plan.steps.append(
                JudgePlan.Step(
                    part: .tests, times: 1,
                    programs: [
                        .init("candidate", step.programs[0]), .init("examiner", step.programs[1]),
                    ]))
            if let harness = profile.assertions {
                let program = JoinedProgram.sample(harness, self, suite.prelude, suite.text)
                let step = sealedRunStep(
                    program, output: sealedCompileStep(program) == nil ? nil : [])
                plan.steps.append(
                    JudgePlan.Step(
                        part: .tests, times: 0, condition: Self.fallbackCondition,
                        programs: [.init("tests and candidate", step.programs[0])]))
            } else if has(.sealed) {
                plan.steps.append(
                    JudgePlan.Step(
                        part: .tests, times: 0, condition: Self.fallbackCondition,
                        programs: sealed()))
            }
        case .sealed:
            plan.integrity = .sealed
            plan.integrityReason = Self.sealedReason
            plan.steps.append(JudgePlan.Step(part: .tests, times: 1, programs: sealed()))
        case .joined(let harness):
            add(
                JoinedProgram.sample(harness, self, suite.prelude, suite.text), to: &plan,
                reason: assertionsReason)
        case .native:
            plan.integrity = .sealed
            plan.integrityReason = nativeReason
            let path = Self.nativeHarness(nativeHarness?.name ?? "")
            let executable = addCompiling(
                to: &plan, guest: [BoxFile(path: path, bytes: [])], native: path)
            let step = runStep(executable, input: [])
            plan.steps.append(
                JudgePlan.Step(
                    part: .tests, times: 1,
                    programs: [.init("tests and candidate", step.programs[0])]))
        }
    }
}

extension Planner {
    /// The run that tests must not pass.
    func addStub(to plan: inout JudgePlan) {
        guard let suite = StubbedSuite(self), !suite.evidentlyLooks else { return }
        let whom =
            suite.lendsSource ? "the first \(StubCensus.mostTries) submissions" : "all submissions"
        plan.steps.append(
            JudgePlan.Step(
                part: .tests, times: 0,
                condition: "once or twice for \(whom) that pass, with a stub", programs: []))
    }
}

extension AssertionSuite {
    /// How many tests there are: the asserts, or the code as one.
    package var count: Int {
        switch body {
        case .code: 1
        case .asserts(let asserts): asserts.count
        }
    }
}
