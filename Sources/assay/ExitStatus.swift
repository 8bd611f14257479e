/// What the process says to its caller.
enum ExitStatus: Int32, CaseIterable, Sendable {
    /// Done, and the answer is yes.
    case yes = 0
    /// Done, and the answer is no: not accepted, not valid, problems found.
    case no = 1
    /// Could not do it: unreadable input, a fault of ours or of the host.
    case couldNot = 2
    /// Wrong usage.
    case usage = 64
    /// This host cannot isolate, or not in full as `--strict` asks; nothing was run.
    case cannotIsolate = 69
    /// Interrupted by SIGINT or SIGTERM; the boxes were killed and removed first.
    case interrupted = 130

    init(_ answer: Bool) { self = answer ? .yes : .no }

    /// One line for `assay help exit-codes`.
    var meaning: String {
        switch self {
        case .yes: "done, and the answer is yes"
        case .no: "done, and the answer is no (not accepted, not valid, problems found)"
        case .couldNot: "could not do it (unreadable input, a fault of Assay or of the host)"
        case .usage: "wrong usage"
        case .cannotIsolate:
            "this host cannot isolate, or not as `--strict` asks (see `assay doctor`)"
        case .interrupted: "interrupted; boxes were killed and removed first"
        }
    }
}
