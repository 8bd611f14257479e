import Execution
import Foundation
import Testing

@testable import Catalog

struct LearnedCallsTests {
    private let builtIn = Fixture.package + "/Sandboxes"

    private func run(
        _ attempts: [(call: String, outcome: AttemptedCall.Outcome)], dropped: Int = 0
    ) -> RunResult {
        RunResult(
            termination: .exited(code: 0),
            attempts: attempts.map {
                AttemptedCall(call: $0.call, detail: "0x1", count: 2, outcome: $0.outcome)
            }, attemptsDropped: dropped)
    }

    private func learned() throws -> LearnedCalls {
        let profile = try #require(
            try ProfileCatalog.load(directories: [builtIn])["python"])
        var learned = LearnedCalls(profile: profile)
        learned.add(
            run([
                ("mbind", .refused("ENOSYS")), ("setpriority", .refused("EPERM")),
                ("ioctl", .refused("ENOSYS")), ("init_module", .fatal),
                ("system call 4711", .refused("ENOSYS")), ("execve", .wentOn),
            ]), sample: "a.py")
        learned.add(
            run([("mbind", .refused("ENOSYS")), ("mq_open", .refused("ENOSYS"))], dropped: 1),
            sample: "b\n\u{1B}.py")
        return learned
    }

    @Test func `each refused call has its cause, over all samples`() throws {
        let learned = try learned()
        #expect(
            learned.calls.map(\.name) == [
                "mbind", "setpriority", "ioctl", "init_module", "system call 4711", "mq_open",
            ])
        #expect(learned.calls[0].count == 4)
        #expect(learned.calls[0].samples == ["a.py", "b\n\u{1B}.py"])
        #expect(learned.calls[0].cause == .unlisted(suggestion: "memory-policy"))
        guard case .refused(let quiet, let why) = learned.calls[1].cause else {
            Issue.record("\(learned.calls[1])")
            return
        }
        #expect(quiet == "refused-quietly")
        #expect(!why.isEmpty)
        #expect(learned.calls[2].cause == .otherArguments(group: "terminals"))
        guard case .refused("fatal", _) = learned.calls[3].cause else {
            Issue.record("\(learned.calls[3])")
            return
        }
        #expect(learned.calls[4].cause == .unknown)
        #expect(learned.overflowed == ["b\n\u{1B}.py"])
        #expect(learned.hasProposal)
    }

    @Test func `what is proposed is valid only with reasons, and allows what was tried`() throws {
        let learned = try learned()
        #expect(
            learned.yaml == """
                syscalls:
                  - group: memory-policy
                    why:  # what needs it, and what it cannot reach
                    allow:
                      - mbind  # 4 times, in a.py, b??.py
                  - group: message-queues
                    why:  # what needs it, and what it cannot reach
                    allow:
                      - mq_open  # 2 times, in b??.py

                """)
        let python = try String(contentsOfFile: builtIn + "/python.yaml", encoding: .utf8)
        let own = try Fixture(["python.yaml": python + learned.yaml])
        let faulty = ProfileCatalog.read(directories: [builtIn, own.root])
        #expect(faulty.diagnostics.count == 2)
        #expect(faulty.diagnostics.allSatisfy { $0.message.contains("`why`") })

        let reasons = learned.yaml.replacing("why:  #", with: "why: \"it was tried\"  #")
        try own.write("python.yaml", python + reasons)
        let profile = try #require(
            try ProfileCatalog.load(directories: [builtIn, own.root])["python"])
        var again = LearnedCalls(profile: profile)
        again.add(run([("mbind", .refused("ENOSYS"))]), sample: "a.py")
        #expect(!again.hasProposal)
    }

    @Test func `a proposed group never takes a name that is taken`() throws {
        let profile = try #require(
            try ProfileCatalog.load(directories: [builtIn])["python"])
        var learned = LearnedCalls(profile: profile)
        learned.add(run([("mlock2", .refused("ENOSYS"))]), sample: "a.py")
        #expect(learned.calls.first?.cause == .unlisted(suggestion: "memory-of-python"))
    }

    @Test func `a call that boxes must not have is proposed with what it could do`() throws {
        let profile = try #require(
            try ProfileCatalog.load(directories: [builtIn])["python"])
        var learned = LearnedCalls(profile: profile)
        learned.add(run([("inotify_init1", .refused("ENOSYS"))]), sample: "a.py")
        #expect(learned.yaml.contains("- inotify_init1  # 2 times, in a.py; mind: it sees what"))
        #expect(learned.calls.first?.danger != nil)
    }

    @Test func `learning allows nothing more, and reports all that is refused`() throws {
        for profile in try ProfileCatalog.load(directories: [builtIn]).values {
            let learning = profile.learning
            #expect(learning.reportUnlisted)
            #expect(learning.syscalls.map(\.calls) == profile.syscalls.map(\.calls))
            #expect(learning.syscalls.map(\.action) == profile.syscalls.map(\.action))
            for group in learning.syscalls { #expect(group.report == (group.action != .allow)) }
        }
    }
}
