import Execution
import Foundation
import TestSupport
import Testing

@testable import Sandboxing

/// A box that is lost at any moment costs an attempt, never a verdict, and leaves nothing behind.
@Suite(.serialized, .realBoxes, .timeLimit(.minutes(10)))
struct LossTests {
    struct Blow: Sendable, CustomTestStringConvertible {
        var signal: Int32
        var part: BoxWitness.Part
        var testDescription: String {
            "\(signal == SIGKILL ? "SIGKILL" : "SIGSTOP") of the \(part.rawValue)"
        }
    }

    private static let blows = [SIGKILL, SIGSTOP].flatMap { signal in
        BoxWitness.Part.allCases.map { Blow(signal: signal, part: $0) }
    }

    /// Says something early, works, keeps a file, says something late.
    private static let work = """
        import time
        print("begun", flush=True)
        time.sleep(0.05)
        open("kept", "w").write("file")
        print(sum(range(100_000)))
        """

    @Test(arguments: blows)
    func `a run is right whatever befalls its box, and nothing is left`(
        _ blow: Blow
    ) async throws {
        // A stopped box takes its time to be found out, so all moments at once.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 0..<8 as Range<UInt64> {
                group.addTask { try await Self.strike(blow, seed: seed) }
            }
            try await group.waitForAll()
        }
    }

    private static func strike(_ blow: Blow, seed: UInt64) async throws {
        var random = SeededRandom(seed: seed &* 977 &+ 13)
        // Before the run, in the middle of starting, of working, about its end.
        let moment = seed == 0 ? 0 : random.below(160)
        var witnesses: Set<BoxWitness> = []
        let sandbox = try LinuxSandbox(
            boxProgram: Boxes.program, slots: 4,
            // Indices are of the whole process, so only groups of a name of their own tell.
            groups: ControlGroups(named: "loss\(random.next())"), patience: Boxes.impatient)
        let first = try await BoxWitness.idle(sandbox)
        witnesses.insert(first)
        if moment == 0 { kill(first.pid(blow.part), blow.signal) }
        let word = HostProcess.word()
        let run = Task {
            try await Boxes.run(
                Boxes.python(Self.work, [.wallMS: 4000], words: [word], collect: ["kept"]),
                in: sandbox)
        }
        if moment > 0 {
            try await Task.sleep(for: .milliseconds(moment))
            kill(first.pid(blow.part), blow.signal)
        }
        let result = try await run.value
        #expect(result.termination == .exited(code: 0), "at \(moment) ms: \(result.stderr.text)")
        #expect(result.stdout.text == "begun\n4999950000\n", "at \(moment) ms")
        #expect(result.collected == ["kept": Array("file".utf8)])
        #expect(HostProcess.holding(word).isEmpty)
        let next = try await Boxes.run(
            Boxes.python("print('well')", [.wallMS: 4000]), in: sandbox)
        #expect(next.stdout.text == "well\n")
        for box in sandbox.pool.idle {
            if let witness = BoxWitness(box, of: sandbox) { witnesses.insert(witness) }
        }
        await sandbox.shutdown()
        for witness in witnesses {
            #expect(try await witness.isGone(), "\(blow.testDescription) at \(moment) ms")
            #expect(witness.groups.filter { exists($0) }.isEmpty)
        }
    }

    @Test func `with one part of a box ends the other`() async throws {
        for part in BoxWitness.Part.allCases {
            try await Boxes.withOwnSandbox { sandbox in
                let witness = try await BoxWitness.idle(sandbox)
                #expect(witness.isAlive)
                kill(witness.pid(part), SIGKILL)
                #expect(try await witness.isGone(), "\(part)")
            }
        }
    }

    @Test func `peers of a lost box run again with it`() async throws {
        try await Boxes.withImpatientSandbox { sandbox in
            let (word, other) = (HostProcess.word(), HostProcess.word())
            let run = Task {
                let wait = "import time; time.sleep(1); print(1)"
                return try await sandbox.run(
                    ExecutionStep(programs: [
                        Boxes.python(wait, words: [word]), Boxes.python(wait, words: [other]),
                    ]))
            }
            let process = try #require(try await HostProcess.waitFor(word).first)
            let keeper = try #require(process.boxes.last)
            kill(keeper.pid, SIGKILL)
            #expect(try await run.value.map(\.stdout.text) == ["1\n", "1\n"])
            #expect(HostProcess.holding(word).isEmpty && HostProcess.holding(other).isEmpty)
        }
    }

    @Test func `a box that is lost again and again is reported after three attempts`() async throws
    {
        try await Boxes.withImpatientSandbox { sandbox in
            let word = HostProcess.word()
            let run = Task {
                try await Boxes.run(
                    Boxes.python("import time; time.sleep(60)", words: [word]), in: sandbox)
            }
            let killer = Task {
                var killed: Set<Int32> = []
                while !Task.isCancelled {
                    if let keeper = HostProcess.holding(word).first?.boxes.last {
                        kill(keeper.pid, SIGKILL)
                        killed.insert(keeper.pid)
                    }
                    try await Task.sleep(for: .milliseconds(10))
                }
                return killed
            }
            let error = await #expect(throws: RunnerError.self) { try await run.value }
            killer.cancel()
            #expect(error?.code == .host)
            #expect(
                error?.message == "the box ended in the middle of a run, 3 times in a row")
            #expect(HostProcess.holding(word).isEmpty)
        }
    }

    @Test func `a cancelled run ends even if its box does not listen`() async throws {
        try await Boxes.withImpatientSandbox { sandbox in
            let word = HostProcess.word()
            let run = Task {
                try await Boxes.run(
                    Boxes.python(
                        "import time; time.sleep(600)", [.wallMS: 1_000_000], words: [word]),
                    in: sandbox)
            }
            let process = try #require(try await HostProcess.waitFor(word).first)
            for box in process.boxes { kill(box.pid, SIGSTOP) }
            run.cancel()
            let error = await #expect(throws: RunnerError.self) { try await run.value }
            #expect(error?.code == .cancelled)
            #expect(HostProcess.holding(word).isEmpty)
        }
    }

    @Test func `a run whose box is short of memory that it may use is run again`() async throws {
        let code = """
            import time
            kept = []
            for _ in range(40):
                kept.append(b"x" * (1 << 20))
                time.sleep(0.01)
            print(sum(map(len, kept)))
            """
        try await Boxes.withImpatientSandbox { sandbox in
            let witness = try await BoxWitness.idle(sandbox)
            let limits = witness.groups.map { $0 + "/memory.limit_in_bytes" }.filter { exists($0) }
            // Version 1 alone has files that tell and take both in one way.
            guard let limit = limits.first else { return }
            let usage = limit.replacing("limit_in_bytes", with: "usage_in_bytes")
            for seed in 0..<4 as Range<UInt64> {
                var random = SeededRandom(seed: seed)
                let moment = 40 + random.below(250)
                let run = Task {
                    try await Boxes.run(
                        Boxes.python(code, [.memoryBytes: 256 << 20]), in: sandbox)
                }
                try await Task.sleep(for: .milliseconds(moment))
                // The first box is gone after the first time; then this does nothing.
                if let text = readSmallFile(usage), let now = Int(text.dropLast()) {
                    let file = open(limit, O_WRONLY | O_CLOEXEC)
                    let squeezed = Array("\(now + (1 << 19))".utf8)
                    _ = write(file, squeezed, squeezed.count)
                    close(file)
                }
                let result = try await run.value
                #expect(result.stdout.text == "41943040\n", "\(result.termination)")
            }
            // What is really too much is a verdict still.
            let large = try Boxes.python("x = b'x' * (1 << 30)", [.memoryBytes: 64 << 20])
            #expect(try await Boxes.run(large, in: sandbox).breach?.name == .memoryBytes)
        }
    }

    // MARK: - Starting

    /// A box program that misbehaves in its first lives, which it counts in a file.
    private static func faulty(
        _ lives: Int, _ fault: String, in directory: String
    ) throws -> String {
        let path = directory + "/box"
        let script = """
            #!/bin/sh
            echo x >> \(directory)/lives
            while read -r line; do count=x$count; done < \(directory)/lives
            if [ ${#count} -le \(lives) ]; then \(fault); fi
            exec \(Boxes.program)
            """
        try Data(script.utf8).write(to: URL(filePath: path))
        chmod(path, 0o755)
        return path
    }

    @Test(arguments: ["exit 1", "kill -STOP $$", "kill -KILL $$", "exec /usr/bin/sleep 600"])
    func `a box that does not start is begun anew`(_ fault: String) async throws {
        try await TemporaryDirectory.with { directory in
            let program = try Self.faulty(2, fault, in: directory)
            var patience = Boxes.impatient
            patience.ready = 5000
            try await Boxes.withImpatientSandbox(program: program, patience: patience) {
                let result = try await Boxes.run(Boxes.python("print('well')"), in: $0)
                #expect(result.stdout.text == "well\n")
            }
            #expect(try Data(contentsOf: URL(filePath: directory + "/lives")).count == 6)
        }
    }

    @Test func `a box that never starts is reported`() async throws {
        try await TemporaryDirectory.with { directory in
            let program = try Self.faulty(100, "exit 1", in: directory)
            try await Boxes.withImpatientSandbox(program: program) { sandbox in
                let error = await #expect(throws: RunnerError.self) {
                    try await Boxes.run(Boxes.python("pass"), in: sandbox)
                }
                #expect(error?.code == .host)
                #expect(error?.message == "the box ended before it was ready")
            }
            #expect(try Data(contentsOf: URL(filePath: directory + "/lives")).count == 6)
        }
    }
}

/// A directory of a test's own, removed with it.
enum TemporaryDirectory {
    static func with<Answer>(_ body: (String) async throws -> Answer) async throws -> Answer {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "assay-sandboxing-\(UUID().uuidString)"
        ).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}
