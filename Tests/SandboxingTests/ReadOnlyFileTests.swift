import Execution
import Testing

@testable import Sandboxing

/// Files of a step that its program cannot touch, and a program that tries.
@Suite(.serialized, .realBoxes)
struct ReadOnlyFileTests {
    private static let tests = Array("the tests\n".utf8)

    /// Each way in turn; what it prints is what was refused, and with which errno.
    private static let attack = """
        import ctypes, errno, os
        libc = ctypes.CDLL(None, use_errno=True)
        def mounted(path):
            if libc.mount(b"/tmp", path.encode(), None, 4096, None):
                raise OSError(ctypes.get_errno(), "mount")
        def unmounted(path):
            if libc.umount2(path.encode(), 2): raise OSError(ctypes.get_errno(), "umount2")
        def swapped(path):
            os.rename(path, "away"); os.mkdir(path); open(path + "/held", "w").write("forged")
        def written(path):
            with open(path, "r+") as file: file.write("forged")
        def linked(path):
            os.link(path, "other"); written("other")
        def put(path):
            open("mine", "w").write("forged"); os.replace("mine", path)
        def exchanged(path):
            open("mine", "w").write("forged")
            if libc.renameat2(-100, b"mine", -100, path.encode(), 2):
                raise OSError(ctypes.get_errno(), "renameat2")
        def beside(path):
            written("/.box/work/" + path)
        def rooted(path):
            written("/proc/self/root/.box/work/" + path)
        held = "a/b/held"
        ways = [(written, held), (lambda p: os.truncate(p, 0), held),
                (lambda p: os.chmod(p, 0o666), held), (lambda p: os.utime(p), held),
                (os.unlink, held), (lambda p: os.rename(p, "x"), held), (put, held),
                (exchanged, held), (linked, held), (mounted, held), (unmounted, held),
                (unmounted, "/work"), (unmounted, "/.box"), (swapped, "a/b"), (swapped, "a"),
                (lambda p: os.rmdir(p), "a/b"), (beside, held), (rooted, held),
                (lambda p: written("/proc/self/cwd/" + p), held)]
        for way, path in ways:
            try:
                way(path)
                print("done", way, path)
            except OSError as error:
                print(errno.errorcode[error.errno])
        open("a/b/own", "w").write("own")
        os.rename("a/b/own", "a/b/moved")
        print(open(held).read().strip(), open("plain", "r+").write("x"))
        """

    @Test func `no way leads to changing, moving, hiding or replacing a read-only file`()
        async throws
    {
        var program = try Boxes.python(Self.attack, collect: ["a/b/held", "a/b/moved"])
        program.files += [
            BoxFile(path: "a/b/held", bytes: Self.tests, readOnly: true),
            BoxFile(path: "a/b/held2", bytes: Self.tests, readOnly: true),
            BoxFile(path: "a/c/held", bytes: [], readOnly: true),
            BoxFile(path: "plain", bytes: [48]),
        ]
        let result = try await Boxes.run(program)
        #expect(result.stderr.text == "")
        let refusals = result.stdout.lines
        #expect(!refusals.contains { $0.hasPrefix("done") }, "\(refusals)")
        #expect(refusals.count == 20)
        #expect(
            Set(refusals.dropLast()).isSubset(of: ["EROFS", "EBUSY", "EXDEV", "EPERM", "ENOENT"]))
        #expect(refusals.last == "the tests 1")
        // What the program left is read back past the mounts.
        #expect(result.collected["a/b/held"] == Self.tests)
        #expect(result.collected["a/b/moved"] == Array("own".utf8))
    }

    @Test func `the next run of the box has nothing of it`() async throws {
        var program = try Boxes.python("print(open('held').read())")
        program.files.append(BoxFile(path: "held", bytes: Self.tests, readOnly: true))
        _ = try await Boxes.run(program)
        let next = try Boxes.python(
            """
            import os
            print(os.listdir('.'), open('held', 'w').write('x'), *sorted(os.listdir('/.box/work')))
            """)
        let result = try await Boxes.run(next)
        #expect(result.stdout.lines == ["['main.py'] 1 held main.py"], "\(result.stderr.text)")
    }
}
