import Datasets
import Execution
import Judging
import Storage

/// The rows of a dataset, piece by piece, from one state of the store.
actor ExportFeed {
    private static let pieceBytes = 1 << 16
    private static let pageSize = 100

    private let store: FrozenStore
    private var export: DatasetExport
    private var problemName = ""
    private var ended = false

    init(store: FrozenStore, options: DatasetOptions) {
        self.store = store
        export = DatasetExport(options)
    }

    /// The next bytes of the data file; `nil` at its end.
    func next() async throws -> [UInt8]? {
        while !ended, export.pendingBytes < Self.pieceBytes {
            try Task.checkCancellation()
            guard let problem = try await store.problem(afterName: problemName) else {
                ended = true
                break
            }
            problemName = problem.name
            let examples = try await examples(of: problem.id)
            export.add(
                ProblemVersion(
                    sha256: problem.sha256, problem: try StoredForm.problem(problem.content)),
                examples)
        }
        let rows = export.takeRows()
        return rows.isEmpty ? nil : rows
    }

    private func examples(of problemID: String) async throws -> [GradedExample] {
        var examples: [GradedExample] = []
        while true {
            let page = try await store.examples(
                problem: problemID, after: examples.last?.id ?? "", limit: Self.pageSize)
            examples += try page.map { example in
                GradedExample(
                    id: example.id, submission: example.submission,
                    report: try example.result.map(StoredForm.report),
                    grades: example.grades.map(\.grade))
            }
            if page.count < Self.pageSize { return examples }
        }
    }

    /// To be called once, after the last piece.
    func finish() -> (files: [DatasetFile], data: DatasetFile.Entry, rows: Int, left: [String: Int])
    {
        let files = export.finish()
        let left = Dictionary(
            uniqueKeysWithValues: export.leftOut.map { ($0.key.rawValue, $0.value) })
        return (files, export.dataFile, export.rows, left)
    }
}
