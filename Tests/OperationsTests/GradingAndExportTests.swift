import Execution
import Foundation
import Grading
import Judging
import Testing

@testable import Operations

struct GradingAndExportTests {
    private static func judged(_ bodies: [String] = ["", "WRONG", ""]) async throws -> (
        Bench, [String]
    ) {
        let bench = try await Bench()
        _ = try await bench.importProblems()
        _ = try await bench.importSamples(bodies)
        _ = try await bench.workspace.judge()
        return (bench, try await bench.workspace.submissions().items.map(\.id))
    }

    @Test func `the rule rater grades every verdict but judge errors, once`() async throws {
        let (bench, ids) = try await Self.judged(["", "WRONG", "BOOM"])
        let summary = try await bench.workspace.gradeByRule(rubric: "code-execution")
        #expect(summary.added == 2 && summary.diagnostics.isEmpty)
        #expect(try await bench.workspace.gradeByRule(rubric: "code-execution").unchanged == 2)
        let right = try await bench.workspace.submission(ids[0]).grades
        let wrong = try await bench.workspace.submission(ids[1]).grades
        #expect(right.map(\.grade.rater.kind) == [.rule])
        let scores = [right, wrong].compactMap { $0.first?.grade.score }
        #expect(scores.count == 2 && scores[0] > 0.9 && scores[1] <= 0.1)
    }

    @Test func `a file of grades stores the good lines and explains the others`() async throws {
        let (bench, ids) = try await Self.judged()
        func line(_ id: String, _ answers: String, _ more: String = "") -> String {
            #"{"submission":"\#(id)","rubric":"code-response","rater":"ada","confidence":3,"#
                + #""active_seconds":12.5,"answers":\#(answers)\#(more)}"#
        }
        let good = """
            {"correctness": 4, "requirement_coverage": 4, "efficiency": 3, "practice": 4}
            """
        let path = try bench.file(
            "grades.jsonl",
            [
                line(ids[0], good), "{", line("ffff", good), line(ids[2], "{}"),
                line(ids[2], good, #","mood":"good""#), "", line(ids[2], good),
            ].joined(separator: "\n"))
        let summary = try await bench.workspace.gradeFile(path)
        #expect(summary.added == 2, "\(summary.diagnostics)")
        #expect(Set(summary.diagnostics.compactMap(\.line)) == [2, 3, 4, 5])
        #expect(summary.diagnostics.allSatisfy { $0.path == path })
        #expect(try await bench.workspace.gradeFile(path).unchanged == 2)
        let grade = try #require(try await bench.workspace.submission(ids[0]).grades.first?.grade)
        #expect(grade.rater == Rater(kind: .person, name: "ada") && grade.activeSeconds == 12.5)
        #expect(grade.confidence == 3 && grade.answers["practice"]?.value == .number(4))
    }

    @Test func `a second grade supersedes and the first one is kept`() async throws {
        let (bench, ids) = try await Self.judged()
        var draft = GradeDraft(
            rater: Rater(kind: .person, name: "ada"), rubricID: "code-response",
            answers: [
                "correctness": Answer(value: .number(4)),
                "requirement_coverage": Answer(value: .number(4)),
                "efficiency": Answer(value: .number(3)), "practice": Answer(value: .number(4)),
            ], confidence: 2)
        let first = try await bench.workspace.grade(ids[0], draft)
        draft.answers["practice"]?.value = .number(1)
        let second = try await bench.workspace.grade(ids[0], draft)
        let grades = try await bench.workspace.submission(ids[0]).grades
        #expect(grades.map(\.id) == [first.id, second.id])
        #expect(grades.map(\.superseded) == [true, false])
        draft.answers["practise"] = Answer(value: .number(1))
        await #expect(throws: GradeRefusal.self) { try await bench.workspace.grade(ids[0], draft) }
    }

    @Test(arguments: ExportOptions.Form.allCases)
    func `an export made twice is the same, byte for byte`(form: ExportOptions.Form) async throws {
        let (bench, _) = try await Self.judged()
        _ = try await bench.workspace.gradeByRule(rubric: "code-execution")
        func export(_ name: String) async throws -> [String: Data] {
            let directory = "\(bench.directory)/releases/\(name)"
            let summary = try await bench.workspace.export(
                .init(form: form, directory: directory, labelSource: .evidence))
            #expect(summary.rows > 0)
            var files: [String: Data] = [:]
            for file in summary.files {
                let data = try Data(contentsOf: URL(filePath: "\(directory)/\(file.name)"))
                #expect(file.bytes == data.count && file.sha256 == Digest.sha256(data))
                files[file.name] = data
            }
            let there = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(Set(there) == Set(files.keys))
            return files
        }
        let first = try await export("one")
        #expect(try await export("two") == first)
        var streamed: [UInt8] = []
        for try await piece in bench.workspace.exportStream(form, labelSource: .evidence) {
            streamed += piece
        }
        #expect(first["\(form.rawValue).jsonl"] == Data(streamed))
    }

    @Test func `an export never overwrites unless it is told to, and leaves no draft`()
        async throws
    {
        let (bench, _) = try await Self.judged()
        let place = "\(bench.directory)/releases/x"
        var options = ExportOptions(form: .sft, directory: place, labelSource: .evidence)
        _ = try await bench.workspace.export(options)
        try Data("mine".utf8).write(to: URL(filePath: "\(place)/mine"))
        let error = await #expect(throws: Diagnostic.self) {
            try await bench.workspace.export(options)
        }
        #expect(error?.hint?.contains("--force") == true)
        #expect(FileManager.default.fileExists(atPath: "\(place)/mine"))
        options.force = true
        _ = try await bench.workspace.export(options)
        #expect(!FileManager.default.fileExists(atPath: "\(place)/mine"))
        let beside = try FileManager.default.contentsOfDirectory(
            atPath: "\(bench.directory)/releases")
        #expect(beside == ["x"])
    }

    @Test func `an export that is broken off leaves nothing behind`() async throws {
        let (bench, _) = try await Self.judged()
        let workspace = bench.workspace
        let options = ExportOptions(form: .graded, directory: "\(bench.directory)/releases/x")
        let call = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await workspace.export(options)
        }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(bench.directory)/releases")
        #expect(left.isEmpty)
    }

    @Test func `a workspace is made once and opened again`() async throws {
        let (bench, ids) = try await Self.judged()
        let services = bench.workspace.services
        await #expect(throws: Diagnostic.self) {
            _ = try await Workspace.create(at: bench.directory, services: services)
        }
        await #expect(throws: Diagnostic.self) {
            _ = try await Workspace.open(at: "\(bench.directory)/cache", services: services)
        }
        let again = try await Workspace.open(at: bench.directory, services: services)
        #expect(try await again.submission(String(ids[0])).item.verdict == .accepted)
        let middle = try await again.neighbours(of: ids[1])
        #expect(middle.previous == ids[0] && middle.next == ids[2])
        try again.close()
    }
}
