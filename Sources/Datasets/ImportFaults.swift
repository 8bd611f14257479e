package import Execution

/// Everything that is wrong with an imported file; nothing of it was imported.
package struct ImportFaults: Error, Sendable, Equatable {
    /// In the order of their lines; at least one, at most `ImportFaults.kept`.
    package var diagnostics: [Diagnostic]
    /// How many more there were.
    package var omitted: Int

    /// How many diagnostics are kept: a file with the wrong shape has one on every line.
    package static let kept = 50

    package init(_ diagnostics: [Diagnostic], omitted: Int = 0) {
        self.diagnostics = diagnostics
        self.omitted = omitted
    }
}
