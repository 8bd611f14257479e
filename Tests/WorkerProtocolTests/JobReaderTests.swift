import Execution
import Judging
import Testing
import WorkerProtocol

@Suite struct JobReaderTests {
    private func read(_ text: String) -> Result<Job, RefusedLine> {
        JobReader().read(Array(text.utf8), line: 7)
    }

    private func refusal(_ text: String) throws -> RefusedLine {
        switch read(text) {
        case .success(let job): throw UnexpectedJob(id: job.id)
        case .failure(let refused): return refused
        }
    }

    struct UnexpectedJob: Error { var id: String }

    /// A job with these further members.
    private func job(_ members: String) -> String {
        #"{"schema":"job/1","id":"a","language":"python","source":"x",\#(members)}"#
    }

    @Test func `a job with every field is understood`() throws {
        let job = try read(
            #"""
            {"schema":"job/1","id":"j1","language":"python","source":{"base64":"/w=="},
             "source_path":"src/main.py","files":{"data/in.txt":"x","b":{"base64":""}},
             "args":["-v",""],"env":{"A":"1","B":""},
             "tests":{"style":"stdio","cases":[
               {"input":"1","output":"2"},
               {"name":"n","input":{"base64":"AAE="},"output":"","files":{"f":"y"},
                "checker":{"kind":"floats","abs":0.5,"rel":0},"points":2,"group":"g",
                "limits":{"cpu_ms":5}}]},
             "limits":{"cpu_ms":1000,"idle_ms":0},"compile_limits":{"wall_ms":1},
             "evidence":[],"repeat":1,"stop":"first_failure","meta":{"k":[1.0]}}
            """#.split(separator: "\n").joined()
        ).get()
        let suite = TestSuite.stdio([
            StdioCase(input: [0x31], output: [0x32]),
            StdioCase(
                name: "n", input: [0, 1], output: [], files: ["f": [0x79]],
                checker: .floats(absolute: 0.5, relative: 0), points: 2, group: "g",
                limits: [.cpuMS: 5]),
        ])
        let request = JudgeRequest(
            language: "python", source: [0xFF], sourcePath: "src/main.py",
            files: ["data/in.txt": [0x78], "b": []], arguments: ["-v", ""],
            environment: ["A": "1", "B": ""], tests: suite,
            limits: [.cpuMS: 1000, .idleMS: 0], compileLimits: [.wallMS: 1], stop: .firstFailure)
        #expect(
            job == Job(id: "j1", line: 7, request: request, meta: ["k": [.number("1.0")]]))
    }

    @Test func `function tests are understood`() throws {
        let text = job(
            #"""
            "tests":{"style":"function","entry_point":"A.f",
             "signature":{"params":["int"],"returns":"bool"},"cases":[
             {"args":[1,[2.0]],"kwargs":{"k":{"$tuple":[1]}},"expected":null},
             {"name":"x","any_of":[1,"1"],"compare":"exact","points":1.5,"group":"g"},
             {"args":[[3]],"raises":{"type":"ValueError","message":"no"},"observe":{"arg":0}},
             {"expected":0.5,"compare":{"kind":"close","abs":1e-3},"observe":"return"}]}
            """#.split(separator: "\n").joined())
        let expected = TestSuite.function(
            FunctionSuite(
                entryPoint: "A.f", signature: .init(parameters: ["int"], returns: "bool"),
                cases: [
                    FunctionCase(
                        arguments: [1, [.number("2.0")]], keywordArguments: ["k": ["$tuple": [1]]],
                        expectation: .value(nil)),
                    FunctionCase(
                        name: "x", arguments: [], expectation: .anyOf([1, "1"]),
                        comparison: .exact, points: 1.5, group: "g"),
                    FunctionCase(
                        arguments: [[3]],
                        expectation: .raises(type: "ValueError", message: "no"),
                        observation: .argument(0)),
                    FunctionCase(
                        arguments: [], expectation: .value(.number("0.5")),
                        comparison: .close(absolute: 1e-3, relative: 0)),
                ]))
        #expect(try read(text).get().request.tests == expected)
    }

    @Test(arguments: [
        (
            #""tests":{"style":"assertions","code":"c","entry_point":"f"}"#,
            AssertionSuite(body: .code([0x63]), entryPoint: "f")
        ),
        (
            #""tests":{"style":"assertions","prelude":"p","asserts":["a","b"]}"#,
            AssertionSuite(prelude: [0x70], body: .asserts([[0x61], [0x62]]))
        ),
    ])
    func `assertions are understood`(_ members: String, _ suite: AssertionSuite) throws {
        #expect(try read(job(members)).get().request.tests == .assertions(suite))
    }

    @Test func `a job without tests only runs, with its input`() throws {
        let request = try read(job(#""stdin":"in""#)).get().request
        #expect(request.tests == nil && request.standardInput == Array("in".utf8))
    }

    /// Members of a job, the code of the answer, and what its message must name.
    static let faults: [(String, JudgeError.Code, String)] = [
        (#""souce_path":"x""#, .unknownField, "`souce_path`"),
        (#""attempt":1"#, .unknownField, "`attempt`"),
        (#""source_path":"/x""#, .badField, "`source_path`"),
        (#""source_path":"a/../b""#, .badField, "`..`"),
        (#""source_path":"./a""#, .badField, "`source_path`"),
        (#""source_path":"a//b""#, .badField, "empty part"),
        (#""source_path":"a/""#, .badField, "empty part"),
        (#""source_path":"""#, .badField, "empty"),
        (#""source_path":"a\u0000b""#, .badField, "NUL"),
        (#""source_path":7"#, .badField, "`source_path` should be a string"),
        (#""files":["x"]"#, .badField, "`files`"),
        (#""files":{"../x":""}"#, .badField, #"`files["../x"]`"#),
        (#""files":{"x":1}"#, .badField, #"`files["x"]` should be TEXT"#),
        (#""files":{"x":{"base64":"?"}}"#, .badField, #"`files["x"].base64`"#),
        (#""files":{"x":{"base64":"","y":1}}"#, .badField, #"`files["x"]`"#),
        (#""files":{"a":"","a/b":""}"#, .badField, "`a` both as a file and as a directory"),
        (#""files":{"é":"","e\u0301":""}"#, .badField, "two Unicode forms"),
        (#""source_path":"m","files":{"m":""}"#, .badField, "`source_path`"),
        (#""source_path":"m/a","files":{"m":""}"#, .badField, "both as a file"),
        (#""args":"x""#, .badField, "`args`"),
        (#""args":["x",1]"#, .badField, "`args[1]`"),
        (#""args":["\u0000"]"#, .badField, "`args[0]` holds a NUL"),
        (#""args":["\ud800"]"#, .badField, "`args[0]`"),
        (#""env":{"A=B":"x"}"#, .badField, "`env.A=B`"),
        (#""env":{"":"x"}"#, .badField, "`env.`"),
        (#""env":{"A":1}"#, .badField, "`env.A`"),
        (#""stdin":5"#, .badField, "`stdin`"),
        (#""stdin":"\ud800""#, .badField, "`stdin`"),
        (#""limits":[]"#, .badField, "`limits`"),
        (#""limits":{"cpu":1}"#, .unknownField, "`limits.cpu`"),
        (#""limits":{"cpu_ms":0}"#, .badField, "`limits.cpu_ms`"),
        (#""limits":{"cpu_ms":-1}"#, .badField, "`limits.cpu_ms`"),
        (#""limits":{"cpu_ms":1.0}"#, .badField, "`limits.cpu_ms`"),
        (#""limits":{"cpu_ms":1e3}"#, .badField, "`limits.cpu_ms`"),
        (#""limits":{"cpu_ms":"5"}"#, .badField, "`limits.cpu_ms`"),
        (#""limits":{"cpu_ms":86400001}"#, .badField, "`limits.cpu_ms`"),
        (#""limits":{"memory_bytes":99999999999999999999}"#, .badField, "`limits.memory_bytes`"),
        (#""limits":{"keep_bytes":16777217}"#, .badField, "`limits.keep_bytes`"),
        (#""limits":{"time_ratio":{"k":5}}"#, .badField, "`limits.time_ratio.reference` is"),
        (#""limits":{"time_ratio":{"k":0,"reference":""}}"#, .badField, "`limits.time_ratio.k`"),
        (
            #""limits":{"time_ratio":{"k":5,"reference":"","floor_ms":0}}"#, .badField,
            "`limits.time_ratio.floor_ms`"
        ),
        (
            #""limits":{"time_ratio":{"k":5,"reference":""},"cpu_ms":5}"#, .badField,
            "`limits.cpu_ms` cannot stand beside"
        ),
        (
            #""compile_limits":{"time_ratio":{"k":5,"reference":""}}"#, .badField,
            "`compile_limits.time_ratio` has no place here"
        ),
        (#""compile_limits":{"x":1}"#, .unknownField, "`compile_limits.x`"),
        (#""evidence":"x""#, .badField, "`evidence`"),
        (#""evidence":["a","a"]"#, .badField, "`evidence[1]`"),
        (#""repeat":0"#, .badField, "`repeat`"),
        (#""repeat":101"#, .badField, "`repeat`"),
        (#""stop":"never""#, .badField, "`stop`"),
        (#""meta":[]"#, .badField, "`meta`"),
        (#""meta":null"#, .badField, "`meta`"),
        (#""tests":null"#, .badField, "`tests`"),
        (#""tests":{}"#, .badField, "`tests.style` is missing"),
        (#""tests":{"style":"unit","framework":"pytest","files":{}}"#, .badField, "`tests.files`"),
        (#""tests":{"style":"stdout"}"#, .badField, "`stdout`"),
        (#""stdin":"","tests":{"style":"assertions","code":""}"#, .badField, "`stdin`"),
    ]

    static let testFaults: [(String, JudgeError.Code, String)] = [
        (#""style":"stdio""#, .badField, "`tests.cases` is missing"),
        (#""style":"stdio","cases":[]"#, .badField, "`tests.cases` is empty"),
        (#""style":"stdio","cases":[1]"#, .badField, "`tests.cases[0]`"),
        (#""style":"stdio","cases":[{"output":""}]"#, .badField, "`tests.cases[0].input`"),
        (#""style":"stdio","cases":[{"input":""}]"#, .badField, "`tests.cases[0].output`"),
        (
            #""style":"stdio","case":[],"cases":[{"input":"","output":""}]"#, .unknownField,
            "`tests.case`"
        ),
        (
            #""style":"stdio","cases":[{"input":"","output":"","expect":1}]"#, .unknownField,
            "`tests.cases[0].expect`"
        ),
        (
            #""style":"stdio","cases":[{"input":"","output":"","checker":"fuzzy"}]"#, .badField,
            "`fuzzy`"
        ),
        (
            #""style":"stdio","cases":[{"input":"","output":"","#
                + #""checker":{"kind":"floats","abs":-1}}]"#,
            .badField, "`tests.cases[0].checker.abs`"
        ),
        (
            #""style":"stdio","cases":[{"input":"","output":"","points":"1"}]"#, .badField,
            "`tests.cases[0].points`"
        ),
        (
            #""style":"stdio","cases":[{"input":"","output":"","limits":{"inodes":0}}]"#, .badField,
            "`tests.cases[0].limits.inodes`"
        ),
        (#""style":"function","cases":[{"expected":1}]"#, .badField, "`tests.entry_point`"),
        (
            #""style":"function","entry_point":"a.b.c","cases":[{"expected":1}]"#, .badField,
            "`a.b.c`"
        ),
        (#""style":"function","entry_point":"f()","cases":[{"expected":1}]"#, .badField, "`f()`"),
        (#""style":"function","entry_point":"f","cases":[]"#, .badField, "`tests.cases` is empty"),
        (#""style":"function","entry_point":"f","cases":[{}]"#, .badField, "`tests.cases[0]`"),
        (
            #""style":"function","entry_point":"f","cases":[{"expected":1,"any_of":[1]}]"#,
            .badField,
            "one of `expected`, `any_of` and `raises`"
        ),
        (
            #""style":"function","entry_point":"f","cases":[{"any_of":[]}]"#, .badField,
            "`tests.cases[0].any_of` is empty"
        ),
        (
            #""style":"function","entry_point":"f","cases":[{"raises":{}}]"#, .badField,
            "`tests.cases[0].raises.type`"
        ),
        (
            #""style":"function","entry_point":"f","cases":[{"args":[{"$foo":1}],"expected":1}]"#,
            .badField, "`tests.cases[0].args[0]` is no VALUE"
        ),
        (
            #""style":"function","entry_point":"f","#
                + #""cases":[{"args":[{"$handle":1}],"expected":1}]"#,
            .badField, "`$handle`"
        ),
        (
            #""style":"function","entry_point":"f","cases":[{"expected":1,"observe":{"arg":0}}]"#,
            .badField, "`tests.cases[0].observe.arg`"
        ),
        (
            #""style":"function","entry_point":"f","cases":[{"expected":1,"compare":"fuzzy"}]"#,
            .badField, "`tests.cases[0].compare`"
        ),
        (
            #""style":"function","entry_point":"f","cases":[{"expected":1,"#
                + #""compare":{"kind":"close"}}]"#,
            .badField, "no tolerance"
        ),
        (
            #""style":"function","entry_point":"f","#
                + #""signature":{"params":[]},"cases":[{"expected":1}]"#,
            .badField, "`tests.signature.returns`"
        ),
        (#""style":"assertions""#, .badField, "one of `code` and `asserts`"),
        (#""style":"assertions","code":"","asserts":[""]"#, .badField, "`code` and `asserts`"),
        (#""style":"assertions","asserts":[]"#, .badField, "`tests.asserts` is empty"),
        (#""style":"assertions","asserts":["",1]"#, .badField, "`tests.asserts[1]`"),
    ]

    @Test(arguments: faults)
    func `a fault names its field`(
        _ members: String, _ code: JudgeError.Code, _ named: String
    ) throws {
        let refused = try refusal(job(members))
        #expect(refused.error.code == code)
        #expect(refused.error.message.contains(named), "\(refused.error.message)")
        #expect(refused.id == "a" && refused.line == 7)
    }

    @Test(arguments: testFaults)
    func `a fault in the tests names its path`(
        _ members: String, _ code: JudgeError.Code, _ named: String
    ) throws {
        let refused = try refusal(job(#""tests":{\#(members)}"#))
        #expect(refused.error.code == code)
        #expect(refused.error.message.contains(named), "\(refused.error.message)")
        #expect(refused.id == "a")
    }

    /// Whole lines, the code of the answer, its id, and what its message must name.
    static let lines: [(String, JudgeError.Code, String?, String)] = [
        ("[]", .badJSON, nil, "an array"),
        ("7", .badJSON, nil, "an object"),
        ("{", .badJSON, nil, "byte 1, column 2"),
        (#"{"id":"a","schema":"job/1",}"#, .badJSON, "a", "byte 27, column 28"),
        (#"{"x":{"id":"no"},"id":"ye\u0073","y":[}"#, .badJSON, "yes", "no value"),
        (#"{"x":["id","no"],"y":tru}"#, .badJSON, nil, "`true`"),
        (#"{"x":{"id":"no"},"y":[}"#, .badJSON, nil, "no value"),
        (#"{"x":[{"id":"no"},{"id":"no"}"#, .badJSON, nil, "`]` should stand here"),
        (#"{"id":"a"#, .badJSON, nil, "no end"),
        (#"{"id":"a","id":"b"}"#, .badJSON, "a", "`id` stands twice"),
        ("\u{FEFF}{}", .badJSON, nil, "byte order mark"),
        (#"{}"#, .unknownSchema, nil, "`schema` is missing"),
        (#"{"id":"a","schema":"job/2","new":1}"#, .unknownSchema, "a", "`job/2`"),
        (#"{"id":"a","schema":1}"#, .unknownSchema, "a", "the number 1"),
        (#"{"schema":"job/1","language":"c","source":""}"#, .badField, nil, "`id` is missing"),
        (#"{"schema":"job/1","id":7,"language":"c","source":""}"#, .badField, nil, "`id`"),
        (#"{"schema":"job/1","id":"a","source":""}"#, .badField, "a", "`language` is missing"),
        (#"{"schema":"job/1","id":"a","language":"c"}"#, .badField, "a", "`source` is missing"),
        (
            #"{"schema":"job/1","id":"a","language":["c"],"source":""}"#, .badField, "a",
            "`language`"
        ),
    ]

    @Test(arguments: lines)
    func `a bad line is answered with its id if that can be read`(
        _ line: String, _ code: JudgeError.Code, _ id: String?, _ named: String
    ) throws {
        let refused = try refusal(line)
        #expect(refused.error.code == code)
        #expect(refused.id == id)
        #expect(refused.error.message.contains(named), "\(refused.error.message)")
    }

    @Test func `bytes that are not UTF-8 are answered with the id before them`() throws {
        let bytes = Array(#"{"id":"a","source":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
        let result = JobReader().read(bytes, line: 1)
        guard case .failure(let refused) = result else { throw UnexpectedJob(id: "") }
        #expect(refused.error.code == .badUTF8 && refused.id == "a")
    }

    @Test func `an id may have 256 bytes and no more`() throws {
        func line(_ id: String) -> String {
            #"{"schema":"job/1","id":"\#(id)","language":"c","source":""}"#
        }
        let longest = String(repeating: "é", count: 128)
        #expect(try read(line(longest)).get().id == longest)
        let refused = try refusal(line(longest + "x"))
        #expect(refused.id == nil && refused.error.message.contains("257 bytes"))
    }

    @Test func `a near miss is told the name that was meant`() throws {
        #expect(try refusal(job(#""sorce_path":"x""#)).error.hint == "did you mean `source_path`?")
        #expect(try refusal(job(#""qqq":1"#)).error.hint?.hasPrefix("known here: ") == true)
    }

    @Test func `a refused job still echoes its meta`() throws {
        let refused = try refusal(job(#""meta":{"k":1},"x":1"#))
        #expect(refused.meta == ["k": 1])
        let result = ResultWriter.json(refused)
        #expect(result["meta"] == ["k": 1] && result["verdict"] == "judge_error")
        #expect(result["run_key"] == .null && result["error"]?["code"] == "unknown_field")
    }

    @Test func `a line beyond the cap is answered with the id at its beginning`() {
        let line = LineFramer.Line.tooLarge(
            prefix: Array(#"{"schema":"job/1","id":"big","source":"xxxx"#.utf8), number: 3)
        guard case .failure(let refused) = JobReader().read(line) else {
            Issue.record("it was taken for a job")
            return
        }
        #expect(refused.error.code == .tooLarge && refused.id == "big" && refused.line == 3)
    }

    @Test func `control characters of a job do not reach a message`() throws {
        let message = try refusal(job(#""a\u001b[31m":1"#)).error.message
        #expect(!message.utf8.contains(0x1B))
    }
}
