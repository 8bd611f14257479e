import Execution
import Glibc
import TestSupport
import Testing

/// `--strict` where layers are missing: an ordinary user has no control groups.
@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct StrictTests {
    private static let launcher = [
        "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
    ]
    static let reason: Comment = "not root, or another user cannot start boxes here"

    /// The layers that an ordinary user lacks; `nil` if none can be asked, or boxes do not start.
    static let missing: [String]? = {
        guard geteuid() == 0, access(launcher[0], X_OK) == 0,
            let child = try? Child(["doctor", "--json"], launcher: launcher)
        else { return nil }
        child.closeInput()
        let checks = jsonLines(child.finish().out)
        guard !checks.isEmpty, !checks.contains(where: { $0["status"]?.string == "fail" }) else {
            return nil
        }
        let layers = Set(Layer.allCases.map(\.rawValue))
        return checks.filter { $0["status"]?.string != "pass" }
            .compactMap { $0["name"]?.string }.filter(layers.contains)
    }()

    private func run(_ arguments: [String], in scratch: ScratchDirectory) throws -> Outcome {
        let child = try Child(
            arguments, environment: ["ASSAY_WORKSPACE": "\(scratch.path)/w"],
            launcher: Self.launcher)
        child.closeInput()
        return child.finish()
    }

    @Test(
        .enabled(if: missing?.isEmpty == false, reason),
        arguments: [["run", "python", "a.py"], ["exec"], ["sandbox", "check"], ["judge"]])
    func `a missing layer is a refusal that names it and the remedy`(_ words: [String]) throws {
        let scratch = try ScratchDirectory()
        chmod(scratch.path, 0o777)
        let file = try scratch.file("a.py", "print('it ran')")
        let arguments = words.map { $0 == "a.py" ? file : $0 }
        #expect(try run(["init", "\(scratch.path)/w"], in: scratch).status == ExitCode.yes)

        let refused = try run(arguments + ["--strict"], in: scratch)
        #expect(refused.status == ExitCode.cannotIsolate)
        #expect(refused.out == "")
        #expect(refused.err.hasPrefix("error: `--strict`: "))
        for layer in Self.missing ?? [] { #expect(refused.err.contains("`\(layer)`")) }
        #expect(refused.err.contains("\nhint: "))

        #expect(try run(arguments, in: scratch).status == ExitCode.yes)
    }

    @Test func `strict runs where every layer is in force, and nowhere else`() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.file("a.py", "print('it ran')")
        let checks = jsonLines(try assay("doctor", "--json").out)
        let layers = Set(Layer.allCases.map(\.rawValue))
        let isWhole = checks.allSatisfy {
            !layers.contains($0["name"]?.string ?? "") || $0["status"]?.string == "pass"
        }
        let outcome = try assay("run", "python", file, "--strict")
        #expect(outcome.status == (isWhole ? ExitCode.yes : ExitCode.cannotIsolate))
        #expect(outcome.out == (isWhole ? "it ran\n" : ""))
    }
}
