import Execution
import Testing

/// Answers of languages that return several values, or nothing but text.
struct WrittenBlurTests {
    private static func value(_ text: String) throws -> Value {
        try Value(JSON(parsing: Array(text.utf8)))
    }

    @Test(arguments: [
        (#"{"$tuple":[1,2]}"#, "[1,2]", true), (#"{"$tuple":[1,2]}"#, "[2,1]", false),
        (#"{"$tuple":["a",7]}"#, #""a""#, true), (#"{"$tuple":["a",7]}"#, "7", false),
        (#"{"$tuple":[[1,2],2]}"#, "[1,2]", false), (#"{"$tuple":[[1,2]]}"#, "[1,2]", true),
        (#"{"$tuple":["a",1]}"#, #"{"$tuple":["a",1]}"#, true),
        (#"{"$tuple":[[1],[2]]}"#, "[[1],[2]]", true),
        (#"{"$tuple":[5]}"#, "5", true), (#"{"$tuple":[5]}"#, "[5]", true),
        (#"{"$tuple":[5]}"#, "6", false), (#"{"$tuple":[5]}"#, "[5,5]", false),
        (#"{"$tuple":[]}"#, "null", true), (#"{"$tuple":[]}"#, "[]", true),
        (#"{"$tuple":[]}"#, "0", false), (#"{"$tuple":["a",1]}"#, #"{"a":1}"#, true),
        (#"{"$tuple":["a",1]}"#, #"{"a":2}"#, false), ("5", "[5]", false),
        (#"[{"$tuple":[5]}]"#, "[5]", false),
    ])
    func `several results are a sequence where one is expected, at the outermost`(
        answer: String, expected: String, equal: Bool
    ) throws {
        let (mine, wanted) = (try Self.value(answer), try Self.value(expected))
        let read = mine.read(as: wanted, [.results, .tuples])
        #expect(read.matches(wanted) == equal, "\(read)")
        if case .tuple = mine, case .tuple = wanted {
        } else if case .tuple = mine {
            #expect(!mine.read(as: wanted, []).matches(wanted))
        }
    }

    @Test(arguments: [
        (#"{"$tuple":[1,2]}"#, "1", true), (#"{"$tuple":[1,2]}"#, "2", false),
        (#"{"$tuple":[1,2]}"#, "[1,2]", false), (#"{"$tuple":[1,2]}"#, #"{"$tuple":[1,2]}"#, true),
        (#"{"$tuple":[[1,2],[3]]}"#, "[1,2]", true),
        (#"{"$tuple":[[1,2],[3]]}"#, "[[1,2],[3]]", false),
        (#"{"$tuple":[[1,2],[3]]}"#, #"{"$tuple":[[1,2],[3]]}"#, true),
        (#"{"$tuple":[[1,2],[3]]}"#, #"{"$tuple":[1,2]}"#, false),
        (#"{"$tuple":[[1,2],3,4]}"#, #"{"$tuple":[1,2]}"#, true),
        (#"{"$tuple":["a",1]}"#, #"{"a":1}"#, false),
        (#"{"$tuple":[]}"#, "null", true), (#"{"$tuple":[]}"#, "[]", false),
        (#"{"$tuple":[]}"#, #"{"$tuple":[]}"#, false), (#"{"$tuple":[]}"#, "{}", false),
    ])
    func `of several results the first counts, or all for a tuple of as many`(
        answer: String, expected: String, equal: Bool
    ) throws {
        let (mine, wanted) = (try Self.value(answer), try Self.value(expected))
        let read = mine.read(as: wanted, [.firstResult, .tuples, .tables, .null, .listsFrom1])
        #expect(read.matches(wanted) == equal, "\(read)")
    }

    @Test(arguments: [
        ("1 2 3", "[1,2,3]", true), ("1 2 3", "[1,2]", false), ("1  2", "[1,2]", true),
        ("1 2\n3", "[[1,2],[3]]", true), ("1 2\n3", "[[1],[2,3]]", false), ("", "[]", true),
        ("None", "null", true), ("", "null", true), ("none", "null", false), ("7", "null", false),
        ("true", "true", true), ("false", "true", false), ("True", "true", false),
        ("a,1\nb,2", #"{"b":2,"a":1}"#, true), ("a,1\nb,3", #"{"b":2,"a":1}"#, false),
        ("a b", #"["a b"]"#, true), ("a b c", #"["a b","c"]"#, true), ("3.50", "3.5", true),
        ("2 1", #"{"$set":[1,2]}"#, true), ("2 2", #"{"$set":[1,2]}"#, false),
        ("1.0 None", #"{"$tuple":[1,null]}"#, true), ("x", #""x""#, true), ("x", #""y""#, false),
    ])
    func `text is read as what it writes out`(
        text: String, expected: String, equal: Bool
    ) throws {
        let wanted = try Self.value(expected)
        let read = Value.string(text).read(
            as: wanted, [.words, .textOrNumber, .integers, .tuples, .sets])
        #expect(read.matches(wanted) == equal, "\(read)")
    }

    @Test(arguments: [
        ("5", "[5]", true), ("[1,2]", "[[1],[2]]", true), ("[5]", "5", false),
        ("5", "[5,5]", false), ("5", "[[[5]]]", true), ("null", "[null]", true),
        ("6", "[5]", false), (#"{"a":1}"#, #"{"a":[1]}"#, true),
    ])
    func `a vector of one is its item`(answer: String, expected: String, equal: Bool) throws {
        let (mine, wanted) = (try Self.value(answer), try Self.value(expected))
        #expect(mine.read(as: wanted, [.vectors]).matches(wanted) == equal)
    }

    @Test func `a table with nothing at a place is the list of the rest`() throws {
        let wanted = try Self.value("[1,null,3]")
        for (text, equal) in [(#"[[3,3],[1,1]]"#, true), (#"[[1,1],[2,3]]"#, false)] {
            let mine = try Self.value("{\"$dict\":\(text)}")
            #expect(mine.read(as: wanted, [.listsFrom1, .null]).matches(wanted) == equal)
            #expect(!mine.read(as: wanted, [.listsFrom1]).matches(wanted))
            #expect(!mine.read(as: wanted, [.listsFrom0, .null]).matches(wanted))
        }
    }
}
