import Execution
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import assay

@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct KeepBoxTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func run(_ source: String, _ options: [String] = []) throws -> Outcome {
        let file = try scratch.file("a.py", source)
        let child = try Child(
            ["run", "python", file, "--keep-box"] + options,
            environment: ["TMPDIR": scratch.path])
        child.closeInput()
        return child.finish()
    }

    /// The directory that the command named.
    private func kept(_ outcome: Outcome) throws -> String {
        let line = try #require(
            outcome.err.split(separator: "\n").first { $0.hasPrefix("box kept in ") },
            "\(outcome.err)")
        let path = line.dropFirst("box kept in ".count).prefix { $0 != " " }
        #expect(path.hasPrefix(scratch.path + "/assay-box-"))
        return String(path)
    }

    private func text(_ path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    @Test func `what the program left is in a new directory, for its owner alone`() throws {
        let outcome = try run(
            """
            import os
            os.makedirs("out/deep")
            open("out/deep/plot.svg", "w").write("<svg/>")
            open("tool", "w").write("#!/bin/sh"); os.chmod("tool", 0o777)
            print("done")
            raise SystemExit(3)
            """)
        #expect(outcome.status == ExitCode.no)
        #expect(outcome.out == "done\n")
        let box = try kept(outcome)
        #expect(text(box + "/out/deep/plot.svg") == "<svg/>")
        for (path, mode) in [("", 0o700), ("/out", 0o700), ("/tool", 0o600)] as [(String, UInt32)] {
            var status = stat()
            #expect(lstat(box + path, &status) == 0)
            #expect(status.st_mode & 0o7777 == mode, "\(path)")
        }
    }

    @Test func `links, pipes and names of control characters do no harm`() throws {
        let outcome = try run(
            #"""
            import os, socket
            os.symlink("/etc/passwd", "link")
            os.symlink("/", "root")
            os.mkfifo("fifo")
            open("a\n\x1b[31mb", "w").write("named badly")
            open(b"\xff\xfe", "w").write("no text")
            open("plain", "w").write("x")
            """#, ["-v"])
        #expect(outcome.status == ExitCode.yes)
        #expect(!outcome.err.contains("\u{1B}"))
        let box = try kept(outcome)
        #expect(text(box + "/plain") == "x")
        let names = try FileManager.default.contentsOfDirectory(atPath: box)
        #expect(!names.contains("link") && !names.contains("root") && !names.contains("fifo"))
        for name in names {
            var status = stat()
            #expect(lstat("\(box)/\(name)", &status) == 0)
            #expect(status.st_mode & S_IFMT == S_IFREG, "\(name)")
        }
    }

    @Test func `a program that was killed leaves its files too`() throws {
        let outcome = try run(
            "open('a.txt', 'w').write('half'); print('go', flush=True)\nwhile True: pass",
            ["--cpu-ms", "300", "--json"])
        #expect(outcome.status == ExitCode.no)
        #expect(jsonLines(outcome.out).first?["verdict"]?.string == "time_limit_exceeded")
        #expect(text(try kept(outcome) + "/a.txt") == "half")
    }

    @Test func `without the option nothing is kept`() throws {
        let file = try scratch.file("a.py", "open('a.txt', 'w')")
        let child = try Child(["run", "python", file], environment: ["TMPDIR": scratch.path])
        child.closeInput()
        #expect(child.finish().status == ExitCode.yes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["a.py"])
    }
}

/// Names as no kernel gives them, so that nothing depends on who names the files.
@Suite struct KeptBoxNameTests {
    @Test(arguments: [
        "", "/", "/etc/passwd", "..", "../a", "a/../b", "a/..", ".", "./a", "a//b", "a/", "a\0b",
        String(repeating: "n", count: 256),
        Array(repeating: "d", count: 300).joined(separator: "/"),
    ])
    func `a name that could lead out of the directory is refused`(_ name: String) {
        #expect(KeptBox.steps(of: name) == nil)
    }

    @Test(arguments: ["a", "a/b", "...", "..a", "-rf", " ", "a\n\u{1B}[31m", ".hidden/x"])
    func `any other name stays one`(_ name: String) {
        #expect(KeptBox.steps(of: name)?.joined(separator: "/") == name)
    }

    @Test func `of two files with one name the first stays, and the second is told`() throws {
        let box = try KeptBox.write([
            BoxFile(path: "a", bytes: [1]), BoxFile(path: "a", bytes: [2]),
            BoxFile(path: "a/b", bytes: [3]), BoxFile(path: "../c", bytes: [4]),
            BoxFile(path: "d/e", bytes: [5]),
        ])
        defer { try? FileManager.default.removeItem(atPath: box.path) }
        #expect(box.files == 2)
        #expect(box.refused.map(\.name) == ["a", "a/b", "../c"])
        #expect(FileManager.default.contents(atPath: box.path + "/a") == Data([1]))
        #expect(FileManager.default.contents(atPath: box.path + "/d/e") == Data([5]))
    }
}
