import Execution
import Foundation
import TestSupport
import Testing

@testable import Judging

/// The drivers of compiled languages, in real boxes; a missing toolchain skips its language.
@Suite(
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct CompiledCallTests {
    /// The same program in each language, and calls of it.
    struct Program: Sendable, CustomTestStringConvertible {
        var language: String
        var entryPoint: String
        var source: String
        var rows: [CallTable.Row]
        var signature: FunctionSuite.Signature?

        var testDescription: String { "\(language) \(entryPoint)" }
    }

    static func present(_ language: String) -> Bool {
        let tools = [
            "java": "/usr/bin/javac", "csharp": "/usr/bin/mcs", "go": "/usr/bin/go",
            "rust": "/usr/bin/rustc",
            "c": "/usr/bin/gcc", "swift": "/opt/swift/usr/bin/swiftc",
            "ocaml": "/usr/bin/ocamlopt", "haskell": "/usr/bin/ghc",
        ]
        let path = tools[language] ?? ""
        guard !FileManager.default.isExecutableFile(atPath: path) else { return true }
        print("skipped: \(language) has no toolchain at \(path)")
        return false
    }

    @Test(arguments: CallPrograms.types.filter { present($0.language) })
    func `values of every type are given and read`(program: Program) async throws {
        try await CallTable.expect(
            program.language, program.entryPoint, program.source, program.rows,
            signature: program.signature)
    }

    @Test(arguments: CallPrograms.defaults.filter { present($0.language) })
    func `parameters that have values may be left out`(program: Program) async throws {
        try await CallTable.expect(
            program.language, program.entryPoint, program.source, program.rows,
            signature: program.signature)
    }

    /// `n` is 1: crash or exit 1, 2: exit 0, 3: endless, 4: an exception, 5: lines on every
    /// descriptor, else twice n, after printing a line like an answer.
    @Test(arguments: CallPrograms.endings.filter { present($0.language) })
    func `what ends the program ends one call, and forged answers pass none`(
        program: Program
    ) async throws {
        try await CallTable.expect(
            program.language, program.entryPoint, program.source,
            [
                .init("[1]", "2", .runtimeError), .init("[2]", "4", .runtimeError),
                .init("[7]", "14"), .init("[7]", "15", .wrongAnswer),
            ] + program.rows + [.init("[8]", "16"), .init("[3]", "6", .timeLimitExceeded)],
            signature: program.signature, limits: [.cpuMS: 1500])
        let forged = try await CallTable.judge(
            program.language, program.entryPoint, program.source,
            [.init("[5]", "42"), .init("[6]", "12")], signature: program.signature,
            limits: [.cpuMS: 3000])
        #expect(forged.tests.allSatisfy { $0.verdict != .accepted || $0.name == "2" })
        #expect(forged.verdict != .accepted && forged.verdict != .judgeError)
    }

    @Test(arguments: CallPrograms.faults.filter { present($0.language) })
    func `a fault of the source is no fault of the judge`(program: Program) async throws {
        let report = try await CallTable.judge(
            program.language, program.entryPoint, program.source, [.init("[1]", "1")],
            signature: program.signature)
        let wanted: [Verdict] = [.compileError, .runtimeError]
        #expect(wanted.contains(report.verdict), "\(report.verdict) \(report.error?.message ?? "")")
        #expect(report.tests.first?.message.isEmpty == false)
        #expect(report.tests.first?.message.contains(".assay/") == false)
    }

    @Test func `a language that deduces no types asks for them by name`() async throws {
        let program = CallPrograms.unsigned
        let report = try await CallTable.judge(
            program.language, program.entryPoint, program.source, [.init("[1]", "1")])
        #expect(report.error?.code == .badField)
        #expect(report.error?.message.contains("`signature` is missing") == true)
    }
}
