import Execution
import FoundationEssentials

/// Reads small files of a catalog; a fault is a ``Diagnostic`` that names the file.
enum Files {
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func isDirectory(_ path: String) -> Bool {
        var directory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &directory) && directory
    }

    static func isExecutable(_ path: String) -> Bool {
        !isDirectory(path) && FileManager.default.isExecutableFile(atPath: path)
    }

    /// The names in a directory in the order of their bytes; empty if there is no such directory.
    static func names(in directory: String) throws -> [String] {
        guard isDirectory(directory) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch {
            throw Diagnostic("the directory cannot be read", path: directory)
        }
    }

    /// A regular file's bytes, never more than `maxBytes`.
    static func bytes(_ path: String, maxBytes: Int) throws -> [UInt8] {
        guard exists(path) else { throw Diagnostic("there is no such file", path: path) }
        // A link is followed first, so that neither a pipe nor a device is ever opened.
        let real = URL(filePath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: real),
            attributes[.type] as? FileAttributeType == .typeRegular
        else { throw Diagnostic("this is not a regular file", path: path) }
        let size = (attributes[.size] as? UInt64) ?? (attributes[.size] as? Int).map(UInt64.init)
        guard size ?? 0 <= UInt64(maxBytes) else {
            throw Diagnostic(
                "the file is larger than \(maxBytes >> 10) KiB", path: path,
                note: size.map { "it has \($0) bytes" })
        }
        guard let data = FileManager.default.contents(atPath: real) else {
            throw Diagnostic("the file cannot be read", path: path)
        }
        return [UInt8](data)
    }

    /// Every regular file below a directory by its relative path.
    static func tree(_ directory: String, maxBytes: Int) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var waiting = [""]
        while let folder = waiting.popLast() {
            for name in try names(in: "\(directory)/\(folder)")
            where !name.hasPrefix(".") && name != "__pycache__" {
                let relative = folder + name
                let path = "\(directory)/\(relative)"
                if isDirectory(path) {
                    waiting.append(relative + "/")
                } else {
                    files[relative] = try bytes(path, maxBytes: maxBytes)
                }
            }
        }
        return files
    }

    /// The running program's own file; `nil` where the system does not tell.
    static func runningExecutable() -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }

    static func currentDirectory() -> String { FileManager.default.currentDirectoryPath }
}
