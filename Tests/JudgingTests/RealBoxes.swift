import Catalog
import Execution
import Foundation
import Judging
import Sandboxing
import TestSupport

/// The judge over the real sandbox and the profiles of the source tree.
enum RealBoxes {
    private static let sandbox = Result {
        let box =
            BuiltBinary.path("assay-box")
            ?? ProcessInfo.processInfo.environment["ASSAY_BOX"] ?? "assay-box"
        return try LinuxSandbox(boxProgram: box, slots: 4)
    }

    private static let profiles = Result {
        try ProfileCatalog.load(
            directories: [Fixtures.root.appending(path: "Sandboxes").path])
    }

    static let judge = Result {
        let runner = try sandbox.get()
        return Judge(
            runner: runner, host: runner, profiles: try profiles.get(), version: "test")
    }

    /// Judges as `--sealed` does.
    static let sealedJudge = Result {
        let runner = try sandbox.get()
        return Judge(
            runner: runner, host: runner, profiles: try profiles.get().mapValues(\.sealedOnly),
            version: "test")
    }

    static var isOpen: Bool {
        get async {
            guard let host = try? sandbox.get() else { return SandboxGate.required }
            return SandboxGate.isOpen(await host.report())
        }
    }
}
