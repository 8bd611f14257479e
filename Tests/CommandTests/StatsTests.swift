import Execution
import Testing

@Suite struct StatsTests {
    @Test func `metrics have intervals, and two models are compared`() throws {
        let scratch = try SmallProblemSet.workspace()
        let lines = (0..<SmallProblemSet.problems).map { number in
            let object: JSON = [
                "task_id": .string("HumanEval/\(number)"),
                "completion": .string("    return x + \(number < 2 ? number : -1)\n"),
            ]
            return object.text + "\n"
        }
        let file = try scratch.file("poor.jsonl", lines.joined())
        #expect(
            try assay(["import", "submissions", file, "--model", "poor"], in: scratch).status == 0)
        let waiting = try assay(["stats", "pass-at-k", "--k", "1"], in: scratch)
        #expect(waiting.err.contains("poor: 8 submissions without a verdict, to HumanEval/0, "))
        #expect(try assay(["judge"], in: scratch).status == 0)

        let table = try assay(["stats", "pass-at-k", "--k", "1,4"], in: scratch)
        #expect(table.out.contains("PASS^4"))
        #expect(table.out.contains("25.0 % ("))
        #expect(table.err.contains("poor, k = 4: no problem has 4 samples"))
        let rows = jsonLines(
            try assay(["stats", "pass-at-k", "--k", "4", "--by", "tag", "--json"], in: scratch).out)
        let tiny = try #require(rows.last)
        let value = try #require(tiny["values"]?.array?.first)
        #expect(value["value"]?.double == 1 && value["interval"]?.string == "wilson")
        #expect(value["pass_hat_k"]?["value"]?.double == 0)
        #expect(tiny["test_fraction"]?["value"]?.double == 0.75)

        let text = try assay(["stats", "models", "tiny", "poor"], in: scratch)
        #expect(text.status == 0 && text.out.contains("8: 6 better, 2 worse, 0 alike"))
        #expect(text.out.contains("+50.0 points ("))
        let json = jsonLines(
            try assay(["stats", "models", "tiny", "poor", "--json"], in: scratch).out)
        // 8 differences of 0.75 six times and -0.25 twice; by enumeration in Python.
        let p = try #require(json.first?["p"]?.double)
        #expect(abs(p - 0.03125) < 1e-12 && json.first?["test"]?.string == "exact")
        let nobody = try assay(["stats", "models", "tiny", "rich"], in: scratch)
        #expect(nobody.status == 2 && nobody.err.contains("no submission is by `rich`"))
    }
}
