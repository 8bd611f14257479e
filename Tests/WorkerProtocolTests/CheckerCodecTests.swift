import Execution
import Judging
import Testing
import WorkerProtocol

struct CheckerCodecTests {
    private func suite(_ members: String) throws -> TestSuite {
        try SuiteCodec.suite(JSON(parsing: #"{"style":"stdio",\#(members)}"#))
    }

    private static let program = CheckerProgram(
        language: "cpp", source: Array("int main".utf8), files: ["testlib.h": [0x74]],
        arguments: ["-v"], limits: [.cpuMS: 5])

    @Test(arguments: [
        (#""unordered_lines""#, Checker.unorderedLines),
        (#"{"kind":"multiset","of":"lines"}"#, .unorderedLines),
        (#"{"kind":"set","of":"tokens"}"#, .unordered(.tokens, countingRepeats: false)),
        (#""json""#, .json(absolute: 0, relative: 0)),
        (#"{"kind":"json","abs":1e-9}"#, .json(absolute: 1e-9, relative: 0)),
        (#"{"kind":"exact"}"#, .exact), (#"{"kind":"lines"}"#, .lines),
        (#"{"kind":"floats"}"#, .floats(absolute: 1e-6, relative: 1e-6)),
        (
            #"{"kind":"program","language":"cpp","source":"int main","files":{"testlib.h":"t"},"#
                + #""args":["-v"],"limits":{"cpu_ms":5}}"#, .program(program)
        ),
        (
            #"{"kind":"interactor","language":"cpp","source":"int main","args":["-v"],"#
                + #""files":{"testlib.h":"t"},"limits":{"cpu_ms":5}}"#, .interactor(program)
        ),
    ])
    func `checkers are understood`(_ json: String, _ checker: Checker) throws {
        #expect(
            try suite(#""cases":[{"input":"","output":"[1]","checker":\#(json)}]"#)
                == .stdio([StdioCase(input: [], output: Array("[1]".utf8), checker: checker)]))
    }

    @Test func `a suite's checker holds where a case names none`() throws {
        let read = try suite(
            #""checker":"tokens","cases":[{"input":"","output":""},"#
                + #"{"input":"","output":"","checker":"lines"}]"#)
        guard case .stdio(let suite) = read else { throw CancellationError() }
        #expect(suite.map(\.checker) == [.tokens, .lines])
        #expect(suite.checker == .tokens)
    }

    @Test func `groups, hidden tests and several outputs are understood`() throws {
        let read = try suite(
            #""cases":[{"input":"","any_of":["a","b"],"group":"1","hidden":true},"#
                + #"{"input":"","checker":{"kind":"regex","pattern":"a+"},"group":"2"}],"#
                + #""groups":[{"name":"1","points":30,"policy":"min","stop":"first_failure"},"#
                + #"{"name":"2","needs":["1"]}]"#)
        guard case .stdio(let suite) = read else { throw CancellationError() }
        #expect(suite[0].output == [0x61] && suite[0].alternatives == [[0x62]] && suite[0].hidden)
        #expect(suite[1].output.isEmpty && !suite[1].hidden)
        #expect(
            suite.rules.groups == [
                TestGroup(name: "1", points: 30, policy: .min, stop: .firstFailure),
                TestGroup(name: "2", needs: ["1"]),
            ])
    }

    /// Members of `tests`, and what the answer must say.
    @Test(arguments: [
        (
            #""cases":[{"input":"","output":"","checker":"regex"}]"#,
            "no checker `regex` of this form"
        ),
        (
            #""cases":[{"input":"","checker":{"kind":"regex","pattern":"a("}}]"#,
            "`tests.cases[0].checker.pattern`, column 3"
        ),
        (
            #""cases":[{"input":"","checker":{"kind":"regex","pattern":"(a)\\1"}}]"#,
            "back references"
        ),
        (
            #""cases":[{"input":"","checker":{"kind":"program"}}]"#,
            "`tests.cases[0].checker.language`"
        ),
        (
            #""cases":[{"input":"","checker":{"kind":"program","language":"c","source":"","#
                + #""files":{"input.txt":""}}}]"#, "`input.txt`, which is taken"
        ),
        (
            #""cases":[{"input":"","checker":{"kind":"program","language":"c","source":"","#
                + #""path":""}}]"#, "`tests.cases[0].checker.path` is not a field"
        ),
        (#""cases":[{"input":"","output":"","checker":{"kind":"set"}}]"#, "checker.of` is missing"),
        (#""cases":[{"input":"","output":"{","checker":"json"}]"#, "output` is not JSON"),
        (#""cases":[{"input":"","output":"","any_of":[]}]"#, "both `output` and `any_of`"),
        (#""cases":[{"input":"","any_of":[]}]"#, "`tests.cases[0].any_of` is empty"),
        (
            #""cases":[{"input":"","any_of":[""],"checker":{"kind":"regex","pattern":""}}]"#,
            "cannot stand beside this checker"
        ),
        (#""cases":[{"input":"","output":"","hidden":1}]"#, "`tests.cases[0].hidden`"),
        (#""shuffle":"yes","cases":[{"input":"","output":""}]"#, "`tests.shuffle`"),
        (#""groups":[],"cases":[{"input":"","output":""}]"#, "`tests.groups`"),
        (
            #""groups":[{"name":"a"}],"cases":[{"input":"","output":"","group":"b"}]"#,
            "`tests.cases[0].group`: there is no group `b`"
        ),
        (
            #""groups":[{"name":"a","needs":["b"]}],"#
                + #""cases":[{"input":"","output":"","group":"a"}]"#,
            "`tests.groups[0]`: `a` needs `b`, which is no group"
        ),
        (
            #""groups":[{"name":"a","needs":["b"]},{"name":"b","needs":["a"]}],"#
                + #""cases":[{"input":"","output":"","group":"a"},"#
                + #"{"input":"","output":"","group":"b"}]"#, "in a circle: `a`, `b`"
        ),
        (
            #""groups":[{"name":"a","policy":"max"}],"#
                + #""cases":[{"input":"","output":"","group":"a"}]"#,
            "`tests.groups[0].policy`"
        ),
        (
            #""groups":[{"name":"a","stop":"first_failure"}],"shuffle":true,"#
                + #""cases":[{"input":"","output":"","group":"a"}]"#, "the suite is shuffled"
        ),
        (
            #""groups":[{"name":"a","weight":1}],"cases":[{"input":"","output":"","group":"a"}]"#,
            "`tests.groups[0].weight` is not a field"
        ),
    ])
    func `what cannot be is refused by name`(_ members: String, _ says: String) {
        let error = #expect(throws: JudgeError.self) { try suite(members) }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }

    @Test func `a program that stands in every case is written once`() throws {
        let big = CheckerProgram(language: "c", source: [UInt8](repeating: 0x61, count: 10_000))
        let cases = (0..<50).map { _ in
            StdioCase(input: [], output: [], checker: .program(big))
        }
        let suite = TestSuite.stdio(StdioSuite(cases, checker: .program(big)))
        #expect(SuiteCodec.json(suite).utf8.count < 15_000)
    }
}
