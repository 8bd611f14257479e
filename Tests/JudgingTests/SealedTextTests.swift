import Execution
import Testing

@testable import Judging

struct StubTextTests {
    private static let texts = [
        ("def check(candidate):\n    assert candidate(1) == [2]\n", true),
        ("assert f(1) == 2", true),
        ("assert f(1) == None", false), ("assert f(1) == 2 or True", false), ("f(1) == 2", false),
        ("assert len([1]) == 1", false), ("if 0:\n        assert f(1) == 2", false),
        ("# assert f(1) == 2", false), ("", false),
        ("assert f(1)==True, \"f(1) is wrong\"", true), ("assert (f([1]) is True), 't'", true),
        ("assert f(\"(a)\", 'b')", true), ("assert f(1), 'no'", true), ("assert not f(1)", false),
        ("assert f(1) or True", false), ("assert f(1) == f(1)", false),
        ("assert f(1) is candidate(2)", false), ("assert f(1) is None", false),
        ("    assert abs(f(1.5) - 2.0 / 3) < 1e-6", true), ("assert tuple(f(1)) == ()", true),
        ("assert str(f(1)) == 'None'", false), ("assert abs(f(1) == 2) < 1", false),
    ]

    @Test(arguments: texts)
    func `no stub is tried where a line shows that it fails`(text: String, expected: Bool) {
        let suite = AssertionSuite(body: .code(Array(text.utf8)), entryPoint: "f")
        #expect(suite.evidentlyLooks == expected)
    }
}

@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct RustTextTests {
    private func judged(_ tests: String, source: String) async throws -> JudgeReport {
        await (try RealBoxes.judge.get()).judge(
            JudgeRequest(
                language: "rust", source: Array(source.utf8),
                tests: .assertions(AssertionSuite(body: .code(Array(tests.utf8))))))
    }

    @Test func `tests may draw numbers, compare what they name, and be commented`() async throws {
        let report = try await judged(
            """
            #[cfg(test)]
            mod tests {
                use super::*;
                /* #[test] fn old() {} */
                #[test]
                // Whatever is drawn.
                fn drawn() {
                    let mut rng = rand::thread_rng();
                    for _ in 0..50 {
                        let a: i32 = rng.gen::<i32>() % 1000;
                        let b = rng.gen_range(b'a', b'z' + 1);
                        let c: usize = rng.gen_range(1..=3);
                        assert_eq!(twice(a), a * 2);
                        assert!((b as char).is_ascii_lowercase() && c > 0 && c < 4);
                    }
                    assert!(rand::random::<f64>() < 1.0);
                }
                #[test]
                fn named() { assert_eq!(pair(1), Pair::Both(vec![1], "1".to_string())); }
            }
            """,
            source: """
                use rand::Rng;
                #[derive(Debug, PartialEq)]
                pub enum Pair<A, B> { Both(A, B) }
                fn pair(n: i32) -> Pair<Vec<i32>, String> { Pair::Both(vec![n], n.to_string()) }
                fn twice(n: i32) -> i32 { n * 2 }
                """)
        #expect(report.verdict == .accepted, "\(report.tests) \(String(describing: report.error))")
        #expect(report.tests.map(\.name) == ["drawn", "named"])
    }

    @Test func `a value that holds a type the tests do not name is not believed`() async throws {
        let report = try await judged(
            "fn main() { assert_eq!(found(), Some(4)); }",
            source: """
                #[derive(Debug)]
                struct Any;
                impl PartialEq<i32> for Any { fn eq(&self, _: &i32) -> bool { true } }
                #[derive(Debug)]
                enum Some<T> { Of(T) }
                impl PartialEq<Option<i32>> for Some<Any> {
                    fn eq(&self, _: &Option<i32>) -> bool { true }
                }
                fn found() -> Some<Any> { Some::Of(Any) }
                """)
        #expect(report.verdict == .wrongAnswer, "\(report.tests)")
    }

    @Test func `a test that is commented out line by line is none`() async throws {
        let report = try await judged(
            """
            // #[test]
            // fn old() { assert!(false); }
            #[test]
            #[should_panic(expected = "cannot ignore ]")]
            fn new() { assert_eq!(twice(1), 2, "{}", '\"'); panic!("cannot ignore ]"); }
            #[test] fn raw() { assert_eq!(r#"// " #[test] fn lost() {}"#.len(), 25); }
            """, source: "fn twice(n: i32) -> i32 { n * 2 }")
        #expect(report.verdict == .accepted, "\(report.tests) \(String(describing: report.error))")
        #expect(report.tests.map(\.name) == ["new", "raw"])
    }

    @Test func `tests of which all are comments are the tests' own fault`() async throws {
        let report = try await judged(
            "/*\n#[test]\nfn t() { assert!(false); }\n*/\n", source: "fn twice() {}")
        #expect(report.verdict == .judgeError)
        #expect(report.error?.message.contains("holds no test") == true)
    }
}

@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct JavaTextTests {
    private func judged(_ tests: TestSuite, path: String? = nil, source: String) async throws
        -> JudgeReport
    {
        await (try RealBoxes.judge.get()).judge(
            JudgeRequest(
                language: "java", source: Array(source.utf8), sourcePath: path, tests: tests))
    }

    @Test func `arrays are compared in all the ways of the library`() async throws {
        let tests = """
            public class Main {
                public static void main(String[] args) {
                    String[] found = new Solution().found(), wanted = {"x", "A", "b"};
                    int[] a = {1, 2, 3};
                    Comparator<String> by = String.CASE_INSENSITIVE_ORDER;
                    if (!Arrays.equals(found, 0, 2, wanted, 1, 3, by))
                        throw new AssertionError("7");
                    if (Arrays.equals(found, 0, 2, wanted, 0, 2, by)) throw new AssertionError("7");
                    if (!Arrays.equals(found, 1, 2, wanted, 2, 3)) throw new AssertionError("6");
                    if (!Arrays.equals(a, 0, 1, a, 0, 1)) throw new AssertionError("int");
                    if (!Arrays.equals(found, found, by)) throw new AssertionError("3");
                    if (!"b".equals(found[1]) || "Arrays.equals(".equals(found[0]))
                        throw new AssertionError("2");
                }
            }
            """
        let report = try await judged(
            .assertions(AssertionSuite(body: .code(Array(tests.utf8)))),
            source: """
                /*
                public class Old {}
                */
                class Solution { String[] found() { return new String[] {"a", "b"}; } }
                """)
        #expect(report.verdict == .accepted, "\(report.tests) \(String(describing: report.error))")
    }

    @Test func `a quote as a character hides no test and makes none`() async throws {
        let tests = #"""
            import org.junit.jupiter.api.Test;
            import static org.junit.jupiter.api.Assertions.*;
            class QuoteTest {
                @Test void quote() { assertEquals('\"', Quote.mark()); }
                /* @Test void old() { fail(); } */
                @Test void open() { assertEquals("/*", Quote.open()); }
                @Test void last() { assertTrue("*/".length() == 2); }
            }
            """#
        let report = try await judged(
            .unit(
                UnitSuite(framework: "junit", files: ["QuoteTest.java": Array(tests.utf8)])),
            path: "Quote.java",
            source: #"""
                public class Quote {
                    static char mark() { return '"'; }
                    static String open() { return "/*"; }
                }
                """#)
        #expect(report.verdict == .accepted, "\(report.tests) \(String(describing: report.error))")
        #expect(
            report.tests.map(\.name) == ["QuoteTest.quote", "QuoteTest.open", "QuoteTest.last"])
    }
}
