import Execution
import Testing

@testable import Datasets

struct InflateTests {
    /// `one`, `two` and 200,000 zeros, each with a line end or none, as gzip.
    private static let one = bytes("H4sIAAAAAAAC/8vPS+UCAJ+oF/gEAAAA")
    private static let two = bytes("H4sIAAAAAAAC/yspz+cCAHQIF5YEAAAA")
    private static let zeros = bytes(
        "H4sIAAAAAAAC/+3BMQEAAADCoPVPbQZ/o" + String(repeating: "A", count: 257)
            + "CA1wB7WOBcQA0DAA==")

    private static func bytes(_ base64: String) -> [UInt8] { Base64.decode(base64) ?? [] }

    private func unfold(
        _ bytes: [UInt8], by size: Int = 1 << 20, bounds: InflateBounds = InflateBounds()
    ) throws -> String {
        let inflate = Inflate(path: "f.gz", bounds: bounds)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            try inflate.feed(Array(bytes[start..<min(start + size, bytes.count)])) { output += $0 }
        }
        try inflate.finish { output += $0 }
        return String(decoding: output, as: UTF8.self)
    }

    private func message(
        _ bytes: [UInt8], bounds: InflateBounds = InflateBounds()
    ) -> String? {
        do {
            _ = try unfold(bytes, bounds: bounds)
            return nil
        } catch let diagnostic as Diagnostic {
            #expect(diagnostic.path == "f.gz")
            #expect(diagnostic.hint != nil)
            return diagnostic.message
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1 << 20])
    func `a stream of several members unfolds, however it is cut`(size: Int) throws {
        #expect(try unfold(InflateTests.one, by: size) == "one\n")
        #expect(try unfold(InflateTests.one + InflateTests.two, by: size) == "one\ntwo\n")
        #expect(try unfold(InflateTests.zeros, by: size).utf8.count == 200_000)
    }

    @Test(arguments: ["", "{", "plain text\n", "\u{1F}", "\u{1F}x"])
    func `what is not gzip passes as it is`(text: String) throws {
        #expect(try unfold(Array(text.utf8)) == text)
        #expect(try unfold(Array(text.utf8), by: 1) == text)
    }

    @Test func `a stream that is cut short anywhere is refused`() {
        let whole = InflateTests.one + InflateTests.two
        for end in 2..<whole.count where end != InflateTests.one.count {
            #expect(message(Array(whole[..<end])) == "the gzip stream is cut short", "\(end)")
        }
    }

    @Test func `bytes after the end are refused`() {
        #expect(
            message(InflateTests.one + [0x7B]) == "bytes follow the end of the gzip stream")
        #expect(message(InflateTests.one + [0x1F]) == "the gzip stream is cut short")
    }

    @Test func `a damaged stream is refused`() {
        for index in 10..<InflateTests.one.count {
            var damaged = InflateTests.one
            damaged[index] ^= 0x55
            #expect(message(damaged) != nil, "\(index)")
        }
    }

    @Test func `a bomb is refused before it unfolds`() {
        let ratio = InflateBounds(maximumRatio: 100, ratioFloor: 100_000)
        #expect(
            message(InflateTests.zeros, bounds: ratio)
                == "the file unfolds to more than 100 times its size")
        let total = InflateBounds(maximumBytes: 199_999)
        #expect(
            message(InflateTests.zeros, bounds: total)
                == "the file unfolds to more than 199999 bytes")
        #expect(message(InflateTests.zeros, bounds: InflateBounds(maximumBytes: 200_000)) == nil)
        let plain = InflateBounds(maximumBytes: 3)
        #expect(message([1, 2, 3, 4], bounds: plain) == "the file unfolds to more than 3 bytes")
    }
}
