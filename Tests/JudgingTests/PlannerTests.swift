import Execution
@testable import Judging
import Testing

/// Plans as text, whole.
struct PlannerTests {
    private func planner(_ language: String, _ request: JudgeRequest) -> Planner {
        Planner(
            request: request, profile: Fixtures.profile(language),
            toolchain: Toolchain(path: "/usr/bin/tool", version: "1", sha256: ""))
    }

    private func text(_ step: ExecutionStep?) -> String {
        guard let step else { return "none" }
        let programs = step.programs.map { program in
            """
            \(program.arguments.joined(separator: " "))
              in \(program.standardInput.count) bytes, \
            files \(program.files.map { $0.path + ($0.executable ? "*" : "") }), \
            collect \(program.collect), cpu \(program.limits.cpuMS), \
            keep \(program.limits.keepBytes)
            """
        }
        return programs.joined(separator: "\n")
    }

    @Test func `a compiled language is compiled once and run from its output`() {
        let planner = planner(
            "c",
            JudgeRequest(
                language: "c", source: Array("x"), files: ["a.h": []],
                arguments: ["1", "{source}"],
                limits: [.cpuMS: 7], compileLimits: [.cpuMS: 9]))
        #expect(
            text(planner.compileStep()) == """
                /usr/bin/tool -O1 main.c -o main
                  in 0 bytes, files ["main.c", "a.h"], collect ["main"], cpu 9, keep 65536
                """)
        #expect(
            text(planner.runStep(planner.compiled([1]), input: [1, 2])) == """
                /work/main 1 {source}
                  in 2 bytes, files ["main*", "a.h"], collect [], cpu 7, keep 65536
                """)
    }

    @Test func `a command's limit in braces is the number in force, of that command`() {
        var profile = Fixtures.profile("c")
        profile.compile = ["{toolchain}", "-J{memory_bytes}", "{other}", "{source}"]
        profile.run = ["/work/{output}", "-Xmx{memory_bytes}", "{cpu_ms}"]
        let planner = Planner(
            request: JudgeRequest(
                language: "c", source: [], limits: [.memoryBytes: 5],
                compileLimits: [.memoryBytes: 6]),
            profile: profile, toolchain: Toolchain(path: "/usr/bin/tool", version: "1", sha256: ""))
        #expect(text(planner.compileStep()).hasPrefix("/usr/bin/tool -J6 {other} main.c\n"))
        let step = planner.runStep(planner.compiled([]), input: [], limits: [.cpuMS: 8])
        #expect(text(step).hasPrefix("/work/main -Xmx5 8\n"))
    }

    @Test func `an interpreted language runs its source, with the case's files`() {
        let planner = planner(
            "python", JudgeRequest(language: "python", source: [], files: ["data": []]))
        #expect(text(planner.compileStep()) == "none")
        let step = planner.runStep(
            planner.interpreted, input: [], files: ["data": [1]], limits: [.cpuMS: 3],
            keepAtLeast: 100_000)
        #expect(
            text(step) == """
                /usr/bin/tool -I main.py
                  in 0 bytes, files ["main.py", "data"], collect [], cpu 3, keep 100000
                """)
        #expect(step.programs[0].files.last?.bytes == [1])
    }

    @Test func `what is expected never enters the candidate's box`() async {
        let secret = "expected-4711"
        let runner = StubRunner([.results([.exited()])])
        let judge = Fixtures.judge(runner)
        let value = JSON.string(secret)
        for tests in [
            TestSuite.stdio([StdioCase(input: [], output: Array(secret))]),
            .function(
                FunctionSuite(
                    entryPoint: "f",
                    cases: [FunctionCase(arguments: [], expectation: .value(value))])),
            .assertions(
                AssertionSuite(body: .code(Array("assert f() == '\(secret)'")), entryPoint: "f")),
        ] {
            _ = await judge.judge(
                JudgeRequest(language: "python", source: [], tests: tests), attempts: 1)
        }
        #expect(runner.steps.count == 3)
        for step in runner.steps {
            let candidate = step.programs[0]
            let seen =
                [candidate.standardInput] + candidate.files.map(\.bytes)
                + candidate.arguments.map { Array($0) }
                + candidate.environment.values.map { Array($0) }
            #expect(!seen.contains { String(decoding: $0, as: UTF8.self).contains(secret) })
        }
    }
}

/// What is told before judging against what judging then runs.
struct JudgePlanTests {
    private static let assertions = TestSuite.assertions(
        AssertionSuite(body: .asserts([Array("assert f()"), Array("assert g()")])))

    static let requests: [(String, JudgeRequest)] = [
        ("run", JudgeRequest(language: "c", source: [], arguments: ["1"], limits: [.cpuMS: 7])),
        (
            "stdio",
            JudgeRequest(
                language: "python", source: [],
                tests: .stdio([
                    StdioCase(input: [], output: []), StdioCase(input: [1], output: []),
                    StdioCase(input: [], output: [], files: ["x": []], limits: [.cpuMS: 9]),
                ]))
        ),
        (
            "function",
            JudgeRequest(
                language: "python", source: [],
                tests: .function(
                    FunctionSuite(
                        entryPoint: "f",
                        cases: [FunctionCase(arguments: [], expectation: .value(.int(1)))])))
        ),
        ("examined", JudgeRequest(language: "python", source: [], tests: assertions)),
        ("native", JudgeRequest(language: "cpp", source: [], tests: assertions)),
    ]

    @Test(arguments: requests)
    func `the steps that are told are the steps that are run`(
        _ name: String, _ request: JudgeRequest
    ) async throws {
        let profile = Fixtures.profile(request.language)
        let toolchain = try await PlainHost().toolchain(for: profile)
        let planner = Planner(request: request, profile: profile, toolchain: toolchain)
        let plan = try planner.plan()
        // Every step of the plan that has no condition, as often as it says.
        let told = plan.steps.filter { $0.part != .guestCode && $0.times > 0 }.flatMap {
            let texts = $0.programs.map { program in
                var program = program
                // What tests time has a margin, to see how near a limit it is.
                if request.tests != nil {
                    let wider = Double(program.limits.cpuMS) * PatientRunner.margin
                    program.limits.cpuMS = Int(wider.rounded(.up))
                }
                return Self.text(program)
            }
            return Array(repeating: texts, count: $0.times)
        }

        var result = RunResult.exited()
        result.collected = ["main": [1]]
        let runner = StubRunner([
            .results(name == "examined" ? [result, result] : [result])
        ])
        let report = await Fixtures.judge(runner).judge(request, attempts: 1)
        let run = runner.steps.map { step in
            step.programs.map { Self.text(JudgePlan.PlannedProgram("", $0)) }
        }
        #expect(!told.isEmpty)
        #expect(run == told)
        // A stub's examiner has no report, and ends judging.
        if name != "examined" {
            #expect(report.integrity == plan.integrity)
            #expect(report.integrityReason == plan.integrityReason)
            #expect(report.total == plan.tests)
        }
    }

    private static func text(_ program: JudgePlan.PlannedProgram) -> String {
        // Guest code is compiled first; a stub is given none.
        let words = (program.arguments + program.files).joined(separator: " ")
        return words.replacing(".pyc", with: ".py") + " cpu \(program.limits.cpuMS)"
    }

    @Test func `two boxes run what the profile names, and one box is planned in case`() throws {
        var profile = Fixtures.profile("c")
        profile.harness = ["a.js": [1], "b.js": [2], "c.js": [3], "s.js": [4]]
        profile.examined = ExaminedTests(
            candidate: .init(files: ["a.js", "c.js"], run: ["/n", "{driver}", "{output}"]),
            examiner: .init(files: ["b.js", "c.js"], run: ["/n", "{driver}"]))
        var harness = TestHarness()
        harness.files = [".assay/s.js": "s.js"]
        harness.run = ["/n", ".assay/s.js"]
        profile.assertions = harness
        let planner = Planner(
            request: JudgeRequest(language: "c", source: [], tests: Self.assertions),
            profile: profile, toolchain: Toolchain(path: "/t", version: "", sha256: ""))
        let plan = try planner.plan()
        #expect(plan.integrity == .isolated)
        #expect(plan.steps.map(\.part) == [.compile, .tests, .tests])
        #expect(plan.steps[1].programs.map(\.role) == ["candidate", "examiner"])
        #expect(
            plan.steps[1].programs.map { ($0.arguments + $0.files).joined(separator: " ") } == [
                "/n .assay/a.js main main .assay/a.js .assay/c.js",
                "/n .assay/b.js .assay/b.js .assay/c.js",
            ])
        #expect(plan.steps[2].times == 0)
        #expect(plan.steps[2].programs.map(\.role) == ["tests and candidate"])
        #expect(profile.sealedOnly.examined == nil)
        #expect(profile.sealedOnly.harnessSHA256 != profile.harnessSHA256)
    }

    @Test func `sealed judging that was asked for says so`() throws {
        let planner = Planner(
            request: JudgeRequest(language: "python", source: [], tests: Self.assertions),
            profile: Fixtures.profile("python").sealedOnly,
            toolchain: Toolchain(path: "/usr/bin/python3", version: "", sha256: ""))
        let plan = try planner.plan()
        #expect(plan.integrity == .sealed)
        #expect(plan.integrityReason == "sealed judging was asked for")
        #expect(plan.tests == 2)
    }
}
