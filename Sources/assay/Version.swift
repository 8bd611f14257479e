import CBuild
import Glibc

/// Which Assay this is.
enum Version {
    /// Recorded with each verdict and in manifests.
    static let number = "0.1.0"

    static var text: String {
        "assay \(number) (\(commit), Swift \(swift), libseccomp \(libseccomp))"
    }

    /// As the build was told: looking for a repository now could find a later commit than the
    /// program's.
    private static var commit: String {
        let known = String(cString: cbuild_commit())
        return known.isEmpty ? "unknown commit" : "commit \(known)"
    }

    /// Asked of the library that is loaded: the one that makes the filters.
    private static var libseccomp: String {
        guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "seccomp_version")
        else { return "none" }
        typealias Query = @convention(c) () -> UnsafePointer<UInt32>?
        let query = unsafeBitCast(symbol, to: Query.self)
        guard let version = query() else { return "none" }
        return "\(version[0]).\(version[1]).\(version[2])"
    }

    private static var swift: String {
        #if swift(>=6.4)
        "6.4 or later"
        #else
        "6.3"
        #endif
    }
}
