import CBox
import Execution
import Glibc

/// Reads what a program left in its working directory, which nobody can change any more.
enum WorkTree {
    private static let deepest = 64

    /// The regular files below `directory`, links never followed; what cannot be read, is too deep
    /// or goes beyond `disk_bytes` and `inodes` of `limits` is left out.
    static func files(in directory: Int32, limits: Limits) -> [BoxFile] {
        var files: [BoxFile] = []
        var bytes = limits.diskBytes
        var entries = limits.inodes
        var left = [(path: "", depth: 0)]
        while let (folder, depth) = left.popLast() {
            for name in names(in: directory, folder).sorted() {
                entries -= 1
                guard entries >= 0 else { return files }
                let path = folder.isEmpty ? name : folder + "/" + name
                let file = unsafe cbox_open_beneath(directory, path, 0)
                guard file >= 0 else { continue }
                defer { close(file) }
                var info = stat()
                guard unsafe fstat(file, &info) == 0 else { continue }
                if info.st_mode & S_IFMT == S_IFDIR, depth < deepest {
                    left.append((path, depth + 1))
                } else if info.st_mode & S_IFMT == S_IFREG,
                    let content = readAll(file, atMost: bytes)
                {
                    bytes -= content.count
                    files.append(
                        BoxFile(
                            path: path, bytes: content, executable: info.st_mode & 0o100 != 0))
                }
            }
        }
        return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func names(in directory: Int32, _ folder: String) -> [String] {
        let file = unsafe cbox_open_beneath(directory, folder.isEmpty ? "." : folder, 0)
        guard file >= 0, let open = unsafe fdopendir(file) else { return [] }
        defer { unsafe closedir(open) }
        return unsafe ControlGroups.names(in: open)
    }
}
