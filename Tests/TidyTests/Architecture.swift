/// Who may import whom; `Documentation/Architecture.md` draws it.
enum Architecture {
    /// The standard library's own modules: any module may use them.
    static let everywhere: Set = ["Synchronization"]

    static let imports: [String: Set<String>] = {
        let values: Set = ["Execution", "Judging", "Grading"]
        let system: Set = ["Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Logging"]
        return [
            "Execution": ["Crypto"],
            "Statistics": ["Glibc"],
            "Judging": ["Execution"],
            "Grading": ["Execution", "Judging", "Statistics"],
            "WorkerProtocol": ["Execution", "Judging"],
            "Datasets": values.union(["Statistics", "CZlib"]),
            "Sandboxing": system.union(["Execution", "CBox"]),
            "Catalog": values.union(["Yams", "Foundation", "FoundationEssentials", "Glibc"]),
            "Storage": values.union(system).union(["GRDB"]),
            "Operations": values.union(system).union([
                "Storage", "Datasets", "Catalog", "WorkerProtocol", "Statistics",
            ]),
            "WebServer": values.union(system).union([
                "Operations", "WorkerProtocol", "Hummingbird", "HummingbirdCore", "Mustache",
                "HTTPTypes", "NIOCore", "ServiceLifecycle",
            ]),
            "assay": values.union(system).union([
                "WebServer", "Sandboxing", "Operations", "WorkerProtocol", "Catalog", "Storage",
                "Datasets", "Statistics", "ArgumentParser", "CBuild",
            ]),
        ]
    }()

    /// The module that a line imports; `nil` if it is no import.
    static func imported(by line: String) -> String? {
        // Imports stand in column 1; what is indented may be another language's, in a string.
        guard line.first != " " else { return nil }
        var words = line.split(separator: " ").map(String.init)
        let modifiers: Set = [
            "package", "public", "internal", "private", "fileprivate", "@testable",
            "@preconcurrency",
        ]
        while let word = words.first, modifiers.contains(word) { words.removeFirst() }
        guard words.first == "import", words.count >= 2 else { return nil }
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
        return name.split(separator: ".").first.map(String.init)
    }
}
