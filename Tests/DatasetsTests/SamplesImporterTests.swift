import Execution
import Judging
import Testing

@testable import Datasets

/// What came of reading a samples file.
struct Reading {
    var submissions: [ImportedSubmission] = []
    var faults: [Diagnostic] = []

    init(_ bytes: [UInt8], model: String? = nil, by size: Int = 1 << 20) {
        var importer = SamplesImporter(path: "s.jsonl", model: model) { name in
            name.hasPrefix("P/") ? .init(starterCode: "def f(x):\n", language: "python") : nil
        }
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                let chunk = Array(bytes[start..<min(start + size, bytes.count)])
                try importer.feed(chunk) { submissions.append($0) }
            }
            try importer.finish { submissions.append($0) }
        } catch let thrown as ImportFaults {
            faults = thrown.diagnostics
        } catch {
            Issue.record("\(error)")
        }
    }

    init(_ text: String, model: String? = nil, by size: Int = 1 << 20) {
        self.init(Array(text.utf8), model: model, by: size)
    }
}

struct SamplesImporterTests {
    private static let samples = #"""
        {"task_id":"P/0","completion":"    return x\n"}
        {"task_id":"P/1","solution":"def f(x): return 1\n","_identifier":"P/1 (0)"}

        {"task_id":"P/0","completion":""}
        """#

    private static let native = #"""
        {"schema":"submission/1","problem":"P/0","model":"acme-7b",\#
        "parameters":{"temperature":0.8},"sample_index":3,"licence":"MIT",\#
        "response":"Here:\n```python\ndef f(x): ...\n```\nBye"}
        """#

    @Test(arguments: [1, 2, 5, 64, 1 << 20])
    func `samples are joined and numbered, however the file is cut`(size: Int) {
        let reading = Reading(SamplesImporterTests.samples, model: "acme-7b", by: size)
        #expect(reading.faults.isEmpty)
        #expect(reading.submissions.map(\.line) == [1, 2, 4])
        let submissions = reading.submissions.map(\.submission)
        #expect(
            submissions.map(\.source)
                == ["def f(x):\n    return x\n", "def f(x): return 1\n", "def f(x):\n"])
        #expect(
            submissions.map(\.response) == ["    return x\n", "def f(x): return 1\n", ""])
        #expect(submissions.map(\.sampleIndex) == [0, 0, 1])
        #expect(submissions.allSatisfy { $0.author == Author(kind: .model, name: "acme-7b") })
    }

    @Test func `without a model the author is unknown`() {
        let reading = Reading(SamplesImporterTests.samples)
        #expect(reading.submissions.allSatisfy { $0.submission.author.kind == .unknown })
    }

    @Test func `the native form keeps who wrote it and how`() throws {
        let reading = Reading(SamplesImporterTests.native, model: "other")
        let submission = try #require(reading.submissions.first?.submission)
        #expect(submission.author.name == "acme-7b")
        #expect(submission.author.parameters["temperature"]?.double == 0.8)
        #expect(submission.sampleIndex == 3 && submission.licence == "MIT")
        #expect(submission.source == "def f(x): ...\n")
        #expect(submission.response.hasPrefix("Here:"))
    }

    @Test(arguments: [
        (#""response":"def f(x): 1""#, "def f(x): 1"),
        (#""response":"```\na\n```\nor\n```\nb\n```","source":"b""#, "b"),
        (#""completion":" 1""#, "def f(x):\n 1"),
        (#""solution":"f = 1","person":"ada""#, "f = 1"),
    ])
    func `a native line says which program runs`(fields: String, source: String) {
        let reading = Reading(#"{"schema":"submission/1","problem":"P/0",\#(fields)}"#)
        #expect(reading.submissions.map(\.submission.source) == [source])
    }

    private static let mistakes: [(line: String, message: String)] = [
        (
            #"{"task_id":"P/0"}"#,
            "neither `completion` nor `solution` nor `response` is there"
        ),
        (#"{"task_id":"Q/0","completion":""}"#, "there is no problem `Q/0`"),
        (#"{"task_id":"P/0","completion":null}"#, "`completion` is null, not a string"),
        (#"{"task_id":7,"completion":""}"#, "`task_id` is a number, not a string"),
        (#"{"completion":""}"#, "the field `task_id` is missing"),
        (#"{"problem":"P/0","response":""}"#, "the field `schema` is missing"),
        (#"{"task_id":"P/0","completion":"x"#, "the line is not JSON: the string has no end"),
        (#"{"schema":"submission/2"}"#, "the schema `submission/2` is unknown"),
        (#"{"schema":"submission/1","problem":"P/0","text":""}"#, "the field `text` is unknown"),
        (
            #"{"schema":"submission/1","problem":"P/0","response":"","solution":""}"#,
            "`response` and `solution` exclude each other"
        ),
        (
            #"{"schema":"submission/1","problem":"P/0","completion":"","solution":""}"#,
            "`completion` and `solution` exclude each other"
        ),
        (
            #"{"schema":"submission/1","problem":"P/0","solution":"","source":""}"#,
            "`source` goes with `response` only"
        ),
        (
            #"{"schema":"submission/1","problem":"P/0","solution":"","model":"a","person":"b"}"#,
            "`model` and `person` exclude each other"
        ),
        (
            #"{"schema":"submission/1","problem":"P/0","solution":"","parameters":1}"#,
            "`parameters` is not an object"
        ),
        (
            #"{"schema":"submission/1","problem":"P/0","solution":"","sample_index":1.5}"#,
            "`sample_index` is not a whole number from 0"
        ),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake is named, with its line`(index: Int) {
        let (line, message) = SamplesImporterTests.mistakes[index]
        let reading = Reading("\n" + line + "\n")
        #expect(reading.faults.map(\.message) == [message])
        #expect(reading.faults.map(\.line) == [2])
        #expect(reading.faults.first?.path == "s.jsonl")
        #expect(reading.submissions.isEmpty)
    }

    @Test func `every bad line is named and nothing is emitted after the first`() {
        let good = #"{"task_id":"P/0","completion":""}"#
        let reading = Reading([good, "{}", good, "?", good].joined(separator: "\n"))
        #expect(reading.faults.map(\.line) == [2, 4])
        #expect(reading.submissions.map(\.line) == [1])
    }

    @Test func `the two forms do not mix in a file`() {
        let mixed = SamplesImporterTests.samples + "\n" + SamplesImporterTests.native
        #expect(
            Reading(mixed).faults.map(\.message)
                == ["this line has a `schema`, the lines before it have none"])
        let turned = SamplesImporterTests.native + "\n" + SamplesImporterTests.samples
        #expect(Reading(turned).faults.map(\.line) == [2, 3, 5])
    }

    @Test func `a sample number that stands twice is refused, free ones are given in order`() {
        func line(_ index: Int?) -> String {
            let number = index.map { #","sample_index":\#($0)"# } ?? ""
            return #"{"schema":"submission/1","problem":"P/0","model":"m","solution":""\#(number)}"#
        }
        let free = Reading([2, nil, nil, nil].map(line).joined(separator: "\n"))
        #expect(free.submissions.map(\.submission.sampleIndex) == [2, 0, 1, 3])
        let twice = Reading([0, 1, 0].map(line).joined(separator: "\n"))
        #expect(
            twice.faults.map(\.message) == ["sample 0 of `P/0` by this author stands twice"])
    }

    @Test(arguments: ["", "\n \n"])
    func `a file without a submission is refused`(text: String) {
        #expect(Reading(text).faults.map(\.message) == ["there is no submission in the file"])
    }

    @Test func `what the caller throws comes back to it`() {
        struct Full: Error {}
        var importer = SamplesImporter(path: "s.jsonl") { _ in
            .init(starterCode: "", language: "python")
        }
        #expect(throws: Full.self) {
            try importer.feed(Array(SamplesImporterTests.samples.utf8)) { _ in throw Full() }
        }
        #expect(throws: Diagnostic("disk full")) {
            try importer.finish { _ in throw Diagnostic("disk full") }
        }
    }

    @Test func `a line that is too long is refused without being kept`() {
        var splitter = LineSplitter(maximumBytes: 10)
        var lines = splitter.feed(Array("0123456789\n0123456789a".utf8))
        lines += splitter.feed(Array("bcdef\nshort".utf8))
        if let last = splitter.finish() { lines.append(last) }
        #expect(lines.map(\.number) == [1, 2, 3])
        #expect(lines.map(\.tooLong) == [false, true, false])
        #expect(lines.map(\.bytes.count) == [10, 0, 5])
    }

    @Test(arguments: UInt64(0)..<400)
    func `a mutated file is read or refused, and a refusal names a line`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = seed % 2 == 0 ? SamplesImporterTests.samples : SamplesImporterTests.native
        var bytes = Array(text.utf8)
        let lineCount = 5
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2:
                bytes.insert(contentsOf: "\"\\{}[]:,\u{0}".utf8.shuffled(using: &random), at: place)
            default:
                let end = Int.random(in: place..<bytes.count, using: &random)
                bytes.replaceSubrange(place..<end, with: bytes[place..<end].reversed())
            }
        }
        let reading = Reading(bytes, by: 7)
        for fault in reading.faults where fault.message != "there is no submission in the file" {
            #expect((1...(lineCount * 8)).contains(fault.line ?? 0))
            #expect(!fault.message.isEmpty)
        }
        #expect(!reading.faults.isEmpty || !reading.submissions.isEmpty)
        let problems = try? HumanEvalImporter.problems(from: bytes, path: "he.jsonl")
        #expect(problems == nil)
    }
}
