import Glibc

/// Programs that were built together with the running tests.
package enum BuiltBinary {
    /// The directory of the test bundle, which is where the products are.
    package static let directory: String? = {
        let candidates = [executable].compactMap { $0 } + CommandLine.arguments
        guard let bundle = candidates.first(where: { $0.contains(".xctest") }),
            let end = bundle.firstRange(of: ".xctest")?.lowerBound,
            let slash = bundle[..<end].lastIndex(of: "/")
        else { return nil }
        return String(bundle[..<slash])
    }()

    /// The path of a product, such as `assay`; `nil` if it is not built.
    package static func path(_ product: String) -> String? {
        guard let directory else { return nil }
        let path = "\(directory)/\(product)"
        return access(path, X_OK) == 0 ? path : nil
    }

    private static var executable: String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes {
            $0.baseAddress.map { base in readlink("/proc/self/exe", base, Int(PATH_MAX)) } ?? 0
        }
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
