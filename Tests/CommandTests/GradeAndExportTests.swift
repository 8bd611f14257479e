import Execution
import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct GradeAndExportTests {
    @Test func `from judged submissions to a dataset, twice the same bytes`() throws {
        let scratch = try SmallProblemSet.workspace()
        #expect(try assay(["judge"], in: scratch).status == ExitCode.yes)
        let rule = try assay(
            ["grade", "--rubric", "code-execution", "--rule", "--json"], in: scratch)
        #expect(rule.status == ExitCode.yes)
        let count = SmallProblemSet.problems * (SmallProblemSet.samplesEach + 1)
        #expect(jsonLines(rule.out).first?["added"]?.int == count)

        var sums: [[String]] = []
        for name in ["one", "two"] {
            let export = try assay(
                [
                    "export", "graded", "--label-source", "evidence", "--json", "--out",
                    "\(scratch.path)/\(name)",
                ], in: scratch)
            #expect(export.status == ExitCode.yes)
            let summary = try #require(jsonLines(export.out).first)
            #expect(summary["schema"]?.string == "export/1")
            #expect(summary["rows"]?.int == count)
            sums.append((summary["files"]?.array ?? []).compactMap { $0["sha256"]?.string })
        }
        #expect(sums[0] == sums[1])

        let again = try assay(
            ["export", "graded", "--label-source", "evidence", "--out", "\(scratch.path)/one"],
            in: scratch)
        #expect(again.status == ExitCode.couldNot)
        #expect(again.err.contains("--force"))
    }

    @Test func `a refused grade names every criterion, and nothing is stored`() throws {
        let scratch = try SmallProblemSet.workspace()
        #expect(try assay(["judge"], in: scratch).status == ExitCode.yes)
        let listed = try assay(["submissions", "--json"], in: scratch)
        let id = try #require(jsonLines(listed.out).first?["id"]?.string)
        let refused = try assay(
            ["grade", id, "--rubric", "code-response", "--answer", "correctness=4"], in: scratch)
        #expect(refused.status == ExitCode.couldNot)
        #expect(refused.err.contains("`efficiency` is not answered"))
        #expect(refused.err.contains("no grade was stored"))
        let misspelt = try assay(
            ["grade", id, "--rubric", "code-response", "--answer", "correctnes=4"], in: scratch)
        #expect(misspelt.status == ExitCode.usage)
        #expect(misspelt.err.contains("did you mean `correctness`?"))
        let off = try assay(
            ["grade", id, "--rubric", "code-response", "--answer", "correctness=9"], in: scratch)
        #expect(off.status == ExitCode.usage)
        let stats = try assay(["stats", "summary", "--json"], in: scratch)
        #expect(jsonLines(stats.out).first?["grades"]?.int == 0)
    }
}

@Suite struct ServeTests {
    @Test func `the address is printed and SIGTERM ends it with 0`() throws {
        let scratch = try SmallProblemSet.workspace()
        let child = try Child(
            ["serve", "--port", "0"], environment: ["ASSAY_WORKSPACE": "\(scratch.path)/w"])
        child.closeInput()
        let line = try #require(child.line(withinSeconds: 30))
        #expect(line.hasPrefix("http://127.0.0.1:"))
        #expect(line.hasSuffix("/"))
        kill(child.pid, SIGTERM)
        let outcome = child.finish(withinSeconds: 30)
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.err == "")
    }
}
