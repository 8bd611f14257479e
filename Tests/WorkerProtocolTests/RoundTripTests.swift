import Execution
import Judging
import TestSupport
import Testing
import WorkerProtocol

@Suite struct RoundTripTests {
    @Test func `any test suite reads back as it was written`() throws {
        var random = SeededRandom(seed: 21)
        for _ in 0..<600 {
            let suite = random.suite()
            let text = SuiteCodec.json(suite).utf8
            #expect(try SuiteCodec.suite(JSON(parsing: text)) == suite)
        }
    }

    @Test func `any job reads back as it was written`() throws {
        var random = SeededRandom(seed: 22)
        for line in 1...400 {
            let job = Job(
                id: random.text(), line: line, request: random.request(),
                meta: random.json(depth: 2).object ?? [:])
            let text = JobWriter.json(job).utf8
            #expect(try JobReader().read(text, line: line).get() == job)
        }
    }

    @Test func `any report reads back as it was written`() throws {
        var random = SeededRandom(seed: 23)
        for line in 1...500 {
            let report = random.report()
            let json = ResultWriter.json(
                report, id: "i", line: line, runKey: "k", meta: ["m": 1], cached: true)
            let result = try ResultReader.result(JSON(parsing: json.utf8))
            #expect(result.report == report)
            #expect(result.id == "i" && result.line == line && result.runKey == "k")
            #expect(result.meta == ["m": 1] && result.cached)
        }
    }

    @Test func `damaged jobs never crash the reader, and each gets an answer`() {
        var random = SeededRandom(seed: 24)
        for line in 1...2000 {
            let job = Job(id: "i", line: line, request: random.request())
            var text = JobWriter.json(job).utf8
            for _ in 0..<(1 + random.below(4)) where !text.isEmpty {
                let at = random.below(text.count)
                switch random.below(3) {
                case 0: text.remove(at: at)
                case 1: text[at] = UInt8(random.below(256))
                default: text.insert(random.pick(Array(#"{}[]",:$"#.utf8)), at: at)
                }
            }
            if case .failure(let refused) = JobReader().read(text, line: line) {
                #expect(refused.line == line && !refused.error.message.isEmpty)
                #expect(refused.error.code != .host)
            }
        }
    }
}
