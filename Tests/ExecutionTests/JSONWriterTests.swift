import Execution
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    @Test(arguments: [
        ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{8}\u{1F}\u{7F}", #""\u0000\u0008\u001f\u007f""#), ("<é😀>", "\"<é😀>\""),
        ("\u{D7FF}\u{E000}", "\"\u{D7FF}\u{E000}\""),
    ])
    func `strings are escaped where they must be`(_ text: String, _ json: String) {
        #expect(JSON.string(text).text == json)
    }

    @Test func `the canonical text has its keys in the order of their bytes`() {
        let value: JSON = ["b": 1, "a": ["z": 1, "\u{E9}": 2, "Z": 3], "": 0, "aa": []]
        #expect(value.text == "{\"b\":1,\"a\":{\"z\":1,\"é\":2,\"Z\":3},\"\":0,\"aa\":[]}")
        #expect(
            String(decoding: value.canonical, as: UTF8.self)
                == "{\"\":0,\"a\":{\"Z\":3,\"z\":1,\"é\":2},\"aa\":[],\"b\":1}")
    }

    @Test func `members can be set, replaced and removed in place`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        object["x"] = nil
        #expect(JSON.object(object).text == #"{"a":3,"c":4}"#)
    }

    @Test func `any value reads back as it was written`() throws {
        var random = SeededRandom(seed: 1)
        for _ in 0..<4000 {
            let value = random.json()
            let text = value.utf8
            #expect(try JSON(parsing: text) == value)
            #expect(!text.contains(0x0A) && !text.contains(0x7F))
            let canonical = value.canonical
            #expect(try JSON(parsing: canonical).canonical == canonical)
        }
    }

    @Test func `damaged text never crashes, and what still reads is written back equal`() {
        var random = SeededRandom(seed: 2)
        let alphabet =
            Array(#"{}[]",:\u0123dDeE+-.tfn "#.utf8) + [0x00, 0x0A, 0x80, 0xC3, 0xED, 0xFF]
        var stillJSON = 0
        for _ in 0..<20_000 {
            var text = random.json(depth: 3).utf8
            for _ in 0..<(1 + random.below(3)) where !text.isEmpty {
                let at = random.below(text.count)
                switch random.below(4) {
                case 0: text.remove(at: at)
                case 1: text.insert(random.pick(alphabet), at: at)
                case 2: text[at] = random.pick(alphabet)
                default: text.removeSubrange(at...)
                }
            }
            do {
                let value = try JSON(parsing: text)
                stillJSON += 1
                #expect(try JSON(parsing: value.utf8) == value)
            } catch {
                #expect((0...text.count).contains(error.offset))
                #expect(error.line >= 1 && error.column >= 1)
            }
        }
        #expect(stillJSON > 1000, "the damage is too great to test anything")
    }
}
