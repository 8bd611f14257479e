import Execution

/// What a checker or an interactor said, by testlib's conventions.
enum CheckerAnswer: Equatable {
    case accepted(String)
    case wrong(String)
    /// Of what the case is worth, from 0 up to, not including, 1.
    case partial(share: Double, String)
    /// Its own failure by its own word, which is never the submission's.
    case failure(String)
    /// It fell over what it read: a signal, a limit, an uncaught error, or a status without a
    /// meaning.
    case crash(String)

    var isFailure: Bool {
        switch self {
        case .failure, .crash: true
        case .accepted, .wrong, .partial: false
        }
    }

    /// The status of `_pc(0)` where testlib was compiled with `TESTSYS`.
    private static let partialBase = 50
    /// The greatest `n` of `_pc(n)`: the whole.
    private static let partialWhole = 200

    /// - Parameters:
    ///   - run: How it ended, and what it said.
    ///   - points: What the case is worth; 1 if it does not say.
    ///   - output: What it was asked about: what it only repeats of that, it does not say itself.
    init(_ run: RunResult, points: Double, about output: [UInt8] = []) {
        let said = Self.message(run)
        switch run.termination {
        case .exited(let code):
            if let crash = Self.crash(run), code != 0 {
                self = .crash("crashed: \(crash)")
            } else {
                let isOwn = !run.stderr.bytes.isEmpty && !Self.isEcho(said, of: output)
                self.init(status: code, said: said, isOwn: isOwn, points: points)
            }
        default:
            self = .crash(
                (Ending(run)?.message ?? "was stopped") + (said.isEmpty ? "" : ": \(said)"))
        }
    }

    private init(status: Int, said: String, isOwn: Bool, points: Double) {
        // Without `TESTSYS` the status of `_pc(n)` is n itself, the same as of other answers: there
        // the words alone tell, and they must be the checker's.
        let partial = Self.partial(said)
        if let partial, partial == status - Self.partialBase || partial == status && isOwn {
            self.init(share: Double(partial) / Double(Self.partialWhole), said)
            return
        }
        switch status {
        case 0: self = .accepted(said)
        case 1: self = .wrong(said.isEmpty ? "wrong answer" : said)
        case 2, 4: self = .wrong(said.isEmpty ? "wrong output format" : said)
        case 8: self = .wrong(said.isEmpty ? "unexpected end of the output" : said)
        case 3: self = .failure("failed" + (said.isEmpty ? "" : ": \(said)"))
        case 7:
            guard let given = Self.points(said) else {
                self = .crash("ended with status 7, yet its message is not `points N`: \(said)")
                return
            }
            self.init(share: points > 0 ? given / points : given > 0 ? 1 : 0, said)
        default:
            self = .crash(
                "ended with the status \(status), which says nothing"
                    + (said.isEmpty ? "" : ": \(said)"))
        }
    }

    private init(share: Double, _ said: String) {
        self = share >= 1 ? .accepted(said) : .partial(share: max(0, share), said)
    }

    /// What it said on standard error, else on standard output.
    static func message(_ run: RunResult) -> String {
        for stream in [run.stderr, run.stdout] {
            let text = Clip.text(stream.bytes)
            let start = text.unicodeScalars.firstIndex { !$0.properties.isWhitespace }
            guard let start else { continue }
            let end = text.unicodeScalars.lastIndex { !$0.properties.isWhitespace } ?? start
            return String(text.unicodeScalars[start...end])
        }
        return ""
    }

    /// Whether its first line is a line of what it was asked about.
    private static func isEcho(_ said: String, of output: [UInt8]) -> Bool {
        func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            let isSpace: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
            let end = line.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? line.startIndex
            return line[..<end].drop(while: isSpace)
        }
        guard partial(said) != nil else { return false }
        let first = trimmed(Array(said.utf8).prefix { $0 != 10 })
        return output.split(separator: 10).contains { trimmed($0).starts(with: first) }
    }

    /// The N of `partially correct (N) ...`.
    private static func partial(_ said: String) -> Int? {
        let start = "partially correct ("
        guard said.hasPrefix(start) else { return nil }
        let digits = said.dropFirst(start.count).prefix { $0 != ")" }
        guard let number = Int(digits), (0...partialWhole).contains(number) else { return nil }
        return number
    }

    /// The N of `points N ...`.
    private static func points(_ said: String) -> Double? {
        guard said.hasPrefix("points ") else { return nil }
        let word = said.dropFirst("points ".count).prefix { !$0.isWhitespace }
        guard let number = Double(word), number.isFinite else { return nil }
        return number
    }

    /// The first words, at the start of a line, with which runtimes report an uncaught error.
    private static let crashes = [
        "Traceback (most recent call last):", "Exception in thread \"", "panic: ",
        "Fatal error: exception", "stack traceback:", "Node.js v", "thread 'main' panicked at",
        "terminate called after throwing", "PHP Fatal error:",
    ]

    /// An uncaught error, which in many languages ends with the status that says `wrong answer`.
    private static func crash(_ run: RunResult) -> String? {
        let lines = run.stderr.bytes.split(separator: 10, maxSplits: 2000)
            .map { String(decoding: $0.prefix(512), as: UTF8.self) }
        guard lines.contains(where: { line in crashes.contains { line.hasPrefix($0) } }) else {
            return nil
        }
        let last = lines.last { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("Node.js v") }
        return last ?? ""
    }
}
