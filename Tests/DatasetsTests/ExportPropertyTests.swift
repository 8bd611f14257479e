import Execution
import Grading
import Judging
import Testing

@testable import Datasets

struct ExportPropertyTests {
    /// Problems with some answers that collide, of all verdicts, with and without grades.
    private func dataset(seed: UInt64) -> [(ProblemVersion, [GradedExample])] {
        var random = SeededGenerator(seed: seed)
        return (0..<Int.random(in: 1...4, using: &random)).map { number in
            let problem = Examples.problem("P/\(number)")
            let examples = (0..<Int.random(in: 0...12, using: &random)).map { index in
                let verdict = Verdict.allCases.randomElement(using: &random) ?? .accepted
                let accepted = verdict == .accepted || Bool.random(using: &random)
                let raters = Int.random(in: 0...2, using: &random)
                return Examples.example(
                    "\(number)-\(index)", problem: problem,
                    body: "    return \(Int.random(in: 0...5, using: &random))\n",
                    verdict: accepted ? .accepted : verdict,
                    passed: accepted ? 4 : Int.random(in: 0...3, using: &random), total: 4,
                    sampleIndex: index,
                    grades: (0..<raters).map { rater in
                        Examples.grade(
                            Double(Int.random(in: 0...20, using: &random)) / 20,
                            by: Bool.random(using: &random) ? .person : .rule,
                            named: "rater \(rater)")
                    })
            }
            return (problem, examples)
        }
    }

    private static let forms: [DatasetOptions] = DatasetForm.allCases.flatMap { form in
        [LabelSource.evidence, .human].map { Examples.options(form, $0) }
    }

    @Test(arguments: UInt64(0)..<40)
    func `the order in which examples and grades come changes no byte`(seed: UInt64) {
        let dataset = dataset(seed: seed)
        var random = SeededGenerator(seed: seed &+ 1000)
        let shuffled = dataset.map { problem, examples in
            let examples = examples.map { example in
                var example = example
                example.grades.shuffle(using: &random)
                return example
            }
            return (problem, examples.shuffled(using: &random))
        }
        for options in ExportPropertyTests.forms {
            #expect(Examples.export(dataset, options) == Examples.export(shuffled, options))
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `a chosen answer is accepted, strictly better and another text`(seed: UInt64) throws {
        for source in [LabelSource.evidence, .human] {
            let options = Examples.options(.dpo, source)
            let rows = try Examples.rows(dataset(seed: seed), options)
            var seen: Set<String> = []
            for row in rows {
                #expect(row["chosen"] != row["rejected"])
                #expect(row["chosen_verdict"]?.string == "accepted")
                let margin = try #require(row["margin"]?.double)
                if row["rejected_verdict"]?.string == "accepted" {
                    #expect(margin >= options.minimumMargin)
                } else {
                    #expect(margin >= 0)
                }
                let pair = [row["problem"], row["chosen"], row["rejected"]]
                #expect(seen.insert("\(pair)").inserted, "a pair stands twice")
            }
            for (_, rows) in Dictionary(grouping: rows, by: { $0["problem"]?.string ?? "" }) {
                #expect(rows.count <= options.maximumPairs)
            }
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `every row names its label source, and no judge_error has one`(seed: UInt64) throws {
        for options in ExportPropertyTests.forms {
            for row in try Examples.rows(dataset(seed: seed), options) {
                #expect(row["label_source"]?.string == options.labelSource.rawValue)
                for column in ["verdict", "chosen_verdict", "rejected_verdict"] {
                    #expect(row[column]?.string != "judge_error")
                }
            }
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `every submission is a row or is left out for a reason`(seed: UInt64) {
        for form in [DatasetForm.graded, .sft] {
            let dataset = dataset(seed: seed)
            var export = DatasetExport(Examples.options(form, .human))
            for (problem, examples) in dataset { export.add(problem, examples) }
            let all = dataset.reduce(0) { $0 + $1.1.count }
            #expect(export.rows + export.leftOut.values.reduce(0, +) == all)
        }
    }

    @Test func `a row that was not judged is left out and says so`() {
        let problem = Examples.problem("P/0")
        var example = Examples.example("1", problem: problem, body: "    return 1\n")
        example.report = nil
        var export = DatasetExport(Examples.options(.graded))
        export.add(problem, [example])
        #expect(export.rows == 0)
        #expect(export.leftOut == [.notJudged: 1])
    }

    @Test func `a licence from an imported file cannot write the card`() {
        let problem = Examples.problem("P/0")
        var example = Examples.example("1", problem: problem, body: "    return 1\n")
        example.submission.licence = "MIT\n---\n# <script>|x|`"
        let card = Examples.export([(problem, [example])], Examples.options(.sft))["README.md"]
        #expect(card?.contains("<script>") == false)
        #expect(card?.split(separator: "\n").count { $0 == "---" } == 2)
        #expect(card?.contains("license: other") == true)
    }

    @Test func `a dataset with one answer of unknown licence has no licence`() {
        let card = Examples.export(Examples.dataset, Examples.options(.sft))["README.md"]
        #expect(card?.contains("license: unknown") == true)
    }

    @Test(arguments: [
        ("", "\"\""), ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#), ("é\u{2028}😀<>&", "\"é\u{2028}😀<>&\""),
    ])
    func `a string is written as the JSON writer writes it`(text: String, json: String) {
        var writer = RowWriter()
        writer.value(text)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == json)
        #expect(writer.bytes == JSON.string(text).utf8)
    }

    @Test(arguments: [0, 7, -1, 10, 1_234_567_890, Int.max, Int.min])
    func `an integer reads back`(number: Int) throws {
        var writer = RowWriter()
        writer.value(number)
        #expect(try JSON(parsing: writer.bytes) == .int(number))
    }

    @Test func `a number that is not finite never stands in a row`() {
        var writer = RowWriter()
        writer.open("[")
        for number in [Double.nan, .infinity, -.infinity, 1, 0.1, 1e300] { writer.value(number) }
        writer.close("]")
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == "[0.0,0.0,0.0,1.0,0.1,1e+300]")
    }
}
