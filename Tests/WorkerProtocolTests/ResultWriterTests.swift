import Execution
import Judging
import TestSupport
import Testing
import WorkerProtocol

@Suite struct ResultWriterTests {
    private static let run = RunResult(
        termination: .exited(code: 0),
        usage: Usage(wallMS: 12.5, cpuMS: 10, memoryPeakBytes: 4096, killMS: nil),
        stdout: CapturedOutput(bytes: [0x61, 0xFF], totalBytes: 5),
        stderr: CapturedOutput(bytes: Array("é".utf8)))

    @Test func `a result has the protocol's fields in its order`() {
        var report = JudgeReport(verdict: .timeLimitExceeded)
        report.integrity = .isolated
        report.passed = 1
        report.total = 2
        report.limit = LimitBreach(name: .wallMS, limit: 10_000, measured: 10_003.1)
        report.limitsHit = [.processes]
        report.tests = [TestResult(name: "1", verdict: .accepted, run: Self.run)]
        let text = ResultWriter.json(
            report, id: "a", line: 7, runKey: "k", meta: ["m": .number("1.0")]
        ).text
        let program =
            #"{"exit_code":0,"signal":null,"stdout":"a\#u{FFFD}","stdout_base64":"Yf8=","#
            + #""stdout_bytes":5,"stdout_truncated":true,"stderr":"é","stderr_bytes":2,"#
            + #""stderr_truncated":false,"wall_ms":12.5,"cpu_ms":10.0,"#
            + #""memory_peak_bytes":4096,"kill_ms":null}"#
        let limits =
            #"{"cpu_ms":10000,"wall_ms":20000,"idle_ms":0,"memory_bytes":536870912,"#
            + #""output_bytes":16777216,"keep_bytes":65536,"processes":64,"#
            + #""disk_bytes":67108864,"inodes":4096,"file_bytes":67108864,"open_files":256,"#
            + #""stack_bytes":67108864}"#
        let test =
            #"{"name":"1","verdict":"accepted","message":"","expected":"","actual":"","#
            + #""points":null,"group":null,"run":\#(program)}"#
        let environment =
            #"{"assay":"","profile":"","profile_sha256":"","harness_sha256":"","toolchain":"","#
            + #""toolchain_sha256":"","isolation":[],"missing":[],"cpu_method":"","#
            + #""memory_method":""}"#
        #expect(
            text == #"{"schema":"result/1","id":"a","line":7,"run_key":"k","#
                + #""verdict":"time_limit_exceeded","integrity":"isolated","#
                + #""integrity_reason":null,"passed":1,"total":2,"points":null,"flaky":null,"#
                + #""attempts":1,"limits":\#(limits),"#
                + #""limit":{"name":"wall_ms","limit":10000,"measured":10003.1},"#
                + #""limits_hit":["processes"],"tests":[\#(test)],"compile":null,"run":null,"#
                + #""violations":[],"violations_dropped":0,"findings":[],"evaluators":[],"#
                + #""environment":\#(environment),"cached":false,"meta":{"m":1.0},"error":null}"#
        )
    }

    @Test(arguments: [
        (Termination.exited(code: 3), JSON.int(3), JSON.null),
        (.signalled("SIGSEGV"), .null, "SIGSEGV"),
        (.limitExceeded(.init(name: .cpuMS, limit: 1, measured: 2)), .null, .null),
        (.stopped, .null, .null),
    ])
    func `how a program ended is an exit code, a signal or neither`(
        _ termination: Termination, _ code: JSON, _ signal: JSON
    ) {
        let program = ResultWriter.program(RunResult(termination: termination))
        #expect(program["exit_code"] == code && program["signal"] == signal)
    }

    @Test func `output that is UTF-8 has no base64 beside it`() {
        let program = ResultWriter.program(Self.run)
        #expect(program["stderr_base64"] == nil && program["stdout_base64"] != nil)
    }

    @Test func `what a checker ran on stands in the environment, where there was one`() {
        var report = JudgeReport(verdict: .accepted)
        report.environment.checkers = [
            .init(
                language: "cpp", profileSHA256: "p", toolchain: "g++ 12", toolchainSHA256: "t")
        ]
        let json = ResultWriter.json(report, id: nil, line: nil, runKey: nil)
        #expect(
            json["environment"]?["checkers"] == [
                [
                    "profile": "cpp", "profile_sha256": "p", "toolchain": "g++ 12",
                    "toolchain_sha256": "t",
                ]
            ])
    }

    @Test func `a reader ignores fields it does not know`() throws {
        let json = ResultWriter.json(
            JudgeReport(verdict: .accepted), id: nil, line: nil, runKey: nil)
        var object = try #require(json.object)
        object["new"] = ["x": 1]
        object["limits"] = ["cpu_ms": 5, "new_ms": 6]
        let result = try ResultReader.result(.object(object))
        #expect(result.report.verdict == .accepted && result.report.limits.cpuMS == 5)
        #expect(result.id == nil && result.line == nil)
    }

    @Test(
        arguments: [
            ("schema", JSON.string("result/2"), "schema"), ("verdict", "splendid", "verdict"),
            ("passed", "x", "passed"), ("tests", [["name": 1]], "tests[0].verdict"),
            ("limit", ["name": "cpu_ms"], "limit.limit"), ("run", ["exit_code": 0], "run.wall_ms"),
        ] as [(String, JSON, String)])
    func `what is no result is refused by name`(
        _ field: String, _ value: JSON, _ named: String
    ) throws {
        let json = ResultWriter.json(
            JudgeReport(verdict: .accepted), id: nil, line: nil, runKey: nil)
        var object = try #require(json.object)
        object[field] = value
        #expect { try ResultReader.result(.object(object)) } throws: {
            ($0 as? JudgeError)?.message.contains("`\(named)`") == true
        }
    }
}
