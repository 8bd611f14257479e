import Execution
package import Judging

/// A submission read from a line of a file.
package struct ImportedSubmission: Sendable, Equatable {
    /// From 1.
    package var line: Int
    package var submission: Submission
}

/// Reads submissions from a stream of any length, JSON Lines, in either of two forms.
///
/// The samples form of HumanEval and EvalPlus is an object with `task_id` and one of `completion`
/// (appended to the problem's starter code, unless `Completion` says otherwise), `solution` (the
/// whole program; it wins if both are there) or `response` (what a model wrote, as below). Each
/// further line of a problem is its next sample; other fields are passed over.
///
///     {"task_id":"HumanEval/0","completion":"    return False\n"}
///
/// The native form says more. It starts with `"schema":"submission/1"`, which a file has on every
/// line or on none, and an unknown field is an error. `*` = required.
///
///     schema* "submission/1"   problem* (its name)
///     one of: response (what the model wrote), completion, solution
///     source (only beside response: the program as it will run; without it, it is taken from the
///       response by the rule of `ProgramExtractor`)
///     model (string) or person (string): who wrote it; absent = the importer's `model`
///     parameters {} (sampling)   sample_index (from 0; absent = the next that is free)
///     language (absent = the problem's)   licence
///
///     {"schema":"submission/1","problem":"HumanEval/0","model":"acme-7b",
///      "parameters":{"temperature":0.8},"sample_index":0,"licence":"Apache-2.0",
///      "response":"Here it is:\n```python\ndef f(): ...\n```"}
///
/// (on one line). Nothing is imported unless every line is good: a line is emitted as soon as it
/// was read, so the caller stores in one transaction and rolls it back when `finish` throws.
package struct SamplesImporter {
    /// What a submission's problem says about joining and running it.
    package struct Problem: Sendable, Equatable {
        package var starterCode: String
        package var closing: String
        package var language: String
        package var entryPoint: String?

        package init(
            starterCode: String, language: String, closing: String = "", entryPoint: String? = nil
        ) {
            self.starterCode = starterCode
            self.closing = closing
            self.language = language
            self.entryPoint = entryPoint
        }
    }

    /// What a line's `completion` holds.
    package enum Completion: String, Sendable, CaseIterable {
        /// What follows the starter code.
        case body
        /// A whole program.
        case program
        /// What a model wrote, from which the program is taken.
        case reply
    }

    /// Of one line.
    package static let maximumLineBytes = 16 << 20

    private let path: String
    private let model: String?
    let completion: Completion
    let extraction: ExtractionOptions
    let problem: (String) throws -> Problem?
    private let inflate: Inflate
    private var lines = LineSplitter(maximumBytes: SamplesImporter.maximumLineBytes)
    private var faults = FaultCollector()
    private var numbers: [SampleKey: SampleNumbers] = [:]
    private var isNative: Bool?

    /// - Parameters:
    ///   - path: for messages.
    ///   - model: the author of lines that name none; `nil`: their author is unknown.
    ///   - completion: what the field `completion` holds.
    ///   - extraction: how programs are taken from what models wrote.
    ///   - bounds: what a compressed file may unfold to.
    ///   - problem: looks a problem up by name; `nil` if there is none.
    package init(
        path: String, model: String? = nil, completion: Completion = .body,
        extraction: ExtractionOptions = .init(), bounds: InflateBounds = InflateBounds(),
        problem: @escaping (String) throws -> Problem?
    ) {
        self.path = path
        self.model = model
        self.completion = completion
        self.extraction = extraction
        self.problem = problem
        inflate = Inflate(path: path, bounds: bounds)
    }

    /// Reads the next bytes of the file, plain or gzip, cut anywhere.
    ///
    /// After the first bad line nothing is emitted any more.
    ///
    /// - Throws: `ImportFaults` if the file cannot be decompressed; what `emit` throws.
    package mutating func feed(
        _ chunk: [UInt8], emit: (ImportedSubmission) throws -> Void
    ) throws {
        do {
            try inflate.feed(chunk) { bytes in
                for line in lines.feed(bytes) { try take(line, emit: emit) }
            }
        } catch let stopped as Stopped {
            throw stopped.reason
        } catch let diagnostic as Diagnostic {
            throw gaveUp(diagnostic)
        }
    }

    /// Reads the last line.
    ///
    /// - Throws: `ImportFaults` if any line was bad: then what was emitted must be rolled back.
    package mutating func finish(emit: (ImportedSubmission) throws -> Void) throws {
        do {
            try inflate.finish { bytes in
                for line in lines.feed(bytes) { try take(line, emit: emit) }
            }
        } catch let stopped as Stopped {
            throw stopped.reason
        } catch let diagnostic as Diagnostic {
            throw gaveUp(diagnostic)
        }
        do {
            if let line = lines.finish() { try take(line, emit: emit) }
        } catch let stopped as Stopped {
            throw stopped.reason
        }
        if isNative == nil, faults.isEmpty {
            faults.add(
                Diagnostic(
                    "there is no submission in the file", path: path,
                    hint: "a line is {\"task_id\": ..., \"completion\": ...}"))
        }
        if let faults = faults.all { throw faults }
    }

    /// An error of the caller's own, on its way back to it past the diagnostics of the file.
    private struct Stopped: Error {
        var reason: any Error
    }

    private mutating func gaveUp(_ diagnostic: Diagnostic) -> ImportFaults {
        faults.add(diagnostic)
        return faults.all ?? ImportFaults([diagnostic])
    }

    private mutating func take(
        _ line: LineSplitter.Line, emit: (ImportedSubmission) throws -> Void
    ) throws {
        let submission: Submission
        do {
            let record = try Record(
                line, maximumBytes: SamplesImporter.maximumLineBytes, path: path)
            submission = try read(record)
        } catch let diagnostic as Diagnostic {
            faults.add(diagnostic)
            return
        }
        guard faults.isEmpty else { return }
        do {
            try emit(ImportedSubmission(line: line.number, submission: submission))
        } catch {
            throw Stopped(reason: error)
        }
    }

    private mutating func read(_ record: Record) throws -> Submission {
        let native = record.has("schema")
        if let isNative, native != isNative {
            throw record.fault(
                native
                    ? "this line has a `schema`, the lines before it have none"
                    : "the field `schema` is missing; the lines before this one have it",
                at: native ? "schema" : nil,
                hint: "a file holds one form: put the other lines into a file of their own")
        }
        // Before the fields are read: a bad first line must not make every good one bad.
        isNative = native
        var submission = try native ? nativeForm(record) : samplesForm(record)
        if submission.author.kind == .unknown, let model {
            submission.author.kind = .model
            submission.author.name = model
        }
        let place = native ? try sampleIndex(record) : nil
        let key = SampleKey(problem: submission.problem, author: submission.author)
        guard let index = numbers[key, default: SampleNumbers()].claim(place) else {
            throw record.fault(
                "sample \(place ?? 0) of `\(submission.problem)` by this author stands twice",
                at: "sample_index", hint: "number the samples of an author from 0")
        }
        submission.sampleIndex = index
        return submission
    }
}

/// What a sample's number must be unique in.
private struct SampleKey: Hashable {
    var problem: String
    var kind: Author.Kind
    var name: String
    var parameters: JSONObject

    init(problem: String, author: Author) {
        self.problem = problem
        kind = author.kind
        name = author.name
        parameters = author.parameters
    }
}

/// The sample numbers that are taken: usually all from 0, and so one integer.
private struct SampleNumbers {
    private var next = 0
    private var beyond: Set<Int> = []

    /// The number asked for, or the lowest free one; `nil` if it is taken.
    mutating func claim(_ wanted: Int?) -> Int? {
        let number = wanted ?? next
        guard number >= next, beyond.insert(number).inserted else { return nil }
        while beyond.remove(next) != nil { next += 1 }
        return number
    }
}
