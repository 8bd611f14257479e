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
