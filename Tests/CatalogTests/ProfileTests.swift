import Catalog
import Execution
import Foundation
import Testing

@Suite struct ProfileTests {
    static let base = """
        schema: profile/1
        environment: {LANG: C.UTF-8, HOME: /work}
        limits: {cpu_ms: 5000}
        requires: [seccomp]
        mounts:
          - {bind: /usr, why: the tools}
          - {symlink: usr/bin, at: /bin, why: old paths}
          - {tmpfs: /tmp, why: scratch}
        syscalls:
          - {group: memory, why: allocation, allow: [mmap, munmap]}
        """
    static let python = """
        schema: profile/1
        language: python
        title: Python 3
        extends: base
        toolchain: {candidates: [/usr/bin/python3], version: ["-V"], remedy: install python3}
        source_path: main.py
        run: ["{toolchain}", "-I", "{source}"]
        environment: {HOME: /tmp, EMPTY: ""}
        limits: {memory_bytes: 1000000, idle_ms: 0}
        compile_limits: {cpu_ms: 7}
        requires: [landlock, seccomp]
        reaper: true
        harness: python
        self_test: {source: "print(input())", stdin: "1", stdout: "1\\n"}
        mounts:
          - {file: "x:y", at: /etc/passwd, optional: true, why: names}
          - {device: /dev/null, why: output to nowhere}
        syscalls:
          - {group: no-trace, why: no looking at others, errno: EPERM, calls: [ptrace]}
          - {group: never, why: of no use, kill: ["clone:arg0&0x7e020000==0"]}
        """

    static func fixture(_ more: [String: String] = [:]) throws -> Fixture {
        let files = [
            "a/base.yaml": Self.base, "a/python.yaml": Self.python,
            "a/harness/python/examiner.py": "1", "a/harness/python/lib/x.py": "2",
        ]
        return try Fixture(files.merging(more) { _, new in new })
    }

    @Test func `a profile joins its own part with what it extends`() throws {
        let files = try Self.fixture()
        let profiles = try ProfileCatalog.load(directories: [files.root + "/a"])
        #expect(Array(profiles.keys) == ["python"])
        let profile = try #require(profiles["python"])
        #expect(profile.title == "Python 3")
        #expect(profile.environment == ["LANG": "C.UTF-8", "HOME": "/tmp", "EMPTY": ""])
        #expect(profile.limits.cpuMS == 5000)
        #expect(profile.limits.memoryBytes == 1_000_000)
        #expect(profile.limits.wallMS == Limits.standard.wallMS)
        #expect(profile.compileLimits.cpuMS == 7)
        #expect(profile.requires == [.seccomp, .landlock])
        #expect(profile.reaper)
        #expect(profile.compile == nil)
        #expect(profile.run == ["{toolchain}", "-I", "{source}"])
        #expect(
            profile.mounts.map(\.target) == ["/usr", "/bin", "/tmp", "/etc/passwd", "/dev/null"])
        #expect(profile.mounts[1].source == "usr/bin")
        #expect(
            profile.mounts[3]
                == Mount(
                    kind: .file, source: "x:y", target: "/etc/passwd", optional: true, why: "names")
        )
        // The first that names a call decides: a language can differ from what it extends.
        #expect(profile.syscalls.map(\.action) == [.errno("EPERM"), .kill, .allow])
        #expect(
            profile.selfTest
                == SelfTest(source: "print(input())", standardInput: "1", standardOutput: "1\n"))
        #expect(profile.toolchain.remedy == "install python3")
        #expect(profile.harness == ["examiner.py": [49], "lib/x.py": [50]])
    }

    @Test func `the digest changes with the file and with its base`() throws {
        let one = try Self.fixture()
        let first = try ProfileCatalog.load(directories: [one.root + "/a"])["python"]?.sha256
        let again = try ProfileCatalog.load(directories: [one.root + "/a"])["python"]?.sha256
        #expect(first == again && first?.count == 64)
        try one.write("a/base.yaml", Self.base + "\n# a word\n")
        let second = try ProfileCatalog.load(directories: [one.root + "/a"])["python"]?.sha256
        #expect(first != second)
    }

    @Test func `a later directory replaces a language and may extend the built-in base`() throws {
        let own = Self.python.replacing("title: Python 3", with: "title: Ours")
        let files = try Self.fixture(["b/python.yaml": own])
        let directories = [files.root + "/a", files.root + "/b", files.root + "/none"]
        let profile = try ProfileCatalog.load(directories: directories)["python"]
        #expect(profile?.title == "Ours")
        #expect(profile?.harness.count == 2)
        #expect(profile?.mounts.count == 5)
    }

    static let faults: [(change: (String, String), message: String)] = [
        (
            ("schema: profile/1", "schema: profile/2"),
            "p.yaml:1:9: unknown schema `profile/2` | hint: this version of Assay reads `profile/1`"
        ),
        (
            ("reaper: true", "reeper: true"),
            "p.yaml:12:1: unknown key `reeper` in the profile | hint: did you mean `reaper`?"
        ),
        (
            ("reaper: true", "reaper: yes"),
            "p.yaml:12:9: `reaper` of the profile must be `true` or `false`, not text"
        ),
        (
            ("reaper: true", "stub: [def ASSAY_ENTRY_POINT(): pass, pass]"),
            "p.yaml:12:7: `stub` must hold two sources with a function `ASSAY_ENTRY_POINT` "
                + "| hint: the first gives back nothing, the second something else"
        ),
        (
            ("reaper: true", "stub: {bodies: rusty}"),
            "p.yaml:12:16: `bodies` of `stub` cannot be `rusty` "
                + "| note: known: c, cpp, go, java, rust, swift | hint: did you mean `rust`?"
        ),
        (
            ("at: /etc/passwd, optional: true, why: names", "at: /etc/passwd"),
            "p.yaml:16:5: a mount needs `why`"
        ),
        (
            ("at: /etc/passwd", "at: etc/passwd"),
            "p.yaml:16:23: `at` must be an absolute path, not `etc/passwd`"
        ),
        (
            ("at: /etc/passwd", "at: /etc/../passwd"),
            "p.yaml:16:23: `at` must be an absolute path, not `/etc/../passwd`"
        ),
        (
            ("{device: /dev/null,", "{device: /dev/null, bind: /x,"),
            "p.yaml:17:5: a mount must have exactly one of bind, symlink, tmpfs, file, device "
                + "| note: it has bind and device"
        ),
        (
            ("[/usr/bin/python3]", "[python3]"),
            "p.yaml:5:25: a toolchain must be an absolute path, not `python3` "
                + "| note: `PATH` is never searched"
        ),
        (
            ("memory_bytes: 1000000", "memory_byte: 1"),
            "p.yaml:9:10: unknown limit `memory_byte` in `limits` "
                + "| hint: did you mean `memory_bytes`?"
        ),
        (
            ("memory_bytes: 1000000", "memory_bytes: 1 GB"),
            "p.yaml:9:24: the limit `memory_bytes` must be a whole number of at least 1"
        ),
        (
            ("requires: [landlock", "requires: [landlok"),
            "p.yaml:11:11: unknown layer `landlok` in `requires` | hint: did you mean `landlock`?"
        ),
        (
            ("\"{source}\"]", "\"{sauce}\"]"),
            "p.yaml:7:6: unknown placeholder `{sauce}` in `run` "
                + "| note: known: {toolchain}, {source}, {output}, and limits: {memory_bytes} "
                + "| hint: did you mean `{source}`?"
        ),
        (
            ("[\"{toolchain}\"", "[python3"),
            "p.yaml:7:6: `run` must begin with an absolute path or `{toolchain}`, not `python3`"
        ),
        (
            ("{source}\"]", "{output}\"]"),
            "p.yaml: a command names `{output}`, but there is no `output`"
        ),
        (
            (", remedy: install python3", ""),
            "p.yaml:5:12: the toolchain needs `packages` or `remedy` | note: `packages` names the "
                + "Debian packages that bring it; `remedy` says what to do"
        ),
        (
            ("remedy: install python3", "packages: [python3; reboot]"),
            "p.yaml:5:72: `python3; reboot` cannot be the name of a package"
        ),
        (
            ("stdin: \"1\", stdout: \"1\\n\"", "input: \"1\""),
            "p.yaml:14:39: unknown key `input` in the self-test "
                + "| note: known keys: source, stdin, stdout"
        ),
        (
            (", stdout: \"1\\n\"", ""),
            "p.yaml:14:12: the self-test needs `stdout`"
        ),
        (
            ("\"{source}\"]", "\"{source}\", \"-m{memory_byte}\"]"),
            "p.yaml:7:6: unknown placeholder `{memory_byte}` in `run` "
                + "| note: known: {toolchain}, {source}, {output}, and limits: {memory_bytes} "
                + "| hint: did you mean `{memory_bytes}`?"
        ),
        (
            ("errno: EPERM", "errno: eperm"),
            "p.yaml:19:57: `errno` must be a name such as `EPERM`, not `eperm`"
        ),
        (
            ("source_path: main.py", "source_path: ../main.py"),
            "p.yaml:6:14: `source_path` must be a path inside the working directory, "
                + "not `../main.py`"
        ),
        (
            ("title: Python 3", "language: py"),
            "p.yaml:2:1: the key `language` is given more than once"
        ),
        (
            ("title: Python 3", "title: &t Python 3"),
            "p.yaml:3:8: anchors and aliases are not allowed "
                + "| hint: put a text that begins with `&` or `*` in quotes"
        ),
        (
            ("title: Python 3", "title: !!str Python 3"),
            "p.yaml:3:8: tags are not allowed | hint: put a text that begins with `!` in quotes"
        ),
        (
            ("extends: base", "extends: bass"),
            "p.yaml:4:10: there is no profile `bass` to extend | note: looked for `bass.yaml`"
        ),
        (
            ("harness: python", "harness: py"),
            "p.yaml:13:10: there is no harness `py` | note: looked for `harness/py`"
        ),
        (
            ("harness: python", "harness: [python, py]"),
            "p.yaml:13:19: there is no harness `py` | note: looked for `harness/py`"
        ),
        (
            ("harness: python", "harness: [python, Py]"),
            "p.yaml:13:19: `harness` must be lower-case letters, digits and dashes, not `Py`"
        ),
        (
            ("harness: python", "harness: [python, other]"),
            "p.yaml:13:19: two folders of `harness` hold a file `x` "
                + "| note: `harness/python` and `harness/other` "
                + "| hint: give one of the two another name"
        ),
        (
            ("reaper: true", "examined: {candidate: {files: [x], run: [/bin/sh, '{diver}']}}"),
            "p.yaml:12:11: `examined` needs `examiner`"
        ),
        (
            (
                "reaper: true",
                "examined: {candidate: {files: [x], run: [/bin/sh, '{diver}']}, "
                    + "examiner: {files: [y], run: [/bin/sh]}}"
            ),
            "p.yaml:12:41: unknown placeholder `{diver}` in `run` "
                + "| note: known: {toolchain}, {source}, {driver}, {output}, and limits: "
                + "{memory_bytes} | hint: did you mean `{driver}`?"
        ),
        (
            (
                "reaper: true",
                "examined: {candidate: {files: [x], run: [/bin/sh]}, "
                    + "examiner: {files: [y], run: [/bin/sh]}}"
            ),
            "p.yaml: the harness has no file `y`"
        ),
        (
            ("reaper: true", "assertions: {refuse: [{find: '(a+)\\1', why: twice}]}"),
            "p.yaml:12:22: `refuse` is no pattern: `(a+)\\1`: back references are not possible "
                + "(character 6) | note: patterns run over sources that nobody may trust: what "
                + "takes longer than the text is long is none"
        ),
        (
            ("reaper: true", "assertions: {names: 'tëst(\\w+)'}"),
            "p.yaml:12:21: `names` is no pattern: `tëst(\\w+)`: sources are looked through by the "
                + "byte, and this is no ASCII; `\\w` takes it (character 2) | note: patterns run "
                + "over sources that nobody may trust: what takes longer than the text is long is "
                + "none"
        ),
        (
            ("reaper: true", "reaper: {"),
            "p.yaml:14:10: this is not YAML: did not find expected ',' or '}' "
                + "| note: while parsing a flow mapping at 12:9 "
                + "| hint: a text that holds `: `, `? ` or ends in `?` needs quotes"
        ),
    ]

    @Test(arguments: faults.indices)
    func `each fault is told with its place`(index: Int) throws {
        let (change, message) = Self.faults[index]
        let text = Self.python.replacing(change.0, with: change.1)
        #expect(text != Self.python)
        let files = try Fixture([
            "base.yaml": Self.base, "p.yaml": text, "harness/python/x": "",
            "harness/other/w": "", "harness/other/x": "",
        ])
        let catalog = ProfileCatalog.read(directories: [files.root])
        let found = catalog.diagnostics.map(files.text)
        #expect(found.first == message)
        #expect(catalog.profiles.isEmpty)
        #expect(throws: Diagnostic.self) { try ProfileCatalog.load(directories: [files.root]) }
    }

    @Test func `profiles that extend each other are refused`() throws {
        let files = try Fixture([
            "base.yaml": "schema: profile/1\nextends: other\n",
            "other.yaml": "schema: profile/1\nextends: base\n",
        ])
        let found = ProfileCatalog.read(directories: [files.root]).diagnostics.map(\.message)
        #expect(found.contains("`extends` goes round in a circle or is more than 4 deep"))
    }

    @Test func `aliases of aliases are refused at once`() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "? [\(items)]\n: &a\(level) [\(items)]\n"
        }
        let files = try Fixture(["bomb.yaml": text])
        let started = ContinuousClock.now
        let found = ProfileCatalog.read(directories: [files.root]).diagnostics.map(files.text)
        #expect(found.count == 1)
        #expect(found.first?.contains("anchors and aliases are not allowed") == true)
        #expect(ContinuousClock.now - started < .seconds(2))
    }

    @Test func `a file that is too large, not UTF-8, empty or deep is refused`() throws {
        let deep = "a: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        let files = try Fixture([
            "large.yaml": String(repeating: "#", count: 300_000), "empty.yaml": "# nothing\n",
            "deep.yaml": deep,
        ])
        try Data([0x61, 0x3A, 0x20, 0xFF]).write(to: URL(filePath: files.root + "/bytes.yaml"))
        let found = ProfileCatalog.read(directories: [files.root]).diagnostics.map(files.text)
        #expect(
            found == [
                "bytes.yaml:1:4: the file is not UTF-8",
                "deep.yaml:1:52: values are nested more than 24 deep",
                "empty.yaml: the file is empty",
                "large.yaml: the file is larger than 256 KiB | note: it has 300000 bytes",
            ])
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `a damaged profile is a diagnostic or a profile, never a crash`(seed: UInt64) throws {
        let files = try Self.fixture()
        var random = Seeded(seed)
        for _ in 0..<50 {
            let bytes = random.mutated(Array(Self.python.utf8))
            try Data(bytes).write(to: URL(filePath: files.root + "/a/python.yaml"))
            let catalog = ProfileCatalog.read(directories: [files.root + "/a"])
            let made = catalog.profiles.count
            // A file without a language is a base, which makes no profile and is no fault.
            if made == 0, catalog.diagnostics.isEmpty {
                #expect(!String(decoding: bytes, as: UTF8.self).contains("\nlanguage:"))
            }
        }
    }

    @Test func `packages are the remedy unless another is given`() throws {
        let text = Self.python.replacing("remedy: install python3", with: "packages: [a1, b++]")
        let files = try Self.fixture(["a/python.yaml": text])
        let profile = try ProfileCatalog.load(directories: [files.root + "/a"])["python"]
        #expect(profile?.toolchain.remedy == "apt-get install a1 b++")
        #expect(profile?.toolchain.packages == ["a1", "b++"])
    }
}
