import Execution
import Glibc

/// What a program left in its box, written to a new directory of ours.
///
/// Names and contents are the program's own. A name is used only as one step below the directory
/// that is open already; nothing is followed, nothing is replaced, nothing can be executed.
struct KeptBox {
    /// Absolute.
    let path: String
    private(set) var files = 0
    private(set) var bytes = 0
    /// Names that were not used, and why.
    private(set) var refused: [(name: String, reason: String)] = []

    private static let maximumDepth = 256

    /// Makes the directory in `TMPDIR` (default: `/tmp`), for this user alone, and fills it.
    ///
    /// - Throws: `Diagnostic` if it cannot be made, or the disk is full.
    static func write(_ files: [BoxFile]) throws -> KeptBox {
        let place = Environment.variable("TMPDIR") ?? ""
        var template = Array("\(place.isEmpty ? "/tmp" : place)/assay-box-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Diagnostic(
                "cannot make a directory for the box: \(String(cString: strerror(errno)))",
                hint: "set TMPDIR to a directory that you may write")
        }
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let root = open(path, directoryFlags)
        guard root >= 0 else {
            throw Diagnostic("cannot open `\(path)`: \(String(cString: strerror(errno)))")
        }
        defer { close(root) }
        var box = KeptBox(path: path)
        for file in files { try box.add(file, below: root) }
        return box
    }

    private init(path: String) { self.path = path }

    private static let directoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    private static let fileFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC

    /// The steps of a path; `nil` if one of them could lead elsewhere.
    static func steps(of path: String) -> [String]? {
        let steps = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isSafe = steps.allSatisfy { step in
            !step.isEmpty && step != "." && step != ".." && !step.utf8.contains(0)
                && step.utf8.count <= Int(NAME_MAX)
        }
        return isSafe && steps.count <= maximumDepth ? steps : nil
    }

    private mutating func add(_ file: BoxFile, below root: Int32) throws {
        guard let steps = Self.steps(of: file.path), let name = steps.last else {
            return refused.append((file.path, "not a name below the box"))
        }
        var directory = dup(root)
        defer { close(directory) }
        for step in steps.dropLast() {
            guard mkdirat(directory, step, 0o700) == 0 || errno == EEXIST else {
                return try refuse(file)
            }
            let next = openat(directory, step, Self.directoryFlags)
            guard next >= 0 else { return try refuse(file) }
            close(directory)
            directory = next
        }
        let descriptor = openat(directory, name, Self.fileFlags, 0o600)
        guard descriptor >= 0 else { return try refuse(file) }
        defer { close(descriptor) }
        var sent = 0
        while sent < file.bytes.count {
            let count = file.bytes[sent...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 { sent += count } else if errno != EINTR { return try refuse(file) }
        }
        files += 1
        bytes += sent
    }

    /// Notes why a file could not be written; a full disk ends it all.
    private mutating func refuse(_ file: BoxFile) throws {
        let reason = String(cString: strerror(errno))
        guard errno != ENOSPC, errno != EDQUOT else {
            throw Diagnostic(
                "cannot keep the whole box in `\(path)`: \(reason)",
                hint: "set TMPDIR to a directory with more room")
        }
        refused.append((file.path, reason))
    }
}

extension Session {
    /// Says where it is; also with `--quiet`, since it was asked for.
    func show(_ box: KeptBox) {
        let size = "\(Quantities.count(box.files, "file")), \(Quantities.bytes(box.bytes))"
        try? err.line("box kept in \(VisibleText.line(box.path)) (\(size))")
        for (name, reason) in box.refused.prefix(20) { warn("`\(name)` is not kept: \(reason)") }
        if box.refused.count > 20 { warn("\(box.refused.count - 20) more files are not kept") }
    }
}
