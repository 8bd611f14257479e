import Execution
import Testing
import TestSupport

@testable import Sandboxing

/// Bounds that do not kill: the program gets its errno or its signal.
@Suite(.serialized, .realBoxes)
struct BoundTests {
    @Test func `a fork bomb gets EAGAIN and its run ends`() async throws {
        let code = """
            import errno, os, time
            made = 0
            try:
                while True:
                    if os.fork() == 0:
                        time.sleep(60)
                    made += 1
            except OSError as error:
                print(errno.errorcode[error.errno], made)
            """
        let result = try await Boxes.run(Boxes.python(code, [.processes: 16]))
        #expect(result.termination == .exited(code: 0))
        #expect(result.stdout.text == "EAGAIN 15\n", "\(result.stderr.text)")
        if !result.environment.missing.contains(.cgroupPids) {
            #expect(result.limitsHit == [.processes])
        }
    }

    @Test func `a fork bomb that never stops ends by its time`() async throws {
        let code = """
            import os
            while True:
                try: os.fork()
                except OSError: pass
            """
        let result = try await Boxes.run(Boxes.python(code, [.cpuMS: 1000, .processes: 32]))
        #expect(result.breach?.name == .cpuMS)
        #expect(try #require(result.usage.killMS) < 5000)
    }

    @Test(arguments: [
        (
            """
            import errno
            try:
                with open("/work/big", "wb", buffering=0) as file:
                    while True: file.write(b"x" * 65536)
            except OSError as error: print(errno.errorcode[error.errno])
            """, [LimitName.diskBytes: 4 << 20], "ENOSPC\n", [LimitName.diskBytes]
        ),
        (
            """
            import errno
            try:
                for number in range(1000): open(f"/tmp/{number}", "w").close()
            except OSError as error: print(errno.errorcode[error.errno], number > 40)
            """, [.inodes: 50], "ENOSPC True\n", [.inodes]
        ),
        (
            """
            import errno, os
            try:
                with open("/dev/shm/big", "wb", buffering=0) as file:
                    while True: file.write(b"x" * 65536)
            except OSError as error: print(errno.errorcode[error.errno], os.path.getsize(file.name))
            """, [.fileBytes: 1 << 20], "EFBIG 1048576\n", []
        ),
        (
            """
            import errno, os
            os.makedirs("a/b")
            try:
                with open("a/b/big", "wb", buffering=0) as file:
                    while True: file.write(b"x" * 65536)
            except OSError as error: print(errno.errorcode[error.errno])
            """, [.fileBytes: 1 << 20], "EFBIG\n", [.fileBytes]
        ),
        (
            """
            import errno, os
            try:
                while True: os.dup(0)
            except OSError as error: print(errno.errorcode[error.errno])
            """, [.openFiles: 32], "EMFILE\n", []
        ),
    ])
    func `a bound gives its errno`(
        _ code: String, _ limits: [LimitName: Int], _ output: String, _ hit: [LimitName]
    ) async throws {
        let result = try await Boxes.run(Boxes.python(code, limits))
        #expect(result.stdout.text == output, "\(result.stderr.text)")
        #expect(result.termination == .exited(code: 0))
        #expect(result.limitsHit == hit)
    }

    @Test(arguments: [
        (
            "deep recursion", "int f(int n) { return f(n + 1) + 1; } int main() { return f(0); }",
            "SIGSEGV"
        ),
        ("abort", "#include <stdlib.h>\nint main() { abort(); }", "SIGABRT"),
        ("a null pointer", "int main() { return *(volatile int *)0; }", "SIGSEGV"),
        ("a division by zero", "int main(int n, char **v) { return 7 / (n - 1); }", "SIGFPE"),
        (
            "its own kill",
            "#include <signal.h>\n#include <unistd.h>\n"
                + "int main() { kill(getpid(), SIGKILL); pause(); }", "SIGKILL"
        ),
        ("its own termination", "#include <signal.h>\nint main() { raise(SIGTERM); }", "SIGTERM"),
    ])
    func `a signal is told by its name`(_ what: String, _ code: String, _ signal: String)
        async throws
    {
        let result = try await Boxes.run(Boxes.c(code))
        #expect(result.termination == .signalled(signal))
        #expect(result.limitsHit.isEmpty)
    }

    @Test func `a C program's file beyond the bound is SIGXFSZ`() async throws {
        let code = """
            #include <fcntl.h>
            #include <unistd.h>
            int main() {
                char block[65536] = {0};
                int file = open("big", O_CREAT | O_WRONLY, 0644);
                for (;;) write(file, block, sizeof block);
            }
            """
        let result = try await Boxes.run(Boxes.c(code, [.fileBytes: 1 << 20]))
        #expect(result.termination == .signalled("SIGXFSZ"))
        #expect(result.limitsHit == [.fileBytes])
    }

    @Test func `a program that kills itself is not out of memory`() async throws {
        let code = "import os; os.kill(os.getpid(), 9)"
        #expect(try await Boxes.run(Boxes.python(code)).termination == .signalled("SIGKILL"))
    }

    @Test func `a program that kills all it can see ends itself alone`() async throws {
        let code = """
            import os
            try: os.kill(-1, 9)
            except ProcessLookupError: print("there is nobody else")
            """
        let result = try await Boxes.run(Boxes.python(code))
        #expect(result.termination == .exited(code: 0))
        #expect(result.stdout.text == "there is nobody else\n")
    }
}
