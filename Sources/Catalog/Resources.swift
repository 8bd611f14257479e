import Execution

/// Where the files are that Assay needs beside its own program.
package struct Resources: Sendable, Equatable {
    /// The program that makes boxes.
    package var boxProgram: String
    /// Directories of the built-in profiles, rubrics and page templates.
    package var sandboxes: String
    package var rubrics: String
    package var templates: String

    package init(boxProgram: String, sandboxes: String, rubrics: String, templates: String) {
        self.boxProgram = boxProgram
        self.sandboxes = sandboxes
        self.rubrics = rubrics
        self.templates = templates
    }

    /// Finds them by `ASSAY_HOME`, then `../share/assay` beside the program, then the source tree.
    ///
    /// A source tree is looked for above the program, never above the current directory, which may
    /// be anybody's; only a test runner, whose build may be elsewhere, looks there too. Throws a
    /// ``Diagnostic`` that says what was looked for and where.
    package static func locate(
        environment: [String: String], executable: String? = nil
    ) throws -> Resources {
        let program = executable ?? Files.runningExecutable() ?? ""
        let beside = parent(of: program)
        if let home = environment["ASSAY_HOME"], !home.isEmpty {
            return try checked(at: home, program: program, origin: "`ASSAY_HOME` is `\(home)`")
        }
        let shared = parent(of: beside) + "/share/assay"
        if Files.isDirectory(shared + "/Sandboxes") {
            return try checked(at: shared, program: program, origin: "found `\(shared)`")
        }
        var starts = [beside]
        if isTestRunner(program) { starts.append(Files.currentDirectory()) }
        for start in starts {
            if let tree = sourceTree(above: start) {
                return try checked(at: tree, program: program, origin: "found `\(tree)`")
            }
        }
        throw Diagnostic(
            "cannot find Assay's own files",
            note: "looked for `Sandboxes` in `\(shared)` and in a source tree above `\(beside)`",
            hint: "set `ASSAY_HOME` to the directory that holds `Sandboxes` and `Rubrics`")
    }

    /// A home may be an installed directory or a source tree.
    private static func checked(
        at home: String, program: String, origin: String
    ) throws -> Resources {
        let isTree = Files.exists(home + "/Package.swift")
        let beside = parent(of: program)
        var boxes = [beside + "/assay-box", home + "/assay-box"]
        if isTree {
            let optimised = program.contains("/release/")
            boxes += (optimised ? ["release", "debug"] : ["debug", "release"])
                .map { home + "/.build/\($0)/assay-box" }
        }
        guard let box = boxes.first(where: Files.isExecutable) else {
            throw Diagnostic(
                "cannot find the program `assay-box`",
                note: "\(origin); looked at \(boxes.map { "`\($0)`" }.joined(separator: ", "))",
                hint: isTree ? "swift build --product assay-box" : nil)
        }
        let found = Resources(
            boxProgram: box, sandboxes: home + "/Sandboxes", rubrics: home + "/Rubrics",
            templates: isTree ? home + "/Sources/WebServer/Templates" : home + "/Templates")
        for directory in [found.sandboxes, found.rubrics] where !Files.isDirectory(directory) {
            throw Diagnostic(
                "cannot find the directory `\(directory)`", note: origin,
                hint: "set `ASSAY_HOME` to the directory that holds `Sandboxes` and `Rubrics`")
        }
        return found
    }

    private static func sourceTree(above start: String) -> String? {
        var directory = start
        while !directory.isEmpty {
            if Files.exists(directory + "/Package.swift"),
                Files.isDirectory(directory + "/Sandboxes")
            {
                return directory
            }
            directory = parent(of: directory)
        }
        return nil
    }

    private static func isTestRunner(_ program: String) -> Bool {
        program.hasSuffix(".xctest") || program.hasSuffix("/swiftpm-testing-helper")
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[..<slash])
    }
}
