import CBox
import Glibc

/// The users and groups of the host that code in boxes has: of nobody else, not of another box.
///
/// Each process claims a block by a name of its network namespace, and begins to look at a place
/// that depends on its pid namespace: processes that cannot see each other hardly ever meet.
enum HostUsers {
    /// Above what systemd gives to containers, below the sign bit.
    static let first: UInt32 = 0x7000_0000
    static let blockSize: UInt32 = 2048
    static let blocks: UInt32 = 65_536

    /// The process' own block; held until the process ends.
    static let block = claim()

    /// The uid, and gid, of a box by its index, which is below `blockSize`.
    static func user(ofBox index: Int) -> UInt32 {
        first + block * blockSize + UInt32(clamping: index) % blockSize
    }

    /// Whether we may give boxes users of their own: as root, unless it is that of a container
    /// whose user namespace does not have them.
    static let areOurs =
        geteuid() == 0 && maps("/proc/self/uid_map") && maps("/proc/self/gid_map")

    private static func maps(_ path: String) -> Bool {
        maps(text: readSmallFile(path) ?? "")
    }

    /// Whether a map of user or group numbers has all that boxes can get.
    static func maps(text: String) -> Bool {
        text.split(separator: "\n").contains { line in
            let numbers = line.split(separator: " ").compactMap { UInt64($0) }
            let end = UInt64(first) + UInt64(blocks) * UInt64(blockSize)
            return numbers.count == 3 && numbers[0] <= first && numbers[0] + numbers[2] >= end
        }
    }

    private static func claim() -> UInt32 {
        let start = firstChoice()
        for step in 0..<256 as Range<UInt32> {
            let block = (start &+ step) % blocks
            let held = unsafe cbox_claim("assay-users-\(block)")
            // Where names cannot be had at all, the first choice is as good as any.
            if held >= 0 || held != -EADDRINUSE { return block }
        }
        return start
    }

    private static func firstChoice() -> UInt32 {
        var info = stat()
        let named = unsafe stat("/proc/self/ns/pid", &info) == 0
        var mixed = UInt64(UInt32(bitPattern: getpid())) &+ (named ? UInt64(info.st_ino) << 32 : 0)
        // The finalizer of SplitMix64.
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: mixed ^ (mixed >> 31)) % blocks
    }
}
