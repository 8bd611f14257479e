import Execution
import Judging

extension Session {
    /// One line: the verdict, why, and what the program used.
    func verdictLine(_ report: JudgeReport) -> String {
        let colour: Colour =
            report.verdict == .accepted ? .green : report.verdict == .judgeError ? .yellow : .red
        var text = err.paint(report.verdict.rawValue, colour)
        if let reason = Self.reason(report) { text += ": " + VisibleText.line(reason) }
        if report.total > 0 { text += "  \(report.passed)/\(report.total) tests" }
        if let run = report.run ?? report.compile {
            let usage = run.usage
            text += "  cpu \(Quantities.milliseconds(usage.cpuMS))"
            text += "  wall \(Quantities.milliseconds(usage.wallMS))"
            text += "  peak memory \(Quantities.bytes(usage.memoryPeakBytes))"
        }
        return text
    }

    static func reason(_ report: JudgeReport) -> String? {
        if let error = report.error { return error.message }
        if let limit = report.limit { return Termination.limitExceeded(limit).text }
        switch (report.verdict == .compileError ? report.compile : report.run)?.termination {
        case .exited(let code) where code != 0: return "exit code \(code)"
        case .signalled(let name): return name
        case .violation:
            let fatal = report.violations.last { $0.outcome == .fatal }
            return fatal.map { "tried `\($0.call)`" } ?? "a forbidden call"
        default: return nil
        }
    }
}

extension AttemptedCall {
    /// As people read it, in one line; its detail is the program's own.
    var text: String {
        var text = "`\(call)`"
        if !detail.isEmpty { text += " " + VisibleText.line(detail) }
        text += ": \(outcome.text)"
        return count > 1 ? text + ", \(count) times" : text
    }
}

extension AttemptedCall.Outcome {
    var text: String {
        switch self {
        case .refused(let error): "refused with \(error)"
        case .wentOn: "allowed"
        case .fatal: "the run was killed for it"
        }
    }
}
