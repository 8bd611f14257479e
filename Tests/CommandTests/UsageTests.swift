import Testing

@Suite struct UsageTests {
    @Test(arguments: [
        (["jugde"], "did you mean `judge`?"),
        (["rubric", "lst"], "did you mean `list`?"),
        (["judge", "--rejugde"], "did you mean `--rejudge`?"),
        (["run", "pyhton", "/dev/null"], "did you mean `python`?"),
        (["sandbox", "show", "ccp"], "did you mean `cpp`?"),
        (["submissions", "--verdict", "acepted"], "did you mean `accepted`?"),
    ])
    func `a misspelt word is wrong usage, with what was meant`(
        _ arguments: [String], _ hint: String
    ) throws {
        let outcome = try run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.out == "")
        #expect(outcome.err.hasPrefix("error: "))
        #expect(outcome.err.contains("hint: \(hint)"), "\(outcome.err)")
    }

    @Test(arguments: [
        ["run"], ["run", "python"], ["judge", "--jobs", "0"], ["judge", "--jobs", "many"],
        ["run", "python", "/dev/null", "--cpu-ms", "-1"], ["export", "graded"],
        ["export", "csv", "--out", "x"], ["stats", "pass-at-k", "--k", "1,x"],
        ["efficiency", "c", "a.c", "--reference", "b.c"],
        ["efficiency", "c", "a.c", "--reference", "b.c", "--sizes", "1"], ["stats", "models", "a"],
        ["stats", "models", "a", "b", "--k", "0"], ["grade"],
        ["grade", "abc", "--rubric", "r", "--answer", "noequals"], ["serve", "--port", "70000"],
        ["submissions", "--waiting", "--verdict", "accepted"],
        ["run", "python", "/dev/null", "-q", "-v"],
    ])
    func `wrong usage ends with 64 and says so on standard error alone`(
        _ arguments: [String]
    ) throws {
        let outcome = try run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.out == "")
        #expect(outcome.err.hasPrefix("error: "))
        #expect(outcome.err.contains("Usage: assay"))
    }

    @Test(arguments: [
        ["problems", "list"], ["judge"], ["stats", "summary"], ["export", "sft", "--out", "x"],
    ])
    func `no workspace is an error with a hint, and ends with 2`(_ arguments: [String]) throws {
        let scratch = try ScratchDirectory()
        let outcome = try run(arguments, directory: scratch.path)
        #expect(outcome.status == 2)
        #expect(outcome.out == "")
        #expect(outcome.err.contains("error: "))
        #expect(outcome.err.contains("hint: "))
    }

    @Test func `a file that is not there is named with the reason`() throws {
        let outcome = try assay("run", "python", "/nowhere/a.py")
        #expect(outcome.status == 2)
        #expect(
            outcome.err.contains("cannot read `/nowhere/a.py`: No such file or directory"))
    }

    @Test func `control characters in a name are made visible`() throws {
        let outcome = try assay("run", "python", "/nowhere/\u{1B}[31m\u{202E}a.py")
        #expect(outcome.err.contains("/nowhere/\\x1b[31m\\u{202e}a.py"))
        #expect(!outcome.err.contains("\u{1B}"))
    }

    @Test(
        arguments: [
            ([:], [], false), (["CLICOLOR_FORCE": "1"], [], true),
            (["CLICOLOR_FORCE": "0"], [], false),
            (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], [], false),
            (["NO_COLOR": "1"], ["--color", "always"], true),
            (["CLICOLOR_FORCE": "1"], ["--color", "never"], false),
        ] as [([String: String], [String], Bool)])
    func `colour follows the option, NO_COLOR, CLICOLOR_FORCE, then the terminal`(
        _ environment: [String: String], _ options: [String], _ coloured: Bool
    ) throws {
        let outcome = try run(
            ["run", "python", "/nowhere/a.py"] + options, environment: environment)
        #expect(outcome.status == 2)
        #expect(outcome.err.contains("\u{1B}[") == coloured)
    }

    private func run(
        _ arguments: [String], environment: [String: String] = [:], directory: String? = nil
    ) throws -> Outcome {
        let child = try Child(arguments, environment: environment, directory: directory)
        child.closeInput()
        return child.finish()
    }
}
