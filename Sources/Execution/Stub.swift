/// How a source that does nothing is made, which no test may accept.
package enum Stub: Sendable, Equatable {
    /// A source with a function named `ASSAY_ENTRY_POINT` that gives back nothing, and one with a
    /// function that gives back something else.
    case texts(nothing: String, other: String)
    /// A submission's own source, with other bodies for its functions.
    case bodies(SourceSyntax)
}

/// The languages whose functions can be found in a source.
package enum SourceSyntax: String, Sendable, CaseIterable {
    case c, cpp, go, java, rust, swift

    /// What its files' names end in.
    package var endings: [String] {
        switch self {
        case .c: [".c", ".h"]
        case .cpp: [".cpp", ".cc", ".cxx", ".h", ".hpp", ".hh"]
        case .go: [".go"]
        case .java: [".java"]
        case .rust: [".rs"]
        case .swift: [".swift"]
        }
    }
}
