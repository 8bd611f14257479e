import Catalog
import Execution
import Testing

/// What a profile's `function` says, and what is said of its faults.
@Suite struct FunctionSectionTests {
    private static let profile = """
        schema: profile/1
        language: toy
        toolchain: {candidates: [/usr/bin/toy], version: ["-V"], remedy: install toy}
        source_path: main.toy
        run: ["{toolchain}", "{source}"]
        harness: toy

        """

    private func catalog(_ section: String, profile: String = profile) throws -> ProfileCatalog {
        let files = try Fixture([
            "a/toy.yaml": profile + section, "a/harness/toy/driver.toy": "1",
            "a/harness/toy/more.toy": "2",
        ])
        return ProfileCatalog.read(directories: [files.root + "/a"])
    }

    @Test func `a section names its driver and how the two are started`() throws {
        let catalog = try catalog(
            """
            function:
              driver: [driver.toy, more.toy]
              compile: ["{toolchain}", "-o", "{output}", "{driver}", "{source}"]
              output: program
              run: ["/work/{output}"]
              signature: required
              blurs: [tables, text-or-number]
            """)
        #expect(catalog.diagnostics == [])
        #expect(
            catalog.profiles["toy"]?.function
                == FunctionDriver(
                    files: ["driver.toy", "more.toy"],
                    compile: ["{toolchain}", "-o", "{output}", "{driver}", "{source}"],
                    run: ["/work/{output}"], output: "program", needsSignature: true,
                    blurs: [.tables, .textOrNumber]))
    }

    @Test func `one driver needs no list`() throws {
        let catalog = try catalog(
            #"function: {driver: driver.toy, run: ["{toolchain}", "{driver}", "{source}"]}"#)
        #expect(
            catalog.profiles["toy"]?.function
                == FunctionDriver(
                    files: ["driver.toy"], run: ["{toolchain}", "{driver}", "{source}"]))
    }

    static let faults: [(section: String, message: String)] = [
        ("function: {driver: driver.toy}", "7:11: `function` needs `run`"),
        (#"function: {run: ["{toolchain}"]}"#, "7:11: `function` needs `driver`"),
        (
            #"function: {driver: lost.toy, run: ["{toolchain}"]}"#,
            "7:20: there is no driver `lost.toy` in the harness"
                + " | note: the harness holds `driver.toy`, `more.toy`"
        ),
        (
            #"function: {driver: ../x, run: ["{toolchain}"]}"#,
            "7:20: `driver` must be a file of the harness, not `../x`"
        ),
        (
            #"function: {driver: driver.toy, run: ["{toolchain}", "{drive}"]}"#,
            "7:37: unknown placeholder `{drive}` in `run`"
                + " | note: known: {toolchain}, {source}, {driver}, {output}"
                + ", and limits: {memory_bytes}"
                + " | hint: did you mean `{driver}`?"
        ),
        (
            #"function: {driver: driver.toy, run: ["{toolchain}"], blurs: [tuple]}"#,
            "7:61: unknown blur `tuple` | note: known: "
                + Blur.allCases.map(\.rawValue).joined(separator: ", ")
                + " | hint: did you mean `tuples`?"
        ),
        (
            #"function: {driver: driver.toy, run: [/aa], blurs: [lists-from-1, lists-from-0]}"#,
            "7:51: lists begin at 0 or at 1, not at both"
                + " | hint: drop `lists-from-0` or `lists-from-1`"
        ),
        (
            #"function: {driver: driver.toy, run: ["{toolchain}"], signature: always}"#,
            "7:65: `signature` must be `required` or `optional`, not `always`"
        ),
        (
            #"function: {driver: driver.toy, run: ["/work/{output}"]}"#,
            "7:11: `function` needs an `output`"
        ),
    ]

    @Test(arguments: faults)
    func `each fault has its place`(_ section: String, _ message: String) throws {
        let found = try catalog(section).diagnostics
        #expect(found.count == 1)
        let text = found.first.map(line) ?? ""
        #expect(text.hasSuffix("toy.yaml:" + message), "\(text)")
    }
}
