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

/// Gathers diagnostics up to a bound.
struct FaultCollector {
    private var kept: [Diagnostic] = []
    private var omitted = 0

    var isEmpty: Bool { kept.isEmpty }

    mutating func add(_ diagnostic: Diagnostic) {
        if kept.count < ImportFaults.kept { kept.append(diagnostic) } else { omitted += 1 }
    }

    /// `nil` if there is none.
    var all: ImportFaults? { kept.isEmpty ? nil : ImportFaults(kept, omitted: omitted) }
}
