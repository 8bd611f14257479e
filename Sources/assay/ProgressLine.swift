import Synchronization

/// One line on standard error that says how far the work is, at what rate, and when it ends.
///
/// Drawn on a terminal only, ten times a second at most; never with `CI` set or `--no-progress`.
final class ProgressLine: Sendable {
    private struct State {
        var done = 0
        var total: Int?
        var drawn: ContinuousClock.Instant?
        var visible = false
    }

    private let stream: TextStream
    private let label: String
    private let enabled: Bool
    private let started = ContinuousClock.now
    private let state = Mutex(State())

    init(_ label: String, on stream: TextStream, enabled: Bool) {
        self.label = label
        self.stream = stream
        self.enabled =
            enabled && stream.isTerminal && !Environment.isSet("CI")
            && Environment.variable("TERM") != "dumb"
    }

    var elapsedSeconds: Double { started.secondsSince }

    func update(done: Int, total: Int?) {
        guard enabled else { return }
        state.withLock { state in
            state.done = done
            state.total = total
            let now = ContinuousClock.now
            if let drawn = state.drawn, now - drawn < .milliseconds(100) { return }
            state.drawn = now
            state.visible = true
            let text = Self.text(
                label: label, done: done, total: total, seconds: started.secondsSince)
            try? stream.write("\r" + String(text.prefix(stream.columns - 1)) + "\u{1B}[K")
        }
    }

    /// Takes the line away; call it before anything else is printed.
    func clear() {
        state.withLock { state in
            guard state.visible else { return }
            state.visible = false
            state.drawn = nil
            try? stream.write("\r\u{1B}[K")
        }
    }

    static func text(label: String, done: Int, total: Int?, seconds: Double) -> String {
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var text = label + " \(done)"
        if let total { text += "/\(total)" }
        if rate > 0 { text += "  \(Quantities.rounded(rate, places: 1))/s" }
        if let total, rate > 0, done < total {
            text += "  ETA " + Quantities.seconds(Double(total - done) / rate)
        }
        return text
    }
}

extension ContinuousClock.Instant {
    /// Seconds from then until now.
    var secondsSince: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - self).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
