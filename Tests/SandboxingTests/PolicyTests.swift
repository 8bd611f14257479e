import CBox
import Execution
import Foundation
import Testing
import TestSupport

@testable import Sandboxing

/// What is decided before any box: filters, messages, and what the child's code may call.
struct PolicyTests {
    private func group(
        _ calls: [String], _ action: SyscallGroup.Action = .allow
    ) -> SyscallGroup {
        SyscallGroup(name: "some", why: "a test", action: action, calls: calls)
    }

    #if arch(x86_64)
    @Test func `the shipped policy as readable text is what was reviewed`() throws {
        let text = try SeccompPolicy.readable(Boxes.profile("c").syscalls)
        #expect(Snapshot.difference(text, named: "c.filter.txt") == nil)
    }
    #endif

    @Test func `every shipped profile makes a filter that fits the kernel`() throws {
        for profile in try Boxes.profiles.get().values {
            let filter = try SeccompPolicy.filter(profile.syscalls)
            #expect(filter.count % 8 == 0)
            #expect((8 * 50...8 * 4096).contains(filter.count))
        }
    }

    @Test(arguments: [
        (["read", "no_such_call"], "unknown system call `no_such_call` in the group `some`"),
        ([""], "unknown system call `` in the group `some`"),
        (["clone:arg9==0"], "cannot read the argument test of `clone:arg9==0` in the group `some`"),
        (["clone:arg0"], "cannot read the argument test of `clone:arg0` in the group `some`"),
        (["clone:arg0=1"], "cannot read the argument test of `clone:arg0=1` in the group `some`"),
        (["clone:arg0==x"], "cannot read the argument test of `clone:arg0==x` in the group `some`"),
        (
            ["clone:arg0&==0"],
            "cannot read the argument test of `clone:arg0&==0` in the group `some`"
        ),
        (
            ["dup:arg0==1,arg0==2"],
            "cannot read the argument test of `dup:arg0==1,arg0==2` in the group `some`"
        ),
        (["dup:arg0==1,"], "cannot read the argument test of `dup:arg0==1,` in the group `some`"),
        (["clone:0==0"], "cannot read the argument test of `clone:0==0` in the group `some`"),
    ])
    func `a fault of a policy is told with its group`(_ calls: [String], _ message: String) {
        let error = #expect(throws: Diagnostic.self) { try SeccompPolicy.filter([group(calls)]) }
        #expect(error?.message == message)
    }

    @Test func `a call that the box needs for itself cannot be reported`() {
        var reported = group(["recvmsg"])
        reported.report = true
        let error = #expect(throws: Diagnostic.self) { try SeccompPolicy.boxFilter([reported]) }
        #expect(
            error?.message == "the system call `recvmsg` of the group `some` cannot be reported")
    }

    @Test func `an unknown errno is told with those there are`() {
        let error = #expect(throws: Diagnostic.self) {
            try SeccompPolicy.filter([group(["read"], .errno("EWHAT"))])
        }
        #expect(
            error?.message == "unknown errno `EWHAT` in the group of system calls `some`")
        #expect(error?.hint?.contains("EPERM") == true)
    }

    @Test(arguments: [
        ("socket:arg0==0x2", "socket"), ("socket:arg1!=2", "socket"), ("dup:arg0>10", "dup"),
        ("dup:arg0<3", "dup"), ("socket:arg0==2,arg2<18", "socket"),
        ("clone:arg0&0x7e020000==0", "clone"), ("read", "read"),
    ])
    func `every form of an argument test makes a rule`(_ call: String, _ name: String) throws {
        let text = try SeccompPolicy.readable([group([call])])
        #expect(text.hasPrefix("\(name): "))
        #expect(text.hasSuffix("allow\n"))
    }

    @Test(arguments: [
        "", "/etc/passwd", "..", "../x", "a/../../x", "a/..", ".", "./a", "a//b", "a/", "a\0b",
    ])
    func `a path that could leave the working directory is refused`(_ path: String) throws {
        let profile = try Boxes.profile("c")
        var program = Program(
            profile: profile, arguments: ["/usr/bin/true"], limits: profile.limits,
            files: [BoxFile(path: path, bytes: [])])
        let refused = #expect(throws: RunnerError.self) {
            try BoxMessages.run(program, id: 1, links: [])
        }
        #expect(refused?.message == "the path `\(path)` does not stay in the working directory")
        program.files = []
        program.collect = [path]
        #expect(throws: RunnerError.self) { try BoxMessages.run(program, id: 1, links: []) }
    }

    @Test func `what a message cannot carry is refused`() throws {
        let profile = try Boxes.profile("c")
        func refusal(_ change: (inout Program) -> Void) -> String? {
            var program = Program(
                profile: profile, arguments: ["/usr/bin/true"], limits: profile.limits)
            change(&program)
            do {
                _ = try BoxMessages.run(program, id: 1, links: [])
                return nil
            } catch {
                return error.message
            }
        }
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0.files = [BoxFile(path: "a/.b/..c", bytes: [])] } == nil)
        let absolute = "a program needs an absolute path to start"
        #expect(refusal { $0.arguments = [] } == absolute)
        #expect(refusal { $0.arguments = ["true"] } == absolute)
        let nul = "an argument or variable of the program holds a NUL byte"
        #expect(refusal { $0.arguments.append("a\0b") } == nul)
        #expect(refusal { $0.environment = ["A": "\0"] } == nul)
        #expect(refusal { $0.environment = ["\0": "a"] } == nul)
        let many = refusal { $0.arguments += Array(repeating: "a", count: 5000) }
        #expect(many == "a program has too many arguments or files (5001)")
        #expect(refusal { $0.collect = (0..<33).map { "file\($0)" } } != nil)
    }

    @Test func `the child's code allocates nothing, prints nothing and builds no filter`() throws {
        let directory = try #require(BuiltBinary.directory)
        let object = directory + "/CBox.build/child.c.o"
        let nm = "/usr/bin/nm"
        guard exists(object), exists(nm) else { return }
        let process = Process()
        process.executableURL = URL(filePath: nm)
        process.arguments = ["-u", "--format=just-symbols", object]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let symbols = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(symbols.contains("syscall"))
        let forbidden: Set = [
            "malloc", "calloc", "realloc", "free", "posix_memalign", "aligned_alloc", "strdup",
            "opendir", "exit", "pthread_create", "fopen", "syslog", "perror", "getenv", "strerror",
        ]
        for symbol in symbols {
            let name = symbol.replacing("__", with: "")
            #expect(!forbidden.contains(String(symbol)), "\(symbol)")
            #expect(!name.contains("printf") && !name.hasPrefix("seccomp_"), "\(symbol)")
            #expect(!name.hasPrefix("put") && !name.hasPrefix("fput"), "\(symbol)")
        }
    }
}
