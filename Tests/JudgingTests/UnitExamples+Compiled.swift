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
        path: String? = nil, tests: [String: String] = ["main.test.ts": typed],
        expected: [String]? = nil
    ) -> UnitTests.Case {
        UnitTests.Case(
            framework: "node", language: "typescript", about: "TypeScript, " + about,
            source: source, path: path, tests: tests, expected: expected, verdict: verdict,
            says: says)
    }

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
            "exit 0 early", "declare const process: any;\nprocess.exit(0);\nexport const add = 1;",
            .runtimeError, says: "status 0"),
        typescript(
            "tests that pass with nothing to test", "export const add = 1;", .judgeError,
            says: "accept a stub",
            tests: ["a.test.ts": "import test from 'node:test';\ntest('a', (): void => {});"]),
    ]

    private static func swift(
        _ about: String, _ source: String, _ verdict: Verdict, says: String = "",
        tests: [String: String]? = nil
    ) -> UnitTests.Case {
        UnitTests.Case(
            framework: "xctest", about: about, source: source, path: "Add.swift", tests: tests,
            verdict: verdict, says: says)
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

    static let swift = [
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
