package import Execution

/// Everything that judging one submission needs; what a `job/1` says, without its id.
package struct JudgeRequest: Sendable, Equatable {
    package var language: String
    package var source: [UInt8]
    /// `nil`: the profile's.
    package var sourcePath: String?
    /// The candidate's other files, by relative path.
    package var files: [String: [UInt8]]
    package var arguments: [String]
    package var environment: [String: String]
    /// Only without tests.
    package var standardInput: [UInt8]
    /// `nil`: only run it.
    package var tests: TestSuite?
    package var limits: [LimitName: Int]
    package var compileLimits: [LimitName: Int]
    package var stop: StopRule
    /// Sets `cpu_ms`, and `wall_ms` unless that is given.
    package var timeRatio: TimeRatio?
    /// How often it is judged, to find what is flaky; at most `Repetition.mostRuns`.
    package var repeats = 1
    /// The evaluators whose findings are wanted, by name.
    package var evidence: [String] = []
    /// Give back what the program, run without tests, left in its working directory.
    package var keepWork: Bool
    /// What the order of shuffled cases is drawn from: the `run_key`, where there is one.
    package var orderSeed: String?

    package enum StopRule: String, Sendable { case all, firstFailure = "first_failure" }

    package init(
        language: String, source: [UInt8], sourcePath: String? = nil,
        files: [String: [UInt8]] = [:], arguments: [String] = [],
        environment: [String: String] = [:], standardInput: [UInt8] = [],
        tests: TestSuite? = nil, limits: [LimitName: Int] = [:],
        compileLimits: [LimitName: Int] = [:], stop: StopRule = .all, keepWork: Bool = false
    ) {
        self.language = language
        self.source = source
        self.sourcePath = sourcePath
        self.files = files
        self.arguments = arguments
        self.environment = environment
        self.standardInput = standardInput
        self.tests = tests
        self.limits = limits
        self.compileLimits = compileLimits
        self.stop = stop
        self.keepWork = keepWork
    }
}
