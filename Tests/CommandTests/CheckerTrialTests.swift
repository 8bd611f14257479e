import Execution
import TestSupport
import Testing

/// `assay check --checker`: what a checker says of files.
struct CheckerTrialTests {
    private func tried(
        _ checker: String, _ output: String, _ answer: String, in scratch: ScratchDirectory,
        _ more: String...
    ) throws -> Outcome {
        let files = [
            try scratch.file("in.txt", "3\n"), try scratch.file("out.txt", output),
            try scratch.file("answer.txt", answer),
        ]
        return try assay(["check", "--checker", checker] + more + files, in: scratch)
    }

    @Test func `a checker is tried with three files`() throws {
        let scratch = try ScratchDirectory()
        let right = try tried("tokens", "1  2", "1 2\n", in: scratch)
        #expect(right.status == ExitCode.yes && right.out == "accepted\n", "\(right.err)")
        let wrong = try tried("tokens", "1 3", "1 2\n", in: scratch)
        #expect(wrong.status == ExitCode.no)
        #expect(wrong.out == "wrong_answer: token 2 differs\n  expected: 2\n  actual: 3\n")
        let file = try scratch.file("c.json", #"{"kind":"set","of":"tokens"}"#)
        let json = try tried(file, "2 1 1", "1 2", in: scratch, "--json")
        #expect(jsonLines(json.out).first?["verdict"]?.string == "accepted")
    }

    @Test func `what is no checker is said`() throws {
        let scratch = try ScratchDirectory()
        let word = try tried("fuzzy", "", "", in: scratch)
        #expect(word.status == ExitCode.couldNot)
        #expect(word.err.contains("there is no checker `fuzzy`"))
        let file = try scratch.file("c.json", "{\n,")
        #expect(try tried(file, "", "", in: scratch).err.contains("\(file):2:1: error: "))
        let odd = try scratch.file("c.zzz", "")
        #expect(try tried(odd, "", "", in: scratch).err.contains("`.zzz`"))
        let few = try assay(["check", "--checker", "tokens", file], in: scratch)
        #expect(few.status == ExitCode.usage)
    }

    @Test(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
    func `a checker program is run in a sandbox`() throws {
        let scratch = try ScratchDirectory()
        let beside = try scratch.file("beside.txt", "3")
        let program = try scratch.file(
            "checker.py",
            """
            import sys
            limit = int(open("beside.txt").read())
            given = int(open(sys.argv[2]).read())
            print("given", given, file=sys.stderr)
            sys.exit(0 if given == limit else 3 if given < 0 else 1)
            """)
        let right = try tried(program, "3", "", in: scratch, "--with", beside)
        #expect(right.status == ExitCode.yes && right.out == "accepted: given 3\n", "\(right.err)")
        let wrong = try tried(program, "4", "", in: scratch, "--with", beside)
        #expect(wrong.status == ExitCode.no && wrong.out == "wrong_answer: given 4\n")
        let failed = try tried(program, "-1", "", in: scratch, "--with", beside)
        #expect(failed.status == ExitCode.couldNot)
        #expect(failed.err.contains("the checker in `python`"))
    }
}
