/// Files of tests for a framework, which run in the submission's own process.
package struct UnitSuite: Sendable, Equatable {
    /// As the language's profile names it: `pytest`, `unittest`, `node`, `junit`, `go`, `rust`,
    /// `xctest`.
    package var framework: String
    /// Trusted, by relative path; they lie beside the candidate's files.
    package var files: [String: [UInt8]]
    /// The ids of the tests that must pass; `nil`: those that are found without a submission.
    package var expected: [String]?

    package init(framework: String, files: [String: [UInt8]], expected: [String]? = nil) {
        self.framework = framework
        self.files = files
        self.expected = expected
    }

    /// Whether one of the candidate's paths is a trusted one, leads through one, or would be
    /// found in the place of one.
    func collision(with path: String) -> String? {
        files.keys.sorted().first { trusted in
            let other = Self.stem(trusted)
            return trusted == path || Self.stem(path) == other || Self.shortest(path) == other
                || Self.shortest(path).hasPrefix(other + "/") || other.hasPrefix(path + "/")
        }
    }

    /// Without its last ending: `main.test` of `main.test.js`.
    private static func stem(_ path: String) -> String {
        let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        guard let dot = path[slash...].lastIndex(of: "."), dot > slash else { return path }
        return String(path[..<dot])
    }

    /// Without any ending: `main` of `main.cpython-311.so`.
    private static func shortest(_ path: String) -> String {
        let shorter = stem(path)
        return shorter == path ? path : shortest(shorter)
    }
}
