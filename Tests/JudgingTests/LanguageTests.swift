import Execution
import Foundation
import Judging
import TestSupport
import Testing

/// One program for each language does what its input's first line says; in real boxes.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct LanguageTests {
    struct Language: Sendable, CustomTestStringConvertible {
        var name: String
        var suffix: String
        /// A program that does not compile, and a part of what the compiler says to it.
        var broken: (source: String, message: String)?
        /// What the run of an uncaught exception leaves on standard error.
        var raised = "deliberate"
        var testDescription: String { name }

        var source: [UInt8]? {
            let file = Fixtures.root.appending(path: "Tests/Languages/behave.\(suffix)")
            return (try? Data(contentsOf: file)).map(Array.init)
        }
    }

    static let languages: [Language] = [
        Language(name: "python", suffix: "py"),
        Language(
            name: "c", suffix: "c", broken: ("int main(void) { return x; }", "main.c:1:25: error")),
        Language(
            name: "cpp", suffix: "cpp", broken: ("int main() { return x; }", "main.cpp:1:21: error")
        ),
        Language(name: "javascript", suffix: "js"),
        Language(
            name: "typescript", suffix: "ts",
            broken: ("const x: number = 'no';", "main.ts(1,7): error TS2322")),
        Language(
            name: "java", suffix: "java",
            broken: ("public class Other { int x = true; }", "Main.java:1: error: incompatible")),
        Language(
            name: "go", suffix: "go",
            broken: ("package main\nfunc main() { x := 1 }", "main.go:2:15: x declared")),
        Language(
            name: "rust", suffix: "rs", broken: ("fn main() { x }", "error[E0425]: cannot find")),
        Language(name: "bash", suffix: "sh", raised: "unbound variable"),
        Language(name: "ruby", suffix: "rb"),
        Language(name: "php", suffix: "php"),
        Language(name: "perl", suffix: "pl"),
        Language(name: "lua", suffix: "lua"),
        Language(
            name: "swift", suffix: "swift", broken: ("print(x)", "cannot find 'x' in scope"),
            raised: "Deliberate"),
        Language(name: "r", suffix: "R"),
        Language(
            name: "ocaml", suffix: "ml",
            broken: ("let () = print_int x", "line 1, characters 19-20")),
        Language(
            name: "haskell", suffix: "hs", broken: ("main = putStr x", "main.hs:1:15: error")),
        Language(
            name: "csharp", suffix: "cs",
            broken: ("class P { static void Main() { x(); } }", "main.cs(1,32): error CS0103")),
    ]

    static let text = "hällo wörld \u{2713}\n\t日本語 \u{1F600}\r\n\nno newline at the end"

    private static let cases: [StdioCase] =
        ["echo", "exit", "raise", "abort", "spin", "hog"].map { (word: String) in
            StdioCase(
                name: word, input: Array("\(word)\n\(text)".utf8), output: Array(text.utf8),
                checker: .exact,
                limits: [.cpuMS: word == "spin" ? 300 : 10_000, .memoryBytes: 128 << 20])
        }

    /// - Throws: `nil` where the toolchain is not installed, which is said and is no failure.
    private func judged(_ request: JudgeRequest) async throws -> JudgeReport? {
        let report = await (try RealBoxes.judge.get()).judge(request)
        if report.error?.code == .missingToolchain {
            print("skipped \(request.language): \(report.error?.hint ?? "")")
            return nil
        }
        #expect(report.verdict != .judgeError, "\(String(describing: report.error))")
        return report
    }

    @Test(arguments: languages)
    func `input, output, exit status, exception, signal and limits are what they are elsewhere`(
        language: Language
    ) async throws {
        let source = try #require(language.source)
        let report = try await judged(
            JudgeRequest(
                language: language.name, source: source, tests: .stdio(Self.cases)))
        guard let report else { return }
        try #require(report.tests.count == 6, "\(report.tests.map(\.message))")
        let runs = report.tests.map(\.run)
        #expect(
            report.tests.map(\.verdict) == [
                .accepted, .runtimeError, .runtimeError, .runtimeError, .timeLimitExceeded,
                .memoryLimitExceeded,
            ])
        #expect(runs[0]?.stdout.bytes == Array(Self.text.utf8))
        #expect(runs[1]?.termination == .exited(code: 3))
        let said = String(decoding: runs[2]?.stderr.bytes ?? [], as: UTF8.self)
        #expect(said.contains(language.raised))
        if case .signalled = runs[3]?.termination {
        } else {
            Issue.record("no signal: \(String(describing: runs[3]?.termination))")
        }
    }

    /// Names that differ from the file's, and sources in several files.
    static let several: [(language: String, source: String, files: [String: String])] = [
        (
            "java",
            """
            package some.place;
            // public class Wrong {}
            @Deprecated
            public
            final class Right { static String word() { return "do"; } }
            class Start {
                public static void main(String[] arguments) {
                    System.out.print(new Object() { String word = Right.word(); }.word + "ne");
                }
            }
            """, [:]
        ),
        (
            "java",
            "public class A { public static void main(String[] a) { System.out.print(B.WORD); } }",
            ["B.java": "public interface B { String WORD = \"done\"; }"]
        ),
        (
            "typescript",
            "import { word } from './lib/util';\nimport { sep } from 'path';\n"
                + "const name = word({ a: '', a: sep }.a);\nprocess.stdout.write(name);",
            [
                "lib/util.ts": "import { g } from '../g';\n"
                    + "export const word = (end: string): string => g + (end ? 'ne' : '');",
                "g.ts": "export const g = 'do';",
            ]
        ),
        ("go", "package main\nfunc main() { print(word) }", ["b.go": "package main\nvar word = 1"]),
        (
            "rust", "mod b;\nfn main() { print!(\"{}\", b::WORD) }",
            ["b.rs": "pub const WORD: &str = \"done\";"]
        ),
    ]

    @Test(arguments: several.indices)
    func `a public class of any name, and a second file, are found`(index: Int) async throws {
        let row = Self.several[index]
        // Go's `print` writes to standard error.
        let output = row.language == "go" ? "" : "done"
        let report = try await judged(
            JudgeRequest(
                language: row.language, source: Array(row.source.utf8),
                files: row.files.mapValues { Array($0.utf8) },
                tests: .stdio([StdioCase(input: [], output: Array(output.utf8), checker: .exact)])))
        guard let report else { return }
        #expect(report.verdict == .accepted, "\(row.language): \(report.tests[0].message)")
    }

    @Test(arguments: [
        ("SELECT rowid, line FROM stdin;", Verdict.accepted),
        ("SELECT rowid, line FROM stdin WHERE rowid < 3;", .wrongAnswer),
        ("SELECT 1; SELECT x FROM nothing;", .runtimeError),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;",
            .timeLimitExceeded
        ),
    ])
    func `SQL sees the lines of its input as they are`(
        source: String, verdict: Verdict
    ) async throws {
        let item = StdioCase(
            input: Array("a|b,\"c\n\n\tback\\slash\\n é\r\n".utf8),
            output: Array("1|a|b,\"c\n2|\n3|\tback\\slash\\n é\r\n".utf8), checker: .exact,
            limits: [.cpuMS: 300])
        let report = try await judged(
            JudgeRequest(language: "sql", source: Array(source.utf8), tests: .stdio([item])))
        guard let report else { return }
        #expect(report.verdict == verdict, "\(report.tests[0].message)")
    }

    @Test(arguments: languages.filter { $0.broken != nil })
    func `what does not compile is told in the compiler's words`(language: Language) async throws {
        guard let broken = language.broken else { return }
        let report = try await judged(
            JudgeRequest(
                language: language.name, source: Array(broken.source.utf8),
                tests: .stdio([Self.cases[0]])))
        guard let report else { return }
        #expect(report.verdict == .compileError)
        #expect(report.tests[0].message.contains(broken.message), "\(report.tests[0].message)")
    }
}
