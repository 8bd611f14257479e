import Execution
import Foundation
import TestSupport
import Testing

@testable import Sandboxing

/// Leaving layers out is for the layer check alone.
@Suite(.serialized)
struct LayerCheckTests {
    @Test(arguments: Attack.Barrier.all)
    func `outside a guard nothing is left out`(_ barrier: Attack.Barrier) {
        #expect(throws: Diagnostic.self) { try LayerRemoval.leaveOut([barrier]) }
        #expect(!LayerRemoval.isActive)
        #expect(LayerRemoval.flags == 0)
        #expect(LayerRemoval.filter == nil)
        #expect(LayerRemoval.mounts.isEmpty)
    }

    @Test func `the box that ships has no code that leaves a layer out`() throws {
        let box = try #require(BuiltBinary.path("assay-box"))
        let names = try output("/usr/bin/nm", [box])
        #expect(names.contains("box_build_root"))
        #expect(!names.contains("box_root_is_writable"))
        #expect(!names.contains("box_follows_links"))
    }

    static let isPossible =
        geteuid() == 0 && BuiltBinary.path("assay") != nil
        && access("/sys/fs/cgroup/memory/cgroup.procs", W_OK) == 0
        && access("/usr/bin/gcc", X_OK) == 0 && access("/usr/bin/python3", X_OK) == 0

    /// A few that are quick, each with other layers; `layers.py` without names tries them all.
    @Test(
        .realBoxes, .enabled(if: isPossible, "needs root, gcc, assay and control groups of v1"))
    func `without its layers an attack is not contained any more`() throws {
        let attacks = [
            "mount_tmpfs.c", "io_uring.c", "loopback_tcp.py", "fork_bomb.py", "proc_self_exe.c",
            "planted_symlink.py", "sparse_file.c", "inode_fill.c", "sysv_host.c", "host_files.py",
        ]
        let script = EscapeTests.root.appending(path: "Tests/EscapeTests/layers.py").path
        let assay = try #require(BuiltBinary.path("assay"))
        let table = try output("/usr/bin/python3", [script, assay] + attacks)
        #expect(table.contains("10 attacks, 10 end otherwise without their layers"), "\(table)")
        #expect(table.contains("survive: none"))
    }

    private func output(_ program: String, _ words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["-k", "5", "300", program] + words
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
