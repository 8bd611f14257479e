import Glibc
import TestSupport
import Testing

@Suite struct HelpTests {
    static let commands = [
        [], ["init"], ["import"], ["import", "auto"], ["import", "humaneval"],
        ["import", "evalplus"], ["import", "mbpp"], ["import", "humaneval-x"],
        ["import", "multipl-e"], ["import", "mxeval"], ["import", "apps"],
        ["import", "code-contests"], ["import", "livecodebench"], ["import", "submissions"],
        ["problems"], ["problems", "list"], ["problems", "show"], ["problems", "references"],
        ["problems", "verify"], ["problems", "mutants"], ["judge"], ["run"], ["exec"],
        ["submissions"], ["show"],
        ["show", "problem"], ["show", "submission"], ["stats"], ["stats", "summary"],
        ["efficiency"], ["stats", "pass-at-k"], ["stats", "models"], ["grade"], ["rubric"],
        ["rubric", "list"],
        ["rubric", "show"],
        ["rubric", "check"], ["export"], ["serve"], ["check"], ["sandbox"],
        ["sandbox", "check"], ["sandbox", "show"], ["sandbox", "learn"], ["sandbox", "attack"],
        ["doctor"], ["bench"],
        ["bench", "start"],
    ]

    @Test(arguments: commands)
    func `the help screen is as it was, and fits 80 columns`(_ command: [String]) throws {
        let outcome = try run(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.err == "")
        let name = (["assay"] + command).joined(separator: "-") + ".txt"
        let difference = Snapshot.difference(outcome.out, named: name)
        #expect(difference == nil)
        for line in outcome.out.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test(arguments: ["environment", "exit-codes", "formats", "imports"])
    func `a help topic is printed on standard output`(_ topic: String) throws {
        let outcome = try assay("help", topic)
        #expect(outcome.status == 0)
        #expect(outcome.err == "")
        let difference = Snapshot.difference(outcome.out, named: "help-\(topic).txt")
        #expect(difference == nil)
    }

    @Test func `assay alone prints its help and ends with 0`() throws {
        let outcome = try assay()
        #expect(outcome.status == 0)
        #expect(outcome.out.contains("USAGE: assay <subcommand>"))
        #expect(outcome.err == "")
    }

    @Test func `the version names the commit that the build was told, Swift and libseccomp`() throws
    {
        let outcome = try assay("--version")
        #expect(outcome.status == 0)
        // The tests were built with the same environment as they are run in: by make, or by hand.
        let told = getenv("ASSAY_COMMIT").map { String(cString: $0) } ?? ""
        let commit = told.isEmpty ? "unknown commit" : "commit \(told)"
        #expect(outcome.out.hasPrefix("assay 0.1.0 (\(commit), Swift 6."))
        #expect(outcome.out.contains(", libseccomp 2."))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a completion script is made for each shell`(_ shell: String) throws {
        let outcome = try assay("--generate-completion-script", shell)
        #expect(outcome.status == 0)
        #expect(outcome.out.contains("pass-at-k"))
    }

    private func run(_ arguments: [String]) throws -> Outcome {
        let child = try Child(arguments)
        child.closeInput()
        return child.finish()
    }
}
