import Judging

/// Files of tests in TypeScript and Swift.
extension UnitExamples {
    private static let typed = """
        import test, { describe, it } from "node:test";
        import assert from "node:assert";
        import { add } from "./main";
        interface Row { a: number; b: number }
        const row: Row = { a: 1, b: 2 };
        test("zero", () => assert.strictEqual(add(0, 0), 0));
        describe("sums", () => {
            it("of two", async (): Promise<void> => assert.strictEqual(add(row.a, row.b), 3));
        });
        """

    private static func typescript(
        _ about: String, _ source: String, _ verdict: Verdict, says: String = "",
        path: String? = nil, files: [String: String] = [:],
        tests: [String: String] = ["main.test.ts": typed], expected: [String]? = nil
    ) -> UnitTests.Case {
        UnitTests.Case(
            framework: "node", language: "typescript", about: "TypeScript, " + about,
            source: source, path: path, files: files, tests: tests, expected: expected,
            verdict: verdict,
            says: says)
    }

    private static let sums = """
        import { zero } from "./zero";
        export function add(a: number, b: number): number { return a + b + zero; }
        """

    static let typescript = [
        typescript(
            "right", "export function add(a: number, b: number): number { return a + b; }",
            .accepted,
            expected: ["main.test.ts > zero", "main.test.ts > sums > of two"]),
        typescript(
            "wrong", "export const add = (a: number, b: number): number => a * b;",
            .wrongAnswer, says: "3"),
        typescript(
            "a source that has a type error", "export const add = (a: number): string => a;",
            .compileError, says: "TS2322"),
        typescript(
            "a source elsewhere",
            "export function add(a: number, b: number): number { return a + b; }", .accepted,
            path: "src/sums.ts",
            tests: ["test/a.test.ts": typed.replacing("./main", with: "../src/sums")]),
        typescript(
            "a file that the tests alone import", "export const add = (a: number) => a;",
            .accepted, files: ["lib/sums.ts": sums, "lib/zero.ts": "export const zero = 0;"],
            tests: ["main.test.ts": typed.replacing("./main", with: "./lib/sums")]),
        typescript(
            "another file that is wrong, and one that is nothing",
            "export const add = (a: number) => a;", .wrongAnswer, says: "3",
            files: ["sums.ts": "export const add = () => 0;", "other.ts": "export const = ;"],
            tests: ["main.test.ts": typed.replacing("./main", with: "./sums")]),
        typescript(
            "exit 0 early", "declare const process: any;\nprocess.exit(0);\nexport const add = 1;",
            .runtimeError, says: "status 0"),
        typescript(
            "tests that pass with nothing to test", "export const add = 1;", .judgeError,
            says: "accept a stub",
            tests: ["a.test.ts": "import test from 'node:test';\ntest('a', (): void => {});"]),
    ]

    private static func swift(
        _ about: String, _ source: String, _ verdict: Verdict, says: String = "",
        tests: [String: String]? = nil, expected: [String]? = nil
    ) -> UnitTests.Case {
        UnitTests.Case(
            framework: "xctest", about: about, source: source, path: "Add.swift", tests: tests,
            expected: expected, verdict: verdict, says: says)
    }

    private static let many = """
        import XCTest
        @testable import Adding

        class PointTests: XCTestCase {
            var point = Point(x: 0, y: 0)
            override func setUp() { point = Point(x: 1, y: 2) }
            override func setUpWithError() throws { XCTAssertEqual(point.x, 0) }
            func testEqual() {
                XCTAssertEqual(point, Point(x: 1, y: 2))
                XCTAssertNotEqual(point.x, 2)
            }
            // func testOff() {}
            func testThrows() {
                XCTAssertThrowsError(try point.fail()) { error in
                    XCTAssertEqual(error as? PointError, .bad)
                }
            }
            @MainActor func testMain() { XCTAssertTrue(Thread.isMainThread || true) }
            private func helper() {}
        }
        final class MoreTests: XCTestCase {
            func testClose() throws {
                XCTAssertEqual(0.1 + 0.2, 0.3, accuracy: 1e-9)
                XCTAssertNil(try? Point(x: 0, y: 0).fail())
            }
            func testEqual() { XCTAssertLessThan(1, 2) }
        }
        """

    private static let kept = """
        import XCTest

        class BaseTests: XCTestCase {
            static var log: [String] = []
            override class func setUp() { log.append("class") }
            override class func tearDown() { log.append("end") }
            override func setUp() async throws { Self.log.append("async") }
            override func setUp() { addTeardownBlock { BaseTests.log.append("block") } }
            override func tearDownWithError() throws { Self.log.append("down") }
            func testAdd() { XCTAssertEqual(add(1, 2), 3) }
            func testOther() { XCTAssertEqual(add(0, 0), 0) }
        }
        struct Helper { func testNothing() { fatalError() } }
        final class ChildTests: BaseTests {
            class Part: NSObject {}
            override func testOther() { XCTAssertEqual(add(5, 5), 10) }
            func testZ() {
                XCTAssertEqual(Self.log.filter { $0 == "class" }.count, 2)
                XCTAssertEqual(Self.log.filter { $0 == "end" }.count, 1)
                XCTAssertEqual(Array(Self.log.suffix(4)), ["async", "block", "down", "async"])
            }
        }
        extension BaseTests {
            func testMore() {
                let done = expectation(description: "done")
                done.expectedFulfillmentCount = 2
                let never = XCTestExpectation(description: "never")
                never.isInverted = true
                DispatchQueue.global().async { done.fulfill() }
                Task { done.fulfill() }
                wait(for: [done], timeout: 5)
                XCTAssertEqual(XCTWaiter().wait(for: [never], timeout: 0.01), .completed)
            }
            func testLater() async {
                let first = expectation(description: "first")
                Task.detached { first.fulfill() }
                await fulfillment(of: [first], timeout: 5)
            }
        }
        """

    static let swift = [
        swift(
            "classes in between, what is set up and taken down, expectations",
            "func add(_ a: Int, _ b: Int) -> Int { a + b }\n", .accepted,
            tests: ["KeptTests.swift": kept],
            expected: ["BaseTests", "ChildTests"].flatMap { owner in
                ["testAdd", "testOther", "testMore", "testLater"].map { "\(owner).\($0)" }
            } + ["ChildTests.testZ"]),
        swift(
            "an inherited test that fails", "func add(_ a: Int, _ b: Int) -> Int { 0 }\n",
            .wrongAnswer, says: "3",
            tests: [
                "ATests.swift": """
                import XCTest
                class BTests: ATests {}
                class ATests: XCTestCase {
                    func testA() { XCTAssertEqual(add(1, 2), 3) }
                }
                """
            ], expected: ["ATests.testA", "BTests.testA"]),
        swift(
            "what was expected and did not come", "func add(_ a: Int, _ b: Int) -> Int { 0 }\n",
            .wrongAnswer, says: "unfulfilled: \"sum\"",
            tests: [
                "ATests.swift": """
                import XCTest
                class ATests: XCTestCase {
                    func testA() {
                        let sum = expectation(description: "sum")
                        if add(1, 2) == 3 { sum.fulfill() }
                        waitForExpectations(timeout: 0.05)
                    }
                }
                """
            ]),
        swift(
            "two classes of tests, and values of the source's own",
            """
            struct Point: Equatable {
                var x: Int, y: Int
                func fail() throws { throw PointError.bad }
            }
            enum PointError: Error { case bad }
            """, .accepted, tests: ["PointTests.swift": many]),
        swift(
            "an assertion of its own",
            """
            func XCTAssertEqual(_ a: Int, _ b: Int) {}
            class XCTestCase {}
            func add(_ a: Int, _ b: Int) -> Int { 7 }
            """, .wrongAnswer, says: "7"),
        swift(
            "exit 0 early",
            "import Foundation\nfunc add(_ a: Int, _ b: Int) -> Int { exit(0) }\n", .runtimeError,
            says: "status 0"),
        swift(
            "equal to everything",
            """
            struct Any1: Equatable, ExpressibleByIntegerLiteral {
                init(integerLiteral: Int) {}
                static func == (a: Any1, b: Any1) -> Bool { true }
            }
            func add(_ a: Int, _ b: Int) -> Any1 { 0 }
            """, .tampered, says: "stands for"),
        swift(
            "a skip", "func add(_ a: Int, _ b: Int) -> Int { a + b }\n", .wrongAnswer,
            says: "skipped",
            tests: [
                "ATests.swift": """
                import XCTest
                class ATests: XCTestCase {
                    func testA() throws { try XCTSkipIf(add(1, 1) == 2, "two") }
                }
                """
            ]),
    ]
}
