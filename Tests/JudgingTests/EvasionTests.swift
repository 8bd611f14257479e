import Execution
import Judging
import TestSupport
import Testing

/// Submissions that would rather not be counted, or be seen only while they behave.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct EvasionTests {
    private func judged(
        _ language: String, _ source: String, _ tests: TestSuite,
        _ limits: [LimitName: Int] = [:]
    ) async throws -> JudgeReport {
        await (try RealBoxes.judge.get()).judge(
            JudgeRequest(
                language: language, source: Array(source.utf8), tests: tests, limits: limits))
    }

    @Test(arguments: [
        "__asm__(\".section .interp,\\\"a\\\"\\n.zero 6000\\n.text\\n\"); int main(){return 0;}",
        "char big[70<<20] = {1}; int main(void){return big[1];}",
    ])
    func `a compiled program that cannot be started is the submission's fault`(
        source: String
    ) async throws {
        let suite = TestSuite.stdio([StdioCase(input: [], output: [])])
        let report = try await judged("c", source, suite)
        #expect(report.verdict == .runtimeError, "\(String(describing: report.error))")
    }

    @Test(arguments: [
        ("def f(x): return 10**6000", "    assert {1: 2}[c(1)] == 2\n", Verdict.wrongAnswer),
        (
            "def f(x): raise ExceptionGroup('a', [ValueError()])", "    assert c(1) == 2\n",
            Verdict.runtimeError
        ),
    ])
    func `an answer that is hard to describe is judged all the same`(
        source: String, test: String, verdict: Verdict
    ) async throws {
        let code = "def check(c):\n" + test
        let suite = TestSuite.assertions(
            AssertionSuite(body: .code(Array(code.utf8)), entryPoint: "f"))
        let report = try await judged("python", source, suite)
        #expect(report.verdict == verdict, "\(report)")
    }

    private static let connecting = """
        import socket
        def f(x):
            try: socket.socket().connect(("10.0.0.7", 22))
            except OSError: return x
        """

    @Test(arguments: [
        TestSuite.function(
            FunctionSuite(
                entryPoint: "f",
                cases: [
                    FunctionCase(arguments: [1], expectation: .value(1)),
                    FunctionCase(arguments: [2], expectation: .value(2)),
                ])),
        .assertions(
            AssertionSuite(
                body: .code(
                    Array("def check(c):\n    assert c(1) == 1\n    assert c(2) == 2\n".utf8)),
                entryPoint: "f")),
    ])
    func `what a submission tried is evidence, whatever its verdict`(
        suite: TestSuite
    ) async throws {
        let report = try await judged("python", Self.connecting, suite)
        #expect(report.verdict == .accepted)
        #expect(
            report.violations == [
                AttemptedCall(
                    call: "connect", detail: "10.0.0.7:22", count: 2,
                    outcome: .refused("ENETUNREACH"))
            ])
    }

    @Test func `what is fatal is a security violation that names the call`() async throws {
        let source = """
            #include <sys/syscall.h>
            #include <unistd.h>
            int main(void) { return syscall(SYS_delete_module, "x", 0) ? 0 : 1; }
            """
        let suite = TestSuite.stdio([StdioCase(input: [], output: [])])
        let report = try await judged("c", source, suite)
        #expect(report.verdict == .securityViolation)
        let message = report.tests.first?.message ?? ""
        #expect(message.contains("`delete_module`"))
        #expect(report.violations.map(\.outcome) == [.fatal])
    }

    @Test func `answers given beforehand do not hide what the program does next`() async throws {
        let source = """
            import os
            os.write(4, b'{"id":0,"ready":true}\\n{"id":1,"value":7}\\n')
            while True: pass
            """
        let suite = TestSuite.function(
            FunctionSuite(
                entryPoint: "f",
                cases: [FunctionCase(arguments: [1], expectation: .value(7))]))
        let report = try await judged("python", source, suite, [.cpuMS: 500])
        #expect(report.verdict == .timeLimitExceeded)
    }

    @Test(arguments: [
        "import fcntl, os\nfcntl.flock(os.open('/usr/bin/python3', 0), fcntl.LOCK_SH)",
        "import fcntl, os\nfcntl.fcntl(os.open('/usr/bin', 0), 1026, 1)",
        "import ctypes\nassert ctypes.CDLL(None).inotify_init() >= 0",
    ])
    func `a box cannot watch or lock the host's files`(source: String) async throws {
        let suite = TestSuite.stdio([StdioCase(input: [], output: [])])
        let report = try await judged("python", source, suite)
        #expect(report.verdict == .runtimeError)
    }
}
