package import Execution

extension Workspace {
    /// Judges all that waits for a verdict and stores verdicts as they come, in batches.
    ///
    /// Killed at any moment and called again, it goes on where it was: what was stored is neither
    /// lost nor run again nor counted twice. Cancelling the task stops after storing what has
    /// ended; the summary then says `cancelled`. Judge errors are kept apart and tried again by
    /// the next call, three times in all.
    ///
    /// - Throws: `Diagnostic` if another process judges this workspace.
    package func judge(
        _ options: JudgeOptions = .init(), progress: ProgressReport? = nil
    ) async throws -> JudgeSummary {
        throw Diagnostic("not built yet")
    }
}
