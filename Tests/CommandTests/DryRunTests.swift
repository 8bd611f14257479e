import Execution
import Glibc
import TestSupport
import Testing

@Suite struct DryRunTests {
    private static let all = SmallProblemSet.problems * (SmallProblemSet.samplesEach + 1)

    private func plan(
        _ options: [String], in scratch: ScratchDirectory
    ) throws -> (submissions: [JSON], summary: JSON, status: Int32) {
        let outcome = try assay(["judge", "--dry-run", "--json"] + options, in: scratch)
        #expect(outcome.err == "")
        var lines = jsonLines(outcome.out)
        let last = lines.popLast()
        let summary = try #require(last)
        #expect(summary["schema"]?.string == "plan_summary/1")
        #expect(lines.allSatisfy { $0["schema"]?.string == "judge_plan/1" })
        return (lines, summary, outcome.status)
    }

    @Test func `a dry run tells each submission's steps and changes nothing`() throws {
        let scratch = try SmallProblemSet.workspace()
        let before = try assay(["stats", "summary", "--json"], in: scratch).out
        let (submissions, summary, status) = try plan([], in: scratch)
        #expect(status == ExitCode.yes)
        #expect(summary["submissions"]?.int == Self.all)
        #expect(summary["judged"]?.int == 0)
        #expect(Set(submissions.compactMap { $0["submission"]?.string }).count == Self.all)
        for submission in submissions {
            #expect(submission["integrity"]?.string == "isolated")
            #expect(submission["tests"]?.int == 1)
            let steps = submission["steps"]?.array ?? []
            let judging = try #require(steps.first { $0["part"]?.string == "tests" })
            let roles = judging["programs"]?.array?.compactMap { $0["role"]?.string }
            #expect(roles == ["candidate", "examiner"])
            let limits = judging["programs"]?.array?.first?["limits"]
            #expect(limits?["cpu_ms"]?.int == 10_000)
        }
        #expect(try assay(["stats", "summary", "--json"], in: scratch).out == before)
    }

    @Test func `sealed judging is told with its reason, one problem alone if asked for`() throws {
        let scratch = try SmallProblemSet.workspace()
        let (submissions, _, _) = try plan(
            ["--sealed", "--problem", "HumanEval/3"], in: scratch)
        #expect(submissions.count == SmallProblemSet.samplesEach + 1)
        #expect(submissions.allSatisfy { $0["problem"]?.string == "HumanEval/3" })
        #expect(submissions.allSatisfy { $0["integrity"]?.string == "sealed" })
        #expect(
            submissions.allSatisfy {
                $0["integrity_reason"]?.string == "sealed judging was asked for"
            })
    }

    @Test func `in words, what has one plan stands under one plan`() throws {
        let scratch = try SmallProblemSet.workspace()
        let outcome = try assay(["judge", "--dry-run"], in: scratch)
        #expect(outcome.out.hasPrefix("PROBLEM"))
        #expect(outcome.out.contains("\nplan 1\n"))
        #expect(!outcome.out.contains("\nplan 2"))
        #expect(outcome.out.contains("candidate: /usr/bin/python3 "))
        #expect(outcome.out.contains("cpu_ms=10000"))
        #expect(outcome.out.hasSuffix("\(Self.all) submissions would be judged; nothing was run\n"))
    }

    @Test func `without a toolchain it says so and ends with 1`() throws {
        let scratch = try SmallProblemSet.workspace()
        let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = try #require(fopen("/\(package)/Sandboxes/python.yaml", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
        let profile = String(decoding: bytes[..<count], as: UTF8.self)
        _ = try scratch.file(
            "w/Sandboxes/python.yaml",
            profile.replacing("/usr/bin/python3", with: "/usr/bin/python-of-nobody"))
        let (submissions, summary, status) = try plan([], in: scratch)
        #expect(status == ExitCode.no)
        #expect(summary["impossible"]?.int == Self.all)
        #expect(
            submissions.allSatisfy {
                $0["message"]?.string?.contains("python-of-nobody` not found") == true
            })
    }

    @Test(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
    func `it tells what is judged already, and what equal runs would be taken over`() throws {
        let scratch = try SmallProblemSet.workspace()
        #expect(try assay(["judge"], in: scratch).status == ExitCode.yes)
        let (none, done, _) = try plan([], in: scratch)
        #expect(none.isEmpty)
        #expect(done["judged"]?.int == Self.all)

        let again = try plan(["--rejudge"], in: scratch)
        #expect(again.submissions.count == Self.all)
        #expect(again.submissions.allSatisfy { $0["attempt"]?.int == 2 })
        let waiting = try assay(["submissions", "--waiting", "--json"], in: scratch)
        #expect(waiting.out == "")

        let samples = "\(scratch.path)/samples.jsonl"
        _ = try assay(["import", "submissions", samples, "--model", "copycat"], in: scratch)
        let copies = SmallProblemSet.problems * SmallProblemSet.samplesEach
        let (_, taken, _) = try plan([], in: scratch)
        #expect(taken["submissions"]?.int == copies)
        #expect(taken["cached"]?.int == copies)
        let (_, anew, _) = try plan(["--no-reuse"], in: scratch)
        #expect(anew["cached"]?.int == 0)
        let judged = try assay(["judge", "--json"], in: scratch)
        #expect(jsonLines(judged.out).first?["cached"]?.int == copies)
    }
}
