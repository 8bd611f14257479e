import Execution
import Glibc
import TestSupport
import Testing

/// On x86-64, whose system calls the samples make by number.
@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct LearnTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    #if arch(x86_64)
    @Test func `a call that no group names is proposed; with it in the profile, it goes on`() throws
    {
        // mbind: nothing to bind, so that it succeeds once it is allowed.
        let sample = try scratch.file(
            "numa.py",
            """
            import ctypes
            libc = ctypes.CDLL(None, use_errno=True)
            result = libc.syscall(237, None, ctypes.c_size_t(0), 0, None, ctypes.c_size_t(0), 0)
            print(result, ctypes.get_errno())
            """)
        let first = try assay("sandbox", "learn", "python", sample)
        #expect(first.status == ExitCode.no, "\(first.err)")
        #expect(first.out.hasPrefix("syscalls:\n  - group: memory-policy\n"))
        #expect(first.out.contains("      - mbind  # once, in \(sample)\n"))
        #expect(first.err.contains("no group names it"))
        #expect(first.err.contains("accepted"))

        let profile = try builtInProfile()
        _ = try assay("init", "\(scratch.path)/w")
        let reasons = first.out.replacing("why:  #", with: "why: \"NUMA\"  #")
        _ = try scratch.file("w/Sandboxes/python.yaml", profile + reasons)
        let again = try assay(["sandbox", "learn", "python", sample], in: scratch)
        #expect(again.status == ExitCode.yes, "\(again.err)")
        #expect(!again.out.contains("mbind"))
        let before = try assay("run", "python", sample)
        #expect(before.out == "-1 \(ENOSYS)\n")
        #expect(try assay(["run", "python", sample], in: scratch).out == "0 0\n")
    }

    @Test func `what a group refuses is told with the group, and not proposed`() throws {
        let sample = try scratch.file(
            "nice.py",
            "import os\ntry: os.setpriority(os.PRIO_PROCESS, 0, 5)\nexcept OSError: pass\n")
        let outcome = try assay("sandbox", "learn", "python", sample, "--json")
        #expect(outcome.status == ExitCode.yes, "\(outcome.err)")
        let call = try #require(
            jsonLines(outcome.out).first { $0["syscall"]?.string == "setpriority" })
        #expect(call["cause"]?.string == "refused")
        #expect(call["group"]?.string == "refused-quietly")
        #expect(call["samples"]?.array == [.string(sample)])
    }
    #endif

    @Test func `a sample that asks for nothing unusual needs nothing`() throws {
        for (language, name, text) in [
            ("python", "a.py", "import json, re, threading\nprint(json.dumps([1]))"),
            ("c", "a.c", "#include <stdio.h>\nint main(void) { puts(\"x\"); return 0; }\n"),
        ] {
            let outcome = try assay("sandbox", "learn", language, try scratch.file(name, text))
            #expect(outcome.status == ExitCode.yes, "\(outcome.err)")
            #expect(outcome.out == "")
        }
    }

    private func builtInProfile() throws -> String {
        let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try Self.text("/\(package)/Sandboxes/python.yaml")
    }

    private static func text(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
