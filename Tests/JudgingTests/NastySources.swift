import Execution
import Testing

/// Sources full of braces that open nothing.
enum NastySources {
    struct Nasty: Sendable, CustomTestStringConvertible {
        var syntax: SourceSyntax
        var source: String
        /// Name and type, or `kept`.
        var functions: [String]
        var isOpaque = false

        var testDescription: String { syntax.rawValue }
    }

    static let all = [cpp, c, go, rust, java, swift]

    private static let cpp = Nasty(
        syntax: .cpp,
        source: #"""
            #include <vector>
            using namespace std;
            // a comment that goes on \
            int hidden() { return 1; }
            namespace a::b {
            template <class T, int N = (3 > 2)> struct Box {
              T items[N]; Box() : items{} {}
              explicit Box(T t) : items{t}, n(N) { if (n > 0) { n--; } }
              ~Box() { } T first() const noexcept(true) { return items[0]; } int n = 0;
              Box(const Box&) = default; virtual int area() const = 0; }; }
            vector<vector<pair<int,int>>> deep(map<string, vector<int>> m, int k = (1 << 2)) {
              auto f = [&](int x) -> int { return x > 3 ? '{' : 1'000; }; return {{{f(1), 2}}}; }
            template <typename T> auto trail(T a, T b) -> decltype(a + b) { return a + b; }
            static inline const char *text(void) { return R"x(} " )" )x" "}" u8R"(})"; }
            int a::b::Box<int,3>::later(int q) && { return '\'' + '"'; }
            [[nodiscard]] constexpr unsigned long long big() { return 0x1p-3 + 1e+5; }
            struct S { int x; } s = { 3 };
            int k(void) try { return 1; } catch (...) { return 2; }
            void get() { for (;;) { } }
            extern "C" { int inC(int a) { return a; } }
            """#,
        functions: [
            "Box: kept", "Box: kept", "Box: kept", "first: T",
            "deep: vector<vector<pair<int,int>>>", "trail: decltype(a+b)", "text: const char*",
            "later: int", "big: unsigned long long", "k: int", "get: void", "inC: int",
        ])

    private static let c = Nasty(
        syntax: .c,
        source: #"""
            #include <stdio.h>
            #if 0 /* }
            */
            #endif
            #define OPEN '('  /* } */
            typedef struct node { int v; struct node *next; } node;
            static const int numbers[] = {1, 2, 3};
            int declared(int, char *);
            struct node *first(node *n) {
              while (n) { if (n->v == '{') break; n = n->next; } return n; }
            const char *get(void) { return "}" "\"}" /* } */; }
            unsigned long f(int (*by)(int), int a[3]) { return by(a[0]); }
            int main(void) { return 0; }
            """#,
        functions: [
            "first: struct node*", "get: const char*", "f: unsigned long", "main: int",
        ])

    private static let go = Nasty(
        syntax: .go,
        source: #"""
            package main
            import ("fmt"; m "math"; . "strings"; "math/rand/v2")
            type S struct { a int; f func(int) (int, error) }
            type I interface { M(x int) struct{ a int } }
            const ( A = iota; B )
            var table = map[string]int{"}": 1}
            var clo = func(a int) int { return a }
            func (s *S) get() int { return s.a }
            func f(a, b int) (x, y int, err error) { return a, b, nil }
            func text[T any, U interface{ ~int | ~string }](t T) map[string]struct{ x T } {
            	r := '{'; _ = r; return nil }
            func first() func(int) (int, error) {
            	return func(a int) (int, error) { return a, nil } }
            func Any(v interface{}) interface{} {
            	switch v := v.(type) { case int: return v }; return `}` + "}" }
            func external(x int) int
            func Chan() <-chan struct{} { return nil }
            func main() { fmt.Println(m.Pi) }
            """#,
        functions: [
            "get: int", "f: (x,y int,err error)", "text: map[string]struct{x T}",
            "first: func(int)(int,error)", "Any: interface{}", "Chan: <-chan struct{}", "main: ",
        ])

    private static let rust = Nasty(
        syntax: .rust,
        source: ##"""
            #![allow(dead_code)]
            use std::collections::{HashMap, HashSet};
            /* nested /* comment { */ } */
            pub struct P<'a> { name: &'a str, f: fn(i32) -> i32 }
            impl<'a> P<'a> {
              pub fn new(name: &'a str) -> Self { P { name, f: |x| x } }
              pub(crate) fn get<'b, T: Into<String>>(&'b self, t: T) -> &'b str
              where T: Fn(i32) -> i32 {
                let c = '{'; let d = '\''; let e = b'}'; r#"} " "# } }
            pub fn f<const N: usize, F>(f: F) -> Result<Vec<[i32; 3]>, Box<dyn Error>>
                where F: Fn(i32) -> i32, { let s = br##"}"# "##; Err("}".into()) }
            trait T { fn a(&self) -> i32; fn b(&self) -> i32 { self.a() } }
            const fn square(x: i32) -> i32 { x * x }
            static TABLE: [i32; 2] = [1, 2];
            unsafe extern "C" fn raw(x: *const u8) -> u8 { *x }
            async fn first() -> Option<HashMap<String, Vec<(i32, f64)>>> { None }
            fn r#match(x: i32) -> impl Iterator<Item = i32> { (0..x).map(|y| { y }) }
            fn unit() { fn inner() -> i32 { 3 } inner(); }
            """##,
        functions: [
            "new: Self", "get: &'b str", "f: Result<Vec<[i32;3]>,Box<dyn Error>>", "b: i32",
            "square: i32", "raw: u8", "first: Option<HashMap<String,Vec<(i32,f64)>>>",
            "r#match: impl Iterator<Item=i32>", "unit: ",
        ])

    private static let java = Nasty(
        syntax: .java,
        source: #"""
            package a.b; import java.util.*; import static java.lang.Math.*;
            @FunctionalInterface interface F { int f(int x); default int g() { return '{'; } }
            public final class A<T extends Comparable<T>> implements F {
              private static final Map<String, Integer> M = new HashMap<>() {{ put("}", 1); }};
              private final Comparator<T> by = (a, b) -> { return a.compareTo(b); };
              public A(int x) throws Exception { this.count = x; }
              static { System.out.println("}"); }
              @Override @SuppressWarnings({"a", "}"}) public int f(final int x) { String s = """
                 } " \""" { """; return x; }
              static <K, V extends Comparable<? super V>> List<Map.Entry<K, V>> first(int... n)
                  throws java.io.IOException, RuntimeException { return null; }
              protected int[][] get(@Deprecated int a)[] { return null; }
              static class In {
                int q() { return new F() { public int f(int x) { return 1; } }.f(2); } }
              enum E { ONE(1) { int v() { return 2; } }, TWO(2);
                E(int i) { } int v() { return 0; } }
              record P(int x, int y) { P { if (x > 0) { } } static P of() { return null; } }
              char text() { return '\''; } }
            """#,
        functions: [
            "g: int", "A: kept", "f: int", "first: List<Map.Entry<K,V>>", "get: int[][]", "q: int",
            "ONE: kept", "E: kept", "v: int", "of: P", "text: char",
        ])

    private static let swift = Nasty(
        syntax: .swift,
        source: ##"""
            import Foundation
            /* a /* nested { */ } */
            protocol Q { func f() -> Int; var x: Int { get } ; func g() throws }
            struct S<T: Comparable>: Q where T: Hashable {
              var a = [1: "}"], b: Int { get { 1 } set { } } ; let c = { (x: Int) -> Int in x }
              init(a: Int = { 3 }()) { } ; init?(s: String) { return nil }
              deinit { print("}") } }
            func text(_ n: Int, in s: String = "}") -> String {
              "a \(n > 1 ? "}" : "\(n)") { " + #"raw " \#(n) }"# + """
              } " \(n)
              """ }
            func first<T, U: Sequence>(
              _ t: T, f: @escaping (Int) throws -> Int = { $0 }) async throws
              -> [String: (T, Int?)] where U.Element == T { [:] }
            func get() -> (a: Int, b: [String]) { (1, []) }
            @discardableResult public func f(x: inout Int) rethrows { }
            func `default`() -> Int? { nil }
            func gets() -> (Int) -> Int { { $0 } }
            let closure: (Int) -> Int = { $0 + 1 }
            """##,
        functions: [
            "init: kept", "init: kept", "deinit: kept", "text: String",
            "first: [String:(T,Int?)]", "get: (a:Int,b:[String])", "f: ", "`default`: Int?",
            "gets: (Int)->Int",
        ])
}
