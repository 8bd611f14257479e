import Catalog
import Execution
import Foundation
import Sandboxing
import TestSupport
import Testing

/// The escape suite, one test for each thing that is denied.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct EscapeTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let catalog = Result {
        try AttackCatalog.load(directory: root.appending(path: "Sandboxes/attacks").path)
    }

    /// Every attack by the sentence that it denies.
    static let denials = Denial.all

    struct Denial: Sendable, CustomTestStringConvertible {
        var attack: Attack
        var testDescription: String { attack.denies }

        static var all: [Denial] {
            ((try? EscapeTests.catalog.get().attacks) ?? []).map { Denial(attack: $0) }
        }
    }

    @Test func `the catalogue is without a fault, and large`() throws {
        let attacks = try Self.catalog.get().attacks
        #expect(attacks.count >= 75)
        #expect(Set(attacks.map(\.language)).isSuperset(of: ["python", "c"]))
        #expect(attacks.filter { $0.stage == .compile }.count >= 10)
    }

    @Test(.realBoxes, arguments: denials)
    func `an attack is contained, told rightly, forgotten, and harms nothing`(
        _ denial: Denial
    ) async throws {
        let suite = try RealBoxes.suite.get()
        let report = try await suite.run(denial.attack)
        if let reason = report.notRun {
            Issue.record("not run: \(reason.message) \(reason.hint ?? "")")
        }
        #expect(report.escapes == [])
        #expect(report.wrongVerdict == [])
        #expect(report.nextRun == [])
        #expect(report.host == [])
    }
}

/// The sandbox of this host.
enum RealBoxes {
    static let sandbox = Result {
        try LinuxSandbox(boxProgram: BuiltBinary.path("assay-box") ?? "assay-box", slots: 4)
    }

    static let suite: Result<AttackSuite, any Error> = Result {
        let profiles = try ProfileCatalog.load(
            directories: [EscapeTests.root.appending(path: "Sandboxes").path])
        let suite = try AttackSuite(
            sandbox: try sandbox.get(), profiles: profiles,
            probe: try EscapeTests.catalog.get().probe, alone: false)
        // What it put on the host goes with the tests.
        atexit { try? RealBoxes.suite.get().close() }
        return suite
    }

    static var isOpen: Bool {
        get async {
            guard let host = try? sandbox.get() else { return SandboxGate.required }
            return SandboxGate.isOpen(await host.report())
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips, saying so, where this host cannot isolate.
    static var realBoxes: Self {
        .enabled("\(SandboxGate.reason)") { await RealBoxes.isOpen }
    }
}
