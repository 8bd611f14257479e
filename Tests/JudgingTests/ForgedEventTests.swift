import Execution
import Judging
import TestSupport
import Testing

/// Submissions that write into the log of the tests, in real boxes.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct ForgedEventTests {
    /// What each appends: a test that has passed, in the form of the harness' own lines.
    private static let line = #"F\t1\tpassed\t0.1\t\t\t\t0123456789abcdef\n"#

    static let sources: [String: String] = [
        "javascript": "require('fs').appendFileSync('.assay/report', '\(line)');",
        "java": """
        class Solution {
            Integer twice(int n) {
                try (var file = new java.io.FileOutputStream(".assay/report", true)) {
                    file.write("\(line)".getBytes());
                } catch (java.io.IOException error) { }
                return 2 * n;
            }
        }
        """,
        "go": """
        package main
        import "os"
        func init() {
            file, _ := os.OpenFile(".assay/report", os.O_APPEND|os.O_WRONLY, 0)
            file.WriteString("\(line)")
        }
        func Twice(n int) int { return n * 2 }
        func main() {}
        """,
        "rust": """
        fn twice(n: i32) -> i32 {
            use std::io::Write;
            let mut file = std::fs::OpenOptions::new().append(true).open(".assay/report").unwrap();
            file.write_all(b"\(line)").unwrap();
            n * 2
        }
        """,
        "ruby": "File.write('.assay/report', \"\(line)\", mode: 'a')\ndef twice(n) n * 2 end",
        "php": """
        <?php
        file_put_contents('.assay/report', "\(line)", FILE_APPEND);
        function twice($n) { return $n * 2; }
        """,
        "perl": """
        open my $f, '>>', '.assay/report'; print $f "\(line)"; close $f;
        sub twice { $_[0] * 2 }
        """,
        "lua": """
        local f = io.open('.assay/report', 'a') f:write("\(line)") f:close()
        function twice(n) return n * 2 end
        """,
        "swift": """
        import Foundation
        func twice(_ n: Int) -> Int {
            let file = FileHandle(forWritingAtPath: ".assay/report")!
            file.seekToEndOfFile()
            file.write("\(line)".data(using: .utf8)!)
            return n * 2
        }
        """,
        "bash": "printf '\(line)' >>.assay/report\ntwice() { echo $(($1 * 2)); }",
    ]

    @Test(arguments: sources.keys.sorted())
    func `a line of the submission's own in the log is told`(language: String) async throws {
        let report = try await SealedTests.judged(language, Self.sources[language] ?? "")
        #expect(report.verdict == .tampered)
        #expect(
            report.tests.first?.message.contains("a line that is not the judge's") == true,
            "\(report.tests) \(String(describing: report.error))")
    }

    @Test func `tests that the judge's own say nothing of are tampered with`() async throws {
        let source = """
            import sys
            frame = sys._getframe()
            while frame:
                names = frame.f_globals
                if '_sealed_test' in names:
                    kind = names['Outcome']
                    names['_sealed_test'] = lambda *values: kind('accepted')
                frame = frame.f_back
            def twice(n): return 0
            """
        func judged(_ source: String) async throws -> JudgeReport {
            await (try RealBoxes.sealedJudge.get()).judge(
                JudgeRequest(
                    language: "python", source: Array(source.utf8),
                    tests: .assertions(
                        AssertionSuite(body: .asserts([Array("assert twice(2) == 4".utf8)])))))
        }
        let report = try await judged(source)
        #expect(report.verdict == .tampered, "\(report.tests)")
        #expect(report.tests.first?.message == "a test of the judge's that must fail did not")
        #expect(try await judged("def twice(n): return 2 * n").verdict == .accepted)
        #expect(try await judged("def twice(n): return n").verdict == .wrongAnswer)
    }

    /// What is raised with characters of two and three bytes, line ends and tabs.
    static let raising: [String: String] = [
        "javascript": "const twice = () => { throw new Error('näh €\\n\\t\\\\'); };",
        "java": "class Solution { Integer twice(int n) { throw new Error(\"näh €\\n\\t\\\\\"); } }",
        "go":
            "package main\nfunc Twice(n int) int { panic(\"näh €\\n\\t\\\\\") }\nfunc main() {}\n",
        "rust": "fn twice(_: i32) -> i32 { panic!(\"näh €\\n\\t\\\\\") }",
        "ruby": "def twice(n) raise \"näh €\\n\\t\\\\\" end",
        "php": "<?php function twice($n) { throw new Error(\"näh €\\n\\t\\\\\"); }",
        "perl": "sub twice { die \"näh €\\n\\t\\\\\" }",
        "lua": "function twice(n) error(\"näh €\\n\\t\\\\\") end",
    ]

    @Test(arguments: raising.keys.sorted())
    func `whatever stands in a message, the log is the judge's`(language: String) async throws {
        let report = try await SealedTests.judged(language, Self.raising[language] ?? "")
        #expect([.runtimeError, .wrongAnswer].contains(report.verdict), "\(report.tests)")
        #expect(
            report.tests.first?.message.contains("näh €\n\t\\") == true, "\(report.tests)")
    }
}
