import Execution
import Testing

@Suite struct EfficiencyCommandTests {
    @Test func `a program is measured beside a reference, and one that is wrong is not`() throws {
        let scratch = try ScratchDirectory()
        let reference = try scratch.file("reference.py", "print(int(input()) ** 2)\n")
        let right = try scratch.file("right.py", "n = int(input())\nprint(n * n)\n")
        let wrong = try scratch.file("wrong.py", "print(int(input()) * 2)\n")
        let input = try scratch.file("input.txt", "7\n")
        let measured = try assay(
            [
                "efficiency", "python", right, "--reference", reference, "--input", input,
                "--rounds", "6", "--json",
            ], in: scratch)
        #expect(measured.status == 0, "\(measured.err)")
        let report = try #require(jsonLines(measured.out).first)
        #expect(report["schema"]?.string == "efficiency/1" && report["failure"] == .null)
        // Squaring takes no time beside starting Python.
        #expect(report["band"]?.string == "inconclusive")
        #expect(report["points"]?.array?.first?["null_cpu_ms"]?.double ?? 0 > 0)

        let failed = try assay(
            ["efficiency", "python", wrong, "--reference", reference, "--input", input],
            in: scratch)
        #expect(failed.status == 1)
        #expect(failed.out.contains("wrong_answer: prints other lines than the reference"))
        let backwards = try assay(
            [
                "efficiency", "python", right, "--reference", try scratch.file("bad.py", "1/0"),
                "--input", input,
            ], in: scratch)
        #expect(backwards.status == 2 && backwards.err.contains("the reference exited"))
    }
}
