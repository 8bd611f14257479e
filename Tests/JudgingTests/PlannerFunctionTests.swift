import Execution
import Testing

@testable import Judging

/// Function tests by a driver: what is told before, what is run, and what the driver is told.
struct PlannerFunctionTests {
    private static let driver = FunctionDriver(
        files: ["driver.toy", "more.toy"],
        compile: ["{toolchain}", "-o", "{output}", "{driver}", "{source}"], run: ["/work/{output}"],
        output: "program")

    private func planner(_ function: FunctionDriver, signed: Bool = false) -> Planner {
        var profile = Fixtures.profile("c")
        profile.function = function
        profile.harness = [
            "driver.toy": Array(
                "ASSAY_ENTRY_POINT|ASSAY_ENTRY_CLASS|ASSAY_ENTRY_NAME|ASSAY_ENTRY_IN_CLASS|"
                    + "ASSAY_SOURCE_PATH|ASSAY_SIGNED(ASSAY_PARAMETERS)ASSAY_RETURNS|"
                    + "ASSAY_X ASSAY"),
            "more.toy": [],
        ]
        let suite = FunctionSuite(
            entryPoint: "Box.go",
            signature: signed ? .init(parameters: ["int", "char*"], returns: "T") : nil,
            cases: [FunctionCase(arguments: [], expectation: .value(1))])
        return Planner(
            request: JudgeRequest(
                language: "c", source: [1], files: ["a.h": []], tests: .function(suite)),
            profile: profile, toolchain: Toolchain(path: "/usr/bin/tool", version: "", sha256: ""))
    }

    private func suite(_ planner: Planner) -> FunctionSuite {
        guard case .function(let suite)? = planner.request.tests else {
            return FunctionSuite(entryPoint: "", cases: [])
        }
        return suite
    }

    @Test func `a plan tells of compiling the driver and of one program for all calls`() throws {
        let plan = try planner(Self.driver).plan()
        #expect(plan.steps.map(\.part) == [.compile, .tests])
        #expect(
            plan.steps[0].programs[0].arguments
                == ["/usr/bin/tool", "-o", "program", ".assay/driver.toy", "main.c"])
        #expect(
            plan.steps[0].programs[0].files
                == ["main.c", "a.h", ".assay/driver.toy", ".assay/more.toy"])
        #expect(plan.steps[1].programs[0].arguments == ["/work/program"])
        #expect(plan.steps[1].programs[0].files == ["program", "a.h"])
        #expect(plan.integrity == .isolated)
    }

    @Test func `an interpreted driver is started beside the source`() throws {
        var planner = planner(
            FunctionDriver(
                files: ["driver.toy"], run: ["{toolchain}", "{driver}", "{source}"]))
        var profile = planner.profile
        profile.compile = nil
        planner = Planner(
            request: planner.request, profile: profile, toolchain: planner.toolchain)
        let plan = try planner.plan()
        #expect(plan.steps.map(\.part) == [.tests])
        #expect(
            plan.steps[0].programs[0].arguments == ["/usr/bin/tool", ".assay/driver.toy", "main.c"])
        #expect(plan.steps[0].programs[0].files == ["main.c", "a.h", ".assay/driver.toy"])
    }

    @Test func `a driver is told the entry point and the signature`() throws {
        func text(_ planner: Planner) -> String? {
            let step = planner.functionCompileStep(suite(planner))
            let file = step?.programs[0].files.first { $0.path == ".assay/driver.toy" }
            return file.map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(text(planner(Self.driver)) == "Box.go|Box|go|1|main.c|0()|ASSAY_X ASSAY")
        #expect(
            text(planner(Self.driver, signed: true))
                == "Box.go|Box|go|1|main.c|1(int, char*)T|ASSAY_X ASSAY")
    }

    @Test func `a signature that is needed is asked for`() throws {
        var driver = Self.driver
        driver.needsSignature = true
        #expect(throws: JudgeError.self) { try planner(driver).plan() }
        _ = try planner(driver, signed: true).plan()
    }

    @Test func `messages are the source's, without the driver's folder`() {
        let text = """
            In file included from .assay/driver.cpp:7:
            .assay/../main.cpp:2:1: error: x
            .assay/driver.cpp:9:1: error: y
            """
        #expect(
            DriverMessages.withoutDriver(Array(text))
                == Array("main.cpp:2:1: error: x\ndriver.cpp:9:1: error: y"))
    }
}
