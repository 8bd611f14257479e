package import Execution

/// Writes one dataset, problem by problem.
///
/// Give every problem once, in ascending order of its name's UTF-8 bytes, with all its examples in
/// any order: the bytes depend on what is given and on nothing else. Memory holds the problem at
/// hand, the rows not taken yet and 32 bytes for each row.
///
///     var export = DatasetExport(options)
///     for problem in problems {
///         export.add(problem, examples)
///         if export.pendingBytes > 1 << 20 { write(export.takeRows()) }
///     }
///     write(export.takeRows())      // the last ones, to `options.dataFile`
///     for file in export.finish() { write(file) }
package struct DatasetExport {
    package let options: DatasetOptions
    package private(set) var rows = 0
    /// Submissions (`no_pair`: problems) that gave no row, by reason.
    package private(set) var leftOut: [LeftOut: Int] = [:]

    package init(_ options: DatasetOptions) {
        self.options = options
    }

    /// Bytes of rows that were not taken yet.
    package var pendingBytes: Int { 0 }

    /// Appends the rows of one problem.
    package mutating func add(_ version: ProblemVersion, _ examples: [GradedExample]) {}

    /// The rows written since the last call, to be appended to the data file.
    package mutating func takeRows() -> [UInt8] { [] }

    /// The other files of the release: `README.md` and, last, `manifest.json`.
    ///
    /// Call it once, after the last rows were taken.
    package mutating func finish() -> [DatasetFile] { [] }

    /// Size and hash of the data file, as far as its rows were taken.
    package var dataFile: DatasetFile.Entry { .init(name: options.dataFile, bytes: 0, sha256: "") }
}

/// A whole file of a release.
package struct DatasetFile: Sendable, Equatable {
    /// Relative to the release directory.
    package var name: String
    package var contents: [UInt8]

    package var entry: Entry {
        Entry(name: name, bytes: contents.count, sha256: Digest.sha256(contents))
    }

    /// What a manifest says about a file.
    package struct Entry: Sendable, Equatable {
        package var name: String
        package var bytes: Int
        package var sha256: String
    }
}
