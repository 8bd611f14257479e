import Execution
import TestSupport
import Testing

@Suite struct JSONReaderTests {
    @Test(
        arguments: [
            ("null", JSON.null), ("true", true), ("false", false), (" \t\r\n null \n", .null),
            ("[]", []), ("{}", [:]), ("[ ]", []), ("{ }", [:]), ("[1 , 2]", [1, 2]),
            ("[[],[{}]]", [[], [[:]]]), (#"{"a":{"b":[null]}}"#, ["a": ["b": [nil]]]),
            (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"), (#""\u0000""#, "\0"),
            ("\"\u{7F}\"", "\u{7F}"), ("\"\u{10FFFF}\"", "\u{10FFFF}"), (#"{"":0}"#, ["": 0]),
        ] as [(String, JSON)])
    func `what RFC 8259 allows is read`(_ text: String, _ value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(arguments: [
        "0", "-0", "1", "-1", "10", "1.0", "1.50", "0.1", "1e5", "1E5", "1e+5", "1e-05", "1.0E10",
        "123456789012345678901234567890", "-0.0e-0",
    ])
    func `a number keeps its own text`(_ text: String) throws {
        #expect(try JSON(parsing: text) == .number(text))
        #expect(try JSON(parsing: text).text == text)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-Infinity", "'a'", "a", "[", "]", "{",
        "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{1:2}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{,}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "[1]]", "1 2", "[]x", "01", "-01", "00", "1.",
        ".5", "+1", "-", "1e", "1e+", "1.e5", "0x10", "1_0", "--1", "\"", "\"a", "\"\\",
        #""\x""#, #""\u12""#, #""\u123g""#, #""\U0041""#, "\"\n\"", "\"\u{1F}\"", "\"\t\"",
        "// no\n1", "[1/**/]", "\u{FEFF}1", "\u{A0}1", "tru", "[true,fals]", "{a:1}",
    ])
    func `what RFC 8259 does not allow is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], JSONError.Kind.utf8), ([0x22, 0xC0, 0x80, 0x22], .utf8),
            ([0x22, 0xE2, 0x82, 0x22], .utf8), ([0x22, 0xED, 0xA0, 0x80, 0x22], .utf8),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .utf8), ([0x22, 0x5C, 0x6E, 0x80, 0x22], .utf8),
            ([0xFF], .syntax), ([0x5B, 0x80, 0x5D], .syntax), ([0x22, 0x00, 0x22], .syntax),
        ] as [([UInt8], JSONError.Kind)])
    func `bytes that are not UTF-8 are refused`(_ bytes: [UInt8], _ kind: JSONError.Kind) {
        #expect { try JSON(parsing: bytes) } throws: { ($0 as? JSONError)?.kind == kind }
    }

    @Test(
        arguments: [
            (#""\ud800""#, [0xED, 0xA0, 0x80]), (#""\udfff""#, [0xED, 0xBF, 0xBF]),
            (#""\ud800\ud800""#, [0xED, 0xA0, 0x80, 0xED, 0xA0, 0x80]),
            (#""\ude00\ud83d""#, [0xED, 0xB8, 0x80, 0xED, 0xA0, 0xBD]),
            (#""\ud83dx\ude00""#, [0xED, 0xA0, 0xBD, 0x78, 0xED, 0xB8, 0x80]),
        ] as [(String, [UInt8])])
    func `a lone surrogate is kept and written back`(_ text: String, _ wtf8: [UInt8]) throws {
        let value = try JSON(parsing: text)
        #expect(value == .surrogates(wtf8))
        #expect(value.text == text)
    }

    @Test func `a key that stands twice is refused where it stands`() {
        for text in [
            #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"b":2,"\u0061":3}"#,
        ] {
            #expect { try JSON(parsing: text) } throws: { error in
                guard let error = error as? JSONError else { return false }
                return error.kind == .duplicateKey && error.offset == 13
            }
        }
    }

    @Test(arguments: [1, 15, 16, 17, 100])
    func `a repeated key is found among many`(_ count: Int) throws {
        let members = (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(try JSON(parsing: "{\(members)}").object?.members.count == count)
        for repeated in [0, count / 2, count - 1] {
            #expect(throws: JSONError.self) {
                try JSON(parsing: "{\(members),\"k\(repeated)\":0}")
            }
        }
    }

    @Test func `spellings of one character in other scalars are other strings`() throws {
        let text = "{\"\u{E9}\":1,\"e\u{301}\":2}"
        let value = try JSON(parsing: text)
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(value.text == text)
        #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
        #expect(Set([JSON.string("\u{E9}"), JSON.string("e\u{301}")]).count == 2)
    }

    @Test func `nesting is bounded`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSON(parsing: nested(512)).array?.count == 1)
        #expect { try JSON(parsing: nested(513)) } throws: { ($0 as? JSONError)?.kind == .tooDeep }
        #expect(try JSON(parsing: "[[],[]]", maxDepth: 2).array?.count == 2)
        #expect(throws: JSONError.self) { try JSON(parsing: "[{\"a\":[]}]", maxDepth: 2) }
        // Hostile depth ends at the bound, not at the end of the stack.
        #expect(throws: JSONError.self) {
            try JSON(parsing: [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
        }
    }

    @Test(arguments: [
        ("[1,\n 2,\n  x]", 10, 3, 3), ("", 0, 1, 1), ("[1", 2, 1, 3), ("{\"a\":tru}", 8, 1, 9),
        ("\n\n\"abc", 2, 3, 1),
    ])
    func `an error says where`(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
        #expect { try JSON(parsing: text) } throws: { error in
            guard let error = error as? JSONError else { return false }
            return (error.offset, error.line, error.column) == (offset, line, column)
        }
    }

    @Test func `numbers read as whole or as double only where they are`() throws {
        #expect(JSON.number("7").int == 7 && JSON.number("7.0").int == nil)
        #expect(JSON.number("1e2").int == nil && JSON.number("1e2").double == 100)
        #expect(JSON.number("99999999999999999999").int == nil)
        #expect(JSON.double(.nan) == .null && JSON.double(.infinity) == .null)
        #expect(JSON.double(0.1).text == "0.1")
        #expect(JSON.string("7").int == nil)
    }
}
