import Glibc

/// Real data that is not part of the repository; tests that read it skip where it is absent.
package enum SharedData {
    package static let reason = "no shared data: set ASSAY_SHARED to its directory"

    /// `$ASSAY_SHARED`, else `../shared` beside the package; `nil` if there is no such directory.
    package static let directory: String? = {
        if let path = getenv("ASSAY_SHARED") { return existing(String(cString: path)) }
        let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return existing("/\(package)/shared")
    }()

    package static var isPresent: Bool { directory != nil }

    /// The bytes of a file in it; `nil` if there is none.
    package static func read(_ path: String) -> [UInt8]? {
        guard let directory, let file = fopen("\(directory)/\(path)", "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = piece.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
    }

    private static func existing(_ path: String) -> String? {
        access(path, R_OK) == 0 ? path : nil
    }
}
