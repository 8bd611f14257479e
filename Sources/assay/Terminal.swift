import Glibc

/// When text is coloured.
enum ColorChoice: String, CaseIterable, Sendable {
    case auto, always, never
}

/// Whoever read our output has gone; not an error, the quiet end of the work.
struct OutputClosed: Error {}

/// Standard output or standard error: where text goes and how it may look there.
struct TextStream: Sendable {
    let descriptor: Int32
    let isTerminal: Bool
    let colours: Bool
    /// The terminal's width in columns; 80 elsewhere.
    let columns: Int

    init(descriptor: Int32, isTerminal: Bool, colours: Bool, columns: Int) {
        self.descriptor = descriptor
        self.isTerminal = isTerminal
        self.colours = colours
        self.columns = columns
    }

    init(_ descriptor: Int32, color: ColorChoice) {
        let isTerminal = isatty(descriptor) == 1
        self.init(
            descriptor: descriptor, isTerminal: isTerminal,
            colours: Self.colours(color, isTerminal: isTerminal, variable: Environment.variable),
            columns: isTerminal ? Self.terminalWidth(descriptor) : 80)
    }

    /// The rule for colour: the option, then `NO_COLOR`, then `CLICOLOR_FORCE`, then the terminal.
    static func colours(
        _ choice: ColorChoice, isTerminal: Bool, variable: (String) -> String?
    ) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let value = variable("NO_COLOR"), !value.isEmpty { return false }
        if let value = variable("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return true }
        return isTerminal && variable("TERM") != "dumb"
    }

    private static func terminalWidth(_ descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes all of it.
    ///
    /// - Throws: `OutputClosed` if nobody reads any more, `OutputFault` for a full disk and such.
    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno == EPIPE {
                throw OutputClosed()
            } else if errno != EINTR {
                throw OutputFault(errno: errno)
            }
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func line(_ text: String = "") throws { try write(text + "\n") }

    /// The text in a colour, where colours are on.
    func paint(_ text: String, _ colour: Colour) -> String {
        colours ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// Always beside a word that says the same.
enum Colour: String, Sendable {
    case red = "1;31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case bold = "1"
    case faint = "2"
}

/// Standard output could not be written.
struct OutputFault: Error {
    var errno: Int32

    var reason: String { String(cString: strerror(errno)) }
}

/// The process's environment variables.
enum Environment {
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
    }

    static func isSet(_ name: String) -> Bool { !(variable(name) ?? "").isEmpty }
}
