package import Execution

/// The judge's reading of how a program ended.
package struct Ending: Sendable, Equatable {
    package var verdict: Verdict
    package var message: String

    /// `nil` when the program ended by itself with status 0, or was stopped by us.
    package init?(_ run: RunResult) {
        switch run.termination {
        case .exited(code: 0), .stopped: return nil
        case .exited(let code):
            self.init(verdict: .runtimeError, message: "exited with status \(code)")
        case .violation:
            let tried = run.attempts.last { $0.outcome == .fatal }?.call
            self.init(
                verdict: .securityViolation,
                message: "killed for the forbidden system call"
                    + (tried.map { " `\($0)`" } ?? ""))
        case .signalled("SIGSYS"):
            self.init(
                verdict: .securityViolation, message: "killed for a forbidden system call")
        case .signalled(let name):
            self.init(verdict: .runtimeError, message: "killed by \(name)")
        case .limitExceeded(let breach): self.init(breach)
        }
    }

    init(_ breach: LimitBreach) {
        let verdict: Verdict =
            switch breach.name {
            case .cpuMS, .wallMS, .idleMS: .timeLimitExceeded
            case .memoryBytes: .memoryLimitExceeded
            case .outputBytes: .outputLimitExceeded
            default: .runtimeError
            }
        self.init(
            verdict: verdict, message: "exceeded `\(breach.name.rawValue)` of \(breach.limit)")
    }

    init(verdict: Verdict, message: String) {
        self.verdict = verdict
        self.message = message
    }
}

extension RunResult {
    var breach: LimitBreach? {
        if case .limitExceeded(let breach) = termination { breach } else { nil }
    }

    /// The run with no more kept of each stream than was asked for.
    func keeping(_ bytes: Int) -> RunResult {
        var run = self
        run.stdout = stdout.keeping(bytes)
        run.stderr = stderr.keeping(bytes)
        run.collected = [:]
        return run
    }
}

extension CapturedOutput {
    func keeping(_ count: Int) -> CapturedOutput {
        bytes.count <= count
            ? self : CapturedOutput(bytes: Array(bytes.prefix(count)), totalBytes: totalBytes)
    }
}

/// Shortens what a result quotes.
enum Clip {
    static let size = 2048

    static func text(_ text: String, to size: Int = size) -> String {
        guard text.utf8.count > size else { return text }
        return String(decoding: Array(text.utf8.prefix(size - 3)), as: UTF8.self) + "…"
    }

    static func text(_ bytes: some Collection<UInt8>, to size: Int = size) -> String {
        bytes.count <= size
            ? String(decoding: bytes, as: UTF8.self)
            : String(decoding: Array(bytes.prefix(size - 3)), as: UTF8.self) + "…"
    }
}
