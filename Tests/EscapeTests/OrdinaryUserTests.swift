import Execution
import Foundation
import TestSupport
import Testing

/// The whole suite by the built program, as an ordinary user.
@Suite(.serialized, .realBoxes, .enabled(if: OrdinaryUser.isPossible, "assay is not built"))
struct OrdinaryUserTests {
    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func `the command runs every attack and ends with 0`() throws {
        let run = try OrdinaryUser.run.get()
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.rows.count == EscapeTests.denials.count)
    }

    @Test(
        .enabled(if: geteuid() == 0, "only root can become somebody else"),
        arguments: EscapeTests.denials)
    func `as an ordinary user, too`(_ denial: EscapeTests.Denial) throws {
        let rows = try OrdinaryUser.run.get().rows
        let row = try #require(rows.first { $0["attack"] == .string(denial.attack.name) })
        for name in ["contained", "verdict_right", "next_run_clean", "host_unharmed"] {
            #expect(row[name] == .bool(true), "\(name): \(row["faults"] ?? .null)")
        }
    }
}

/// `assay sandbox attack` as the user nobody, once for all tests.
enum OrdinaryUser {
    struct Run {
        var status: Int32
        var rows: [JSON]
        var errors: String
    }

    static var isPossible: Bool {
        SandboxGate.required
            || BuiltBinary.path("assay") != nil && access("/usr/bin/setpriv", X_OK) == 0
    }

    static let run = Result { try attack() }

    private static func attack() throws -> Run {
        let home = try installed()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments =
            ["-k", "5", "600", "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534"]
            + ["--clear-groups", home + "/bin/assay", "sandbox", "attack", "--json"]
        process.environment = ["ASSAY_HOME": home, "HOME": "/tmp", "PATH": "/usr/bin:/bin"]
        process.currentDirectoryURL = URL(filePath: "/tmp")
        let (output, errors) = (Pipe(), home + "/errors")
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let said = FileManager.default.contents(atPath: errors) ?? Data()
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return Run(
            status: process.terminationStatus,
            rows: try lines.map { try JSON(parsing: String($0)) },
            errors: String(decoding: said, as: UTF8.self))
    }

    /// A copy of the program where everybody can read it.
    private static func installed() throws -> String {
        let home = "/tmp/assay-escape-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: home + "/bin", withIntermediateDirectories: true)
        for name in ["assay", "assay-box"] {
            guard let path = BuiltBinary.path(name) else { throw Diagnostic("no `\(name)`") }
            // By another process: a descriptor of ours, open for writing, could be inherited.
            let copy = try Process.run(
                URL(filePath: "/bin/cp"), arguments: [path, home + "/bin/" + name])
            copy.waitUntilExit()
            guard copy.terminationStatus == 0 else { throw Diagnostic("cannot copy `\(path)`") }
        }
        for name in ["Sandboxes", "Rubrics"] {
            try files.copyItem(
                atPath: EscapeTests.root.appending(path: name).path, toPath: home + "/" + name)
        }
        return home
    }
}
