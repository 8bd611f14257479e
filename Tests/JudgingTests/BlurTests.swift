import Execution
import Testing

/// Answers of languages that cannot tell some values apart.
struct BlurTests {
    private static func value(_ text: String) throws -> Value {
        try Value(JSON(parsing: Array(text.utf8)))
    }

    private static func date(_ text: String) -> String { #"{"$datetime":"\#(text)"}"# }

    /// An answer, what is expected, and whether they are equal with this blur.
    static let rows: [(blur: Blur, answer: String, expected: String, equal: Bool)] = [
        (.booleans, "1", "true", true), (.booleans, #""1""#, "true", true),
        (.booleans, "2", "true", false), (.booleans, #""yes""#, "true", false),
        (.booleans, #""""#, "false", true), (.booleans, "0", "false", true),
        (.booleans, "null", "false", true), (.booleans, "null", "true", false),
        (.booleans, "[]", "false", false), (.booleans, "true", "1", true),
        (.booleans, "[1,0]", "[true,false]", true), (.booleans, "[1,1]", "[true,false]", false),
        (.textOrNumber, #""5""#, "5", true), (.textOrNumber, "5", #""5""#, true),
        (.textOrNumber, #""5.0""#, "5", true), (.textOrNumber, #""1e3""#, "1000", true),
        (.textOrNumber, #""05""#, "5", false), (.textOrNumber, #""five""#, "5", false),
        (.textOrNumber, "6", #""5""#, false), (.textOrNumber, #""5 ""#, "5", false),
        (.tuples, "[1,2]", #"{"$tuple":[1,2]}"#, true),
        (.tuples, #"{"$tuple":[1,2]}"#, "[1,2]", true),
        (.tuples, #"[[1,"a"]]"#, #"[{"$tuple":[1,"a"]}]"#, true),
        (.tuples, "[2,1]", #"{"$tuple":[1,2]}"#, false),
        (.tables, "{}", "[]", true), (.tables, "[]", "{}", true),
        (.tables, #"{"$dict":[[1,"a"]]}"#, #"["a"]"#, false), (.tables, "null", "[]", false),
        (.tables, #"{"$dict":[[0,"a"]]}"#, #"["a"]"#, false), (.tables, "[1]", "{}", false),
        (.listsFrom1, #"{"$dict":[[2,"b"],[1,"a"]]}"#, #"["a","b"]"#, true),
        (.listsFrom1, #"{"$dict":[[0,"a"],[1,"b"]]}"#, #"["a","b"]"#, false),
        (.listsFrom1, #"["a","b"]"#, #"{"$dict":[[1,"a"],[2,"b"]]}"#, true),
        (.listsFrom1, #"["a","b"]"#, #"{"$dict":[[0,"a"],[1,"b"]]}"#, false),
        (.listsFrom1, #"["a","b"]"#, #"{"1":"a","2":"b"}"#, false),
        (.listsFrom1, #"{"$dict":[[1,"a"],[3,"b"]]}"#, #"["a","b"]"#, false),
        (.listsFrom1, #"{"$dict":[[1,"a"],[1,"a"]]}"#, #"["a","a"]"#, false),
        (.listsFrom1, #"{"$dict":[[1,"a"],[99999999999,"b"]]}"#, #"["a","b"]"#, false),
        (.listsFrom1, #"{"$dict":[[-9223372036854775808,"a"]]}"#, #"["a"]"#, false),
        (.listsFrom0, #"{"$dict":[[9223372036854775807,"a"]]}"#, #"["a"]"#, false),
        (.listsFrom1, "{}", "[]", false),
        (.listsFrom0, #"{"$dict":[[1,"b"],[0,"a"]]}"#, #"["a","b"]"#, true),
        (.listsFrom0, #"{"$dict":[[1,"a"],[2,"b"]]}"#, #"["a","b"]"#, false),
        (.listsFrom0, #"["a","b"]"#, #"{"$dict":[[0,"a"],[1,"b"]]}"#, true),
        (.listsFrom0, #"["a","b"]"#, #"{"$dict":[[1,"a"],[2,"b"]]}"#, false),
        (.listsFrom0, #"["a","b"]"#, #"{"$dict":[[0,"b"],[1,"a"]]}"#, false),
        (.listsFrom0, #"{"$dict":[[-1,"a"],[0,"b"]]}"#, #"["a","b"]"#, false),
        (.tables, #"{"a":1}"#, "[1]", false), (.tables, "[1]", #"{"a":1}"#, false),
        (.keys, #"{"1":2}"#, #"{"$dict":[[1,2]]}"#, true),
        (.keys, #"{"$dict":[[1,2]]}"#, #"{"1":2}"#, true),
        (.keys, #"{"$dict":[[true,2]]}"#, #"{"true":2}"#, true),
        (.keys, #"{"$dict":[[1,3]]}"#, #"{"1":2}"#, false),
        (.keys, #"{"2":2}"#, #"{"$dict":[[1,2]]}"#, false),
        (.sets, "[2,1]", #"{"$set":[1,2]}"#, true), (.sets, "[1,1]", #"{"$set":[1,2]}"#, false),
        (.sets, "[1,2,2]", #"{"$set":[1,2]}"#, false),
        (.sets, #"{"a":true,"b":true}"#, #"{"$set":["a","b"]}"#, true),
        (.sets, #"{"a":{}}"#, #"{"$set":["a"]}"#, true),
        (.sets, #"{"a":false}"#, #"{"$set":["a"]}"#, false),
        (.sets, #"{"$set":[1]}"#, "[1]", false),
        (.pairs, #"{"b":2,"a":1}"#, #"[["b",2],["a",1]]"#, true),
        (.pairs, #"{"a":1,"b":2}"#, #"[["b",2],["a",1]]"#, false),
        (.pairs, "{}", "[]", true), (.pairs, #"{"a":1}"#, #"[["a",2]]"#, false),
        (.pairs, #"{"a":1}"#, #"[["a",1],["a",1]]"#, false),
        (.pairs, #"{"a":1,"b":2}"#, #"[["a",1]]"#, false),
        (.pairs, #"[["a",1]]"#, #"{"a":1}"#, false),
        (.entries, #"[{"$tuple":["a",1]},{"$tuple":["b",2]}]"#, #"{"b":2,"a":1}"#, true),
        (.entries, #"[{"$tuple":["a",1]},{"$tuple":["a",1]}]"#, #"{"a":1}"#, false),
        (.entries, #"[{"$tuple":["a",1]}]"#, #"{"a":1,"b":2}"#, false),
        (.entries, #"[{"$tuple":["a",1]}]"#, #"{"a":2}"#, false), (.entries, "[]", "{}", true),
        (.entries, #"[["a",1]]"#, #"{"a":1}"#, false),
        (.entries, #"{"a":1}"#, #"[{"$tuple":["a",1]}]"#, false),
        (.null, #"{"a":1}"#, #"{"a":1,"b":null}"#, true),
        (.null, #"{"a":1}"#, #"{"a":1,"b":2}"#, false), (.null, "[1]", "[1,null]", true),
        (.null, "[1]", "[1,2]", false), (.null, "null", "[]", false),
        (.null, "null", "{}", false), (.vectors, "null", "[]", true),
        (.vectors, "null", "{}", true),
        (.vectors, "null", #"{"$set":[]}"#, true), (.vectors, "null", "0", false),
        (.null, "null", "[1]", false), (.null, "null", "0", false),
        (.bytes, "[104,105]", #"{"$bytes":"aGk="}"#, true),
        (.bytes, "[104,300]", #"{"$bytes":"aGk="}"#, false),
        (.text, #"{"$bytes":"aGk="}"#, #""hi""#, true), (.text, #""hi""#, "[104,105]", false),
        (.tuples, #"{"$def":[0,[1]]}"#, #"{"$tuple":[1]}"#, true),
        (.zones, date("2020-01-31T00:00:00.000000+00:00"), date("2020-01-31"), true),
        (.zones, date("2020-01-31T09:30Z"), date("2020-01-31T09:30:00"), true),
        (.zones, date("2020-01-31T09:30Z"), date("2020-01-31T10:30:00"), false),
        (.zones, date("2020-01-31T09:30Z"), date("2020-01-31"), false),
        (.zones, #""2020-01-31""#, date("2020-01-31"), false),
    ]

    @Test(arguments: rows)
    func `only what a blur names is one value`(
        blur: Blur, answer: String, expected: String, equal: Bool
    ) throws {
        let (mine, wanted) = (try Self.value(answer), try Self.value(expected))
        #expect(mine.read(as: wanted, [blur]).matches(wanted) == equal)
        // Without it the two differ, but for what differs in no way that counts.
        #expect(!equal || !mine.matches(wanted))
    }

    @Test func `whole floats are integers even exactly where a language has but numbers`() throws {
        let (mine, wanted) = (try Self.value("[1,2.5]"), try Self.value("[1.0,2.5]"))
        #expect(!mine.matches(wanted, .exact))
        #expect(mine.read(as: wanted, [.integers]).matches(wanted, .exact))
        #expect(try !Self.value("[1,2.6]").read(as: wanted, [.integers]).matches(wanted, .exact))
    }

    @Test func `without order no expected member serves twice`() throws {
        let wanted = try Self.value(#"[{"$tuple":[1]},{"$tuple":[2]}]"#)
        func equal(_ text: String) throws -> Bool {
            try Self.value(text).read(as: wanted, [.tuples], for: .unordered)
                .matches(wanted, .unordered)
        }
        #expect(try equal("[[2],[1]]"))
        #expect(try !equal("[[2],[2]]"))
        #expect(try !equal("[[2]]"))
    }

    @Test func `pairs and what counts from 0 have an order where it counts`() throws {
        func equal(
            _ blur: Blur, _ answer: String, _ expected: String, _ comparison: ValueComparison
        ) throws -> Bool {
            let wanted = try Self.value(expected)
            return try Self.value(answer).read(as: wanted, [blur], for: comparison)
                .matches(wanted, comparison)
        }
        let (map, turned) = (#"{"$dict":[[1,1],[3,3]]}"#, "[[3,3],[1,1]]")
        #expect(try !equal(.pairs, map, turned, .equal))
        #expect(try equal(.pairs, map, turned, .unordered))
        let table = #"{"$dict":[[1,"b"],[0,"a"]]}"#
        #expect(try equal(.listsFrom0, table, #"["a","b"]"#, .equal))
        #expect(try !equal(.listsFrom0, table, #"["a","b"]"#, .exact))
        #expect(try !equal(.listsFrom0, table, #"["b","a"]"#, .exact))
    }

    @Test func `a list from 0 is the dict whose keys are its places' texts`() throws {
        let wanted = try Self.value(#"{"0":"a","1":"b"}"#)
        let mine = try Self.value(#"["a","b"]"#)
        #expect(mine.read(as: wanted, [.listsFrom0, .keys]).matches(wanted))
        #expect(!mine.read(as: wanted, [.listsFrom1, .keys]).matches(wanted))
    }

    @Test func `without a blur nothing is read otherwise`() throws {
        let mine = try Self.value(#"[1,"a",{"b":null}]"#)
        #expect(mine.read(as: try Self.value(#"{"$tuple":[]}"#), []) == mine)
    }
}
