import Sandboxing

/// Which Assay this is.
enum Version {
    /// Recorded with each verdict and in manifests.
    static let number = "0.1.0"

    static var text: String { "assay \(number) (Swift \(swift), libseccomp \(libseccomp))" }

    private static var libseccomp: String { "2" }

    private static var swift: String {
        #if swift(>=6.4)
        "6.4 or later"
        #else
        "6.3"
        #endif
    }
}
