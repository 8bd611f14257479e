/// Sources with tests that look at what they give back, and tests that do not, by language.
enum StubExamples {
    /// What the tests of an example look at.
    enum Look: String, Sendable, CaseIterable {
        /// At nothing: both stubs pass.
        case calls
        case looks
        /// At results that are the language's nothing, always.
        case nothing
        /// Only at whether something is thrown.
        case throwing
    }

    struct Example: Sendable {
        var language: String
        /// `nil`: the style is `assertions`.
        var framework: String?
        var path: String?
        var source: String
        var tests: [Look: String]
    }

    static let assertions = [
        Example(
            language: "c",
            source: """
                #include <string.h>
                static int half(int n) { return n / 2; }
                int twice(int n) { return 2 * n; }
                int never(int n) { return 0; }
                const char *word(void) { return "{"; }
                """,
            tests: [
                .calls: "int main(void) { twice(2); word(); return 0; }",
                .looks: "int main(void) { assert(twice(2) == 4); return 0; }",
                .nothing: "int main(void) { assert(never(2) == 0); return 0; }",
            ]),
        Example(
            language: "cpp",
            source: """
                #include <map>
                #include <stdexcept>
                #include <string>
                #include <vector>
                using namespace std;
                template <typename T> T twice(T n) {
                    if (n < 0) throw invalid_argument("{");
                    return n + n;
                }
                bool never(int n) { return false; }
                map<string, vector<int>> table(int n) { return {{"}", {n, '{'}}}; }
                """,
            tests: [
                .calls: "int main() { twice(2); table(3); return 0; }",
                .nothing: "int main() { assert(!never(2)); return 0; }",
                .throwing: """
                int main() {
                    try { twice(-1); } catch (const std::invalid_argument &) { return 0; }
                    assert(false);
                }
                """,
            ]),
        Example(
            language: "go",
            source: """
                package main
                import ("errors"; "strings")
                func Twice(n int) (text string, err error) {
                	if n < 0 { panic("{") }
                	if n == 0 { return "", errors.New("}") }
                	return strings.Repeat("a", 2*n), nil
                }
                func Never(n int) []int { return nil }
                """,
            tests: [
                .calls: "func TestA(t *testing.T) { Twice(2); Never(1) }",
                .nothing: "func TestA(t *testing.T) { if Never(2) != nil { t.Fatal() } }",
                .throwing: """
                func TestA(t *testing.T) {
                	defer func() { if recover() == nil { t.Fatal() } }()
                	Twice(-1)
                }
                """,
            ]),
        Example(
            language: "java",
            source: """
                import java.util.*;
                class Solution {
                    private final int base;
                    Solution() { base = 2; }
                    public int twice(int n) {
                        if (n < 0) throw new IllegalArgumentException("{");
                        return base * n;
                    }
                    public boolean never(int n) { return false; }
                    public List<Integer> all(int... n) { return new ArrayList<>(); }
                }
                """,
            tests: [
                .calls: "new Solution().twice(2); new Solution().all(1);",
                .nothing: "if (new Solution().never(2)) throw new AssertionError();",
                .throwing: """
                try { new Solution().twice(-1); } catch (IllegalArgumentException e) { return; }
                throw new AssertionError();
                """,
            ]),
        Example(
            language: "rust",
            source: """
                use std::collections::HashMap;
                fn twice<'a>(n: i32, _s: &'a str) -> i32 { if n < 0 { panic!("{{") } 2 * n }
                fn never(_n: i32) -> Option<Vec<String>> { None }
                fn table() -> HashMap<String, (i32, f64)> { HashMap::new() }
                """,
            tests: [
                .calls: "#[test] fn a() { twice(2, \"\"); table(); }",
                .nothing: "#[test] fn a() { assert_eq!(never(2), None); }",
                .throwing: "#[test] #[should_panic] fn a() { twice(-1, \"\"); }",
            ]),
        Example(
            language: "swift",
            source: """
                struct Wrong: Error {}
                func twice(_ n: Int) throws -> Int { if n < 0 { throw Wrong() }; return 2 * n }
                func never(_ n: Int) -> [String: (Int, Bool)]? { nil }
                """,
            tests: [
                .calls: "_ = try twice(2); _ = never(1)",
                .nothing: "assert(never(2) == nil)",
            ]),
    ].map { example in
        var example = example
        example.tests = example.tests.mapValues { framed($0, example.language) }
        return example
    }

    private static func framed(_ tests: String, _ language: String) -> String {
        switch language {
        case "c", "cpp": "#include <assert.h>\n" + tests
        case "go": "package main\nimport \"testing\"\n" + tests
        case "java":
            "public class Main { public static void main(String[] args) {\n\(tests)\n} }"
        case "rust": "#[cfg(test)] mod tests { use super::*;\n\(tests)\n}"
        default: tests
        }
    }
}
