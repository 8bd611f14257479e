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
        let stem = Self.stem(path)
        let shortest = Self.shortest(path)
        return files.keys.sorted().first { trusted in
            let other = Self.stem(trusted)
            return trusted == path || stem == other || shortest == other
                || shortest.hasPrefix(other + "/") || path.hasPrefix(trusted + "/")
                || other.hasPrefix(path + "/")
        }
    }

    /// Without its last ending: `main.test` of `main.test.js`.
    private static func stem(_ path: String) -> String {
        endings(path).lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    }

    /// Without any ending: `main` of `main.cpython-311.so`.
    static func shortest(_ path: String) -> String {
        endings(path).firstIndex(of: ".").map { String(path[..<$0]) } ?? path
    }

    /// The last part but for its first character, which may be a dot and ends nothing.
    private static func endings(_ path: String) -> Substring {
        let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        return path[start...].dropFirst()
    }
}
