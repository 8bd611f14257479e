package import Execution

/// The verdict on a submission, with the evidence for it; what a `result/1` says.
package struct JudgeReport: Sendable, Equatable {
    package var verdict: Verdict
    /// `nil` without tests.
    package var integrity: Integrity?
    /// Why it is not isolated.
    package var integrityReason: String?
    package var passed: Int
    package var total: Int
    package var points: Double?
    /// The most that `points` could be; `nil` without points.
    package var pointsPossible: Double?
    /// The suite's groups, in its order.
    package var groups: [GroupResult] = []
    package var attempts: Int
    /// The effective limits of the candidate.
    package var limits: Limits
    package var limit: LimitBreach?
    package var limitsHit: [LimitName]
    /// The candidate's attempted calls that its profile reports, over all its runs; at most 64.
    package var violations: [AttemptedCall]
    /// Attempts that were answered and not listed.
    package var violationsDropped: Int
    /// What static tools found; at most 200 each.
    package var findings: [Finding] = []
    /// How each evaluator that was asked for fared.
    package var evaluations: [Evaluation] = []
    package var tests: [TestResult]
    package var compile: RunResult?
    /// The candidate process that all tests share; `nil` where each case has its own.
    package var run: RunResult?
    package var environment: JudgeEnvironment
    package var error: JudgeError?
    /// Whether repeated runs disagree; `nil` if it was judged once.
    package var flaky: Bool?
    package var repetition: Repetition?
    /// `nil` where limits are plain and no time limit was doubtful.
    package var timing: TimingEvidence?

    package init(
        verdict: Verdict, integrity: Integrity? = nil, integrityReason: String? = nil,
        passed: Int = 0, total: Int = 0, points: Double? = nil, attempts: Int = 1,
        limits: Limits = .standard, limit: LimitBreach? = nil, limitsHit: [LimitName] = [],
        violations: [AttemptedCall] = [], violationsDropped: Int = 0, tests: [TestResult] = [],
        compile: RunResult? = nil, run: RunResult? = nil,
        environment: JudgeEnvironment = .init(), error: JudgeError? = nil
    ) {
        self.verdict = verdict
        self.integrity = integrity
        self.integrityReason = integrityReason
        self.passed = passed
        self.total = total
        self.points = points
        self.attempts = attempts
        self.limits = limits
        self.limit = limit
        self.limitsHit = limitsHit
        self.violations = violations
        self.violationsDropped = violationsDropped
        self.tests = tests
        self.compile = compile
        self.run = run
        self.environment = environment
        self.error = error
    }
}

extension JudgeReport {
    private static let mostViolations = 64

    /// Adds what the candidate's runs tried: equal attempts are counted as one.
    mutating func addAttempts(of runs: [RunResult]) {
        for run in runs {
            violationsDropped += run.attemptsDropped
            for attempt in run.attempts {
                let same = violations.firstIndex {
                    $0.call == attempt.call && $0.detail == attempt.detail
                        && $0.outcome == attempt.outcome
                }
                if let same {
                    violations[same].count += attempt.count
                } else if violations.count < Self.mostViolations {
                    violations.append(attempt)
                } else {
                    violationsDropped += attempt.count
                }
            }
        }
    }
}

/// The outcome of one test.
package struct TestResult: Sendable, Equatable {
    package var name: String
    package var verdict: Verdict
    package var message: String
    package var expected: String
    package var actual: String
    package var points: Double?
    package var group: String?
    /// By the clock of the tests' own process; `nil` where each test has a run of its own.
    package var milliseconds: Double?
    package var run: RunResult?
    /// Of what the test is worth, where a checker said more than right or wrong; not in results.
    var share: Double?

    package init(
        name: String, verdict: Verdict, message: String = "", expected: String = "",
        actual: String = "", points: Double? = nil, group: String? = nil, run: RunResult? = nil
    ) {
        self.name = name
        self.verdict = verdict
        self.message = message
        self.expected = expected
        self.actual = actual
        self.points = points
        self.group = group
        self.run = run
    }
}

/// The versions that made a verdict.
package struct JudgeEnvironment: Sendable, Equatable {
    /// Assay's own version.
    package var assay: String
    package var profile: String
    package var profileSHA256: String
    package var harnessSHA256: String
    package var toolchain: String
    package var toolchainSHA256: String
    /// Those of checker programs and interactors, in the order of their languages' names.
    package var checkers: [CheckerVersion] = []
    package var box: BoxEnvironment

    package struct CheckerVersion: Sendable, Equatable {
        package var language: String
        package var profileSHA256: String
        package var toolchain: String
        package var toolchainSHA256: String

        package init(
            language: String, profileSHA256: String, toolchain: String, toolchainSHA256: String
        ) {
            self.language = language
            self.profileSHA256 = profileSHA256
            self.toolchain = toolchain
            self.toolchainSHA256 = toolchainSHA256
        }
    }

    package init(
        assay: String = "", profile: String = "", profileSHA256: String = "",
        harnessSHA256: String = "", toolchain: String = "", toolchainSHA256: String = "",
        box: BoxEnvironment = .init()
    ) {
        self.assay = assay
        self.profile = profile
        self.profileSHA256 = profileSHA256
        self.harnessSHA256 = harnessSHA256
        self.toolchain = toolchain
        self.toolchainSHA256 = toolchainSHA256
        self.box = box
    }
}

/// Why a verdict is `judge_error`.
package struct JudgeError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case badJSON = "bad_json"
        case badUTF8 = "bad_utf8"
        case badField = "bad_field"
        case unknownField = "unknown_field"
        case unknownSchema = "unknown_schema"
        case tooLarge = "too_large"
        case unknownLanguage = "unknown_language"
        case missingToolchain = "missing_toolchain"
        case host
    }

    package var code: Code
    package var message: String
    package var hint: String?

    package init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
