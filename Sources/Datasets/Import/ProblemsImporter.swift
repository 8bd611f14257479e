package import Execution
import Judging

/// Reads problems from a stream of any length: JSON Lines or one JSON list, plain or gzip.
///
/// Each record's fault is kept with its place, and the others are read on.
package struct ProblemsImporter {
    /// Of one record; of all of a file that is one JSON list.
    package static let maximumRecordBytes = 256 << 20

    private let path: String
    private let options: ProblemImportOptions
    private let inflate: Inflate
    private var lines = LineSplitter(maximumBytes: ProblemsImporter.maximumRecordBytes)
    private var list: ListSplitter?
    private var started = false
    private var collector = FaultCollector()
    private var firstLines: [String: Int] = [:]
    private var count = 0
    /// `nil` until a record told.
    package private(set) var format: ProblemFormat?

    /// Without a format, it is the one that the first record's fields tell of; the path is for
    /// messages.
    package init(
        format: ProblemFormat?, path: String, options: ProblemImportOptions = .init(),
        bounds: InflateBounds = InflateBounds()
    ) {
        self.format = format
        self.path = path
        self.options = options
        inflate = Inflate(path: path, bounds: bounds)
    }

    /// What was wrong with records so far; `nil` if nothing was.
    package var faults: ImportFaults? { collector.all }

    /// Reads the next bytes of the file, cut anywhere.
    ///
    /// - Throws: `ImportFaults` if nothing more can be read; what `emit` throws.
    package mutating func feed(
        _ chunk: [UInt8], emit: (ImportedProblem) throws -> Void
    ) throws {
        var ready: [LineSplitter.Line] = []
        do {
            try inflate.feed(chunk) { ready += try split($0) }
        } catch let fault as Diagnostic {
            throw stopped(by: fault)
        }
        for line in ready { try take(line, emit) }
    }

    /// Reads the last record.
    ///
    /// - Throws: `ImportFaults` if the file is cut short, or holds no problem at all.
    package mutating func finish(emit: (ImportedProblem) throws -> Void) throws {
        var ready: [LineSplitter.Line] = []
        do {
            try inflate.finish { ready += try split($0) }
            if list != nil {
                try list?.finish(path)
            } else if let last = lines.finish() {
                ready.append(last)
            }
        } catch let fault as Diagnostic {
            throw stopped(by: fault)
        }
        for line in ready { try take(line, emit) }
        guard count == 0 else { return }
        throw faults
            ?? ImportFaults([
                Diagnostic(
                    "there is no problem in the file", path: path,
                    hint: "`assay help imports` lists the sets that are read, and their fields")
            ])
    }

    /// A record that did not come from a line, such as a directory of APPS.
    package mutating func take(
        _ object: JSONObject, path: String, emit: (ImportedProblem) throws -> Void
    ) throws {
        let line = LineSplitter.Line(bytes: [], number: 1)
        let record = Record(object: object, like: Record(object: [:], line: line, path: path))
        try take(record, emit)
    }

    private mutating func stopped(by fault: Diagnostic) -> ImportFaults {
        collector.add(fault)
        return collector.all ?? ImportFaults([fault])
    }

    private mutating func split(_ bytes: [UInt8]) throws -> [LineSplitter.Line] {
        if !started {
            guard let first = bytes.first(where: { !Self.isBlank($0) }) else {
                return lines.feed(bytes)
            }
            started = true
            if first == UInt8(ascii: "[") {
                list = ListSplitter(maximumBytes: Self.maximumRecordBytes)
            }
        }
        return try list?.feed(bytes, path) ?? lines.feed(bytes)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        // A byte order mark is no part of the text.
        [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains(byte)
    }

    private mutating func take(
        _ line: LineSplitter.Line, _ emit: (ImportedProblem) throws -> Void
    ) throws {
        let record: Record
        do {
            record = try Record(line, maximumBytes: Self.maximumRecordBytes, path: path)
        } catch let fault as Diagnostic {
            return collector.add(fault)
        }
        try take(record, emit)
    }

    private mutating func take(
        _ record: Record, _ emit: (ImportedProblem) throws -> Void
    ) throws {
        let imported: ImportedProblem
        do {
            imported = try read(record)
        } catch let fault as Diagnostic {
            return collector.add(fault)
        }
        count += 1
        try emit(imported)
    }

    private mutating func read(_ record: Record) throws -> ImportedProblem {
        guard let format = format ?? ProblemFormat.detect(record) else {
            throw record.fault(
                "the record is of no problem set that Assay knows", at: nil,
                note: "its fields are "
                    + record.object.keys.prefix(12).map { "`\($0)`" }.joined(separator: ", "),
                hint: "`assay help imports` lists the sets that are read, and their fields")
        }
        self.format = format
        if format == .humanEval, let other = ProblemFormat.detect(record), other != .humanEval {
            throw record.fault("this is \(other.title), not HumanEval", at: nil)
        }
        let draft = ProblemDraft(record: record, format: format, options: options)
        var imported = Translated.problem(try Self.imported(draft), draft)
        imported.problem.suite = OrderedValue.suite(imported.problem.suite)
        let name = imported.problem.name
        if let first = firstLines.updateValue(record.line.number, forKey: name) {
            throw record.fault(
                "the problem `\(name)` stands twice", at: nil, note: "first on line \(first)")
        }
        return imported
    }

    private static func imported(_ draft: ProblemDraft) throws -> ImportedProblem {
        switch draft.format {
        case .humanEval:
            var problem = try HumanEvalImporter.problem(draft.record)
            problem.name = try draft.name(problem.name, set: nil)
            problem.licence = draft.licence
            return draft.imported(problem)
        case .evalPlus: return try EvalPlusForm.problem(draft)
        case .mbpp: return try MBPPForm.problem(draft)
        case .humanEvalX: return try HumanEvalXForm.problem(draft)
        case .multiPLE: return try MultiPLEForm.problem(draft)
        case .mxeval: return try MXEvalForm.problem(draft)
        case .apps: return try APPSForm.problem(draft)
        case .codeContests: return try CodeContestsForm.problem(draft)
        case .liveCodeBench: return try LiveCodeBenchForm.problem(draft)
        }
    }
}
