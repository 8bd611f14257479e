import Execution
import Glibc
import TestSupport
import Testing

/// A small problem set in HumanEval's form, and samples of a model, a third of them wrong.
struct SmallProblemSet {
    static let problems = 8
    static let samplesEach = 4

    static var problemLines: String {
        (0..<problems).map { number in
            let object: JSON = [
                "task_id": .string("HumanEval/\(number)"),
                "prompt": .string("def f\(number)(x):\n    \"\"\"Adds \(number).\"\"\"\n"),
                "entry_point": .string("f\(number)"),
                "canonical_solution": .string("    return x + \(number)\n"),
                "test": .string(
                    "def check(candidate):\n    assert candidate(1) == \(number + 1)\n"
                        + "    assert candidate(-5) == \(number - 5)\n"),
            ]
            return object.text + "\n"
        }.joined()
    }

    static var sampleLines: String {
        var text = ""
        for number in 0..<problems {
            for sample in 0..<samplesEach {
                let sum = sample % 3 == 2 ? number + 1 : number
                let body = "    # sample \(sample)\n    return x + \(sum)\n"
                let object: JSON = [
                    "task_id": .string("HumanEval/\(number)"), "completion": .string(body),
                ]
                text += object.text + "\n"
            }
        }
        return text
    }

    /// A workspace with the problems, their references and the samples, nothing judged.
    static func workspace() throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        let problems = try scratch.file("problems.jsonl", problemLines)
        let samples = try scratch.file("samples.jsonl", sampleLines)
        for arguments in [
            ["init", "\(scratch.path)/w"], ["import", "humaneval", problems],
            ["import", "submissions", samples, "--model", "tiny"], ["problems", "references"],
        ] {
            let outcome = try assay(arguments, in: scratch)
            guard outcome.status == 0 else {
                throw Child.Fault(message: "\(arguments): \(outcome.err)")
            }
        }
        return scratch
    }
}

/// Runs a command in the scratch directory's workspace `w`.
func assay(
    _ arguments: [String], in scratch: ScratchDirectory, withinSeconds seconds: Double = 120
) throws -> Outcome {
    let child = try Child(arguments, environment: ["ASSAY_WORKSPACE": "\(scratch.path)/w"])
    child.closeInput()
    return child.finish(withinSeconds: seconds)
}

@Suite struct WorkspaceTests {
    @Test func `importing the same files again changes nothing`() throws {
        let scratch = try SmallProblemSet.workspace()
        let again = try assay(
            ["import", "humaneval", "\(scratch.path)/problems.jsonl", "--json"], in: scratch)
        #expect(again.status == ExitCode.yes)
        let summary = try #require(jsonLines(again.out).first)
        #expect(summary["unchanged"]?.int == SmallProblemSet.problems)
        #expect(summary["problems_added"]?.int == 0)
    }

    @Test func `lists are json lines with a schema, and tables in words`() throws {
        let scratch = try SmallProblemSet.workspace()
        let json = try assay(["submissions", "--json", "--waiting"], in: scratch)
        let rows = jsonLines(json.out)
        #expect(rows.count == SmallProblemSet.problems * (SmallProblemSet.samplesEach + 1))
        #expect(rows.allSatisfy { $0["schema"]?.string == "submission/1" })
        #expect(rows.allSatisfy { $0["verdict"] == .null })
        let table = try assay(["problems", "list"], in: scratch)
        #expect(table.out.hasPrefix("NAME"))
        #expect(table.out.split(separator: "\n").count == SmallProblemSet.problems + 1)
    }

    @Test func `every line that cannot be imported is named, and nothing is stored`() throws {
        let scratch = try SmallProblemSet.workspace()
        let file = try scratch.file(
            "bad.jsonl",
            #"{"task_id":"HumanEval/0","completion":"    return 1\n"}"#
                + "\n{bad\n" + #"{"task_id":"HumanEval/99","completion":""}"# + "\n")
        let outcome = try assay(["import", "submissions", file, "--model", "m"], in: scratch)
        #expect(outcome.status == ExitCode.couldNot)
        #expect(outcome.out == "")
        #expect(outcome.err.contains("\(file):2:"))
        #expect(outcome.err.contains("\(file):3:"))
        #expect(outcome.err.contains("nothing was imported"))
        let rows = try assay(["submissions", "--json"], in: scratch)
        #expect(
            jsonLines(rows.out).count
                == SmallProblemSet.problems * (SmallProblemSet.samplesEach + 1))
    }

    @Test func `a fault in a rubric is shown with its line and a caret`() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.file("r.yaml", "schema: rubric/1\nid: r\nvershun: 1.0.0\n")
        let outcome = try assay("rubric", "check", file)
        #expect(outcome.status == ExitCode.no)
        #expect(outcome.err.contains("\(file):3:1: error: "))
        #expect(outcome.err.contains("    3 | vershun: 1.0.0\n      | ^\n"))
        let json = try assay("rubric", "check", file, "--json")
        #expect(jsonLines(json.out).contains { $0["line"]?.int == 3 })
        #expect(json.err == "")
    }

    @Test func `a problem file is checked with the place of every error, and not imported`() throws
    {
        let scratch = try SmallProblemSet.workspace()
        let good = try assay(["check", "\(scratch.path)/problems.jsonl"], in: scratch)
        #expect(good.status == ExitCode.yes)
        #expect(good.out == "1 file checked, all valid\n")
        let file = try scratch.file(
            "more.jsonl",
            SmallProblemSet.problemLines.replacing("HumanEval/", with: "More/")
                + #"{"task_id":"More/9","promt":""}"# + "\n{bad\n")
        let bad = try assay(["check", file], in: scratch)
        #expect(bad.status == ExitCode.no)
        #expect(bad.err.contains("\(file):9:"))
        #expect(bad.err.contains("\(file):10:2: error: "))
        #expect(try assay(["check", file, "--exit-zero"], in: scratch).status == ExitCode.yes)
        let list = try assay(["problems", "list", "--json"], in: scratch)
        #expect(jsonLines(list.out).count == SmallProblemSet.problems)
    }

    @Test func `the committed profiles and rubrics are valid`() throws {
        let outcome = try assay("check")
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.err == "")
        #expect(outcome.out.hasSuffix("all valid\n"))
    }
}

@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct JudgeTests {
    @Test func `judging ends with a table, and a second call has nothing to do`() throws {
        let scratch = try SmallProblemSet.workspace()
        let outcome = try assay(["judge"], in: scratch)
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.err == "")
        #expect(outcome.out.contains("VERDICT"))
        #expect(outcome.out.contains("accepted"))
        #expect(outcome.out.contains("wrong_answer"))
        let again = try assay(["judge", "--json"], in: scratch)
        let summary = try #require(jsonLines(again.out).first)
        #expect(summary["judged"]?.int == 0)
        #expect(summary["pending"]?.int == 0)
        let stats = try assay(["stats", "pass-at-k", "--k", "1", "--json"], in: scratch)
        let row = try #require(jsonLines(stats.out).first)
        let value = try #require(row["values"]?.array?.first?["value"]?.double)
        #expect(abs(value - 0.75) < 1e-9)
    }

    @Test func `what a submission tried is shown with it`() throws {
        let scratch = try SmallProblemSet.workspace()
        let caller: JSON = [
            "task_id": "HumanEval/0",
            "completion": """
                import socket
                try: socket.create_connection(("10.1.2.3", 443))
                except OSError: pass
                return x

            """,
        ]
        let file = try scratch.file("caller.jsonl", caller.text + "\n")
        _ = try assay(["import", "submissions", file, "--model", "caller"], in: scratch)
        _ = try assay(["judge", "--problem", "HumanEval/0"], in: scratch)
        let rows = jsonLines(try assay(["submissions", "--json"], in: scratch).out)
        let row = try #require(rows.first { $0["author"]?["name"]?.string == "caller" })
        #expect(row["verdict"]?.string == "accepted")
        let id = try #require(row["id"]?.string)
        let shown = try assay(["show", "submission", id], in: scratch).out
        #expect(shown.contains("TRIED"))
        #expect(shown.contains("connect  10.1.2.3:443"))
        #expect(shown.contains("refused with ENETUNREACH"))
        let json = jsonLines(try assay(["show", "submission", id, "--json"], in: scratch).out)
        let violations = json.first?["result"]?["violations"]?.array ?? []
        #expect(violations.first?["detail"]?.string == "10.1.2.3:443")
    }

    @Test func `Ctrl-C keeps what was judged and ends with 130`() throws {
        let scratch = try SmallProblemSet.workspace()
        // Judging cannot be over before the signal comes.
        let endless: JSON = [
            "task_id": "HumanEval/0", "completion": "    while True: pass\n",
        ]
        let file = try scratch.file("endless.jsonl", endless.text + "\n")
        _ = try assay(["import", "submissions", file, "--model", "slow"], in: scratch)
        let child = try Child(
            ["judge", "--jobs", "1"], environment: ["ASSAY_WORKSPACE": "\(scratch.path)/w"])
        child.closeInput()
        usleep(700_000)
        kill(child.pid, SIGINT)
        #expect(child.finish(withinSeconds: 30).status == ExitCode.interrupted)
        #expect(try assay(["judge"], in: scratch).status == ExitCode.yes)
        let rows = Self.expected + ["HumanEval/0 model 0 time_limit_exceeded"]
        #expect(try Self.store(scratch) == rows.sorted())
    }

    /// `ASSAY_KILL_MOMENTS` makes it more than the five that are quick enough for every run.
    static var moments: Range<Int> {
        0..<(getenv("ASSAY_KILL_MOMENTS").flatMap { Int(String(cString: $0)) } ?? 5)
    }

    @Test(arguments: moments)
    func `killed at any moment and called again, judging loses and repeats nothing`(
        _ moment: Int
    ) throws {
        let scratch = try SmallProblemSet.workspace()
        var generator = SeededRandom(seed: UInt64(moment) + 20_261_121)
        var kept: [String: String] = [:]
        for _ in 0..<3 {
            let child = try Child(
                ["judge"], environment: ["ASSAY_WORKSPACE": "\(scratch.path)/w"])
            child.closeInput()
            usleep(UInt32.random(in: 30_000...1_200_000, using: &generator))
            kill(child.pid, SIGKILL)
            child.wait(until: now() + 10)
            let verdicts = try Self.verdictIDs(scratch)
            for (submission, id) in kept {
                #expect(verdicts[submission] == id, "a stored verdict was lost or replaced")
            }
            kept = verdicts
        }
        let last = try assay(["judge"], in: scratch)
        #expect(last.status == ExitCode.yes)
        let verdicts = try Self.verdictIDs(scratch)
        for (submission, id) in kept { #expect(verdicts[submission] == id) }
        #expect(try Self.store(scratch) == Self.expected)
    }

    /// Every submission by what it says, with its verdict: what the store must hold in the end.
    private static var expected: [String] {
        var rows: [String] = []
        for number in 0..<SmallProblemSet.problems {
            rows.append("HumanEval/\(number) reference 0 accepted")
            for sample in 0..<SmallProblemSet.samplesEach {
                let verdict = sample % 3 == 2 ? "wrong_answer" : "accepted"
                rows.append("HumanEval/\(number) model \(sample) \(verdict)")
            }
        }
        return rows.sorted()
    }

    private static func store(_ scratch: ScratchDirectory) throws -> [String] {
        let listed = try assay(["submissions", "--json"], in: scratch)
        return jsonLines(listed.out).map { row in
            let problem = row["problem"]?.string ?? ""
            let kind = row["author"]?["kind"]?.string ?? ""
            let sample = row["sample_index"]?.int ?? -1
            return "\(problem) \(kind) \(sample) \(row["verdict"]?.string ?? "none")"
        }.sorted()
    }

    /// The one verdict of each judged submission; more than one is a fault.
    private static func verdictIDs(_ scratch: ScratchDirectory) throws -> [String: String] {
        let listed = try assay(["submissions", "--json"], in: scratch)
        var ids: [String: String] = [:]
        for row in jsonLines(listed.out) where row["verdict"] != .null {
            guard let id = row["id"]?.string else { continue }
            let shown = try assay(["show", "submission", id, "--json"], in: scratch)
            let verdicts = jsonLines(shown.out).first?["verdicts"]?.array ?? []
            #expect(verdicts.count == 1)
            ids[id] = verdicts.first?["id"]?.string
        }
        return ids
    }
}
