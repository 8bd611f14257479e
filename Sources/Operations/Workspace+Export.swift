import Datasets
import Execution
import Storage

extension Workspace {
    /// Writes a dataset: data file, card and manifest, byte for byte the same for the same store.
    ///
    /// - Throws: `Diagnostic` if the directory is there and `force` is not set.
    package func export(_ options: ExportOptions) async throws -> ExportSummary {
        let writer = try DirectoryWriter(options.directory, replacing: options.force)
        do {
            let feed = try feed(options.form, options.labelSource)
            let data = datasetOptions(options.form, options.labelSource).dataFile
            _ = try await writer.write(data) { try await feed.next() }
            let end = await feed.finish()
            for file in end.files {
                var contents: [UInt8]? = file.contents
                _ = try await writer.write(file.name) { contents.take() }
            }
            try writer.commit()
            let entries = [end.data] + end.files.map(\.entry)
            let summary = ExportSummary(
                directory: options.directory, rows: end.rows,
                files: entries.map { .init(name: $0.name, bytes: $0.bytes, sha256: $0.sha256) },
                leftOut: end.left)
            try await store.logExport([
                "form": .string(options.form.rawValue),
                "label_source": .string(options.labelSource.rawValue), "rows": .int(end.rows),
                "data_sha256": .string(end.data.sha256),
            ])
            return summary
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// The data file alone, in pieces of about 64 KiB, for a download.
    ///
    /// Reads one state of the store from the first piece to the last, as fast as it is taken.
    package func exportStream(
        _ form: ExportOptions.Form, labelSource: ExportOptions.LabelSource = .human
    ) -> AsyncThrowingStream<[UInt8], any Error> {
        do {
            let feed = try feed(form, labelSource)
            return AsyncThrowingStream { try await feed.next() }
        } catch {
            return AsyncThrowingStream { $0.finish(throwing: error) }
        }
    }

    private func feed(
        _ form: ExportOptions.Form, _ source: ExportOptions.LabelSource
    ) throws -> ExportFeed {
        ExportFeed(store: try store.frozen(), options: datasetOptions(form, source))
    }

    private func datasetOptions(
        _ form: ExportOptions.Form, _ source: ExportOptions.LabelSource
    ) -> DatasetOptions {
        let datasetForm: DatasetForm =
            switch form {
            case .graded: .graded
            case .sft: .sft
            case .dpo: .dpo
            }
        return DatasetOptions(
            form: datasetForm, labelSource: source == .human ? .human : .evidence,
            assay: services.version)
    }
}
