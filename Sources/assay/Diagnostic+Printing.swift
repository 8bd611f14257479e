import Execution
import Glibc

/// The weight of a message on standard error.
enum Severity: String, Sendable {
    case error, warning, note, hint

    var colour: Colour {
        switch self {
        case .error: .red
        case .warning: .yellow
        case .note: .bold
        case .hint: .cyan
        }
    }
}

extension TextStream {
    /// Prints ``path:line:column: error: message``, the line with a caret, then note and hint.
    ///
    /// Nothing is thrown: where even standard error is gone there is nobody left to tell.
    func show(_ diagnostic: Diagnostic, as severity: Severity = .error) {
        var text = ""
        if let path = diagnostic.path {
            var place = VisibleText.line(path)
            if let line = diagnostic.line {
                place += ":\(line)"
                if let column = diagnostic.column { place += ":\(column)" }
            }
            text += paint("\(place):", .bold) + " "
        }
        text += label(severity) + " " + VisibleText.line(diagnostic.message) + "\n"
        text += excerpt(diagnostic)
        if let note = diagnostic.note {
            text += label(.note) + " " + VisibleText.block(note) + "\n"
        }
        if let hint = diagnostic.hint {
            text += "\n" + label(.hint) + " " + VisibleText.block(hint) + "\n"
        }
        try? write(text)
    }

    func show(_ error: RunnerError) {
        let hint =
            error.hint ?? (error.code == .host || error.code == .cannotIsolate ? doctorHint : nil)
        show(Diagnostic(error.message, hint: hint))
    }

    private var doctorHint: String { "run `assay doctor` to see what this host offers" }

    private func label(_ severity: Severity) -> String {
        paint("\(severity.rawValue):", severity.colour)
    }

    /// The line that is meant and a caret below its column.
    private func excerpt(_ diagnostic: Diagnostic) -> String {
        guard let path = diagnostic.path, let number = diagnostic.line,
            let line = SourceLine.read(path: path, number: number)
        else { return "" }
        let shown = line.count > 200 ? String(line.prefix(200)) : line
        let prefix = String(repeating: " ", count: max(0, 5 - String(number).count)) + "\(number)"
        var text = "\(prefix) | \(VisibleText.line(shown))\n"
        if let column = diagnostic.column, column >= 1, column <= shown.count + 1 {
            let before = VisibleText.line(String(shown.prefix(column - 1)))
            let margin = String(repeating: " ", count: prefix.count)
            let indent = String(repeating: " ", count: before.count)
            text += "\(margin) | \(indent)" + paint("^", .green) + "\n"
        }
        return text
    }
}

/// One line of a file, for a message.
enum SourceLine {
    /// A file larger than this is not opened for the sake of a message.
    static let maxBytes = 1 << 22

    static func read(path: String, number: Int) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= maxBytes, let bytes = try? InputFile.read(path, maxBytes: maxBytes),
            // The lines of a gzipped file are not those that are meant.
            !bytes.starts(with: [0x1F, 0x8B])
        else { return nil }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard number >= 1, number <= lines.count else { return nil }
        return String(decoding: lines[number - 1], as: UTF8.self)
    }
}
