import Execution
import Foundation
import TestSupport
import Testing

/// The built program: as an ordinary user, and killed in the middle.
@Suite(.serialized, .realBoxes, .enabled(if: Installed.isPossible, "assay is not built"))
struct WholeProgramTests {
    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func `an ordinary user gets boxes, cautions and the same verdicts`() throws {
        let home = try Installed()
        defer { home.remove() }
        let doctor = try home.run(["doctor", "--quick"])
        #expect(doctor.code == 0, "\(doctor.text)")
        #expect(doctor.text.contains("CAUTION  cgroup_memory"))
        #expect(doctor.text.contains("an ordinary user"))
        #expect(!doctor.text.contains("FAIL"))
        try home.write("print('well')", to: "well.py")
        try home.write("while True: pass", to: "burn.py")
        try home.write(
            "import time; block = bytearray(b'x') * (160 << 20); time.sleep(60)", to: "hoard.py")
        let well = try home.run(["run", "python", home.path("well.py")])
        #expect(well.code == 0)
        #expect(well.text.hasPrefix("well\n"))
        let burn = try home.run(["run", "python", home.path("burn.py"), "--cpu-ms", "400"])
        #expect(burn.code == 1)
        #expect(burn.text.contains("time_limit_exceeded: cpu_ms is 400"), "\(burn.text)")
        let hoard = try home.run(
            ["run", "python", home.path("hoard.py"), "--memory-bytes", "100000000"])
        #expect(hoard.code == 1)
        #expect(hoard.text.contains("memory_limit_exceeded: memory_bytes is 100000000"))
    }

    @Test func `when assay is killed, what it ran ends, too`() async throws {
        let home = try Installed()
        defer { home.remove() }
        let word = HostProcess.word()
        try home.write(
            "import os; os.execv('/usr/bin/sleep', ['\(word)', '600'])", to: "sleeper.py")
        let process = home.process(["run", "python", home.path("sleeper.py")])
        try process.run()
        let found = try await HostProcess.waitFor(word)
        let boxes = found.flatMap(\.boxes).map(\.pid)
        #expect(boxes.count >= 2)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try await HostProcess.waitFor(word, count: 0).isEmpty)
        for _ in 0..<250 where boxes.contains(where: HostProcess.exists) {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(boxes.filter(HostProcess.exists).isEmpty)
    }
}

/// A copy of the program where everybody can read it.
private struct Installed {
    let root: String

    static var isPossible: Bool {
        BuiltBinary.path("assay") != nil && access("/usr/bin/setpriv", X_OK) == 0
    }

    init() throws {
        root = "/tmp/assay-installed-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: root + "/bin", withIntermediateDirectories: true)
        for name in ["assay", "assay-box"] {
            guard let path = BuiltBinary.path(name) else { throw Diagnostic("no `\(name)`") }
            // By another process: a descriptor of ours, open for writing, could be inherited by a
            // child of another test, and the program would be busy when it is started.
            let copy = try Process.run(
                URL(filePath: "/bin/cp"), arguments: [path, root + "/bin/" + name])
            copy.waitUntilExit()
            guard copy.terminationStatus == 0 else { throw Diagnostic("cannot copy `\(path)`") }
        }
        for name in ["Sandboxes", "Rubrics"] {
            try files.copyItem(
                atPath: Boxes.root.appending(path: name).path, toPath: root + "/" + name)
        }
    }

    func path(_ name: String) -> String { root + "/" + name }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    /// As nobody, where we may become it.
    func process(_ words: [String]) -> Process {
        let process = Process()
        let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"]
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = (geteuid() == 0 ? nobody : []) + [path("bin/assay")] + words
        process.environment = ["ASSAY_HOME": root, "HOME": "/tmp", "PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    func run(_ words: [String]) throws -> (code: Int32, text: String) {
        let process = process(words)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }
}
