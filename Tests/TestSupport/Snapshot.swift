import Glibc

/// Texts that are kept in files beside a test and compared with what the code makes now.
///
/// `RECORD_SNAPSHOTS=1` writes them anew; then read the difference before committing it.
package enum Snapshot {
    /// Compares with `Snapshots/NAME` beside the calling test's file.
    ///
    /// - Returns: `nil` if they are equal or were recorded, else what differs.
    package static func difference(
        _ actual: String, named name: String, beside file: String = #filePath
    ) -> String? {
        let directory = file[..<(file.lastIndex(of: "/") ?? file.endIndex)] + "/Snapshots"
        let path = "\(directory)/\(name)"
        if getenv("RECORD_SNAPSHOTS") != nil {
            return record(actual, directory: String(directory), path: path)
        }
        guard let expected = read(path) else {
            return "there is no snapshot `\(path)`; RECORD_SNAPSHOTS=1 makes it"
        }
        return firstDifference(expected: expected, actual: actual, name: name)
    }

    private static func record(_ text: String, directory: String, path: String) -> String? {
        mkdir(directory, 0o755)
        guard let file = fopen(path, "w") else { return "cannot write the snapshot `\(path)`" }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        return written == bytes.count ? nil : "cannot write the snapshot `\(path)`"
    }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = piece.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece[..<count]
        }
    }

    private static func firstDifference(
        expected: String, actual: String, name: String
    ) -> String? {
        guard expected != actual else { return nil }
        let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let at = line ?? min(old.count, new.count)
        let was = at < old.count ? String(old[at]) : "(the end)"
        let now = at < new.count ? String(new[at]) : "(the end)"
        return "snapshot `\(name)` differs at line \(at + 1):\n  was: \(was)\n  now: \(now)"
    }
}
