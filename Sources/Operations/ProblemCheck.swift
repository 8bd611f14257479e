import Execution
package import Judging

/// What runs of a problem's own reference tell of the problem.
package struct ProblemCheck: Sendable, Equatable {
    package enum Finding: String, Sendable, CaseIterable {
        case ok
        /// The reference is not accepted.
        case fails
        /// Its verdict differs from run to run.
        case flaky
        /// Accepted, but close to a limit: a slower machine may disagree.
        case nearLimit = "near_limit"
        /// There is nothing to run.
        case noReference = "no_reference"
        /// It cannot be judged here, which says nothing about the problem.
        case notJudged = "not_judged"
    }

    package var problem: String
    package var language: String
    /// SHA-256 of the problem version.
    package var version: String
    package var finding: Finding
    /// Why, in a sentence; empty if all is well.
    package var detail: String
    /// Of each run, in order.
    package var verdicts: [Verdict]
    /// The greatest share of `cpu_ms` and of `memory_bytes` that a run used; 1 is the limit.
    package var cpuShare: Double?
    package var memoryShare: Double?
    package var cpuMS: Double?
    package var memoryPeakBytes: Int?
    /// Taken over from an equal check, instead of running again.
    package var takenOver = false

    package var isFlagged: Bool { finding != .ok }

    init(
        problem: String, language: String, version: String, finding: Finding, detail: String = ""
    ) {
        self.problem = problem
        self.language = language
        self.version = version
        self.finding = finding
        self.detail = detail
        verdicts = []
    }
}

/// What to check, and how.
package struct ProblemCheckOptions: Sendable, Equatable {
    /// Names; empty means all problems.
    package var problems: [String]
    /// How often each reference runs, at least 1.
    package var repeats: Int
    /// The share of a limit from which on a run is near it, above 0 and at most 1.
    package var near: Double
    package var jobs: Int
    /// Run again what has an equal check.
    package var again: Bool

    package init(
        problems: [String] = [], repeats: Int = 3, near: Double = 0.5, jobs: Int = 2,
        again: Bool = false
    ) {
        self.problems = problems
        self.repeats = max(1, repeats)
        self.near = near
        self.jobs = max(1, jobs)
        self.again = again
    }
}

/// What a run used of its limits.
struct LimitShares: Equatable {
    var cpu = 0.0
    var memory = 0.0
    var cpuMS = 0.0
    var memoryPeakBytes = 0

    /// Of the one process that all tests share, or of the case that came closest to its limit.
    init(_ report: JudgeReport, suite: TestSuite) {
        if let run = report.run { add(run.usage, report.limits) }
        for (index, test) in report.tests.enumerated() {
            guard let run = test.run else { continue }
            var limits = report.limits
            if case .stdio(let cases) = suite, cases.indices.contains(index) {
                limits = limits.applying(cases[index].limits)
            }
            add(run.usage, limits)
        }
    }

    private mutating func add(_ usage: Usage, _ limits: Limits) {
        cpu = max(cpu, usage.cpuMS / Double(max(1, limits.cpuMS)))
        memory = max(memory, Double(usage.memoryPeakBytes) / Double(max(1, limits.memoryBytes)))
        cpuMS = max(cpuMS, usage.cpuMS)
        memoryPeakBytes = max(memoryPeakBytes, usage.memoryPeakBytes)
    }
}

extension ProblemCheck {
    /// Reads what was run; `reports` has at least one.
    mutating func read(_ reports: [JudgeReport], suite: TestSuite, near: Double) {
        verdicts = reports.map(\.verdict)
        let shares = reports.map { LimitShares($0, suite: suite) }
        cpuShare = shares.map(\.cpu).max()
        memoryShare = shares.map(\.memory).max()
        cpuMS = shares.map(\.cpuMS).max()
        memoryPeakBytes = shares.map(\.memoryPeakBytes).max()
        if let error = reports.compactMap(\.error).first {
            finding = .notJudged
            detail = error.message
            return
        }
        let bad = reports.filter { $0.verdict != .accepted }
        if let first = bad.first {
            finding = bad.count == reports.count && Set(verdicts).count == 1 ? .fails : .flaky
            let test = first.tests.first { $0.verdict != .accepted }
            detail = first.verdict.rawValue
            if let test { detail += ": test \(test.name): \(test.message)" }
            if finding == .flaky {
                detail = "\(reports.count - bad.count) of \(reports.count) accepted; " + detail
            }
            return
        }
        finding = .ok
        detail = ""
        var close: [String] = []
        if let cpuShare, cpuShare >= near { close.append("cpu_ms") }
        if let memoryShare, memoryShare >= near { close.append("memory_bytes") }
        guard !close.isEmpty else { return }
        finding = .nearLimit
        detail = "uses \(Self.percent(near)) or more of " + close.joined(separator: " and ")
    }

    private static func percent(_ share: Double) -> String {
        "\(Int((share * 100).rounded())) %"
    }
}
