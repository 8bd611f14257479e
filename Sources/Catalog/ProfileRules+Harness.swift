import Execution
import Judging

extension ProfileRules {
    private static let harnessKeys = [
        "extends", "files", "shims", "compile", "run", "environment", "stdin", "names", "call",
        "class", "base", "frame", "id", "rewrite", "calls",
        "refuse", "refuse_anywhere", "refuse_outermost", "refuse_unless_named", "refuse_files",
        "requires", "remedy",
    ]

    private static let placeholders = ["toolchain", "source", "output", "mark"]

    /// One way to join tests and source: `assertions`, or a framework of `unit`.
    static func testHarness(
        _ node: YAMLNode, _ what: String, like other: TestHarness? = nil, _ findings: Findings
    ) -> TestHarness? {
        guard let fields = Fields(node, what, keys: harnessKeys, findings) else { return nil }
        var harness = TestHarness()
        if let name = fields.text("extends") {
            guard name == "assertions", let other else {
                findings.report(
                    "`extends` of \(what) can only be `assertions`, where the profile has it",
                    at: fields["extends"]?.position)
                return nil
            }
            harness = other
        }
        if fields["files"] != nil { harness.files = [:] }
        for entry in fields.mapping("files") {
            if let part = entry.value.text { harness.files[entry.key] = part }
        }
        harness.compile = command("compile", fields, known: placeholders) ?? harness.compile
        harness.run = command("run", fields, known: placeholders) ?? harness.run
        harness.environment.merge(environment(fields)) { $1 }
        if fields.text("stdin") == "tests" { harness.testsOnInput = true }
        harness.names = pattern("names", fields) ?? harness.names
        harness.owners = pattern("class", fields) ?? harness.owners
        harness.base = fields.text("base") ?? harness.base
        harness.frame = fields.text("frame") ?? harness.frame
        harness.id = fields.text("id") ?? harness.id
        harness.call = fields.text("call") ?? harness.call
        harness.rewrites += pairs("rewrite", "find", "with", fields).map {
            TestHarness.Rewrite(find: $0, with: $1)
        }
        harness.calls += pairs("calls", "find", "with", fields).map {
            TestHarness.Rewrite(find: $0, with: $1)
        }
        harness.shims += pairs("shims", "find", "file", fields).map {
            TestHarness.Rewrite(find: $0, with: $1)
        }
        harness.refusals += pairs("refuse", "find", "why", fields).map {
            TestHarness.Refusal(find: $0, why: $1)
        }
        harness.refusals += pairs("refuse_anywhere", "find", "why", fields).map {
            TestHarness.Refusal(find: $0, why: $1, in: .anywhere)
        }
        harness.refusals += pairs("refuse_outermost", "find", "why", fields).map {
            TestHarness.Refusal(find: $0, why: $1, in: .outermost)
        }
        harness.refusals += pairs("refuse_unless_named", "find", "why", fields).map {
            TestHarness.Refusal(find: $0, why: $1, unlessNamed: true)
        }
        harness.refusedFiles += fields.texts("refuse_files") ?? []
        harness.requires += fields.texts("requires") ?? []
        harness.remedy = fields.text("remedy") ?? harness.remedy
        return harness
    }

    private static func pattern(_ key: String, _ fields: Fields) -> String? {
        guard let text = fields.text(key) else { return nil }
        check(text, key, fields)
        return text
    }

    private static func check(_ pattern: String, _ key: String, _ fields: Fields) {
        do {
            _ = try Pattern(inSources: pattern)
        } catch {
            fields.findings.report(
                "`\(key)` is no pattern: `\(pattern)`: \(error.message) "
                    + "(character \(error.column))",
                at: fields[key]?.position,
                note: "patterns run over sources that nobody may trust: what takes longer than the "
                    + "text is long is none")
        }
    }

    private static func pairs(
        _ key: String, _ first: String, _ second: String, _ fields: Fields
    ) -> [(String, String)] {
        fields.items(key).compactMap { node in
            guard
                let item = Fields(
                    node, "an entry of `\(key)`", keys: [first, second], fields.findings),
                let find = item.text(first, required: true),
                let with = item.text(second, required: true)
            else { return nil }
            check(find, key, fields)
            return (find, with)
        }
    }
}
