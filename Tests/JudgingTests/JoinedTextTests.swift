import Catalog
import Execution
import Foundation
import Testing

@testable import Judging

/// What profiles find and replace in tests, without a box.
struct JoinedTextTests {
    private static let profiles = ProfileCatalog.read(
        directories: [Fixtures.root.appending(path: "Sandboxes").path]
    ).profiles

    private func program(
        _ language: String, framework: String? = nil, tests: String, source: String = "",
        path: String = "ATest.java"
    ) throws -> JoinedProgram {
        let profile = try #require(Self.profiles[language])
        let harness = try #require(framework.map { profile.unit[$0] } ?? profile.assertions)
        let bytes = Array(tests.utf8)
        return JoinedProgram(
            language: language, harness: harness, parts: profile.harness,
            sourcePath: profile.sourcePath, source: Array(source.utf8), prelude: [],
            tests: framework == nil ? bytes : [], key: "key", mark: "m",
            trusted: framework == nil ? [:] : [path: bytes])
    }

    private static let names: [(String, String?, String, [String])] = [
        ("rust", nil, "// #[test]\n// fn old() {}\n#[test]\nfn new() {}", ["new"]),
        ("rust", nil, #"#[test] fn a() { f('\"'); } /* #[test] fn b() {} */"#, ["a"]),
        (
            "rust", nil,
            #"#[test] fn a() { f(r"C:\"); } #[test] fn b() { g("/*"); } #[test] fn c() {}"#,
            ["a", "b", "c"]
        ),
        (
            "rust", nil, "/* /* */ #[test] fn a() {} */ #[test] fn b<'a>() {} #[test] fn c() {}",
            ["c"]
        ),
        ("rust", nil, "#[test]\n#[should_panic(expected = \"a ] b\")]\nfn a() {}", ["a"]),
        ("go", nil, "var s = `\nfunc TestA(` \nfunc TestB(t *testing.T) {}", ["TestB"]),
        (
            "java", "junit",
            #"class A { @Test void a() { assertEquals('\"', b()); } /* @Test void old() {} */ }"#,
            ["ATest.a"]
        ),
        (
            "java", "junit",
            #"class ATest { String s = "/*"; @Test void a() {} @Test void b() {} }"#,
            ["ATest.a", "ATest.b"]
        ),
        (
            "swift", "xctest",
            "class A: XCTestCase {\n func testA() { f(#\"\\\"#) }\n func testB() {}\n}\n"
                + "/* /* */\nclass B: XCTestCase {\n func testC() {}\n} */",
            ["A.testA", "A.testB"]
        ),
    ]

    @Test(arguments: names)
    func `tests are those of the code, not of comments and texts`(
        language: String, framework: String?, tests: String, expected: [String]
    ) throws {
        #expect(try program(language, framework: framework, tests: tests).testNames() == expected)
    }

    @Test func `what is commented out is not rewritten`() throws {
        let tests = "// #[test]\n// fn old() {}\n#[test] // never ignore it\nfn new() {}"
        let text = String(decoding: try program("rust", tests: tests).rewritten, as: UTF8.self)
        #expect(text.hasPrefix("// #[test]\n// fn old() {}\n"))
        #expect(text.contains("ASSAYT_new") && !text.contains("ASSAYT_old"))
        #expect(!text.contains("ignore"))
    }

    @Test func `what a text holds is not rewritten, and groups are as they were`() throws {
        let tests = #"let s = "assert(1)"; assert(s == "b // c") // assert(2)"#
        let text = String(decoding: try program("swift", tests: tests).rewritten, as: UTF8.self)
        #expect(text == #"let s = "assert(1)"; AssayCheck_m.assert(s == "b // c") // assert(2)"#)
        let draw = "fn f() { r.gen_range(b'(', b')' /* , */) }"
        let drawn = String(decoding: try program("rust", tests: draw).rewritten, as: UTF8.self)
        #expect(drawn.hasPrefix("fn f() { r.gen_range(b'('.. b')' "))
    }

    @Test func `bytes that are no text stay as they are`() throws {
        var joined = try program("rust", tests: "#[test] fn a() {} ")
        joined = JoinedProgram(
            language: "rust", harness: joined.harness, parts: [:], sourcePath: "a", source: [],
            prelude: [], tests: joined.tests + [0xFF, 0xC3], key: "k", mark: "m")
        #expect(joined.rewritten.suffix(2) == [0xFF, 0xC3])
        #expect(joined.names == ["a"])
    }

    @Test func `more tests than are judged are refused by their number`() throws {
        let tests = (0..<5_001).map { "#[test] fn t\($0)() {}" }.joined(separator: "\n")
        let joined = try program("rust", tests: tests)
        let fault = #expect(throws: JudgeError.self) { try joined.testNames() }
        #expect(fault?.message == "the tests' text names 5001 tests; at most 5000 are judged")
        let classes = try program(
            "swift", framework: "xctest",
            tests: "class A: XCTestCase {\n"
                + (0..<5_001).map { "func test\($0)() {}" }.joined(separator: "\n") + "\n}")
        #expect(throws: JudgeError.self) { try classes.testNames() }
    }

    @Test func `sources and tests too large to look through are said to be`() throws {
        var joined = try program(
            "swift", tests: "", source: String(repeating: "a", count: Pattern.maxSourceBytes + 1))
        #expect(
            joined.oversize()
                == "the source has 4194305 bytes; at most 4194304 are read")
        joined = try program("java", tests: String(repeating: " ", count: 4_194_305))
        let fault = #expect(throws: JudgeError.self) { try joined.testNames() }
        #expect(fault?.code == .tooLarge)
        joined = try program(
            "ruby", tests: "", source: String(repeating: "a", count: Pattern.maxSourceBytes + 1))
        #expect(joined.oversize() == nil)
    }

    @Test func `an id may tell file, class and name of a test, inherited or not`() throws {
        let tests = [
            "b/BTests.x.swift": "class B: A {\n func testB() {}\n}",
            "ATests.swift": "class A: XCTestCase {\n func testA() {}\n}",
        ].mapValues { Array($0.utf8) }
        var harness = try program("swift", framework: "xctest", tests: "").harness
        harness.id = "{stem}/{class}.{name}"
        let joined = JoinedProgram(
            language: "swift", harness: harness, parts: [:], sourcePath: "a.swift", source: [],
            prelude: [], tests: [], key: "k", mark: "m", trusted: tests)
        #expect(joined.names == ["ATests/A.testA", "ATests/B.testA", "BTests/B.testB"])
    }

    @Test(arguments: [
        ("main.cpython-311.so", "main"), ("a..b", "a"), (".x", ".x"), ("a", "a"), ("", ""),
        ("..", "."), ("b.c/main.test.js", "b.c/main"), ("b.c/.x.y", "b.c/.x"), ("b.c/", "b.c/"),
        ("a" + String(repeating: ".", count: 254), "a"),
    ])
    func `a path may do without all its endings`(path: String, shortest: String) {
        #expect(UnitSuite.shortest(path) == shortest)
    }

    @Test func `no file of the submission's stands where a test is looked for`() {
        let suite = UnitSuite(framework: "pytest", files: ["a/test_b.py": []])
        for path in [
            "a/test_b.py", "a/test_b.so", "a/test_b.cpython-311.so", "a", "a/test_b/c.py",
            "a/test_b.py/c",
        ] {
            #expect(suite.collision(with: path) == "a/test_b.py", "\(path)")
        }
        for path in ["test_b.py", "a/test_bb.py", "a/b.py", "a/.test_b"] {
            #expect(suite.collision(with: path) == nil, "\(path)")
        }
    }

    @Test func `the main type of Java's is that of the code`() throws {
        let source =
            "/*\npublic class Old {}\n*/\nimport java.util.List;\n// import java.io.File;\n"
            + "public class New {}"
        let joined = try program("java", tests: "", source: source)
        #expect(joined.mainType == "New")
        #expect(joined.imports == Array("import java.util.List;".utf8))
    }
}
