import Execution
import Judging
import Operations

/// What was measured about a submission, as a grader reads it.
struct EvidenceView {
    let facts: [Fact]
    let error: String?
    let limit: String?
    let compile: StreamsView?
    let summary: String?
    let failing: [TestView]
    let failingNote: String?
    let passing: [TestView]
    let passingTitle: String
    let passingNote: String?
    let run: StreamsView?
    let environment: [Fact]

    struct Fact {
        let label: String
        let value: String
    }

    static let shownFailing = 50
    static let shownPassing = 100

    init(_ report: JudgeReport) {
        error = report.error.map { sentence($0.message) }
        limit = report.limit.map(Self.describe)
        compile = report.compile.map(StreamsView.init)
        run = report.run.map(StreamsView.init)
        let failing = report.tests.filter { $0.verdict != .accepted }
        let passing = report.tests.filter { $0.verdict == .accepted }
        self.failing = failing.prefix(Self.shownFailing).map(TestView.init)
        failingNote = Self.note(failing.count - Self.shownFailing, "failing test")
        self.passing = passing.prefix(Self.shownPassing).map(TestView.init)
        passingTitle = counted(passing.count, "passing test")
        passingNote = Self.note(passing.count - Self.shownPassing, "passing test")
        summary =
            report.total > 0
            ? "\(grouped(report.passed)) of \(counted(report.total, "test")) passed." : nil
        facts = Self.facts(report)
        environment = Self.environment(report)
    }

    private static func note(_ hidden: Int, _ noun: String) -> String? {
        hidden > 0 ? "\(counted(hidden, "more \(noun)")) are not shown." : nil
    }

    private static func describe(_ breach: LimitBreach) -> String {
        "\(breach.name.rawValue) is \(grouped(breach.limit)), "
            + "measured \(grouped(Int(breach.measured.rounded())))."
    }

    private static func facts(_ report: JudgeReport) -> [Fact] {
        var facts: [Fact] = []
        if report.total > 0 {
            facts.append(
                Fact(
                    label: "Tests passed",
                    value: "\(grouped(report.passed)) of \(grouped(report.total))"))
        }
        if let points = report.points, let possible = report.pointsPossible {
            let groups = report.groups.map {
                "\($0.name) \(Self.number($0.points)) of \(Self.number($0.possible))"
            }
            facts.append(
                Fact(
                    label: "Points",
                    value: "\(Self.number(points)) of \(Self.number(possible))"
                        + (groups.isEmpty ? "" : " (\(groups.joined(separator: ", ")))")))
        }
        let runs = (report.run.map { [$0] } ?? []) + report.tests.compactMap(\.run)
        if !runs.isEmpty {
            let cpu = runs.map(\.usage.cpuMS).reduce(0, max)
            let wall = runs.map(\.usage.wallMS).reduce(0, max)
            let memory = runs.map(\.usage.memoryPeakBytes).reduce(0, max)
            facts.append(
                Fact(
                    label: "CPU",
                    value: "\(milliseconds(cpu)) of \(milliseconds(Double(report.limits.cpuMS)))"))
            facts.append(Fact(label: "Wall", value: milliseconds(wall)))
            facts.append(
                Fact(
                    label: "Memory peak",
                    value: "\(byteSize(memory)) of \(byteSize(report.limits.memoryBytes))"))
        }
        if let repetition = report.repetition {
            let counts = repetition.verdicts
                .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
                .map { "\(grouped($0.value)) \(VerdictBadge.words($0.key))" }
            facts.append(
                Fact(
                    label: repetition.isFlaky ? "Runs, flaky" : "Runs",
                    value: "\(grouped(repetition.runs)): \(counts.joined(separator: ", "))"))
        }
        if let integrity = report.integrity {
            let reason = report.integrityReason.map { " (\($0))" } ?? ""
            facts.append(Fact(label: "Integrity", value: integrity.rawValue + reason))
        }
        if !report.limitsHit.isEmpty {
            facts.append(
                Fact(
                    label: "Limits hit",
                    value: report.limitsHit.map(\.rawValue).joined(separator: ", ")))
        }
        if !report.violations.isEmpty {
            facts.append(Fact(label: "System calls", value: attempts(report)))
        }
        return facts
    }

    /// `2`, `2.5`: points are written as short as they can be.
    private static func number(_ value: Double) -> String {
        value == value.rounded() ? decimal(value, 0) : decimal(value, 2)
    }

    /// `connect 127.0.0.1:80 (refused, 3 times), execve /bin/sh`: the details are hostile text.
    private static func attempts(_ report: JudgeReport) -> String {
        let words = report.violations.prefix(12).map { attempt in
            var notes: [String] = []
            switch attempt.outcome {
            case .refused: notes.append("refused")
            case .fatal: notes.append("fatal")
            case .wentOn: break
            }
            if attempt.count > 1 { notes.append("\(grouped(attempt.count)) times") }
            let name = [attempt.call, attempt.detail].filter { !$0.isEmpty }
            return name.joined(separator: " ")
                + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
        }
        let left = report.violations.count - words.count + report.violationsDropped
        return words.joined(separator: ", ") + (left > 0 ? ", and \(grouped(left)) more" : "")
    }

    private static func environment(_ report: JudgeReport) -> [Fact] {
        let environment = report.environment
        var facts = [
            Fact(label: "Toolchain", value: environment.toolchain),
            Fact(
                label: "Profile",
                value: "\(environment.profile) \(environment.profileSHA256.prefix(12))"),
        ]
        for checker in environment.checkers {
            facts += [
                Fact(label: "Checker's toolchain", value: checker.toolchain),
                Fact(
                    label: "Checker's profile",
                    value: "\(checker.language) \(checker.profileSHA256.prefix(12))"),
            ]
        }
        facts += [
            Fact(label: "Assay", value: environment.assay),
            Fact(label: "Attempts", value: grouped(report.attempts)),
            Fact(
                label: "Isolation",
                value: environment.box.isolation.map(\.rawValue).joined(separator: ", ")),
        ]
        if !environment.box.missing.isEmpty {
            facts.append(
                Fact(
                    label: "Missing on this host",
                    value: environment.box.missing.map(\.rawValue).joined(separator: ", ")))
        }
        return facts.filter { !$0.value.allSatisfy { $0 == " " } }
    }
}

/// One test's outcome.
struct TestView {
    let name: String
    let badge: VerdictBadge
    let usage: String?
    let message: Excerpt?
    let comparison: Comparison?
    let streams: StreamsView?

    struct Comparison {
        let expected: Excerpt
        let actual: Excerpt
    }

    init(_ test: TestResult) {
        name = test.name
        badge = VerdictBadge(test.verdict)
        usage = test.run.map {
            "\(milliseconds($0.usage.cpuMS)) CPU, \(byteSize($0.usage.memoryPeakBytes))"
        }
        message = test.message.isEmpty ? nil : Excerpt(test.message, .output)
        comparison =
            test.expected.isEmpty && test.actual.isEmpty
            ? nil
            : Comparison(
                expected: Excerpt(test.expected, .output), actual: Excerpt(test.actual, .output))
        streams = test.run.flatMap {
            $0.stdout.totalBytes + $0.stderr.totalBytes > 0 ? StreamsView($0) : nil
        }
    }
}

/// How a program ended and what it printed.
struct StreamsView {
    let ending: String
    let stdout: Excerpt?
    let stderr: Excerpt?

    init(_ run: RunResult) {
        var ending =
            switch run.termination {
            case .exited(let code): "Exit code \(code)"
            case .signalled(let signal): "Ended by \(signal)"
            case .limitExceeded(let breach): "Killed: over \(breach.name.rawValue)"
            case .stopped: "Stopped with the others"
            case .violation: "Killed: tried what is forbidden"
            }
        for (name, stream) in [("standard output", run.stdout), ("standard error", run.stderr)]
        where stream.truncated {
            ending +=
                "; \(name) had \(grouped(stream.totalBytes)) bytes, "
                + "of which \(grouped(stream.bytes.count)) were kept"
        }
        self.ending = ending + "."
        stdout = run.stdout.bytes.isEmpty ? nil : Excerpt(run.stdout.bytes, .output)
        stderr = run.stderr.bytes.isEmpty ? nil : Excerpt(run.stderr.bytes, .output)
    }
}
