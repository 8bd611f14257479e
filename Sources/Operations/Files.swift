import Execution
import Foundation

/// Reads a file piece by piece.
struct FileReader {
    private let handle: FileHandle
    private let path: String

    init(_ path: String) throws {
        self.path = path
        do {
            handle = try FileHandle(forReadingFrom: URL(filePath: path))
        } catch {
            throw Diagnostic(
                "cannot read this file", path: path, note: FileFault.reason(error))
        }
    }

    /// The next bytes, at most 256 KiB; `nil` at the end.
    func next() throws -> [UInt8]? {
        do {
            guard let data = try handle.read(upToCount: 1 << 18), !data.isEmpty else { return nil }
            return Array(data)
        } catch {
            throw Diagnostic(
                "cannot read this file", path: path, note: FileFault.reason(error))
        }
    }

    /// A whole file.
    ///
    /// - Throws: `Diagnostic` if it cannot be read or is larger than `maximum` bytes.
    static func all(_ path: String, maximum: Int = 1 << 30) throws -> [UInt8] {
        let reader = try FileReader(path)
        var bytes: [UInt8] = []
        while let piece = try reader.next() {
            bytes += piece
            guard bytes.count <= maximum else {
                throw Diagnostic("this file is larger than \(maximum >> 20) MiB", path: path)
            }
        }
        return bytes
    }
}

/// Why the file system refused something, in a word.
enum FileFault {
    static func reason(_ error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)" }
        return switch error.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "no such file or directory"
        case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
        case .fileWriteOutOfSpace: "no space left on the device"
        case .fileWriteVolumeReadOnly: "the file system is read-only"
        case .fileWriteFileExists: "it is there already"
        default: error.localizedDescription
        }
    }
}

/// A directory that appears whole or not at all.
///
/// It is written beside its place, brought to the disk and then renamed. An existing one is first
/// renamed out of the way, so a crash between the two renames leaves both beside the place.
struct DirectoryWriter {
    let place: URL
    let draft: URL

    init(_ path: String, replacing: Bool) throws {
        place = URL(filePath: path).standardizedFileURL
        let name = place.lastPathComponent
        draft = place.deletingLastPathComponent().appending(
            path: ".\(name).\(UUID().uuidString.lowercased())")
        guard replacing || !FileManager.default.fileExists(atPath: place.path) else {
            throw Diagnostic(
                "this is there already", path: path,
                hint: "name another directory, or replace it with `--force`")
        }
        try Self.explained(path) {
            try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
        }
    }

    /// Writes a file piece by piece and brings it to the disk.
    ///
    /// - Returns: its size.
    func write(_ name: String, pieces: () async throws -> [UInt8]?) async throws -> Int {
        let url = draft.appending(path: name)
        _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        let handle = try Self.explained(url.path) { try FileHandle(forWritingTo: url) }
        defer { try? handle.close() }
        var size = 0
        while let piece = try await pieces() {
            try Self.explained(url.path) { try handle.write(contentsOf: piece) }
            size += piece.count
        }
        try Self.explained(url.path) { try handle.synchronize() }
        return size
    }

    /// Puts the directory into its place.
    func commit() throws {
        try Self.explained(place.path) {
            Self.synchronize(draft)
            let old = draft.appendingPathExtension("old")
            let replaces = FileManager.default.fileExists(atPath: place.path)
            if replaces { try FileManager.default.moveItem(at: place, to: old) }
            try FileManager.default.moveItem(at: draft, to: place)
            Self.synchronize(place.deletingLastPathComponent())
            if replaces { try FileManager.default.removeItem(at: old) }
        }
    }

    /// Removes what was written; to be called unless it was committed.
    func abandon() {
        try? FileManager.default.removeItem(at: draft)
    }

    /// Some file systems cannot synchronise a directory; then there is nothing to be done.
    private static func synchronize(_ directory: URL) {
        guard let handle = try? FileHandle(forReadingFrom: directory) else { return }
        try? handle.synchronize()
        try? handle.close()
    }

    private static func explained<Value>(_ path: String, _ body: () throws -> Value) throws -> Value
    {
        do { return try body() } catch {
            throw Diagnostic("cannot write here", path: path, note: FileFault.reason(error))
        }
    }
}
