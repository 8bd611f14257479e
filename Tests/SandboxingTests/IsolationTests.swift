import Execution
import Foundation
import Testing
import TestSupport

@testable import Sandboxing

/// What code in a box cannot do, each tried for real.
@Suite(.serialized, .realBoxes)
struct IsolationTests {
    private func output(_ code: String, words: [String] = []) async throws -> String {
        let result = try await Boxes.run(Boxes.python(code, words: words))
        #expect(result.termination == .exited(code: 0), "\(result.stderr.text)")
        return result.stdout.text
    }

    @Test(arguments: [
        "/etc/shadow", "/root", "/home", "/var", "/etc/hostname", "/sys", "/proc/sys", "/boot",
        "/run", "/proc/kcore", "/proc/1/root/etc/shadow", "/dev/mem", "/dev/tty",
        "/etc/resolv.conf",
        Boxes.root.path, Boxes.root.path + "/Package.swift",
    ])
    func `code cannot read a file of the host`(_ path: String) async throws {
        let code = """
            import os, sys
            path = sys.argv[1]
            try:
                print("read", len(os.listdir(path) if os.path.isdir(path) else open(path).read()))
            except OSError as error: print(type(error).__name__)
            """
        let answer = try await output(code, words: [path])
        let refusals = ["FileNotFoundError\n", "PermissionError\n", "read 0\n"]
        // An empty directory of the same name shows nothing of the host.
        #expect(refusals.contains(answer), "\(answer)")
    }

    @Test func `code sees only its own processes`() async throws {
        let code = """
            import os
            processes = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
            print(processes, os.getpid(), all(name.isdigit() or name in ("self", "thread-self")
                for name in os.listdir("/proc")))
            """
        #expect(try await output(code) == "[1, 2] 2 True\n")
    }

    @Test func `code cannot reach what listens on the host's loopback`() async throws {
        let listener = try Listener()
        let code = """
            import errno, socket, sys
            for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "8.8.8.8")):
                try:
                    socket.socket(family).connect((address, int(sys.argv[1])))
                    print("reached", address)
                except OSError as error: print(errno.errorcode[error.errno])
            for family in (socket.AF_UNIX, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_ALG):
                try: socket.socket(family, socket.SOCK_RAW if family > 1 else socket.SOCK_STREAM)
                except OSError as error: print(errno.errorcode[error.errno])
                else: print("made", family)
            """
        let lines = try await output(code, words: ["\(listener.port)"]).split(separator: "\n")
        #expect(lines.count == 6)
        for line in lines.prefix(2) {
            #expect(["ENETUNREACH", "EACCES", "ECONNREFUSED"].contains(String(line)), "\(line)")
        }
        #expect(lines.suffix(4).allSatisfy { $0 == "EAFNOSUPPORT" }, "\(lines)")
        // It does listen: from here it can be reached.
        #expect(listener.canBeReached)
    }

    @Test func `calls that would break out are refused`() async throws {
        let result = try await Boxes.run(Boxes.c(Self.refusedCalls))
        #expect(result.termination == .exited(code: 0))
        for line in result.stdout.lines {
            let words = line.split(separator: " ")
            let refused = ["EPERM", "ENOSYS", "EACCES"].contains(words.last.map(String.init) ?? "")
            #expect(refused, "\(line)")
        }
        #expect(result.stdout.lines.count == 24, "\(result.stdout.text)")
    }

    @Test func `a 32-bit call ends the program`() async throws {
        #if arch(x86_64)
        let code = """
            int main() {
                long answer;
                __asm__ volatile("int $0x80" : "=a"(answer) : "a"(20) : "memory");
                return answer < 0 ? 1 : 0;
            }
            """
        let result = try await Boxes.run(Boxes.c(code))
        let ended: [Termination] = [.signalled("SIGSYS"), .signalled("SIGSEGV")]
        #expect(ended.contains(result.termination), "\(result.termination)")
        #endif
    }

    @Test func `code has no descriptors but its three`() async throws {
        let code = """
            #include <stdio.h>
            #include <fcntl.h>
            int main() {
                for (int fd = 0; fd < 1024; fd++)
                    if (fcntl(fd, F_GETFD) >= 0) printf("%d ", fd);
            }
            """
        #expect(try await Boxes.run(Boxes.c(code)).stdout.text == "0 1 2 ")
        var python = try Boxes.python("import os; print(sorted(os.listdir('/proc/self/fd')))")
        // The fourth is the listing's own.
        #expect(try await Boxes.run(python).stdout.text == "['0', '1', '2', '3']\n")
        python.standardInput = Array("input".utf8)
        #expect(try await Boxes.run(python).stdout.text == "['0', '1', '2', '3']\n")
    }

    @Test func `code can write only to its own places`() async throws {
        let code = """
            import errno, os
            written = []
            for top, folders, files in os.walk("/", onerror=lambda error: None):
                if top in ("/proc",): folders.clear(); continue
                if top.startswith("/usr/") and top.count("/") > 2: folders.clear()
                try:
                    open(os.path.join(top, "mine"), "w").close()
                    written.append(top)
                except OSError as error:
                    refused = (errno.EROFS, errno.EACCES, errno.EPERM)
                    if error.errno not in refused: print(top, error)
            print(sorted(written))
            for path in ("/usr/bin/python3", "/etc/passwd", "/dev/sda"):
                try: open(path, "a"); print("opened", path)
                except OSError as error: pass
            """
        // Three of them are the others by the name they were mounted from.
        let places = "['/.box/0', '/.box/tmp', '/.box/work', '/dev/shm', '/tmp', '/work']\n"
        #expect(try await output(code) == places)
    }

    @Test func `the environment is what was given`() async throws {
        let profile = try Boxes.profile("python")
        let program = Program(
            profile: profile, arguments: ["/usr/bin/env"], environment: ["GIVEN": "a b", "B": ""],
            limits: profile.limits)
        #expect(try await Boxes.run(program).stdout.lines.sorted() == ["B=", "GIVEN=a b"])
    }

    @Test func `code is an unprivileged user without capabilities`() async throws {
        let code = """
            import os, socket
            status = dict(line.split(":", 1) for line in open("/proc/self/status"))
            print(os.getuid(), os.getgid(), os.getgroups(), socket.gethostname(), os.getcwd())
            print(*(status[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapBnd",
                "CapAmb", "NoNewPrivs", "Seccomp")))
            """
        let lines = try await output(code).split(separator: "\n")
        #expect(["1000 1000 [] box /work", "1000 1000 [65534] box /work"].contains(lines.first))
        let none = String(repeating: "0", count: 16)
        #expect(
            lines.last.map(String.init)
                == [none, none, none, none, none, "1", "2"].joined(separator: " "))
    }

    @Test func `on the host it is a user that nobody else has`() async throws {
        let word = HostProcess.word()
        let run = Task {
            try await Boxes.run(
                Boxes.python("import time; time.sleep(60)", [.wallMS: 30_000], words: [word]))
        }
        let found = try await HostProcess.waitFor(word)
        #expect(found.count == 1)
        if geteuid() == 0, let user = found.first?.user {
            #expect((0x7000_0000..<0x7800_0000).contains(user))
        }
        run.cancel()
        _ = try? await run.value
        #expect(HostProcess.holding(word).isEmpty)
    }

    private static let refusedCalls = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <sched.h>
        #include <stdio.h>
        #include <string.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        static void tried(const char *name, long answer) {
            printf("%s %s\\n", name, answer >= 0 ? "DONE" : strerrorname_np(errno));
        }
        #define TRY(name, ...) errno = 0; tried(#name, syscall(SYS_##name, __VA_ARGS__))
        int main() {
            char zeroes[256] = {0};
            setvbuf(stdout, NULL, _IONBF, 0);
            TRY(mount, "tmpfs", "/tmp", "tmpfs", 0, 0);
            TRY(umount2, "/usr", 2);
            TRY(pivot_root, ".", ".");
            TRY(chroot, "/tmp");
            TRY(fsopen, "tmpfs", 0);
            TRY(open_tree, -100, "/usr", 1);
            TRY(move_mount, -100, "/usr", -100, "/tmp", 0);
            TRY(mount_setattr, -100, "/usr", 0, zeroes, 32);
            TRY(unshare, CLONE_NEWUSER);
            TRY(setns, 0, CLONE_NEWNET);
            TRY(clone, CLONE_NEWUSER | 17, 0, 0, 0, 0);
            TRY(clone3, zeroes, 88);
            TRY(ptrace, 16, getppid(), 0, 0);
            TRY(process_vm_readv, getppid(), 0, 0, 0, 0, 0);
            TRY(pidfd_getfd, 0, 0, 0);
            TRY(bpf, 0, zeroes, 48);
            TRY(perf_event_open, zeroes, 0, -1, -1, 0);
            TRY(userfaultfd, 0);
            TRY(keyctl, 0, -3, 0);
            TRY(add_key, "user", "name", "value", 5, -3);
            TRY(io_uring_setup, 1, zeroes);
            TRY(sethostname, "other", 5);
            TRY(open_by_handle_at, -100, zeroes, 0);
            TRY(reboot, 0, 0, 0, 0);
        }
        """
}

/// A listening socket of the host.
private final class Listener {
    let port: UInt16
    private let socket: Int32

    init() throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let made = Self.withAddress(&address) { raw in
            bind(socket, raw, length) == 0 && listen(socket, 4) == 0
                && getsockname(socket, raw, &length) == 0
        }
        guard made else { throw Diagnostic("cannot listen: \(errno)") }
        port = UInt16(bigEndian: address.sin_port)
    }

    var canBeReached: Bool {
        let client = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return Self.withAddress(&address) {
            connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }

    private static func withAddress<Answer>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Answer
    ) -> Answer {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
        }
    }

    deinit { close(socket) }
}
