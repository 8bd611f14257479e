import Execution
import TestSupport
import Testing

@testable import Judging

/// Calls in languages whose driver loads the source, in real boxes.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct InterpretedCallTests {
    typealias Row = CallTable.Row

    @Test(arguments: InterpretedLanguage.all)
    func `values keep their types, and others do not pass for them`(
        language: InterpretedLanguage
    ) async throws {
        guard await RealBoxes.has(language.name) else { return }
        let same = language.values.map { Row("[\"same\",\($0)]", $0) }
        let others = language.differing.map { Row("[\"same\",\($0)]", $1, .wrongAnswer) }
        try await CallTable.expect(language.name, "go", language.source, same + others)
        let report = try await CallTable.judge(language.name, "go", language.source, [same[0]])
        // R is started by a shell script of its own.
        #expect(report.violations.isEmpty || language.name == "r", "\(report.violations)")
    }

    @Test(arguments: InterpretedLanguage.all)
    func `calls go on after an exception, a crash, an exit and an endless loop`(
        language: InterpretedLanguage
    ) async throws {
        guard await RealBoxes.has(language.name) else { return }
        try await CallTable.expect(
            language.name, "go", language.source,
            [
                Row("[\"same\",\"a\"]", "\"a\""),
                Row("[\"raise\",1]", raises: language.raised),
                Row("[\"raise\",1]", "null", .wrongAnswer, raises: "Other"),
                Row("[\"raise\",1]", "1", .runtimeError),
                Row("[\"crash\",1]", "1", .runtimeError),
                Row("[\"same\",\"b\"]", "\"b\""),
                Row("[\"exit\",1]", "1", .runtimeError),
                Row("[\"loop\",1]", "1", .timeLimitExceeded),
                Row("[\"print\",\"c\"]", "\"c\""),
                Row("[\"same\",\"d\"]", "\"D\"", .wrongAnswer),
            ], limits: [.cpuMS: 1000])
    }

    @Test(arguments: InterpretedLanguage.all)
    func `arguments that change in place are observed, and a function is no value`(
        language: InterpretedLanguage
    ) async throws {
        // Arguments of Bash are text, those of R copies.
        guard await RealBoxes.has(language.name), !["bash", "r"].contains(language.name) else {
            return
        }
        let rows = [
            Row("[\"sort\",[3,1,2]]", "[1,2,3]", observe: 1), Row("[\"sort\",[2,1]]", "\"sorted\""),
            Row("[\"sort\",[3,1,2]]", "[3,1,2]", .wrongAnswer, observe: 1),
            Row("[\"odd\",1]", "1", .wrongAnswer),
        ]
        try await CallTable.expect(language.name, "go", language.source, rows)
        let report = try await CallTable.judge(language.name, "go", language.source, rows)
        #expect(report.tests.last?.message.contains("which is no plain data") == true)
    }

    @Test(arguments: InterpretedLanguage.all)
    func `an answer written to every descriptor is none`(
        language: InterpretedLanguage
    ) async throws {
        guard await RealBoxes.has(language.name) else { return }
        let report = try await CallTable.judge(
            language.name, "go", language.source,
            [Row("[\"forge\",1]", "7"), Row("[\"same\",1]", "2"), Row("[\"exit\",1]", "7")])
        #expect(report.error == nil)
        #expect(report.tests.count == 3)
        #expect(report.tests.allSatisfy { $0.verdict != .accepted })
    }

    @Test(arguments: InterpretedLanguage.all)
    func `a source that redefines what languages bring makes no wrong answer right`(
        language: InterpretedLanguage
    ) async throws {
        guard await RealBoxes.has(language.name) else { return }
        let report = try await CallTable.judge(
            language.name, "go", language.redefining,
            [
                Row("[\"same\",\"a\"]", "\"a\""), Row("[\"same\",\"a\"]", "\"b\""),
                Row("[\"same\",5]", "6"), Row("[\"same\",[1,2]]", "[1,2,3]"),
            ])
        #expect(report.error == nil)
        #expect(report.tests.first?.verdict == .accepted, "\(report.tests.first?.message ?? "")")
        #expect(report.tests.dropFirst().allSatisfy { $0.verdict != .accepted })
    }

    @Test(arguments: InterpretedLanguage.all)
    func `a missing entry point and a source that does not load are its own faults`(
        language: InterpretedLanguage
    ) async throws {
        guard await RealBoxes.has(language.name) else { return }
        let missing = try await CallTable.judge(
            language.name, "gone", language.source, [Row("[1,1]", "1")])
        #expect(missing.error == nil)
        #expect(missing.verdict == .runtimeError || missing.verdict == .compileError)
        // Bash runs what comes before a fault.
        let fault = "\n{{{ ((( \" '"
        let broken = try await CallTable.judge(
            language.name, "go",
            language.name == "bash" ? fault + language.source : language.source + fault,
            [Row("[1,1]", "1")])
        #expect(broken.error == nil)
        #expect(broken.verdict == .runtimeError || broken.verdict == .compileError)
    }

    @Test(arguments: [InterpretedLanguage.perl, .lua])
    func `a record comes as what its language has for names and values`(
        language: InterpretedLanguage
    ) async throws {
        guard await RealBoxes.has(language.name) else { return }
        let record = #"{"$record":{"type":"Point","fields":[["x",1],["y",[2]]]}}"#
        try await CallTable.expect(
            language.name, "go", language.source,
            [Row(#"["same",\#(record)]"#, #"{"x":1,"y":[2]}"#)])
    }

    @Test func `a source's own package.json decides how it is loaded, not how the driver is`()
        async throws
    {
        guard await RealBoxes.has("javascript") else { return }
        let suite = TestSuite.function(
            FunctionSuite(
                entryPoint: "go",
                cases: [FunctionCase(arguments: [1], expectation: .value(true))]))
        let source = "const go = (x) => typeof require === 'undefined';\n"
        let report = try await RealBoxes.judge.get().judge(
            JudgeRequest(
                language: "javascript", source: Array(source.utf8),
                files: ["package.json": Array(#"{"type":"module"}"#.utf8)], tests: suite))
        #expect(report.verdict == .accepted, "\(report.tests.first?.message ?? "")")
    }
}

extension RealBoxes {
    /// Whether the language's toolchain is installed; says so if it is not.
    static func has(_ language: String) async -> Bool {
        do {
            guard let profile = try judge.get().profiles[language] else { return false }
            _ = try await judge.get().host.toolchain(for: profile)
            return true
        } catch {
            print("skipped: \(language): \(error)")
            return false
        }
    }
}
