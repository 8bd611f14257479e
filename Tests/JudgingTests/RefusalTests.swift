import Catalog
import Execution
import Foundation
import Testing

@testable import Judging

/// What profiles find in sources that no honest one holds, without a box.
struct RefusalTests {
    private static let profiles = ProfileCatalog.read(
        directories: [Fixtures.root.appending(path: "Sandboxes").path]
    ).profiles

    private func program(
        _ language: String, framework: String? = nil, _ source: String
    ) throws -> JoinedProgram {
        let profile = try #require(Self.profiles[language])
        let harness = try #require(framework.map { profile.unit[$0] } ?? profile.assertions)
        return JoinedProgram(
            language: language, harness: harness, parts: [:], sourcePath: profile.sourcePath,
            source: Array(source.utf8), prelude: [], tests: Array("assert(true)".utf8), key: "key",
            mark: "m")
    }

    private static let hidden: [(String, String?, String, String?)] = [
        ("swift", nil, "//\rfunc/**/==(a: Int, b: S) -> Bool { true }", "comparing values"),
        ("java", "junit", "//\rclass/**/Math {}", "a name of the library"),
        ("java", "junit", #"class M\u0061th {}"#, "a name of the library"),
        ("java", "junit", #"class \uuu004dath {}"#, "a name of the library"),
        ("java", "junit", #"class/\u002a "*/Math {}"#, "a name of the library"),
        ("java", "junit", #"// \u000A class/**/Math {}"#, "a name of the library"),
        ("java", "junit", #"String s = "\\"; class \u004dath {}"#, "a name of the library"),
        ("java", "junit", "class Ma\u{200D}th {}", "a name of the library"),
        ("java", "junit", "class Ma\u{1}th {}", "a name of the library"),
        ("java", "junit", #"String s = "class M\\u0061th {}";"#, nil),
        ("java", "junit", #"String s = "class M\u00";"#, nil),
        ("java", "junit", "/** Like class Object. */\n// an enum String\nclass A {}", nil),
        ("java", "junit", "/* \" */ class Math {} // \"", "a name of the library"),
        ("java", nil, "m(\"setDefaultAssertionStatus\");", "whether asserts"),
        ("rust", nil, "// no include!(a), no asm!\nfn a() {}", nil),
        ("java", nil, #"a.setDefault\u0041ssertionStatus(true);"#, "whether asserts"),
        ("rust", nil, "include/**/!(a)", "reads files"),
        ("rust", nil, "use std::include_str as a;", "reads files"),
        ("rust", nil, "use std::{fmt, include as a};", "reads files"),
        ("rust", nil, "macro_rules! m { ($i:path) => { $i!(\"a\") } } m!(include)", "reads files"),
        (
            "rust", nil, "m!(include); macro_rules! m { ($($t:tt)*) => { $($t)* ! [1] } }",
            "reads files"
        ),
        ("rust", nil, "use core::arch::global_asm as a;", "assembly"),
        ("rust", nil, "unsafe { asm!(\".incbin\") }", "assembly"),
        (
            "rust", nil,
            "macro_rules! m { ($a:expr, $b:expr) => { assert!($a != $b, include) } }\n"
                + "let asm = include; f(asm != include); m!(include, a)", nil
        ),
        ("rust", nil, "macro_rules! m { ($i:ident) => { $i!(1) } } m!(vec)", nil),
        ("go", nil, "/**/func TestMain(m *testing.M) {}", "`TestMain`"),
        ("go", nil, " func len(a int) int { return 1 }", "a word of the language"),
        ("go", nil, "func append[T any](a T) {}", "a word of the language"),
        ("go", nil, "var a int; var true = false", "a word of the language"),
        ("go", nil, "/*\n*/ var a, nil = 1, 2", "a word of the language"),
        ("go", nil, "const (\n\ta = 1\n\ttrue = false\n)", "a word of the language"),
        ("go", nil, "const (b = 1; true = false)", "a word of the language"),
        ("go", nil, "var (\n\tf = g(\"(\")\n\ta, len = 3, 4\n)", "a word of the language"),
        ("go", nil, "type (\n\tA struct { x int }\n\terror int\n)", "a word of the language"),
        ("go", nil, "import _ \"unsafe\"\n \t//go:linkname a b", "`//go:`"),
        ("go", nil, "\u{FEFF}//go:linkname a b", "`//go:`"),
        ("go", nil, "// func len(a) is Go's\nfunc f() {\n\tvar len int\n\tconst true = 1\n}", nil),
        ("go", nil, "type I interface {\n\terror\n\tlen() int\n}\nfunc (i T) len(len int) {}", nil),
        ("go", nil, "var (\n\ta = f(\n\t\tlen(b),\n\t\ttrue)\n\tc = 1 +\n\t\tlen(b)\n)", nil),
        ("go", nil, "const s = `\nfunc len()\n`\nvar t = []error{\n\tnil,\n}", nil),
        ("go", nil, "// Told by a //go:embed line.\nvar a = 1", nil),
    ]

    @Test(arguments: hidden)
    func `no blank, no line's end and no escape hides what is refused`(
        language: String, framework: String?, source: String, why: String?
    ) throws {
        let source =
            language == "go" && !source.hasPrefix("\u{FEFF}") ? "package main\n" + source : source
        let joined = try program(language, framework: framework, source)
        let found = joined.tampering(files: [:])
        #expect((found == nil) == (why == nil), "\(found ?? "nothing")")
        if let why { #expect(found?.contains(why) == true, "\(found ?? "nothing")") }
    }

    @Test func `what is compiled beside the source is refused as it is`() throws {
        let joined = try program("go", "package main")
        let other = Array("package main\nconst true = false".utf8)
        let found = joined.tampering(files: ["b/c.go": other])
        #expect(found == "the source gives another meaning to a word of the language, in `b/c.go`")
        #expect(
            joined.tampering(files: ["b.txt": other, "c.go": Array("package main".utf8)]) == nil)
        let large = [UInt8](repeating: 32, count: Pattern.maxSourceBytes)
        #expect(joined.oversize(files: ["b.txt": large]) == nil)
        #expect(joined.oversize(files: ["c.go": large])?.contains("4194316 bytes") == true)
    }

    @Test(
        .timeLimit(.minutes(5)), arguments: [#"\u"#, #"\u005c"#, "\\", "u", "(", "{(", "\u{200D}"])
    func `what is hidden is found in a time that grows with the text`(token: String) throws {
        let source = String(repeating: token, count: 20_000)
        for language in ["java", "go"] {
            #expect(try program(language, source).tampering(files: [:]) == nil)
        }
    }

    @Test(arguments: [
        ("struct/**/Int { var a = 1 }", "the source gives another meaning to a name"),
        ("struct\u{0}Int { var a = 1 }", "the source gives another meaning to a name"),
        ("// struct A\nlet a = 1", nil), ("/* a struct Int */ let a = 1", nil),
        ("struct A: Numeric {}", "a type of the source's own"),
        ("struct A {}\nextension A: Sendable where B: Numeric {}", nil),
        ("func == (a: Int, b: Int) -> Bool { true }", "comparing values"),
    ])
    func `a source is refused for what it says, comments or not`(
        source: String, why: String?
    ) throws {
        let found = try program("swift", source).tampering(files: [:])
        #expect((found == nil) == (why == nil), "\(found ?? "nothing")")
        if let why { #expect(found?.contains(why) == true) }
    }
}
