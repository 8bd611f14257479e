import Execution

/// The answers of one run, in the order of its calls.
struct FunctionAnswers {
    let run: RunResult
    let lines: [ArraySlice<UInt8>]

    init(_ run: RunResult) {
        self.run = run
        var lines = run.stdout.bytes.split(separator: 10, omittingEmptySubsequences: false)
        // What follows the last line end is no whole answer.
        lines.removeLast()
        self.lines = lines
    }

    /// One result for each call up to the first that the candidate did not live to answer.
    func tests(of calls: [FunctionCall]) -> [TestResult] {
        var tests: [TestResult] = []
        let start = lines.first.flatMap { try? JSON(parsing: $0, maxDepth: 1024) }
        if let start, start["id"]?.int == 0, start["raised"] == nil {
            for (line, call) in zip(lines.dropFirst(), calls) {
                let answer = try? JSON(parsing: line, maxDepth: 1024)
                guard let answer, answer["id"] == call.frame["id"] else {
                    return tests
                        + fail(
                            calls.dropFirst(tests.count), .tampered,
                            "the answers are malformed")
                }
                tests.append(call.test(answer))
            }
        } else if let start, let raised = start["raised"] {
            let failed = calls.map { $0.test(["raised": raised]) }
            return failed.map {
                var test = $0
                test.verdict = .runtimeError
                test.points = test.points.map { _ in 0 }
                return test
            }
        } else if start == nil && !lines.isEmpty || start != nil {
            return fail(calls[...], .tampered, "the answers are malformed")
        }
        let ending = Ending(run)
        guard tests.count < calls.count else {
            // A limit or a forbidden call counts however late it came.
            let late = ending?.verdict == .securityViolation || run.breach != nil
            if late, let ending, let last = tests.indices.last,
                tests.allSatisfy({ $0.verdict == .accepted })
            {
                tests[last].verdict = ending.verdict
                tests[last].message = ending.message
                tests[last].points = tests[last].points.map { _ in 0 }
            }
            return tests
        }
        if start == nil {
            return fail(
                calls[...], ending?.verdict ?? .runtimeError,
                (ending?.message ?? "exited with status 0") + " while it was loaded")
        }
        let message = (ending?.message ?? "exited with status 0") + " during the call"
        return tests
            + fail(
                calls[tests.count...tests.count], ending?.verdict ?? .runtimeError, message)
    }

    private func fail(
        _ calls: ArraySlice<FunctionCall>, _ verdict: Verdict, _ message: String
    ) -> [TestResult] {
        calls.map {
            TestResult(
                name: $0.name, verdict: verdict, message: message,
                points: $0.item.points.map { _ in 0 }, group: $0.item.group)
        }
    }
}
