import CBox
import Execution
import Testing
import TestSupport

@testable import Sandboxing

/// Forbidden calls as evidence: what was tried, with what, and that the run went on.
@Suite(.serialized, .realBoxes)
struct AttemptTests {
    private func attempt(
        _ call: String, _ detail: String, _ outcome: AttemptedCall.Outcome, count: Int = 1
    ) -> AttemptedCall {
        AttemptedCall(call: call, detail: detail, count: count, outcome: outcome)
    }

    @Test func `what code tries on the network is listed with its address`() async throws {
        let code = """
            import socket
            def tries(family, kind, act):
                try: act(socket.socket(family, kind))
                except OSError as error: print(error.errno)
            for _ in range(3):
                tries(socket.AF_INET, socket.SOCK_STREAM, lambda s: s.connect(("127.0.0.1", 80)))
            tries(socket.AF_INET6, socket.SOCK_STREAM, lambda s: s.connect(("2001:db8::7", 443)))
            tries(socket.AF_INET, socket.SOCK_DGRAM, lambda s: s.sendto(b"x", ("8.8.8.8", 53)))
            tries(socket.AF_INET, socket.SOCK_STREAM, lambda s: s.bind(("0.0.0.0", 8080)))
            tries(socket.AF_NETLINK, socket.SOCK_RAW, lambda s: None)
            a, b = socket.socketpair()
            a.send(b"within"); print(b.recv(9).decode())
            """
        let result = try await Boxes.run(Boxes.python(code))
        #expect(result.stdout.lines == ["101", "101", "101", "101", "101", "13", "97", "within"])
        #expect(
            result.attempts == [
                attempt("connect", "127.0.0.1:80", .refused("ENETUNREACH"), count: 3),
                attempt("connect", "[2001:db8::7]:443", .refused("ENETUNREACH")),
                attempt("sendto", "8.8.8.8:53", .refused("ENETUNREACH")),
                attempt("bind", "0.0.0.0:8080", .refused("EACCES")),
                attempt("socket", "AF_NETLINK, type 3, protocol 0", .refused("EAFNOSUPPORT")),
            ])
        #expect(result.attemptsDropped == 0)
    }

    @Test func `other programs, signals to everyone and calls for more rights are listed`()
        async throws
    {
        let code = """
            import ctypes, os, subprocess
            libc = ctypes.CDLL(None, use_errno=True)
            def call(name, *words):
                print(name, getattr(libc, name)(*words), ctypes.get_errno())
            call("mount", b"none", b"/work", b"tmpfs", 0, None)
            call("unshare", 0x10000000)
            call("ptrace", 16, 1, 0, 0)
            call("chroot", b"/tmp")
            print(subprocess.run(["/bin/echo", "hello"], capture_output=True).stdout)
            try: os.kill(1, 0)
            except OSError as error: print(error.errno)
            """
        let result = try await Boxes.run(Boxes.python(code))
        #expect(
            result.stdout.lines == [
                "mount -1 1", "unshare -1 1", "ptrace -1 1", "chroot -1 1", "b'hello\\n'", "1",
            ], "\(result.stdout.text)")
        #expect(
            result.attempts == [
                attempt("mount", "/work", .refused("EPERM")),
                attempt("unshare", "0x10000000", .refused("EPERM")),
                attempt("ptrace", "request 16, process 1", .refused("EPERM")),
                attempt("chroot", "/tmp", .refused("EPERM")),
                attempt("execve", "/bin/echo", .wentOn),
                attempt("kill", "process 1, signal 0", .wentOn),
            ])
    }

    @Test func `what is fatal kills the run, with the call on record and the output kept`()
        async throws
    {
        let result = try await Boxes.run(
            Boxes.c(
                """
                #include <stdio.h>
                #include <sys/syscall.h>
                #include <unistd.h>
                int main(void) {
                    printf("before\\n"); fflush(stdout);
                    syscall(SYS_delete_module, "x", 0);
                    printf("after\\n");
                }
                """))
        #expect(result.termination == .violation)
        #expect(result.stdout.text == "before\n")
        #expect(result.attempts == [attempt("delete_module", "", .fatal)])
        #expect(result.usage.killMS != nil)
    }

    @Test func `a flood of attempts is bounded, counted and does not outlive its limit`()
        async throws
    {
        let result = try await Boxes.run(
            Boxes.c(
                """
                #include <arpa/inet.h>
                #include <sys/socket.h>
                int main(void) {
                    struct sockaddr_in to = {.sin_family = AF_INET};
                    int s = socket(AF_INET, SOCK_STREAM, 0);
                    for (unsigned i = 0; i < 20000; i++) {
                        to.sin_port = htons(i % 60000 + 1);
                        if (!connect(s, (void *)&to, sizeof to)) return 1;
                    }
                    return 0;
                }
                """))
        #expect(result.termination == .exited(code: 0))
        #expect(result.attempts.count == 32)
        let seen = result.attempts.reduce(0) { $0 + $1.count }
        #expect(seen + result.attemptsDropped == 20_000)
        let endless = try await Boxes.run(
            Boxes.python(
                """
                import socket
                while True:
                    try: socket.socket().connect(("1.2.3.4", 5))
                    except OSError: pass
                """, [.wallMS: 500, .cpuMS: 5000]))
        #expect(endless.breach?.name == .wallMS)
        #expect(endless.attempts.count == 1)
    }

    @Test func `pointers that lead nowhere, and text that is none, do no harm`() async throws {
        let result = try await Boxes.run(
            Boxes.c(
                """
                #include <string.h>
                #include <sys/mount.h>
                #include <sys/socket.h>
                #include <sys/syscall.h>
                #include <unistd.h>
                int main(void) {
                    char text[300]; memset(text, 0xff, sizeof text);
                    syscall(SYS_connect, 0, 8, 16); syscall(SYS_connect, 0, -1L, -1L);
                    syscall(SYS_connect, 0, text, 300);
                    syscall(SYS_mount, 0, 0, 0, 0, 0); syscall(SYS_mount, 0, text, 0, 0, 0);
                    syscall(SYS_mount, 0, "a\\x1b[31m\\n", 0, 0, 0);
                    return 0;
                }
                """))
        #expect(result.termination == .exited(code: 0))
        let details = result.attempts.map(\.detail)
        #expect(details.count == 5, "\(details)")
        #expect(details.contains("") && details.contains("a\u{1b}[31m\n"))
        #expect(details.contains("address family 65535"))
        #expect(details.allSatisfy { $0.utf8.count <= 3 * 112 })
    }

    @Test func `a profile can have every opened file listed`() async throws {
        var program = try Boxes.python("open('/etc/passwd').close()")
        program.profile.sha256 += " with opens"
        program.profile.syscalls.insert(
            SyscallGroup(
                name: "opens", why: "a test", action: .allow, calls: ["open", "openat"],
                report: true), at: 0)
        let result = try await Boxes.run(program)
        #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
        let listed = result.attempts.contains {
            $0.call == "openat" && $0.detail.hasPrefix("/") && $0.outcome == .wentOn
        }
        #expect(listed)
        let all = result.attempts.reduce(0) { $0 + $1.count } + result.attemptsDropped
        #expect(all > 20)
    }

    @Test func `a run does not inherit the attempts of the one before`() async throws {
        try await Boxes.withOwnSandbox { own in
            let tries =
                "import socket\ntry: socket.socket().connect(('1.2.3.4', 5))\nexcept OSError: pass"
            let first = try await Boxes.run(Boxes.python(tries), in: own)
            #expect(first.attempts.count == 1)
            let second = try await Boxes.run(Boxes.python("print(1)"), in: own)
            #expect(second.attempts.isEmpty)
        }
    }

    @Test func `the constant that stands for the secret is of no use to a program`() async throws {
        let result = try await Boxes.run(
            Boxes.c(
                """
                #define _GNU_SOURCE
                #include <errno.h>
                #include <sched.h>
                #include <signal.h>
                #include <stdio.h>
                #include <sys/syscall.h>
                #include <unistd.h>
                static void told(long result) { printf("%ld %d\\n", result, errno); }
                int main(void) {
                    const long word = \(UInt64(BOX_FILTER_SECRET));
                    told(syscall(SYS_unshare, CLONE_NEWUSER, 0, 0, 0, 0, word));
                    told(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0, word));
                    told(syscall(SYS_mount, "a", "/tmp", "tmpfs", 0, 0, word));
                }
                """))
        #expect(result.stdout.lines == ["-1 1", "-1 1", "-1 1"])
        let answers = result.attempts.map(\.outcome)
        #expect(answers == Array(repeating: .refused("EPERM"), count: 3))
    }

    @Test func `a program cannot find the secret of its box`() async throws {
        // The reaper has it in its memory when the program starts.
        let result = try await Boxes.run(
            Boxes.c(
                """
                #include <errno.h>
                #include <fcntl.h>
                #include <stdio.h>
                #include <string.h>
                #include <unistd.h>
                int main(void) {
                    const char *paths[] = {"/proc/1/mem", "/proc/1/maps", "/proc/1/environ",
                                           "/proc/1/syscall", "/proc/1/stack", "/proc/1/fd/3"};
                    for (int i = 0; i < 6; i++)
                        printf("%d\\n", open(paths[i], O_RDONLY) < 0 ? errno : 0);
                }
                """))
        #expect(result.stdout.lines.count == 6)
        #expect(result.stdout.lines.allSatisfy { $0 == "13" || $0 == "1" || $0 == "2" })
    }

    @Test func `what a program leaves is read back on request, and links are not followed`()
        async throws
    {
        var program = try Boxes.python(
            """
            import os
            os.makedirs("a/b"); open("a/b/deep", "wb").write(b"\\0deep")
            open("run.sh", "w").write("x"); os.chmod("run.sh", 0o755)
            os.symlink("/etc/passwd", "link"); os.symlink("/etc", "a/etc"); os.mkfifo("pipe")
            """)
        program.keepWork = true
        let result = try await Boxes.run(program)
        #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
        #expect(result.work.map(\.path) == ["a/b/deep", "main.py", "run.sh"])
        #expect(result.work.first?.bytes == Array("\0deep".utf8))
        #expect(result.work.map(\.executable) == [false, false, true])
        program.keepWork = false
        let plain = try await Boxes.run(program)
        #expect(plain.work.isEmpty)
    }

    @Test(
        arguments: [
            ([2, 0, 0, 80, 127, 0, 0, 1], "127.0.0.1:80"), ([2, 0, 0], "address family 2"),
            ([], ""),
            ([10, 0, 1, 187] + [UInt8](repeating: 0, count: 19) + [1], "[::1]:443"),
            ([10, 0, 0, 1, 0, 0, 0, 0] + (0..<16).map { UInt8($0 % 2) }, "[1:1:1:1:1:1:1:1]:1"),
            ([1, 0] + Array("/run/x\0rest".utf8), "unix:/run/x"),
            ([1, 0, 0] + Array("hidden".utf8), "unix:@hidden"),
            ([40, 0, 0, 0], "address family 40"),
        ] as [([UInt8], String)])
    func `an address is told in the words people use`(_ bytes: [UInt8], _ text: String) {
        #expect(AttemptText.address(bytes) == text)
    }
}
