import CBox
import Catalog
import Execution
import Foundation
import TestSupport
import Testing

@testable import Sandboxing

/// The escape suite can fail: each of its four checks is seen to find what it looks for.
@Suite(.serialized)
struct AttackSuiteTests {
    private func attack(
        _ source: String, ends: [Attack.Ending] = [.contained], collect: [String] = [],
        returns: [String]? = [], limits: [LimitName: Int] = [:]
    ) -> Attack {
        Attack(
            name: "made-up.py", denies: "nothing", language: "python", stage: .run,
            source: Array(source.utf8), files: [], ends: ends, endsSampled: ends,
            barriers: [.supervision], limits: limits, hits: [], collect: collect,
            returns: returns)
    }

    @Test(
        .realBoxes,
        arguments: [
            "print('CONTAINED: no'); print('ESCAPED: yes')",
            "import sys; print('CONTAINED: no'); sys.stderr.write('ESCAPED: yes')",
            "print('CONTAINED: ' * 9000); print(); print('ESCAPED: after much else')",
        ])
    func `a line that says so is an escape`(_ source: String) async throws {
        let report = try await RealBoxes.suite.get().run(attack(source))
        #expect(!report.escapes.isEmpty)
        #expect(!report.isGood)
    }

    @Test(.realBoxes) func `what is read back must be what was expected`() async throws {
        let source = "open('a', 'w').write('coder:x:1'); print('CONTAINED: yes')"
        let suite = try RealBoxes.suite.get()
        let more = try await suite.run(attack(source, collect: ["a", "b"], returns: ["a", "b"]))
        #expect(more.escapes.contains("read back: a"))
        #expect(more.escapes.contains("`a` was read through a link"))
    }

    @Test(
        .realBoxes,
        arguments: [
            ("pass", [Attack.Ending.contained]), ("print('CONTAINED: x')", [.limit(.cpuMS)]),
            ("import os; os.abort()", [.signal("SIGSEGV")]),
            ("while True: pass", [.limit(.wallMS)]), ("raise SystemExit(3)", [.contained]),
        ])
    func `another end than the right one is told`(
        source: String, ends: [Attack.Ending]
    ) async throws {
        let report = try await RealBoxes.suite.get().run(
            attack(source, ends: ends, limits: [.cpuMS: 300]))
        #expect(!report.wrongVerdict.isEmpty)
        #expect(report.escapes.isEmpty)
    }

    @Test func `whatever happens to what was put on the host is seen`() throws {
        let host = try AttackHost()
        defer { host.remove() }
        let told = host.variables
        let canary = try #require(told["HOST_CANARY"])
        var attached: UnsafeMutableRawPointer?
        defer { shmdt(attached) }
        let deeds: [(String, () -> Void)] = [
            ("the canary was read", { _ = FileManager.default.contents(atPath: canary) }),
            ("the canary was read", { chmod(canary, 0o600) }),
            ("the canary was read", { link(canary, canary + "-2") }),
            ("files were left", { _ = symlink("x", canary + "-3") }),
            ("a socket of the host was reached", { Self.connect(told["HOST_PORT"] ?? "") }),
            (
                "the host's shared memory was touched",
                { attached = shmat(Int32(told["HOST_SHM_ID"] ?? "") ?? 0, nil, 0) }
            ),
        ]
        for (fault, deed) in deeds {
            let before = host.state(alone: false)
            #expect(host.faults(since: before, mark: "no such mark", alone: false) == [])
            deed()
            let found = host.faults(since: before, mark: "no such mark", alone: false)
            #expect(found.contains { $0.hasPrefix(fault) }, "\(fault): \(found)")
        }
        unlink(canary + "-2")
        unlink(canary + "-3")
        let secret = FileManager.default.contents(atPath: canary) ?? Data()
        #expect(host.isRevealed(by: [1, 2] + Array(secret)))
        #expect(!host.isRevealed(by: Array("secret-".utf8)))
    }

    @Test func `a process that was left is found by its mark`() throws {
        let host = try AttackHost()
        defer { host.remove() }
        let left = Process()
        left.executableURL = URL(filePath: "/bin/sleep")
        left.arguments = ["60"]
        let mark = "mark-of-test-\(getpid())"
        left.environment = ["HOST_MARK": mark]
        try left.run()
        let state = host.state(alone: false)
        let found = host.faults(since: state, mark: mark, alone: false)
        #expect(found == ["the process `sleep` is left"])
        left.terminate()
        left.waitUntilExit()
        #expect(host.faults(since: state, mark: mark, alone: false) == [])
    }

    private static func connect(_ port: String) {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = (UInt16(port) ?? 0).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Glibc.connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        close(client)
    }
}

/// The catalogue's faults are told with their place.
struct AttackCatalogTests {
    private func faults(_ entry: String, limits: String = "{}") throws -> [String] {
        let directory = "/tmp/assay-attacks-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: directory) }
        let text = "schema: attacks/1\nlimits: \(limits)\nattacks:\n  - \(entry)\n"
        for (name, content) in ["attacks.yaml": text, "a.py": "", "probe.py": "", "b.c": ""] {
            try Data(content.utf8).write(to: URL(filePath: directory + "/" + name))
        }
        return AttackCatalog.read(directory: directory).diagnostics.map {
            let place = $0.line.map { ":\($0)" } ?? ""
            return ($0.path ?? "").dropFirst(directory.count + 1) + place + ": " + $0.message
        }
    }

    @Test(arguments: [
        ("{file: a.py, denies: x, layers: [seccomp]}", nil),
        ("{file: a.py, denies: x, layers: [seccom]}", "unknown layer `seccom` in `layers`"),
        ("{file: a.py, denies: x, layers: []}", "an attack needs a layer that stops it"),
        ("{file: a.py, denies: x}", "an attack needs `layers`"),
        ("{file: a.py, layers: [seccomp]}", "an attack needs `denies`"),
        ("{file: a.sh, denies: x, layers: [seccomp]}", "`file` must be a name that ends in"),
        ("{file: ../a.py, denies: x, layers: [seccomp]}", "`file` must be a name that ends in"),
        ("{file: c.py, denies: x, layers: [seccomp]}", "cannot read `c.py`"),
        ("{file: b.c, denies: x, layers: [seccomp]}", "cannot read `attack.h`"),
        ("{file: a.py, denies: x, layers: [seccomp], ends: often}", "`ends` of an attack cannot"),
        ("{file: a.py, denies: x, layers: [seccomp], ends: refused}", "an attack of the stage"),
        ("{file: a.py, denies: x, layers: [seccomp], hits: [disk]}", "unknown limit `disk`"),
        ("{file: a.py, denies: x, layers: [seccomp], returns: [r]}", "`returns` names `r`"),
        ("{file: a.py, denies: x, layers: [seccomp], speed: 1}", "unknown key `speed`"),
    ])
    func `a fault in the catalogue names its place`(entry: String, fault: String?) throws {
        let found = try faults(entry)
        if let fault {
            #expect(found.first?.hasPrefix("attacks.yaml:4: \(fault)") == true, "\(found)")
        } else {
            #expect(found == [])
        }
    }
}
