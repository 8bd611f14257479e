/// The judge's reading of a submission, or of one test.
///
/// The cases stand in order of precedence: see `Verdict.overall`.
package enum Verdict: String, CaseIterable, Sendable, Hashable {
    /// A fault of ours: retried, kept apart, never counted.
    case judgeError = "judge_error"
    case compileError = "compile_error"
    case tampered
    case securityViolation = "security_violation"
    case wrongAnswer = "wrong_answer"
    case runtimeError = "runtime_error"
    case timeLimitExceeded = "time_limit_exceeded"
    case memoryLimitExceeded = "memory_limit_exceeded"
    case outputLimitExceeded = "output_limit_exceeded"
    case accepted

    /// The verdict on a submission: judge_error, compile_error, tampered, security_violation, else
    /// the first test not accepted, else accepted; no test at all is a judge_error.
    package static func overall(_ tests: [Verdict]) -> Verdict {
        for first in [Verdict.judgeError, .compileError, .tampered, .securityViolation]
        where tests.contains(first) { return first }
        return tests.first { $0 != .accepted } ?? (tests.isEmpty ? .judgeError : .accepted)
    }
}

/// How far a verdict can be trusted.
package enum Integrity: String, Sendable, Hashable {
    /// Tests and expected values never entered the candidate's process.
    case isolated
    /// One process, best effort.
    case sealed
}
