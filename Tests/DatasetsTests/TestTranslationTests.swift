import Execution
import Judging
import Testing

@testable import Datasets

/// What a translated test says, in one line a case.
enum Translated {
    static func lines(
        _ tests: String, _ language: String, _ entryPoint: String = "f", declaration: String = ""
    ) -> [String] {
        switch TestTranslation.suite(
            of: tests, language: language, entryPoint: entryPoint, declaration: declaration)
        {
        case .success(let suite): suite.cases.map(line)
        case .failure(let refusal): ["refused: " + refusal.text]
        }
    }

    /// `[arguments] -> expected`, then how they are compared unless as `equal`.
    static func line(_ item: FunctionCase) -> String {
        var text = Self.text(.array(item.arguments))
        for (key, value) in item.keywordArguments.sorted(by: { $0.key < $1.key }) {
            text += " \(key)=" + Self.text(value)
        }
        switch item.expectation {
        case .value(let value): text += " -> " + Self.text(value)
        case .anyOf(let values): text += " -> any " + Self.text(.array(values))
        case .raises(let type, _): text += " raises \(type)"
        }
        switch item.comparison {
        case .equal: break
        case .exact: text += " exact"
        case .unordered: text += " unordered"
        case .set: text += " set"
        case .close(let absolute, let relative): text += " close \(absolute) \(relative)"
        }
        return text
    }

    private static func text(_ json: JSON) -> String { String(decoding: json.utf8, as: UTF8.self) }
}

struct TestTranslationTests {
    typealias Row = (language: String, test: String, cases: [String])

    /// One whole test in the form of each set, and its cases.
    private static let programs: [Row] = [
        (
            "cpp",
            """
            #undef NDEBUG
            #include<assert.h>
            bool issame(vector<float> a,vector<float>b){
                if (a.size()!=b.size()) return false;
                for (int i=0;i<a.size();i++)
                {
                    if (abs(a[i]-b[i])>1e-4) return false;
                }
                return true;
            }
            int main(){
                vector<float> a={1.5, 2};
                assert (issame(f(a,{{1}, {}}), {0.5, 7}));
                assert (abs(f("a\\n" "b", 'c', -1ULL) - 2.0/4) < 1e-4);
                assert (f(0x10, {"p", "q"}) == -9999999999999999);
                assert (not (f(true)));
                for (int x=2;x<4;x++) assert (f(x, x + 1) == to_string(x));
            }
            """,
            [
                "[[1.5,2.0],[[1],[]]] -> [0.5,7] close 0.0001 0.0",
                #"["a\nb","c",-1] -> 0.5 close \#(1e-4.nextDown) 0.0"#,
                #"[16,["p","q"]] -> -9999999999999999"#, "[true] -> false", #"[2,3] -> "2""#,
                #"[3,4] -> "3""#,
            ]
        ),
        (
            "java",
            """
            public class Main {
                public static void main(String[] args) {
                    Solution s = new Solution();
                    Map<String, Integer> m = new HashMap<>();
                    m.put("a", 1);
                    List<Boolean> correct = Arrays.asList(
                        s.f(new ArrayList<>(Arrays.asList(1, 2)), 3L).equals(List.of(2.5)),
                        !s.f(m),
                        Objects.equals(s.f('c', new int[]{1, -2}), "x\\u0041"),
                        (int) s.f(3 * 4 + 1) == 7,
                        Math.abs(s.f(1.33) - 0.33) < 1e-6
                    );
                    if (correct.contains(false)) {
                        throw new AssertionError();
                    }
                }
            }
            """,
            [
                "[[1,2],3] -> [2.5] exact", #"[{"a":1}] -> false"#, #"["c",[1,-2]] -> "xA" exact"#,
                "[13] -> 7", "[1.33] -> 0.33 close \(1e-6.nextDown) 0.0",
            ]
        ),
        (
            "go",
            """
            func TestF(t *testing.T) {
                assert := assert.New(t)
                assert.Equal([]float64{1, 2.5}, f([][]int{{1, 2}, {}}, "a\\tb"))
                assert.Equal(true, math.Abs(f(1.33)-0.33) < 1e-6)
                assert.Equal(map[rune]int{'a': 2}, f(`a\\`), "message")
                assert.Equal([2]interface{}{nil, -1}, f(int(math.Pow(2, 3))))
            }
            """,
            [
                #"[[[1,2],[]],"a\tb"] -> [1.0,2.5] exact"#,
                "[1.33] -> 0.33 close \(1e-6.nextDown) 0.0",
                #"["a\\"] -> {"$dict":[[97,2]]} exact"#, "[8] -> [null,-1] exact",
            ]
        ),
        (
            "rust",
            """
            #[cfg(test)]
            mod tests {
                use super::*;
                #[test]
                fn test_f() {
                    assert_eq!(f(vec![1, 2], &"a".to_string()), (1, "b"));
                    let none: Vec<String> = vec![];
                    assert!(f(none, 1_000u64) == Some(String::from("x")));
                    assert!(!f(&[1.0, 2.0], 'c'));
                    assert_eq!(f(Vec::<i32>::new()), None);
                }
            }
            """,
            [
                #"[[1,2],"a"] -> {"$tuple":[1,"b"]}"#, #"[[],1000] -> "x""#,
                #"[[1.0,2.0],"c"] -> false"#, "[[]] -> null",
            ]
        ),
        (
            "javascript",
            """
            const testF = () => {
              console.assert(f([1, 'a'], { b: null }) === true)
              console.assert(
                JSON.stringify(f(`x`, undefined)) ===
                  JSON.stringify([1 + 2, [.5]])
              )
              console.assert(Math.abs(f(1) - 2.0 / 3.0) < 1e-6)
            }

            testF()
            """,
            [
                #"[[1,"a"],{"b":null}] -> true"#, #"["x",null] -> [3,[0.5]]"#,
                "[1] -> 0.6666666666666666 close \(1e-6.nextDown) 0.0",
            ]
        ),
        (
            "typescript",
            """
            declare var require: any;
            const assert = require('node:assert');


            function test() {
              let candidate = f;
              assert.deepEqual(candidate([1, -2.50], {"a": "\\u{1F600}"}),{"k": []});
            }

            test();
            """, [#"[[1,-2.5],{"a":"😀"}] -> {"k":[]}"#]
        ),
        (
            "ruby",
            """
            require 'test/unit'
            class TestHumanEval < Test::Unit::TestCase
              def test_f
                candidate = method(:f)
                assert_equal({"a" => nil}, candidate.call([1, "x"], 'it\\'s'))
                assert_equal(nil, candidate.call(true))
              end
            end
            """, [#"[[1,"x"],"it's"] -> {"a":null}"#, "[true] -> null"]
        ),
        (
            "php",
            #"""
            function candidate(...$args) {
                return f(...$args);
            }

            function test(): void {
                if (candidate(array(1,"a"=>2), 'x\n') !== array(2, 3)) { throw new Exception(""); }
                if (candidate(array("1" => 2), "\$a\x41") !== null) { throw new Exception("x"); }
            }

            test();
            """#,
            [
                #"[{"$dict":[[0,1],["a",2]]},"x\\n"] -> [2,3] exact"#,
                #"[{"$dict":[[1,2]]},"$aA"] -> null exact"#,
            ]
        ),
        (
            "lua",
            """
            lu = require('luaunit')

            function test_humaneval()
            local candidate = f
                lu.assertEquals(candidate({1, {2.5}}, 'a\\65', nil), {["k"] = true})
                lu.assertEquals(candidate({nil, 1}), {nil, nil})
            end

            os.exit(lu.LuaUnit.run())
            """, [#"[[1,[2.5]],"aA",null] -> {"k":true}"#, #"[{"$dict":[[2,1]]}] -> []"#]
        ),
        (
            "perl",
            """
            use Test::Deep;


            sub testhumaneval {
                my $candidate = \\&f;
                    if(eq_deeply($candidate->([1, "a b"], {"k" => 2.5}),"")) {
                    print "ok!" }else{
                    exit 1;
                    }
            }

            testhumaneval();
            """, [#"[[1,"a b"],{"k":2.5}] -> """#]
        ),
        (
            "bash",
            """
            }

            candidate() {
                f "$@"
            }

            set -e
            run_test() {
                [[ $(candidate "1 2" "a\\"b\\$") = "" ]]
                [[ $(candidate "3
            4" "\\d") = 'x' ]]
            }

            run_test
            """, [#"["1 2","a\"b$"] -> """#, #"["3\n4","\\d"] -> "x""#]
        ),
        (
            "python",
            """
            METADATA = {'author': 'x'}

            def check(candidate):
                assert candidate([1, (2,)], k={'a': {1}}) == "a" * 3, "message"
                assert not candidate(-1, r'\\d', None)
                assert candidate(10**7) is None
                assert math.isclose(candidate(1.5), 2, rel_tol=1e-3)
                assert sorted(candidate('é' "x")) == [1, 2]
                assert candidate(1) == True

            check(f)
            """,
            [
                #"[[1,{"$tuple":[2]}]] k={"a":{"$set":[1]}} -> "aaa""#,
                #"[-1,"\\d",null] -> any [false,0,"",null,[],{"$tuple":[]},{},{"$set":[]}]"#,
                "[10000000] -> null exact", "[1.5] -> 2 close 0.0 0.001",
                #"["éx"] -> [1,2] unordered"#, "[1] -> any [true,1]",
            ]
        ),
    ]

    @Test(arguments: programs.indices)
    func `each language's tests become the cases that they check`(_ index: Int) {
        let row = Self.programs[index]
        #expect(Translated.lines(row.test, row.language) == row.cases, "\(row.language)")
    }

    @Test func `a result of 32 bits is compared in 32 bits`() {
        let test =
            "}\n\nfn main() {\n    let candidate = f;\n    assert_eq!(candidate(1.5), 0.1);\n}\n"
        #expect(
            Translated.lines(test, "rs", declaration: "fn f(x: f32) -> f32 {")
                == ["[1.5] -> 0.1 close 0.0 \(0x1p-24)"])
        #expect(
            Translated.lines(test, "rs", declaration: "fn f(x: f64) -> f64 {")
                == ["[1.5] -> 0.1"])
    }

    @Test func `braces for a map are a map where the declaration says so`() {
        let test = "int main(){ assert (f({{\"a\", 1}}, {}) == 1); }"
        #expect(
            Translated.lines(
                test, "cpp", declaration: "int f(map<string,int> dict, const vector<int> &l){")
                == [#"[{"a":1},[]] -> 1"#])
        #expect(Translated.lines(test, "cpp") == [#"[[["a",1]],[]] -> 1"#])
        let compared = """
            template<typename T> bool compare(T a, T b){ return a == b; }
            int main(){ auto x0 = f(1); assert (compare(x0, {{"b", 1}, {"a", 2}})); }
            """
        #expect(
            Translated.lines(compared, "cpp", declaration: "unordered_map<string, int> f(int x){")
                == [#"[1] -> {"b":1,"a":2}"#])
        #expect(
            Translated.lines(compared, "cpp", declaration: "vector<vector<any>> f(int x){")
                == [#"[1] -> [["b",1],["a",2]]"#])
    }

    @Test func `a list of asserts gives one case each, and Java's class is told by its test`()
        throws
    {
        let suite = try TestTranslation.suite(
            ofAsserts: ["assert f(1) == 2", "assert f([3]) == (4, 5)"], entryPoint: "f"
        ).get()
        #expect(suite.cases.map(Translated.line) == ["[1] -> 2", #"[[3]] -> {"$tuple":[4,5]}"#])
        #expect(suite.cases.map(\.name) == ["1", "2"])
        let java = """
            class Main {
                public static void main(String[] args) throws Exception {
                    int x0 = TwoSum.twoSum(1, 2);
                    if (!(x0 == 3)) {
                        throw new java.lang.Exception("x0 = " + x0);
                    }
                }
            }
            """
        let other = try TestTranslation.suite(
            of: java, language: "java", entryPoint: "twoSum"
        ).get()
        #expect(other.entryPoint == "TwoSum.twoSum")
        #expect(other.cases.map(Translated.line) == ["[1,2] -> 3"])
    }
}
