import TestSupport
import Testing
import WorkerProtocol

@Suite struct LineFramerTests {
    private func frame(_ pieces: [String], limit: Int = 10) -> [LineFramer.Line] {
        var framer = LineFramer(limit: limit)
        var lines = pieces.flatMap { framer.push(Array($0.utf8)) }
        if let last = framer.finish() { lines.append(last) }
        return lines
    }

    private func line(_ text: String, _ number: Int) -> LineFramer.Line {
        .line(Array(text.utf8), number: number)
    }

    @Test func `lines come out however the stream is cut`() {
        let expected = [line("ab", 1), line("cd", 2), line("e", 3)]
        #expect(frame(["ab\ncd\ne"]) == expected)
        #expect(frame(["a", "b", "\n", "c", "d\ne", "\n"]) == expected)
        #expect(frame([]) == [] && frame([""]) == [] && frame(["\n\n"]) == [])
    }

    @Test func `blank lines are skipped but counted`() {
        #expect(frame(["\n \t\r\nx\n\n\ny"]) == [line("x", 3), line("y", 6)])
    }

    @Test func `a line at the limit passes, one beyond it is told once and then skipped`() {
        #expect(frame(["0123456789\n"]) == [line("0123456789", 1)])
        let long = LineFramer.Line.tooLarge(prefix: Array("0123456789x".utf8), number: 1)
        #expect(frame(["0123456789x", "yz", "more\nok\n"]) == [long, line("ok", 2)])
        #expect(frame(["0123456789", "x"]) == [long])
        #expect(
            frame([String(repeating: " ", count: 11), "\nok"])
                == [.tooLarge(prefix: Array(repeating: 0x20, count: 11), number: 1), line("ok", 2)])
    }

    @Test func `an endless line is reported at once and holds nothing but its beginning`() {
        var framer = LineFramer(limit: 100_000)
        let piece = [UInt8](repeating: 0x78, count: 60_000)
        #expect(framer.push(piece) == [])
        let told = framer.push(piece)
        #expect(told == [.tooLarge(prefix: Array(piece.prefix(4096)), number: 1)])
        for _ in 0..<100 { #expect(framer.push(piece) == []) }
        #expect(framer.push([0x0A, 0x79]) == [] && framer.finish() == line("y", 2))
    }

    @Test func `any cutting of a stream gives the same lines`() {
        var random = SeededRandom(seed: 41)
        for _ in 0..<500 {
            let bytes = (0..<random.below(80)).map { _ in random.pick(Array("ab \n".utf8)) }
            var framer = LineFramer(limit: 6)
            var lines: [LineFramer.Line] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = min(rest.count, 1 + random.below(7))
                lines += framer.push(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            if let last = framer.finish() { lines.append(last) }
            let numbers = lines.map(number)
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
            let whole = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
                .filter { $1.count > 6 || $1.contains { $0 != 0x20 } }
            #expect(numbers == whole.map { $0.offset + 1 })
            for (line, expected) in zip(lines, whole) {
                guard case .line(let text, _) = line else { continue }
                #expect(text == Array(expected.element))
            }
        }
    }

    private func number(_ line: LineFramer.Line) -> Int {
        switch line {
        case .line(_, let number), .tooLarge(_, let number): number
        }
    }
}
