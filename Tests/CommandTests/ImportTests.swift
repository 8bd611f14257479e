import Execution
import TestSupport
import Testing

/// Import and verification with real boxes, in seconds.
@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct ImportTests {
    private func workspace(_ records: [String]) throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        #expect(try assay("init", "\(scratch.path)/w").status == ExitCode.yes)
        _ = try scratch.file("set.jsonl", records.joined(separator: "\n") + "\n")
        return scratch
    }

    private static let halves = #"""
        {"task_id":"HumanEval/900","prompt":"def parts(x):\n","contract":"","atol":0,\#
        "canonical_solution":"    return [x, [v / 2 for v in x]]\n","entry_point":"parts",\#
        "base_input":[[[1, 3]]],"plus_input":[[[]]]}
        """#
    private static let raising = halves.replacing("HumanEval/900", with: "HumanEval/901")
        .replacing("[v / 2 for v in x]", with: "1 / 0")

    @Test func `expected values come from the reference, and its own faults are told`() throws {
        let scratch = try workspace([Self.halves, Self.raising])
        let imported = try assay(["import", "auto", "\(scratch.path)/set.jsonl"], in: scratch)
        #expect(imported.status == ExitCode.no)
        #expect(imported.out == "1 problem added, 1 record not used\n")
        #expect(
            imported.err.contains("set.jsonl:2: error: `evalplus/HumanEval/901`: the reference"))
        #expect(imported.err.contains("raised ZeroDivisionError"))

        // The answer shares a list with the arguments; it is written out all the same.
        let checked = try assay(["problems", "verify", "--json"], in: scratch)
        #expect(checked.status == ExitCode.yes)
        let line = try #require(jsonLines(checked.out).first)
        #expect(line["finding"]?.string == "ok" && line["verdicts"]?.array?.count == 3)

        _ = try scratch.file(
            "samples.jsonl",
            #"""
            {"task_id":"HumanEval/900","completion":"    return [x, [v * 0.5 for v in x]]\n"}
            {"task_id":"HumanEval/900","completion":"    return [x, x]\n"}
            """#)
        #expect(
            try assay(
                ["import", "submissions", "--set", "evalplus", "\(scratch.path)/samples.jsonl"],
                in: scratch
            ).status == ExitCode.yes)
        #expect(try assay(["judge"], in: scratch).status == ExitCode.yes)
        let listed = try assay(["submissions", "--json"], in: scratch)
        let verdicts = jsonLines(listed.out).map { $0["verdict"]?.string }
        #expect(verdicts == ["accepted", "wrong_answer"])
        let id = try #require(jsonLines(listed.out).first?["id"]?.string)
        let shown = try assay(["show", "submission", id], in: scratch)
        #expect(shown.out.contains("join/1: joined to the starter code"))
    }

    @Test func `a problem whose reference fails is flagged, with exit status 1`() throws {
        let mbpp = #"""
            {"text":"Double.","code":"def twice(x):\n  return 2*x","task_id":1,\#
            "test_setup_code":"","test_list":["assert twice(1) == 3"],"challenge_test_list":[]}
            """#
        let scratch = try workspace([mbpp])
        #expect(
            try assay(["import", "mbpp", "\(scratch.path)/set.jsonl"], in: scratch).status
                == ExitCode.yes)
        let checked = try assay(["problems", "verify", "--repeat", "2"], in: scratch)
        #expect(checked.status == ExitCode.no)
        #expect(checked.out.contains("MBPP/1   fails"))
        #expect(checked.out.contains("1 problem checked: 1 fails"))
        let shown = try assay(["problems", "show", "MBPP/1"], in: scratch)
        #expect(shown.out.contains("fails, 2 runs, wrong_answer: test 1: returned another value"))
    }
}
