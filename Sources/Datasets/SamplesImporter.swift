package import Judging

/// A submission read from a line of a file.
package struct ImportedSubmission: Sendable, Equatable {
    /// From 1.
    package var line: Int
    package var submission: Submission
}

/// Reads submissions from a stream of any length.
package struct SamplesImporter {
    /// What a submission's problem says about joining and running it.
    package struct Problem: Sendable, Equatable {
        package var starterCode: String
        package var language: String

        package init(starterCode: String, language: String) {
            self.starterCode = starterCode
            self.language = language
        }
    }

    /// - Parameters:
    ///   - path: for messages.
    ///   - model: the author of lines that name none; `nil`: their author is unknown.
    ///   - problem: looks a problem up by name; `nil` if there is none.
    package init(
        path: String, model: String? = nil, problem: @escaping (String) throws -> Problem?
    ) {}

    /// Reads the next bytes of the file, plain or gzip, cut anywhere.
    ///
    /// After the first bad line nothing is emitted any more.
    package mutating func feed(
        _ chunk: [UInt8], emit: (ImportedSubmission) throws -> Void
    ) throws {}

    /// Reads the last line.
    ///
    /// - Throws: `ImportFaults` if any line was bad: then what was emitted must be rolled back.
    package mutating func finish(emit: (ImportedSubmission) throws -> Void) throws {}
}
