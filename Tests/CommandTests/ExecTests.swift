import Dispatch
import Execution
import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: Sandbox.works, Comment(rawValue: SandboxGate.reason)))
struct ExecTests {
    @Test func `bad lines are answered in their place and the good ones survive`() throws {
        let input =
            "not json\n" + #"{"schema":"job/1","id":"half"}"# + "\n\n"
            + jobLine("good", "print(6 * 7)") + #"{"schema":"job/2","id":"new"}"# + "\n"
            + jobLine("tongue", "", language: "klingon")
        let outcome = try assay("exec", input: input)
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.err == "")
        let results = jsonLines(outcome.out)
        var seen: [Int: JSON] = [:]
        for result in results { seen[result["line"]?.int ?? 0] = result }
        #expect(seen.keys.sorted() == [1, 2, 4, 5, 6])
        let codes = [1, 2, 5, 6].map { seen[$0]?["error"]?["code"]?.string }
        #expect(codes == ["bad_json", "bad_field", "unknown_schema", "unknown_language"])
        #expect(seen[2]?["id"]?.string == "half")
        #expect(seen[4]?["verdict"]?.string == "accepted")
        #expect(seen[4]?["run"]?["stdout"]?.string == "42\n")
        #expect(seen[4]?["run_key"]?.string?.count == 64)
    }

    @Test func `a result comes before the input ends, and a later fast job overtakes`() throws {
        let child = try Child(["exec", "--jobs", "2"])
        child.write(jobLine("first", "print(1)"))
        let first = try #require(child.line())
        #expect(try JSON(parsing: first)["id"]?.string == "first")
        child.write(jobLine("slow", "import time; time.sleep(2)") + jobLine("fast", "print(2)"))
        let second = try #require(child.line())
        #expect(try JSON(parsing: second)["id"]?.string == "fast")
        child.closeInput()
        let outcome = child.finish()
        #expect(outcome.status == ExitCode.yes)
        #expect(jsonLines(outcome.out).map { $0["id"]?.string } == ["slow"])
    }

    @Test func `the last line counts without a line feed`() throws {
        let outcome = try assay("exec", input: String(jobLine("a", "print(1)").dropLast()))
        #expect(jsonLines(outcome.out).map { $0["verdict"]?.string } == ["accepted"])
    }

    @Test(arguments: [("--no-progress", "isolated"), ("--sealed", "sealed")])
    func `assertions are judged isolated, or sealed where that is asked for`(
        option: String, integrity: String
    ) throws {
        let job = """
            {"schema":"job/1","id":"a","language":"python","source":"def f(x):\\n return x\\n",\
            "tests":{"style":"assertions","entry_point":"f","asserts":["assert f(1) == 1"]}}

            """
        let outcome = try assay("exec", option, input: job)
        let result = try #require(jsonLines(outcome.out).first)
        #expect(result["verdict"]?.string == "accepted")
        #expect(result["integrity"]?.string == integrity)
    }

    @Test func `an empty input ends with 0 and no output`() throws {
        let outcome = try assay("exec")
        #expect(outcome.status == ExitCode.yes)
        #expect(outcome.out == "")
        #expect(outcome.err == "")
    }

    @Test func `a closed standard output kills the boxes and ends with 0`() throws {
        let marker = "closed-output-\(getpid())"
        let child = try Child(["exec"])
        child.write(jobLine("sleeper", "import time; time.sleep(60)", arguments: [marker]))
        #expect(Sandbox.waitUntil(marker, runs: true))
        child.closeOutput()
        let began = now()
        #expect(child.finish(withinSeconds: 30).status == ExitCode.yes)
        #expect(now() - began < 10)
        #expect(Sandbox.waitUntil(marker, runs: false, seconds: 2))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal kills the boxes and ends with 130`(_ signal: Int32) throws {
        let marker = "interrupted-\(signal)-\(getpid())"
        let child = try Child(["exec"])
        child.write(jobLine("sleeper", "import time; time.sleep(60)", arguments: [marker]))
        #expect(Sandbox.waitUntil(marker, runs: true))
        let began = now()
        kill(child.pid, signal)
        #expect(child.finish(withinSeconds: 30).status == ExitCode.interrupted)
        #expect(now() - began < 10)
        #expect(Sandbox.waitUntil(marker, runs: false, seconds: 2))
    }

    @Test func `memory stays bounded and every line is answered on a long stream`() throws {
        let badLines = 20_000
        let goodLines = 200
        let child = try Child(["exec", "--jobs", "2"])
        let descriptor = child.input
        DispatchQueue.global().async {
            for number in 0..<badLines {
                var text = "{\"schema\":\"job/1\",\"id\":\"bad-\(number)\"}\n"
                if number % (badLines / goodLines) == 0 {
                    text += jobLine("good-\(number)", "print(\(number))")
                }
                let bytes = Array(text.utf8)
                guard write(descriptor, bytes, bytes.count) == bytes.count else { return }
            }
        }
        var ids = Set<String>()
        var early = 0
        for count in 1...(badLines + goodLines) {
            guard let line = child.line(), let json = try? JSON(parsing: line) else { break }
            if let id = json["id"]?.string { ids.insert(id) }
            if count == 2000 { early = Sandbox.peakMemoryKiB(child.pid) ?? 0 }
        }
        let late = Sandbox.peakMemoryKiB(child.pid) ?? .max
        child.closeInput()
        #expect(child.finish().status == ExitCode.yes)
        #expect(ids.count == badLines + goodLines)
        #expect(early > 0)
        #expect(late - early < 32 << 10, "grew from \(early) to \(late) KiB")
    }

    @Test func `input is not read beyond what is being judged`() throws {
        let child = try Child(["exec", "--jobs", "1"])
        let slow = jobLine("slow", "import time; time.sleep(60)")
        child.write(slow)
        let descriptor = child.input
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        let line = Array(jobLine("more", "print(1) # " + String(repeating: "x", count: 4000)).utf8)
        var taken = 0
        var refusals = 0
        while refusals < 100, taken < 64 << 20 {
            let count = write(descriptor, line, line.count)
            if count > 0 { taken += count } else { refusals += 1; usleep(10_000) }
        }
        #expect(taken < 1 << 20, "\(taken) bytes were taken")
        kill(child.pid, SIGTERM)
        #expect(child.finish(withinSeconds: 30).status == ExitCode.interrupted)
    }
}
