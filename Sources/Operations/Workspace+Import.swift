package import Datasets
import Execution
import Judging
import Storage

extension Workspace {
    /// Imports a HumanEval problem file, gzipped or not: all of it, or nothing.
    ///
    /// A problem whose content differs from the stored one becomes a new version, and its
    /// submissions wait for a new verdict. Importing the same file twice changes nothing. Bad
    /// lines are thrown together as `ImportFaults`.
    package func importHumanEval(_ path: String) async throws -> ImportSummary {
        let problems = try HumanEvalImporter.problems(from: FileReader.all(path), path: path)
        let new = problems.map { NewProblem(problem: $0, content: StoredForm.content($0)) }
        return try await store.change { transaction in
            var summary = ImportSummary()
            for problem in new {
                switch try transaction.add(problem) {
                case .added: summary.problemsAdded += 1
                case .changed: summary.problemsChanged += 1
                case .unchanged: summary.unchanged += 1
                }
            }
            return summary
        }
    }

    /// Imports submissions, in the form of HumanEval samples or the native one.
    ///
    /// Samples have `task_id` with `completion`, `solution` or `response`; `model` is the author of
    /// lines that name none, and `set` what their problems' names start with here. All lines are
    /// stored or none: bad ones are thrown together as `ImportFaults`.
    package func importSubmissions(
        _ path: String, model: String? = nil, set: String? = nil,
        completion: SamplesImporter.Completion = .body, extraction: ExtractionOptions = .init()
    ) async throws -> ImportSummary {
        let prefix = set.map { $0 + "/" } ?? ""
        return try await store.change { transaction in
            var summary = ImportSummary()
            var known: [String: SamplesImporter.Problem] = [:]
            var importer = SamplesImporter(
                path: path, model: model, completion: completion, extraction: extraction
            ) { name in
                if let problem = known[name] { return problem }
                guard let found = try transaction.problem(named: prefix + name) else { return nil }
                let problem = try StoredForm.problem(transaction.blob(found.sha256))
                let said = SamplesImporter.Problem(
                    starterCode: problem.starterCode, language: problem.language,
                    closing: problem.closing, entryPoint: problem.entryPoint)
                known[name] = said
                return said
            }
            let emit = { (imported: ImportedSubmission) in
                var submission = imported.submission
                submission.problem = prefix + submission.problem
                if try transaction.add(submission).addition == .added {
                    summary.submissionsAdded += 1
                } else {
                    summary.unchanged += 1
                }
            }
            let reader = try FileReader(path)
            while let piece = try reader.next() { try importer.feed(piece, emit: emit) }
            try importer.finish(emit: emit)
            return summary
        }
    }

    /// Adds each problem's reference solution as a submission; those that are there stay.
    package func addReferences() async throws -> ImportSummary {
        var summary = ImportSummary()
        let frozen = try store.frozen()
        var name = ""
        while let found = try await frozen.problem(afterName: name) {
            name = found.name
            let problem = try StoredForm.problem(found.content)
            guard let reference = problem.reference else { continue }
            let submission = Submission(
                problem: name, source: reference, language: problem.language,
                author: Author(
                    kind: .reference, name: problem.source.isEmpty ? "reference" : problem.source),
                licence: problem.licence)
            let addition = try await store.change { try $0.add(submission).addition }
            if addition == .added {
                summary.submissionsAdded += 1
            } else {
                summary.unchanged += 1
            }
        }
        return summary
    }
}
