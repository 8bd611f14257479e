package import Execution

extension Workspace {
    /// Writes a dataset: a data file and its manifest, byte for byte the same for the same store.
    ///
    /// - Throws: `Diagnostic` if the directory is there and `force` is not set.
    package func export(_ options: ExportOptions) async throws -> ExportSummary {
        throw Diagnostic("not built yet")
    }

    /// The data file alone, in chunks of about 64 KiB, for a download.
    ///
    /// Reads one state of the store from the first chunk to the last.
    package func exportStream(
        _ form: ExportOptions.Form, labelSource: ExportOptions.LabelSource = .human
    ) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { $0.finish(throwing: Diagnostic("not built yet")) }
    }
}
