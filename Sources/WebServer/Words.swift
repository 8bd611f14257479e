import Judging
import Operations

/// A verdict as a badge: a sign and words, so that colour is never the only carrier.
struct VerdictBadge {
    let sign: String
    let words: String
    /// A class of the style sheet: `good`, `bad`, `limit`, `alarm`, `ours` or `waiting`.
    let tone: String

    /// - Parameter verdict: `nil` while a submission waits for one.
    init(_ verdict: Verdict?) {
        words = verdict.map(Self.words) ?? "not judged"
        (sign, tone) =
            switch verdict {
            case .accepted: ("✓", "good")
            case .wrongAnswer, .runtimeError, .compileError: ("✗", "bad")
            case .timeLimitExceeded, .memoryLimitExceeded, .outputLimitExceeded: ("◷", "limit")
            case .tampered, .securityViolation: ("⚠", "alarm")
            case .judgeError: ("?", "ours")
            case nil: ("…", "waiting")
            }
    }

    static func words(_ verdict: Verdict) -> String {
        String(verdict.rawValue.map { $0 == "_" ? " " : $0 })
    }

    /// What it means, for someone who meets it for the first time.
    static func meaning(_ verdict: Verdict) -> String {
        switch verdict {
        case .accepted: "every test passed"
        case .wrongAnswer: "a test got another answer than it expects"
        case .runtimeError: "the program crashed or ended with an error"
        case .timeLimitExceeded: "it was still running when its time was over"
        case .memoryLimitExceeded: "it used more memory than allowed"
        case .outputLimitExceeded: "it printed more than allowed"
        case .compileError: "the compiler refused it"
        case .securityViolation: "it tried something the sandbox forbids"
        case .tampered: "it tried to forge its own verdict"
        case .judgeError: "a fault of ours: it counts for nothing and is retried"
        }
    }
}

/// Milliseconds since 1970 as `2026-11-21 04:05 UTC`.
func timestamp(_ milliseconds: Int) -> String {
    let minutes = milliseconds / 60_000
    let (days, minute) = minutes.quotientAndRemainder(dividingBy: 1440)
    // Days to a civil date; the year starts in March, so that a leap day comes last.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day)) \(two(minute / 60)):\(two(minute % 60)) UTC"
}

/// The paths of the pages.
enum Link {
    static func problem(_ name: String) -> String { "/problems/\(percentEncoded(name))" }

    static func submission(_ id: String, rubric: String? = nil) -> String {
        "/submissions/\(percentEncoded(id))" + query([("rubric", rubric)])
    }

    static func submissions(
        problem: String? = nil, verdict: String? = nil, after: String? = nil
    ) -> String {
        "/submissions" + query([("problem", problem), ("verdict", verdict), ("after", after)])
    }

    static func query(_ fields: [(String, String?)]) -> String {
        let pairs = fields.compactMap { name, value in
            value.map { "\(name)=\(percentEncoded($0))" }
        }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
