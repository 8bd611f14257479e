import Execution
import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// Boxes inside an unprivileged container whose /proc is masked: the kernel then refuses a new one.
///
/// The outer test starts this very program in such a container, for the inner ones alone.
@Suite(.serialized)
struct MaskedProcTests {
    private static let mark = "ASSAY_TEST_MASKED_PROC"
    private static let inside = getenv(mark) != nil
    private static let unshare = "/usr/bin/unshare"

    /// As container engines mask it.
    private static let mask = """
        for file in kcore keys timer_list; do
            if [ -e /proc/$file ]; then mount --bind /dev/null /proc/$file || exit 99; fi
        done
        for folder in sys irq bus; do
            if [ -d /proc/$folder ]; then
                mount --bind /proc/$folder /proc/$folder || exit 99
                mount -o remount,bind,ro /proc/$folder || exit 99
            fi
        done
        exec "$0" "$@"
        """

    @Test(.realBoxes, .enabled(if: !inside && access(unshare, X_OK) == 0))
    func `in a container with a masked proc boxes work, and say what is lost`() async throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.unshare)
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.arguments = [
            "-Urpm", "--fork", "--kill-child", "--mount-proc", "/bin/sh", "-c", Self.mask, program,
            "--testing-library", "swift-testing", "--filter", "MaskedProcTests",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([Self.mark: "1"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // Not every host lets a container be made of nothing.
        guard process.terminationStatus != 99, !text.contains("unshare failed") else { return }
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.contains("masked: all of it ran"), "\(text)")
    }

    @Test(.enabled(if: inside))
    func `inside of it`() async throws {
        var groups = ControlGroups.none
        groups.countsByEvent = false
        let sandbox = try LinuxSandbox(boxProgram: Boxes.program, slots: 4, groups: groups)
        let look = "import os; print(os.listdir('/proc'), os.getpid() > 0)"
        let seen = try await Boxes.run(Boxes.python(look), in: sandbox)
        #expect(seen.stdout.text == "[] True\n", "\(seen.stderr.text)")
        #expect(seen.environment.missing.contains(.maskedProc))
        #expect(seen.environment.missing.contains(.cgroupMemory))
        #expect(seen.environment.cpuMethod == "sampled")

        // Without a /proc of the box's own, the container's is looked at.
        let busy = """
            import os, time
            if os.fork() == 0:
                while True: pass
            time.sleep(60)
            """
        let time = try await Boxes.run(
            Boxes.python(busy, [.cpuMS: 500, .wallMS: 20_000]), in: sandbox)
        #expect(time.breach?.name == .cpuMS)
        let large = "import time; block = bytearray(b'x') * (128 << 20); time.sleep(60)"
        let memory = try await Boxes.run(
            Boxes.python(large, [.memoryBytes: 64 << 20, .wallMS: 20_000]), in: sandbox)
        #expect(memory.breach?.name == .memoryBytes)

        let report = await sandbox.report()
        let check = try #require(report.first { $0.name == Layer.maskedProc.rawValue })
        #expect(check.status == .caution)
        #expect(check.remedy?.contains("systempaths=unconfined") == true)
        #expect(!report.contains { $0.status == .fail })

        var strict = try Boxes.python("pass")
        strict.profile.requires = Layer.allCases
        let refused = await #expect(throws: RunnerError.self) {
            try await Boxes.run(strict, in: sandbox)
        }
        #expect(refused?.code == .cannotIsolate)
        #expect(refused?.message.contains("`masked_proc`") == true)
        await sandbox.shutdown()
        print("masked: all of it ran")
    }
}
