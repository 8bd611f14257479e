import Execution
import TestSupport
import Testing

@testable import Judging

/// What static tools print, read as findings; and the tools themselves, where they are installed.
struct FindingTests {
    private func evaluator(
        _ format: Evaluator.Format, exitCodes: [Int] = [0], weaknesses: [String: Int] = [:],
        bounds: [String: Double] = [:]
    ) -> Evaluator {
        Evaluator(
            name: "tool", title: "Tool", languages: ["python"], format: format,
            exitCodes: exitCodes, weaknesses: weaknesses, bounds: bounds,
            profile: Fixtures.profile("python"))
    }

    private func read(
        _ evaluator: Evaluator, _ output: String, error: String = "", code: Int = 0
    ) -> (findings: [Finding], Evaluation) {
        evaluator.read(
            RunResult(
                termination: .exited(code: code), usage: Usage(),
                stdout: CapturedOutput(bytes: Array(output.utf8)),
                stderr: CapturedOutput(bytes: Array(error.utf8))),
            toolchain: Toolchain(path: "/tool", version: "tool 1.0", sha256: ""))
    }

    @Test(arguments: [
        (
            "main.c:2:47: error: Out of bounds. [arrayBounds]",
            "arrayBounds error main.c 2 47 Out of bounds."
        ),
        ("/work/a.c:7: warning: x: y [-Wall]", "-Wall warning a.c 7 - x: y"),
        ("main.sh:1:6: note: Quote it. [SC2086]", "SC2086 note main.sh 1 6 Quote it."),
        ("main.c:1:1: style: Odd", "style note main.c 1 1 Odd"),
    ])
    func `a compiler's line is a finding`(line: String, found: String) throws {
        for (output, error) in [(line + "\n", ""), ("", line + "\n")] {
            let (findings, _) = read(evaluator(.lines), output, error: error)
            let finding = try #require(findings.first)
            let words = [
                finding.rule, finding.level.rawValue, finding.path,
                finding.line.map(String.init) ?? "-", finding.column.map(String.init) ?? "-",
                finding.message,
            ]
            #expect(words.joined(separator: " ") == found)
        }
    }

    @Test(arguments: [
        "In file included from a.c:", "main.c: In function 'main':", "x:y:z: warning: w", ":::::",
        "a:1", "1 warning generated.",
    ])
    func `other lines are none`(line: String) {
        #expect(read(evaluator(.lines), line + "\n").findings == [])
    }

    @Test func `SARIF is read with the rules' weaknesses`() {
        let output = """
            {"runs":[{"tool":{"driver":{"name":"t","rules":[{"id":"R1","properties":
            {"tags":["security","external/cwe/cwe-078"]}}]}},"results":[{"ruleId":"R1",
            "level":"error","message":{"text":"bad"},"locations":[{"physicalLocation":
            {"artifactLocation":{"uri":"file:///work/main.py"},
            "region":{"startLine":3,"startColumn":5}}}]},{"ruleId":"R2","message":
            {"text":"odd"}},{"message":{"text":"no rule"}}]}]}
            """
        let (findings, evaluation) = read(evaluator(.sarif, weaknesses: ["R2": 79]), output)
        #expect(evaluation.status == .done)
        #expect(evaluation.version == "tool 1.0")
        #expect(
            findings == [
                Finding(
                    evaluator: "tool", rule: "R1", level: .error, message: "bad", path: "main.py",
                    line: 3, column: 5, cwe: 78),
                Finding(
                    evaluator: "tool", rule: "R2", level: .warning, message: "odd", path: "",
                    cwe: 79),
            ])
    }

    @Test func `a function beyond a bound is a warning`() {
        let tool = evaluator(.lizard, bounds: ["cyclomatic_complexity": 10])
        let output = """
            3,1,20,1,3,"run@2-4@main.py","main.py","run","run( c )",2,4
            90,11,20,1,3,"big@9-99@main.py","main.py","big","big( a , b )",9,99\r

            """
        let findings = read(tool, output).findings
        #expect(findings.map(\.level) == [.note, .warning])
        #expect(findings.map(\.line) == [2, 9])
        #expect(findings.last?.metrics["cyclomatic_complexity"] == 11)
        #expect(findings.last?.metrics["lines"] == 90)
    }

    @Test func `a tool that fails is told apart from a clean source`() {
        let crashed = read(evaluator(.sarif), "", error: "Traceback", code: 2)
        #expect(crashed.1.status == .failed)
        #expect(crashed.1.message == "the tool exited with status 2: Traceback")
        #expect(read(evaluator(.sarif), "not JSON").1.status == .failed)
        #expect(read(evaluator(.bandit), "{}").1.status == .failed)
        #expect(read(evaluator(.lines), "").1.status == .done)
    }

    @Test func `findings beyond the limit are counted`() {
        let output = (1...250).map { "a.c:\($0):1: warning: w [r]\n" }.joined()
        let (findings, evaluation) = read(evaluator(.lines), output)
        #expect(findings.count == 200)
        #expect(evaluation.dropped == 50)
    }

    @Test func `a finding survives as a SARIF result`() {
        let findings = [
            Finding(
                evaluator: "t", rule: "R", level: .note, message: "m", path: "a", line: 1,
                column: 2, cwe: 78, metrics: ["lines": 3]),
            Finding(evaluator: "t", rule: "R", level: .error, message: "", path: ""),
        ]
        #expect(findings.compactMap { Finding(sarif: $0.sarif) } == findings)
    }

    @Test func `damaged output never does more than to be unreadable`() {
        let seeds = [
            (Evaluator.Format.sarif, "{\"runs\":[{\"results\":[{\"ruleId\":\"R\"}]}]}"),
            (.bandit, "{\"results\":[{\"test_id\":\"B\",\"issue_text\":\"x\"}]}"),
            (.lines, "a.c:1:1: warning: w [r]\n"), (.lizard, "1,2,3,4,5,\"a\",\"b\",\"c\",d,1,2\n"),
        ]
        for (format, text) in seeds {
            var random = SeededRandom(seed: 7)
            for _ in 0..<2000 {
                var bytes = Array(text.utf8)
                for _ in 0...random.below(4) {
                    bytes[random.below(bytes.count)] = UInt8(random.below(256))
                }
                _ = evaluator(format).findings(in: bytes)
            }
        }
    }
}
