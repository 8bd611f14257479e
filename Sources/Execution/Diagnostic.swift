/// What is wrong with something the user gave us, where, and what to do about it.
///
/// Printed in one place as ``path:line:column: error: message``, then `note:` and `hint:` lines.
package struct Diagnostic: Error, Sendable, Equatable {
    package var path: String?
    /// From 1.
    package var line: Int?
    /// From 1, in characters.
    package var column: Int?
    /// Lower case, no full stop, names in backticks.
    package var message: String
    /// The cause or the value.
    package var note: String?
    /// What to do.
    package var hint: String?

    package init(
        _ message: String, path: String? = nil, line: Int? = nil, column: Int? = nil,
        note: String? = nil, hint: String? = nil
    ) {
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.note = note
        self.hint = hint
    }
}
