import Execution
import Testing

/// Random plain data, the same for the same seed.
private struct ValueSource {
    var generator: SplitMix

    mutating func value(_ depth: Int = 0) -> Value {
        let scalars = 11
        switch generator.below(depth < 4 ? scalars + 5 : scalars) {
        case 0: return .null
        case 1: return .bool(generator.below(2) == 0)
        case 2: return .int(Int(truncatingIfNeeded: generator.next()))
        case 3: return .int("-" + digits())
        case 4: return .float(Double(bitPattern: generator.next()))
        case 5: return .string(text())
        case 6: return .bytes(bytes())
        case 7: return .complex(.infinity, Double(generator.below(100)))
        case 8: return .fraction(digits(), digits())
        case 9: return .range("0", digits(), "-1")
        case 10: return .decimal("1.50")
        case 11: return .list(items(depth))
        case 12: return .tuple(items(depth))
        case 13: return .frozenset([.int(generator.below(9))])
        case 14: return .dict(items(depth).map { .init(key: value(4), value: $0) })
        default: return .dict(items(depth).map { .init(key: .string(text()), value: $0) })
        }
    }

    private mutating func items(_ depth: Int) -> [Value] {
        (0..<generator.below(4)).map { _ in value(depth + 1) }
    }

    private mutating func digits() -> String {
        "7" + (0..<generator.below(40)).map { _ in String(generator.below(10)) }.joined()
    }

    private mutating func text() -> [UInt8] {
        let pieces = ["", "a", "$def", "é", "\u{1F600}", "\"", "\n"].map { Array($0.utf8) }
        return pieces[generator.below(pieces.count)]
            + (generator.below(5) == 0 ? [0xED, 0xA0, 0x80] : [])
    }

    private mutating func bytes() -> [UInt8] {
        (0..<generator.below(9)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
}

struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

struct ValueTests {
    private func value(_ text: String) throws -> Value { try Value(parsing: Array(text.utf8)) }

    @Test func `what is written reads back the same`() throws {
        for seed in 0..<2000 {
            var source = ValueSource(generator: SplitMix(state: UInt64(seed)))
            let value = source.value()
            let text = value.json.utf8
            let again = try Value(parsing: text)
            #expect(again.json.utf8 == text, "seed \(seed)")
            #expect(value.matches(again, .exact), "seed \(seed)")
        }
    }

    @Test(arguments: [
        "{\"$what\":1}", "{\"$tuple\":1}", "{\"a\":1,\"$set\":[]}", "{\"$float\":\"NaN\"}",
        "{\"$ref\":0}", "{\"$def\":[0,[{\"$def\":[0,1]}]]}", "{\"$bytes\":\"a\"}", "1e999",
        "{\"$fraction\":[\"01\",\"2\"]}", "{\"$dict\":[[1]]}", "{\"$complex\":[1]}", "NaN", "[1",
    ])
    func `what is no value is refused`(text: String) {
        #expect(throws: ValueError.self) { try value(text) }
    }

    @Test func `depth is bounded`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try value(nested(201)) }
        #expect(throws: ValueError.self) { try value(nested(202)) }
        // What is shared counts by how deep it nests, not by how it is written down.
        func shared(_ depth: Int) -> String {
            (1...depth).reduce("[]") { "{\"$def\":[\($1),[\($0)]]}" }
        }
        #expect(throws: Never.self) { try value(shared(200)) }
        #expect(throws: ValueError.self) { try value(shared(201)) }
    }

    @Test(arguments: [
        ("1", "1.0", true), ("true", "1", false), ("[1]", "{\"$tuple\":[1]}", false),
        ("{\"$float\":\"nan\"}", "{\"$float\":\"nan\"}", true), ("\"1\"", "1", false),
        ("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1.0}", true),
        ("{\"$set\":[1,2]}", "{\"$set\":[2,1]}", true),
        ("100000000000000000000000", "1e23", false),
        ("99999999999999991611392", "1e23", true), ("-0.0", "0", true), ("0.1", "0.10", true),
        ("{\"$def\":[0,[1,{\"$ref\":0}]]}", "{\"$def\":[7,[1,{\"$ref\":7}]]}", true),
        ("[{\"$def\":[0,[1]]},{\"$ref\":0}]", "[[1],[1]]", true),
    ])
    func `equal knows types, yet 1 is 1.0`(left: String, right: String, same: Bool) throws {
        #expect(try value(left).matches(value(right)) == same)
        #expect(try value(right).matches(value(left)) == same)
    }

    @Test func `the other comparisons`() throws {
        #expect(try !value("1").matches(value("1.0"), .exact))
        #expect(try value("[3,1,1]").matches(value("[1,3,1]"), .unordered))
        #expect(try !value("[3,1]").matches(value("[1,3,1]"), .unordered))
        #expect(try value("[3,1]").matches(value("[1,3,1]"), .set))
        let close = ValueComparison.close(absolute: 1e-6, relative: 0)
        #expect(try value("[1.0000001,{\"a\":2}]").matches(value("[1,{\"a\":2.0}]"), close))
        #expect(try !value("[1.1]").matches(value("[1]"), close))
        #expect(try !value("true").matches(value("1"), close))
    }

    static let large = "1" + String(repeating: "0", count: 400)

    @Test(arguments: [
        (large, large, true), ("1" + String(repeating: "0", count: 309), large, false),
        (large.dropLast() + "7", large, true), (large, #"{"$float":"inf"}"#, false),
        (#"{"$float":"inf"}"#, large, false), ("[\(large)0]", "[\(large)]", false),
        (#"{"$float":"inf"}"#, #"{"$float":"inf"}"#, true), ("1e308", large, false),
        (#"{"$float":"-inf"}"#, #"{"$float":"inf"}"#, false), ("1000000000000000", "1e15", true),
        (#"{"$dict":[["a",1],["a",1]]}"#, #"{"a":1,"b":2}"#, false),
        (#"{"$dict":[["a",1],["a",1]]}"#, #"{"a":1,"b":1}"#, false),
        (#"{"b":2.0000001,"a":1}"#, #"{"a":1,"b":2}"#, true),
        (#"{"$decimal":"1.50000001"}"#, #"{"$decimal":"1.5"}"#, true),
        (#"{"$decimal":"1.51"}"#, #"{"$decimal":"1.5"}"#, false),
        (#"{"$decimal":"1.5"}"#, "1.5", false), ("-0.0", "1e-9", true), ("0.5", "1", false),
    ])
    func `close is close however large`(left: String, right: String, same: Bool) throws {
        let close = ValueComparison.close(absolute: 1e-6, relative: 1e-6)
        #expect(try value(left).matches(value(right), close) == same)
        #expect(try value(right).matches(value(left), close) == same)
    }

    @Test func `integers that floats take for one are apart`() throws {
        let close = ValueComparison.close(absolute: 0.5, relative: 0)
        #expect(try !value("9007199254740993").matches(value("9007199254740992"), close))
        #expect(try !value("9007199254740993").matches(value("9007199254740992.0"), close))
        #expect(try value("9007199254740992").matches(value("9007199254740992.0"), close))
        #expect(try !value("-9007199254740993").matches(value("9007199254740993"), close))
    }

    @Test(arguments: [
        ("-1", "-1", true), ("-1", "1", false), ("null", "null", true), ("null", "[]", false),
        (#"{"a":1}"#, #"{"a":1}"#, true), (#"{"a":1}"#, #"{"a":2}"#, false),
        (#""ab""#, #""ba""#, false), ("[1]", "1", false), (#"{"a":1}"#, #"["a"]"#, false),
    ])
    func `what has no members is equal or not without order too`(
        left: String, right: String, same: Bool
    ) throws {
        for comparison in [ValueComparison.unordered, .set] {
            #expect(try value(left).matches(value(right), comparison) == same)
        }
    }

    @Test(arguments: [
        ("$decimal", "1.50", "1.5", true), ("$decimal", "1E+2", "100", true),
        ("$decimal", "-0", "0.00", true), ("$decimal", "1.5", "1.51", false),
        ("$decimal", "-1", "1", false), ("$decimal", "NaN", "NaN", true),
        ("$decimal", "Infinity", "-Infinity", false), ("$decimal", "1e", "1", false),
        ("$datetime", "2020-01-01T00:00:00+00:00", "2020-01-01T00:00:00.000000+00:00", true),
        ("$datetime", "2020-01-01T01:00+02:00", "2019-12-31T23:00:00Z", true),
        ("$datetime", "2000-02-29T00:00:00-0130", "2000-02-29T01:30:00Z", true),
        ("$datetime", "2020-03-01T00:00Z", "2020-02-29T23:59:60Z", false),
        ("$datetime", "2020-01-01T00:00:00.5Z", "2020-01-01T00:00:00.05Z", false),
        ("$datetime", "2020-01-01T00:00:00", "2020-01-01T00:00:00Z", false),
        ("$datetime", "2020-01-01", "2020-01-01T00:00:00", false),
        ("$datetime", "2020-02-30", "2020-03-01", false), ("$datetime", "soon", "soon", true),
        ("$datetime", "2019-03-01T00:00Z", "2019-02-28T24:00Z", false),
    ])
    func `decimals count by their value and times by their moment, but not exactly`(
        tag: String, left: String, right: String, same: Bool
    ) throws {
        let (mine, theirs) = (
            try value(#"{"\#(tag)":"\#(left)"}"#), try value(#"{"\#(tag)":"\#(right)"}"#)
        )
        #expect(mine.matches(theirs) == same)
        #expect(mine.matches(theirs, .exact) == (left == right))
    }

    @Test func `days are counted as the calendar has them`() throws {
        func date(_ text: String) throws -> Value { try value(#"{"$datetime":"\#(text)"}"#) }
        for (before, after) in [
            ("1969-12-31", "1970-01-01"), ("1900-02-28", "1900-03-01"),
            ("2000-02-29", "2000-03-01"),
            ("0000-12-31", "0001-01-01"), ("0000-02-29", "0000-03-01"),
            ("2024-12-31", "2025-01-01"),
        ] {
            // The same moment, said from either side of midnight.
            #expect(
                try date("\(before)T23:30:00-01:00").matches(date("\(after)T00:30:00+00:00")))
        }
    }

    @Test func `an answer that unfolds without end is unequal`() throws {
        var text = "[1,1]"
        for number in 0..<60 {
            text = "[{\"$def\":[\(number),\(text)]},{\"$ref\":\(number)}]"
        }
        #expect(try !value(text).matches(value(text)))
    }
}
