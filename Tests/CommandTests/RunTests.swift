import Execution
import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct RunTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func `output passes through, the verdict and the usage are on standard error`() throws {
        let file = try scratch.file(
            "a.py",
            """
            import sys
            sys.stdout.write(sys.stdin.read().upper() + ",".join(sys.argv[1:]))
            sys.stderr.write("whisper\\n")
            """)
        let outcome = try assay("run", "python", file, "one", "--", "--two", input: "hello ")
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.out == "HELLO one,--two")
        #expect(outcome.err.hasPrefix("whisper\naccepted  cpu "))
        #expect(outcome.err.contains("  wall "))
        #expect(outcome.err.contains("  peak memory "))
    }

    @Test(arguments: [
        ("raise SystemExit(3)", [], "runtime_error: exit code 3", ExitCode.no),
        ("import ctypes; ctypes.string_at(0)", [], "runtime_error: SIGSEGV", ExitCode.no),
        (
            "while True: pass", ["--cpu-ms", "200"], "time_limit_exceeded: cpu_ms is 200",
            ExitCode.no
        ),
        (
            "import time; time.sleep(9)", ["--wall-ms", "300"],
            "time_limit_exceeded: wall_ms is 300", ExitCode.no
        ),
        (
            "while True: print('x' * 1000)", ["--output-bytes", "100000"],
            "output_limit_exceeded: output_bytes is 100000", ExitCode.no
        ),
        (
            "a = bytearray(200 << 20); a[:] = b'x' * len(a); import time; time.sleep(3)",
            ["--memory-bytes", "67108864"], "memory_limit_exceeded", ExitCode.no
        ),
    ])
    func `each end has its verdict, its reason and its exit status`(
        _ source: String, _ options: [String], _ verdict: String, _ status: Int32
    ) throws {
        let file = try scratch.file("a.py", source)
        let child = try Child(["run", "python", file, "--quiet", "--json"] + options)
        child.closeInput()
        let quiet = child.finish()
        #expect(quiet.status == status)
        let name = String(verdict.prefix { $0 != ":" })
        #expect(jsonLines(quiet.out).first?["verdict"]?.string == name)
        #expect(quiet.err == "")

        let loud = try Child(["run", "python", file] + options)
        loud.closeInput()
        #expect(loud.finish().err.contains(verdict))
    }

    @Test func `verbose tells each step, its layers and its times on standard error`() throws {
        let file = try scratch.file("a.c", "int main(void) { return 3; }\n")
        let outcome = try assay("run", "c", file, "-v")
        #expect(outcome.status == ExitCode.no)
        #expect(outcome.out == "")
        let lines = outcome.err.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("step 1: box `c`: /usr/bin/gcc ") }, "\(outcome.err)")
        #expect(lines.contains { $0.hasPrefix("step 1: exit code 0, cpu ") })
        #expect(lines.contains { $0.hasPrefix("step 2: box `c`: /work/") })
        #expect(lines.contains { $0.hasPrefix("step 2: exit code 3, cpu ") && $0.contains("wall") })
        #expect(lines.count { $0.hasPrefix("box `c`: layers ") && $0.contains("seccomp") } == 1)
        // Told of the first run, not of each.
        let layers = try #require(lines.firstIndex { $0.hasPrefix("box `c`: layers ") })
        let second = try #require(lines.firstIndex { $0.hasPrefix("step 2: ") })
        #expect(layers < second)
        #expect(lines.last?.hasPrefix("ended after ") == true)
    }

    @Test func `the whole output is passed through, far more than results keep`() throws {
        let file = try scratch.file("a.py", "print('x' * 999_999)")
        let outcome = try assay("run", "python", file)
        #expect(outcome.out.utf8.count == 1_000_000)
    }

    @Test func `a compiler's messages are on standard error and the status is 1`() throws {
        let file = try scratch.file("a.c", "int main(void) { return x; }\n")
        let outcome = try assay("run", "c", file)
        #expect(outcome.status == ExitCode.no)
        #expect(outcome.out == "")
        #expect(outcome.err.contains("undeclared"))
        #expect(outcome.err.contains("compile_error"))
    }

    @Test func `json is one result and nothing else`() throws {
        let file = try scratch.file("a.py", "print('text')")
        let outcome = try assay("run", "python", file, "--json")
        let results = jsonLines(outcome.out)
        #expect(results.count == 1)
        #expect(results.first?["schema"]?.string == "result/1")
        #expect(results.first?["run"]?["stdout"]?.string == "text\n")
        #expect(outcome.err == "")
    }

    @Test func `what it tried and may not is told, in its own words made visible`() throws {
        let file = try scratch.file(
            "a.py",
            """
            import ctypes, socket
            for _ in range(3):
                try: socket.create_connection(("127.0.0.1", 80))
                except OSError as error: print(error.errno)
            ctypes.CDLL(None).mount(b"none", b"/\\x1b[31m", b"tmpfs", 0, None)
            """)
        let outcome = try assay("run", "python", file)
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.out == "101\n101\n101\n")
        #expect(
            outcome.err.contains(
                "tried `connect` 127.0.0.1:80: refused with ENETUNREACH, 3 times\n"))
        #expect(outcome.err.contains("tried `mount` "))
        #expect(!outcome.err.contains("\u{1B}"))
        #expect(try assay("run", "python", file, "--quiet").err == "")
        let json = jsonLines(try assay("run", "python", file, "--json").out)
        let violations = json.first?["violations"]?.array ?? []
        #expect(violations.first?["syscall"]?.string == "connect")
        #expect(violations.first?["detail"]?.string == "127.0.0.1:80")
        #expect(violations.first?["count"]?.int == 3)
        #expect(violations.first?["fatal"]?.bool == false)
    }

    @Test func `a fatal call kills and is named in the verdict's line`() throws {
        let file = try scratch.file(
            "a.py",
            "import ctypes; ctypes.CDLL(None).syscall(175, 0, 0, 0)  # init_module on x86-64")
        let outcome = try assay("run", "python", file)
        #if arch(x86_64)
        #expect(outcome.status == ExitCode.no)
        #expect(outcome.err.contains("security_violation: tried `init_module`"))
        #endif
    }

    @Test func `with --exit-zero the verdict no longer decides the status`() throws {
        let file = try scratch.file("a.py", "raise SystemExit(3)")
        let outcome = try assay("run", "python", file, "--exit-zero")
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.err.contains("runtime_error"))
    }

    @Test func `a broken pipe is a quiet 0`() throws {
        let file = try scratch.file("a.py", "print('x' * 500_000)")
        let child = try Child(["run", "python", file])
        child.closeInput()
        child.closeOutput()
        let outcome = child.finish()
        #expect(outcome.status == ExitCode.yes)
        #expect(!outcome.err.contains("error:"))
    }

    @Test func `Ctrl-C ends with 130 and leaves no process`() throws {
        let marker = "run-interrupted-\(getpid())"
        let file = try scratch.file("a.py", "import time; time.sleep(60)")
        let child = try Child(["run", "python", file, marker])
        child.closeInput()
        // The child's own arguments have the marker too; the program's are in another process.
        usleep(1_500_000)
        kill(child.pid, SIGINT)
        #expect(child.finish(withinSeconds: 30).status == ExitCode.interrupted)
        #expect(Sandbox.waitUntil(marker, runs: false, seconds: 2))
    }
}

@Suite struct DoctorTests {
    @Test func `doctor's json is a check a line, each with a status`() throws {
        let outcome = try assay("doctor", "--json", "--quick")
        #expect([0, 1, 69].contains(outcome.status))
        let checks = jsonLines(outcome.out)
        #expect(checks.count >= 5)
        for check in checks {
            #expect(check["schema"]?.string == "doctor/1")
            #expect(["pass", "caution", "fail"].contains(check["status"]?.string))
        }
        #expect(checks.contains { $0["name"]?.string == "toolchain_python" })
    }

    @Test(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
    func `doctor runs each language's self-test; what is not installed is a caution`() throws {
        let outcome = try assay("doctor", "--json")
        #expect(outcome.status == ExitCode.yes)
        let languages = jsonLines(outcome.out).filter { $0["language"] != nil }
        #expect(languages.count >= 14)
        for check in languages {
            let missing = check["status"]?.string == "caution"
            #expect(check["self_test"]?.string == (missing ? "not_run" : "passed"), "\(check)")
            if missing { #expect(check["remedy"]?.string?.isEmpty == false) }
        }
        let python = try #require(languages.first { $0["language"]?.string == "python" })
        #expect(python["toolchain_version"]?.string?.hasPrefix("Python 3") == true)
        #expect(python["run_ms"] != .null && python["compile_ms"] == .null)
    }

    @Test(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
    func `a self-test that fails is told with its reason, a missing toolchain with its remedy`()
        throws
    {
        let scratch = try ScratchDirectory()
        #expect(try assay(["init"], in: scratch).status == ExitCode.yes)
        let own = """
            schema: profile/1
            extends: base
            source_path: main.sh
            run: ["{toolchain}", "{source}"]

            """
        mkdir("\(scratch.path)/w/Sandboxes", 0o755)
        _ = try scratch.file(
            "w/Sandboxes/wrong.yaml",
            own + """
                language: wrong
                toolchain: {candidates: [/usr/bin/bash], version: [--version], packages: [bash]}
                self_test: {source: "echo 1; echo said why >&2", stdout: "2\n"}
                """)
        _ = try scratch.file(
            "w/Sandboxes/absent.yaml",
            own + """
                language: absent
                toolchain: {candidates: [/usr/bin/none], version: [-v], packages: [none, else]}
                self_test: {source: "echo 1", stdout: "1\n"}
                """)
        let outcome = try assay("doctor", "--workspace", "\(scratch.path)/w")
        #expect(outcome.status == ExitCode.no)
        let wrong = outcome.out.split(separator: "\n").first { $0.contains("toolchain_wrong") }
        #expect(wrong?.hasPrefix("FAIL") == true)
        #expect(wrong?.contains("self-test failed: wrong_answer") == true)
        #expect(outcome.out.contains("CAUTION  toolchain_absent"))
        #expect(outcome.out.contains("apt-get install none else"))
    }

    @Test func `doctor in words says PASS, CAUTION or FAIL on each line`() throws {
        let outcome = try assay("doctor", "--quick")
        for line in outcome.out.split(separator: "\n") where !line.hasPrefix(" ") {
            #expect(["PASS", "CAUTION", "FAIL"].contains { line.hasPrefix($0) }, "\(line)")
        }
    }

    @Test(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
    func `sandbox check starts each toolchain in its box`() throws {
        let outcome = try assay("sandbox", "check", "bash", "c", "cpp", "perl", "python", "--json")
        #expect(outcome.status == ExitCode.yes)
        let checks = jsonLines(outcome.out)
        let languages = checks.compactMap { $0["language"]?.string }
        #expect(languages == ["bash", "c", "cpp", "perl", "python"])
        for check in checks { #expect(check["runs"]?.bool == true) }
    }

    @Test func `sandbox show gives every mount and group its reason`() throws {
        let outcome = try assay("sandbox", "show", "python", "--json")
        let profile = try #require(jsonLines(outcome.out).first)
        for part in ["mounts", "syscalls"] {
            let entries = profile[part]?.array ?? []
            #expect(!entries.isEmpty)
            for entry in entries { #expect(entry["why"]?.string?.isEmpty == false) }
        }
    }
}
