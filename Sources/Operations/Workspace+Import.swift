package import Execution
package import Judging

extension Workspace {
    /// Imports a HumanEval problem file, gzipped or not.
    ///
    /// A problem whose content differs from the stored one becomes a new version, and its
    /// submissions wait for a new verdict. Importing the same file twice changes nothing.
    package func importHumanEval(_ path: String) async throws -> ImportSummary {
        throw Diagnostic("not built yet")
    }

    /// Imports submissions, in the form of HumanEval samples or the native one.
    ///
    /// Samples have `task_id` with `completion` or `solution`; `model` is the author of lines that
    /// name none. Lines that cannot be used are in the summary's diagnostics; the rest is stored.
    package func importSubmissions(
        _ path: String, model: String? = nil
    ) async throws -> ImportSummary {
        throw Diagnostic("not built yet")
    }

    /// Adds each problem's reference solution as a submission; those that are there stay.
    package func addReferences() async throws -> ImportSummary {
        throw Diagnostic("not built yet")
    }

    /// Makes mutants of accepted references and adds the first `keep` the tests kill.
    ///
    /// Each mutant is judged first; killed ones are added as submissions, with their verdicts.
    ///
    /// Mutants are made in a fixed order, so the same workspace gives the same ones. Progress
    /// counts problems.
    package func addMutants(
        keep: Int = 2, tries: Int = 20, jobs: Int = 2, progress: ProgressReport? = nil
    ) async throws -> MutantSummary {
        throw Diagnostic("not built yet")
    }
}
