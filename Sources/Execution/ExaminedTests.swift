/// How a language's `assertions` are judged in two boxes; a section of a profile.
///
/// One program runs the tests, another has the source and does what it is asked.
///
/// The examiner writes requests to its descriptor 3 and reads answers from its descriptor 4; the
/// candidate reads from its 3 and writes to its 4.
package struct ExaminedTests: Sendable, Equatable {
    /// One of the two programs.
    package struct Guest: Sendable, Equatable {
        /// Files of the harness that are put into `.assay/`; `{driver}` is the first.
        package var files: [String]
        /// Its words may hold `{toolchain}`, `{source}`, `{driver}` and `{output}`.
        package var run: [String]

        /// `files` are names of the harness, the driver first; `run` may not be empty.
        package init(files: [String], run: [String]) {
            self.files = files
            self.run = run
        }
    }

    /// Has the source, and never what the tests expect.
    package var candidate: Guest
    /// Has the tests, and never the source.
    package var examiner: Guest

    /// Both as a profile's `examined` section names them.
    package init(candidate: Guest, examiner: Guest) {
        self.candidate = candidate
        self.examiner = examiner
    }
}
