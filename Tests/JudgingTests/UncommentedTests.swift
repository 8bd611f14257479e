import TestSupport
import Testing

@testable import Judging

struct UncommentedTests {
    /// A language, a text, and its code: comments and what stands in texts are blanks.
    private static let texts: [(String, String, String)] = [
        ("c", "a // b\nc", "a     \nc"), ("c", "a /* b\nc */ d", "a     \n     d"),
        ("c", "\"// a\" b", "\"    \" b"), ("c", #""\"// a" // b"#, #""      "     "#),
        ("c", "/* a", "    "), ("c", "/", "/"), ("c", "\"a", "\" "), ("c", "\"a\\", "\"  "),
        ("c", "", ""), ("c", "a // b\\\nc\nd", "a      \n \nd"), ("c", "'\"' // a", "' '     "),
        ("c", "\"a\nb // c", "\" \nb     "), ("c", "1'000 /* ' */", "1'000        "),
        ("c", "#error don't\nint a; // b", "#error don' \nint a;     "),
        ("cpp", #"R"x(" // )")x" /* a */"#, #"R"x(       )x"        "#),
        ("cpp", "u8R\"(\n)\" + 1'0", "u8R\"(\n)\" + 1'0"), ("cpp", #"L"\"" //"#, #"L"  "   "#),
        ("java", #"f('\"'); // @Test"#, #"f('  ');         "#),
        ("java", #"f('\''); "//""#, #"f('  '); "  ""#),
        (
            "java", "\"\"\"\n \"//\" \\\"\"\"\n\"\"\" /* */ x",
            "\"\"\"\n          \n\"\"\"       x"
        ),
        ("go", "`\\` // a", "` `     "), ("go", "`\"\n//` '\"' b", "` \n  ` ' ' b"),
        ("rust", "/* a /* b */ c */ d", "                  d"),
        ("rust", #"r"C:\" // a"#, #"r"   "     "#), ("rust", "r#\"\"\"# //", "r#\" \"#   "),
        ("rust", #"'\"' '"' // a"#, #"'  ' ' '     "#),
        ("rust", "<'a, 'b>(&'a \"//\")", "<'a, 'b>(&'a \"  \")"),
        ("rust", "br##\"\"# //\"## b'\\'' //", "br##\"     \"## b'  '   "),
        ("rust", "r#type // a", "r#type     "),
        ("rust", "'é' '\\u{1F600}' //", "'  ' '         '   "),
        ("rust", "a\u{200E}!", "a   !"),
        ("swift", "/* /* */ \" */ a", "              a"),
        ("swift", ##"#"\" //"# // a"##, ##"#"     "#     "##),
        ("swift", "\"\"\"\n\" // \\\"\"\" \n\"\"\" //", "\"\"\"\n          \n\"\"\"   "),
        ("swift", #""\(f(")") /* " */) //" //"#, #""\(f(" ")        )   "   "#),
        ("swift", "#if a // \"\n\"b\"", "#if a     \n\" \""), ("swift", "#/\"/# //", "#/ /#   "),
        ("javascript", "`a ${b /* ` */ + `}` + '`'} //` //", "`  ${b         + ` ` + ' '}   `   "),
        ("javascript", "x = /[/'\"]\\//g // a", "x = /       /g     "),
        ("javascript", "a / b / c // '\n'd'", "a / b / c     \n' '"),
        ("typescript", "return /'/ //", "return / /   "),
        ("python", "'''\n\"#''' # a", "'''\n  '''    "), ("python", #"'\'#' # a"#, #"'   '    "#),
        ("bash", "a=${#b} 'c\\' # d", "a=${#b} '  '    "), ("perl", "$#a # b", "$#a    "),
        ("ruby", "\"#{a \"}\"} #\" # b", "\"#{a \" \"}  \"    "), ("php", "#[A]\n# b", "#[A]\n   "),
        ("lua", "--[==[ ]] \n]==] a [[ -- ]] -- b", "          \n     a [[    ]]     "),
        ("sql", "'it''s --' -- a", "'        '     "),
        ("haskell", "f' x = '\"' -- a", "f' x = ' '     "),
        ("ocaml", "(* (* *) \" *) 'a' x'", "              ' ' x'"),
        ("csharp", #"@"\" + "a\"" // b"#, #"@" " + "   "     "#), ("unknown", "a // b", "a     "),
        ("swift", "// a\rb", "    \rb"), ("java", "// a\rb // c", "    \rb     "),
        ("javascript", "// a\rb", "    \rb"), ("typescript", "// a\rb", "    \rb"),
        ("csharp", "// a\rb", "    \rb"), ("python", "# a\rb", "   \rb"),
        ("php", "# a\rb", "   \rb"), ("lua", "-- a\rb", "    \rb"),
        ("go", "// a\r`b", "    \r  "), ("c", "// a\rb", "    \r "),
        ("java", "\"a\r// b", "\" \r    "), ("go", "\"a\rb\"", "\" \r \""),
        ("c", "\"a\\\r\nb\" // c", "\"  \r\n \"     "),
        ("javascript", "a = /b\r/ c // d", "a = /b\r/ c     "),
        ("javascript", "// a\u{2028}b", "       b"), ("csharp", "// a\u{2029}b", "       b"),
        ("javascript", "'a\u{2028}b' // c", "'     '     "), ("java", "// a\u{2028}b", "        "),
    ]

    @Test(arguments: texts)
    func `comments and what stands in texts are no code`(
        language: String, text: String, code: String
    ) {
        let taken = Uncommented(Array(text.utf8), language)
        #expect(String(decoding: taken.code, as: UTF8.self) == code)
    }

    @Test func `texts stay where comments alone are taken out`() {
        let taken = Uncommented(Array("a \"// b\" // c\n".utf8), "c")
        #expect(String(decoding: taken.withoutComments, as: UTF8.self) == "a \"// b\"     \n")
    }

    @Test(arguments: TextForm.languages + ["unknown"])
    func `whatever is taken apart keeps its length and its lines`(language: String) {
        let pieces = [
            "\"", "'", "`", "\\", "/", "*", "//", "/*", "*/", "#", "##", "\n", "\r\n", "\r", "r",
            "R\"",
            "(", ")", "{", "}", "${", "\\(", "#{", "[", "]", "=", "-", "--", "a", "0", "é", "\0",
            "\"\"\"", "'''", "(*", "{-", "@\"", " ", "\u{2028}", "return ",
        ].map { Array($0.utf8) }
        var random = SeededRandom(seed: 2611)
        for _ in 0..<100 {
            var text = (0..<random.below(40)).flatMap { _ in random.pick(pieces) }
            if random.chance(4), !text.isEmpty { text[random.below(text.count)] = 0xFF }
            let taken = Uncommented(text, language)
            for result in [taken.code, taken.withoutComments] {
                #expect(result.count == text.count)
                for (was, now) in zip(text, result) {
                    #expect(was == now || now == 32 && was != 10 && was != 13)
                }
            }
        }
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: ["#", "'", "\"", "/[", "r#", "\\", "(", "\"\\(", "`${", "/*", "[=", "R\"(", "<"])
    func `hostile texts take no longer than they are long`(token: String) {
        let text = [UInt8](repeatElement(Array(token.utf8), count: 8_000).joined())
        for language in ["rust", "swift", "cpp", "javascript", "lua"] {
            #expect(Uncommented(text, language).parts.count == text.count)
        }
    }
}
