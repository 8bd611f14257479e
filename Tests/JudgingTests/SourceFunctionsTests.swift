import Execution
import TestSupport
import Testing

@testable import Judging

/// Finding the functions of sources that do their best to hide where they begin and end.
struct SourceFunctionsTests {
    @Test(arguments: NastySources.all)
    func `every function is found with its type, and its body ends where it ends`(
        nasty: NastySources.Nasty
    ) throws {
        let found = try #require(SourceFunctions(Array(nasty.source.utf8), nasty.syntax))
        let told = found.functions.map { "\($0.name): \($0.isKept ? "kept" : $0.result)" }
        #expect(told == nasty.functions)
        for function in found.functions {
            let body = String(decoding: Array(nasty.source.utf8)[function.body], as: UTF8.self)
            #expect(body.hasPrefix("{") && body.hasSuffix("}"), "\(body)")
        }
    }

    static let lost: [(SourceSyntax, String)] = [
        (.c, "int f() { return 0;"), (.c, "char *s = \"never ends\nint f() { }"),
        (.cpp, "auto s = R\"x( never ends )y\";"), (.go, "func f() { s := `never ends }"),
        (.rust, "fn f() { r##\"never ends\"# }"), (.java, "class A { String s = \"\"\"\n }"),
        (.swift, "let a = \"\\(b\""), (.swift, "let a = #/re{2}"), (.rust, "/* /* */ fn f() {}"),
        (.c, "int f() { return (1]; }"), (.go, String(repeating: "(", count: 3_000)),
        (.java, String(repeating: "{", count: 3_000) + String(repeating: "}", count: 3_000)),
        (.c, String(repeating: "int a;", count: 100_000)),
        // Each a declaration that could end in a body far behind.
        (.cpp, "#define X(a)\n" + String(repeating: "X(1)", count: 60_000)),
        (.go, String(repeating: "func f() []", count: 40_000)),
        (.java, String(repeating: "f() -> ", count: 60_000)),
        (.swift, String(repeating: "func f<", count: 60_000)),
        (.c, "int " + String(repeating: "f", count: 2_000) + "() { return 1; }"),
    ]

    @Test(arguments: lost)
    func `what is not understood, or beyond all bounds, has no functions at all`(
        syntax: SourceSyntax, source: String
    ) {
        #expect(SourceFunctions(Array(source.utf8), syntax) == nil)
    }

    /// What looks like the beginning of a comment, of a text or of a body before a function.
    static let hiding: [(SourceSyntax, String)] = [
        (.c, "#define G \"/*\"\nint f() { return 1; }"),
        (.cpp, "#define G '\"' // {\nint f() { return 1; }"),
        (.c, "#define G \\\\\n{ /* \n#define } */ int\nint f() { return 1; }"),
        (.c, "char *s = R\"x(\n{\" /* )x\";\nint f() { return 1; }"),
        (.c, "in\\\nt\\\r\nf() { return 1'0; }"),
        (.rust, "#!/bin/{\n\u{2028}fn\u{2028}f(_: &'static str) -> u8 { b'{' }"),
        (.rust, "static r#A: &str = r\"{\";\nfn f() -> u8 { 1 }"),
        (.swift, "#!/bin/{\nlet a = #/re{2}\"{/#, b = \"\\(f(\"{\"))\"\nfunc f() { }"),
        (.swift, "var `a {`: Int\nfunc f() { }"), (.go, "var a = '\"'\nfunc f() {}"),
        (.java, "@A(\"\"\"\n { \\\"\"\" \"\"\") void f() { }"),
    ]

    @Test(arguments: hiding)
    func `what stands in texts and directives hides no function`(
        syntax: SourceSyntax, source: String
    ) throws {
        let found = try #require(SourceFunctions(Array(source.utf8), syntax)).functions
        #expect(found.map(\.name) == ["f"])
    }

    /// What is skipped as one, behind what could all be functions that tell their type there.
    @Test(.timeLimit(.minutes(1)))
    func `a type is not put together before it is known to be one`() {
        let skipped = "(" + String(repeating: ",", count: 400_000) + ")"
        let source = String(repeating: "f()->", count: 500) + skipped
        #expect(SourceFunctions(Array(source.utf8), .cpp)?.functions.isEmpty == true)
    }

    @Test func `a type that is too long for a body is not told`() throws {
        let type = "decltype((" + String(repeating: "a,", count: 300) + "a))"
        let source = Array("auto f() -> \(type) { return a; }\nint g() { return 1; }".utf8)
        let found = try #require(SourceFunctions(source, .cpp)).functions
        #expect(found.map(\.name) == ["f", "g"])
        #expect(found.map(\.result.utf8.count) == [SourceTokens.maxType + 1, 3])
        let stub = SourceStub(syntax: .cpp, tests: Array("f(); g()".utf8))
        #expect(stub.files(of: source, others: [:], .nothing) == nil)
    }

    @Test func `a submission's files are read with one patience`() {
        let slow = Array(("int g() { return 1; }" + String(repeating: "f()", count: 1_500)).utf8)
        let stub = SourceStub(syntax: .c, tests: Array("g()".utf8))
        func names(_ count: Int) -> [String]? {
            let others = (0..<count).map { ("\($0).h", slow) }
            return stub.lent(by: slow, others: Dictionary(uniqueKeysWithValues: others))?.names
        }
        #expect(names(0) == ["g"])
        #expect(names(8) == nil)
    }

    /// What stands between bodies is there still, in its order.
    private static func expectKept(_ source: [UInt8], _ syntax: SourceSyntax, _ stub: [UInt8]) {
        var rest = stub[...]
        var last = 0
        let bodies = SourceFunctions(source, syntax)?.functions.map(\.body) ?? []
        for body in bodies + [source.count..<source.count] {
            guard let found = rest.firstRange(of: source[last..<body.lowerBound]) else {
                Issue.record("lost: \(String(decoding: source, as: UTF8.self))")
                return
            }
            rest = rest[found.upperBound...]
            last = body.upperBound
        }
    }

    @Test(arguments: NastySources.all)
    func `damaged sources are read without harm, and all but bodies is kept`(
        nasty: NastySources.Nasty
    ) async throws {
        let words = [
            "{", "}", "(", ")", "\"", "'", "/*", "*/", "func f() int {", "R\"(", "r#\"", "<",
        ]
        let mutation = TestSupport.Mutation(words: words.map { Array($0.utf8) }, maxBytes: 8_000)
        let tests = Array("check twice text first get f".utf8)
        var random = SeededRandom(seed: 8191)
        var made = 0
        for _ in 0..<TestSupport.Mutation.count("ASSAY_STUB_FUZZ", short: 300) {
            await Task.yield()
            let source = mutation.damage(Array(nasty.source.utf8), &random)
            let stub = SourceStub(syntax: nasty.syntax, tests: tests)
            for value in [StubValue.nothing, .other] {
                guard let files = stub.files(of: source, others: [:], value) else { continue }
                made += 1
                #expect(files.source.count < 3 * source.count + 4_000)
                if nasty.syntax != .go { Self.expectKept(source, nasty.syntax, files.source) }
            }
            guard let found = SourceFunctions(source, nasty.syntax) else { continue }
            var last = 0
            for function in found.functions {
                #expect(
                    function.body.lowerBound >= last && function.body.upperBound <= source.count)
                #expect(source[function.body.lowerBound] == UInt8(ascii: "{"))
                #expect(source[function.body.upperBound - 1] == UInt8(ascii: "}"))
                last = function.body.upperBound
            }
        }
        #expect(nasty.isOpaque || made > 20, "\(made)")
    }
}

/// Stubs made of sources, as texts.
struct SourceStubTests {
    private static func stub(
        _ syntax: SourceSyntax, _ source: String, tests: String, _ value: StubValue = .nothing
    ) -> String? {
        SourceStub(syntax: syntax, tests: Array(tests.utf8))
            .files(of: Array(source.utf8), others: [:], value)
            .map { String(decoding: $0.source, as: UTF8.self) }
    }

    static let bodies: [(SourceSyntax, String, String?, String?)] = [
        (.c, "int", "return (int){0};", "return 8191;"), (.c, "void", "", ""),
        (.c, "unsigned char", "return (unsigned char){0};", "return 81;"),
        (.c, "struct p", "return (struct p){0};", "__builtin_abort();"),
        (.cpp, "std::vector<int>", "return {};", "return ::assay_stub::other<std::vector<int>>();"),
        (.cpp, "int&", nil, nil), (.cpp, "auto", nil, nil),
        (.go, "", "", ""),
        (
            .go, "(int,error)", "return *new(int), *new(error)",
            "return 8191, error(assayStubError{})"
        ),
        (
            .go, "(a,b int,c map[string]bool)",
            "return *new(int), *new(int), *new(map[string]bool)",
            "return 8191, 8191, map[string]bool{*new(string): *new(bool)}"
        ),
        (.go, "chan int", "return *new(chan int)", "panic(\"8191\")"),
        (.java, "long", "return 0L;", "return 8191L;"),
        (.java, "Integer", "return 0;", "return 8191;"),
        (.java, "int[][]", "return null;", "return new int[1][];"),
        (.java, "Stack<Integer>", "return null;", "throw new RuntimeException();"),
        (
            .rust, "Vec<Option<(i32,&str)>>", "Default::default()",
            "Vec::from([Some((8191, \"8191\",))])"
        ),
        (.rust, "Result<u8,String>", "Ok(Default::default())", "Err(String::from(\"8191\"))"),
        (.rust, "impl Iterator<Item=i32>", nil, nil),
        (
            .rust, "Tree", "Default::default()",
            "panic!(\"8191\")"
        ),
        (.swift, "[String:[Int]]", "return [:]", "return [\"8191\": [8191]]"),
        (.swift, "(sum:Int,all:[Bool]?)", "return (0, nil)", "return (8191, [true])"),
        (.swift, "Tree", nil, "return fatalError()"),
        (
            .swift, "Tree?", "return nil",
            "return fatalError()"
        ),
        (.swift, "(Int)->Int", nil, "return fatalError()"), (.swift, "Void", "", ""),
    ]

    @Test(arguments: bodies)
    func `a body gives back nothing, or something else, by the type's text`(
        syntax: SourceSyntax, type: String, nothing: String?, other: String?
    ) {
        func inner(_ value: StubValue) -> String? {
            StubBodies(syntax: syntax, value: value).body(type)
                .map { String($0.dropFirst().dropLast()).trimmed }
        }
        #expect(inner(.nothing) == nothing)
        #expect(inner(.other) == other)
    }

    @Test func `only what tests name is replaced; main and constructors stay`() {
        let source = """
            class Counter { int n; Counter(int n) { this.n = n; } int next() { return n + 1; }
            int twice() { return 2 * n; } public static void main(String[] a) { next(); } }
            """
        let stub = Self.stub(.java, source, tests: "new Counter(1).next(); main();")
        #expect(
            stub == """
                class Counter { int n; Counter(int n) { this.n = n; } int next() { return 0; }
                int twice() { return 2 * n; } public static void main(String[] a) { next(); } }
                """)
    }

    @Test func `Go imports that only emptied functions used stay without a name`() {
        let source = """
            package main
            import ("fmt"; m "math"; _ "os"; "strings")
            func F(x float64) float64 { fmt.Println(x); return m.Sqrt(x) }
            func g() string { return strings.ToUpper("a") }
            """
        #expect(
            Self.stub(.go, source, tests: "F(2)") == """
                package main
                import (_ "fmt"; _ "math"; _ "os"; "strings")
                func F(x float64) float64 { return *new(float64) }
                func g() string { return strings.ToUpper("a") }
                """)
    }

    /// What might be what tests look at, and no stub replaces.
    static let guarded: [(SourceSyntax, String, String)] = [
        (.c, "#define TWICE(x) (2 * (x))\nint f() { return 1; }", "f(); TWICE(2);"),
        (.c, "int table[] = {1};\nint f() { return 1; }", "f(); assert(table[0]);"),
        (
            .cpp, "struct P { int x; P(int a) : x(a) {} int f() { return 1; } };",
            "P p(3); p.f(); p.x;"
        ),
        (
            .cpp, "struct P { int f() { return 1; } bool operator==(P) { return true; } };",
            "P().f()"
        ),
        (.cpp, "int f() { return 1; }\nauto g = [](int x) { return x; };", "f(); assert(g(1));"),
        (
            .cpp, "#define MAKE(n) int n() { return 1; }\nMAKE(g)\nint f() { return 1; }",
            "f(); g();"
        ),
        (.go, "package m\nvar G = func() int { return 1 }\nfunc F() int { return 1 }", "F(); G()"),
        (.java, "class A { static int N = 3; int f() { return 1; } }", "new A().f(); A.N"),
        (.rust, "const N: i32 = 3;\nfn f() -> i32 { 1 }", "f(); assert_eq!(N, 3)"),
        (.rust, "macro_rules! m { () => { 1 } }\nfn f() -> i32 { 1 }", "f(); m!()"),
        (.swift, "let g = { 1 }\nfunc f() -> Int { 1 }", "f(); assert(g() == 1)"),
        (.swift, "struct P { var x: Int { 3 }; func f() -> Int { 1 } }", "P().f(); P().x"),
        (.swift, "func + (a: P, b: P) -> P { a }\nfunc f() -> Int { 1 }", "f(); a + b"),
        (.go, "package m\nfunc F() int { return 1 }", "nothing of it"),
    ]

    @Test(arguments: guarded)
    func `there is no stub where tests may look at what it leaves`(
        syntax: SourceSyntax, source: String, tests: String
    ) {
        #expect(Self.stub(syntax, source, tests: tests) == nil)
    }
}

extension SourceFunctions {
    /// With all patience.
    fileprivate init?(_ bytes: [UInt8], _ syntax: SourceSyntax) {
        var patience = Self.patience
        self.init(bytes, syntax, &patience)
    }
}

extension SourceStub {
    fileprivate func files(
        of source: [UInt8], others: [String: [UInt8]], _ value: StubValue
    ) -> Files? { lent(by: source, others: others)?.files(value) }
}
