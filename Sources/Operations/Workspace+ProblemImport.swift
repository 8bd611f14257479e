package import Datasets
import Execution
import Foundation
import Judging
import Storage

extension Workspace {
    /// Imports the problems of a file, or of a directory of APPS.
    ///
    /// A record that cannot be used is told in the summary, and the others are stored. Where the
    /// set has inputs without answers, the reference solutions are run for them, `jobs` at a time.
    /// A problem whose content differs from the stored one becomes a new version; importing the
    /// same file twice changes nothing. Killed at any moment, what was stored stays.
    ///
    /// Without a format, it is the one that the first record's fields tell of.
    ///
    /// - Throws: `ImportFaults` if nothing could be read, `RunnerError` if references have to run
    ///   and this host cannot isolate.
    package func importProblems(
        _ path: String, format: ProblemFormat?, options: ProblemImportOptions = .init(),
        jobs: Int = 2, progress: ProgressReport? = nil
    ) async throws -> ImportSummary {
        var importer = ProblemsImporter(format: format, path: path, options: options)
        let intake = ProblemIntake(workspace: self, jobs: jobs, progress: progress)
        var batch: [ImportedProblem] = []
        if Files.isDirectory(path) {
            guard format == nil || format == .apps else {
                throw Diagnostic("this is a directory", path: path, hint: "name a file in it")
            }
            importer = ProblemsImporter(format: .apps, path: path, options: options)
            for directory in try APPSDirectory.problems(in: path) {
                let record = try APPSDirectory.record(directory)
                try importer.take(record, path: directory) { batch.append($0) }
                if batch.count >= ProblemIntake.batchSize { try await intake.store(&batch) }
            }
        } else {
            let reader = try FileReader(path)
            while let piece = try reader.next() {
                try importer.feed(piece) { batch.append($0) }
                if batch.count >= ProblemIntake.batchSize { try await intake.store(&batch) }
            }
            try importer.finish { batch.append($0) }
        }
        try await intake.store(&batch)
        return await intake.summary(importer.faults)
    }
}

/// Completes imported problems by their references, and stores them in batches.
private actor ProblemIntake {
    static let batchSize = 64

    private let workspace: Workspace
    private let jobs: Int
    private let progress: ProgressReport?
    private let start = ContinuousClock.now
    private var summary = ImportSummary()
    private var done = 0
    private var checkedHost = false

    init(workspace: Workspace, jobs: Int, progress: ProgressReport?) {
        self.workspace = workspace
        self.jobs = max(1, jobs)
        self.progress = progress
    }

    func summary(_ faults: ImportFaults?) -> ImportSummary {
        var summary = summary
        summary.diagnostics = (faults?.diagnostics ?? []) + summary.diagnostics
        summary.diagnostics.sort { ($0.line ?? 0) < ($1.line ?? 0) }
        summary.omitted = faults?.omitted ?? 0
        return summary
    }

    func store(_ batch: inout [ImportedProblem]) async throws {
        let complete = try await completed(batch)
        batch = []
        let outcome = try await workspace.store.change { transaction in
            var outcome = ImportSummary()
            for imported in complete {
                let problem = imported.problem
                let new = NewProblem(problem: problem, content: StoredForm.content(problem))
                switch try transaction.add(new) {
                case .added: outcome.problemsAdded += 1
                case .changed: outcome.problemsChanged += 1
                case .unchanged: outcome.unchanged += 1
                }
                for sample in imported.samples {
                    if try transaction.add(sample).addition == .added {
                        outcome.submissionsAdded += 1
                    } else {
                        outcome.unchanged += 1
                    }
                }
            }
            return outcome
        }
        summary.problemsAdded += outcome.problemsAdded
        summary.problemsChanged += outcome.problemsChanged
        summary.submissionsAdded += outcome.submissionsAdded
        summary.unchanged += outcome.unchanged
    }

    /// Those that can be completed, in their order; the others are told of.
    private func completed(_ batch: [ImportedProblem]) async throws -> [ImportedProblem] {
        if !checkedHost, batch.contains(where: { $0.answers != .given }) {
            try await workspace.checkHost()
            checkedHost = true
        }
        let services = workspace.services
        var results: [Int: Result<ImportedProblem, Diagnostic>] = [:]
        try await withThrowingTaskGroup(
            of: (Int, Result<ImportedProblem, Diagnostic>).self
        ) { group in
            var running = 0
            for (index, imported) in batch.enumerated() {
                if running >= jobs, let (index, result) = try await group.next() {
                    running -= 1
                    take(result, index, &results)
                }
                running += 1
                group.addTask { (index, try await Self.completed(imported, services)) }
            }
            for try await (index, result) in group { take(result, index, &results) }
        }
        return batch.indices.compactMap { index in
            switch results[index] {
            case .success(let imported)?:
                summary.remarks += imported.remarks
                if let why = imported.untranslated, summary.untranslated.count < 1_000 {
                    summary.untranslated.append("\(imported.problem.name): \(why)")
                }
                return imported
            case .failure(let fault)?:
                summary.diagnostics.append(fault)
                return nil
            case nil: return nil
            }
        }
    }

    private func take(
        _ result: Result<ImportedProblem, Diagnostic>, _ index: Int,
        _ results: inout [Int: Result<ImportedProblem, Diagnostic>]
    ) {
        results[index] = result
        done += 1
        progress?(Progress(done: done, total: 0, since: start))
    }

    private static func completed(
        _ imported: ImportedProblem, _ services: WorkspaceServices
    ) async throws -> Result<ImportedProblem, Diagnostic> {
        guard case .ofReference(let rule) = imported.answers else { return .success(imported) }
        try Task.checkCancellation()
        let problem = imported.problem
        let request = problem.request(
            source: Array((problem.reference ?? "").utf8), language: problem.language)
        do {
            return .success(
                try rule.completed(imported, with: try await services.answers(request)))
        } catch let fault as Diagnostic {
            return .failure(fault)
        } catch let error as JudgeError {
            guard error.code != .host else {
                throw RunnerError(.host, error.message, hint: error.hint)
            }
            return .failure(
                imported.fault(
                    "the reference solution cannot be run: \(error.message)", hint: error.hint))
        }
    }
}

/// APPS as its authors publish it: a directory for each problem.
private enum APPSDirectory {
    /// Of one file.
    private static let maximumBytes = 64 << 20

    /// The directories with a `question.txt`, in the order of their names; the directory itself
    /// if it is one.
    static func problems(in path: String) throws -> [String] {
        if FileManager.default.fileExists(atPath: path + "/question.txt") { return [path] }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw Diagnostic(
                "cannot read this directory", path: path, note: FileFault.reason(error))
        }
        let found = names.sorted().map { "\(path)/\($0)" }.filter {
            FileManager.default.fileExists(atPath: $0 + "/question.txt")
        }
        guard !found.isEmpty else {
            throw Diagnostic(
                "there is no problem in this directory", path: path,
                note: "a problem of APPS is a directory with a `question.txt`",
                hint: "name `APPS/train` or `APPS/test`")
        }
        return found
    }

    /// The files of a problem as the record that the hub's form has.
    static func record(_ directory: String) throws -> JSONObject {
        var record: JSONObject = [
            "problem_id": .string(URL(filePath: directory).lastPathComponent)
        ]
        let files = [
            ("question.txt", "question"), ("input_output.json", "input_output"),
            ("solutions.json", "solutions"), ("starter_code.py", "starter_code"),
        ]
        for (file, field) in files {
            let path = "\(directory)/\(file)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let bytes = try FileReader.all(path, maximum: maximumBytes)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Diagnostic("this file is not UTF-8", path: path)
            }
            record.append(field, .string(text))
        }
        let metadata = "\(directory)/metadata.json"
        if FileManager.default.fileExists(atPath: metadata),
            let json = try? JSON(parsing: FileReader.all(metadata, maximum: 1 << 20))
        {
            for key in ["difficulty", "url"] {
                if let text = json[key]?.string { record.append(key, .string(text)) }
            }
        }
        return record
    }
}

private enum Files {
    static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }
}
