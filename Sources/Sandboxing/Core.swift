import CBox
import Glibc

/// The processor for programs that are measured beside each other.
enum Core {
    /// The last one that this process may use, as the first serves most interrupts; chosen once.
    ///
    /// `nil` where the kernel does not tell, or has more than `BOX_CORES_MAX`.
    static let own: Int? = {
        var mask = [UInt64](repeating: 0, count: Int(BOX_CORES_MAX) / 64)
        let size = mask.count * 8
        let known = unsafe mask.withUnsafeMutableBytes {
            unsafe cbox_affinity($0.baseAddress, size)
        }
        guard known == 0 else { return nil }
        return mask.lastIndex { $0 != 0 }.map { $0 * 64 + 63 - mask[$0].leadingZeroBitCount }
    }()
}
