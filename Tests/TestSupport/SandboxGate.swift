package import Execution
import Glibc

/// Whether tests that need a working sandbox run here.
///
/// Use it as ``@Test(.enabled(if: SandboxGate.isOpen(host), SandboxGate.comment))``. With
/// `ASSAY_REQUIRE_SANDBOX=1` they always run, so that a host that cannot isolate fails them.
package enum SandboxGate {
    /// Shown when a test is skipped; a failing check of `assay doctor` says more.
    package static let reason = "this host cannot isolate: see `assay doctor`"

    package static var required: Bool {
        guard let value = getenv("ASSAY_REQUIRE_SANDBOX") else { return false }
        return String(cString: value) == "1"
    }

    /// Decides by what `Host.report` says.
    package static func isOpen(_ report: [HostCheck]) -> Bool {
        required || !report.contains { $0.status == .fail }
    }
}
