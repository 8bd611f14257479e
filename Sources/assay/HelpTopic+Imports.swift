import Datasets

extension HelpTopic {
    /// Generated from what the importers read.
    static var importsText: String {
        var text = """
            assay import KIND FILE reads JSON Lines or one JSON list, gzipped or not; APPS
            also as a directory. `*` must be there; other fields are passed over.


            """
        for format in ProblemFormat.allCases {
            text += "\(format.rawValue)  \(format.title)"
            text += format.licence.isEmpty ? "\n" : " (\(format.licence))\n"
            var line = "   "
            for (index, field) in format.fields.enumerated() {
                let word = field + (index + 1 < format.fields.count ? "," : "")
                if line.count + word.count + 1 > 80 {
                    text += line + "\n"
                    line = "   "
                }
                line += " " + word
            }
            text += line + "\n" + (notes[format] ?? "") + "\n"
        }
        return text + """
            A record that cannot be used is named with its line, and the others are stored;
            the exit status is then 1. Nothing of a file is run, but the references of
            evalplus, in boxes. Problems in languages that have no profile are stored too;
            judging a submission to one says so. The same HumanEval or MBPP problem is of
            one family in all sets and languages.

            """
    }

    private static let notes: [ProblemFormat: String] = [
        .evalPlus: """
            Names: evalplus/HumanEval/0. Expected values are what the canonical
            solution returns, run in a box; floats are compared within atol or 1e-6.
            HumanEval/32 asks for any root; 8 tasks of MBPP+ compare sets, 3 ask only
            whether something was found, Mbpp/295 also takes 0, Mbpp/164 is refused:
            its own harness accepts every answer.

        """,
        .mbpp: """
            Names: MBPP/11. Each assert is a test; `--challenge` adds the challenge
            tests. Also the sanitised list, and records with content and labels.

        """,
        .humanEvalX: """
            Names: CPP/0. Libraries that a Rust prompt names and its solution does not
            use are left out; missing C++ headers of the declaration are put before.

        """,
        .multiPLE: """
            Names: multipl-e/lua/HumanEval_0_has_close_elements. No reference. A
            completion that stops before a `}` at a line's beginning gets it.

        """,
        .mxeval: """
            Names: MBJP/1, or mxeval/java/HumanEval/0.

        """,
        .apps: """
            Names: APPS/0000. With fn_name a function is called, else a program run.
            The first solution is the reference.

        """,
        .codeContests: """
            Names: CodeContests/1575_A. Another Sorting Problem. Tests are compared
            token by token, fractions within 1e-6: a problem with several right
            answers needs a checker of its own. `--samples N` keeps N right and N
            wrong solutions as submissions. The reference is the first right solution
            in `--language`.

        """,
        .liveCodeBench: """
            Names: LiveCodeBench/abc301_a. Private tests are base64, zlib and a pickle
            of a string: the string is read, pickles are never run. No reference.

        """,
    ]
}
