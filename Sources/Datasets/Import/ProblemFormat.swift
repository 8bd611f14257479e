import Execution

/// A problem set's own file format.
package enum ProblemFormat: String, Sendable, CaseIterable {
    case humanEval = "humaneval"
    case evalPlus = "evalplus"
    case mbpp
    case humanEvalX = "humaneval-x"
    case multiPLE = "multipl-e"
    case mxeval
    case apps
    case codeContests = "code-contests"
    case liveCodeBench = "livecodebench"

    package var title: String {
        switch self {
        case .humanEval: "HumanEval"
        case .evalPlus: "HumanEval+ or MBPP+"
        case .mbpp: "MBPP"
        case .humanEvalX: "HumanEval-X"
        case .multiPLE: "MultiPL-E"
        case .mxeval: "mxeval or MBXP"
        case .apps: "APPS"
        case .codeContests: "CodeContests"
        case .liveCodeBench: "LiveCodeBench"
        }
    }

    /// The licence under which the set is published, where its files name none.
    package var licence: String {
        switch self {
        case .humanEval, .multiPLE, .apps: "MIT"
        case .evalPlus, .humanEvalX, .mxeval: "Apache-2.0"
        case .mbpp, .codeContests: "CC-BY-4.0"
        case .liveCodeBench: ""
        }
    }

    /// What a problem's `source` says.
    package var source: String { self == .humanEval ? "human-eval" : rawValue }

    /// The fields that are read; `*` marks those that must be there.
    package var fields: [String] {
        switch self {
        case .humanEval:
            ["task_id*", "prompt*", "entry_point*", "canonical_solution*", "test*"]
        case .evalPlus:
            [
                "task_id*", "prompt*", "entry_point*", "canonical_solution*", "base_input*",
                "plus_input*", "atol", "contract and assertion (not used)",
            ]
        case .mbpp:
            [
                "task_id*", "text* (or prompt)", "code*", "test_list*", "test_setup_code",
                "test_imports", "challenge_test_list",
            ]
        case .humanEvalX:
            [
                "task_id*", "prompt*", "declaration*", "canonical_solution*", "test*",
                "test_setup", "import", "example_test (not used)",
            ]
        case .multiPLE:
            [
                "name*", "language*", "prompt*", "tests*", "stop_tokens*", "doctests",
                "prompt_terminology", "original (not used)",
            ]
        case .mxeval:
            [
                "task_id*", "language*", "prompt*", "entry_point*", "test*", "description",
                "canonical_solution",
            ]
        case .apps:
            [
                "problem_id* (or id)", "question*", "input_output*", "solutions",
                "starter_code", "difficulty", "url",
            ]
        case .codeContests:
            [
                "name*", "description*", "public_tests*", "private_tests", "generated_tests",
                "solutions", "incorrect_solutions", "time_limit", "memory_limit_bytes",
                "input_file", "output_file", "difficulty", "source", "cf_rating", "cf_tags",
            ]
        case .liveCodeBench:
            [
                "question_id*", "question_content*", "question_title", "public_test_cases*",
                "private_test_cases", "metadata", "starter_code", "platform", "difficulty",
                "contest_date",
            ]
        }
    }

    /// The format that a record's fields tell of.
    static func detect(_ record: Record) -> ProblemFormat? {
        let marks: [(ProblemFormat, [[String]])] = [
            (.evalPlus, [["base_input", "plus_input"]]),
            (.multiPLE, [["name", "tests", "stop_tokens"]]),
            (.humanEvalX, [["example_test", "declaration"], ["test_setup", "declaration"]]),
            (.mbpp, [["test_list", "code"], ["test_list", "content", "labels"]]),
            (.liveCodeBench, [["public_test_cases", "question_content"]]),
            (.codeContests, [["public_tests", "description"]]),
            (.apps, [["question", "input_output"]]),
            (.mxeval, [["test", "prompt", "language", "entry_point"]]),
            (.humanEval, [["task_id", "prompt", "entry_point", "canonical_solution", "test"]]),
        ]
        for (format, alternatives) in marks
        where alternatives.contains(where: { $0.allSatisfy(record.has) }) { return format }
        return carried(record)
    }

    /// The shape in which some harnesses carry other sets: `content`, `labels` and `test`.
    private static func carried(_ record: Record) -> ProblemFormat? {
        guard record.has("content"), record.has("labels"), let test = record.object["test"]?.string
        else { return nil }
        return test.hasPrefix("[") ? .codeContests : .liveCodeBench
    }
}
