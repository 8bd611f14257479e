import Foundation
import Testing

/// The package's own text files, as the tidy tests see them.
struct SourceTree {
    struct File: Sendable, CustomTestStringConvertible {
        /// Relative to the package's root.
        var path: String
        var lines: [String]
        var testDescription: String { path }

        /// The target that the file belongs to: the folder under `Sources` or `Tests`.
        var target: String { String(path.split(separator: "/").dropFirst().first ?? "") }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every source file, in the order of their paths.
    static let sources: [File] = files(
        under: ["Sources", "Tests"], extensions: ["swift", "c", "h", "py", "css", "js"])

    /// The judge's guest code, in every language.
    static let harness: [File] = files(under: ["Sandboxes/harness"], extensions: nil)

    static var swift: [File] { sources.filter { $0.path.hasSuffix(".swift") } }

    /// `extensions`: of the files that count; `nil`: all.
    private static func files(under folders: [String], extensions: Set<String>?) -> [File] {
        var found: [File] = []
        for folder in folders {
            let walk = FileManager.default.enumerator(
                at: root.appending(path: folder), includingPropertiesForKeys: nil)
            for case let url as URL in walk ?? .init()
            where extensions?.contains(url.pathExtension) != false && !url.hasDirectoryPath {
                guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
                let path = url.path.dropFirst(root.path.count).drop { $0 == "/" }
                found.append(
                    File(path: String(path), lines: text.components(separatedBy: "\n")))
            }
        }
        return found.sorted { $0.path < $1.path }
    }
}
