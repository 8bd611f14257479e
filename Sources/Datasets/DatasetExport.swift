import Execution

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
    /// Submissions (`no_pair`, `conflicting_verdicts`: problems, answers) that gave no row, by
    /// reason.
    package private(set) var leftOut: [LeftOut: Int] = [:]

    private let trainingRows: TrainingRows
    private var gradedRows: GradedRows
    private var writer = RowWriter()
    private var facts = DatasetFacts()
    private var rowHashes: [UInt8] = []
    private var fileHash = RunningDigest()
    private var fileBytes = 0

    package init(_ options: DatasetOptions) {
        self.options = options
        trainingRows = TrainingRows(options: options)
        gradedRows = GradedRows(labelSource: options.labelSource)
    }

    package var rows: Int { facts.rows }

    /// Bytes of rows that were not taken yet.
    package var pendingBytes: Int { writer.bytes.count }

    /// Appends the rows of one problem.
    package mutating func add(_ version: ProblemVersion, _ examples: [GradedExample]) {
        let before = facts.rows
        let candidates = Candidate.all(examples, source: options.labelSource, leftOut: &leftOut)
        switch options.form {
        case .graded: addGraded(version, candidates)
        case .sft: addConversations(version, candidates)
        case .dpo: addPairs(version, candidates)
        }
        if facts.rows > before { facts.problems += 1 }
    }

    /// The rows written since the last call, to be appended to the data file.
    package mutating func takeRows() -> [UInt8] {
        let taken = writer.bytes
        writer.bytes = []
        writer.bytes.reserveCapacity(taken.capacity)
        fileHash.update(taken)
        fileBytes += taken.count
        return taken
    }

    /// The other files of the release: `README.md` and, last, `manifest.json`.
    ///
    /// Call it once, after the last rows were taken.
    package func finish() -> [DatasetFile] {
        precondition(writer.bytes.isEmpty, "rows were not taken")
        let card = DatasetFile(
            name: "README.md",
            contents: Array(DatasetCard(options: options, facts: facts).text.utf8))
        let manifest = DatasetManifest(
            options: options, facts: facts, leftOut: leftOut, rowsSHA256: rowsSHA256,
            files: [card.entry, dataFile])
        return [card, DatasetFile(name: "manifest.json", contents: Array(manifest.text.utf8))]
    }

    /// Size and hash of the data file, as far as its rows were taken.
    package var dataFile: DatasetFile.Entry {
        .init(name: options.dataFile, bytes: fileBytes, sha256: fileHash.hexadecimal)
    }

    private mutating func addGraded(_ version: ProblemVersion, _ candidates: [Candidate]) {
        gradedRows.begin(version)
        for candidate in candidates {
            let start = writer.bytes.count
            gradedRows.write(candidate, to: &writer)
            count(from: start, version, [candidate])
        }
    }

    private mutating func addConversations(_ version: ProblemVersion, _ candidates: [Candidate]) {
        // By bytes: equal strings may differ in how they are composed.
        var answers: Set<[UInt8]> = []
        for candidate in candidates {
            guard candidate.isAccepted else {
                leftOut[.notAccepted, default: 0] += 1
                continue
            }
            guard candidate.label.value >= options.minimumLabel else {
                leftOut[.belowMinimumLabel, default: 0] += 1
                continue
            }
            let answer = candidate.answer
            guard answers.insert(Array(answer.utf8)).inserted else {
                leftOut[.duplicate, default: 0] += 1
                continue
            }
            let start = writer.bytes.count
            trainingRows.write(candidate, answer: answer, of: version, to: &writer)
            count(from: start, version, [candidate])
        }
    }

    private mutating func addPairs(_ version: ProblemVersion, _ candidates: [Candidate]) {
        let pairs = PreferencePairs.pairs(
            of: candidates, maximum: options.maximumPairs, margin: options.minimumMargin,
            leftOut: &leftOut)
        for pair in pairs {
            let start = writer.bytes.count
            trainingRows.write(pair, of: version, to: &writer)
            count(from: start, version, [pair.chosen, pair.rejected])
        }
    }

    /// Takes note of the row that stands from `start` to the end of the buffer.
    private mutating func count(
        from start: Int, _ version: ProblemVersion, _ answers: [Candidate]
    ) {
        writer.bytes.withUnsafeBytes { bytes in
            let row = UnsafeRawBufferPointer(rebasing: bytes[start..<(bytes.count - 1)])
            Digest.append(sha256Of: row, to: &rowHashes)
        }
        facts.addRow(
            problem: version.problem, answers: answers, allGrades: options.form == .graded)
    }

    private var rowsSHA256: String {
        let hashes = stride(from: 0, to: rowHashes.count, by: 32)
            .map { rowHashes[$0..<($0 + 32)] }
            .sorted { $0.lexicographicallyPrecedes($1) }
        return Digest.sha256(hashes.flatMap(\.self))
    }
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
