import Catalog
import Execution
import Testing

@Suite struct ResourcesTests {
    private func installed() throws -> Fixture {
        let files = try Fixture([
            "share/assay/Sandboxes/base.yaml": "", "share/assay/Rubrics/a.yaml": "",
        ])
        try files.write("bin/assay", "", executable: true)
        try files.write("bin/assay-box", "", executable: true)
        return files
    }

    private func tree() throws -> Fixture {
        let files = try Fixture([
            "Package.swift": "", "Sandboxes/base.yaml": "", "Rubrics/a.yaml": "",
        ])
        try files.write(".build/debug/assay-box", "", executable: true)
        try files.write(".build/release/assay-box", "", executable: true)
        return files
    }

    @Test func `an installed program finds its share`() throws {
        let files = try installed()
        let found = try Resources.locate(environment: [:], executable: files.root + "/bin/assay")
        #expect(found.boxProgram == files.root + "/bin/assay-box")
        #expect(found.sandboxes == files.root + "/share/assay/Sandboxes")
        #expect(found.rubrics == files.root + "/share/assay/Rubrics")
        #expect(found.templates == files.root + "/share/assay/Templates")
    }

    @Test func `a program in the source tree finds the tree`() throws {
        let files = try tree()
        let program = files.root + "/.build/debug/assay"
        let found = try Resources.locate(environment: [:], executable: program)
        #expect(found.boxProgram == files.root + "/.build/debug/assay-box")
        #expect(found.sandboxes == files.root + "/Sandboxes")
        #expect(found.templates == files.root + "/Sources/WebServer/Templates")
    }

    @Test func `ASSAY_HOME comes first, and may be a tree`() throws {
        let files = try installed()
        let home = try tree()
        let found = try Resources.locate(
            environment: ["ASSAY_HOME": home.root], executable: files.root + "/bin/assay")
        #expect(found.sandboxes == home.root + "/Sandboxes")
        #expect(found.boxProgram == files.root + "/bin/assay-box")
        let elsewhere = try Resources.locate(
            environment: ["ASSAY_HOME": home.root], executable: "/nowhere/release/assay")
        #expect(elsewhere.boxProgram == home.root + "/.build/release/assay-box")
    }

    @Test func `what is missing is told with where it was looked for`() throws {
        let empty = try Fixture()
        let program = empty.root + "/bin/assay"
        let none = #expect(throws: Diagnostic.self) {
            try Resources.locate(environment: [:], executable: program)
        }
        #expect(none?.message == "cannot find Assay's own files")
        #expect(none?.note?.contains(empty.root + "/share/assay") == true)
        let wrong = #expect(throws: Diagnostic.self) {
            try Resources.locate(environment: ["ASSAY_HOME": empty.root], executable: program)
        }
        #expect(wrong?.message == "cannot find the program `assay-box`")
        #expect(wrong?.note?.hasPrefix("`ASSAY_HOME` is `\(empty.root)`") == true)
        try empty.write("bin/assay-box", "", executable: true)
        let bare = #expect(throws: Diagnostic.self) {
            try Resources.locate(environment: ["ASSAY_HOME": empty.root], executable: program)
        }
        #expect(bare?.message == "cannot find the directory `\(empty.root)/Sandboxes`")
    }
}
