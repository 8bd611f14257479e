package import Execution

/// What came of a profile's self-test.
package struct SelfTestOutcome: Sendable, Equatable {
    /// `nil`: it passed.
    package var fault: JudgeError?
    /// Wall time; `nil` where nothing is compiled, or it did not come to that.
    package var compileMS: Double?
    package var runMS: Double?
}

extension Judge {
    /// Compiles and runs a profile's self-test, each in a box; `nil` if the profile has none.
    package func selfTest(_ profile: SandboxProfile) async -> SelfTestOutcome? {
        guard let test = profile.selfTest else { return nil }
        let item = StdioCase(
            input: Array(test.standardInput.utf8), output: Array(test.standardOutput.utf8),
            checker: .exact)
        let report = await judge(
            JudgeRequest(
                language: profile.language, source: Array(test.source.utf8), tests: .stdio([item])))
        return SelfTestOutcome(
            fault: report.selfTestFault, compileMS: report.compile?.usage.wallMS,
            runMS: report.tests.first?.run?.usage.wallMS)
    }
}

extension JudgeReport {
    fileprivate var selfTestFault: JudgeError? {
        guard verdict != .accepted else { return nil }
        if let error { return error }
        var reason = [verdict.rawValue]
        if let test = tests.first {
            reason.append(test.message)
            if verdict == .wrongAnswer {
                reason.append("expected \(test.expected), was \(test.actual)")
            }
            if let text = test.run.map({ Clip.text($0.stderr.bytes) }) { reason.append(text) }
        }
        return JudgeError(.host, reason.filter { !$0.isEmpty }.joined(separator: ": "))
    }
}
