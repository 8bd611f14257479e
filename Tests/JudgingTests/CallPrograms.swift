import Judging

/// Programs that the drivers call.
enum CallPrograms {
    typealias Program = CompiledCallTests.Program

    static let types = [
        javaTypes, csharpTypes, goTypes, rustTypes, cTypes, swiftTypes, ocamlTypes,
        haskellTypes,
    ]
    static let endings = [
        javaEndings, csharpEndings, goEndings, rustEndings, cEndings, swiftEndings,
        ocamlEndings, haskellEndings,
    ]
    static let faults: [Program] = [
        .init(language: "java", entryPoint: "go", source: "class Main { int og() {} }", rows: []),
        .init(
            language: "java", entryPoint: "go",
            source: "class Main { int og(int n) { return n; } }", rows: []),
        .init(language: "csharp", entryPoint: "go", source: "class Main { int og() {} }", rows: []),
        .init(
            language: "csharp", entryPoint: "go",
            source: "class Main { int og(int n) { return n; } }", rows: []),
        .init(language: "go", entryPoint: "Go", source: "func Og(n int) int { retur }", rows: []),
        .init(
            language: "go", entryPoint: "Go", source: "func Og(n int) int { return n }", rows: []),
        .init(language: "go", entryPoint: "Go", source: "/*", rows: []),
        .init(
            language: "c", entryPoint: "go", source: "int go(int", rows: [],
            signature: .init(parameters: ["int"], returns: "int")),
        .init(
            language: "c", entryPoint: "go", source: "int og(int n) { return n; }", rows: [],
            signature: .init(parameters: ["int"], returns: "int")),
        .init(
            language: "swift", entryPoint: "go", source: "func og(n: Int) -> Int { n }", rows: []),
        .init(language: "haskell", entryPoint: "go", source: "og n = n", rows: []),
        .init(language: "haskell", entryPoint: "go", source: "go n = n + (", rows: []),
        .init(language: "haskell", entryPoint: "Box.go", source: "go n = n + 1", rows: []),
        .init(language: "ocaml", entryPoint: "go", source: "let og n = n", rows: []),
        .init(language: "ocaml", entryPoint: "go", source: "let go n = n + (", rows: []),
        .init(language: "ocaml", entryPoint: "Box.go", source: "let go n = n + 1", rows: []),
        .init(language: "rust", entryPoint: "go", source: "fn go(n: i32) -> i32 { x", rows: []),
        .init(language: "rust", entryPoint: "go", source: "fn og(n: i32) -> i32 { n }", rows: []),
    ]

    static let unsigned = Program(
        language: "c", entryPoint: "go", source: "int go(int n) { return n; }", rows: [])

    // MARK: - Java

    private static let javaTypes = Program(
        language: "java", entryPoint: "Box.go",
        source: """
            import java.util.*;
            public class Box {
                public static Object go(long big, byte small, char c, String s, int[][] grid,
                        List<List<Integer>> rows, Map<Integer, Double> m, Set<String> set,
                        Optional<Integer> o, Object any, float f) {
                    System.out.println("noise");
                    if (s.isEmpty()) return new Thread();
                    rows.get(0).add(9);
                    grid[0][0] = 5;
                    return Arrays.asList(big, small, c, s, grid, rows, m, set, o, any, f, 0.1,
                        Double.NaN, new boolean[]{true}, new java.math.BigInteger("9".repeat(30)));
                }
                public static void main(String[] arguments) { System.exit(3); }
            }
            """,
        rows: [
            .init(javaArguments("\"é\""), javaResult("\"é\"")),
            .init(javaArguments("{\"$str\":\"7aCA\"}"), javaResult("{\"$str\":\"7aCA\"}")),
            .init(javaArguments("\"\""), "null", .wrongAnswer),
            .init(javaArguments("5"), "null", .runtimeError),
            .init(javaArguments("\"x\""), "[[5,2],[3]]", observe: 4),
            .init(javaArguments("\"x\""), "[[1,9],[]]", observe: 5),
            .init("[]", "null", .runtimeError),
        ])

    private static func javaArguments(_ text: String) -> String {
        """
        [-9223372036854775808,-128,"x",\(text),[[1,2],[3]],[[1],[]],{"$dict":[[1,2]]},
         {"$set":["a","b"]},null,[1,2.5,"z",null],0.1]
        """
    }

    private static func javaResult(_ text: String) -> String {
        """
        [-9223372036854775808,-128,"x",\(text),[[5,2],[3]],[[1,9],[]],{"$dict":[[1,2.0]]},
         {"$set":["a","b"]},null,[1,2.5,"z",null],0.1,0.1,{"$float":"nan"},[true],
         \(String(repeating: "9", count: 30))]
        """
    }

    private static let javaEndings = Program(
        language: "java", entryPoint: "go",
        source: """
            import java.io.*;
            class Solution {
                int go(int n) throws Exception {
                    System.out.println("{\\"id\\":" + n + ",\\"value\\":42}");
                    if (n == 1) Runtime.getRuntime().halt(1);
                    if (n == 2) System.exit(0);
                    while (n == 3) { }
                    if (n == 4) throw new IllegalStateException("bad");
                    if (n == 5) for (int d = 0; d < 20; d++)
                        try (FileOutputStream out = new FileOutputStream("/proc/self/fd/" + d)) {
                            out.write("{\\"id\\":2,\\"value\\":42}\\n".getBytes());
                        } catch (IOException e) { }
                    return n * 2;
                }
            }
            """,
        rows: [
            .init("[4]", raises: "IllegalStateException"), .init("[4]", raises: "RuntimeException"),
            .init("[4]", "8", .runtimeError),
            .init("[4]", "null", .wrongAnswer, raises: "IOException"),
            .init("[2147483648]", "0", .runtimeError), .init("[7.0]", "14"),
        ])

    // MARK: - Go

    private static let goTypes = Program(
        language: "go", entryPoint: "Go",
        source: """
            // package comment
            /* package
            */ package whatever; import "fmt"
            func max(a, b int) int { return a }
            func Go(rows [][]int, m map[rune]int8, o interface{}, p *float32, pair [2]interface{},
                s string, u uint64, set map[string]bool, n ...int) (map[string][]float64, uint64,
                interface{}, []interface{}, error) {
                fmt.Println("noise")
                if s == "" { return nil, 0, func() {}, nil, nil }
                if s == "e" { return nil, 0, nil, nil, fmt.Errorf("bad %d", 1) }
                rows[0][0] = 99
                return map[string][]float64{s: {0.1, float64(m['x'])}}, u, o,
                    []interface{}{p == nil, pair, set, n, float32(0.1)}, nil
            }
            func main() { fmt.Println("own main") }
            """,
        rows: [
            .init(
                goArguments("\"é\""),
                """
                {"$tuple":[{"é":[0.1,3]},18446744073709551615,[1,2.5,"a",{"k":null}],
                 [true,[1,"z"],{"$set":["a"]},[7,8],0.1]]}
                """),
            .init(goArguments("\"x\""), "[[99,2],[]]", observe: 0),
            .init(goArguments("\"e\""), raises: "error"),
            .init(goArguments("\"\""), "null", .wrongAnswer),
            .init(goArguments("5"), "null", .runtimeError), .init("[]", "null", .runtimeError),
        ])

    private static func goArguments(_ text: String) -> String {
        """
        [[[1,2],[]],{"x":3},[1,2.5,"a",{"k":null}],null,[1,"z"],\(text),18446744073709551615,
         {"$set":["a"]},7,8]
        """
    }

    private static let goEndings = Program(
        language: "go", entryPoint: "Box.Go",
        source: """
            package main
            import ("fmt"; "os"; "errors")
            type Box struct { count int }
            func init() { fmt.Println("{\\"id\\":0}") }
            func (b *Box) Go(n int) int {
                fmt.Printf("{\\"id\\":%d,\\"value\\":42}\\n", n)
                if n == 1 { go func() { panic("far away") }(); select {} }
                if n == 2 { os.Exit(0) }
                for n == 3 { }
                if n == 4 { panic(errors.New("bad")) }
                if n == 5 { for d := 0; d < 100; d++ {
                    os.NewFile(uintptr(d), "").WriteString("{\\"id\\":2,\\"value\\":42}\\n") } }
                return n * 2
            }
            """,
        rows: [
            .init("[4]", raises: "panic"), .init("[4]", "8", .runtimeError),
            .init("[4]", "null", .wrongAnswer, raises: "other"),
            .init("[9223372036854775808]", "0", .runtimeError), .init("[7.0]", "14"),
        ])

    // MARK: - Rust

    private static let rustTypes = Program(
        language: "rust", entryPoint: "go",
        source: """
            #![allow(dead_code)]
            use md5;
            use regex::Regex;
            use std::any::Any;
            use std::collections::*;
            macro_rules! vec { ($($x:tt)*) => { panic!("another vec") } }
            fn go<'a>(rows: &mut Vec<Vec<i32>>, s: &'a str, t: (u64, i8),
                m: HashMap<&str, Vec<f32>>, o: Option<char>, any: &dyn Any, big: &[i128],
                set: HashSet<String>) -> Result<(Option<&'a str>, BTreeMap<char, u64>, f32,
                Vec<Box<i128>>, [bool; 2], HashSet<String>, ()), String> {
                println!("noise");
                if s == "p" { let i = rows.len(); println!("{}", rows[i][0]); }
                if s == "e" { return Err("no".to_string()); }
                if s == "m" {
                    let mut whole = md5::Md5::new();
                    whole.update("Hello ");
                    whole.update(b"world");
                    return Err(format!("{:x}", whole.finalize()));
                }
                if s == "d" { return Err(format!("{:x}", md5::compute("Hello world"))); }
                if s == "r" {
                    let parts = Regex::new(r"[.?!]\\s*|(?:ab)+").unwrap();
                    return Err(parts.split("x. yababz").collect::<Vec<_>>().join("|"));
                }
                rows[0].push(7);
                let keys = m.keys().map(|k| (k.chars().next().unwrap(), t.0)).collect();
                Ok((Some(s), keys, 0.1, big.iter().map(|v| Box::new(*v)).collect(),
                    [any.is::<f64>(), o.is_none()], set, ()))
            }
            fn main() { println!("own"); }
            """,
        rows: [
            .init(
                rustArguments("é"),
                """
                {"$tuple":["é",{"a":18446744073709551615},0.1,
                 [-170141183460469231731687303715884105728],[true,true],{"$set":["x","y"]},null]}
                """),
            .init(rustArguments("x"), "[[1,7],[2]]", observe: 0),
            .init(rustArguments("x"), #"{"$tuple":[18446744073709551615,-128]}"#, observe: 2),
            .init(rustArguments("p"), raises: "panic"), .init(rustArguments("e"), raises: "Err"),
            .init(rustArguments("d"), raises: "Err: 3e25960a79dbc69b674cd4ec67a72c62"),
            .init(rustArguments("m"), raises: "Err: 3e25960a79dbc69b674cd4ec67a72c62"),
            .init(rustArguments("r"), raises: "Err: x|y|z"),
            .init(rustArguments("x", "-129"), "null", .runtimeError),
            .init("[]", "null", .runtimeError),
        ])

    private static func rustArguments(_ text: String, _ byte: String = "-128") -> String {
        """
        [[[1],[2]],"\(text)",{"$tuple":[18446744073709551615,\(byte)]},{"a":[0.5]},null,1.5,
         [-170141183460469231731687303715884105728],{"$set":["x","y"]}]
        """
    }

    private static let rustEndings = Program(
        language: "rust", entryPoint: "Box2.go",
        source: """
            use std::io::Write;
            use std::os::unix::io::FromRawFd;
            struct Box2;
            impl Box2 {
                fn go(n: i32) -> i32 {
                    println!("{{\\"id\\":{},\\"value\\":42}}", n);
                    if n == 1 { std::process::abort(); }
                    if n == 2 { std::process::exit(0); }
                    while n == 3 {}
                    if n == 4 { panic!("bad {}", n); }
                    if n == 5 { for d in 0..100 {
                        let mut f = unsafe { std::fs::File::from_raw_fd(d) };
                        let _ = f.write_all(b"{\\"id\\":2,\\"value\\":42}\\n");
                        std::mem::forget(f);
                    } }
                    n * 2
                }
            }
            """,
        rows: [
            .init("[4]", raises: "panic"), .init("[4]", "8", .runtimeError),
            .init("[4]", "null", .wrongAnswer, raises: "other"),
            .init("[2147483648]", "0", .runtimeError), .init("[7.0]", "14"),
        ])

    // MARK: - C

    private static let cTypes = Program(
        language: "c", entryPoint: "go",
        source: """
            #include <stdbool.h>
            #include <stdio.h>
            #include <stdlib.h>
            #define max(a, b) ((a) > (b) ? (a) : (b))
            #define n 5
            #define int long
            #undef int
            int *go(const int *nums, int count, char *s, double **rows, unsigned char b, bool flag,
                    char c, unsigned long long big, int *size) {
                printf("noise\\n");
                if (!count) return NULL;
                s[0] = 'Z';
                rows[0][0] *= 2;
                int *r = malloc(n * sizeof *r);
                r[0] = nums[count - 1], r[1] = flag, r[2] = b, r[3] = c, r[4] = big == -1ull;
                *size = n;
                return r;
            }
            int main(void) { return 1; }
            """,
        rows: [
            .init(cArguments, "[2,true,255,120,1]"), .init(cArguments, "\"Zbc\"", observe: 2),
            .init(cArguments, "[[3.0],[2.5,1]]", observe: 3),
            .init(cArguments.replacing("255", with: "256"), "null", .runtimeError),
            .init(cArguments.replacing("],2,", with: "],0,"), "null"),
            .init("[]", "null", .runtimeError),
        ],
        signature: .init(
            parameters: [
                "const int*", "int", "char*", "double**", "unsigned char", "_Bool", "char",
                "unsigned long long", "length",
            ], returns: "int*"))

    private static let cArguments =
        #"[[1,2],2,"abc",[[1.5],[2.5,1]],255,true,"x",18446744073709551615]"#

    private static let cEndings = Program(
        language: "c", entryPoint: "go",
        source: """
            #include <stdio.h>
            #include <stdlib.h>
            #include <unistd.h>
            int go(int n) {
                printf("{\\"id\\":%d,\\"value\\":42}\\n", n);
                fflush(stdout);
                if (n == 1) abort();
                if (n == 2) exit(0);
                while (n == 3) { }
                if (n == 5) for (int d = 0; d < 200; d++)
                    write(d, "{\\"id\\":2,\\"value\\":42}\\n", 20);
                return n * 2;
            }
            """,
        rows: [.init("[2147483648]", "0", .runtimeError), .init("[7.0]", "14")],
        signature: .init(parameters: ["int"], returns: "int"))
}
