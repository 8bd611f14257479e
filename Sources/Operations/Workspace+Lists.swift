package import Execution

extension Workspace {
    /// Problems in the order of their import.
    package func problems(_ page: PageRequest = .init()) async throws -> Page<ProblemItem> {
        throw Diagnostic("not built yet")
    }

    /// One problem, by its name (`HumanEval/0`) or its id.
    ///
    /// Throws a `Diagnostic` if there is none, with names that come close.
    package func problem(_ name: String) async throws -> ProblemDetail {
        throw Diagnostic("not built yet")
    }

    /// Submissions in the order of their import.
    package func submissions(
        _ filter: SubmissionFilter = .init(), page: PageRequest = .init()
    ) async throws -> Page<SubmissionItem> {
        throw Diagnostic("not built yet")
    }

    /// One submission, by its id or the beginning of it if that is unambiguous.
    ///
    /// Throws a `Diagnostic` if there is none.
    package func submission(_ id: String) async throws -> SubmissionDetail {
        throw Diagnostic("not built yet")
    }

    /// The ids of the submissions before and after one in the order of `submissions`.
    package func neighbours(
        of id: String, _ filter: SubmissionFilter = .init()
    ) async throws -> (previous: String?, next: String?) {
        throw Diagnostic("not built yet")
    }

    /// pass@k by the unbiased estimator, a row for each author.
    ///
    /// References and mutants are left out unless there is nothing else.
    package func passAtK(_ ks: [Int] = [1, 10]) async throws -> [PassAtKRow] {
        throw Diagnostic("not built yet")
    }
}
