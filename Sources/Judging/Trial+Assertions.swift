import Execution

extension Trial {
    func assertions(_ suite: AssertionSuite) async throws -> JudgeReport {
        let names = (0..<suite.count).map { String($0 + 1) }
        return switch try planner.way(of: suite) {
        case .examined: try await examined(suite, names)
        case .sealed: try await sealed(suite, names, reason: Planner.sealedReason)
        case .native: try await native(suite, names)
        case .joined(let harness): try await joined(suite, harness)
        }
    }

    // MARK: - Two boxes

    private func examined(_ given: AssertionSuite, _ names: [String]) async throws -> JudgeReport {
        let executable: Planner.Executable
        let compile: RunResult?
        var suite = given
        switch try await buildExamined(&suite, names) {
        case .failed(let report): return report
        case .ready(let ready, let result): (executable, compile) = (ready, result)
        }
        let key = secret()
        let step = planner.examinedStep(
            executable,
            plan: GuestPlan.json(
                suite, key: key, stop: request.stop, sourcePath: planner.sourcePath))
        let results = try await runner.run(step)
        guard results.count == 2 else {
            throw RunnerError(.host, "the runner gave \(results.count) results for two programs")
        }
        let (candidate, examiner) = (results[0], results[1])
        let ending = Ending(candidate)
        let tests: [TestResult]
        var reason: String?
        var integrity = Integrity.isolated
        if let breach = examiner.breach {
            // Only what the candidate answered can have kept the examiner so busy.
            let read = ending ?? Ending(breach)
            tests = [
                TestResult(
                    name: names[0], verdict: read.verdict,
                    message: ending?.message ?? "examining the answers \(read.message)")
            ]
        } else {
            guard case .exited(code: 0) = examiner.termination,
                let report = GuestReport(examiner.stdout.bytes, key: key)
            else {
                let note = Clip.text(examiner.stderr.bytes, to: 500)
                throw RunnerError(
                    .host, "the examiner ended without a report: \(examiner.termination)",
                    hint: note.isEmpty ? nil : note)
            }
            if let fault = report.fault { throw JudgeError(.badField, fault) }
            if let fallback = report.fallback {
                return try await fallingBack(given, names, reason: fallback)
            }
            func list(_ names: [String]) -> String {
                names.map { "`\($0)`" }.joined(separator: ", ")
            }
            if !report.decided.isEmpty {
                // Two boxes, but the source's own word for what is equal.
                integrity = .sealed
                reason = "the tests go by \(list(report.decided)), which the source defines"
            } else if !report.relied.isEmpty {
                reason = "the tests rely on \(list(report.relied)) as the source defines it"
            }
            tests = self.tests(of: report, names, candidate, ending)
        }
        return summary(
            tests, total: names.count, integrity: integrity, reason: reason, compile: compile,
            run: candidate, runs: [candidate])
    }

    /// What the candidate's program is made of; Python's guests read the source itself.
    private func buildExamined(
        _ suite: inout AssertionSuite, _ names: [String]
    ) async throws -> Build {
        guard profile.examined != nil, profile.compile != nil else {
            return .ready(planner.interpreted, compile: nil)
        }
        // What stands before the source is compiled with it.
        let source = suite.prelude + (suite.prelude.isEmpty ? [] : [10]) + request.source
        suite.prelude = []
        return try await build(source: source, tests: names, integrity: .isolated)
    }

    /// One box after all, as the language has it.
    private func fallingBack(
        _ suite: AssertionSuite, _ names: [String], reason: String
    ) async throws -> JudgeReport {
        if let harness = profile.assertions {
            return try await joined(suite, harness, reason: reason)
        }
        return try await sealed(suite, names, reason: reason)
    }

    /// The tests of a report, with the kernel's view of the candidate above the guest's.
    private func tests(
        of report: GuestReport, _ names: [String], _ run: RunResult, _ ending: Ending?
    ) -> [TestResult] {
        var tests = zip(names, report.tests).map { name, test in
            var test = test.result(name: name)
            if test.verdict == nil {
                test.result.verdict = ending?.verdict ?? .runtimeError
                test.result.message =
                    "\(ending?.message ?? Self.silent(run)) \(test.result.message)"
            }
            return test.result
        }
        if tests.isEmpty, let name = names.first {
            tests = [TestResult(name: name, verdict: .wrongAnswer, message: "no test was run")]
        }
        // A limit or a forbidden call counts however late it came.
        let late = ending.map { $0.verdict == .securityViolation || run.breach != nil } ?? false
        if let ending, late, tests.allSatisfy({ $0.verdict == .accepted }) {
            tests[tests.count - 1].verdict = ending.verdict
            tests[tests.count - 1].message = ending.message
        }
        return tests
    }

    private static func silent(_ run: RunResult) -> String {
        run.termination == .exited(code: 0) ? "exited with status 0" : "stopped answering"
    }

    // MARK: - One box

    private func sealed(
        _ suite: AssertionSuite, _ names: [String], reason: String
    ) async throws -> JudgeReport {
        let key = secret()
        let run = try await single(
            planner.sealedStep(
                plan: GuestPlan.json(
                    suite, key: key, stop: request.stop, sourcePath: planner.sourcePath)))
        let ending = Ending(run)
        var tests: [TestResult]
        let report = run.collected[Planner.reportPath].flatMap { GuestReport($0, key: key) }
        if let ending {
            tests = [
                TestResult(name: names[0], verdict: ending.verdict, message: ending.message)
            ]
        } else if let report {
            if let fault = report.fault { throw JudgeError(.badField, fault) }
            tests = self.tests(of: report, names, run, nil)
        } else {
            tests = [
                TestResult(
                    name: names[0], verdict: .runtimeError,
                    message: "\(Self.silent(run)) before the tests had ended")
            ]
        }
        if request.stop == .all, tests.count < names.count {
            let last = tests[tests.count - 1]
            tests += names[tests.count...].map {
                TestResult(name: $0, verdict: last.verdict, message: last.message)
            }
        }
        return summary(
            tests, total: names.count, integrity: .sealed, reason: reason, run: run, runs: [run])
    }
}
